/** What is to be expected up to a moment, with how the day goes so far taken into account. Pure. */
import { type DurationMs, HOUR, type Instant } from '../../core/time.ts';
import { tailOf } from './tails.ts';
import type { Usual } from './usual.ts';

/** What is looked through for something that rises. Slower things are for the weekly letter. */
export const LOOKED_BACK: DurationMs = 12 * HOUR;
/** Nothing is so short that a shorter time says more. */
const SHORTEST: DurationMs = 2 * HOUR;
/** So unlikely it is that only chance makes so many others come at once: then everything rises, and shares count. */
const SURGE = 0.03;
const SURGE_PRIOR = 2;
/** A slow day makes few of something no more remarkable than that. */
const FACTOR_MIN = 0.5;

/** One moment in which something is judged. */
export interface Moment {
  readonly now: Instant;
  /** Enquiries a day of late, at least 1. */
  readonly perDay: number;
  /** How many were to be expected since then, of everything, by what is usual. */
  since(from: Instant): number;
  /**
   * -log10 of how likely `n` are, the first one given: since `from`, of something with this share of everything, while
   * `others` came since then and `othersBefore` in all the time that is looked through.
   */
  surprise(n: number, from: Instant, share: number, others: number, othersBefore: number, ownShape?: number): number;
}

export function momentOf(usual: Usual, now: Instant): Moment {
  const hours: { from: Instant; sum: number }[] = [];
  const sinceOf = (from: Instant): number => {
    // Whole hours are reckoned once, from now on backwards.
    let last = hours.at(-1) ?? { from: now, sum: 0 };
    while (last.from > from) {
      const begins = Math.ceil(last.from / HOUR - 1) * HOUR;
      last = { from: begins, sum: last.sum + usual.expected(begins, last.from) };
      hours.push(last);
    }
    const at = hours.findIndex(each => each.from <= from);
    if (at < 0) return 0;
    const to = hours[at - 1] ?? { from: now, sum: 0 };
    const whole = hours[at]!;
    return to.sum + ((whole.sum - to.sum) * (to.from - from)) / Math.max(1, to.from - whole.from);
  };
  const shape = usual.shape();
  const perDay = Math.max(1, usual.total / Math.max(1, usual.hoursLearnt / 24));
  const all = sinceOf(now - LOOKED_BACK);
  return {
    now,
    perDay,
    since: sinceOf,
    surprise: (n, first, share, others, othersBefore, ownShape = Infinity) => {
      const expected = sinceOf(Math.min(first, now - SHORTEST));
      const rest = 1 - share;
      const day = (shape + othersBefore) / (shape + all * rest);
      const burst = (shape + others) / (shape + expected * rest);
      const mean = expected * share * Math.max(FACTOR_MIN, day);
      if (!isWorthIt(n - 1, mean, perDay)) return 0;
      const surges =
        burst > day && tailOf(others, expected * rest * Math.max(FACTOR_MIN, day), shape + othersBefore) < SURGE;
      // In a surge the day so far says nothing, and days as they usually are say little.
      const known = surges ? SURGE_PRIOR + others : shape + othersBefore;
      const factor = surges ? known / (SURGE_PRIOR + expected * rest) : day;
      const varied = 1 / (1 / known + 1 / ownShape);
      return -Math.log10(Math.max(tailOf(n - 1, expected * share * Math.max(FACTOR_MIN, factor), varied), 1e-30));
    },
  };
}

/** A bound that costs one logarithm, for the many that are far from anything. */
function isWorthIt(n: number, mean: number, perDay: number): boolean {
  if (n <= mean) return false;
  return (n * Math.log(n / Math.max(mean, 1e-9)) - n + mean) / Math.LN10 + 1.5 > 1 + Math.log10(perDay);
}
