/** Remembers that the mail server refuses the sign-in: tried anew by every reply that waits, providers would lock the account. */
import { type DurationMs, MINUTE } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { Attempt } from './send.ts';

/** So many refusals in a row are no accident. */
const REFUSALS_MAX = 3;
/** As rarely as a mailbox is tried whose sign-in is refused. */
const REST: DurationMs = 15 * MINUTE;

/** @returns what hands a mail over, or the last refusal while the server is left alone; another password has a rest of its own */
export function makeRest(clock: Clock): (work: () => Promise<Attempt>) => Promise<Attempt> {
  let refusals = 0;
  let last: { attempt: Attempt; until: number } | null = null;
  return async work => {
    if (last && refusals >= REFUSALS_MAX && clock.now() < last.until) return last.attempt;
    const attempt = await work();
    const refused = 'because' in attempt && attempt.because === 'sign-in';
    refusals = refused ? refusals + 1 : 0;
    last = refused ? { attempt, until: clock.now() + REST } : null;
    return attempt;
  };
}
