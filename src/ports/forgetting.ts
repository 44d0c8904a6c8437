/** Takes off a shelf what is only needed for a while: streams that would otherwise grow for as long as a shop lives. */
import type { Instant } from '../core/time.ts';
import type { Json } from './json.ts';
import type { Shelf, ShelfEntry } from './shelf.ts';

/** Records read at once: a few ms, after which others have their turn. */
const READ_AT_ONCE = 500;
/** Records looked at in one go, which comes every hour: what years left behind goes within a day or two. */
const LOOKED_AT_MAX = 20_000;

interface Old {
  /** What is older is not needed any more. */
  before: Instant;
  /** When a record was written; null where it does not say so. */
  at(value: Json): Instant | null;
  /** Gives a record that says no time one, such as those of earlier versions; it goes when that is over. */
  dated?(value: Json): Json;
  /** So many of the newest numbers stay in any case: where somebody reads by them, one, for the next is counted from it. */
  newest?: number;
  /** The oldest come first, and none is written anew: the first that stays ends the look. */
  inOrder?: boolean;
  /** For a stream that is written anew: goes on after this number. */
  from?: number;
}

/** @returns the number to go on from the next time; 0 where all of it was looked at */
export async function forgetOld(shelf: Shelf, stream: string, old: Old): Promise<number> {
  const { newest = 0, inOrder = false, dated } = old;
  const stays = newest > 0 ? ((await shelf.latest(stream, 1))[0]?.n ?? 0) - newest : Number.POSITIVE_INFINITY;
  let after = old.from ?? 0;
  for (let looked = 0; looked < LOOKED_AT_MAX; looked += READ_AT_ONCE) {
    const entries = await shelf.read(stream, after, READ_AT_ONCE);
    const isOver = ({ value, n }: ShelfEntry) => n <= stays && (old.at(value) ?? old.before) < old.before;
    const undated = dated ? entries.filter(each => old.at(each.value) === null) : [];
    for (const { key, value } of undated) await shelf.replace(stream, key, dated!(value));
    const over = entries.filter(isOver);
    await shelf.remove(stream, ...over.map(each => each.key));
    if (entries.length < READ_AT_ONCE || (inOrder && over.length + undated.length < entries.length)) return 0;
    after = entries.at(-1)!.n;
  }
  return after;
}

/** The time that many records carry as `at`. */
export function timeIn(value: Json): Instant | null {
  const at = value !== null && typeof value === 'object' && !Array.isArray(value) ? value.at : value;
  return typeof at === 'number' ? at : null;
}
