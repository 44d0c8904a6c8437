/** Hours on the business's own clock: the same through clock changes, in any time zone, with days off as they are known. Pure. */
import type { Calendar } from '../../core/calendar.ts';
import { type OpeningHours, wallTime } from '../../core/hours.ts';
import { DAY, HOUR, type Instant } from '../../core/time.ts';
import type { LocalHour, LocalHourOf } from './usual.ts';

/** Of an hour that a zone begins at half past, the middle says where it belongs. */
const MIDDLE = HOUR / 2;

export function localHours(calendar: Pick<Calendar, 'timezone' | 'versions'>): LocalHourOf {
  return index => localHour(calendar, index * HOUR + MIDDLE);
}

function localHour({ timezone, versions }: Pick<Calendar, 'timezone' | 'versions'>, at: Instant): LocalHour {
  const wall = wallTime(timezone, at);
  const date = Date.UTC(wall.year, wall.month - 1, wall.day);
  const weekday = new Date(date).getUTCDay();
  const hours = (versions.findLast(each => each.from <= at) ?? versions[0])?.hours;
  const off = hours?.dates[new Date(date).toISOString().slice(0, 10)]?.length === 0;
  const quiet = hours ? isQuiet(hours, weekday) : false;
  return { day: date / DAY, weekday, hour: Math.floor(wall.minutes / 60), holiday: off && !quiet, quiet };
}

/** Closed in most weeks; where it is always open, or never, weekends are the quiet days. */
function isQuiet({ weekly }: OpeningHours, weekday: number): boolean {
  const open = weekly.filter(each => each.length > 0).length;
  return open === 0 || open === 7 ? weekday === 0 || weekday === 6 : weekly[weekday]?.length === 0;
}
