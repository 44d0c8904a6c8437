/**
 * When customers write, by weekday and hour of an average week, with the opening hours and the time to an answer: for whoever
 * has to say when somebody must be there. For whole weeks that are over.
 */
import { addDays, type Day, mondayOf, spansOf } from '../core/days.ts';
import { type OpenSpan, spanWords, wallTime } from '../core/hours.ts';
import { readTally } from '../core/tally.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { PEOPLE_MIN } from './apart.ts';
import { eachMeasure, type FigureParts, readTallies, type Scope } from './tallies.ts';

/** Opening hours begin their week on Sunday, figures on Monday. */
const WEEK = [1, 2, 3, 4, 5, 6, 0];
/** With fewer answers a median says little. */
const ANSWERS_MIN = 5;

interface Weekday {
  /** 0 for Monday. */
  weekday: number;
  /** New enquiries of an average week, by the hour in which they came. */
  perWeek: number[];
  /** Median first response time in opening hours of what came on this weekday; null: too few answers or people. */
  firstResponse: DurationMs | null;
}

export interface Weekdays {
  by: 'weekday';
  weeks: { from: Day; to: Day; n: number } | null;
  days: Weekday[];
  /** The same median by the hour of arrival, 0 to 23, over all weekdays. */
  firstResponseByHour: (DurationMs | null)[];
  /** When it is open on each weekday, Monday first; empty where it is closed. */
  opening: string[];
  /** The same in minutes of the day. */
  open: readonly (readonly OpenSpan[])[];
  groups: null;
}

export async function weekdaysOf(parts: FigureParts, mondays: readonly Day[], rooms: Scope): Promise<Weekdays> {
  const none: Weekdays = {
    by: 'weekday',
    weeks: null,
    days: [],
    firstResponseByHour: [],
    opening: [],
    open: [],
    groups: null,
  };
  if (mondays.length === 0) return none;
  const { timezone } = parts.calendar;
  const weeks = { from: mondays[0]!, to: addDays(mondays.at(-1)!, 7), n: mondays.length };
  const counts = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
  const spans = spansOf(timezone, weeks.from, weeks.to);
  await readTallies(
    parts,
    spans.map(each => ({ unit: 'day', day: each.day })),
    ({ day }, content) =>
      readTally(content, {
        group: ({ roomId }) =>
          rooms !== null && !rooms.includes(roomId)
            ? null
            : {
                count: () => {},
                hour: (hour, n) => {
                  counts[weekdayOf(day)]![hour]! += n;
                },
                staff: () => {},
                list: () => null,
              },
      }),
  );
  const byWeekday = answers(7);
  const byHour = answers(24);
  await eachMeasure(parts, spans[0]!.from, spans.at(-1)!.to, row => {
    if (row.what !== 'first' || (rooms !== null && !rooms.includes(row.roomId))) return;
    const came = wallTime(timezone, row.at - (row.calendarMs ?? 0));
    const day = new Date(Date.UTC(came.year, came.month - 1, came.day)).toISOString().slice(0, 10);
    for (const group of [byWeekday[weekdayOf(day)]!, byHour[Math.floor(came.minutes / 60)]!]) {
      group.ms.push(row.openMs ?? 0);
      if (row.staffId) group.people.add(row.staffId);
    }
  });
  const open = parts.hours ? WEEK.map(day => parts.hours!.weekly[day] ?? []) : [];
  return {
    by: 'weekday',
    weeks,
    days: counts.map((hours, weekday) => ({
      weekday,
      perWeek: hours.map(n => n / weeks.n),
      firstResponse: medianOf(byWeekday[weekday]!),
    })),
    firstResponseByHour: byHour.map(medianOf),
    opening: open.map(spanWords),
    open,
    groups: null,
  };
}

interface Answers {
  ms: DurationMs[];
  people: Set<string>;
}
function answers(n: number): Answers[] {
  return Array.from({ length: n }, () => ({ ms: [], people: new Set() }));
}

/** A median of what fewer than three people did would be one's; it is told alone, without what it is the median of. */
function medianOf({ ms, people }: Answers): DurationMs | null {
  if (ms.length < ANSWERS_MIN || people.size < PEOPLE_MIN) return null;
  const sorted = ms.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return Math.round((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2);
}

function weekdayOf(day: Day): number {
  return Math.round((Date.parse(day) - Date.parse(mondayOf(day))) / DAY);
}
