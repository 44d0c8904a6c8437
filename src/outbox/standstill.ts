/**
 * Notices that this process stood still: it was stopped, swapped out, or computed for so long that its leases ran out. What it
 * was about to do then, another process may have done; whoever is about to send or show something asks here first.
 */
import { type DurationMs, SECOND } from '../core/time.ts';

/** A lease of a job lasts 20 s at least when nobody prolongs it any more, and one of a leader 10 s. */
const STANDSTILL: DurationMs = 10 * SECOND;

interface Standstill {
  /** Called every second. */
  look(): void;
  since(at: number): boolean;
}

/** @param elapsed by a clock that goes on while the process stands still */
export function makeStandstill(elapsed: () => number): Standstill {
  let [lookedAt, endedAt] = [elapsed(), Number.NEGATIVE_INFINITY];
  return {
    look: () => {
      const now = elapsed();
      if (now - lookedAt > STANDSTILL) endedAt = now;
      lookedAt = now;
    },
    // After a stop, answers that came meanwhile are handled before any timer: it may not have looked yet.
    since: at => endedAt >= at || elapsed() - Math.max(lookedAt, at) > STANDSTILL,
  };
}
