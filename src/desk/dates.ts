/** Dates and times as people type them, and as they read them. Pure. */
import { addDays, type Day, dayOf, startOf, weekdayOf } from '../core/days.ts';
import { instantOf, nextOpening, type OpeningHours, titled, whenInWords } from '../core/hours.ts';
import { DAY, type DurationMs, HOUR, type Instant, isDay, MINUTE } from '../core/time.ts';

/** Before that there was nothing to count. */
export const FIRST_YEAR = 2_000;
export const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const MONTH_WORDS =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/;

/** Which of two days is meant where both fit: the last one (figures), or the next one (plans). */
type Towards = 'past' | 'future';

/** Reads one date from the beginning of the words; a text says why it cannot. */
export function readDay(
  words: readonly string[],
  today: Day,
  towards: Towards = 'past',
): { day: Day; words: number } | string {
  const [first = '', second = '', third = ''] = words;
  const year = Number(today.slice(0, 4));
  if (first === 'today') return { day: today, words: 1 };
  if (first === 'yesterday') return { day: addDays(today, -1), words: 1 };
  if (first === 'tomorrow') return { day: addDays(today, 1), words: 1 };
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(first)) return checked(first.split('-').map(Number), first, 1, today);
  const numbers = /^(\d{1,2})([./])(\d{1,2})(?:[./](\d{2}|\d{4}))?\.?$/.exec(first);
  if (numbers) {
    const [a, b] = [Number(numbers[1]), Number(numbers[3])];
    const y = numbers[4] ? Number(numbers[4].length === 2 ? `20${numbers[4]}` : numbers[4]) : null;
    // With a point the day comes first everywhere; with a stroke it does in some countries only.
    if (numbers[2] === '/' && a <= 12 && b <= 12 && a !== b) {
      return `"${first}" can be read in two ways. Write it as ${y ?? year}-${two(b)}-${two(a)} or ${y ?? year}-${two(a)}-${two(b)}.`;
    }
    const [date, month] = numbers[2] === '/' && b > 12 ? [b, a] : [a, b];
    return checked([y ?? yearOf(month, date, today, towards), month, date], first, 1, today);
  }
  const weekday = WEEKDAYS.indexOf(first.slice(0, 3));
  if (weekday >= 0 && /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?$/.test(first)) {
    const back = (weekdayOf(today) - weekday + 7) % 7;
    const ahead = (weekday - weekdayOf(today) + 7) % 7 || 7;
    return { day: addDays(today, towards === 'past' ? -back : ahead), words: 1 };
  }
  // "1 nov", "nov 1", with or without a year behind.
  const ordinal = (word: string) => /^(\d{1,2})(st|nd|rd|th|\.)?$/.exec(word)?.[1] ?? null;
  for (const [date, month] of [
    [ordinal(first), second],
    [ordinal(second), first],
  ] as const) {
    if (date === null || !MONTH_WORDS.test(month)) continue;
    const index = MONTHS.indexOf(month.slice(0, 3)) + 1;
    const withYear = /^\d{4}$/.test(third);
    const y = withYear ? Number(third) : yearOf(index, Number(date), today, towards);
    return checked([y, index, Number(date)], `${first} ${second}`, withYear ? 3 : 2, today);
  }
  const [example, near] =
    towards === 'past' ? [addDays(today, -EXAMPLE_DAYS), 'yesterday'] : [addDays(today, EXAMPLE_DAYS), 'tomorrow'];
  const { month, day } = dateParts(example);
  return `"${first}" is not a day I know. Write ${example}, ${day} ${MONTHS[month - 1]}, monday or ${near}.`;
}

/** An example that has passed would be refused where a day to come is meant. */
const EXAMPLE_DAYS = 8;

/** Without a year the latest such day is meant that has come, or the first that comes; of 29 February one that exists. */
function yearOf(month: number, date: number, today: Day, towards: Towards): number {
  const year = Number(today.slice(0, 4));
  const step = towards === 'past' ? -1 : 1;
  for (let y = year; Math.abs(y - year) <= YEARS_LOOKED; y += step) {
    const there = `${y}-${two(month)}-${two(date)}`;
    if (isDay(there) && (towards === 'past' ? there <= today : there >= today)) return y;
  }
  return year;
}
/** There is a 29 February in every eight years. */
const YEARS_LOOKED = 8;

function checked(
  [year = 0, month = 0, date = 0]: number[],
  typed: string,
  words: number,
  today: Day,
): { day: Day; words: number } | string {
  const day = `${year}-${two(month)}-${two(date)}`;
  if (!isDay(day)) return `"${typed}" is not a date in the calendar. Write it like today, ${today}.`;
  if (year < FIRST_YEAR) return `"${typed}" is before there was anything to count.`;
  return { day, words };
}

/** Longer away is another matter. */
const AHEAD_MAX: DurationMs = 370 * DAY;

/**
 * Until when: "2h", "1h30", "3 days", "14:30", "5", "friday", "1 dec 9:00". A day without a time means when the business opens
 * on it; an hour without "am" or "pm" is the next one of that name.
 * @returns null for no words; `unread` are words that name no time, a text is a time that cannot be
 */
export function readUntil(
  words: readonly string[],
  now: Instant,
  hours: OpeningHours,
): Instant | null | string | { unread: string } {
  const typed = words
    .map(each => each.toLowerCase())
    .filter(each => !/^(until|till|til|for|to|on|at|the|back)$/.test(each));
  if (typed.length === 0) return null;
  const text = typed.join(' ');
  const zone = hours.timezone;
  const today = dayOf(zone, now);
  const length = readLength(text);
  if (length !== null) return ahead(now + length, now);
  const part = PARTS_OF_DAY.get(text.replace(/^(after|this) /, ''));
  if (part != null) {
    const at = instantOf(zone, dateParts(today), part);
    if (at - now > HOUR / 2) return at;
    // Lunch that has begun takes an hour.
    if (text.endsWith('lunch')) return now + HOUR;
  }
  const times = readTimes(text);
  if (times.length) {
    const coming = [today, addDays(today, 1)].flatMap(day => times.map(time => instantOf(zone, dateParts(day), time)));
    return Math.min(...coming.filter(at => at > now));
  }
  const next = typed[0] === 'next' ? typed.slice(1) : typed;
  const read = next[0] === 'week' ? { day: nextMonday(today), words: 1 } : readDay(next, today, 'future');
  if (typeof read === 'string') return { unread: read };
  const rest = next.slice(read.words).join(' ');
  const start = startOf(zone, read.day);
  const partOfDay = PARTS_OF_DAY.get(rest);
  if (rest === '' || partOfDay === null) return ahead(nextOpening(hours, start) ?? start, now);
  const minutes = partOfDay === undefined ? readTimes(rest) : [partOfDay];
  const time = minutes.at(-1);
  if (time === undefined) return `"${rest}" is not a time. Write it as 9:00.`;
  // In the morning, where the hour alone is ambiguous and the day is a later one.
  const early = minutes[0] ?? time;
  const at = instantOf(zone, dateParts(read.day), early);
  return ahead(at > now ? at : instantOf(zone, dateParts(read.day), time), now);
}

/** Minutes after midnight; null is when the business opens. */
const PARTS_OF_DAY = new Map<string, number | null>([
  ['morning', null],
  ['noon', 12 * 60],
  ['lunch', 13 * 60],
  ['afternoon', 13 * 60],
  ['evening', 18 * 60],
]);

/** "2h", "1h30", "90 min", "3 days", "a week" in ms; null for anything else. */
function readLength(text: string): DurationMs | null {
  const both = /^(\d{1,2}) ?h(?:ours?)? ?(\d{1,2})(?: ?m(?:in)?)?$/.exec(text);
  if (both) return Number(both[1]) * HOUR + Number(both[2]) * MINUTE;
  const one = /^(?:(\d{1,3})|an?) ?(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)$/.exec(text);
  if (!one) return null;
  return Number(one[1] ?? 1) * { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }[one[2]![0] as 'm'];
}

function ahead(at: Instant, now: Instant): Instant | string {
  if (at <= now) return 'That time has already passed. Choose a later one.';
  return at - now > AHEAD_MAX ? 'That is more than a year ahead. Choose an earlier time.' : at;
}

function nextMonday(today: Day): Day {
  return addDays(today, 7 - weekdayOf(today));
}

/** "9", "9:30", "9 am" as minutes after midnight, the earlier first; "5" may be both; nothing for anything else. */
function readTimes(text: string): number[] {
  const found = /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$/.exec(text);
  if (!found) return [];
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (minute > 59 || hour > (found[3] ? 12 : 23)) return [];
  if (found[3]) return [((hour % 12) + (found[3] === 'pm' ? 12 : 0)) * 60 + minute];
  const bare = found[2] === undefined && hour >= 1 && hour < 12;
  return bare ? [hour * 60, (hour + 12) * 60] : [hour * 60 + minute];
}

/** A day in its parts. */
export function dateParts(day: Day): { year: number; month: number; day: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, day: date };
}

/** "Mon 16 Nov", with the year where `long`. */
export function dayWords(day: Day, long = true): string {
  const { year, month, day: date } = dateParts(day);
  const words = `${titled(WEEKDAYS[weekdayOf(day)]!)} ${date} ${titled(MONTHS[month - 1]!)}`;
  return long ? `${words} ${year}` : words;
}

/** "Nov 2026". */
export function monthWords(day: Day): string {
  const { year, month } = dateParts(day);
  return `${titled(MONTHS[month - 1]!)} ${year}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** "Fri 09:00", and with the date when that Friday is not the next one. */
export function momentWords(hours: OpeningHours, at: Instant, now: Instant): string {
  const words = whenInWords(hours, at);
  return at - now < 6 * DAY ? words : `${dayWords(dayOf(hours.timezone, at), false)} ${words.slice(4)}`;
}

/** "Fri 4 Dec, 09:00". */
export function dateWords(hours: OpeningHours, at: Instant): string {
  return `${dayWords(dayOf(hours.timezone, at), false)}, ${whenInWords(hours, at).slice(4)}`;
}
