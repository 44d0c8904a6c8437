/** An index of past enquiries as it is now: built when it is first asked for, kept up with the store, dropped when memory is short. */
import type { EnquiryId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { PastReads } from '../ports/history.ts';
import type { Log } from '../ports/log.ts';
import { type Followed, followPast, type Taken } from './follow.ts';
import type { IndexMemory } from './index-memory.ts';

/** After a failure it is tried again this much later. */
const AGAIN_MS: DurationMs = 60_000;

interface CurrentParts {
  store: PastReads;
  clock: Clock;
  log: Log;
  kinds: Kinds;
  memory: IndexMemory;
}

interface Current {
  /** Null until it is built, and where it cannot be. */
  get(): Promise<Followed | null>;
  /** Waits until it is built, at most this long. @returns whether it is */
  ready(withinMs: DurationMs): Promise<boolean>;
  /** Forgets the words of these at once, in this process. */
  forget(ids: readonly EnquiryId[]): void;
}

/** @param taken what of each past enquiry is taken in, and what the log says where it cannot be */
export function makeCurrent(
  { store, clock, log, kinds, memory }: CurrentParts,
  taken: Taken & { failed: string },
): Current {
  let followed: Followed | null = null;
  let building: Promise<void> | null = null;
  let failedAt: Instant | null = null;
  let round = 0;
  const kept = {
    get size() {
      return followed?.index.size ?? 0;
    },
    drop: () => {
      round++;
      followed = null;
    },
  };
  const fail = (error: unknown) => {
    failedAt = clock.now();
    kept.drop();
    log.warn({ error: String(error) }, taken.failed);
  };
  const build = () => {
    if (followed || building || (failedAt !== null && clock.now() < failedAt + AGAIN_MS)) return building;
    const mine = round;
    building = followPast({ store, kinds, clock, ...taken }, clock.now(), () => round !== mine)
      .then(made => {
        followed = made;
        failedAt = null;
      }, fail)
      .finally(() => {
        building = null;
      });
    return building;
  };
  return {
    get: async (): Promise<Followed | null> => {
      void build();
      if (!followed) return null;
      memory.used(kept);
      try {
        await followed.refresh(clock.now());
      } catch (error) {
        fail(error);
      }
      return followed;
    },
    ready: async (withinMs: DurationMs): Promise<boolean> => {
      const stop = new AbortController();
      const built = build();
      if (built) await Promise.race([built, clock.sleep(withinMs, stop.signal)]);
      stop.abort();
      return followed !== null;
    },
    forget: (ids: readonly EnquiryId[]) => {
      for (const id of ids) followed?.index.remove(id);
    },
  };
}
