/** The rows of the store, table by table. */
import type { BudgetWindow } from '../core/budget.ts';
import type { Customer, Identity } from '../core/customer.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { Passage } from '../core/formatted.ts';
import type {
  AttachmentId,
  ChannelId,
  EnquiryId,
  MessageId,
  RawId,
  RemarkId,
  ReplyId,
  RoomId,
  StaffId,
  WorkspaceId,
} from '../core/ids.ts';
import type { Measure } from '../core/measure.ts';
import type {
  Detail,
  Echo,
  FoldedText,
  InboundAttachment,
  InboundSender,
  MessageKind,
  Shielded,
} from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import type { AuditRows } from './audit-rows.ts';
import type { ErasureRows } from './erasure-rows.ts';
import type { GatheringRows } from './gathering-rows.ts';
import type { HelpRows } from './help-rows.ts';
import type { InsightRows } from './insight-rows.ts';
import type { Json, JsonObject } from './json.ts';

interface WorkspaceRow {
  id: WorkspaceId;
  workspaceId: WorkspaceId;
  name: string;
  createdAt: Instant;
}
export interface RoomRow {
  id: RoomId;
  workspaceId: WorkspaceId;
  name: string;
  deskKind: string;
  /** The desk's own name of the room; null where the desk takes ours. */
  deskRef: string | null;
  replyMode: 'preview' | 'direct';
}
export interface ChannelRow {
  id: ChannelId;
  workspaceId: WorkspaceId;
  name: string;
  kind: string;
  roomId: RoomId;
  /** Without secrets; those are sealed in `sealed`. */
  settings: JsonObject;
  sealed: string | null;
  cursor: JsonObject | null;
}
/** What came in, byte for byte, and what became of it. */
export interface RawRow {
  id: RawId;
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  externalId: string;
  contentKey: string | null;
  type: string;
  bytes: Uint8Array;
  status: 'understood' | 'unreadable';
  receivedAt: Instant;
}
export interface MessageRow {
  id: MessageId;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  /** Ours are replies that were sent; they are kept here too, so that search and history see both sides. */
  direction: 'in' | 'out';
  kind: MessageKind | 'unreadable';
  /** Who wrote it: the enquiry's customer, or somebody else who took part. Null for ours. */
  from: InboundSender | null;
  text: string;
  folded: FoldedText[];
  warnings: string[];
  names: string[];
  rawId: RawId | null;
  replyId: ReplyId | null;
  writtenAt: Instant;
  subject: string | null;
  /** Other addresses that took part, without ours. */
  others: string[] | null;
  /** Which of our addresses it was written to. */
  writtenTo: string | null;
  /** Whose message staff passed on in it. */
  forwardOf: { address: string; name: string | null } | null;
  /** What the customer was asked beforehand, or the shop vouches for. */
  details?: Detail[] | null;
  /** What its channel wants to see again when this is answered. */
  echo?: Echo | null;
  /** Null or absent: it was not judged yet, and is when it is read. */
  shield?: Shielded | null;
}
export interface AttachmentRow extends InboundAttachment {
  id: AttachmentId;
  workspaceId: WorkspaceId;
  messageId: MessageId;
  /** 0 for the first of its message. */
  position: number;
}
/** What staff wrote in a thread: team talk until somebody sends it. */
export interface RemarkRow {
  id: RemarkId;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  staffId: StaffId;
  postRef: string;
  text: string;
  /** The look of the text, where its desk has one. */
  formatted?: Passage[] | null;
  /** What staff see of it and the customer would not get, in sentences. */
  leftOut?: string[] | null;
  /** `talk` stays here; `preview` waits for its author; `reply` became the reply of `replyId`. */
  lane: 'talk' | 'preview' | 'reply' | 'deleted';
  replyId: ReplyId | null;
  seenCustomerMessages: number;
  /** Its author chose to leave out those in copy. */
  onlyCustomer: boolean | null;
  writtenAt: Instant;
}
/** The thread of an enquiry on the desk. */
export interface ThreadRow {
  /** The enquiry's id. */
  id: EnquiryId;
  workspaceId: WorkspaceId;
  roomId: RoomId;
  ref: string;
  /** The enquiry's version that the card shows. */
  shownVersion: number;
  /** When it was last seen in the room itself and not only in its thread; null or absent: when it was opened. */
  saidAt?: Instant | null;
}
/** A name on the outside for something of ours: a Message-ID, a chat session. */
export interface RefRow {
  id: string;
  workspaceId: WorkspaceId;
  kind: string;
  ref: string;
  enquiryId: EnquiryId;
  replyId: ReplyId | null;
}
interface ParticipantRow {
  id: string;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  address: string;
}
interface EventRow {
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  version: number;
  type: string;
  at: Instant;
  data: Json;
}
/** Something that happened in an enquiry and counts in the figures. */
export interface MeasureRow extends Measure {
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  /** 0 for the first of its enquiry. */
  n: number;
}
/** The measures of one closed day or week, added up. */
export interface TallyRow {
  id: string;
  workspaceId: WorkspaceId;
  /** Its first day, such as 2026-11-16. */
  day: string;
  /** Days begin and end in this time zone. */
  zone: string;
  /** Whoever is adding it up; what changes meanwhile takes the row away, and the sum is not kept. */
  version: number;
  /** Null while it is being added up. */
  content: Uint8Array | null;
}
/** How much of a budget of a channel is used in its current window. Its id: the channel's, a colon, its name. */
export interface BudgetRow extends BudgetWindow {
  id: string;
  workspaceId: WorkspaceId;
  version: number;
}
/** Something at a far side that costs money. */
export interface LedgerRow {
  workspaceId: WorkspaceId;
  channelId: ChannelId;
  at: Instant;
  /** As its channel calls it: `post`. */
  step: string;
  n: number;
  /** In millionths of the currency, for all `n`. */
  cost: number;
  /** The reply that took it; null for what was read. */
  replyId: ReplyId | null;
}
/** Work that follows from a commit. `ref` lets a later commit cancel it. */
export interface JobRow {
  id: string;
  workspaceId: WorkspaceId;
  kind: string;
  /** Which slots it takes: see src/outbox/slots.ts. */
  slot: string;
  /** Jobs of one key run one after another, in the order of their commits. */
  key: string;
  lane: string | null;
  ref: string | null;
  payload: Json;
  state: 'ready' | 'dead';
  runAt: Instant;
  attempts: number;
  attemptsMax: number;
  lockedBy: string | null;
  lockedUntil: Instant | null;
  lastError: string | null;
}
/** Something seen once: a delivery that comes again is recognised by it. */
interface SeenRow {
  id: string;
  workspaceId: WorkspaceId;
  at: Instant;
}
interface SettingRow {
  id: string;
  workspaceId: WorkspaceId;
  value: Json;
}

/** Something that is due again and again; `version` is when it is due next, so that of many instances one fires it. */
export interface ScheduleRow {
  id: string;
  workspaceId: WorkspaceId;
  version: Instant;
}

export interface Rows extends HelpRows, InsightRows, GatheringRows, ErasureRows, AuditRows {
  workspaces: WorkspaceRow;
  rooms: RoomRow;
  channels: ChannelRow;
  staff: Staff;
  customers: Customer;
  identities: Identity;
  enquiries: Enquiry;
  replies: Reply;
  raws: RawRow;
  messages: MessageRow;
  attachments: AttachmentRow;
  remarks: RemarkRow;
  threads: ThreadRow;
  refs: RefRow;
  participants: ParticipantRow;
  events: EventRow;
  measures: MeasureRow;
  tallies: TallyRow;
  budgets: BudgetRow;
  ledger: LedgerRow;
  jobs: JobRow;
  seen: SeenRow;
  settings: SettingRow;
  schedules: ScheduleRow;
}
export type TableName = keyof Rows;
