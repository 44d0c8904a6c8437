/** The machine's time, which a test can push on: whoever sleeps until then wakes at once. */
import { systemClock, thisMachine } from '../../src/app/world.ts';
import type { Machine } from '../../src/outbox/steady-clock.ts';
import type { Clock } from '../../src/ports/clock.ts';

export interface PushedTime {
  /** For `compose`: the calendar and the measure of it go on together, so it is no jump of the clock. */
  machine: Machine;
  measure: Clock;
  /** Only where the database has no time of its own: on SQLite. */
  push(ms: number): void;
  /** Of those who went to sleep for at least `leastMs`: how many sleep, and in how many ms the first of them wakes. */
  asleep(leastMs: number): { count: number; wakesInMs: number };
}

/** Longer sleeps overflow the timer and would end at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export function pushedTime(): PushedTime {
  let pushed = 0;
  const elapsed = () => systemClock.elapsed() + pushed;
  const now = () => systemClock.now() + pushed;
  /** Each sets its timer anew, by what is left. */
  const sleepers = new Map<() => void, { ms: number; until: number }>();
  const sleep: Clock['sleep'] = (ms, signal) => {
    if (ms === 0 || signal?.aborted) return systemClock.sleep(0, signal);
    return new Promise(resolve => {
      const until = elapsed() + ms;
      let timer: NodeJS.Timeout;
      const wake = () => {
        clearTimeout(timer);
        sleepers.delete(set);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const set = () => {
        clearTimeout(timer);
        timer = setTimeout(wake, Math.min(Math.max(0, until - elapsed()), TIMER_MAX_MS));
      };
      sleepers.set(set, { ms, until });
      signal?.addEventListener('abort', wake);
      set();
    });
  };
  return {
    machine: { ...thisMachine, wall: now },
    measure: { now, elapsed, sleep },
    push: ms => {
      pushed += ms;
      for (const set of [...sleepers.keys()]) set();
    },
    asleep: leastMs => {
      const found = [...sleepers.values()].filter(each => each.ms >= leastMs);
      const first = Math.min(...found.map(each => each.until));
      return { count: found.length, wakesInMs: Math.max(0, first - elapsed()) };
    },
  };
}
