/** How long to wait between two looks at X: by what goes on, by whether events come by themselves, and by money. Pure. */
import { type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';

/** No list is looked at less often than this while it is looked at at all: a customer waits no longer to be seen. */
const SLOWEST_MS: DurationMs = 15 * MINUTE;
/** 15 requests in 15 minutes is all that X gives for private messages; this leaves 5 of them for looking a reply up. */
const MESSAGES_LEAST_MS: DurationMs = 90 * SECOND;
/** Nothing came and nobody waits: after so long it is quiet, after so long it is night. */
const QUIET_AFTER_MS: DurationMs = 2 * HOUR;
const NIGHT_AFTER_MS: DurationMs = 6 * HOUR;
/** From this share of the month's budget on, looks are four times rarer. */
export const TIGHT_FROM = 0.8;
export const TIGHT_FACTOR = 4;

export type Money = 'enough' | 'tight' | 'spent';

export function moneyLeft({ used, max }: { used: number; max: number }): Money {
  if (used >= max) return 'spent';
  return used >= TIGHT_FROM * max ? 'tight' : 'enough';
}

interface Going {
  pollMs: DurationMs;
  list: 'mentions' | 'messages' | 'own';
  /** Events come by a stream or a webhook that works as far as anybody knows. */
  isTold: boolean;
  /** Customers wait, or a reply may not have arrived. */
  isBusy: boolean;
  /** When something last came. */
  lastCame: Instant;
  money: Money;
}

export function waitMs({ pollMs, list, isTold, isBusy, lastCame, money }: Going, now: Instant): DurationMs {
  if (isTold && list !== 'own') return SLOWEST_MS;
  const base = list === 'messages' ? Math.max(pollMs, MESSAGES_LEAST_MS) : pollMs;
  const silentMs = isBusy ? 0 : now - lastCame;
  const idle = silentMs >= NIGHT_AFTER_MS ? 4 : silentMs >= QUIET_AFTER_MS ? 2 : 1;
  return Math.min(base * idle * (money === 'tight' ? TIGHT_FACTOR : 1), Math.max(SLOWEST_MS, base));
}
