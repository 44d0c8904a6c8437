/**
 * What an adapter may remember: numbered, append-only streams of small records, in the workspace's own database. An
 * adapter never sees a table; the numbers make replay after a reconnect exact, the keys make a repeated write harmless.
 */
import type { Json } from './json.ts';

export interface ShelfEntry {
  /** 1, 2, 3 ... within the stream, without gaps, in the order of the commits. */
  n: number;
  key: string;
  value: Json;
}

export interface Shelf {
  /** Adds a record once: a second call with the same key changes nothing and says so with `fresh: false`. */
  append(stream: string, key: string, value: Json): Promise<{ n: number; fresh: boolean }>;
  /**
   * Overwrites a record; false when there is none with this key. With a version, only when what is there is not newer:
   * a slow writer then cannot put an old state over a new one.
   */
  replace(stream: string, key: string, value: Json, version?: number): Promise<boolean>;
  /** Adds a record or overwrites it, unless what is there is newer; false when it is. */
  put(stream: string, key: string, value: Json, version?: number): Promise<boolean>;
  get(stream: string, key: string): Promise<ShelfEntry | null>;
  /** Records after number `after`, oldest first, at most `limit`. */
  read(stream: string, after: number, limit: number): Promise<ShelfEntry[]>;
  /** The newest records, newest first, at most `limit`. */
  latest(stream: string, limit: number): Promise<ShelfEntry[]>;
  /** Takes records away. Not for streams that somebody reads by their numbers, unless the newest one stays. */
  remove(stream: string, ...keys: string[]): Promise<void>;
  /** Throws a whole stream away; its numbers begin at 1 again. */
  drop(stream: string): Promise<void>;
}

/** Wakes whoever watches a topic, in every process on the same database. A hint only: the data is read from the store. */
export interface Bus {
  /** A topic that ends in `!` is only a hint: it is not said again after the line to other processes broke. */
  publish(topic: string): void;
  /** @returns how to stop watching */
  subscribe(topic: string, wake: () => void): () => void;
}
