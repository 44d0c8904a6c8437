/** The log: one line per entry, fields first. No message text or address at `info` and above. */
export interface Log {
  debug(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  /** Something an admin may want to look at; the program carries on by itself. */
  warn(fields: object, sentence: string): void;
  /** Something an admin must act on. None on a healthy day. */
  error(fields: object, sentence: string): void;
}
