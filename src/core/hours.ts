/**
 * Opening hours: several spans a day, dated exceptions, one time zone. Right across clock changes, because every answer
 * is found on the wall clock of the zone and only then turned into an instant.
 */
import { DAY, type DurationMs, type Instant, isDay, MINUTE, SECOND } from './time.ts';

/** A span on the wall clock in minutes after midnight; `to` may be 1440 (midnight) but is never before `from`. */
export interface OpenSpan {
  from: number;
  to: number;
}

export interface OpeningHours {
  /** An IANA name, e.g. `Europe/London`. */
  timezone: string;
  /** Spans of each weekday, Sunday first, in order and not overlapping. */
  weekly: readonly (readonly OpenSpan[])[];
  /** Spans of single dates (`2026-12-25`), in place of the weekday's; an empty list is closed. */
  dates: Readonly<Record<string, readonly OpenSpan[]>>;
  /** Kinds of channels with hours of their own: a chat that is only staffed in the afternoon. */
  channels?: Readonly<Record<string, OpeningHours>>;
}

export const ALWAYS_OPEN: OpeningHours = {
  timezone: 'UTC',
  weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  dates: {},
};

/** How far ahead an opening is looked for: a business closed for over a year has none. */
const SEARCH_DAYS_MAX = 400;

interface WallTime {
  year: number;
  month: number;
  day: number;
  /** Minutes after midnight, with a fraction for seconds. */
  minutes: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timezone: string): Intl.DateTimeFormat {
  let found = formatters.get(timezone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timezone, found);
  }
  return found;
}

/** Since then every offset is one of whole minutes, and changes at one. */
const WHOLE_MINUTES_SINCE = Date.UTC(1973, 0, 1);
/** Minutes that are kept, of all timezones: what is asked is mostly now, and the days around it, of many workspaces. */
const MINUTES_MAX = 2_000;
const minutesKnown = new Map<string, WallTime>();

/** What a clock on the wall shows there at that instant. */
export function wallTime(timezone: string, at: Instant): WallTime {
  if (at < WHOLE_MINUTES_SINCE) return readWall(timezone, at);
  const minute = Math.floor(at / MINUTE);
  const key = `${timezone} ${minute}`;
  let wall = minutesKnown.get(key);
  if (!wall) {
    wall = readWall(timezone, minute * MINUTE);
    if (minutesKnown.size === MINUTES_MAX) minutesKnown.clear();
    minutesKnown.set(key, wall);
  }
  return { ...wall, minutes: wall.minutes + Math.floor((at - minute * MINUTE) / SECOND) / 60 };
}

function readWall(timezone: string, at: Instant): WallTime {
  const part: Record<string, number> = {};
  for (const { type, value } of formatter(timezone).formatToParts(at)) part[type] = Number(value);
  const minutes = (part.hour ?? 0) * 60 + (part.minute ?? 0) + (part.second ?? 0) / 60;
  return { year: part.year ?? 0, month: part.month ?? 0, day: part.day ?? 0, minutes };
}

/**
 * The instant at which the wall clock there shows these minutes of that date. A time that a clock change skips is the
 * first instant after the gap; a time that occurs twice is its first occurrence.
 */
export function instantOf(
  timezone: string,
  date: { year: number; month: number; day: number },
  minutes: number,
): Instant {
  const asIfUtc = Date.UTC(date.year, date.month - 1, date.day) + minutes * MINUTE;
  // Offsets lie within +-15 h, so a day before and after see every offset that could hold at that wall time.
  const offsets = [offsetAt(timezone, asIfUtc - DAY), offsetAt(timezone, asIfUtc + DAY)];
  const hits = offsets.map(offset => asIfUtc - offset).filter(at => at + offsetAt(timezone, at) === asIfUtc);
  if (hits.length) return Math.min(...hits);
  return firstAfterGap(timezone, asIfUtc - Math.max(...offsets), asIfUtc - Math.min(...offsets));
}

function offsetAt(timezone: string, at: Instant): DurationMs {
  const wall = wallTime(timezone, at);
  const whole = Math.floor(at / 1000) * 1000;
  return Date.UTC(wall.year, wall.month - 1, wall.day) + Math.round(wall.minutes * 60) * 1000 - whole;
}

/** Halves the interval until the moment of the clock change is found to the millisecond. */
function firstAfterGap(timezone: string, before: Instant, after: Instant): Instant {
  const old = offsetAt(timezone, before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timezone, middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

function dateKey(date: { year: number; month: number; day: number }): string {
  return `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`;
}

function nextDate(date: { year: number; month: number; day: number }) {
  const next = new Date(Date.UTC(date.year, date.month - 1, date.day + 1));
  return { year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** The open spans of one date as instants, in order; a span swallowed by a clock change is left out. */
function spansOn(hours: OpeningHours, date: { year: number; month: number; day: number }): [Instant, Instant][] {
  const weekday = new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay();
  const spans = hours.dates[dateKey(date)] ?? hours.weekly[weekday] ?? [];
  return spans
    .map(({ from, to }): [Instant, Instant] => [
      instantOf(hours.timezone, date, from),
      to === 1440 ? instantOf(hours.timezone, nextDate(date), 0) : instantOf(hours.timezone, date, to),
    ])
    .filter(([start, end]) => end > start);
}

/** When it is open between two instants: spans in order, cut to fit. */
export function openSpans(hours: OpeningHours, from: Instant, to: Instant): [Instant, Instant][] {
  const spans: [Instant, Instant][] = [];
  let date: { year: number; month: number; day: number } = wallTime(hours.timezone, from - DAY);
  const last = dateKey(wallTime(hours.timezone, to + DAY));
  for (;;) {
    for (const [start, end] of spansOn(hours, date)) {
      if (Math.min(end, to) > Math.max(start, from)) spans.push([Math.max(start, from), Math.min(end, to)]);
    }
    if (dateKey(date) === last) return spans;
    date = nextDate(date);
  }
}

function* spansFrom(hours: OpeningHours, at: Instant): Generator<[Instant, Instant]> {
  let date: { year: number; month: number; day: number } = wallTime(hours.timezone, at - DAY);
  for (let i = 0; i < SEARCH_DAYS_MAX; i++, date = nextDate(date)) yield* spansOn(hours, date);
}

export function isOpen(hours: OpeningHours, at: Instant): boolean {
  for (const [start, end] of spansFrom(hours, at)) {
    if (at < start) return false;
    if (at < end) return true;
  }
  return false;
}

/** The first instant at or after `at` when the business is open; null when it stays closed for over a year. */
export function nextOpening(hours: OpeningHours, at: Instant): Instant | null {
  for (const [start, end] of spansFrom(hours, at)) if (end > at) return Math.max(start, at);
  return null;
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The written form of the provisioning file: `mon-fri: ["09:00-12:30", ...]`, `closed: [dates]`. */
export interface WrittenHours {
  timezone: string;
  weekly: Record<string, string[]>;
  closed?: string[];
  dates?: Record<string, string[]>;
  /** Kinds of channels with hours of their own; days off hold for them too. */
  channels?: Record<string, { weekly: Record<string, string[]>; dates?: Record<string, string[]> }>;
}

/** A name of the IANA's list that this machine knows. */
export function isTimezone(name: string): boolean {
  try {
    formatter(name);
    return true;
  } catch {
    return false;
  }
}

/** Parses written hours; `problems` are sentences, all at once, and the hours are only of use when there are none. */
export function parseHours(written: WrittenHours): { hours: OpeningHours; problems: string[] } {
  const problems: string[] = [];
  const weekly = parseWeek(written.weekly, problems);
  if (!isTimezone(written.timezone))
    problems.push(`The time zone "${written.timezone}" is unknown. Write an IANA name such as Europe/London.`);
  const closed: Record<string, OpenSpan[]> = {};
  for (const date of written.closed ?? []) {
    if (validDate(date, problems)) closed[date] = [];
  }
  const { timezone } = written;
  const dates = { ...closed, ...parseDates(written.dates, problems) };
  const channels = Object.entries(written.channels ?? {}).map(([kind, own]): [string, OpeningHours] => [
    kind,
    { timezone, weekly: parseWeek(own.weekly, problems), dates: { ...dates, ...parseDates(own.dates, problems) } },
  ]);
  const hours: OpeningHours = { timezone, weekly, dates };
  return { hours: channels.length ? { ...hours, channels: Object.fromEntries(channels) } : hours, problems };
}

function parseWeek(written: Record<string, string[]>, problems: string[]): OpenSpan[][] {
  const weekly: OpenSpan[][] = Array.from({ length: 7 }, () => []);
  for (const [days, spans] of Object.entries(written)) {
    for (const day of weekdaysOf(days, problems)) weekly[day] = parseSpans(spans, days, problems);
  }
  return weekly;
}

function parseDates(written: Record<string, string[]> | undefined, problems: string[]): Record<string, OpenSpan[]> {
  const dates: Record<string, OpenSpan[]> = {};
  for (const [date, spans] of Object.entries(written ?? {})) {
    if (validDate(date, problems)) dates[date] = parseSpans(spans, date, problems);
  }
  return dates;
}

function weekdaysOf(written: string, problems: string[]): number[] {
  const [first = '', last = first] = written.toLowerCase().split('-');
  const from = WEEKDAYS.indexOf(first.trim());
  const to = WEEKDAYS.indexOf(last.trim());
  if (from < 0 || to < 0) {
    problems.push(`"${written}" is not a day. Write mon, tue, wed, thu, fri, sat or sun, or a range such as mon-fri.`);
    return [];
  }
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => (from + i) % 7);
}

function parseSpans(written: string[], where: string, problems: string[]): OpenSpan[] {
  const spans: OpenSpan[] = [];
  for (const text of written) {
    const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text.trim());
    const from = match ? Number(match[1]) * 60 + Number(match[2]) : -1;
    const to = match ? Number(match[3]) * 60 + Number(match[4]) : -1;
    if (!match || from >= to || to > 1440 || Number(match[2]) > 59 || Number(match[4]) > 59) {
      problems.push(`The hours "${text}" of ${where} cannot be used. Write them as 09:00-17:30, start before end.`);
    } else spans.push({ from, to });
  }
  spans.sort((a, b) => a.from - b.from);
  for (const [i, span] of spans.entries()) {
    if (i > 0 && span.from < spans[i - 1]!.to)
      problems.push(`The hours of ${where} overlap. Make them follow each other.`);
  }
  return spans;
}

function validDate(date: string, problems: string[]): boolean {
  if (isDay(date)) return true;
  const year = /(?<!\d)\d{4}(?!\d)/.exec(date)?.[0];
  const like = year ? `as ${year}-12-25` : 'as year-month-day';
  problems.push(`"${date}" is not a date. Write one that is in the calendar, ${like}.`);
  return false;
}

/** "Mon 09:00" in the business's own time, for sentences such as "back at Mon 09:00". */
export function whenInWords(hours: OpeningHours, at: Instant): string {
  const wall = wallTime(hours.timezone, at);
  const weekday = WEEKDAYS[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()] ?? '';
  const hh = String(Math.floor(wall.minutes / 60)).padStart(2, '0');
  const mm = String(Math.floor(wall.minutes % 60)).padStart(2, '0');
  return `${titled(weekday)} ${hh}:${mm}`;
}

/** "09:00-12:30, 13:30-17:30"; nothing for a closed day. */
export function spanWords(spans: readonly OpenSpan[]): string {
  const time = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return spans.map(({ from, to }) => `${time(from)}-${time(to)}`).join(', ');
}

/** "Mon-Fri 09:00-12:30, 13:30-17:30; Sat closed (Europe/London)": the week in one line. */
export function hoursInWords(hours: OpeningHours): string {
  const words = [1, 2, 3, 4, 5, 6, 0].map(day => {
    const text = spanWords(hours.weekly[day] ?? []);
    return { day: titled(WEEKDAYS[day] ?? ''), text: text === '00:00-24:00' ? 'always' : text || 'closed' };
  });
  if (words.every(each => each.text === 'always')) return `always open (${hours.timezone})`;
  const runs: { from: string; to: string; text: string }[] = [];
  for (const { day, text } of words) {
    const last = runs.at(-1);
    if (last?.text === text) last.to = day;
    else runs.push({ from: day, to: day, text });
  }
  const week = runs.map(({ from, to, text }) => `${from === to ? from : `${from}-${to}`} ${text}`).join('; ');
  return `${week} (${hours.timezone})`;
}

/** With a capital at the front. */
export function titled(word: string): string {
  return `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
}
