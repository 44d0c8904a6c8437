/** Days as people count them: written as 2026-11-16, beginning and ending at midnight in the business's time zone. */
import { instantOf, wallTime } from './hours.ts';
import { DAY, type Instant } from './time.ts';

/** A date without a time, such as `2026-11-16`. Such texts sort as the days follow each other. */
export type Day = string;

export interface DaySpan {
  day: Day;
  from: Instant;
  /** When the next day begins. */
  to: Instant;
}

/** Starts that were reckoned already; a few years of a few zones. */
const STARTS_MAX = 20_000;
const starts = new Map<string, Instant>();

/** The date on the wall there. */
export function dayOf(timezone: string, at: Instant): Day {
  const { year, month, day } = wallTime(timezone, at);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** When a day begins there. */
export function startOf(timezone: string, day: Day): Instant {
  const key = `${timezone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  if (starts.size >= STARTS_MAX) starts.clear();
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const at = instantOf(timezone, { year, month, day: date }, 0);
  starts.set(key, at);
  return at;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from one day until before another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** 0 for Monday to 6 for Sunday: weeks begin on Monday, as ISO 8601 has it. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function mondayOf(day: Day): Day {
  return addDays(day, -weekdayOf(day));
}

/** The days from one until before another, with their moments. Between two Mondays without a clock change it is mere adding. */
export function spansOf(timezone: string, from: Day, to: Day): DaySpan[] {
  const spans: DaySpan[] = [];
  for (let day = from; day < to; ) {
    const rest = Math.min(7 - weekdayOf(day), daysBetween(day, to));
    const end = addDays(day, rest);
    const begins = startOf(timezone, day);
    const even = startOf(timezone, end) - begins === rest * DAY;
    for (let i = 0; i < rest; i++) {
      const each = addDays(day, i);
      const next = addDays(day, i + 1);
      spans.push({
        day: each,
        from: even ? begins + i * DAY : startOf(timezone, each),
        to: even ? begins + (i + 1) * DAY : startOf(timezone, next),
      });
    }
    day = end;
  }
  return spans;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
