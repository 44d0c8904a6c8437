/** Whether a number of enquiries changed, and by how much, or whether there are too few to say. Pure. */

/** A 90 % interval: this many standard deviations. */
const Z = 1.6449;

export interface Change {
  now: number;
  before: number;
  /** `unclear`: the interval includes no change. `fresh`: there was none before. */
  as: 'up' | 'down' | 'unclear' | 'fresh' | 'gone';
  /** How many times as many, for equal times; null where there was none before. */
  times: number | null;
  /** The same, within a 90 % interval; the upper end is null where there is none. */
  low: number;
  high: number | null;
}

/**
 * Compares counts of two times. Given both together, how many fall into the later one is a matter of its length, unless
 * something changed: Wilson's interval for that share (E. B. Wilson, 1927), turned into a ratio of rates.
 * @param length how long the later time is, as a multiple of the earlier one
 */
export function changeOf(now: number, before: number, length = 1): Change {
  const total = now + before;
  if (total === 0) return { now, before, as: 'unclear', times: null, low: 0, high: null };
  const share = now / total;
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * total)) / (1 + z2 / total);
  const half = (Z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total))) / (1 + z2 / total);
  const [from, to] = [Math.max(0, middle - half), Math.min(1, middle + half)];
  const ratio = (part: number) => part / (1 - part) / length;
  const low = ratio(from);
  const high = to >= 1 || now === total ? null : ratio(to);
  const times = before === 0 ? null : now / before / length;
  const clear = low > 1 || (high !== null && high < 1);
  const as = !clear ? 'unclear' : before === 0 ? 'fresh' : now === 0 ? 'gone' : low > 1 ? 'up' : 'down';
  return { now, before, as, times, low, high };
}
