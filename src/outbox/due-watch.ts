/**
 * Looks once a second, for all workspaces of a process together, which of them have something due, and wakes their workers.
 * With a look of each worker's own a thousand idle workspaces were a thousand looks a second.
 */
import type { WorkspaceId } from '../core/ids.ts';
import { type DurationMs, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { DueStore } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { makeFairTurns, type Turn } from './fair-turns.ts';

/** A net under the wake-ups: a job that nobody announced is found within this time. */
export const LOOK_EVERY: DurationMs = SECOND;
/** After a failure of the database itself. */
export const DATABASE_WAIT: DurationMs = 2 * SECOND;

/** The watch, as one workspace's worker sees it. */
export interface Watched {
  /** From now on it is woken when something is due. @returns ends that */
  join(wake: () => void): () => void;
  /** Since the last look that had an answer; null before the first one. */
  sinceLookMs(): DurationMs | null;
  /** Whether something was due at the last look; also what waits for its lane. */
  isDue(): boolean;
  /** Its turns among those that are at work at once. */
  turn: Turn;
}

export interface DueWatch {
  of(workspaceId: WorkspaceId): Watched;
  /** Looks now: what was announced may have been missed. */
  look(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export function makeDueWatch({ store, clock, log }: { store: DueStore; clock: Clock; log: Log }): DueWatch {
  const workers = new Map<WorkspaceId, () => void>();
  const ended = new AbortController();
  const joinRound = makeFairTurns(clock);
  let due: ReadonlySet<WorkspaceId> = new Set();
  let lookedAt: number | null = null;
  let loop: Promise<void> | null = null;

  const look = async () => {
    due = new Set(await store.dueIn(clock.now()));
    lookedAt = clock.elapsed();
    for (const each of due) workers.get(each)?.();
  };
  const run = async () => {
    while (!ended.signal.aborted) {
      try {
        await look();
        await clock.sleep(LOOK_EVERY, ended.signal);
      } catch (error) {
        log.error({ error: String(error) }, 'The jobs cannot be read from the database. Trying again in 2 s.');
        await clock.sleep(DATABASE_WAIT, ended.signal);
      }
    }
  };
  return {
    of: (workspaceId, turn = joinRound()) => ({
      turn,
      join: wake => {
        workers.set(workspaceId, wake);
        return () => {
          workers.delete(workspaceId);
          turn.end();
        };
      },
      sinceLookMs: () => (lookedAt === null ? null : clock.elapsed() - lookedAt),
      isDue: () => due.has(workspaceId),
    }),
    look,
    start: () => {
      lookedAt ??= clock.elapsed();
      loop ??= run();
    },
    stop: async () => {
      ended.abort();
      await loop;
    },
  };
}
