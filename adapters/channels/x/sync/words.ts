/** Sentences about what was read late, or cannot be read any more. */
import { lazy } from '../../../../src/core/lazy.ts';
import { HOUR, type Instant, MINUTE } from '../../../../src/core/time.ts';

const dateTime = lazy(
  () =>
    new Intl.DateTimeFormat('en-GB', {
      ...{ day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' },
    }),
);

/** "1 June at 14:02 UTC": adapters do not know the time zone of the shop. */
export function whenWords(at: Instant): string {
  return `${dateTime().format(at).replace(',', ' at').replace('at at', 'at')} UTC`;
}

/** @param what "mentions", "private messages" */
export function gapWords(what: string, reach: string, from: Instant | null, to: Instant | null): string {
  const between = from && to ? ` between ${whenWords(from)} and ${whenWords(to)}` : '';
  return `X shows only ${reach}: some ${what}${between} may be missing here. Look in X.`;
}

export function lateWords(count: number, what: string, oldest: Instant, now: Instant): string {
  const since = now - oldest < HOUR ? `${Math.ceil((now - oldest) / MINUTE)} minutes ago` : `on ${whenWords(oldest)}`;
  return `While X was not read, ${count} ${what} came, the oldest ${since}. All of them are here now, and each says when it was written.`;
}
