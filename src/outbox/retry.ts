/** When a failed job is retried. */
import { type DurationMs, HOUR, MINUTE, SECOND } from '../core/time.ts';

const FIRST_WAIT: DurationMs = 2 * SECOND;
const WAIT_MAX: DurationMs = HOUR;

/** 2 s, doubling, with up to a tenth of jitter so that many do not come back in the same moment. */
export function waitAfter(attempt: number, fraction: number): DurationMs {
  const wait = Math.min(FIRST_WAIT * 2 ** (attempt - 1), WAIT_MAX);
  return Math.round(wait * (1 + fraction / 10));
}

/** Thrown by a handler: surely not done, come back then. `lane` waits as a whole; it does not count as a try. */
export class RetryAt extends Error {
  override name = 'RetryAt';
  readonly at: number;
  readonly lane: string | null;
  constructor(at: number, why: string, lane: string | null = null) {
    super(why);
    this.at = at;
    this.lane = lane;
  }
}

/** Thrown by a handler: no later try will do better. */
export class Permanent extends Error {
  override name = 'Permanent';
}

/** After a transient failure of a channel: seconds at first, then the waits of a mail server, a day in all. */
export const REPLY_WAITS: readonly DurationMs[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR,
];
