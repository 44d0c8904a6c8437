/** When this machine's clock is wrong: X signs with the time, and says of keys with a wrong one only that it takes none of them. */
import { type DurationMs, durationInWords, MINUTE } from '../../../../src/core/time.ts';
import type { Answer } from './api.ts';

/** X refuses keys whose time is so far off. */
const REFUSED_FROM_MS: DurationMs = 5 * MINUTE;
/** An answer is on its way for seconds, and its time has no parts of them. */
const SKEW_MAX_MS: DurationMs = MINUTE;

/** @param skewMs how far this machine is ahead of X; null: not known */
export function isOff(skewMs: number | null): skewMs is number {
  return skewMs !== null && Math.abs(skewMs) >= SKEW_MAX_MS;
}

/** Keys are refused for it. */
export function isTooFarOff(skewMs: number | null): skewMs is number {
  return skewMs !== null && Math.abs(skewMs) >= REFUSED_FROM_MS - SKEW_MAX_MS;
}

export function clockWords(skewMs: number): string {
  const off = `${durationInWords(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'}`;
  return `this machine's clock is ${off} that of X, which refuses keys from 5 min on. Let it be set by a time server (NTP).`;
}

/** Whoever reads that the keys are refused makes new ones, in vain. */
export function withClock<T>(answer: Answer<T>, skewMs: number | null): Answer<T> {
  if (answer.ok || answer.why !== 'signed-out' || !isTooFarOff(skewMs)) return answer;
  return { ...answer, words: `X does not accept the keys now, and they may well be good: ${clockWords(skewMs)}` };
}
