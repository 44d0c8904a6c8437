/**
 * Jobs: their kinds and payloads, their order and lanes, and how the outbox stores them. Payloads hold ids only, never text,
 * so that a dead job reveals nothing about a customer.
 */
import type {
  AlertId,
  ArticleId,
  AttachmentId,
  ChannelId,
  EnquiryId,
  ErasureId,
  MessageId,
  PracticeId,
  RemarkId,
  ReminderId,
  ReplyId,
  RoomId,
  RoundId,
  SavedId,
  StaffId,
  WorkspaceId,
} from '../core/ids.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Json } from './json.ts';
import type { JobRow } from './rows.ts';
import type { StaffAction } from './staff.ts';
import type { NewJob } from './store.ts';

/** 8 tries, 2 s doubling, 254 s in all: what fails that long is not a hiccup, and the author is still at the desk. */
export const ATTEMPTS_MAX = 8;

/** What a desk must show is tried for days: an enquiry that was never shown is a lost one. Each hour at most, after the first tries. */
export const DESK_ATTEMPTS_MAX = 200;
const SHOWN: readonly string[] = [
  'card.show',
  'card.update',
  'thread.move',
  'thread.point',
  'thread.kept',
  'thread.message',
  'thread.redraw',
  'thread.detach',
  'thread.line',
  'thread.reply',
  'mark.show',
  'private.stopped',
  'private.previews',
  'room.notice',
  'reminder.tell',
  'room.summary',
  'room.alert',
  'letter.room',
  'thread.emptied',
];

/** An enquiry whose customer waits since a moment. */
interface Waits {
  id: EnquiryId;
  since: Instant;
}

export interface JobPayloads {
  /** Do what somebody did on the desk. */
  'desk.act': { action: StaffAction };
  /** Take in something a desk delivered: stored as it came, before it was acknowledged. */
  'desk.event': { payload: Json };
  /** Fetch a file that a desk could not hand out at once. */
  'desk.file': { payload: Json };
  /** Post the root card. */
  'card.show': { enquiryId: EnquiryId };
  /**
   * Bring the root card up to date; one that is not posted yet will show the truth by itself. `anew`: also when it was shown,
   * for that may have been in another thread.
   */
  'card.update': { enquiryId: EnquiryId; anew?: true };
  /** Post a customer's message in the thread. */
  /** `unheard`: it is also shown in the room when nobody looks after it and the room has heard nothing of it for long. */
  'thread.message': {
    enquiryId: EnquiryId;
    messageId: MessageId;
    bump: boolean;
    unheard?: true;
    /** It stands in the thread of another enquiry already: a merge or a split brought it here. */
    again?: true;
  };
  /** Offer an enquiry to the room whose owner is not there, now that its customer wrote again. */
  'enquiry.offer': { enquiryId: EnquiryId; messageId: MessageId };
  /** Resolve an enquiry whose customer has not written until a time that was set. */
  'enquiry.resolveLater': { enquiryId: EnquiryId; at: Instant };
  /** Tell those who wanted to know that a customer wrote, or how an enquiry ended. */
  'followers.tell': { enquiryId: EnquiryId; what: 'answer' | 'end' };
  /** The same for one of them, once. */
  'follower.tell': { enquiryId: EnquiryId; follower: string };
  /** Say in one line what came into a room while nothing was said of it. */
  'room.summary': { roomId: RoomId };
  /** What a room begins its day with. `since`: what came before is new; null where nothing was held back. */
  'room.morning': { roomId: RoomId; day: string; at: Instant; since: Instant | null };
  /** Show a message in the thread as it is now: somebody said who wrote it. */
  'thread.redraw': { enquiryId: EnquiryId; messageId: MessageId };
  /** Take files out of the thread again: their author took them back. */
  'thread.detach': { enquiryId: EnquiryId; files: AttachmentId[] };
  /** Put a message's files into the thread, where the desk carries files. */
  'thread.files': { enquiryId: EnquiryId; messageId: MessageId };
  /** Go on in a thread in another room, and leave a pointer in the old one. */
  'thread.move': { enquiryId: EnquiryId; version: number };
  /** Say in the thread an enquiry was moved from where it goes on. */
  'thread.point': { enquiryId: EnquiryId; version: number };
  /** Post what its author wrote in a form and kept among colleagues. */
  'thread.kept': { enquiryId: EnquiryId; remarkId: RemarkId };
  /** Post a line about the event of this version. */
  'thread.line': { enquiryId: EnquiryId; version: number };
  /** Post a reply that was written in a form, so that the thread shows it too. */
  'thread.reply': { enquiryId: EnquiryId; replyId: ReplyId };
  /** Bring the mark on a reply's post up to date. */
  'mark.show': { enquiryId: EnquiryId; replyId: ReplyId };
  /** Show the author that the customer wrote again while the reply was held. */
  'private.stopped': { enquiryId: EnquiryId; replyId: ReplyId };
  /** Show everybody who is answering an enquiry their preview again: a customer changed or took back a message. */
  'private.previews': { enquiryId: EnquiryId };
  /** Ask the owner whether somebody may take over. */
  /** Wishes to take over that have come true, or cannot any more. */
  'private.settle': { enquiryId: EnquiryId };
  /** Tell the admins, once, that somebody is threatened in an enquiry. */
  'private.threat': { enquiryId: EnquiryId };
  'private.takeover': { enquiryId: EnquiryId; by: StaffId; owner: StaffId };
  /** Make the replies of an answer to many, some at a time: due when its hold ends. */
  'round.go': { roundId: RoundId };
  /** Take back those of its replies that have not left. */
  'round.stop': { roundId: RoundId };
  /** Hand a reply to its channel: due when the hold ends. */
  'reply.release': { enquiryId: EnquiryId; replyId: ReplyId };
  /** Nobody was there to read a reply: carry it on by another channel, or say so. */
  'reply.goOn': { enquiryId: EnquiryId; replyId: ReplyId };
  /** Show a customer who watches where their enquiry stands; `seen`: the team has read everything up to then. */
  'channel.follow': { enquiryId: EnquiryId; seen: Instant | null };
  /** Show a customer who watches what they wrote by another channel. */
  'channel.echo': { enquiryId: EnquiryId; messageId: MessageId };
  /** Send a customer the conversation by email, as they asked. */
  'transcript.send': { enquiryId: EnquiryId; at: Instant };
  /** Find out what became of a reply after a silence. */
  'reply.reconcile': { enquiryId: EnquiryId; replyId: ReplyId };
  /** Tell a customer that their message arrived, where the admin wants that. */
  'automatic.answer': { enquiryId: EnquiryId };
  /** Say something in a room that belongs to no enquiry: a channel is down, or back. */
  'room.notice': { roomId: RoomId; key: string; words: string; tone: 'quiet' | 'failure' };
  /** Say in a room which customers have waited long. */
  'room.remind': {
    roomId: RoomId;
    at: Instant;
    near: Waits[];
    passed: Waits[];
    more: { near: number; passed: number };
  };
  /** Tell somebody whom the admin named. */
  'person.remind': JobPayloads['room.remind'] & { person: string };
  /** Say in the thread of a practice what it is, and lead whoever practises there. */
  'practice.intro': { practiceId: PracticeId };
  /** Let a scripted customer answer a reply. */
  'practice.turn': { enquiryId: EnquiryId; replyId: ReplyId };
  /** End a practice: a few kind words, and everything of it goes. */
  'practice.end': { practiceId: PracticeId };
  /** Tell whoever promised a customer something that it falls due. */
  'reminder.tell': { reminderId: ReminderId; dueAt: Instant };
  /** Show whoever is asked about an enquiry what they are asked, as it is now. */
  'expert.show': { enquiryId: EnquiryId };
  /** Who was asked and has not answered: the next one is. */
  'expert.next': { enquiryId: EnquiryId };
  /** Tell experts who helped that the customer is happy. */
  'expert.thank': { enquiryId: EnquiryId };
  /** Look how a saved reply was changed before it was sent. */
  'saved.compare': { remarkId: RemarkId; saved: SavedId; version: number };
  /** Tell whoever keeps saved replies that they are due for a look, or that a new version is proposed. */
  'person.saved': { about: 'review' | 'proposal'; saved: SavedId[]; person: StaffId };
  /** A customer said thanks: to an article that they were shown it means that it is solved. */
  'article.thanks': { enquiryId: EnquiryId };
  /** Tell whoever keeps articles that they are due for a look. */
  'person.articles': { articles: ArticleId[]; person: StaffId };
  /** Praise of a customer, for everybody in the room. */
  'room.praise': { enquiryId: EnquiryId; of: Instant };
  /** Look whether an enquiry that came, or got a reason, makes something rise. */
  'insight.rise': { enquiryId: EnquiryId };
  /** Show in its room what is rising, as it is by then. */
  'room.alert': { alertId: AlertId };
  /** Ask a customer how it went, unless it was reopened since. */
  'rating.ask': { enquiryId: EnquiryId; of: Instant };
  /** Measure enquiries of before there were figures, from this one on. */
  'figures.measure': { after: string };
  /** Make the weekly letter of this week, and send it on its way. */
  'letter.make': { week: string };
  /** Send it to one of its list. */
  'letter.mail': { mail: string };
  /** Post it in its room. */
  'letter.room': { letter: string };
  /** Go on erasing a customer. */
  'customer.erase': { erasureId: ErasureId };
  /** Go on removing what is older than it is kept, in this night. */
  'retention.run': { night: string };
  /** Replace what stands on the desk about an enquiry whose texts were removed; `from`: so many of its posts are done. */
  'thread.emptied': { enquiryId: EnquiryId; from: number };
  /** End a snooze. */
  'enquiry.wake': { enquiryId: EnquiryId; until: Instant };
  /** Throw away what is only remembered for a while. */
  housekeeping: Record<string, never>;
}

export type JobKind = keyof JobPayloads;

/** A job with the payload of its kind. */
export function job<K extends JobKind>(
  kind: K,
  key: string,
  payload: JobPayloads[K],
  more: Partial<NewJob> = {},
): NewJob {
  return {
    kind,
    key,
    payload: payload as unknown as Json,
    attemptsMax: SHOWN.includes(kind) ? DESK_ATTEMPTS_MAX : ATTEMPTS_MAX,
    ...more,
  };
}

/** What is shown of one enquiry happens in order: one key. */
export function deskKey(enquiryId: EnquiryId): string {
  return `desk:${enquiryId}`;
}
/** The card's truth never queues behind what is still to be posted. */
export function cardKey(enquiryId: EnquiryId): string {
  return `card:${enquiryId}`;
}
/** Replies of one enquiry leave in order; a held one keeps later ones waiting. */
export function replyKey(enquiryId: EnquiryId): string {
  return `reply:${enquiryId}`;
}

/** What one expert after the other is shown of an enquiry happens in order. */
export function expertKey(enquiryId: EnquiryId): string {
  return `expert:${enquiryId}`;
}
/** Waits until somebody has had their time; nothing that is shown waits for it. */
export function nextKey(enquiryId: EnquiryId): string {
  return `next:${enquiryId}`;
}

/** Somebody who was asked cannot be asked any more: it does not wait behind the end of their time. */
export function leftKey(enquiryId: EnquiryId): string {
  return `left:${enquiryId}`;
}

/** What is old and is only taken away: behind everything that people wait for, and with a pace of its own. */
export const EMPTIED_LANE = 'emptied';

/** What is posted into one room goes at the desk's pace, in order. */
export function roomLane(roomId: RoomId): string {
  return `room:${roomId}`;
}

/** Replies of one channel leave at its own pace. */
export function channelLane(channelId: ChannelId): string {
  return `channel:${channelId}`;
}

/** Replies of an answer to many go to the same far side, at the same pace, and beside those to single customers. */
export function manyLane(channelId: ChannelId): string {
  return `many:${channelId}`;
}

/** What no person wrote goes to the same far side, beside the replies and not in their place. */
export function answerLane(channelId: ChannelId): string {
  return `answer:${channelId}`;
}

/** Looks of one channel at what became of a reply. */
export function lookupLane(channelId: ChannelId): string {
  return `lookup:${channelId}`;
}

export interface ClaimedJob extends JobRow {
  seq: number;
}

/** How much of one kind of work a worker can still take. */
export interface Free {
  slot: string;
  jobs: number;
  /** At most so many of one lane; jobs without a lane count as one lane. */
  ofLane: number;
  /** Lanes with jobs under way, and how many more of each; '' for those without a lane. */
  lanes: readonly { lane: string; jobs: number }[];
}

export interface JobStore {
  /**
   * Takes due jobs for `worker` until `until`, as many as are free of each slot and lane: what is full holds up nothing
   * else. A job is due when its time has come, its lane is free and no earlier ready job has its key: a held or failing
   * job keeps those behind it waiting.
   */
  claim(worker: string, now: Instant, until: Instant, free: readonly Free[]): Promise<ClaimedJob[]>;
  /** Puts jobs that came from an older version, or an import, where their kind belongs. */
  sortIn(slotOf: (kind: string) => string): Promise<void>;
  /** Removes a finished job; false when the lease was lost meanwhile (somebody else has it now). */
  complete(job: ClaimedJob): Promise<boolean>;
  /**
   * Puts a job back until `runAt`. Those behind it in its key move along, so that they cost no look at each poll.
   * @param giveTryBack a wait that is not a failure (rate limit) does not count as a try
   */
  putBack(job: ClaimedJob, runAt: Instant, error: string, giveTryBack: boolean): Promise<boolean>;
  /** Ends a job that will not succeed; its key goes on. */
  bury(job: ClaimedJob, error: string): Promise<boolean>;
  /** Prolongs the lease of a job that is still being worked on. */
  extend(job: ClaimedJob, until: Instant): Promise<boolean>;
  /** Nothing of this lane before `at`. */
  holdLane(lane: string, at: Instant): Promise<void>;
  /** What waits in lanes that begin with this need not wait: it is due now, as is all that waits behind it. */
  free(lanes: string, now: Instant): Promise<void>;
  /** Since when the oldest job has been due that could be taken with what is free; null when there is none. */
  oldestDue(now: Instant, free: readonly Free[]): Promise<Instant | null>;
  /** When the next job is due that could be taken with what is free, for a worker that wants to sleep until then. */
  nextDue(now: Instant, free: readonly Free[]): Promise<Instant | null>;
}

/** All workspaces of a database, for whoever looks for many of them at once. */
export interface DueStore {
  /** Those with a job that is due and that nobody is at; it may still wait for its lane. */
  dueIn(now: Instant): Promise<WorkspaceId[]>;
}

export interface LeaseStore {
  /**
   * Takes or prolongs a lease. The term is a fencing number: it grows each time the owner changes.
   * @returns the term, or null when another owner holds it
   */
  take(name: string, owner: string, now: Instant, forMs: DurationMs): Promise<number | null>;
  /** The same for many, in one statement. @returns the terms of those that the owner holds now, by name */
  takeMany(names: readonly string[], owner: string, now: Instant, forMs: DurationMs): Promise<Map<string, number>>;
  release(name: string, owner: string): Promise<void>;
}

/** How the work goes on, for whoever watches over the process. */
export interface WorkProgress {
  /** Since it last looked for jobs and had an answer, in ms; null while it has not been started. */
  sinceLookMs: DurationMs | null;
  /** Since it last found something to do, in ms; null while it has not. */
  sinceTakenMs: DurationMs | null;
  /** How long the oldest job has been due, in ms; 0 when none is. It may wait for a slot. */
  oldestDueMs: DurationMs;
  /** The same of those that nothing keeps from being done. */
  overdueMs: DurationMs;
}

/** What is known of the time beside the jobs, for a clock that jumps. */
export interface TimeStore {
  /** Several processes share the database, and its clock is theirs. */
  readonly shared: boolean;
  /** The database's own time; null where it has none, and the machine's counts. */
  time(): Promise<number | null>;
  /** How far its clock was moved by all processes together, in ms. */
  moved(): Promise<number>;
  /**
   * Moves what ends after `from` by `by`, unless another process has done so since `known` was read.
   * @returns what `moved` says now
   */
  move(by: number, from: number, known: number): Promise<number>;
  /** What a process recorded of the time before it ended. */
  note(): Promise<string | null>;
  setNote(note: string): Promise<void>;
  /** Replies that would be held longer than their hold is long: from now on, and no longer. */
  capHolds(now: number): Promise<void>;
}
