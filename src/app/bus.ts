/** Wakes whoever watches a topic, in this process and, through the database, in the others. */
import type { Bus } from '../ports/shelf.ts';
import type { Engine } from '../store/engine.ts';

export function makeBus(engine: Engine): Bus {
  const watchers = new Map<string, Set<() => void>>();
  engine.subscribe(topic => {
    for (const wake of watchers.get(topic) ?? []) wake();
  });
  return {
    publish: topic => engine.publish(topic),
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
