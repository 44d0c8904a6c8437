/**
 * Median, 90th percentile and mean of durations. Exact, and quick without sorting: a million values take two passes, the
 * first to find in which small range a rank lies, the second to gather just that range.
 */

import type { Values } from './tally.ts';
import type { DurationMs } from './time.ts';

/** What is said about durations; all in ms. Null where there is nothing to say it about. */
export interface Spread {
  n: number;
  median: DurationMs | null;
  p90: DurationMs | null;
  mean: DurationMs | null;
}

/** Fewer values than this are simply sorted. */
const SORT_BELOW = 4_096;
/**
 * Ranges: sign, exponent and the first bits of the fraction of a number in binary, so that each is less than 2 % wide. Of
 * narrower ones their counts (512 KB) would no longer stay in a processor's nearer memory.
 */
const RANGE_SHIFT = 14;
const RANGES = 1 << (31 - RANGE_SHIFT);

/**
 * Percentiles are linear interpolations between the two nearest ranks: rank (n - 1) x p, counted from 0 (the method of
 * Excel's PERCENTILE.INC, of numpy's default and of SQL's percentile_cont). Rounded to whole ms, halves up.
 * @param lists values that are not negative; they belong together
 */
export function spreadOf(lists: readonly Values[]): Spread {
  const n = lists.reduce((total, { length }) => total + length, 0);
  if (n === 0) return { n, median: null, p90: null, mean: null };
  const wanted = [...new Set([...ranksOf(n, MEDIAN), ...ranksOf(n, P90)])];
  const { sum, at } = n < SORT_BELOW ? sortAll(lists, n, wanted) : gather(lists, wanted);
  return {
    n,
    median: between(at, n, MEDIAN),
    p90: between(at, n, P90),
    mean: Math.round(sum / n),
  };
}

/** As parts of whole numbers: 0.9 has no exact form in binary, and a half would be rounded the wrong way now and then. */
interface Part {
  of: number;
  to: number;
}
const MEDIAN: Part = { of: 1, to: 2 };
const P90: Part = { of: 9, to: 10 };

function ranksOf(n: number, { of, to }: Part): number[] {
  const low = Math.floor(((n - 1) * of) / to);
  return ((n - 1) * of) % to === 0 ? [low] : [low, low + 1];
}

function between(at: Map<number, number>, n: number, part: Part): number {
  const [low = 0, high = low] = ranksOf(n, part);
  const rest = ((n - 1) * part.of) % part.to;
  const [below, above] = [at.get(low)!, at.get(high)!];
  return below + Math.floor((2 * (above - below) * rest + part.to) / (2 * part.to));
}

/** The sum of all, and the values that would stand at some places if all were sorted. */
interface Found {
  sum: number;
  at: Map<number, number>;
}

function sortAll(lists: readonly Values[], n: number, ranks: readonly number[]): Found {
  const all = new Float64Array(n);
  let next = 0;
  for (const { values, length } of lists) {
    all.set(values.subarray(0, length), next);
    next += length;
  }
  all.sort();
  return { sum: all.reduce((sum, value) => sum + value, 0), at: new Map(ranks.map(rank => [rank, all[rank]!])) };
}

/** @param ranks in ascending order */
function gather(lists: readonly Values[], ranks: readonly number[]): Found {
  const counts = new Uint32Array(RANGES);
  let sum = 0;
  for (const { values, length } of lists) {
    const halves = halvesOf(values, length);
    for (let i = 0; i < length; i++) {
      sum += values[i]!;
      counts[halves[2 * i + 1]! >>> RANGE_SHIFT]!++;
    }
  }
  const ranges: { before: number; values: Float64Array; length: number }[] = [];
  /** Which of `ranges` is wanted here, from 1; 0 for none. */
  const marks = new Uint8Array(RANGES);
  const markOf = new Map<number, number>();
  let before = 0;
  for (let range = 0, i = 0; i < ranks.length; range++) {
    const count = counts[range]!;
    for (; i < ranks.length && ranks[i]! < before + count; i++) {
      if (!marks[range]) marks[range] = ranges.push({ before, values: new Float64Array(count), length: 0 });
      markOf.set(ranks[i]!, marks[range]!);
    }
    before += count;
  }
  for (const { values, length } of lists) {
    const halves = halvesOf(values, length);
    for (let i = 0; i < length; i++) {
      const mark = marks[halves[2 * i + 1]! >>> RANGE_SHIFT]!;
      if (mark === 0) continue;
      const range = ranges[mark - 1]!;
      range.values[range.length++] = values[i]!;
    }
  }
  for (const { values } of ranges) values.sort();
  const at = ranks.map((rank): [number, number] => {
    const range = ranges[markOf.get(rank)! - 1]!;
    return [rank, range.values[rank - range.before]!];
  });
  return { sum, at: new Map(at) };
}

/** The bits of each number, the low half before the high one. */
function halvesOf(values: Float64Array, length: number): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, length * 2);
}
