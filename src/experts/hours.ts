/** When an expert may be asked: hours as people type them, and whether a moment lies in them. Pure. */
import { addDays, dayOf, weekdayOf } from '../core/days.ts';
import { isOpen, type OpeningHours, titled, wallTime } from '../core/hours.ts';
import { DAY, type Instant, MINUTE } from '../core/time.ts';
import type { AskHours } from '../ports/help-rows.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MIDNIGHT = 24 * 60;
/** Asks of one person and day: more than that is a rota. */
export const ASKS_A_DAY_MAX = 20;
/** What people who said nothing of it let be asked of them. */
export const ASKS_A_DAY = 3;
/** Hours are looked ahead for by this step; nobody is asked for less. */
const STEP = MINUTE;

/**
 * "9-12 mon-fri", "13:30-17 tue, thu", "9am-5pm weekdays", "22-6"; without days it is every day.
 * @returns null for the team's opening hours ("team", "opening hours", nothing), or what is wrong, as a sentence
 */
export function readAskHours(typed: string): AskHours | null | string {
  const words = typed
    .toLowerCase()
    .replace(/[–—]/g, '-')
    .replace(/\s*-\s*/g, '-')
    .trim();
  if (/^(the )?(team('?s)?|opening|usual|default|same|any ?time)?( ?hours?)?$/.test(words)) return null;
  const found =
    /(?<![\w:.])(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?(?:-| to | until )(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?(?![\w:])/.exec(
      words,
    );
  if (!found) return HOW;
  const [, h1, m1, ap1, h2, m2, ap2] = found;
  const from = minutesOf(h1!, m1, ap1 ?? (ap2 && Number(h1) > Number(h2) % 12 ? 'am' : ap2));
  const to = minutesOf(h2!, m2, ap2);
  if (from === null || to === null || from === MIDNIGHT || from === to)
    return `"${found[0].trim()}" are no hours. ${HOW}`;
  const days = daysOf(words.replace(found[0], ' '));
  if (typeof days === 'string') return `${days} ${HOW}`;
  return { days, from, to };
}

const HOW = 'Write hours such as 9-12 mon-fri, or "team" for the opening hours.';

function minutesOf(hour: string, minutes = '0', half?: string): number | null {
  const h = Number(hour);
  const m = Number(minutes);
  if (m > 59 || (half && (h < 1 || h > 12))) return null;
  const at = (half ? (h % 12) + (half === 'pm' ? 12 : 0) : h) * 60 + m;
  return at > MIDNIGHT ? null : at;
}

function daysOf(words: string): number[] | string {
  const found = new Set<number>();
  const parts = words
    .split(/[\s,;+&]+|\band\b/)
    .filter(each => each && !/^(on|at|and|every|from|o'?clock)$/.test(each));
  for (const part of parts) {
    const range = NAMED.get(part) ?? part;
    const ends = range.split('-').map(each => (DAY_WORD.test(each) ? DAYS.indexOf(each.slice(0, 3)) : -1));
    const [first = -1, last = first] = ends;
    if (first < 0 || last < 0 || ends.length > 2) return `"${part}" is not a day.`;
    for (let day = first; ; day = (day + 1) % 7) {
      found.add(day);
      if (day === last) break;
    }
  }
  return found.size ? [...found].sort((a, b) => a - b) : [0, 1, 2, 3, 4, 5, 6];
}

const NAMED = new Map([
  ['weekdays', 'mon-fri'],
  ['workdays', 'mon-fri'],
  ['weekends', 'sat-sun'],
  ['weekend', 'sat-sun'],
  ['daily', 'mon-sun'],
  ['day', 'mon-sun'],
  ['days', 'mon-sun'],
]);
const DAY_WORD = /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(days?)?$/;

/** "9:00-12:00, Mon-Fri"; null are the team's opening hours. */
export function askHoursWords(hours: AskHours | null): string {
  if (!hours) return 'in opening hours';
  const time = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  const runs: [number, number][] = [];
  for (const day of hours.days) {
    const last = runs.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else runs.push([day, day]);
  }
  const days = runs.map(([a, b]) => (a === b ? name(a) : `${name(a)}-${name(b)}`)).join(', ');
  return `${time(hours.from)}-${time(hours.to)}, ${days}`;
}

function name(day: number): string {
  return titled(DAYS[day] ?? '');
}

/** The hours as they are typed again: "9:00-12:00 mon-fri". */
export function askHoursTyped(hours: AskHours | null): string {
  return hours ? askHoursWords(hours).replace(', ', ' ').toLowerCase() : '';
}

/**
 * May somebody with these hours be asked now? On the team's dates (days off, shorter days) only while the team is there,
 * whatever the person's own hours are.
 */
export function isAskable(own: AskHours | null, team: OpeningHours, at: Instant): boolean {
  if (own === null) return isOpen(team, at);
  const { minutes } = wallTime(team.timezone, at);
  const today = dayOf(team.timezone, at);
  const yesterday = addDays(today, -1);
  const day = weekdayOf(today);
  const overnight = own.to <= own.from;
  const ofToday = own.days.includes(day) && minutes >= own.from && (overnight || minutes < own.to);
  const ofYesterday = overnight && own.days.includes((day + 6) % 7) && minutes < own.to;
  if (!ofToday && !ofYesterday) return false;
  // The night belongs to the day on which it began.
  const date = team.dates[ofToday ? today : yesterday] ?? team.dates[today];
  return date === undefined || isOpen(team, at);
}

/** Until when somebody may be asked, from a moment at which they may be, to the minute; `limit` at the latest. */
export function askableUntil(own: AskHours | null, team: OpeningHours, from: Instant, limit: Instant): Instant {
  const last = Math.min(limit, from + DAY);
  let at = from;
  while (at < last && isAskable(own, team, at)) at += STEP;
  return Math.min(at, last);
}
