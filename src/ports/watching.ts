/**
 * What a channel with live customers needs and offers: somebody sits in front of a chat and sees the state of their enquiry.
 * Every part of it is optional.
 */
import type { Standing } from '../core/customer.ts';
import type { EnquiryStatus } from '../core/enquiry.ts';
import type { AttachmentId, MessageId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';

/** What can honestly be said about when to expect an answer. */
interface Expected {
  open: boolean;
  /** When the business opens next; null while it is open, or when nobody knows. */
  opensAt: Instant | null;
  /** By when most people hear back who write now; null while there are too few to tell. */
  by: Instant | null;
  /** What the team wants everybody who opens the chat to know now, in its own words; plain text. Absent: nothing. */
  notice?: string;
}

/** A file of an answer, or of a customer. */
export interface WatchedFile {
  id: AttachmentId;
  name: string;
  type: string;
  bytes: number;
}

/** Where an enquiry stands, as its customer may know it. */
export interface CustomerNews {
  /** The customer's address on the channel. */
  to: string;
  /** When this was so: older news are not put over newer ones. */
  version: number;
  status: EnquiryStatus;
  /** Who has claimed it, by the name customers see: null for the team's own. Null while nobody has. */
  owner: { name: string | null } | null;
  /** When it was resolved; a rating is about this. Null while it is not. */
  resolvedAt: Instant | null;
  /** By when they were told that most people hear back, while they wait for the first answer; absent or null: they do not. */
  told?: Instant | null;
  /** A person of the team has read everything up to then; null when that is not new. */
  seen: Instant | null;
}

/** Something that the customer wrote by another channel, for the one they watch. */
interface EchoedMessage {
  id: MessageId;
  text: string;
  writtenAt: Instant;
}

/** What the house does for a channel whose customers watch. `from` is a customer's address on that channel. */
export interface Watching {
  expected(): Promise<Expected>;
  /** What staff decided about messages from there, as it is at this moment. */
  standing(from: string): Promise<Standing | null>;
  /** Shows the team that the customer is writing; kept nowhere. */
  typing(from: string): Promise<void>;
  /** The customer ended the conversation for themselves: the team is told. */
  left(from: string): Promise<void>;
  /** @param of when it was resolved. @returns false when that was not what is resolved now */
  rate(from: string, of: Instant, score: number): Promise<boolean>;
  /** The content of a file of a reply; null when it is unknown here or held back. */
  file(id: AttachmentId): Promise<{ name: string; type: string; content: Uint8Array } | null>;
  /** Is there a mailbox that could carry on? */
  hasMailbox(from: string): Promise<boolean>;
  /** Sends the conversation to the customer's email address. @returns false when no mailbox is connected */
  sendTranscript(from: string): Promise<boolean>;
}

/** What such a channel does for the house. */
export interface WatchedChannel {
  /** Shows the customer where their enquiry stands. */
  follow(news: CustomerNews): Promise<void>;
  /** The team's desk shows the customer's messages up to then. */
  arrived(to: string, upTo: Instant): Promise<void>;
  /** May they write? */
  standing(to: string, standing: Standing | null): Promise<void>;
  /** Shows the customer what they wrote by another channel; without words that it came. */
  echo(to: string, message: EchoedMessage): Promise<void>;
  /**
   * Another way to reach this customer, as far as they gave one.
   * @param toSend from now on it stays this one: nobody has mail sent to one address after another
   */
  emailOf(to: string, toSend?: boolean): Promise<{ address: string; verified: boolean } | null>;
}
