/** Parses the period of figures from what people type, in the business's time zone. Pure. */
import { addDays, type Day, dayOf, daysBetween, mondayOf, startOf } from '../core/days.ts';
import { instantOf, titled, wallTime } from '../core/hours.ts';
import { distance } from '../core/spelling.ts';
import type { Instant } from '../core/time.ts';
import { dateParts, dayWords, FIRST_YEAR, MONTH_WORDS, MONTHS, monthWords, readDay } from '../desk/dates.ts';

/** From one moment until before another, at midnights of the business's time zone. */
export interface Period {
  /** "This week", "1 Nov to 7 Nov": as people call it. */
  name: string;
  /** Whole days: the first, and the one after the last. */
  firstDay: Day;
  endDay: Day;
  from: Instant;
  to: Instant;
  /** Until when something can have happened in it: its end, or this moment, which counts. */
  until: Instant;
}

export interface PeriodPair {
  period: Period;
  /**
   * The one before it, just as long; of a period that still goes on, only as much of the one before as has gone by of this
   * one, so that Wednesday noon is compared with Wednesday noon.
   */
  previous: Period;
}

/** Further ahead nobody asks. */
const YEARS_AHEAD = 2;
/** Ten years of days. */
const DAYS_MAX = 3_660;

/** Words that change nothing. */
const FILLERS = new Set(['this', 'current', 'for', 'in', 'of', 'the', 'during']);
const LINKS = new Set([
  'to',
  'until',
  'till',
  'and',
  '-',
  '–',
  'through',
  'from',
  'between',
  'since',
  'the',
  'in',
  'of',
]);

type ParsedPeriod = { ok: true; pair: PeriodPair } | { ok: false; problem: string };

/** @param words what stands behind `stats`, without `by ...`; nothing means this week */
export function parsePeriod(words: readonly string[], now: Instant, timezone: string): ParsedPeriod {
  const typed = tokensOf(words);
  const today = dayOf(timezone, now);
  const make = (name: string, firstDay: Day, endDay: Day, previousFirst?: Day): ParsedPeriod =>
    pairOf({ name, firstDay, endDay }, previousFirst, now, timezone);
  const text = typed.filter(each => !FILLERS.has(each)).join(' ');
  const monday = mondayOf(today);
  switch (text) {
    case '':
    case 'week':
      return make('This week', monday, addDays(monday, 7));
    case 'today':
    case 'day':
      return make('Today', today, addDays(today, 1));
    case 'yesterday':
      return make('Yesterday', addDays(today, -1), today);
    case 'last week':
    case 'previous week':
      return make('Last week', addDays(monday, -7), monday);
    case 'month':
      return monthOf('This month', today, make);
    case 'last month':
    case 'previous month':
      return monthOf('Last month', addDays(`${today.slice(0, 8)}01`, -1), make);
    case 'year':
      return make('This year', newYear(today, 0), newYear(today, 1), newYear(today, -1));
    case 'last year':
      return make('Last year', newYear(today, -1), newYear(today, 0), newYear(today, -2));
    case 'quarter':
      return quarterOf(quarterOfDay(today), null, today, make);
    case 'last quarter': {
      const before = monthsBack(today, 3);
      return quarterOf(quarterOfDay(before), Number(before.slice(0, 4)), today, make);
    }
    case 'weekend':
    case 'last weekend': {
      // The one that goes on, or the latest that was.
      const saturday = addDays(monday, today >= addDays(monday, 5) && text === 'weekend' ? 5 : -2);
      return make(`The weekend of ${dayWords(saturday)}`, saturday, addDays(saturday, 2), addDays(saturday, -7));
    }
  }
  const whole = /^\d{4}$/.test(text) ? Number(text) : null;
  if (whole !== null && whole >= FIRST_YEAR && whole <= Number(today.slice(0, 4)))
    return make(text, `${whole}-01-01`, `${whole + 1}-01-01`, `${whole - 1}-01-01`);
  const quarter = /^q([1-4])(?: (\d{4}))?$/.exec(text);
  if (quarter) return quarterOf(Number(quarter[1]), quarter[2] ? Number(quarter[2]) : null, today, make);
  const ago = /^(\d{1,4}|an?|one|two|three) (day|week|month)s? ago$/.exec(text);
  if (ago) return longAgo(NUMBERS.get(ago[1]!) ?? Number(ago[1]), ago[2] as 'day', today, make);
  const last = /^(?:last|past) (\d{1,4}) (day|week|month|year)s?$/.exec(text);
  if (last) {
    const [n, unit] = [Number(last[1]), last[2] as 'day' | 'week' | 'month' | 'year'];
    const end = addDays(today, 1);
    const first =
      unit === 'day' || unit === 'week'
        ? addDays(end, -n * (unit === 'day' ? 1 : 7))
        : monthsBack(end, unit === 'month' ? n : 12 * n);
    if (n < 1 || daysBetween(first, end) > DAYS_MAX) return { ok: false, problem: `Ask for 1 to ${DAYS_MAX} days.` };
    return make(`The last ${n === 1 ? '' : `${n} `}${unit}${n === 1 ? '' : 's'}`, first, end);
  }
  const month = /^([a-z]+)(?: (\d{4}))?$/.exec(text);
  const index = month ? MONTHS.indexOf(month[1]!.slice(0, 3)) : -1;
  if (month && index >= 0 && MONTH_WORDS.test(month[1]!)) {
    const year = month[2]
      ? Number(month[2])
      : Number(today.slice(0, 4)) - (index + 1 > Number(today.slice(5, 7)) ? 1 : 0);
    if (year < FIRST_YEAR) return { ok: false, problem: `In ${year} there was nothing to count yet.` };
    const first = `${year}-${String(index + 1).padStart(2, '0')}-01`;
    return monthOf(`${titled(MONTHS[index]!)} ${year}`, first, make);
  }
  return ofDates(typed, today, make);
}

const NUMBERS = new Map([
  ['a', 1],
  ['an', 1],
  ['one', 1],
  ['two', 2],
  ['three', 3],
]);

/** Words as they are read: "12.6.-15.6.", "mon-wed", "lastweek" are several; "last june" is june. */
function tokensOf(words: readonly string[]): string[] {
  const typed = words
    .map(each => each.toLowerCase().replace(/[,;?!]$/, ''))
    .flatMap(each => {
      if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(each)) return [each];
      const glued = /^(last|this)(week|month|year|weekend)$/.exec(each);
      if (glued) return [glued[1]!, glued[2]!];
      const month = /^(\d{4})-(\d{1,2})$/.exec(each);
      if (month && MONTHS[Number(month[2]) - 1]) return [MONTHS[Number(month[2]) - 1]!, month[1]!];
      const pair = /^([^-–]+)[-–]([^-–]+)$/.exec(each);
      return pair ? [pair[1]!, '-', pair[2]!] : [each];
    })
    .filter(each => each !== '' && each !== 'of' && each !== 'the');
  const [first = '', second = ''] = typed;
  if ((first === 'last' || first === 'past') && (MONTH_WORDS.test(second) || WEEKDAY.test(second))) typed.shift();
  // "1 to 12 june": both are in June.
  const [day = '', link = '', , month = ''] = typed;
  if (/^\d{1,2}(st|nd|rd|th|\.)?$/.test(day) && LINKS.has(link) && MONTH_WORDS.test(month)) typed.splice(1, 0, month);
  return typed;
}
const WEEKDAY = /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?$/;

function quarterOfDay(day: Day): number {
  return Math.ceil(Number(day.slice(5, 7)) / 3);
}

/** The latest of that name that has begun, where no year is said. */
function quarterOf(n: number, year: number | null, today: Day, make: Make): ParsedPeriod {
  const first = (y: number, q: number) => `${y}-${String(q * 3 - 2).padStart(2, '0')}-01`;
  const now = Number(today.slice(0, 4));
  const y = year ?? (first(now, n) <= today ? now : now - 1);
  if (y < FIRST_YEAR) return { ok: false, problem: `In ${y} there was nothing to count yet.` };
  const [next, before] = [n === 4 ? first(y + 1, 1) : first(y, n + 1), n === 1 ? first(y - 1, 4) : first(y, n - 1)];
  return make(`Q${n} ${y}`, first(y, n), next, before);
}

/** That day, or the week or month of that day. */
function longAgo(n: number, unit: 'day' | 'week' | 'month', today: Day, make: Make): ParsedPeriod {
  if (unit === 'month') {
    const first = `${monthsBack(today, n).slice(0, 8)}01`;
    return monthOf(monthWords(first), first, make);
  }
  const day = unit === 'day' ? addDays(today, -n) : mondayOf(addDays(today, -7 * n));
  if (day < `${FIRST_YEAR}-01-01`) return { ok: false, problem: 'Then there was nothing to count yet.' };
  if (unit === 'day') return make(dayWords(day), day, addDays(day, 1));
  return make(`The week of ${dayWords(day)}`, day, addDays(day, 7));
}

/** The same day so many months before, or the last one of a month that is shorter. */
function monthsBack(day: Day, months: number): Day {
  const { year, month, day: date } = dateParts(day);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return addDays(first.toISOString().slice(0, 10), Math.min(date, last) - 1);
}

function newYear(today: Day, years: number): Day {
  return `${Number(today.slice(0, 4)) + years}-01-01`;
}

type Make = (name: string, firstDay: Day, endDay: Day, previousFirst?: Day) => ParsedPeriod;

function monthOf(name: string, within: Day, make: Make): ParsedPeriod {
  const first = `${within.slice(0, 8)}01`;
  const end = `${addDays(first, 31).slice(0, 8)}01`;
  return make(name, first, end, `${addDays(first, -1).slice(0, 8)}01`);
}

/** One date, or a first and a last one; both count in full. */
function ofDates(typed: readonly string[], today: Day, make: Make): ParsedPeriod {
  const days: Day[] = [];
  let rest = [...typed];
  const since = typed[0] === 'since' || typed[0] === 'from';
  while (rest.length) {
    if (LINKS.has(rest[0]!)) {
      rest = rest.slice(1);
      continue;
    }
    // The second one is the first such day that is not before the first.
    const [first] = days;
    const dated = /\d{4}/.test(rest.join(' '));
    const read =
      readMonth(rest, first, today) ??
      (first === undefined || dated ? readDay(rest, today) : readSecond(rest, first, today));
    if (typeof read === 'string') return { ok: false, problem: meant(typed) ?? read };
    // "12 june to 1 june" has no end eleven months ahead.
    const turned = first !== undefined && !dated && read.day > today && daysBetween(first, read.day) > TURNED_FROM;
    if (turned) return { ok: false, problem: `The second day is before ${dayWords(first)}. Turn the two around.` };
    days.push(read.day);
    rest = rest.slice(read.words);
  }
  if (since && days.length === 1) days.push(today);
  const [from, to = from] = days;
  if (!from || !to || days.length > 2) {
    return {
      ok: false,
      problem: 'Give a first and a last day. For example: stats 2026-11-01 2026-11-07, or stats 1 nov 7 nov',
    };
  }
  if (to < from && since) return { ok: false, problem: `${dayWords(from)} has not begun yet.` };
  if (to < from) return { ok: false, problem: `${dayWords(to)} is before ${dayWords(from)}. Turn the two around.` };
  if (daysBetween(from, to) >= DAYS_MAX) return { ok: false, problem: `Ask for ${DAYS_MAX} days at most.` };
  const name = from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`;
  return make(name, from, addDays(to, 1));
}

/** A month by itself: from its first day, or until its last. */
function readMonth(rest: readonly string[], first: Day | undefined, today: Day): { day: Day; words: number } | null {
  const [word = '', next = ''] = rest;
  if (!MONTH_WORDS.test(word) || /^\d{1,2}(st|nd|rd|th|\.)?$/.test(next)) return null;
  const month = MONTHS.indexOf(word.slice(0, 3)) + 1;
  const year = /^\d{4}$/.test(next) ? Number(next) : null;
  const begins = (y: number) => `${y}-${String(month).padStart(2, '0')}-01`;
  const words = year === null ? 1 : 2;
  if (first === undefined) {
    const now = Number(today.slice(0, 4));
    return { day: begins(year ?? (begins(now) <= today ? now : now - 1)), words };
  }
  const from = Number(first.slice(0, 4));
  const begin = begins(year ?? (begins(from) >= `${first.slice(0, 8)}01` ? from : from + 1));
  return { day: addDays(`${addDays(begin, 31).slice(0, 8)}01`, -1), words };
}

/** "mon fri", "16 nov 22 nov": the last day may be one that is still to come. */
function readSecond(rest: readonly string[], first: Day, today: Day): ReturnType<typeof readDay> {
  const fixed = /^(today|yesterday|tomorrow)$/.test(rest[0] ?? '');
  return fixed ? readDay(rest, today) : readDay(rest, addDays(first, -1), 'future');
}

/** Days ahead from which on a second day without a year was not meant to be ahead. */
const TURNED_FROM = 92;
const TIMES = ['today', 'yesterday', 'week', 'month', 'year', 'last', 'monday', 'friday', 'sunday', 'saturday'];

/** A word with a letter or two wrong: the whole line as it was meant. */
function meant(typed: readonly string[]): string | null {
  const strange = typed.filter(
    each =>
      /^[a-z]{3,20}$/.test(each) &&
      !TIMES.includes(each) &&
      !LINKS.has(each) &&
      !MONTH_WORDS.test(each) &&
      !WEEKDAY.test(each),
  );
  const [near] = strange
    .flatMap(wrong => TIMES.map(each => ({ wrong, each, steps: distance(wrong, each) })))
    .sort((a, b) => a.steps - b.steps);
  if (!near || near.steps > 2) return null;
  const { wrong } = near;
  return `"${wrong}" is not known. Did you mean "stats ${typed.map(each => (each === wrong ? near.each : each)).join(' ')}"?`;
}

function pairOf(
  { name, firstDay, endDay }: { name: string; firstDay: Day; endDay: Day },
  previousFirst: Day | undefined,
  now: Instant,
  timezone: string,
): ParsedPeriod {
  const today = dayOf(timezone, now);
  if (firstDay > today) return { ok: false, problem: `${name} has not begun. Ask for a time that has passed.` };
  if (daysBetween(today, endDay) > YEARS_AHEAD * 366) return { ok: false, problem: `${name} ends too far ahead.` };
  const [from, to] = [startOf(timezone, firstDay), startOf(timezone, endDay)];
  const period: Period = { name, firstDay, endDay, from, to, until: Math.max(from, Math.min(to, now + 1)) };
  const before = previousFirst ?? addDays(firstDay, -daysBetween(firstDay, endDay));
  const [beforeFrom, beforeTo] = [startOf(timezone, before), from];
  // As far into the one before as now is into this one, on the wall clock.
  const gone = daysBetween(firstDay, today);
  const sameTime = instantOf(timezone, dateParts(addDays(before, gone)), wallTime(timezone, now).minutes);
  const until = now >= to ? beforeTo : Math.min(beforeTo, Math.max(beforeFrom, sameTime));
  return {
    ok: true,
    pair: {
      period,
      previous: { name: 'before', firstDay: before, endDay: firstDay, from: beforeFrom, to: beforeTo, until },
    },
  };
}
