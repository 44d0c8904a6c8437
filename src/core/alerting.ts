/** Whether what a customer writes alerts anybody: not while staff blocked, muted or paused them. It is kept and shown all the same. */
import type { Identity } from './customer.ts';
import type { Instant } from './time.ts';

export function isAlerting(
  { standing, pausedUntil }: Pick<Identity, 'standing' | 'pausedUntil'>,
  now: Instant,
): boolean {
  return !standing && (pausedUntil == null || pausedUntil <= now);
}
