/** Claims due jobs and runs them: a lease each, a heartbeat while it works, retries, a dead letter with a notice. */
import { hush } from '../core/hush.ts';
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ClaimedJob, JobStore, WorkProgress } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { Permanent, RetryAt, waitAfter } from './retry.ts';
import { makeSlots, slotOf } from './slots.ts';

/** A worker that died is noticed after this; a heartbeat every third of it keeps a slow job from being taken twice. */
export const LEASE: DurationMs = 30 * SECOND;
/** A net under the wake-ups: a job that nobody announced is found within this time. */
const POLL_MAX: DurationMs = SECOND;
/** A due job that cannot be taken yet waits behind an earlier one of its key: another look, first soon, then less often. */
const BEHIND_FIRST: DurationMs = 25;
const BEHIND_MAX: DurationMs = 200;
/** How long a stop waits for running jobs; their leases free them afterwards. */
const STOP_WITHIN: DurationMs = 10 * SECOND;
/** After this many tries it is more than a hiccup. */
const ALARM_AT = 8;
/** After a failure of the database itself. */
const DATABASE_WAIT: DurationMs = 2 * SECOND;

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
  /** Runs what is due now until nothing is; for tests and the simulator. */
  drain(): Promise<number>;
}

/** Why a wait ends early; where nothing is given each makes an exception with a stack, which nobody reads. */
const WOKEN = 'There may be something to do.';

export function makeWorker(parts: WorkerParts): Worker {
  const { name, jobs, clock, log, leaseMs = LEASE } = parts;
  const running = new Set<Promise<void>>();
  const slots = makeSlots();
  let stopping = false;
  /** By a clock that only goes forward. */
  let lookedAt: number | null = null;
  let takenAt: number | null = null;
  let wake = new AbortController();
  let loop: Promise<void> | null = null;

  const runOne = makeRunner(parts, leaseMs);

  const take = async (): Promise<number> => {
    const now: Instant = clock.now();
    const due = await jobs.claim(name, now, now + leaseMs, slots.free());
    lookedAt = clock.elapsed();
    if (stopping) {
      // It was being asked for when the stop came: somebody else does it, now.
      for (const job of due) await jobs.putBack(job, job.runAt, 'The process that took it was stopping.', true);
      return 0;
    }
    if (due.length) takenAt = lookedAt;
    const claimed = await spread(parts, due);
    for (const job of claimed) {
      slots.take(job);
      const work: Promise<void> = runOne(job)
        .catch(error =>
          log.error(
            { job: job.id, kind: job.kind, error: String(error) },
            'A job could not be put back; its lease frees it.',
          ),
        )
        .finally(() => {
          running.delete(work);
          slots.leave(job);
          wake.abort(WOKEN);
        });
      running.add(work);
    }
    return claimed.length;
  };

  const run = async () => {
    let sorted = false;
    let behind = BEHIND_FIRST;
    while (!stopping) {
      wake = new AbortController();
      const signal = wake.signal;
      try {
        if (!sorted) await jobs.sortIn(slotOf);
        sorted = true;
        if ((await take()) > 0) {
          behind = BEHIND_FIRST;
          continue;
        }
        const due = await jobs.nextDue(clock.now(), slots.free());
        const wait = due === null ? POLL_MAX : Math.min(POLL_MAX, Math.max(0, due - clock.now()));
        await clock.sleep(wait || behind, signal);
        behind = wait > 0 ? BEHIND_FIRST : Math.min(behind * 2, BEHIND_MAX);
      } catch (error) {
        log.error({ error: String(error) }, 'The jobs cannot be read from the database. Trying again in 2 s.');
        await clock.sleep(DATABASE_WAIT, signal);
      }
    }
  };

  const looked = () => ({ sinceLookMs: loop && lookedAt !== null ? clock.elapsed() - lookedAt : null });

  return {
    start: () => {
      lookedAt ??= clock.elapsed();
      loop ??= run();
    },
    stop: async () => {
      stopping = true;
      wake.abort(WOKEN);
      await loop;
      const late = new AbortController();
      await Promise.race([Promise.allSettled([...running]), clock.sleep(STOP_WITHIN, late.signal)]);
      late.abort(WOKEN);
    },
    looked,
    progress: async () => {
      const now = clock.now();
      const [oldest, free] = await Promise.all([jobs.oldestDue(now, []), jobs.oldestDue(now, slots.free())]);
      const since = (at: number | null) => (at === null ? null : clock.elapsed() - at);
      const age = (at: Instant | null) => (at === null ? 0 : Math.max(0, now - at));
      return { ...looked(), sinceTakenMs: since(takenAt), oldestDueMs: age(oldest), overdueMs: age(free) };
    },
    poke: () => wake.abort(WOKEN),
    drain: async () => {
      let done = 0;
      for (;;) {
        const taken = await take();
        if (taken === 0 && running.size === 0) return done;
        done += taken;
        if (running.size) await Promise.race(running);
      }
    },
  };
}

/** Runs one job to its end: done, put back, or buried with a notice. */
function makeRunner(parts: WorkerParts, leaseMs: DurationMs): (job: ClaimedJob) => Promise<void> {
  const { jobs, clock, ids, log } = parts;
  /** Prolongs the lease every third of its length; never throws. */
  const beat = (job: ClaimedJob) => {
    const done = new AbortController();
    void (async () => {
      while (!done.signal.aborted) {
        await clock.sleep(leaseMs / 3, done.signal);
        if (!done.signal.aborted) await jobs.extend(job, clock.now() + leaseMs).catch(() => {});
      }
    })();
    return { stop: () => done.abort() };
  };

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
    const heart = beat(job);
    try {
      await parts.run(job);
      heart.stop();
      await jobs.complete(job);
    } catch (error) {
      heart.stop();
      await failed(job, error);
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
