/**
 * One matter of one customer, from first message to resolution: its states, commands, refusals and events.
 *
 *            claim / release / hand over (owner changes, state stays)
 *                 ┌──┐
 *                 ▼  │      reply sent            customer writes
 *   opened ───▶  open ─────────────▶ waiting ─────────────────▶ open
 *                 │ ▲ ▲                 │
 *          snooze │ │ └─── customer ────┼──── within 14 days ──┐
 *                 ▼ │ time, customer    │ resolve              │
 *               snoozed ──────────▶ resolved ──────────────────┘
 *
 *   spam     from any living state, and back to open
 *   merged   the end of an enquiry that was merged with another; its references lead to that one
 */
import type { Standing } from './customer.ts';
import type {
  ArticleId,
  ChannelId,
  CustomerId,
  EnquiryId,
  IdentityId,
  MessageId,
  RemarkId,
  ReplyId,
  RoomId,
  StaffId,
  WorkspaceId,
} from './ids.ts';
import { DAY, type DurationMs, type Instant } from './time.ts';

/** A customer's message this soon after resolving continues the same enquiry; later it opens a new one, linked. */
export const REOPEN_WITHIN: DurationMs = 14 * DAY;

export type EnquiryStatus = 'open' | 'waiting' | 'snoozed' | 'resolved' | 'spam' | 'merged';

export interface Enquiry {
  id: EnquiryId;
  workspaceId: WorkspaceId;
  /** What people call it: #17. Counted per workspace. */
  number: number;
  /** Grows by one with each event; the update that expects it is what makes exactly one claim win. */
  version: number;
  status: EnquiryStatus;
  ownerId: StaffId | null;
  channelId: ChannelId;
  channelKind: string;
  roomId: RoomId;
  customerId: CustomerId;
  identityId: IdentityId;
  visibility: 'private' | 'public';
  subject: string | null;
  contactReason: string | null;
  openedAt: Instant;
  /** How many messages the customer (no machine of theirs) has written here; a reply remembers how many its author had seen. */
  customerMessages: number;
  lastCustomerAt: Instant;
  /** Since when the customer has been waiting for us; null while the ball is with them. */
  waitingSince: Instant | null;
  firstResponseAt: Instant | null;
  snoozedUntil: Instant | null;
  /** Since when anybody may take it from its owner with one press; null or absent while it is not offered. */
  offeredAt?: Instant | null;
  /** When it is resolved by itself unless the customer writes; null or absent for never. */
  resolveAt?: Instant | null;
  resolvedAt: Instant | null;
  mergedInto: EnquiryId | null;
  /** The earlier enquiry this one continues or was split from. */
  linkedTo: EnquiryId | null;
  /** When its customer was erased: nothing can be done with it any more. Null or absent: they were not. */
  erasedAt?: Instant | null;
  /** After so many days its words were removed, its customer stays: `erasedAt` says when. Null or absent: it was not by age. */
  keptDays?: number | null;
}

/** What happened in an enquiry, in order. */
export type History = readonly { event: EnquiryEvent; at: Instant }[];
/** Of a mail that looks like a colleague's: did the customer get it? Null: nobody asks, or somebody has said. */
type MaybeOurs = 'answered' | 'alone' | null;

/** Why an enquiry is offered to the room: its owner is away, the wait is long, it is a hard one, or the owner asks. */
export type OfferReason = 'away' | 'silent' | 'hard' | 'asked';

/** What staff, customers and time may ask of an enquiry. */
export type EnquiryCommand =
  /** `working`: its owner is answering it just now. Counts only while it is offered. */
  | { do: 'claim'; by: StaffId; working?: boolean }
  /** `by`: the owner who asks for it; absent where nobody does. */
  | { do: 'offer'; because: OfferReason; working: boolean; by?: StaffId }
  /** Its owner is on it after all. */
  | { do: 'keep'; by: StaffId }
  /** `askedAt`: when the room was asked last; null for never. */
  | { do: 'askRoom'; by: StaffId; askedAt: Instant | null }
  | { do: 'planResolve'; by: StaffId; at: Instant; reason: string | null }
  | { do: 'dropPlan'; by: StaffId }
  /** The time of a plan has come; `by` made it. */
  | { do: 'resolvePlanned'; by: StaffId; at: Instant; reason: string | null }
  | { do: 'release'; by: StaffId }
  | { do: 'handOver'; by: StaffId; to: StaffId }
  /** `away`: this owner is not here; they need not agree. */
  | { do: 'askTakeOver'; by: StaffId; away?: StaffId }
  | { do: 'takeOver'; by: StaffId; agreedBy: StaffId }
  | { do: 'snooze'; by: StaffId; until: Instant }
  | { do: 'wake' }
  /** Says what it was about, after it was resolved. */
  | { do: 'nameReason'; by: StaffId; reason: string }
  | { do: 'move'; by: StaffId; to: RoomId }
  | { do: 'resolve'; by: StaffId; reason: string | null }
  | { do: 'reopen'; by: StaffId }
  | { do: 'markSpam'; by: StaffId }
  | { do: 'takeBackSpam'; by: StaffId }
  | { do: 'merge'; by: StaffId; into: Enquiry }
  /** `owner`: who has the other one and is in the middle of it. */
  | { do: 'absorb'; by: StaffId; from: Enquiry; messages: MessageId[]; owner?: StaffId | null }
  | { do: 'split'; by: StaffId; messages: MessageId[]; allMessages: number; to: EnquiryId }
  | { do: 'customerWrote'; message: MessageId; machine: boolean; thanksOnly: boolean; quiet?: boolean }
  /** Somebody new wrote who holds a signed address of ours: shown, but nothing follows until staff allow it. */
  | { do: 'strangerWrote'; message: MessageId }
  | { do: 'allow'; by: StaffId; message: MessageId; takesPart: boolean }
  /** A colleague answered from a mail program. */
  | { do: 'answeredElsewhere'; message: MessageId }
  /**
   * Staff say who wrote what looks like a colleague's mail. `asked`: whether that is still open, and whether the customer
   * got it; `history`: everything that happened here so far.
   */
  | { do: 'sayOurs'; by: StaffId; message: MessageId; asked: MaybeOurs; history: History }
  | { do: 'sayTheirs'; by: StaffId; message: MessageId; asked: MaybeOurs }
  /** The same message came to another address of ours. */
  | { do: 'alsoSent'; channel: ChannelId }
  /** Staff passed a customer's message on: is it theirs? */
  | { do: 'askWhose'; message: MessageId }
  | { do: 'openFor'; by: StaffId; customer: CustomerId; identity: IdentityId }
  | { do: 'offerMerge'; into: EnquiryId }
  /** What is to become of further messages of this customer. */
  | { do: 'setStanding'; by: StaffId; standing: Standing | null; was: Standing | null }
  /** What this customer writes alerts nobody until then; null: it does again. `was`: until when it did not. */
  | { do: 'pause'; by: StaffId; until: Instant | null; was: Instant | null }
  /** The customer ended the conversation for themselves, as with a web chat. */
  | { do: 'leave' }
  /** @param score 1 to 5. @param of when it was resolved: a rating is about one resolution. @param was what they said before */
  | { do: 'rate'; score: number; of: Instant; was: number | null }
  /** The customer says that it is solved: by an article that they were shown, or by what they were answered. */
  | { do: 'customerSolved'; article: ArticleId | null }
  /** The customer is asked how it went, once for each resolution. */
  | { do: 'askRating'; of: Instant };

/** Events carry ids and codes, never free text: erasing a person touches no event. */
export type EnquiryEvent =
  /**
   * `acknowledge`: a machine of ours may say that it arrived. `closed`: it begins resolved, because a machine answered
   * something and nobody waits; a person who writes later reopens it.
   */
  | { type: 'EnquiryOpened'; message: MessageId; linkedTo: EnquiryId | null; acknowledge?: boolean; closed?: boolean }
  /** `by`: when most people hear back, as the customer was told. `shown`: beside the chat, without a message. */
  | { type: 'AnsweredByMachine'; by?: Instant; shown?: boolean }
  /** The customer was shown something that may help, until a person answers. */
  | { type: 'ArticleShown'; article: ArticleId }
  | { type: 'CustomerWrote'; message: MessageId; machine: boolean; thanksOnly: boolean; quiet?: boolean }
  | { type: 'StrangerWrote'; message: MessageId }
  | { type: 'StrangerAllowed'; by: StaffId; message: MessageId }
  | { type: 'AnsweredElsewhere'; message: MessageId }
  /**
   * Staff said that a colleague wrote this. `answered`: the customer got it, so it is an answer. The rest is how the
   * enquiry would stand had that been known when it came.
   */
  | {
      type: 'SaidOurs';
      by: StaffId;
      message: MessageId;
      answered?: boolean;
      waitingSince: Instant | null;
      firstResponseAt: Instant | null;
    }
  | { type: 'SaidTheirs'; by: StaffId; message: MessageId }
  /** Somebody who is not the customer wrote under a public enquiry: nobody waits. */
  | { type: 'BystanderWrote'; message: MessageId }
  /** Its author changed a message. `elsewhere`: it is only shown here, and belongs to another enquiry since a merge or split. */
  | { type: 'MessageChanged'; message: MessageId; elsewhere?: boolean }
  /** Its author took a message back: its words and files are gone. `elsewhere` as above. */
  | { type: 'MessageWithdrawn'; message: MessageId; elsewhere?: boolean }
  /**
   * A person said that two customers are one: this enquiry is that of `customer` from now on. `other`: the enquiry that was
   * named with it, and `identities` what went from one to the other; null and none where this one only follows.
   */
  | {
      type: 'CustomersJoined';
      by: StaffId;
      from: CustomerId;
      customer: CustomerId;
      identities: IdentityId[];
      other: EnquiryId | null;
    }
  /** That was undone: this enquiry is that of `customer` again. `other` as above. */
  | { type: 'CustomersParted'; by: StaffId; customer: CustomerId; other: EnquiryId | null }
  | { type: 'AlsoSent'; channel: ChannelId }
  | { type: 'AskedWhose'; message: MessageId }
  | { type: 'OpenedFor'; by: StaffId; customer: CustomerId; identity: IdentityId }
  | { type: 'MergeOffered'; into: EnquiryId }
  /** `by`: whoever of the staff did it; absent for the others, and in old histories. */
  | { type: 'EnquiryReopened'; because: 'customer-wrote' | 'staff' | 'not-delivered'; by?: StaffId }
  | { type: 'EnquiryClaimed'; by: StaffId }
  | { type: 'EnquiryReleased'; by: StaffId }
  | { type: 'EnquiryHandedOver'; by: StaffId; to: StaffId }
  | { type: 'TakeOverAsked'; by: StaffId; owner: StaffId }
  | { type: 'EnquiryTakenOver'; by: StaffId; from: StaffId }
  | { type: 'EnquirySnoozed'; by: StaffId; until: Instant }
  | { type: 'EnquiryWoke' }
  /**
   * `quiet`: no customer is behind it, so nobody is asked how it went. `planned`: the customer did not write until the time
   * that `by` had set; they are told nothing.
   */
  | { type: 'EnquiryResolved'; by: StaffId; reason: string | null; quiet?: boolean; planned?: boolean }
  /** Anybody may take it from `from`. */
  | { type: 'EnquiryOffered'; because: OfferReason; from: StaffId }
  | { type: 'OfferEnded'; by: StaffId }
  /** Somebody is stuck and asks the room; whose it is stays. */
  | { type: 'RoomAsked'; by: StaffId }
  | { type: 'ResolvePlanned'; by: StaffId; at: Instant; reason: string | null }
  | { type: 'PlanDropped'; by: StaffId }
  | { type: 'ReasonNamed'; by: StaffId; reason: string }
  | { type: 'EnquiryMoved'; by: StaffId; from: RoomId; to: RoomId }
  | { type: 'EnquiryMarkedSpam'; by: StaffId }
  | { type: 'SpamTakenBack'; by: StaffId }
  | { type: 'EnquiryMerged'; by: StaffId; into: EnquiryId }
  | {
      type: 'EnquiryAbsorbed';
      by: StaffId;
      from: EnquiryId;
      customerMessages: number;
      messages: MessageId[];
      waitingSince: Instant | null;
      /** Who had the other one has this one, too, which nobody had. */
      owner?: StaffId;
    }
  | { type: 'EnquirySplit'; by: StaffId; to: EnquiryId; messages: MessageId[] }
  | { type: 'StandingChanged'; by: StaffId; standing: Standing | null }
  /** Somebody who may know was asked, nobody says whom; it goes on to the next one after `until`. */
  | { type: 'ExpertAsked'; by: StaffId; until: Instant }
  /** An expert answers it themselves, or told the team what to answer. */
  | { type: 'ExpertJoined'; by: StaffId }
  | { type: 'ExpertTold'; by: StaffId; remark: RemarkId }
  | { type: 'NobodyKnows' }
  /** The team said how a message sounds; not who said it. */
  | { type: 'MessageMarked'; message: MessageId; abuse: boolean }
  /** Null: the pause was taken back. */
  | { type: 'CustomerPaused'; by: StaffId; until: Instant | null }
  | { type: 'CustomerLeft' }
  /** `of`: when it was resolved. The last rating of a resolution counts. */
  | { type: 'CustomerRated'; score: number; of: Instant }
  /** The customer said that it is solved, which resolves it. `article`: the one that they were shown; null for none. */
  | { type: 'CustomerSolved'; article: ArticleId | null }
  /** The customer was asked how it went; `of` as above. */
  | { type: 'RatingAsked'; of: Instant }
  /** Its customer was erased, and every word of it. `by`: null from the command line. */
  | { type: 'EnquiryErased'; by: StaffId | null }
  /** Its words are older than they are kept. */
  | { type: 'EnquiryEmptied'; days: number }
  | ReplyEvent;

export type ReplyEvent =
  /** `many`: it is one of an answer to many, and leaves beside the replies to single customers. */
  | { type: 'ReplyHeld'; reply: ReplyId; by: StaffId; until: Instant; andResolve: boolean; many?: true }
  | { type: 'ReplyEdited'; reply: ReplyId; by: StaffId }
  | { type: 'ReplyStopped'; reply: ReplyId }
  | { type: 'ReplyReleased'; reply: ReplyId; by: StaffId; until: Instant }
  | { type: 'ReplyWithdrawn'; reply: ReplyId; by: StaffId; because: 'undo' | 'deleted' }
  | { type: 'ReplyLeaving'; reply: ReplyId; attempt: number }
  /**
   * `untried`: the far side told it to wait, which is no try that failed. `dueAt`: it waits behind another one of its
   * enquiry, and its own job is due then.
   */
  | {
      type: 'ReplyReturned';
      reply: ReplyId;
      until: Instant;
      reason: string;
      untried?: boolean;
      dueAt?: Instant;
      /** The channel's sign-in was refused, for the first time for this reply. */
      signIn?: boolean;
    }
  /** `partly`: not everybody in copy got it; the message says who. */
  | { type: 'ReplySent'; reply: ReplyId; by: StaffId; andResolve: boolean; customerWaits?: boolean; partly?: boolean }
  | { type: 'ReplyDelivered'; reply: ReplyId }
  | { type: 'ReplyBounced'; reply: ReplyId; reason: string }
  /** Somebody in copy did not get it; the message says who and why. */
  | { type: 'CopyMissed'; reply: ReplyId; message: MessageId }
  /** The far side is still trying. */
  | { type: 'ReplyDelayed'; reply: ReplyId; reason: string }
  | { type: 'ReplyFailed'; reply: ReplyId; reason: string }
  | { type: 'ReplyUnsure'; reply: ReplyId }
  /** Nobody was there to read it: the same reply goes on by another channel, to another address of the customer. */
  | { type: 'ReplyGoesOn'; reply: ReplyId; channel: ChannelId; identity: IdentityId; until: Instant }
  /** Nobody was there to read it, and there is no other way. */
  | { type: 'ReplyUnread'; reply: ReplyId; because: 'no-address' | 'no-mailbox' };

/** An event as it is kept: who, when, and its place in the enquiry's history. */
export interface StoredEvent {
  enquiryId: EnquiryId;
  /** The version of the enquiry after this event; unique per enquiry. */
  version: number;
  at: Instant;
  event: EnquiryEvent;
}

/** Each expected "no". The wording table has a sentence for every one of them, or the compiler complains. */
export type RefusalCode =
  | 'claimed-by-someone-else'
  | 'already-yours'
  | 'not-yours'
  | 'nobody-owns-it'
  | 'already-resolved'
  | 'being-answered'
  | 'asked-already'
  | 'not-resolved'
  | 'is-spam'
  | 'not-spam'
  | 'was-merged'
  | 'was-erased'
  | 'was-emptied'
  | 'not-snoozed'
  | 'time-has-passed'
  | 'cannot-merge-with-itself'
  | 'other-customer'
  | 'other-visibility'
  | 'nothing-to-split'
  | 'split-some'
  | 'already-in-room'
  | 'files-not-carried'
  | 'files-too-large'
  | 'cannot-be-answered'
  | 'changed-since'
  /** The words have something in them that is looked at twice: a card number, a secret, a gap. */
  | 'look-again'
  | 'takes-part-already'
  | 'already-theirs'
  | 'said-already'
  | 'is-a-colleague'
  | 'message-moved'
  | 'owner-did-not-agree'
  | 'reply-in-flight'
  | 'customer-wrote-again'
  | 'text-is-empty'
  | 'text-too-long'
  | 'public-not-confirmed'
  | 'not-from-here'
  | 'reply-not-yours'
  | 'reply-already-leaving'
  | 'reply-already-sent'
  | 'reply-already-withdrawn'
  | 'reply-not-stopped'
  | 'reply-not-failed'
  | 'reply-finished'
  | 'channel-not-running'
  | 'not-this-resolution'
  | 'cannot-be-blocked'
  | 'merge-into-chat'
  | 'same-customer'
  | 'not-joined'
  | 'too-many-enquiries';

export interface Refusal {
  ok: false;
  refusal: RefusalCode;
}
interface Accepted<E> {
  ok: true;
  events: E[];
}
export type Decision<E = EnquiryEvent> = Accepted<E> | Refusal;

export function refuse(refusal: RefusalCode): Refusal {
  return { ok: false, refusal };
}

/** Why nothing can be done any more with an enquiry whose words are gone. */
export function whyErased({ keptDays }: Pick<Enquiry, 'keptDays'>): RefusalCode {
  return keptDays == null ? 'was-erased' : 'was-emptied';
}
export function accept<E>(...events: E[]): Accepted<E> {
  return { ok: true, events };
}
