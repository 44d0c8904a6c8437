/** Keeps to Teams' rate limits, which count per conversation: a channel and all its threads are one. */
import { type DurationMs, HOUR, type Instant, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';

interface Window {
  n: number;
  per: DurationMs;
}

/** Of one conversation, as Microsoft's page on rate limiting has them. */
const CONVERSATION: Window[] = [
  { n: 7, per: SECOND },
  { n: 8, per: 2 * SECOND },
  { n: 60, per: 30 * SECOND },
  { n: 1_800, per: HOUR },
];
/** Of an app in one tenant: all calls together. */
const TENANT: Window[] = [{ n: 30, per: SECOND }];
/** Of reactions, over all conversations. */
const REACTIONS: Window[] = [{ n: 2, per: SECOND }];
/** A wait up to this long is waited here; a longer one goes back to the queue, so that it holds nothing else up. */
const WAITED_MAX: DurationMs = 2 * SECOND;
/** A call that hangs for this long lets the next one overtake it. */
const ROW_WAITS: DurationMs = 4 * SECOND;
/** Reactions are decoration: beyond this many, the oldest are dropped. */
const REACTIONS_WAITING_MAX = 40;

/** How much of its rates a conversation has used up. */
interface Used {
  /** Calls that nobody has answered yet: Teams may be counting each of them this very moment. */
  underWay: number;
  /** When each of the others was answered, oldest first: Teams had counted it by then. */
  answered: Instant[];
  /** Whoever comes before then comes too early: it was said to somebody who came first. */
  shutUntil: Instant;
  /** Resolves when the last of those who wait for their turn has it. */
  queue: Promise<unknown>;
  /** Resolves when the last of those who come one after the other is done. */
  row: Promise<unknown>;
}

export interface Lanes {
  /**
   * Does it when a conversation has room for it; first come, first served.
   * @throws TryLater when that takes longer; the whole room waits with it
   */
  turn<T>(conversation: string, work: () => Promise<T>): Promise<T>;
  /** The same for threads that are begun: each when the one before stands there, so that they stand in order. */
  inRow<T>(conversation: string, work: () => Promise<T>): Promise<T>;
  /** Does it when there is room on the one lane of reactions, or never. Resolves at once. */
  decorate(work: () => Promise<unknown>): void;
  stop(): void;
}

/** @param paced false only where a far side of the tests counts nothing */
export function makeLanes(clock: Clock, paced: boolean): Lanes {
  const lanes = new Map<string, Used>();
  const tenant = unused();
  const laneOf = (key: string): Used => {
    const there = lanes.get(key) ?? unused();
    lanes.set(key, there);
    return there;
  };

  /** Resolves when its turn has begun. */
  const waitIn = async (lane: Used) => {
    for (;;) {
      const now = clock.now();
      const at = Math.max(lane.shutUntil, nextAt(lane, CONVERSATION, now), nextAt(tenant, TENANT, now));
      if (at <= now) return begin(lane, tenant);
      if (at - now > WAITED_MAX || lane.shutUntil > now) {
        lane.shutUntil = at;
        throw new TryLater(at, 'Teams takes no more posts in this channel right now.', true, true);
      }
      await clock.sleep(at - now);
    }
  };

  const turn = async <T>(conversation: string, work: () => Promise<T>): Promise<T> => {
    if (!paced) return work();
    const lane = laneOf(conversation);
    const mine = lane.queue.then(() => waitIn(lane));
    lane.queue = mine.catch(() => {});
    await mine;
    try {
      return await work();
    } catch (error) {
      // Whoever waits behind would overtake what was refused.
      if (error instanceof TryLater && error.wholeRoom) lane.shutUntil = error.at;
      throw error;
    } finally {
      end(clock.now(), lane, tenant);
    }
  };

  return {
    turn,
    inRow: (conversation, work) => {
      const lane = laneOf(conversation);
      const over = new AbortController();
      const late = lane.row.then(() => clock.sleep(ROW_WAITS, over.signal));
      const mine = lane.row.then(() => turn(conversation, work)).finally(() => over.abort());
      lane.row = late;
      return mine;
    },
    ...makeDecorations(clock),
  };
}

function makeDecorations(clock: Clock): Pick<Lanes, 'decorate' | 'stop'> {
  const reactions = unused();
  const waiting: (() => Promise<unknown>)[] = [];
  const stopped = new AbortController();
  let decorating = false;
  const decorateAll = async () => {
    for (let work = waiting.shift(); work; work = waiting.shift()) {
      const now = clock.now();
      const at = nextAt(reactions, REACTIONS, now);
      if (at > now) await clock.sleep(at - now, stopped.signal);
      if (stopped.signal.aborted) return;
      begin(reactions);
      await work().catch(() => {});
      end(clock.now(), reactions);
    }
  };
  return {
    decorate: work => {
      waiting.push(work);
      if (waiting.length > REACTIONS_WAITING_MAX) waiting.shift();
      if (decorating) return;
      decorating = true;
      void decorateAll().finally(() => {
        decorating = false;
      });
    },
    stop: () => {
      stopped.abort();
      waiting.length = 0;
    },
  };
}

function unused(): Used {
  const done = Promise.resolve();
  return { underWay: 0, answered: [], shutUntil: 0, queue: done, row: done };
}

/** When the next one fits into every window. */
function nextAt(used: Used, windows: Window[], now: Instant): Instant {
  const longest = windows.at(-1)!.per;
  used.answered = used.answered.filter(each => each > now - longest);
  const times = [...used.answered, ...Array<Instant>(used.underWay).fill(now)];
  return Math.max(now, ...windows.map(({ n, per }) => (times.length < n ? now : times[times.length - n]! + per)));
}

function begin(...all: Used[]): void {
  for (const each of all) each.underWay++;
}

function end(now: Instant, ...all: Used[]): void {
  for (const each of all) {
    each.underWay--;
    each.answered.push(now);
  }
}
