/** The rows of findings and incidents: enquiries with one cause, and the answers that go to many of them. */

import type { GatheringState, LeftWhy } from '../core/gathering.ts';
import type {
  ChannelId,
  CustomerId,
  EnquiryId,
  GatheringId,
  ReplyId,
  RoundId,
  StaffId,
  WorkspaceId,
} from '../core/ids.ts';
import type { Instant } from '../core/time.ts';

/** A finding or an incident. Nobody's fault is in it: a cause, who looks after it, and what comes next. */
export interface GatheringRow {
  id: GatheringId;
  workspaceId: WorkspaceId;
  version: number;
  what: 'finding' | 'incident';
  /** Counted from 1 for each of the two kinds. */
  number: number;
  /** The cause, in the words of whoever flagged it, for the whole business to read; null where they wrote none. */
  title: string | null;
  /** Who looks after it; null for nobody yet. */
  ownerId: StaffId | null;
  nextStep: string | null;
  state: GatheringState;
  /** What visitors of the web chat read while it lasts; null for nothing. */
  notice: string | null;
  /** The sites whose visitors read it; null for all of them. */
  sites: ChannelId[] | null;
  createdAt: Instant;
  changedAt: Instant;
  /** When it was fixed, or ended; null while it is not. */
  endedAt: Instant | null;
}

/** An enquiry that belongs to a finding or an incident; who put it there is stored nowhere. */
export interface GatheredRow {
  /** `<gathering>:<enquiry>`. */
  id: string;
  workspaceId: WorkspaceId;
  gatheringId: GatheringId;
  enquiryId: EnquiryId;
  at: Instant;
}

/** A customer who gets the answer, and the enquiry in which. */
export interface RoundPerson {
  customerId: CustomerId;
  enquiryId: EnquiryId;
  /** How many messages of the customer its author had seen. */
  seen: number;
}

/** One answer to many enquiries: each customer once, with one Undo. */
export interface RoundRow {
  id: RoundId;
  workspaceId: WorkspaceId;
  version: number;
  gatheringId: GatheringId;
  /** Who sends it. */
  byId: StaffId;
  /** With blanks for the customer's name and the enquiry's number. */
  text: string;
  /** `going`: the replies are being made. `gone`: all of them are. Undone it is refused to each that has not left. */
  state: 'draft' | 'held' | 'going' | 'gone' | 'undone' | 'dropped';
  /** As the preview showed them. */
  people: RoundPerson[];
  /** Customers whom its author left out. */
  out: CustomerId[];
  holdUntil: Instant | null;
  createdAt: Instant;
  changedAt: Instant;
}

/** What became of one customer of a round; written together with their reply. */
export interface RoundCustomerRow {
  /** `<round>:<customer>`: the second one is refused. */
  id: string;
  workspaceId: WorkspaceId;
  roundId: RoundId;
  enquiryId: EnquiryId;
  /** Null where they were left out after all. */
  replyId: ReplyId | null;
  why: LeftWhy | null;
  at: Instant;
}

export interface GatheringRows {
  gatherings: GatheringRow;
  gathered: GatheredRow;
  rounds: RoundRow;
  roundCustomers: RoundCustomerRow;
}
