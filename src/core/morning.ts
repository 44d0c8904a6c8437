/** When a room is told what the day begins with. Pure. */
import { addDays, type Day, dayOf, startOf } from './days.ts';
import { isOpen, nextOpening, type OpeningHours } from './hours.ts';
import { type DurationMs, HOUR, type Instant } from './time.ts';

/** What is open before is the end of the night before: a bar closes at two. */
const NIGHT: DurationMs = 5 * HOUR;
/** Where nobody ever closes, a morning begins here. */
const MORNING: DurationMs = 8 * HOUR;
/** After that it is no morning line any more, and is left out: whoever starts at noon has seen the room. */
const SAID_WITHIN: DurationMs = 3 * HOUR;

/** When the working day of a date begins; null where it is closed all day. */
function morningOf(hours: OpeningHours, day: Day): Instant | null {
  const start = startOf(hours.timezone, day);
  const [night, morning] = [start + NIGHT, start + MORNING];
  const opens = isOpen(hours, night) ? nextOpening(hours, morning) : nextOpening(hours, night);
  return opens !== null && dayOf(hours.timezone, opens) === day ? opens : null;
}

/** The working day that has just begun, and since when; null at any other time, and while it is closed. */
export function morningNow(hours: OpeningHours, now: Instant): { day: Day; at: Instant } | null {
  const day = dayOf(hours.timezone, now);
  const at = morningOf(hours, day);
  return at !== null && at <= now && now - at < SAID_WITHIN && isOpen(hours, now) ? { day, at } : null;
}

/** Days that are looked through: a business that is closed for longer has no next one. */
const DAYS_AHEAD_MAX = 60;

/** When the first working day after the day of that moment begins; null where none does. */
export function nextMorning(hours: OpeningHours, after: Instant): Instant | null {
  const today = dayOf(hours.timezone, after);
  for (let n = 1; n <= DAYS_AHEAD_MAX; n++) {
    const at = morningOf(hours, addDays(today, n));
    if (at !== null) return at;
  }
  return null;
}
