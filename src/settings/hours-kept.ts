/** Keeps every version of the opening hours, so that waits are measured by the hours in force at the time. */
import { type Calendar, type HoursVersion, makeCalendar } from '../core/calendar.ts';
import { isTimezone, type OpeningHours } from '../core/hours.ts';
import { type Instant, isDay } from '../core/time.ts';
import type { Json } from '../ports/json.ts';
import type { SettingReads } from '../ports/reads.ts';
import type { Commits } from '../ports/store.ts';
import { keepSetting } from './keep.ts';

/** Name of the setting: all versions, the oldest first. */
export const HOURS_KEPT = 'hours-kept';
/** More changes than anybody makes; the oldest then hold for what came before them. */
const VERSIONS_MAX = 500;

/**
 * The calendar with these hours as the ones that hold now; a change is recorded with its moment.
 * @param writes false: what is recorded holds, and nothing is added
 */
export async function calendarWith(
  store: SettingReads & Commits,
  hours: OpeningHours,
  now: Instant,
  writes: boolean,
): Promise<Calendar> {
  const kept = await hoursKept(store);
  const last = kept.at(-1);
  if (last && (!writes || textOf(last.hours) === textOf(hours))) return makeCalendar(kept);
  const versions = [...kept, { from: last ? now : 0, hours }].slice(-VERSIONS_MAX);
  if (writes) await keepHours(store, versions);
  return makeCalendar(versions);
}

export async function hoursKept(store: SettingReads): Promise<HoursVersion[]> {
  return ((await store.setting(HOURS_KEPT)) as unknown as HoursVersion[] | null) ?? [];
}

function keepHours(store: Commits, versions: HoursVersion[]): Promise<void> {
  return keepSetting(store, HOURS_KEPT, versions as unknown as Json);
}

/** The same hours have the same text, in whatever order a database gives the parts back. */
function textOf(hours: OpeningHours): string {
  return JSON.stringify(hours, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** What is wrong with versions of hours that another program wrote; null when they are good. `dates` may be missing. */
export function wrongInVersions(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return 'the versions of the hours must be a list';
  for (const each of value as { from?: unknown; hours?: unknown }[]) {
    if (typeof each?.from !== 'number' || !Number.isSafeInteger(each.from))
      return '"from" must be the moment from which the hours hold, in ms since 1970';
    const wrong = wrongInHours(each.hours);
    if (wrong) return wrong;
  }
  value.sort((a: HoursVersion, b: HoursVersion) => a.from - b.from);
  return null;
}

function wrongInHours(value: unknown): string | null {
  if (value === null || typeof value !== 'object') return '"hours" must be an object';
  const hours = value as { timezone?: unknown; weekly?: unknown; dates?: unknown; channels?: unknown };
  if (typeof hours.timezone !== 'string' || !isTimezone(hours.timezone))
    return `the time zone "${hours.timezone}" is unknown; write an IANA name such as Europe/London`;
  if (!Array.isArray(hours.weekly) || hours.weekly.length !== 7 || !hours.weekly.every(areSpans))
    return '"weekly" must have seven lists, from Sunday on, of {"from":540,"to":1020} in minutes after midnight';
  hours.dates ??= {};
  const notADay = isObject(hours.dates) && Object.keys(hours.dates).find(each => !isDay(each));
  if (notADay) return `"${notADay}" in "dates" is not a date in the calendar`;
  if (!isObject(hours.dates) || !Object.values(hours.dates).every(areSpans))
    return '"dates" must have a list of {"from":540,"to":1020} for each date';
  if (hours.channels === undefined) return null;
  if (!isObject(hours.channels)) return '"channels" must have hours for each kind of channel';
  return (
    Object.values(hours.channels)
      .map(wrongInHours)
      .find(each => each !== null) ?? null
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function areSpans(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      ({ from, to }) => Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= 1440,
    )
  );
}
