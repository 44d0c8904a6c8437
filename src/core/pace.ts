/**
 * How many signs a room is given: some at once, then one now and then. A burst beyond that becomes one line, so that the end
 * of an outage is not a hundred notices. Pure; the whole state is one moment.
 */
import { type Instant, MINUTE } from './time.ts';

/** At once: as many as somebody reads one by one. */
const AT_ONCE_MAX = 5;
/** Then one more for each of these. */
const EVERY = MINUTE;

/**
 * @param until up to when the signs given so far are paid for; 0 before the first
 * @returns what `until` is after one more sign, or null when there have been enough
 */
export function oneMore(until: Instant, now: Instant): Instant | null {
  const next = Math.max(until, now) + EVERY;
  return next - now <= AT_ONCE_MAX * EVERY ? next : null;
}
