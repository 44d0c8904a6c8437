/** Who is writing right now: kept for seconds, in this process only, and nowhere else. */
import type { Instant } from '../../../src/core/time.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import { CHANGED } from './records.ts';

/** Said again every 3 seconds while somebody types. */
const SHOWN_FOR_MS = 5_000;

export interface Typing {
  /** A customer writes in this thread. */
  says(thread: string, who: string): void;
  who(thread: string): string | null;
  stop(): void;
}

export function makeTyping({ bus, clock }: Pick<DeskContext, 'bus' | 'clock'>): Typing {
  const writing = new Map<string, { who: string; until: Instant }>();
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    says: (thread, who) => {
      const isNew = !writing.has(thread);
      writing.set(thread, { who, until: clock.now() + SHOWN_FOR_MS });
      clearTimeout(timers.get(thread));
      const over = () => {
        writing.delete(thread);
        timers.delete(thread);
        bus.publish(CHANGED);
      };
      timers.set(thread, setTimeout(over, SHOWN_FOR_MS).unref());
      if (isNew) bus.publish(CHANGED);
    },
    who: thread => {
      const found = writing.get(thread);
      return found && found.until > clock.now() ? found.who : null;
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
