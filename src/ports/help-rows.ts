/** The rows of what helps people who were never trained. */
import type { Passage } from '../core/formatted.ts';
import type { EnquiryId, PracticeId, ReminderId, RoomId, SavedId, StaffId, WorkspaceId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Json } from './json.ts';

/** Approved text that anyone may reuse. */
export interface SavedReplyRow {
  id: SavedId;
  workspaceId: WorkspaceId;
  version: number;
  title: string;
  /** With blanks for the customer's name, the enquiry's number and what has to be filled in. */
  text: string;
  formatted: Passage[] | null;
  /** The only room it is offered in; null for every room. */
  roomId: RoomId | null;
  /** Who keeps it up to date; null for nobody. */
  ownerId: StaffId | null;
  /** When somebody should read it again; null for never. */
  reviewAt: Instant | null;
  /** When it stopped being offered; null while it is. */
  retiredAt: Instant | null;
  /** A new version, from three edits that were alike; null for none. */
  proposed: string | null;
  createdAt: Instant;
  changedAt: Instant;
}

/** A file that goes out with a saved reply. */
export interface SavedFileRow {
  id: string;
  workspaceId: WorkspaceId;
  savedId: SavedId;
  /** 0 for the first. */
  position: number;
  name: string;
  type: string;
  bytes: number;
  sha256: string;
  content: Uint8Array;
}

/** That a saved reply was changed before it was sent; not by whom, not for whom, and not how: that is read from the third. */
export interface SavedEditRow {
  /** `<saved reply>:<fingerprint>:<another one of the customer>`: of one customer it counts once. */
  id: string;
  workspaceId: WorkspaceId;
  savedId: SavedId;
  /** Alike edits have the same. */
  fingerprint: string;
  at: Instant;
}

/** Somebody said that `other` is not like `enquiry`; not who. */
export interface UnlikeRow {
  /** `<enquiry>:<other>`. */
  id: string;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  otherId: EnquiryId;
  at: Instant;
}

/** What the team said of a message that was folded, or was not; not who said it. */
export interface ShieldMarkRow {
  /** The message. */
  id: string;
  workspaceId: WorkspaceId;
  /** "This was abuse"; false for "Not abuse". */
  abuse: boolean;
  /** In thousandths, as it was scored then. */
  score: number;
  at: Instant;
}

/** A topic that somebody is happy to be asked about, or does not want to be asked about any more. */
export interface TopicRow {
  id: string;
  workspaceId: WorkspaceId;
  staffId: StaffId;
  topic: string;
  /** False: they took it away, so that nobody asks them about it, whatever they have resolved. */
  wanted: boolean;
  createdAt: Instant;
}

/**
 * When somebody may be asked, on the clock of the team's time zone: minutes after midnight, and days of the week, 0 for
 * Monday. With `to` before `from` it ends on the next morning.
 */
export type AskHours = { days: number[]; from: number; to: number };

/** What somebody lets be asked of them. */
export interface VolunteerRow {
  /** The person: their `StaffId`. */
  id: StaffId;
  workspaceId: WorkspaceId;
  /** Grows with each ask, so that no two of them pass the limit of a day together. */
  version: number;
  /** May be asked. False: they were asked once, and have not agreed to it so far. */
  willing: boolean;
  asksADay: number;
  /** Null for the team's opening hours. */
  hours: AskHours | null;
}

/** A question to an expert about one enquiry: the only one that this person gets about it. */
export interface AskRow {
  /** `<enquiry>:<staff>`. */
  id: string;
  workspaceId: WorkspaceId;
  version: number;
  enquiryId: EnquiryId;
  /** Who is asked. */
  staffId: StaffId;
  /** Who asked. */
  byId: StaffId;
  /** `over`: it ended without an answer from them; why is stored nowhere. */
  state: 'open' | 'joined' | 'told' | 'over';
  askedAt: Instant;
  /** When it goes to the next one. */
  endsAt: Instant;
  /** What whoever asked wants to know; null for no words of theirs. */
  note: string | null;
  /** When they were told that the customer was happy; null until then. */
  thankedAt: Instant | null;
}

/** Somebody who wants to be told, once. */
export interface FollowerRow {
  id: string;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  staffId: StaffId;
  /** `answer`: when the customer writes; `end`: how it ended. */
  what: 'answer' | 'end';
  at: Instant;
}

/** What somebody promised a customer, for the one who promised. */
export interface ReminderRow {
  id: ReminderId;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  staffId: StaffId;
  dueAt: Instant;
  words: string;
  doneAt: Instant | null;
}

/** Somebody's practice with a scripted customer: for that person alone. */
export interface PracticeRow {
  /** One for each person: what their id ends in. */
  id: PracticeId;
  workspaceId: WorkspaceId;
  version: number;
  staffId: StaffId;
  /** Which customer. */
  script: string;
  /** How far the customer's part has come. */
  step: number;
  state: 'going' | 'ended';
  /** What was written so far. */
  course: Json;
  startedAt: Instant;
}

export interface HelpRows {
  savedReplies: SavedReplyRow;
  savedFiles: SavedFileRow;
  savedEdits: SavedEditRow;
  unlike: UnlikeRow;
  shieldMarks: ShieldMarkRow;
  topics: TopicRow;
  volunteers: VolunteerRow;
  asks: AskRow;
  followers: FollowerRow;
  reminders: ReminderRow;
  practices: PracticeRow;
}
