/** What a failure of X means for a reply: try again, ask, or never. Pure. */
import { type DurationMs, type Instant, MINUTE } from '../../../../src/core/time.ts';
import type { SendResult } from '../../../../src/ports/channel.ts';
import type { Failed } from '../connection/api.ts';

/** Credits and keys do not come back within seconds. */
const PARKED: DurationMs = 15 * MINUTE;
/** The longer of the two windows of messages is a day. */
const SHORT_WINDOW: DurationMs = 16 * MINUTE;

export type Side = 'post' | 'message';

/**
 * @param ways what a person can do instead where X takes no reply by a program, in sentences
 * @returns never `sent`; `twice` is for the caller, who can look whether it is there already
 */
export function resultOf(failed: Failed, { side, now, ways }: { side: Side; now: Instant; ways: string }): SendResult {
  const { why, words } = failed;
  if (failed.mayHaveArrived) return { as: 'unsure' };
  switch (why) {
    case 'too-many': {
      const at = failed.retryAt ?? now + PARKED;
      return { as: 'retry', at, words, usedUp: windowOf(side, at - now) };
    }
    case 'no-credit':
    case 'capped':
      return { as: 'retry', at: now + PARKED, words, usedUp: 'month' };
    case 'signed-out':
      // Its own windows are closed meanwhile: each reply that tried would hear the same.
      return { as: 'retry', at: now + PARKED, words, usedUp: windowOf(side, 0) };
    case 'no-answer':
    case 'server':
      return { as: 'retry', at: failed.retryAt ?? now, words };
    case 'not-summoned':
      return { as: 'refused', words: `${words} ${ways}`.trim() };
    case 'twice':
    case 'no-permission':
    case 'closed':
    case 'blocked':
    case 'gone':
    case 'too-long':
    case 'media':
    case 'refused':
      return { as: 'refused', words };
  }
}

function windowOf(side: Side, wait: DurationMs): string {
  if (side === 'post') return 'posts';
  return wait > SHORT_WINDOW ? 'messages.day' : 'messages';
}
