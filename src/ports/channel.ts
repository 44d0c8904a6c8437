/**
 * The customer's side: what an adapter for email, web chat, X ... must do and may do. This file is all that an author of
 * a channel reads; docs/add-a-channel.md walks through it.
 *
 * An adapter translates. It never decides what an enquiry is, never touches a table, never talks to a desk. It hands in
 * what came (`accept`) and sends what it is given (`send`), and it says honestly how that went.
 */
import type { IncomingMessage } from 'node:http';
import type { BudgetUse, Meter, Step, Taken } from '../core/budget.ts';
import type { Language } from '../core/customer-texts/texts.ts';
import type { Passage } from '../core/formatted.ts';
import type { ChannelId, EnquiryId, ReplyId, WorkspaceId } from '../core/ids.ts';
import type { KindFacts } from '../core/kinds.ts';
import type { Echo, InboundBounce, InboundMessage } from '../core/message.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { CustomerArticles } from './articles.ts';
import type { Clock, Ids } from './clock.ts';
import type { HttpRoute } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { OutgoingLetter } from './letters.ts';
import type { Log } from './log.ts';
import type { SettingsSchema, SettingsValue } from './settings.ts';
import type { Bus, Shelf } from './shelf.ts';
import type { WatchedChannel, WatchedFile, Watching } from './watching.ts';

/** How long a reply may be. `length`: how the channel counts; without it, characters as in JavaScript. */
interface TextLimit {
  max: number;
  length?(text: string): number;
}

/** What the channel can carry; the forms and the checks before sending are made from this. */
export interface ChannelLimits {
  text: TextLimit;
  /** Where public replies have a limit of their own; absent: `text` holds for all. */
  publicText?: TextLimit;
  /** Files staff may send; null when the channel carries none. */
  attachments: { countMax: number; bytesMax: number } | null;
  /** True when sending the same reply id twice is seen as one message: a crash then needs no question to the author. */
  idempotent: boolean;
  /** `names`: a message says which one it answers. `flat`: one running conversation per customer. A message can differ. */
  threads: 'names' | 'flat';
  /** How long a reply is held for undo unless the admin set another time. */
  holdMs: DurationMs;
  /** May a machine answer here? */
  automaticAnswer: 'allowed' | 'forbidden';
  /** How many people a reply reaches in copy, at most. Absent: as many as there are. */
  copiesMax?: number;
  /** The most that an admin can set for it. */
  copiesMost?: number;
}

/** One thing that came in. `raw` is kept in any case; `externalId` is unique on its channel for ever. */
export interface Inbound {
  externalId: string;
  /**
   * A second name for the same content, e.g. a Message-ID with a hash: the same mail in two folders is one message.
   * Null when only `externalId` tells two apart.
   */
  contentKey: string | null;
  raw: { bytes: Uint8Array; type: string };
  /** From before the channel was connected: whatever is new is shown before it. */
  old?: true;
  /** Where to go on reading after a restart; stored in the same commit as the message. */
  cursor?: JsonObject;
  content:
    | { as: 'message'; message: InboundMessage }
    | { as: 'bounce'; bounce: InboundBounce; message: InboundMessage }
    /** Written by our own side elsewhere (a mail program): belongs to the enquiry it answers, or to none. */
    | {
        as: 'staff';
        message: InboundMessage /** What answers no enquiry is a message like any other; otherwise it is dropped. */;
        else?: 'message';
      }
    /** Somebody who is not its customer wrote under an enquiry: shown there, nobody waits. What belongs to none is dropped. */
    | { as: 'bystander'; message: InboundMessage }
    /**
     * Its author changed a message that came before: `message.names` has every name it went by, and the older of two
     * versions changes nothing. One that is not known is new. A name that is among `answers`, too, is its thread's.
     */
    | { as: 'changed'; message: InboundMessage }
    | { as: 'unreadable'; why: string; from: string | null; subject: string | null };
}

/** How an enquiry can be answered, as far as that is known before anybody writes. Sentences are for staff. */
export interface Answering {
  /** Why no reply can go from here, and what to do instead; null when one can. */
  refused: string | null;
  /** What to know of where it goes: who can see it, which message it will stand under. */
  notes: string[];
  /** Other ways, for a person in a browser. `text` is put in place of `{text}` in `url`, encoded. */
  ways: { label: string; url: string }[];
}

/** A message could not be stored, for a reason that is not in it: it stays at its source and comes again. */
export class NotTaken extends Error {
  override name = 'NotTaken';
  /** Others may well be taken: only this one failed, and nobody knows why. False: the database itself is in trouble. */
  readonly alone: boolean;
  constructor(words: string, { alone, cause }: { alone: boolean; cause: unknown }) {
    super(words, { cause });
    this.alone = alone;
  }
}

export type AcceptResult = { as: 'stored'; enquiryId: EnquiryId | null } | { as: 'duplicate' };

/**
 * Where to connect to for a server that a workspace's settings name: its address, or the name itself where every server may
 * be used. Asked before each connection. Rejects with a sentence where this server may not be used.
 */
export type Reach = (host: string) => Promise<string>;

/** What a channel is given when it is opened. */
export interface ChannelContext {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  /** The channel's name in the provisioning file: part of addresses such as `/w.js?site=<name>`. */
  name: string;
  /** How browsers reach this installation, without a slash at the end. */
  publicUrl: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  bus: Bus;
  /** The channel's own records. */
  shelf: Shelf;
  /**
   * Stores what came in, in one commit with its cursor. Acknowledge to the source only after this resolved; when it
   * rejects (disk full, database away) leave the input at its source and take it later.
   * @throws NotTaken
   */
  accept(inbound: Inbound): Promise<AcceptResult>;
  /** Was what goes by this id stored before? After a crash a source need not hand it out, and nobody read it, again. */
  isTaken(externalId: string): Promise<boolean>;
  /**
   * Customers took messages back: their words, files and raw bytes go, here and on the desk. Does nothing for what is gone
   * already; a name that is not known yet is remembered for a week, and its message then comes in without words.
   * Only for kinds that say `takesBack`.
   * @param names names the messages go by, as in `InboundMessage.names`
   * @param why stands in place of the words: one sentence for staff, such as "Ann deleted this post."
   * @throws NotTaken
   */
  withdraw(names: string[], why: string): Promise<void>;
  /** Which of these enquiries are not resolved; one that was merged counts as what it was merged into. */
  living(among: readonly EnquiryId[]): Promise<EnquiryId[]>;
  /** The provider says a reply arrived (not merely: was accepted). */
  delivered(reply: ReplyId): Promise<void>;
  /** What was last given as `cursor`. */
  cursor(): Promise<JsonObject | null>;
  /** Stores a cursor without a message: where reading begins, or how far it got with nothing new. */
  saveCursor(cursor: JsonObject): Promise<void>;
  /** Runs `work` while this process alone holds the channel's lease; `signal` ends when the lease is lost or on stop. */
  whileLeader(work: (signal: AbortSignal) => Promise<void>): () => Promise<void>;
  /**
   * Says something once in the channel's room, for what concerns the channel as a whole: it is down, it is back.
   * @param key a second call with the same key says nothing
   */
  notice(key: string, words: string, tone: 'quiet' | 'failure'): Promise<void>;
  /** Shows how far long work is: a bar where somebody looks at a terminal, lines of the log elsewhere. */
  progress(what: string): Progress;
  /** Secrets of the channel that change by themselves (tokens), encrypted at rest. */
  vault: Vault;
  /**
   * Takes what a request to the far side needs of its budgets, before the request; every process takes from the same.
   * What is used up waits until `opensAt`.
   */
  take(meter: Meter, steps: readonly Step[]): Promise<Taken>;
  /**
   * Adds what is only known afterwards, such as what a read brought, or gives back what was taken and not billed (`n` below
   * 0); never refused.
   */
  add(meter: Meter, steps: readonly Step[]): Promise<void>;
  /** How far each budget is used in its open window, in the order of the meter; of money in millionths. */
  used(meter: Meter): Promise<BudgetUse[]>;
  /** Addresses of every channel of this kind in the workspace: what comes from there is our own. */
  ours(): string[];
  /** Runs `work` while no other process runs work of this name on this channel. Waits for its turn. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  reach: Reach;
  /** What a variable of the environment says that the kind names in `variables`; null when it is not set. */
  variable(name: string): string | null;
  /** HMAC-SHA256 of `text` with a key of this workspace, as lower-case hexadecimal. */
  sign(text: string): string;
  /** What `sign` may have given before the key was changed: taken as well, where something is checked. */
  signedBefore?(text: string): string[];
  /** Who really asks: the peer, or what a trusted proxy says. For limits; never for rights. */
  clientAddress(request: IncomingMessage): string;
  /** A proxy that hands requests on and is not among the trusted ones; null when none was seen. */
  unnamedProxy(): string | null;
  /** For channels whose customers watch. */
  watching: Watching;
  /** What the team has published for this channel's customers. */
  articles: CustomerArticles;
}

export interface Progress {
  /** @param share from 0 to 1 */
  at(share: number, words: string): void;
  end(words: string): void;
}

export interface Vault {
  read(name: string): Promise<string | null>;
  write(name: string, secret: string): Promise<void>;
}

/** A reply as it is handed to the channel: an explicit object, so that team talk can never slip in. */
export interface OutgoingReply {
  id: ReplyId;
  enquiryId: EnquiryId;
  /** 1 for the first attempt. Every attempt carries the same id. */
  attempt: number;
  to: { address: string; name: string | null };
  /** Others who took part in the message being answered and get a copy. */
  copies: string[];
  /** Which of our addresses the customer wrote to; null when the channel has only one. */
  writtenTo: string | null;
  /** What the channel adds in words of its own (a subject, a line above a quote) speaks this. Absent: English. */
  language?: Language;
  /** The name the customer sees; null for the team's own. Nothing else of a profile comes here. */
  author: { name: string | null };
  text: string;
  /** The same words with their look, for channels that can show one: use it through `formattedFor(text, formatted)`. */
  formatted?: Passage[] | null;
  /** Where it goes: a public reply can be read by everybody. Absent: private. */
  visibility?: 'private' | 'public';
  /** The subject of the customer's last message. */
  subject: string | null;
  /** Names of the messages of this enquiry, oldest first; the last is the one being answered. */
  answers: string[];
  /** Files that its author put beside the words; only where the channel's limits allow files. */
  files?: (WatchedFile & { content: Uint8Array })[];
  /** What the channel asked to see again, of each message that the customer wrote here, oldest first. */
  echoes?: Echo[];
  /** The customer's last message, for channels that quote it. */
  lastMessage: { text: string; writtenAt: Instant; from: string } | null;
}

/** What a machine says first. */
export type Acknowledgement = Pick<
  OutgoingReply,
  'id' | 'enquiryId' | 'to' | 'subject' | 'answers' | 'echoes' | 'writtenTo' | 'language' | 'text'
>;

export type SendResult =
  /** The far side has it. `names`: what later messages may call it. */
  | {
      as: 'sent';
      externalId: string;
      names: string[] /** People in copy who were refused, in sentences. */;
      missed?: string[];
    }
  /** The far side will send it; `delivered` or a bounce follows. */
  | { as: 'queued'; externalId: string; names: string[] }
  /** It may or may not have arrived. Never resent unless a person says so. */
  | { as: 'unsure' }
  /** It will never be accepted like this. `words`: one sentence for staff with what to do. */
  | {
      as: 'refused';
      words: string /** People in copy who have it all the same. */;
      reached?: string[];
      /** `sign-in`: the channel's own credentials were refused, not the reply: it waits for them as for what passes. */
      because?: 'sign-in' | 'address';
    }
  /** Surely not sent; try again then. */
  | {
      as: 'retry';
      at: Instant;
      words: string;
      reached?: string[];
      /** The budget that is used up until then, by the far side's own word: nobody takes from it before. */
      usedUp?: string;
    };

export interface HealthItem {
  /** What was looked at, e.g. "IMAP sign-in". */
  what: string;
  ok: boolean;
  /** What was found, and when not ok what to do about it. */
  words: string;
  /** False: the trouble of one room or one mailbox. It is said, and stops nothing else. */
  stops?: false;
  /** A detail: while it is ok, only `doctor` and `health all` say it. */
  detail?: true;
}

/** An opened channel. The first five are duties; the rest are abilities, present only where the channel has them. */
export interface Channel {
  readonly kind: string;
  readonly limits: ChannelLimits;
  /** Begins to listen. Resolves at once; connecting and reconnecting go on by themselves. */
  start(): Promise<void>;
  /** Stops listening; resolves when nothing is running any more. */
  stop(): Promise<void>;
  /** Never throws for a far side that is down: it says so in the result. Must not throw otherwise either. */
  send(reply: OutgoingReply): Promise<SendResult>;
  check(): Promise<HealthItem[]>;
  /** Tries its settings with what it keeps sealed: connects, signs in, sends nothing. Absent where its kind can do so. */
  tryOut?(): Promise<HealthItem[]>;

  /** Throws away records that nobody needs any more; called about once an hour, by one process. */
  tidy?(): Promise<void>;
  /** Takes the words out of what it keeps to show a customer again, of an enquiry whose texts were removed. @param until of what is that old */
  forgetOld?(address: string, until: Instant): Promise<void>;
  /** How it goes, in a few words, for lists: what is known without asking anybody. */
  status?(): string;
  /** A line or a link that an admin takes elsewhere so that it works: a label before it, and a sentence that says where. */
  readonly paste?: { label: string; line: string; words: string };
  /** Addresses of its own, where it has any. */
  readonly addresses?: readonly string[];
  /** The least time between two replies, where the far side counts them; in ms. */
  sendGapMs?: DurationMs;
  /** What the far side counts or bills. Its numbers come from the settings: providers change them. */
  readonly meter?: Meter;
  /** What sending takes of it, in the commit in which the reply departs; a reply that finds nothing left waits. */
  stepsOf?(reply: Pick<OutgoingReply, 'text' | 'visibility' | 'copies'>): Step[];
  /** What is wrong for longer than a hiccup, in words for `/readyz` and the room; null while all is well. */
  trouble?(): string | null;
  /** When the far side was last read without trouble by this process; null or absent where it never was. */
  readAt?(): Instant | null;
  /** The name a reply will go by on the far side, where it can be fixed before sending (a Message-ID). */
  nameFor?(reply: ReplyId): string;
  /** Whom the customer sees as the sender of a reply under this name; null for the team's own. Shown in the preview. */
  signedAs?(name: string | null, language: Language): string | null;
  /** What customers know the shop by on this channel, such as the title of a chat; null or absent where it has no such name. */
  shopName?: string | null;
  /** Sends a mail of the weekly letter to somebody of the business: marked as a machine's, so that no machine answers it. */
  letter?(letter: OutgoingLetter): Promise<SendResult>;
  /** What such a mail goes by on its way; a bounce is about that. */
  nameLetter?(id: string): string;
  /** Tells a customer that their message arrived, marked as a machine's. */
  acknowledge?(answer: Acknowledgement): Promise<SendResult>;
  /**
   * Whether and where a reply can go. Asked for a card, a preview and before sending, so it answers from what it is given
   * and what it knows. Absent: always, to the customer.
   * @param at `echoes`: of each message that the customer wrote here, oldest first
   */
  answering?(at: { visibility: 'private' | 'public'; address: string; echoes: readonly Echo[] }): Answering;
  /** What its author should know of these words before they send them, a sentence each: a price, a third name. */
  cautions?(reply: { text: string; visibility: 'private' | 'public'; echoes: readonly Echo[] }): string[];
  /** HTTP it answers. */
  routes?: HttpRoute[];
  /** After a silence: did this reply reach the far side? `unknown` when it cannot tell (yet): asked again, for a day. */
  lookUp?(reply: OutgoingReply): Promise<'sent' | 'not-sent' | 'unknown'>;
  /** Shows the customer that somebody is writing. */
  typing?(to: string): Promise<void>;
  /** Its customers watch where their enquiry stands; where the kind says `live`. */
  watched?: WatchedChannel;
}

/** What an installation hands to a kind of channel for what all its channels share. */
export interface Installation {
  log: Log;
  /** How browsers reach this installation, without a slash at the end. */
  publicUrl: string;
  /** Where its own server listens. */
  host: string;
  port: number;
  /** The team's desk is a page at the root of this server. */
  deskIsHere?: boolean;
  /** The embedded default, for people who try it out, with samples. */
  demo: boolean;
  /** Workspaces come and go. */
  shared: boolean;
  /** MAIL_RECEIVER_PORT and its protocol; null where nobody said. */
  mailReceiver: { port: number | null; lmtp: boolean };
  /** Those of this kind that are open now, in every workspace. */
  channels(): readonly Channel[];
  /** Why a port cannot be listened on, and what to do. */
  listenWords(error: NodeJS.ErrnoException, host: string, port: number): string;
}

/** What all channels of a kind share in an installation: opened once, whatever is connected. Everything is an ability. */
export interface KindService {
  /** Before any channel is opened. */
  prepare?(): Promise<void>;
  /** The channel of the embedded default. */
  sample?(): { name: string; settings: Record<string, SettingsValue> };
  /** Channels are open: listens where it has to. */
  start?(): Promise<void>;
  /** HTTP that is answered by one path, whichever channel it is for; asked for after `start`. */
  routes?(): HttpRoute[];
  /** What it listens on beside that; null for nothing. */
  port?(): number | null;
  /** For whoever started it: what can be looked at, and where. */
  places?(): { what: string; where: string }[];
  stop?(): Promise<void>;
}

export interface KindVariable {
  name: string;
  /** What is wrong with a value, in a sentence that begins with the name; null when it can be used. */
  problem?(value: string): string | null;
}

/** A kind of channel, before any is opened: what an adapter's `channel.ts` exports, with what differs of `KindFacts`. */
export interface ChannelKind extends Partial<KindFacts> {
  readonly kind: string;
  /** In forms and lists: "Web chat". */
  readonly label: string;
  /** On the button that sets one up: "Connect a mailbox". */
  readonly connect: string;
  readonly limits: ChannelLimits;
  readonly settings: SettingsSchema;
  /** Variables of the environment that hold for all its channels. A name that is nearly one of them is noticed. */
  readonly variables?: readonly KindVariable[];
  /** What is wrong with settings that are each right by themselves, in sentences that begin with `where`. */
  problems?(settings: Record<string, SettingsValue>, where: string): string[];
  open(settings: Record<string, SettingsValue>, context: ChannelContext): Channel;
  /**
   * Takes away what a channel set up on the far side, such as events that are billed, once it is configured no more. Called
   * at each start, so doing it twice must be harmless; what fails is tried at the next.
   * @param open the channels that are open here
   */
  leave?(settings: Record<string, SettingsValue>, context: ChannelContext, open: readonly Channel[]): Promise<void>;
  /** Suggests a name for a new channel. Absent: after its kind. */
  suggestName?(settings: Record<string, SettingsValue>, ids: Ids): string;
  /** Makes what all its channels share in this installation; nothing listens yet. */
  install?(installation: Installation): KindService;
  /** Tries settings out before they are kept: connects, signs in, sends nothing. Absent where there is nothing to try. */
  tryOut?(
    settings: Record<string, SettingsValue>,
    reach: Reach,
    context: Pick<ChannelContext, 'variable' | 'clock'>,
  ): Promise<HealthItem[]>;
  /** What the adapter makes of a raw payload, for `deskhand explain`. Never contacts anything, never throws. */
  explain(raw: Uint8Array): Promise<Json>;
}
