/** The time that an id of X holds: milliseconds since 2010-11-04 above 22 other bits (X's "snowflake" format). */
import type { Instant } from '../../../../src/core/time.ts';

const EPOCH_MS = 1_288_834_974_657n;
const OTHER_BITS = 22n;

/** @returns null for what is no number, such as an id of X Chat */
export function timeIn(id: string): Instant | null {
  return /^\d{1,19}$/.test(id) ? Number((BigInt(id) >> OTHER_BITS) + EPOCH_MS) : null;
}

/** Older than every id that was made at that time or later. */
export function idBefore(at: Instant): string {
  const ms = BigInt(Math.floor(at)) - EPOCH_MS;
  return ms > 0n ? String((ms << OTHER_BITS) - 1n) : '1';
}
