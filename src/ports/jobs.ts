/** The jobs table, the lanes and the leases, as the outbox uses them. */
import type { DurationMs, Instant } from '../core/time.ts';
import type { JobRow } from './rows.ts';

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
   * @param giveTryBack a wait that is no failure (rate limit) does not count as a try
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

export interface LeaseStore {
  /**
   * Takes or prolongs a lease. The term is a fencing number: it grows each time the owner changes.
   * @returns the term, or null when another owner holds it
   */
  take(name: string, owner: string, now: Instant, forMs: DurationMs): Promise<number | null>;
  release(name: string, owner: string): Promise<void>;
}
