/** Which enquiries are hard on whoever answers them, by what stands in the enquiry itself. Pure. */
import type { EnquiryEvent } from './enquiry.ts';
import type { Shielded } from './message.ts';

/** After so many in a day the next one is offered to somebody else. */
export const HARD_A_DAY = 2;
/** Swearing at the situation is a bad day of the customer's; again and again it is hard to read. */
const STRONG_FROM = 2;
/** Resolved and back, more than once. */
const REOPENED_FROM = 2;
/** Of five. */
const BAD_SCORE_MAX = 2;

/** @param messages of the customer, and @param events of the enquiry, both of one day */
export function isHard(
  messages: readonly { direction: 'in' | 'out'; shield?: Pick<Shielded, 'level'> | null }[],
  events: readonly EnquiryEvent[],
): boolean {
  const levels = messages.flatMap(({ direction, shield }) => (direction === 'in' && shield ? [shield.level] : []));
  if (levels.includes('aimed') || levels.filter(each => each === 'strong').length >= STRONG_FROM) return true;
  if (events.filter(each => each.type === 'EnquiryReopened').length >= REOPENED_FROM) return true;
  return events.some(each => each.type === 'CustomerRated' && each.score <= BAD_SCORE_MAX);
}
