/** The weekly letter for the rest of the business: to whom it goes, and when. Pure. */
import { addDays, type Day, dayOf, mondayOf } from './days.ts';
import { instantOf, type OpeningHours } from './hours.ts';
import { DAY, type DurationMs, type Instant } from './time.ts';

/** As it is set; a letter that goes to nobody and into no room is none. */
export interface LetterTimes {
  /** Mail addresses. */
  to: string[];
  /** The name of the room it is posted into; null for none. */
  room: string | null;
  /** Monday is 0. */
  weekday: number;
  /** On the wall clock of the business, after midnight. */
  minutes: number;
  /** The mail channel it is sent by; null for the first one. */
  channel: string | null;
}

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** A list that is longer is a mailing list, and has an address of its own. */
const LETTER_TO_MAX = 50;
/** A letter that comes later is old: then the next one is due. */
export const LETTER_WITHIN: DurationMs = 2 * DAY;
const FRIDAY = 4;
const FOUR_O_CLOCK = 16 * 60;

interface WrittenLetter {
  to: readonly string[];
  room?: string | null | undefined;
  day?: string | undefined;
  time?: string | undefined;
  channel?: string | null | undefined;
}

/** @returns the settings, or what is wrong with them: the field, and a sentence */
export function readLetter(written: WrittenLetter): LetterTimes | { field: string; words: string } {
  const to = [...new Set(written.to.map(each => each.trim().toLowerCase()).filter(Boolean))];
  const wrong = to.find(each => !/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(each));
  if (wrong) return { field: 'to', words: `"${wrong}" is no mail address. Write one on each line.` };
  if (to.length > LETTER_TO_MAX)
    return {
      field: 'to',
      words: `Give ${LETTER_TO_MAX} addresses at most. For more, use the address of a mailing list.`,
    };
  const day = (written.day ?? '').trim().toLowerCase();
  const weekday = day === '' ? FRIDAY : WEEKDAYS.findIndex(each => day.length >= 3 && each.startsWith(day));
  if (weekday < 0) return { field: 'day', words: `"${written.day}" is no day of the week. Write friday, for example.` };
  const time = /^(\d{1,2})(?::(\d{2}))?$/.exec((written.time ?? '').trim() || '16:00');
  const minutes = time ? Number(time[1]) * 60 + Number(time[2] ?? 0) : FOUR_O_CLOCK;
  if (!time || minutes >= 24 * 60 || Number(time[2] ?? 0) > 59)
    return { field: 'time', words: `"${written.time}" is no time of day. Write 16:00, for example.` };
  return { to, room: written.room?.trim() || null, weekday, minutes, channel: written.channel?.trim() || null };
}

/** "16:00" */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** One letter: its week by the Monday, when it goes, and the seven whole days that it is about. */
export interface DueLetter {
  week: Day;
  at: Instant;
  firstDay: Day;
  lastDay: Day;
}

/** The letter of the week of a moment. On a day off it goes on the last working day before; in a week off on its own day. */
export function letterOf({ weekday, minutes }: LetterTimes, hours: OpeningHours, at: Instant): DueLetter {
  const week = mondayOf(dayOf(hours.timezone, at));
  const own = addDays(week, weekday);
  const isOff = (day: Day) => hours.dates[day]?.length === 0;
  let day = own;
  while (isOff(day) && day > week) day = addDays(day, -1);
  if (isOff(day)) day = own;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return {
    week,
    at: instantOf(hours.timezone, { year, month, day: date }, minutes),
    firstDay: addDays(day, -7),
    lastDay: addDays(day, -1),
  };
}

/** The letter that should have left by now and is not old yet; of this week, or of the one before. */
export function letterDue(times: LetterTimes, hours: OpeningHours, now: Instant): DueLetter | null {
  const due = [now, now - 7 * DAY].map(at => letterOf(times, hours, at));
  return due.find(each => each.at <= now && now - each.at < LETTER_WITHIN) ?? null;
}

/** The next one that is not due yet. */
export function nextLetter(times: LetterTimes, hours: OpeningHours, now: Instant): DueLetter {
  const own = letterOf(times, hours, now);
  return own.at > now ? own : letterOf(times, hours, now + 7 * DAY);
}

/** As it was kept; null for none. */
export function letterIn(kept: unknown): LetterTimes | null {
  const times = kept as LetterTimes | null;
  return times && Array.isArray(times.to) && Number.isInteger(times.weekday) && Number.isFinite(times.minutes)
    ? times
    : null;
}
