/**
 * The store as the flows see it: rows, reads bound to one workspace, and one way to write, an atomic batch whose
 * versioned update comes first. There are no interactive transactions anywhere.
 */
import type { Enquiry, EnquiryEvent, Refusal } from '../core/enquiry.ts';
import type { EnquiryId, WorkspaceId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import type { Instant } from '../core/time.ts';
import type { ArticleReads } from './articles.ts';
import type { AskedReads } from './asked.ts';
import type { AuditReads } from './audit-rows.ts';
import type { PastReads } from './history.ts';
import type { Json } from './json.ts';
import type { LetterReads } from './letters.ts';
import type { WaitReads } from './promises.ts';
import type {
  BacklogReads,
  BudgetReads,
  CustomerReads,
  DeliveryReads,
  EnquiryReads,
  EventReads,
  ExpertReads,
  GatheringReads,
  JobReads,
  MeasureReads,
  MessageReads,
  PracticeReads,
  PromiseReads,
  ReasonReads,
  RemarkReads,
  ReplyReads,
  RoomReads,
  SavedReads,
  SettingReads,
  ShieldReads,
  StaffReads,
  ThreadReads,
  TogetherReads,
} from './reads.ts';
import type { ArrivalReads } from './rising.ts';
import type { Rows, TableName } from './rows.ts';
import type { Shelf } from './shelf.ts';

/** What is written there stays as it was written. */
type AppendOnly = 'audit';
/** One step of a commit, as data. */
export type Op =
  | {
      [T in AppendOnly]: { do: 'insert'; table: T; row: Rows[T] };
    }[AppendOnly]
  | {
      [T in Exclude<TableName, AppendOnly>]:
        | { do: 'insert'; table: T; row: Rows[T] }
        /** Changes the row with this id; with `expect`, only when its version is still that, else the commit conflicts. */
        | { do: 'update'; table: T; id: string; set: Partial<Rows[T]>; expect?: number }
        /** Inserts the row, or puts it in the place of the one with its id. */
        | { do: 'put'; table: T; row: Rows[T] & { id: string } }
        | { do: 'delete'; table: T; where: Partial<Rows[T]> };
    }[Exclude<TableName, AppendOnly>];

/**
 * The number of an enquiry that is new: it gets the next one of its workspace in the commit itself. Processes that open
 * enquiries at the same moment wait for each other there, for as long as a commit takes, and none has to begin anew.
 */
export const NEXT_NUMBER = 0;

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

/** The one way to write. */
export interface Commits {
  readonly workspaceId: WorkspaceId;
  /** All or nothing. Rejects only when the database itself fails (disk full, connection lost). */
  commit(ops: Op[]): Promise<CommitResult>;
}

/** Everything of one workspace, and nothing else. */
export interface WorkspaceStore
  extends Commits,
    EnquiryReads,
    EventReads,
    MessageReads,
    ReplyReads,
    RemarkReads,
    PracticeReads,
    PromiseReads,
    CustomerReads,
    StaffReads,
    ExpertReads,
    RoomReads,
    ThreadReads,
    DeliveryReads,
    MeasureReads,
    BacklogReads,
    ReasonReads,
    SettingReads,
    PastReads,
    AskedReads,
    ArrivalReads,
    LetterReads,
    AuditReads,
    SavedReads,
    ArticleReads,
    TogetherReads,
    GatheringReads,
    WaitReads,
    ShieldReads,
    JobReads,
    BudgetReads {
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
  /** It is old, and was only taken in now: what the desk shows of it comes after what is new. */
  old?: boolean;
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
