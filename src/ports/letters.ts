/** The weekly letter: what is read of it, and how one of its mails looks to a channel. */
import type { LetterMailRow, LetterRow } from './insight-rows.ts';

export interface LetterReads {
  letter(id: string): Promise<LetterRow | null>;
  letterMail(id: string): Promise<LetterMailRow | null>;
  /** Of one letter, by their addresses. */
  letterMails(letterId: string): Promise<LetterMailRow[]>;
  /** The mail that went by one of these names; null for none. */
  letterMailNamed(names: readonly string[]): Promise<LetterMailRow | null>;
}

/** One mail of a letter, for one person of the business. */
export interface OutgoingLetter {
  /** Every attempt carries the same. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Named in the HTML as `cid:<id>`. */
  picture: { id: string; png: Uint8Array } | null;
}
