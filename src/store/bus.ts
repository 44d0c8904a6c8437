/** Wakes whoever watches a topic, in this process and, through the database, in the others. */
import type { Bus } from '../ports/shelf.ts';
import { type Engine, MISSED } from './engine.ts';

/** Topics that end in this are only hints ("is writing"): there is nothing to read again. */
const HINT = '!';

export function makeBus(engine: Engine): Bus & { close(): void } {
  const watchers = new Map<string, Set<() => void>>();
  const close = engine.subscribe(topic => {
    // The line to the other processes was broken: whatever was said meanwhile was missed.
    if (topic === MISSED) {
      for (const [each, set] of watchers) if (!each.endsWith(HINT)) for (const wake of set) wake();
    } else for (const wake of watchers.get(topic) ?? []) wake();
  });
  return {
    publish: topic => engine.publish(topic),
    close,
    subscribe: (topic, wake) => {
      const set = watchers.get(topic) ?? new Set();
      set.add(wake);
      watchers.set(topic, set);
      return () => {
        set.delete(wake);
        if (set.size === 0) watchers.delete(topic);
      };
    },
  };
}
