/** The channel as the receiver and the import see it: it also takes mail that is handed in. */
import type { Channel, HealthItem } from '../../../src/ports/channel.ts';

/** Mail as the receiver hands it in. */
export interface HandedMail {
  raw: Uint8Array;
  /** MAIL FROM; '' for the null sender, null when nobody said. */
  from: string | null;
  /** RCPT TO. */
  to: string[];
  /** Unique for ever; by default the hash of the mail. */
  externalId?: string;
}

export interface EmailChannel extends Channel {
  readonly address: string;
  /** Everything that is ours: its address and the aliases. */
  readonly addresses: string[];
  /** Stores one mail; resolves only after it is safe. False: it was here already. */
  take(mail: HandedMail): Promise<boolean>;
  /** Signs in to both servers once, whether or not this process is listening. */
  tryOut(): Promise<HealthItem[]>;
  /** Sends itself a mail to find out what the mailbox can do; words for the admin. */
  probe(): Promise<HealthItem[]>;
}
