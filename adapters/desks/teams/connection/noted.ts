/** Small facts that come with Teams' deliveries, kept on the shelf and in memory; written only when they change. */
import type { Json } from '../../../../src/ports/json.ts';
import type { Shelf } from '../../../../src/ports/shelf.ts';

/** Far more than the channels, or colleagues who answer, of one tenant; beyond that the oldest are read from the shelf again. */
const REMEMBERED_MAX = 5_000;

export interface Noted<T> {
  get(key: string): Promise<T | null>;
  note(key: string, value: T): Promise<void>;
}

export function makeNoted<T>(shelf: Shelf, stream: string): Noted<T> {
  const known = new Map<string, string>();
  const remember = (key: string, text: string) => {
    known.set(key, text);
    if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value!);
  };
  return {
    get: async key => {
      const there = known.get(key);
      if (there !== undefined) return JSON.parse(there) as T;
      const found = (await shelf.get(stream, key))?.value;
      if (found === undefined || found === null) return null;
      remember(key, JSON.stringify(found));
      return found as T;
    },
    note: async (key, value) => {
      const text = JSON.stringify(value);
      if (known.get(key) === text) return;
      await shelf.put(stream, key, value as Json);
      remember(key, text);
    },
  };
}
