/** In what order replies leave that wait for a budget of their channel. Pure. */
import type { Reply } from './reply.ts';
import { type DurationMs, HOUR, type Instant, MINUTE } from './time.ts';

/** A reply that waits for a budget looks again at least this often: an admin may have raised it. */
const LOOK_AGAIN_WITHIN: DurationMs = 15 * MINUTE;
/** After an opening those that waited leave in the order in which they were written: a millisecond for each second between. */
const SHARE = 1_000;
/** Those that were written longer before it are all first: so the last ones leave 3.6 s after it. */
const WRITTEN_WITHIN: DurationMs = HOUR;

/** Whichever enquiry they are of: none of them takes all that there is. */
export function turnOf({ heldAt }: Pick<Reply, 'heldAt'>, opensAt: Instant): Instant {
  return opensAt + turn(heldAt - (opensAt - WRITTEN_WITHIN));
}

/** When it looks whether something is left: at the opening or before. */
export function looksAt(reply: Pick<Reply, 'heldAt'>, opensAt: Instant, now: Instant): Instant {
  return turnOf(reply, Math.min(opensAt, now + LOOK_AGAIN_WITHIN));
}

/**
 * A new reply waits as long as one of its enquiry that is before it.
 * @returns until when and why, and when it looks; null when none of them waits
 */
export function placeBehind(
  live: readonly Reply[],
  channelId: Reply['channelId'],
  now: Instant,
): { until: Instant; failure: string; looksAt: Instant } | null {
  const last = live.findLast(
    each => each.channelId === channelId && each.status === 'held' && each.failure && (each.holdUntil ?? 0) > now,
  );
  if (!last?.failure || last.holdUntil === null) return null;
  const until = last.holdUntil + turn(now - last.heldAt);
  return { until, failure: last.failure, looksAt: Math.min(until, looksAt({ heldAt: now }, until, now)) };
}

function turn(after: DurationMs): DurationMs {
  return Math.floor(Math.min(Math.max(after, 0), WRITTEN_WITHIN) / SHARE);
}
