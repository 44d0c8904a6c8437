/** Is a member of staff here? Whoever said that they are away is away until they said they would be back, or are. */
import type { Staff } from './staff.ts';
import type { Instant } from './time.ts';

export function isAway(staff: Staff, now: Instant): boolean {
  if (staff.awaySince == null || staff.awaySince > now) return false;
  return staff.awayUntil == null || staff.awayUntil > now;
}
