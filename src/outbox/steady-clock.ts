/**
 * A monotonic clock for this process. A machine's clock jumps: set by hand, by the network after a start without one, by a
 * virtual machine that wakes up. A hold measured by it would end at once, or an hour late. So time advances by a clock that
 * only goes forward; a jump is adopted between two checks, together with everything that waits: what had ten seconds left
 * still has ten seconds left.
 */
import type { DurationMs, Instant } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * A smaller difference is drift, and the network's gentle corrections of it: taken up as it is. So nothing that waits ends
 * earlier, or later, than it was measured by more than this.
 */
export const JUMP_MIN: DurationMs = 500;

/** What a machine can tell of time. */
export interface Machine {
  /** By its calendar; it may jump. */
  wall(): Instant;
  /** Since it was started, sleep included; null where it cannot tell. Looked at rarely: it reads a file. */
  up(): DurationMs | null;
  /** Another one after each start of the machine; null where it cannot tell. */
  boot(): string | null;
}

export interface SteadyClock extends Clock {
  /** By how much `reference` is ahead of this clock, in ms. */
  gap(reference: Instant): DurationMs;
  /** Goes on from there. */
  adopt(by: DurationMs): void;
  /** Time in which the machine slept and nothing was measured is added: a hold goes on meanwhile. */
  addSleep(): void;
}

export function makeSteadyClock(machine: Machine, below: Clock): SteadyClock {
  let base = machine.wall();
  let at = below.elapsed();
  let up = machine.up();
  const now = () => base + (below.elapsed() - at);
  return {
    now: () => Math.round(now()),
    elapsed: below.elapsed,
    sleep: below.sleep,
    ...(below.stoodStill ? { stoodStill: below.stoodStill } : {}),
    gap: reference => reference - now(),
    adopt: by => {
      base += by;
    },
    addSleep: () => {
      const upNow = machine.up();
      const measured = below.elapsed() - at;
      base += measured;
      at += measured;
      const slept = up === null || upNow === null ? 0 : upNow - up - measured;
      up = upNow;
      if (slept > JUMP_MIN) base += slept;
    },
  };
}
