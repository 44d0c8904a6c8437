/** Claims due jobs and runs them: a lease each, a heartbeat while it works, retries, a dead letter with a notice. */
import { hush } from '../core/hush.ts';
import { type DurationMs, HOUR, type Instant, SECOND } from '../core/time.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ClaimedJob, Free, JobStore, WorkProgress } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { DATABASE_WAIT, LOOK_EVERY, type Watched } from './due-watch.ts';
import { Permanent, RetryAt, waitAfter } from './retry.ts';
import { makeSlots, slotOf } from './slots.ts';

/** A worker that died is noticed after this; a heartbeat every third of it keeps a slow job from being taken twice. */
export const LEASE: DurationMs = 30 * SECOND;
/** Where somebody else looks, it is woken; timers of more than 24 days do not exist. */
const REST_MAX: DurationMs = HOUR;
/** A due job that cannot be taken yet waits behind an earlier one of its key: another look, first soon, then less often. */
const BEHIND_FIRST: DurationMs = 25;
const BEHIND_MAX: DurationMs = 200;
/**
 * A process that leaves a job looks for it at once, and takes it where it can. The others look so much later, for what it could
 * not take: with a look of each process at each commit of each other one, four processes spent most on looking.
 */
const OTHERS_AFTER: DurationMs = 200;
/** How long a stop waits for running jobs; their leases free them afterwards. */
const STOP_WITHIN: DurationMs = 10 * SECOND;
/** After this many tries it is more than a hiccup. */
const ALARM_AT = 8;

export interface WorkerParts {
  /** This worker's name in the leases. */
  name: string;
  jobs: JobStore;
  clock: Clock;
  ids: Ids;
  log: Log;
  run(job: ClaimedJob): Promise<void>;
  /** Tells people about a job that was given up. */
  onDead(job: ClaimedJob, error: string): Promise<void>;
  /** The least time between two jobs of a lane, in ms; 0 for lanes without a rate. */
  laneGap(lane: string): DurationMs;
  /** How long a job stays with a worker that says nothing; LEASE unless given. */
  leaseMs?: DurationMs;
  /** Looks for all workspaces of the process; without one it looks by itself, each second. */
  watch?: Watched;
}

export interface Worker {
  start(): void;
  /** Takes no new jobs; resolves when the running ones have ended, or after ten seconds. */
  stop(): Promise<void>;
  /** Since it last looked for jobs and had an answer; asks nobody. */
  looked(): Pick<WorkProgress, 'sinceLookMs'>;
  /** How the work goes on, for whoever watches over the process. */
  progress(): Promise<WorkProgress>;
  /** There may be something to do. */
  poke(): void;
  /** Another process has left a job. */
  nudge(): void;
  /** Runs what is due now until nothing is; for tests and the simulator. */
  drain(): Promise<number>;
}

/** Why a wait ends early; where nothing is given each makes an exception with a stack, which nobody reads. */
const WOKEN = 'There may be something to do.';

/** What ends a worker's wait for the next look. */
interface Waker extends Pick<Worker, 'poke' | 'nudge'> {
  /** A signal for the wait that follows the look which begins now. */
  anew(): AbortSignal;
  /** Wakes it for the last time. */
  end(): void;
}

function makeWaker(clock: Clock): Waker {
  const ended = new AbortController();
  let [wake, nudged] = [new AbortController(), false];
  const poke = () => wake.abort(WOKEN);
  return {
    poke,
    // Many nudges are one look.
    nudge: () => {
      if (nudged || ended.signal.aborted) return;
      nudged = true;
      void clock.sleep(OTHERS_AFTER, ended.signal).then(() => {
        nudged = false;
        poke();
      });
    },
    anew: () => {
      wake = new AbortController();
      return wake.signal;
    },
    end: () => {
      ended.abort(WOKEN);
      poke();
    },
  };
}

export function makeWorker(parts: WorkerParts): Worker {
  const { name, jobs, clock, log, leaseMs = LEASE, watch } = parts;
  const restMax = watch ? REST_MAX : LOOK_EVERY;
  const running = new Set<Promise<void>>();
  const slots = makeSlots();
  let stopping = false;
  const looks = makeLooks(clock, watch);
  let [takenAt, loop]: [number | null, Promise<void> | null] = [null, null];
  const waker = makeWaker(clock);
  const { poke, nudge } = waker;

  const hearts = makeHearts(parts, leaseMs);
  const runOne = makeRunner(parts, hearts);

  const claim = async (most: number): Promise<number> => {
    // Whoever waits for their turn asks the database nothing: only from here on its silence is counted.
    const due = await looks.during(async () => {
      const now: Instant = clock.now();
      await hearts.prolong(now);
      return jobs.claim(name, now, clock.now() + leaseMs, slots.free(most));
    });
    if (stopping) {
      // It was being asked for when the stop came: somebody else does it, now.
      for (const job of due) await jobs.putBack(job, job.runAt, 'The process that took it was stopping.', true);
      return 0;
    }
    if (due.length) takenAt = clock.elapsed();
    const claimed = await spread(parts, due);
    for (const job of claimed) {
      const left = beginIn(slots, watch, job);
      const work: Promise<void> = runOne(job).finally(() => {
        running.delete(work);
        left();
        poke();
      });
      running.add(work);
    }
    return claimed.length;
  };
  const take = () => (watch ? watch.turn.take(claim) : claim(Number.POSITIVE_INFINITY));

  const run = async () => {
    let sorted = false;
    let behind = BEHIND_FIRST;
    while (!stopping) {
      const signal = waker.anew();
      try {
        if (!sorted) await looks.during(() => jobs.sortIn(slotOf));
        sorted = true;
        if ((await take()) > 0) {
          behind = BEHIND_FIRST;
          continue;
        }
        const due = await looks.during(() => jobs.nextDue(clock.now(), slots.free()));
        const wait = due === null ? restMax : Math.min(restMax, Math.max(0, due - clock.now()));
        await clock.sleep(wait || behind, signal);
        behind = wait > 0 ? BEHIND_FIRST : Math.min(behind * 2, BEHIND_MAX);
      } catch (error) {
        log.error({ error: String(error) }, 'The jobs cannot be read from the database. Trying again in 2 s.');
        await clock.sleep(DATABASE_WAIT, signal);
      }
    }
  };

  const looked = () => ({ sinceLookMs: loop ? looks.sinceMs() : null });
  let leave = () => {};

  return {
    start: () => {
      looks.begin();
      if (watch && !loop) leave = watch.join(poke);
      loop ??= run();
    },
    stop: async () => {
      stopping = true;
      leave();
      waker.end();
      await loop;
      const late = new AbortController();
      await Promise.race([Promise.allSettled([...running]), clock.sleep(STOP_WITHIN, late.signal)]);
      late.abort(WOKEN);
    },
    looked,
    progress: async () => ({
      ...looked(),
      sinceTakenMs: takenAt === null ? null : clock.elapsed() - takenAt,
      ...(await dueFor(parts, slots.free())),
    }),
    poke,
    nudge,
    drain: async () => {
      for (let done = 0; ; ) {
        const before = running.size;
        const taken = await take();
        // One that ended during the look may have left another.
        if (taken + running.size + before === 0) return done;
        done += taken;
        if (running.size) await Promise.race(running);
      }
    },
  };
}

/** @returns what says that the job has ended */
function beginIn(slots: ReturnType<typeof makeSlots>, watch: Watched | undefined, job: ClaimedJob): () => void {
  slots.take(job);
  const ended = watch?.turn.began();
  return () => {
    slots.leave(job);
    ended?.();
  };
}

/** How long the oldest job has been due, and the oldest that nothing keeps from being done. */
async function dueFor({ jobs, clock, watch }: WorkerParts, free: readonly Free[]) {
  if (watch && !watch.isDue()) return { oldestDueMs: 0, overdueMs: 0 };
  const now = clock.now();
  const [oldest, open] = await Promise.all([jobs.oldestDue(now, []), jobs.oldestDue(now, free)]);
  const age = (at: Instant | null) => (at === null ? 0 : Math.max(0, now - at));
  return { oldestDueMs: age(oldest), overdueMs: age(open) };
}

/** When the database was last asked for jobs, and answered; by a clock that only goes forward. */
function makeLooks(clock: Clock, watch: Watched | undefined) {
  let answeredAt: number | null = null;
  let askedAt: number | null = null;
  return {
    begin: () => {
      answeredAt ??= clock.elapsed();
    },
    /** Asks the database for something. Where that fails it counts as asked until another one is answered. */
    during: async <T>(ask: () => Promise<T>): Promise<T> => {
      askedAt ??= clock.elapsed();
      const answer = await ask();
      [answeredAt, askedAt] = [clock.elapsed(), null];
      return answer;
    },
    sinceMs: () => {
      if (answeredAt === null) return null;
      // What was waited for before it was asked, a turn for example, is no silence of the database.
      if (askedAt !== null) return clock.elapsed() - Math.max(askedAt, answeredAt);
      const own = clock.elapsed() - answeredAt;
      // Asleep, it relies on whoever looks for it.
      const others = watch?.sinceLookMs();
      return others == null ? own : Math.min(own, others);
    },
  };
}

interface Hearts {
  /** Prolongs the lease of a job every third of its length, until it is stopped; never throws. */
  beat(job: ClaimedJob): { stop(): void };
  /**
   * Where this process stood still for so long that leases may have run out, they are prolonged before anything is claimed: it
   * must not take for somebody else's what it is at itself.
   * @throws where the database does not confirm it: then nothing may be claimed
   */
  prolong(now: Instant): Promise<void>;
}

function makeHearts({ jobs, clock }: WorkerParts, leaseMs: DurationMs): Hearts {
  const heldUntil = new Map<ClaimedJob, Instant>();
  /** Only what the database has confirmed counts. @throws where it does not answer */
  const extend = async (job: ClaimedJob) => {
    const until = clock.now() + leaseMs;
    const kept = await jobs.extend(job, until);
    if (!heldUntil.has(job)) return;
    // Somebody else has it, for good: there is nothing left to prolong.
    if (kept) heldUntil.set(job, until);
    else heldUntil.delete(job);
  };
  return {
    beat: job => {
      const done = new AbortController();
      heldUntil.set(job, Number(job.lockedUntil));
      void (async () => {
        while (!done.signal.aborted) {
          await clock.sleep(leaseMs / 3, done.signal);
          if (!done.signal.aborted) await extend(job).catch(() => {});
        }
      })();
      return {
        stop: () => {
          heldUntil.delete(job);
          done.abort(WOKEN);
        },
      };
    },
    prolong: async now => {
      const near = [...heldUntil].filter(([, until]) => until < now + leaseMs / 2);
      await Promise.all(near.map(([job]) => extend(job)));
    },
  };
}

/** Runs one job to its end: done, put back, or buried with a notice. */
function makeRunner(parts: WorkerParts, hearts: Hearts): (job: ClaimedJob) => Promise<void> {
  const { jobs, clock, ids, log } = parts;

  const failed = async (job: ClaimedJob, error: unknown) => {
    const words = hush(error instanceof Error ? error.message : String(error));
    if (error instanceof RetryAt) {
      if (error.lane) await jobs.holdLane(error.lane, error.at);
      // Where its whole lane waits, the job keeps its place in it: what was first stays first.
      const keepsPlace = error.lane !== null && error.lane === job.lane;
      await jobs.putBack(job, keepsPlace ? job.runAt : error.at, words, true);
      return;
    }
    const fields = { job: job.id, kind: job.kind, attempt: job.attempts, error: words };
    if (!(error instanceof Permanent) && job.attempts < job.attemptsMax) {
      const alarming = job.attempts === ALARM_AT;
      if (alarming) log.error(fields, 'A job keeps failing. It is tried again, but somebody should look.');
      else log.warn(fields, 'A job failed and will be tried again.');
      await jobs.putBack(job, clock.now() + waitAfter(job.attempts, ids.fraction()), words, false);
      return;
    }
    log.error(fields, 'A job was given up. `deskhand doctor` lists what is left.');
    // The notice first: should we die in between, it is given twice rather than never.
    await parts.onDead(job, words);
    await jobs.bury(job, words);
  };

  return async job => {
    const heart = hearts.beat(job);
    try {
      await parts.run(job);
      await jobs.complete(job);
    } catch (error) {
      await failed(job, error).catch(lost =>
        log.error(
          { job: job.id, kind: job.kind, error: String(lost) },
          'A failed job could not be queued again; it becomes free when its lease ends.',
        ),
      );
    } finally {
      heart.stop();
    }
  };
}

/** One of each lane at a time; the others go back to their place in the order, and the lane itself waits. */
async function spread({ jobs, clock, laneGap }: WorkerParts, claimed: ClaimedJob[]): Promise<ClaimedJob[]> {
  const seen = new Set<string>();
  const now: ClaimedJob[] = [];
  // Where both wait for one lane, what is new has it.
  for (const job of [...claimed].sort((a, b) => Number(a.slot === 'old') - Number(b.slot === 'old'))) {
    const gap = job.lane ? laneGap(job.lane) : 0;
    if (!job.lane || gap === 0) now.push(job);
    else if (seen.has(job.lane)) await jobs.putBack(job, job.runAt, 'The lane is busy.', true);
    else {
      seen.add(job.lane);
      await jobs.holdLane(job.lane, clock.now() + gap);
      now.push(job);
    }
  }
  return now;
}
