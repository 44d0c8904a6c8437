/** What saved replies and articles have in common: who keeps one, when it is read again, and one commit for one press. */
import { addDays, dayOf, startOf } from '../core/days.ts';
import { looksLikeId, type StaffId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { AS_IT_IS, ME, REVIEWS } from '../desk/saved-forms.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { actDone, type Op } from '../ports/store.ts';

/** In how many months something is looked at again, where nobody says otherwise. */
export const REVIEW_MONTHS = 6;
const DAYS_OF_MONTH = 30.44;

export interface KeepingAct {
  /** Of the action: what it does is done once. */
  id: string;
  staff: Staff;
  by: Person;
}

/** All of it, and that the act is done; false where somebody else was faster. The same act again is done already. */
export async function kept({ store, clock }: Parts, { id }: Pick<KeepingAct, 'id'>, ops: Op[]): Promise<boolean> {
  const done = actDone(store.workspaceId, id);
  const mark: Op = { do: 'insert', table: 'seen', row: { id: done, workspaceId: store.workspaceId, at: clock.now() } };
  const result = await store.commit([...ops, mark]);
  return result.ok || (await store.seen(done));
}

export function ownerOf(value: string | undefined, staff: Staff): StaffId | null {
  if (value === ME) return staff.id;
  return looksLikeId('staff', value) ? (value as StaffId) : null;
}

export function reviewOf(parts: Parts, value = '', now: Instant | null): Instant | null {
  if (value === AS_IT_IS) return now;
  const months = REVIEWS.find(each => each.value === value)?.months ?? REVIEW_MONTHS;
  return months === 0 ? null : inMonths(parts, months);
}

/** In the morning of a day so many months from now, as near as matters. */
export function inMonths({ clock, hours }: Parts, months: number): Instant {
  const { timezone } = hours;
  return startOf(timezone, addDays(dayOf(timezone, clock.now()), Math.round(months * DAYS_OF_MONTH)));
}
