/**
 * Decides when a message that cannot be stored is itself to blame. Not at first: the next try may succeed. It is when it
 * keeps failing for a while and others were stored in the meantime. Then it is shown as unreadable, rather than blocking
 * the way for ever.
 */
import { type DurationMs, MINUTE } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';

const TRIES_MIN = 3;
/** Longer than a database takes to come back, and than a deployment that went wrong. */
const LASTS_MIN: DurationMs = 10 * MINUTE;
/** Messages that are remembered; past this something else is wrong. */
const REMEMBERED_MAX = 1_000;

interface Stuck {
  taken(externalId: string): void;
  /** It failed once more. True: others go through, this one never does. */
  failed(externalId: string): boolean;
}

export function makeStuck(clock: Clock): Stuck {
  const known = new Map<string, { since: number; tries: number }>();
  let lastTaken = Number.NEGATIVE_INFINITY;
  return {
    taken: externalId => {
      known.delete(externalId);
      lastTaken = clock.now();
    },
    failed: externalId => {
      const now = clock.now();
      const at = known.get(externalId) ?? { since: now, tries: 0 };
      at.tries++;
      known.set(externalId, at);
      if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value!);
      return at.tries >= TRIES_MIN && now - at.since >= LASTS_MIN && lastTaken > at.since;
    },
  };
}
