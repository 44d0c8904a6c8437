/**
 * Reads of one workspace, in small interfaces: each caller names those it needs, and every read is bound to a workspace.
 */
import type { Customer, Identity } from '../core/customer.ts';
import type { Enquiry, StoredEvent } from '../core/enquiry.ts';
import type {
  AttachmentId,
  ChannelId,
  CustomerId,
  EnquiryId,
  GatheringId,
  IdentityId,
  MessageId,
  PracticeId,
  RawId,
  RemarkId,
  ReminderId,
  ReplyId,
  RoomId,
  RoundId,
  SavedId,
  StaffId,
} from '../core/ids.ts';
import type { ReasonEntry } from '../core/reasons.ts';
import type { Reply, ReplyStatus } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import type { PlacedMeasure } from '../core/tally.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { GatheredRow, GatheringRow, RoundCustomerRow, RoundRow } from './gathering-rows.ts';
import type {
  AskRow,
  FollowerRow,
  PracticeRow,
  ReminderRow,
  SavedEditRow,
  SavedFileRow,
  SavedReplyRow,
  ShieldMarkRow,
  TopicRow,
  VolunteerRow,
} from './help-rows.ts';
import type { Json } from './json.ts';
import type {
  AttachmentRow,
  BudgetRow,
  ChannelRow,
  JobRow,
  LedgerRow,
  MeasureRow,
  MessageRow,
  RawRow,
  RefRow,
  RemarkRow,
  RoomRow,
  ScheduleRow,
  TallyRow,
  ThreadRow,
} from './rows.ts';

/** What channels may still take from their far sides, and what it cost. */
export interface BudgetReads {
  budgets(ids: string[]): Promise<BudgetRow[]>;
  /** What a channel's steps cost since then, by step, the dearest first. */
  spentSince(channelId: ChannelId, since: Instant): Promise<Pick<LedgerRow, 'step' | 'n' | 'cost'>[]>;
  /** When a channel first cost something, as far back as that is kept; null when it never did. */
  firstSpentAt(channelId: ChannelId): Promise<Instant | null>;
}

/** Enquiries as they are now. */
export interface EnquiryReads {
  enquiry(id: EnquiryId): Promise<Enquiry | null>;
  enquiryByNumber(number: number): Promise<Enquiry | null>;
  /** The customer's newest enquiry on a channel; of one visibility where that is asked. */
  newestEnquiryOf(
    identityId: IdentityId,
    channelId: ChannelId,
    visibility?: Enquiry['visibility'],
  ): Promise<Enquiry | null>;
  enquiriesOfCustomer(customerId: CustomerId, limit: number): Promise<Enquiry[]>;
  /** Not resolved, spam or merged; oldest first. */
  openEnquiries(limit: number, ownerId?: StaffId): Promise<Enquiry[]>;
  highestNumber(): Promise<number>;
  /** Enquiries in the order of their ids. */
  enquiriesAfter(id: string, limit: number): Promise<Enquiry[]>;
  enquiriesById(ids: EnquiryId[]): Promise<Enquiry[]>;
  search(words: string, limit: number): Promise<SearchHit[]>;
  /** Enquiries whose subject has this in it, the newest first. */
  enquiriesAbout(words: string, limit: number): Promise<EnquiryId[]>;
}

/** A hit of a search. */
export interface SearchHit {
  enquiryId: EnquiryId;
  number: number;
  subject: string | null;
  text: string;
  writtenAt: Instant;
}

/** What happened to enquiries. */
export interface EventReads {
  event(enquiryId: EnquiryId, version: number): Promise<StoredEvent | null>;
  events(enquiryId: EnquiryId): Promise<StoredEvent[]>;
  eventsOf(ids: EnquiryId[]): Promise<StoredEvent[]>;
}

/** Messages of customers and to them, with their files, and every byte that came in. */
export interface MessageReads {
  messages(enquiryId: EnquiryId): Promise<MessageRow[]>;
  message(id: MessageId): Promise<MessageRow | null>;
  /** The message that a reply became when it was sent, wherever its enquiry went since. */
  messageOfReply(replyId: ReplyId): Promise<MessageRow | null>;
  /** The message that came with this content, and where: for the same mail at a second address. */
  messageByContent(contentKey: string): Promise<{ message: MessageRow; channelId: ChannelId } | null>;
  attachmentsOf(messageId: MessageId): Promise<Omit<AttachmentRow, 'content'>[]>;
  attachment(id: AttachmentId): Promise<AttachmentRow | null>;
  raw(id: RawId): Promise<RawRow | null>;
  rawKnown(channelId: ChannelId, externalId: string, contentKey: string | null): Promise<boolean>;
}

export interface ReplyReads {
  reply(id: ReplyId): Promise<Reply | null>;
  /** Replies of an enquiry that are held, leaving or unsure. */
  liveReplies(enquiryId: EnquiryId): Promise<Reply[]>;
}

/** What staff wrote in threads. */
export interface RemarkReads {
  remark(id: RemarkId): Promise<RemarkRow | null>;
  remarkByPost(postRef: string): Promise<RemarkRow | null>;
  remarkOfReply(replyId: ReplyId): Promise<RemarkRow | null>;
  /** Staff messages that wait for their author's decision, newest first. */
  drafts(staffId: StaffId, limit: number): Promise<RemarkRow[]>;
  /** The newest words of somebody in an enquiry, whatever became of them. */
  lastRemark(enquiryId: EnquiryId, staffId: StaffId): Promise<RemarkRow | null>;
  /** Of somebody: those that became replies, the first ones that are found. */
  repliesOf(staffId: StaffId, limit: number): Promise<RemarkRow[]>;
  /** The same of everybody in one enquiry. */
  draftsIn(enquiryId: EnquiryId, limit: number): Promise<RemarkRow[]>;
}

export interface CustomerReads {
  customer(id: CustomerId): Promise<Customer | null>;
  identity(id: IdentityId): Promise<Identity | null>;
  identitiesOf(customerId: CustomerId): Promise<Identity[]>;
  identityByAddress(channelKind: string, address: string): Promise<Identity | null>;
  /** By a part of a name or an address; by any of several in one look through all of them. */
  findCustomers(
    words: string | readonly string[],
    limit: number,
    within?: 'all' | 'names',
  ): Promise<{ customer: Customer; identity: Identity }[]>;
}

export interface StaffReads {
  staff(id: StaffId): Promise<Staff | null>;
  staffByRef(deskRef: string): Promise<Staff | null>;
  allStaff(): Promise<Staff[]>;
}

/** What the team said of messages that were folded, or were not. */
export interface ShieldReads {
  shieldMark(message: MessageId): Promise<ShieldMarkRow | null>;
  /** Of all marks: "Not abuse" and "This was abuse". @param before only what was said before that moment */
  shieldTally(before?: Instant): Promise<{ fine: number; abuse: number }>;
}

/** Who practises, and since when. */
export interface PracticeReads {
  practice(id: PracticeId): Promise<PracticeRow | null>;
  /** Begun before that, the oldest first. */
  practicesBefore(at: Instant, limit: number): Promise<PracticeRow[]>;
  /** Enquiries that were resolved with a reply, the newest first. */
  lastResolved(limit: number): Promise<Enquiry[]>;
}

/** What somebody promised a customer. */
export interface PromiseReads {
  reminder(id: ReminderId): Promise<ReminderRow | null>;
}

/** Who may be asked about what, and who was. */
export interface ExpertReads {
  /** Of everybody, or of one person. */
  topics(staffId?: StaffId): Promise<TopicRow[]>;
  volunteers(): Promise<VolunteerRow[]>;
  volunteer(id: StaffId): Promise<VolunteerRow | null>;
  /** Of one enquiry, in the order in which people were asked. */
  asksOf(enquiryId: EnquiryId): Promise<AskRow[]>;
  /** The same of several. */
  asksOfAll(ids: readonly EnquiryId[]): Promise<AskRow[]>;
  /** What one person was asked about one enquiry. */
  askOf(enquiryId: EnquiryId, staffId: StaffId): Promise<AskRow | null>;
  /** Of all enquiries, from a moment on. */
  asksSince(since: Instant): Promise<AskRow[]>;
}

/** Where enquiries come in and where they are shown. */
export interface RoomReads {
  rooms(): Promise<RoomRow[]>;
  room(id: RoomId): Promise<RoomRow | null>;
  channels(): Promise<ChannelRow[]>;
  channel(id: ChannelId): Promise<ChannelRow | null>;
}

/** What an enquiry is called outside, and who takes part in it. */
export interface ThreadReads {
  thread(enquiryId: EnquiryId): Promise<ThreadRow | null>;
  threadByRef(ref: string): Promise<ThreadRow | null>;
  refs(kind: string, names: string[]): Promise<RefRow[]>;
  isParticipant(enquiryId: EnquiryId, address: string): Promise<boolean>;
}

/** What was taken in before, and what is being done. */
export interface DeliveryReads {
  seen(id: string): Promise<boolean>;
  /** When; null where it was not, or is forgotten. */
  seenAt(id: string): Promise<Instant | null>;
  /** Which of these were seen. */
  seenAmong(ids: string[]): Promise<Set<string>>;
  /** Every act taken in and not done yet that names this, such as an answer to many. */
  actsAbout(name: string): Promise<{ as: 'act' | 'delivery'; actionId: string }[]>;
  /**
   * What staff did in the thread of a reply, or to the reply itself, that was taken in and is not done yet. A `delivery` is
   * something the desk delivered and nobody has looked at so far.
   */
  actsUnderWay(reply: {
    id: ReplyId;
    enquiryId: EnquiryId;
    postRef: string | null;
  }): Promise<{ as: 'act' | 'delivery'; actionId: string }[]>;
}

/** What was measured of enquiries, one by one and added up. */
export interface MeasureReads {
  /** What is measured of an enquiry, in order. */
  measuresOf(enquiryId: EnquiryId): Promise<MeasureRow[]>;
  /**
   * What happened from one moment until before another, in order, each with the room that its enquiry is in now; at most
   * `limit`, after the position `after`.
   * @returns `next`: the position to go on after; null at the end
   */
  measuresBetween(
    from: Instant,
    to: Instant,
    limit: number,
    after: MeasurePosition | null,
  ): Promise<{ rows: (MeasureRow & PlacedMeasure)[]; next: MeasurePosition | null }>;
  /** When the first thing that counts happened, of all enquiries or of those that are in these rooms now. */
  firstMeasureAt(rooms?: readonly RoomId[] | null): Promise<Instant | null>;
  /** Tallies with these ids that are there, finished or not. */
  tallies(ids: string[]): Promise<TallyRow[]>;
}

/** A position in a list of measures. */
export interface MeasurePosition {
  at: Instant;
  seq: number;
}

/** Saved replies and what lies beside them. */
export interface SavedReads {
  savedReply(id: SavedId): Promise<SavedReplyRow | null>;
  /** Those that are not retired, by their titles, each with the beginning of its text. */
  savedOffered(): Promise<SavedOffer[]>;
  /** Files of a saved reply, in order, without what is in them. */
  savedFilesOf(id: SavedId): Promise<Omit<SavedFileRow, 'content'>[]>;
  savedFile(id: string): Promise<SavedFileRow | null>;
  /** How it was edited of late. */
  savedEditsOf(id: SavedId): Promise<SavedEditRow[]>;
}

/** As much of a saved reply as a list needs. */
export interface SavedOffer {
  id: SavedId;
  title: string;
  /** How it begins. */
  text: string;
  roomId: RoomId | null;
  ownerId: StaffId | null;
  reviewAt: Instant | null;
}

/** What is unfinished, and how enquiries went lately. */
export interface BacklogReads {
  /**
   * Counts of unfinished enquiries by status, channel, reason and age; `ages` are the upper ends of the age groups. `rooms`:
   * only what is in these; null: in all.
   */
  backlog(
    now: Instant,
    ages: DurationMs[],
    notCounted: readonly string[],
    rooms?: readonly RoomId[] | null,
  ): Promise<BacklogCount[]>;
  /** Enquiries that were unfinished at an earlier moment; of those that are in these rooms now. */
  livingAt(at: Instant, rooms?: readonly RoomId[] | null): Promise<{ enquiryId: EnquiryId; openedAt: Instant }[]>;
  /** Enquiries that ended between two moments because their customer was erased, and were not resolved before. */
  erasedUnfinished(from: Instant, until: Instant, rooms?: readonly RoomId[] | null): Promise<number>;
  /** Open enquiries whose customer waits for us, the longest waiting first. */
  waiting(limit: number): Promise<WaitingRow[]>;
}

/** What enquiries can be about. */
export interface ReasonReads {
  /** The team's own list, with what became of earlier reasons: read by `reasonMap`. Null until somebody changed it. */
  reasonList(): Promise<{ version: number; entries: ReasonEntry[] } | null>;
  /** What was chosen in the enquiries of late, the most often first, as it was chosen. */
  usedReasons(): Promise<{ reason: string; n: number }[]>;
  /** The same of many more enquiries: also what nobody listed, such as after an import. */
  namedReasons(): Promise<{ reason: string; n: number }[]>;
}

/** How many unfinished enquiries are alike in this. */
export interface BacklogCount {
  status: Enquiry['status'];
  channelId: ChannelId;
  reason: string | null;
  /** Which age group, from 0; the last one is for everything older. */
  age: number;
  n: number;
  /** How many of them have a customer who waits for us, and since when the first of these. */
  waiting: number;
  waitingSince: Instant | null;
  openedAt: Instant;
}

/** An enquiry whose customer waits for us. */
export interface WaitingRow {
  id: EnquiryId;
  roomId: RoomId;
  channelKind: string;
  waitingSince: Instant;
}

/** Findings and incidents, and the answers that go to many. */
export interface GatheringReads {
  gathering(id: GatheringId): Promise<GatheringRow | null>;
  gatheringByNumber(what: GatheringRow['what'], number: number): Promise<GatheringRow | null>;
  /** The newest first. */
  gatherings(what: GatheringRow['what'], limit: number): Promise<GatheringRow[]>;
  highestGathering(what: GatheringRow['what']): Promise<number>;
  /** The enquiries of a finding or an incident, in the order in which they were put there. */
  gathered(id: GatheringId, limit: number): Promise<GatheredRow[]>;
  /** How many enquiries each of them has; none has no entry. */
  gatheredCounts(ids: readonly GatheringId[]): Promise<Map<string, number>>;
  /** What an enquiry belongs to. */
  gatheringsOf(enquiryId: EnquiryId): Promise<GatheredRow[]>;
  round(id: RoundId): Promise<RoundRow | null>;
  /** Answers to the enquiries of one of them. */
  roundsOf(id: GatheringId): Promise<RoundRow[]>;
  roundCustomer(id: string): Promise<RoundCustomerRow | null>;
  roundCustomers(id: RoundId): Promise<RoundCustomerRow[]>;
  /** The replies of a round that are there so far. */
  repliesOfRound(
    id: RoundId,
  ): Promise<{ id: ReplyId; enquiryId: EnquiryId; status: ReplyStatus; holdUntil: Instant | null }[]>;
  /** Enquiries in which a reply is on its way. */
  onTheirWay(ids: readonly EnquiryId[]): Promise<Set<string>>;
  identitiesById(ids: readonly IdentityId[]): Promise<Identity[]>;
  customersById(ids: readonly CustomerId[]): Promise<Customer[]>;
}

/** What colleagues do for each other. */
export interface TogetherReads {
  /** Who wants to be told something of an enquiry. */
  followers(enquiryId: EnquiryId, what: FollowerRow['what']): Promise<FollowerRow[]>;
  follower(id: string): Promise<FollowerRow | null>;
  /** Enquiries in which a customer wrote something that staff are shielded from, since then. */
  shieldedSince(since: Instant): Promise<EnquiryId[]>;
  /** Unfinished enquiries of a room that end a snooze or are resolved by themselves between two moments, the first first. */
  dueBetween(roomId: RoomId, from: Instant, to: Instant, limit: number): Promise<Enquiry[]>;
  /** What was promised to customers and is not done, and falls due before `to`, the first first. */
  promisesBefore(to: Instant, limit: number): Promise<ReminderRow[]>;
  /** Unfinished enquiries of a room in which the customer wrote since a moment, in no order. */
  writtenSince(roomId: RoomId, since: Instant, limit: number): Promise<Enquiry[]>;
}

export interface SettingReads {
  setting(name: string): Promise<Json | null>;
  schedule(id: string): Promise<ScheduleRow | null>;
}

/** For whoever looks whether all is well. */
export interface JobReads {
  deadJobs(limit: number): Promise<JobRow[]>;
  counts(): Promise<{ open: number; unclaimed: number; jobs: number; dead: number }>;
}
