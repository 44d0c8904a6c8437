/** What a split says, by channel, reason, hour, weekday or week; and the words that all figures share. Pure. */
import { addDays, type Day } from '../core/days.ts';
import { type DurationMs, SECOND } from '../core/time.ts';
import { dayWords } from '../desk/dates.ts';
import { percentWords, waitWords } from '../desk/durations.ts';
import { PEOPLE_MIN } from './apart.ts';
import type { Bar } from './bars.ts';
import type { Report } from './report.ts';
import type { ReportGroup, Split } from './split.ts';
import type { Weekdays } from './weekdays.ts';

/** A phone shows about this many. */
const GROUPS_SHOWN_MAX = 8;
/** Of fewer than these a median or a rate says little, and one more changes it. */
const FEW = 5;

/** Said beside a number of which there are few. */
export function few(n: number): string {
  return n > 0 && n < FEW ? ', few' : '';
}

export function plural(n: number, one: string, many: string): string {
  return `${whole(n)} ${n === 1 ? one : many}`;
}

export function whole(n: number): string {
  return n.toLocaleString('en');
}

/** "Mon 1 Jun to Sun 7 Jun"; with the years where they differ, or where `years`. */
export function spanWords(first: Day, last: Day, years = false): string {
  const long = years || first.slice(0, 4) !== last.slice(0, 4);
  if (first === last) return dayWords(first, long);
  return `${dayWords(first, long)} to ${dayWords(last, long)}`;
}

export function splitWords(report: Report): string[] {
  const { split, hours } = report;
  switch (split?.by) {
    case undefined:
      return [];
    case 'hour':
      return hourWords(hours);
    case 'week':
      return weekWords(report);
    case 'weekday':
      return weekdayWords(split as Weekdays);
    default:
      return groupsWords(split as Split, report);
  }
}

function groupsWords({ by, weeks, groups }: Split, { period, figures }: Report): string[] {
  if (figures.opened + figures.answered + figures.nextResponse.open.n + figures.resolutions === 0) return [];
  if (!weeks)
    return [`By ${by}: not shown, because it is for whole weeks that are over. For example: stats last week by ${by}`];
  if (!groups)
    return [`By ${by}: not shown, because groups of fewer than ${PEOPLE_MIN} people would show what one of them did.`];
  const all = weeks.from === period.firstDay && weeks.to === period.endDay;
  const of = all ? '' : `, whole weeks only, ${spanWords(weeks.from, addDays(weeks.to, -1))}`;
  const lines = groups.slice(0, GROUPS_SHOWN_MAX).map(groupWords);
  const more = groups.length - lines.length;
  return [`By ${by}${of}:`, ...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

function groupWords({ names, figures }: ReportGroup): string {
  const { opened, firstResponse, told, resolvedEnquiries, csat } = figures;
  const closed = (firstResponse.open.median ?? 0) < 1_000 && (firstResponse.calendar.median ?? 0) >= 1_000;
  const { n, median } = closed ? firstResponse.calendar : firstResponse.open;
  const first = n ? `, first response ${waitWords(median)}${closed ? ' by the clock' : ''} (n ${n}${few(n)})` : '';
  const rated = csat?.n ? `, CSAT ${percentWords(csat.rate)} (n ${csat.n}${few(csat.n)})` : '';
  const kept = told?.of ? `, told time kept ${percentWords(told.rate)} of ${told.of}${few(told.of)}` : '';
  return `• ${names.join(' + ')}: ${whole(opened)} new${first}${kept}, ${whole(resolvedEnquiries)} resolved${rated}`;
}

function hourWords(hours: readonly number[]): string[] {
  const busy = hourBlocks(hours).sort((a, b) => b.n - a.n || (a.label < b.label ? -1 : 1));
  const named = busy.slice(0, 3).flatMap(({ label, n }) => (n > 0 ? [`${label} (${n})`] : []));
  return named.length ? [`By hour: most came at ${named.join(', ')}`] : [];
}

/** A day of so many hours is more than a phone shows. */
const HOURS_MAX = 20;

/** The hours of a day in which anything came, as bars and words name them: "10:00", or "10-12" where two share a bar. */
export function hourBlocks(hours: readonly number[]): { label: string; n: number }[] {
  const used = [...hours.keys()].filter(hour => hours[hour]! > 0);
  if (used.length === 0) return [];
  const [first, last] = [used[0]!, used.at(-1)!];
  const step = last - first >= HOURS_MAX ? 2 : 1;
  const blocks: { label: string; n: number }[] = [];
  for (let hour = step === 2 ? 0 : first; hour <= last; hour += step) {
    const label = step === 2 ? `${two(hour)}-${two(hour + 2)}` : clockWords(hour);
    blocks.push({ label, n: hours[hour]! + (step === 2 ? (hours[hour + 1] ?? 0) : 0) });
  }
  return blocks;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

export function clockWords(hour: number): string {
  return `${two(hour)}:00`;
}

/** One line for each week, so that a trend is seen. */
function weekWords({ volume, promise }: Report): string[] {
  if (volume.unit !== 'week') return ['By week: ask for some weeks or months. For example: stats by week'];
  const times = [...new Set(promise.targets.map(each => each.withinMs))];
  const each = promise.targets.map(({ channel, withinMs }) => `${channel} ${waitWords(withinMs)}`);
  const target =
    times.length > 1 ? `; targets: ${each.join(', ')}` : times[0] ? `; the target is ${waitWords(times[0])}` : '';
  const bars = volume.bars.filter(({ days }) => days !== 0);
  return [`By week (medians in opening hours${target}):`, ...bars.map(barWords)];
}

function barWords({ label, days, opened, reopened, resolved, answered, firstResponse, promise, told }: Bar): string {
  const part = days === null ? '' : ` (${days === 1 ? '1 day' : `${days} days`})`;
  const by = opened + reopened - resolved;
  const first = answered ? `, first response ${openWords(firstResponse)} (n ${whole(answered)}${few(answered)})` : '';
  const kept = promise.of ? `, ${percentWords(promise.rate)} in time` : '';
  const hearBack = told.of ? `, told time kept ${percentWords(told.rate)} of ${whole(told.of)}${few(told.of)}` : '';
  return `• ${label}${part}: ${whole(opened)} new${first}${kept}${hearBack}, in minus resolved ${by > 0 ? '+' : ''}${whole(by)}`;
}

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function weekdayWords({ weeks, days, firstResponseByHour, opening }: Weekdays): string[] {
  if (!weeks)
    return [
      'By weekday: not shown, because it is for whole weeks that are over. For example: stats last 4 weeks by weekday',
    ];
  const head = `By weekday, an average of ${plural(weeks.n, 'week', 'weeks')} (${spanWords(weeks.from, addDays(weeks.to, -1))}):`;
  const lines = days.map(({ weekday, perWeek, firstResponse }) => {
    const n = perWeek.reduce((sum, each) => sum + each, 0);
    const top = busiest(perWeek);
    const most = n > 0 ? `, most ${top.words} (${average(top.n)})` : '';
    const first = firstResponse === null ? '' : `, first response ${openWords(firstResponse)}`;
    return `• ${WEEKDAYS[weekday]}: ${average(n)} new${most}; ${opening[weekday] || 'closed'}${first}`;
  });
  return [head, ...lines, ...waitsByHour(firstResponseByHour)];
}

/** Nobody answers within a second: what took none in opening hours was answered outside them. */
export function openWords(ms: DurationMs | null): string {
  return ms !== null && ms < SECOND ? 'while closed' : waitWords(ms);
}

/** How long what comes at each hour waits for its first answer; the longest is named before. */
function waitsByHour(firstResponseByHour: Weekdays['firstResponseByHour']): string[] {
  const known = [...firstResponseByHour.entries()].filter((each): each is [number, number] => each[1] !== null);
  const [slowest, next] = known.toSorted((a, b) => b[1] - a[1]);
  if (!slowest || !next) return [];
  return [
    `Longest waits: what comes at ${clockWords(slowest[0])} has its first answer after ${waitWords(slowest[1])} (median, opening hours)`,
    `First answer by hour of arrival: ${known.map(([hour, ms]) => `${clockWords(hour)} ${openWords(ms)}`).join(', ')}`,
  ];
}

/** The two hours in which most come. */
function busiest(perWeek: readonly number[]): { words: string; n: number } {
  let [from, n] = [0, -1];
  for (let hour = 0; hour < 23; hour++) {
    const both = perWeek[hour]! + perWeek[hour + 1]!;
    if (both > n) [from, n] = [hour, both];
  }
  return { words: `${String(from).padStart(2, '0')}-${from + 2}`, n };
}

/** "12", "0.5": an average of few has a digit behind the point. */
export function average(n: number): string {
  return n >= 10 ? whole(Math.round(n)) : n.toFixed(1).replace(/\.0$/, '');
}
