/** Keeps every version of the opening hours, so that waiting is measured by the hours that held at the time. */
import { type Calendar, type HoursVersion, makeCalendar } from '../core/calendar.ts';
import type { OpeningHours } from '../core/hours.ts';
import type { Instant } from '../core/time.ts';
import type { Json } from '../ports/json.ts';
import type { WorkspaceStore } from '../ports/store.ts';
import { keepSetting } from './keep.ts';

/** Name of the setting: all versions, the oldest first. */
export const HOURS_KEPT = 'hours-kept';
/** More changes than anybody makes; the oldest then hold for what came before them. */
const VERSIONS_MAX = 500;

/**
 * The calendar with these hours as the ones that hold now; a change is written down with its moment.
 * @param writes false: what is written down holds, and nothing is added
 */
export async function calendarWith(
  store: WorkspaceStore,
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

export async function hoursKept(store: WorkspaceStore): Promise<HoursVersion[]> {
  return ((await store.setting(HOURS_KEPT)) as unknown as HoursVersion[] | null) ?? [];
}

export function keepHours(store: WorkspaceStore, versions: HoursVersion[]): Promise<void> {
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
