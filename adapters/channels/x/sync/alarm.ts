/** A sleep that somebody else can end: a list is looked at earlier when an event says that there is something. */
import type { DurationMs } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';

export interface Alarm {
  /** Ends the sleep, or the next one where nobody sleeps. */
  ring(): void;
  sleep(ms: DurationMs, signal: AbortSignal): Promise<void>;
}

export function makeAlarm(clock: Clock): Alarm {
  let rung = false;
  let end = () => {};
  return {
    ring: () => {
      rung = true;
      end();
    },
    sleep: async (ms, signal) => {
      const nap = new AbortController();
      end = () => nap.abort();
      if (!rung && ms > 0) await clock.sleep(ms, AbortSignal.any([nap.signal, signal]));
      rung = false;
      end = () => {};
    },
  };
}
