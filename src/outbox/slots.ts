/**
 * Bulkheads: each kind of work has its own slots, so that a far side that hangs delays only its own work.
 * With one pool for everything, 30 replies to a mail server that said nothing kept a chat's card back for 27 s.
 */
import type { ClaimedJob, Free } from '../ports/jobs.ts';

type Slot = 'act' | 'hear' | 'show' | 'old' | 'files' | 'send' | 'answer' | 'lookup' | 'long' | 'rest';

interface Size {
  /** Jobs at once, in one process and workspace. */
  jobs: number;
  /** Of these, as many of one lane: one room, one channel. */
  ofLane: number;
}

/** What goes to the channels: sixteen of them would have to hang at the same moment before another one waits. */
const CHANNELS_AT_ONCE = 16;
/** Replies of one channel at once: more than most providers let in, and a server that hangs holds no more than these. */
const SENDS_OF_CHANNEL = 4;
/** Answers that no person waits for. */
const ASIDE_OF_CHANNEL = 2;

export const SLOTS: Record<Slot, Size> = {
  /** What somebody pressed or wrote: they are looking at it. */
  act: { jobs: 6, ofLane: 6 },
  /** What a desk delivered; it may fetch files first, and a press must not wait for those. */
  hear: { jobs: 6, ofLane: 6 },
  /** What a room shows. A room whose posts hang leaves two for the others. */
  show: { jobs: 8, ofLane: 6 },
  /** What a room shows of old mail that is taken in: there may be 20,000 of it, and whatever is new comes first. */
  old: { jobs: 4, ofLane: 4 },
  /** Files into threads, and out of them: slow, and words do not wait for them. */
  files: { jobs: 2, ofLane: 2 },
  send: { jobs: SENDS_OF_CHANNEL * CHANNELS_AT_ONCE, ofLane: SENDS_OF_CHANNEL },
  /** Automatic answers and the like: the same far side as replies, and behind them. */
  answer: { jobs: ASIDE_OF_CHANNEL * CHANNELS_AT_ONCE, ofLane: ASIDE_OF_CHANNEL },
  /** Looks into a mailbox: another server than the one that sends. */
  lookup: { jobs: ASIDE_OF_CHANNEL * CHANNELS_AT_ONCE, ofLane: ASIDE_OF_CHANNEL },
  /** Minutes of reckoning. */
  long: { jobs: 1, ofLane: 1 },
  /** What talks to nobody but the database. */
  rest: { jobs: 4, ofLane: 4 },
};
const SLOT_NAMES = Object.keys(SLOTS) as Slot[];

const KINDS: Record<string, Slot> = {
  'desk.act': 'act',
  'desk.event': 'hear',
  'thread.files': 'files',
  'thread.detach': 'files',
  'desk.file': 'files',
  'reply.release': 'send',
  'reply.reconcile': 'lookup',
  'automatic.answer': 'answer',
  'rating.ask': 'answer',
  'transcript.send': 'answer',
  'figures.measure': 'long',
  housekeeping: 'long',
  'retention.run': 'rest',
  'thread.emptied': 'old',
  'person.remind': 'show',
  'person.saved': 'show',
  'person.articles': 'show',
  'article.thanks': 'rest',
  'reminder.tell': 'show',
  'follower.tell': 'show',
  'practice.intro': 'show',
  'practice.turn': 'show',
  'practice.end': 'show',
};
const SHOWN = /^(card|thread|mark|private|room|expert)\./;

/** Kinds that this version does not know share what is left. */
export function slotOf(kind: string): Slot {
  return KINDS[kind] ?? (SHOWN.test(kind) ? 'show' : 'rest');
}

/** The slot of a job about what was written before its channel was connected. */
export function slotOfOld(kind: string): Slot {
  const slot = slotOf(kind);
  return slot === 'show' || slot === 'files' ? 'old' : slot;
}

interface Slots {
  take(job: ClaimedJob): void;
  leave(job: ClaimedJob): void;
  /** What may still be taken, of each slot at most so many. */
  free(most?: number): Free[];
}

/** Counts what runs. */
export function makeSlots(): Slots {
  const running = new Map<string, Map<string, number>>();
  const count = (job: ClaimedJob, by: 1 | -1) => {
    const lanes = running.get(job.slot) ?? new Map<string, number>();
    running.set(job.slot, lanes);
    const lane = job.lane ?? '';
    const now = (lanes.get(lane) ?? 0) + by;
    if (now > 0) lanes.set(lane, now);
    else lanes.delete(lane);
  };
  return {
    take: job => count(job, 1),
    leave: job => count(job, -1),
    free: (most = Number.POSITIVE_INFINITY) =>
      SLOT_NAMES.map(slot => {
        const lanes = [...(running.get(slot) ?? [])];
        const { jobs, ofLane } = SLOTS[slot];
        const taken = lanes.reduce((sum, [, n]) => sum + n, 0);
        return {
          slot,
          jobs: Math.min(most, Math.max(0, jobs - taken)),
          ofLane,
          lanes: lanes.map(([lane, n]) => ({ lane, jobs: Math.max(0, ofLane - n) })),
        };
      }),
  };
}
