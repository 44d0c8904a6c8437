/** The jobs table, the lanes and the leases, as the outbox uses them. */
import type { DurationMs, Instant } from '../core/time.ts';
import type { JobRow } from './rows.ts';

export interface ClaimedJob extends JobRow {
  seq: number;
}

export interface JobStore {
  /**
   * Takes up to `limit` due jobs for `worker` until `until`. A job is due when its time has come, its lane is free and
   * no earlier ready job has its key: a held or failing job keeps those behind it waiting.
   */
  claim(worker: string, now: Instant, until: Instant, limit: number): Promise<ClaimedJob[]>;
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
  /** When the next job is due, for a worker that wants to sleep until then. */
  nextDue(now: Instant): Promise<Instant | null>;
}

export interface LeaseStore {
  /**
   * Takes or prolongs a lease. The term is a fencing number: it grows each time the owner changes.
   * @returns the term, or null when another owner holds it
   */
  take(name: string, owner: string, now: Instant, forMs: DurationMs): Promise<number | null>;
  release(name: string, owner: string): Promise<void>;
}
