/** A shelf in memory, with the same duties as the real one; the store contract checks those on both engines. */
import type { Json } from '../../src/ports/json.ts';
import type { Shelf, ShelfEntry } from '../../src/ports/shelf.ts';

export function memoryShelf(): Shelf {
  const streams = new Map<string, (ShelfEntry & { version: number })[]>();
  const of = (stream: string) => {
    const found = streams.get(stream) ?? [];
    streams.set(stream, found);
    return found;
  };
  const shelf: Shelf = {
    append: async (stream, key, value) => {
      const entries = of(stream);
      const there = entries.find(each => each.key === key);
      if (there) return { n: there.n, fresh: false };
      const n = (entries.at(-1)?.n ?? 0) + 1;
      entries.push({ n, key, value, version: 0 });
      return { n, fresh: true };
    },
    replace: async (stream, key, value: Json, version = 0) => {
      const there = of(stream).find(each => each.key === key && each.version <= version);
      if (there) Object.assign(there, { value, version });
      return there !== undefined;
    },
    put: async (stream, key, value, version = 0) => {
      if (await shelf.replace(stream, key, value, version)) return true;
      const { fresh } = await shelf.append(stream, key, value);
      return fresh && shelf.replace(stream, key, value, version);
    },
    get: async (stream, key) => of(stream).find(each => each.key === key) ?? null,
    read: async (stream, after, limit) =>
      of(stream)
        .filter(each => each.n > after)
        .slice(0, limit),
    latest: async (stream, limit) => of(stream).slice(-limit).reverse(),
    remove: async (stream, ...keys) => {
      streams.set(
        stream,
        of(stream).filter(each => !keys.includes(each.key)),
      );
    },
    drop: async stream => void streams.delete(stream),
  };
  return shelf;
}
