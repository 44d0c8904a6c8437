/** The time that an id of X holds: milliseconds since 2010-11-04 above 22 other bits (X's "snowflake" format). */
import { HOUR, type Instant } from '../../../../src/core/time.ts';
import { isNumbered } from '../shapes.ts';

const EPOCH_MS = 1_288_834_974_657n;
const OTHER_BITS = 22n;

/** @returns null for what is no number, such as an id of X Chat */
export function timeIn(id: string): Instant | null {
  return isNumbered(id) ? Number((BigInt(id) >> OTHER_BITS) + EPOCH_MS) : null;
}

/** X's clock and ours differ by less. */
const AHEAD_MS = HOUR;

/** An id by which a list can be read on: X refuses what is no number, and past one of the future nothing would be new. */
export function isPlace(id: string, now: Instant): boolean {
  const at = timeIn(id);
  return at !== null && at < now + AHEAD_MS;
}

/** Older than every id that was made at that time or later. */
export function idBefore(at: Instant): string {
  const ms = BigInt(Math.floor(at)) - EPOCH_MS;
  return ms > 0n ? String((ms << OTHER_BITS) - 1n) : '1';
}
