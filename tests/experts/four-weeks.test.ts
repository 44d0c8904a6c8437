/** Four simulated weeks around a change of the clock: whoever is asked, at whatever moment somebody presses, is in their hours. */
import { expect, test } from 'vitest';
import { isOpen, parseHours, wallTime } from '../../src/core/hours.ts';
import type { EnquiryId, StaffId, WorkspaceId } from '../../src/core/ids.ts';
import type { Staff } from '../../src/core/staff.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/core/time.ts';
import { askableUntil, isAskable } from '../../src/experts/hours.ts';
import { mayBeAsked, type Roll } from '../../src/experts/ready.ts';
import type { AskHours, AskRow } from '../../src/ports/help-rows.ts';

const workspaceId = 'ws_1' as WorkspaceId;
const HOURS: (AskHours | null)[] = [
  null,
  { days: [0, 1, 2, 3, 4], from: 9 * 60, to: 12 * 60 },
  { days: [5, 6], from: 10 * 60, to: 16 * 60 },
  { days: [0, 2, 4], from: 22 * 60, to: 6 * 60 },
  { days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 3 * 60 },
];

/** The plain reading of what they said, minute by minute. */
function isTheirTime(hours: AskHours | null, team: ReturnType<typeof parseHours>['hours'], at: Instant): boolean {
  if (!hours) return isOpen(team, at);
  const { year, month, day, minutes } = wallTime(team.timezone, at);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  if (hours.from < hours.to) return hours.days.includes(weekday) && minutes >= hours.from && minutes < hours.to;
  const before = (weekday + 6) % 7;
  return (hours.days.includes(weekday) && minutes >= hours.from) || (hours.days.includes(before) && minutes < hours.to);
}

test.each([
  ['Europe/London', '2026-03-16'],
  ['America/New_York', '2026-10-19'],
  ['Australia/Lord_Howe', '2026-03-23'],
  ['Asia/Kolkata', '2026-05-04'],
])('in %s, from %s on, nobody is asked outside their hours, while away, on a day off or above their limit', (zone, from) => {
  const begins = Date.parse(`${from}T00:00:00Z`);
  const dayOff = new Date(begins + 9 * DAY).toISOString().slice(0, 10);
  const { hours: team } = parseHours({
    timezone: zone,
    weekly: { 'mon-fri': ['09:00-12:30', '13:30-17:30'] },
    closed: [dayOff],
  });
  const staff: Staff[] = HOURS.map((_, i) => {
    const id = `staff_${i}` as StaffId;
    const away = i === 1 ? { awaySince: begins + 14 * DAY, awayUntil: begins + 16 * DAY } : {};
    return { id, workspaceId, deskRef: id, name: id, admin: false, createdAt: begins, ...away };
  });
  const asks: AskRow[] = [];
  const volunteers = HOURS.map((hours, i) => {
    return { id: `staff_${i}` as StaffId, workspaceId, version: 1, willing: true, asksADay: 2, hours };
  });
  const roll: Roll = { staff, topics: [], volunteers, asks };
  const dayOf = (at: Instant) => Object.values(wallTime(zone, at)).slice(0, 3).join('-');
  for (let at = begins, n = 0; at < begins + 28 * DAY; at += 23 * MINUTE, n++) {
    for (const [i, person] of staff.entries()) {
      const own = HOURS[i]!;
      // A night belongs to the day on which it began, and ends where a day off begins.
      const early = own !== null && own.to < own.from && wallTime(zone, at).minutes < own.to;
      const off = [at, ...(early ? [at - DAY] : [])].some(
        each => dayOf(each) === dayOf(Date.parse(`${dayOff}T12:00:00Z`)),
      );
      const theirs = isTheirTime(own, team, at) && !off;
      const today = asks.filter(each => each.staffId === person.id && dayOf(each.askedAt) === dayOf(at)).length;
      const isAway = i === 1 && at >= begins + 14 * DAY && at < begins + 16 * DAY;
      const may = mayBeAsked(person, roll, team, at);
      expect([new Date(at).toISOString(), i, may]).toEqual([
        new Date(at).toISOString(),
        i,
        theirs && !isAway && today < 2,
      ]);
      if (!may) continue;
      const until = askableUntil(own, team, at, at + HOUR);
      expect(isAskable(own, team, Math.max(at, until - MINUTE))).toBe(true);
      const enquiryId = `enq_${n}` as EnquiryId;
      const ids = { id: `${enquiryId}:${person.id}`, workspaceId, version: 1, enquiryId, staffId: person.id };
      asks.push({ ...ids, byId: person.id, state: 'over', askedAt: at, endsAt: until, note: null, thankedAt: null });
    }
  }
  expect(new Set(asks.map(each => each.staffId)).size).toBe(HOURS.length);
});
