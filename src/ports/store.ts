/**
 * The store as the flows see it: rows, reads bound to one workspace, and one way to write, an atomic batch whose
 * versioned update comes first. There are no interactive transactions anywhere.
 */
import type { Customer, Identity } from '../core/customer.ts';
import type { Enquiry, EnquiryEvent, Refusal, StoredEvent } from '../core/enquiry.ts';
import type {
  AttachmentId,
  ChannelId,
  CustomerId,
  EnquiryId,
  IdentityId,
  MessageId,
  RawId,
  RemarkId,
  ReplyId,
  RoomId,
  StaffId,
  WorkspaceId,
} from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Json } from './json.ts';
import type {
  AttachmentRow,
  ChannelRow,
  JobRow,
  MeasureRow,
  MessageRow,
  RawRow,
  RefRow,
  RemarkRow,
  RoomRow,
  Rows,
  ScheduleRow,
  TableName,
  TallyRow,
  ThreadRow,
} from './rows.ts';
import type { Shelf } from './shelf.ts';

/** One step of a commit, as data. */
export type Op = {
  [T in TableName]:
    | { do: 'insert'; table: T; row: Rows[T] }
    /** Changes the row with this id; with `expect`, only when its version is still that, else the commit conflicts. */
    | { do: 'update'; table: T; id: string; set: Partial<Rows[T]>; expect?: number }
    /** Inserts the row, or puts it in the place of the one with its id. */
    | { do: 'put'; table: T; row: Rows[T] & { id: string } }
    | { do: 'delete'; table: T; where: Partial<Rows[T]> };
}[TableName];

export type CommitResult =
  | { ok: true }
  /** Somebody else changed the row first. */
  | { ok: false; conflict: 'version' }
  /** A row with this unique name exists already. */
  | { ok: false; conflict: 'unique'; table: TableName };

/** The row of `seen` that says an act has had its effect: written in the commit of that effect. */
export function actDone(workspaceId: WorkspaceId, actionId: string): string {
  return `${workspaceId}:done:${actionId}`;
}

/** The row of `seen` that says an act of a desk was taken in: a second delivery stops at it. */
export function actTaken(workspaceId: WorkspaceId, deskKind: string, actionId: string): string {
  return `${workspaceId}:act:${deskKind}:${actionId}`;
}

/** A hit of a search. */
export interface SearchHit {
  enquiryId: EnquiryId;
  number: number;
  subject: string | null;
  text: string;
  writtenAt: Instant;
}

/** An enquiry whose customer waits for us. */
export interface WaitingRow {
  id: EnquiryId;
  roomId: RoomId;
  channelKind: string;
  waitingSince: Instant;
}

/** A place in a list of measures. */
export interface Place {
  at: Instant;
  seq: number;
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

/** Everything of one workspace, and nothing else. */
export interface WorkspaceStore {
  readonly workspaceId: WorkspaceId;
  /** All or nothing. Rejects only when the database itself fails (disk full, connection lost). */
  commit(ops: Op[]): Promise<CommitResult>;

  enquiry(id: EnquiryId): Promise<Enquiry | null>;
  enquiryByNumber(number: number): Promise<Enquiry | null>;
  /** The customer's newest enquiry on a channel that was not merged away. */
  newestEnquiryOf(identityId: IdentityId, channelId: ChannelId): Promise<Enquiry | null>;
  enquiriesOfCustomer(customerId: CustomerId, limit: number): Promise<Enquiry[]>;
  /** Not resolved, spam or merged; oldest first. */
  openEnquiries(limit: number, ownerId?: StaffId): Promise<Enquiry[]>;
  highestNumber(): Promise<number>;
  /** When enquiries of a channel were opened and first answered, the newest first; those not answered yet are left out. */
  firstResponses(
    channelId: ChannelId,
    since: Instant,
    limit: number,
  ): Promise<{ openedAt: Instant; firstResponseAt: Instant }[]>;
  /** The contact reasons that were chosen most often of late. */
  usedReasons(limit: number): Promise<string[]>;
  /** Staff messages that wait for their author's decision, newest first. */
  drafts(staffId: StaffId, limit: number): Promise<RemarkRow[]>;
  /** Replies of an enquiry that are held, leaving or unsure. */
  liveReplies(enquiryId: EnquiryId): Promise<Reply[]>;
  reply(id: ReplyId): Promise<Reply | null>;
  messages(enquiryId: EnquiryId): Promise<MessageRow[]>;
  message(id: MessageId): Promise<MessageRow | null>;
  /** The message that a reply became when it was sent, wherever its enquiry went since. */
  messageOfReply(replyId: ReplyId): Promise<MessageRow | null>;
  attachmentsOf(messageId: MessageId): Promise<Omit<AttachmentRow, 'content'>[]>;
  attachment(id: AttachmentId): Promise<AttachmentRow | null>;
  raw(id: RawId): Promise<RawRow | null>;
  /** The message that came with this content, and where: for the same mail at a second address. */
  messageByContent(contentKey: string): Promise<{ message: MessageRow; channelId: ChannelId } | null>;
  rawKnown(channelId: ChannelId, externalId: string, contentKey: string | null): Promise<boolean>;
  customer(id: CustomerId): Promise<Customer | null>;
  identity(id: IdentityId): Promise<Identity | null>;
  identityByAddress(channelKind: string, address: string): Promise<Identity | null>;
  findCustomers(words: string, limit: number): Promise<{ customer: Customer; identity: Identity }[]>;
  staff(id: StaffId): Promise<Staff | null>;
  staffByRef(deskRef: string): Promise<Staff | null>;
  allStaff(): Promise<Staff[]>;
  rooms(): Promise<RoomRow[]>;
  room(id: RoomId): Promise<RoomRow | null>;
  channels(): Promise<ChannelRow[]>;
  channel(id: ChannelId): Promise<ChannelRow | null>;
  thread(enquiryId: EnquiryId): Promise<ThreadRow | null>;
  threadByRef(ref: string): Promise<ThreadRow | null>;
  refs(kind: string, names: string[]): Promise<RefRow[]>;
  isParticipant(enquiryId: EnquiryId, address: string): Promise<boolean>;
  remark(id: RemarkId): Promise<RemarkRow | null>;
  remarkByPost(postRef: string): Promise<RemarkRow | null>;
  remarkOfReply(replyId: ReplyId): Promise<RemarkRow | null>;
  event(enquiryId: EnquiryId, version: number): Promise<StoredEvent | null>;
  events(enquiryId: EnquiryId): Promise<StoredEvent[]>;
  /** What is measured of an enquiry, in order. */
  measuresOf(enquiryId: EnquiryId): Promise<MeasureRow[]>;
  /**
   * What happened from one moment until before another, in order; at most `limit`, after the place `after`.
   * @returns `next`: the place to go on after; null at the end
   */
  measuresBetween(
    from: Instant,
    to: Instant,
    limit: number,
    after: Place | null,
  ): Promise<{ rows: MeasureRow[]; next: Place | null }>;
  /** When the first thing that counts happened. */
  firstMeasureAt(): Promise<Instant | null>;
  /** Tallies with these ids that are there, finished or not. */
  tallies(ids: string[]): Promise<TallyRow[]>;
  /** Counts of unfinished enquiries by status, channel, reason and age; `ages` are the upper ends of the age groups. */
  backlog(now: Instant, ages: DurationMs[]): Promise<BacklogCount[]>;
  /** Enquiries that were unfinished at an earlier moment. */
  livingAt(at: Instant): Promise<{ enquiryId: EnquiryId; openedAt: Instant }[]>;
  /** Open enquiries whose customer waits for us, the longest waiting first. */
  waiting(limit: number): Promise<WaitingRow[]>;
  /** Enquiries in the order of their ids. */
  enquiriesAfter(id: string, limit: number): Promise<Enquiry[]>;
  enquiriesById(ids: EnquiryId[]): Promise<Enquiry[]>;
  eventsOf(ids: EnquiryId[]): Promise<StoredEvent[]>;
  setting(name: string): Promise<Json | null>;
  schedule(id: string): Promise<ScheduleRow | null>;
  seen(id: string): Promise<boolean>;
  /** Which of these were seen. */
  seenAmong(ids: string[]): Promise<Set<string>>;
  /**
   * What staff did in the thread of a reply, or to the reply itself, that was taken in and is not done yet. A `delivery` is
   * something the desk delivered and nobody has looked at so far.
   */
  actsUnderWay(
    reply: Pick<Reply, 'id' | 'enquiryId' | 'postRef'>,
  ): Promise<{ as: 'act' | 'delivery'; actionId: string }[]>;
  search(words: string, limit: number): Promise<SearchHit[]>;
  deadJobs(limit: number): Promise<JobRow[]>;
  counts(): Promise<{ open: number; unclaimed: number; jobs: number; dead: number }>;
  /** Records of one adapter. */
  shelf(owner: string): Shelf;
}

/** What a flow wants to happen to an enquiry, as decided from what was loaded. */
export interface Plan {
  events: EnquiryEvent[];
  /** Rows that belong to it: messages, replies, references. */
  ops?: Op[];
  /** Replies that the events may change; they are folded and written back. */
  replies?: Reply[];
  /** Other enquiries that change in the same commit (merge, split). */
  also?: { enquiry: Enquiry; events: EnquiryEvent[]; isNew?: boolean }[];
}

export type Recorded =
  | { ok: true; enquiry: Enquiry; events: EnquiryEvent[] }
  | Refusal
  | { ok: false; refusal: 'unknown' };

/**
 * The one way an enquiry changes: load, decide, and commit the events with the jobs that follow from them. Decides again
 * when somebody else was first.
 */
export interface Recorder {
  change(
    enquiryId: EnquiryId,
    decide: (loaded: { enquiry: Enquiry; replies: Reply[]; now: Instant }) => Plan | Refusal | Promise<Plan | Refusal>,
  ): Promise<Recorded>;
  /** Opens an enquiry; `conflict` says why nothing was written. */
  open(enquiry: Enquiry, plan: Plan): Promise<CommitResult>;
  /** Writes rows and jobs that belong to no enquiry's history. */
  enqueue(jobs: NewJob[], ops?: Op[]): Promise<CommitResult>;
}

/** A job before it has a row. */
export interface NewJob {
  kind: string;
  key: string;
  payload: Json;
  runAt?: Instant;
  lane?: string;
  ref?: string;
  attemptsMax?: number;
}
