/** Tells whether a member of staff is away: until the time they gave, or until they return. */
import type { Staff } from './staff.ts';
import type { Instant } from './time.ts';

export function isAway(staff: Staff, now: Instant): boolean {
  if (staff.awaySince == null || staff.awaySince > now) return false;
  return staff.awayUntil == null || staff.awayUntil > now;
}

/** They took some minutes for themselves: nothing is sent to them until they are over. */
export function isQuiet({ quietUntil }: Pick<Staff, 'quietUntil'>, now: Instant): boolean {
  return quietUntil != null && quietUntil > now;
}

export function isHere(staff: Staff, now: Instant): boolean {
  return !isAway(staff, now) && !isQuiet(staff, now);
}
