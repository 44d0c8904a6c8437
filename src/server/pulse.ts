/**
 * Readiness: the database answers and jobs make progress. A silent database looks like an idle one, so progress is checked,
 * and no check takes longer than a probe waits.
 */
import { type DurationMs, MINUTE, SECOND } from '../core/time.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { WorkProgress } from '../ports/jobs.ts';

/** A database that needs longer for a word is no use at the moment; orchestrators wait hardly longer for theirs. */
const ANSWERS_WITHIN: DurationMs = 3 * SECOND;
/** The worker looks each second: after so many misses something is wrong. */
const LOOKS_WITHIN: DurationMs = 15 * SECOND;
/** Something is due, there is room for it, and for so long nothing at all was taken. */
const TAKES_WITHIN: DurationMs = 2 * MINUTE;

export interface Database {
  kind: string;
  /** Throws when it cannot be written to. */
  check(): Promise<void>;
  /** What an admin reads of such an error. */
  words(error: unknown): string;
  /** What is not as it was set, and stops nothing, in sentences. */
  troubles?(): string[];
}

/** Whoever does the jobs. */
interface Work {
  looked(): Pick<WorkProgress, 'sinceLookMs'>;
  progress(): Promise<WorkProgress>;
}

export interface Pulse {
  database(): Promise<HealthItem>;
  /** Empty while nothing has been started. */
  work(): Promise<HealthItem[]>;
  /** For metrics; what needs the database is null while it does not answer. */
  progress(): Promise<Pick<WorkProgress, 'sinceLookMs'> & { oldestDueMs: DurationMs | null }>;
}

export interface PulseParts {
  database: Database;
  clock: Clock;
  /** Null while nothing has been started. */
  worker(): Work | null;
  /** It takes no new work: whoever balances sends requests elsewhere. */
  isStopping?(): boolean;
}

export function makePulse({ database, clock, worker, isStopping }: PulseParts): Pulse {
  return {
    database: () => databaseItem(database, clock),
    work: async () => {
      const one = worker();
      const { sinceLookMs } = one?.looked() ?? { sinceLookMs: null };
      if (!one || sinceLookMs === null) return [];
      const what = 'Work';
      if (isStopping?.()) return [{ what, ok: false, words: 'This process is stopping and takes no new work.' }];
      if (sinceLookMs > LOOKS_WITHIN) {
        const words = `Nothing has been processed for ${seconds(sinceLookMs)} s: the database does not answer. Work resumes as soon as it does.`;
        return [{ what, ok: false, words }];
      }
      const progress = await inTime(one.progress(), clock).catch(() => null);
      // The database says so itself, one line above.
      if (!progress) return [];
      const { overdueMs, sinceTakenMs } = progress;
      const stuck = overdueMs > TAKES_WITHIN && (sinceTakenMs === null || sinceTakenMs > TAKES_WITHIN);
      const words = stuck
        ? `Something has been due for ${seconds(overdueMs)} s and is not being worked on. Start Deskhand again and look at the log.`
        : `looked ${seconds(sinceLookMs)} s ago`;
      return [{ what, ok: !stuck, words }];
    },
    progress: async () => {
      const one = worker();
      const looked = one?.looked() ?? { sinceLookMs: null };
      const all = one && (await inTime(one.progress(), clock).catch(() => null));
      return { ...looked, oldestDueMs: all ? all.oldestDueMs : null };
    },
  };
}

/** Asks the database for a word, and does not wait long for it. */
export async function databaseItem(database: Database, clock: Clock): Promise<HealthItem> {
  try {
    await inTime(database.check(), clock);
    return { what: 'Database', ok: true, words: database.kind };
  } catch (error) {
    return { what: 'Database', ok: false, words: database.words(error) };
  }
}

export async function inTime<T>(work: Promise<T>, clock: Clock): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(ANSWERS_WITHIN, over.signal).then(() => {
    if (!over.signal.aborted) throw new Error(`timeout: no answer within ${seconds(ANSWERS_WITHIN)} s`);
    return work;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => {});
  }
}

function seconds(ms: DurationMs): number {
  return Math.round(ms / SECOND);
}
