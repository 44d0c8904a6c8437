/** The machine's time, in a hurry, and the same for all processes of a test: minutes of a far side pass in seconds. */
import { systemClock } from '../../src/app/world.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** A minute passes in a second; a lease of a leader, 15 s, is still longer than a crowded machine stands still. */
const SPEED = 60;

/** @param begunAt when the test began, by the machine's clock in ms: from there on time hurries */
export function hurriedClock(begunAt: number): Clock {
  const now = () => begunAt + (systemClock.now() - begunAt) * SPEED;
  return {
    now,
    elapsed: () => systemClock.elapsed() * SPEED,
    sleep: (ms, signal) => systemClock.sleep(ms / SPEED, signal),
  };
}
