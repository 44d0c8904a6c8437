/** Who may be asked at a moment: those who agreed, in their hours, not away, below what they said of a day. Pure. */
import { isAway } from '../core/away.ts';
import { dayOf } from '../core/days.ts';
import type { OpeningHours } from '../core/hours.ts';
import type { StaffId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import type { AskRow, TopicRow, VolunteerRow } from '../ports/help-rows.ts';
import { isAskable } from './hours.ts';
import type { AskedBefore } from './rank.ts';
import { aboutWith } from './topics.ts';

/** What is known of a team's experts. */
export interface Roll {
  staff: readonly Staff[];
  topics: readonly TopicRow[];
  volunteers: readonly VolunteerRow[];
  /** Of some weeks. */
  asks: readonly AskRow[];
}

/** May this person be asked now, as far as they themselves and the clock are concerned? */
export function mayBeAsked(person: Staff, { volunteers, asks }: Roll, hours: OpeningHours, now: Instant): boolean {
  if (isAway(person, now) || (person.quietUntil ?? 0) > now) return false;
  const own = volunteers.find(each => each.id === person.id);
  if (!own) return isAskable(null, hours, now);
  if (!own.willing || !isAskable(own.hours, hours, now)) return false;
  return askedOn(asks, person.id, hours.timezone, now) < own.asksADay;
}

/** How often somebody was asked on the day of that moment, over all rooms. */
function askedOn(asks: readonly AskRow[], staffId: StaffId, timezone: string, now: Instant): number {
  const today = dayOf(timezone, now);
  return asks.filter(each => each.staffId === staffId && dayOf(timezone, each.askedAt) === today).length;
}

/**
 * How a text meets the topics of people: who volunteered for one that fits, and who took one away that fits. A topic that
 * was taken away counts for more than one that is wider.
 */
export function meeting(text: string, { topics, volunteers }: Roll): { wants: Set<StaffId>; never: Set<StaffId> } {
  const isAbout = aboutWith(text);
  const willing = new Set(volunteers.filter(each => each.willing).map(each => each.id));
  const fitting = topics.filter(each => isAbout(each.topic));
  const never = new Set(fitting.filter(each => !each.wanted).map(each => each.staffId));
  const wants = new Set(
    fitting
      .filter(each => each.wanted && willing.has(each.staffId) && !never.has(each.staffId))
      .map(each => each.staffId),
  );
  return { wants, never };
}

/** Who said no for good, or was asked once and has not agreed. */
export function unwilling({ volunteers }: Roll): Set<StaffId> {
  return new Set(volunteers.filter(each => !each.willing).map(each => each.id));
}

export function askedBefore({ asks }: Roll): Map<StaffId, AskedBefore> {
  const found = new Map<StaffId, AskedBefore>();
  for (const { staffId, askedAt } of asks) {
    const before = found.get(staffId);
    found.set(staffId, { times: (before?.times ?? 0) + 1, last: Math.max(before?.last ?? 0, askedAt) });
  }
  return found;
}
