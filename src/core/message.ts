/** A customer's message, as every channel hands it to the intake. */
import type { Instant } from './time.ts';

/** Characters kept of one message's shown text. 100,000 is a 40-page letter; the raw input is kept whole beside it. */
export const TEXT_CHARS_MAX = 100_000;
/** Characters kept of a subject: more than any mail program shows, less than a header bomb. */
export const SUBJECT_CHARS_MAX = 300;
/** Attachments kept of one message. */
export const ATTACHMENTS_MAX = 20;
/** Bytes kept of one attachment: 25 MB is what the large mail providers let through. */
export const ATTACHMENT_BYTES_MAX = 25 * 1024 * 1024;
/** References to earlier messages that are looked at: facts of real mail programs end far below. */
export const REFERENCES_MAX = 50;

/** Characters of what a channel has handed back to it; a few names and a subject. */
export const ECHO_CHARS_MAX = 6_000;

/**
 * What a channel wants to see again when a message of its customer is answered. Opaque to everybody else, except for two
 * language tags: `language` of the customer's words, `locale` of the program or page they write with.
 */
export type Echo = { [key: string]: string | number | string[] | null };

/** Text that is folded away on the card but never thrown away. */
export interface FoldedText {
  /** `earlier`: what the message said before its author changed it. */
  why: 'quote' | 'signature' | 'hidden' | 'earlier';
  text: string;
  /** Of an earlier version: when the next one was written, as far as its channel knows. */
  until?: Instant;
}

/** Earlier versions kept of one message: X, which has the most, allows five edits. */
export const EARLIER_VERSIONS_MAX = 5;

/** How the reason begins when a part is kept aside without a word: a logo, a program's signature. */
export const WITHHELD_ASIDE = 'aside: ';

export interface InboundAttachment {
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  /** The content, or null when it was too large to keep here (it is still in the raw input). */
  content: Uint8Array | null;
  /** Why it is held back from staff, in words; null when it is shown. */
  withheld: string | null;
}

/** Something the customer was asked before they wrote, or that the shop vouches for; shown beside their words. */
export interface Detail {
  label: string;
  value: string;
  /** The site vouches for it; everything else is what somebody typed. */
  vouched?: true;
  /** The channel itself says so, such as where a post is: nobody typed it. */
  byChannel?: true;
  /** It changes while they write, such as the page they are on: the card shows what the newest message says of it. */
  newest?: true;
}

/** The sender's address on one channel, and what he calls himself. */
export interface InboundSender {
  /** Normalised by the channel: a lower-case mail address, an account id, a chat visitor id. */
  address: string;
  name: string | null;
  /** The name is the account's own and changes with it: a customer who is known by this address alone has it from now on. */
  renames?: true;
  /** Another address that is proven to be theirs: a customer who is known by it is the same customer. */
  proven?: { channelKind: string; address: string };
  /** May be a colleague, and nobody has said yet; whether the customer got it. Set at the intake, taken away by the answer. */
  maybeOurs?: 'answered' | 'alone';
}

/**
 * Who or what wrote: only `human` opens the clock; nothing is dropped, whatever the kind. The last two are set at the
 * intake: somebody who is not the customer, and words that their author took back.
 */
export type MessageKind = 'human' | 'auto_reply' | 'bounce' | 'list' | 'receipt' | 'bystander' | 'withdrawn';

/** Was it written to us: not by us, and not by somebody who only wrote under a public enquiry? */
export function isToUs({ direction, kind }: { direction: 'in' | 'out'; kind: string }): boolean {
  return direction === 'in' && kind !== 'bystander';
}

export interface InboundMessage {
  kind: MessageKind;
  from: InboundSender;
  subject: string | null;
  text: string;
  folded: FoldedText[];
  attachments: InboundAttachment[];
  /** When the customer wrote, as far as the channel knows; never in the future of the intake's clock. */
  writtenAt: Instant;
  visibility: 'private' | 'public';
  /** Where it differs from the others of its channel: whether it names what it answers, or goes on a conversation. */
  threads?: 'names' | 'flat';
  /** Names this message goes by on its channel (a Message-ID): later messages refer to it by them. */
  names: string[];
  /** Names of earlier messages this one answers, the best first. */
  answers: string[];
  /** Other addresses that took part (To and Cc, minus our own). */
  others: string[];
  /** One sentence each, shown under the message. */
  warnings: string[];
  /** What else is known about the sender and the place they wrote from. */
  details?: Detail[];
  /** A machine of ours must not answer this, whoever wrote it. Absent: it may. */
  noAutoAnswer?: boolean;
  /** A machine answered something of ours (an absence note, a receipt): nobody waits. Absent: somebody may. */
  answersItself?: boolean;
  /** Which of our addresses it was written to; an answer comes from there. Absent where a channel has one. */
  writtenTo?: string | null;
  /** A colleague wrote it, and that was proven. Absent: a customer, as far as anybody knows. */
  colleague?: true;
  /** A colleague's address stands in it, and nothing proves it: a customer's until somebody says otherwise. */
  looksLikeColleague?: true;
  /** Whether the channel could prove the sender. Absent where the channel itself is proof (a chat session). */
  trust?: Trust;
  /** Signed addresses and names of ours that came back with it and were found genuine: what it answers is beyond doubt. */
  proofs?: Proof[];
  /** What its channel wants to see again when this is answered; nobody else reads it. At most ECHO_CHARS_MAX as JSON. */
  echo?: Echo | null;
  /** How it sounds to those who read it; set at the intake. */
  shield?: Shielded | null;
  /** Somebody on the team passed a customer's message on: whose it was. Asked before it is believed. */
  forwardOf?: { address: string; name: string | null } | null;
}

/** `pass` and `fail` are findings; `unknown` means that nobody looked, or nobody can tell. */
export type Trust = 'pass' | 'fail' | 'unknown';

/** A signature of ours (a reply address, the name of a message) that was checked. */
export type Proof = { of: 'enquiry'; id: string } | { of: 'reply'; id: string };

/** A message that a provider could not deliver, tied to what we sent by the names in it. */
export interface InboundBounce {
  /** Names of the message that bounced, the best first. */
  about: string[];
  recipient: string | null;
  /** `delayed`: it is still being tried. `delivered`: it arrived, somebody asked to be told. */
  action: 'failed' | 'delayed' | 'delivered';
  /** A failure that a retry would not fix. */
  permanent: boolean;
  /** Plain words for staff, e.g. "mailbox full". */
  reason: string;
}

/** Cuts text to a number of characters without splitting a surrogate pair; says whether it cut. */
export function clampText(text: string, charsMax: number): { text: string; cut: boolean } {
  if (text.length <= charsMax) return { text, cut: false };
  const last = text.charCodeAt(charsMax - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return { text: text.slice(0, splitsPair ? charsMax - 1 : charsMax), cut: true };
}

/**
 * Makes text safe to store and show: no NUL (Postgres refuses it), no lone surrogate (JSON and UTF-8 refuse it), no
 * other control characters than tab and line feed, and no bidi overrides, which could make a line read as another.
 */
export function cleanText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/\r/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .toWellFormed();
}

/** True when nothing a person can read is left: only spaces, format characters and zero-width characters. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cf}\p{Cc}]*$/u.test(text);
}

/** The first non-blank line, clamped: what a list shows of a message. */
export function firstLine(text: string, charsMax = 120): string {
  const line =
    text
      .split('\n')
      .find(each => !isBlank(each))
      ?.trim() ?? '';
  const clamped = clampText(line, charsMax);
  return clamped.cut ? `${clamped.text}…` : clamped.text;
}

/** A short fingerprint of a text (FNV-1a, 32 bits): two texts that differ have two. To notice a change, never for secrets. */
export function fingerprintOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What the shield made of a customer's words: how they sound, never who the customer is. */
export interface Shielded {
  /** `strong`: they swear at the situation; `aimed`: at the people who read it. */
  level: 'none' | 'strong' | 'aimed';
  /** They threaten somebody. */
  threat?: true;
  /** They mean to hurt themselves. */
  despair?: true;
  /** How sure, in thousandths. */
  score: number;
  /** From which score on it was folded when it came, where that matters; absent for what came before this was kept. */
  from?: number;
  /** What they need, in their own words; null where nothing else was said. */
  gist: string | null;
}
