/** Figures as text that reads on a phone in ten seconds. Pure. */

import { addDays, type Day, daysBetween } from '../core/days.ts';
import type { Spread } from '../core/quantiles.ts';
import { dayWords } from '../desk/dates.ts';
import { changeWords, percentWords, waitWords } from '../desk/durations.ts';
import { PEOPLE_MIN } from './apart.ts';
import type { Backlog } from './backlog.ts';
import type { Period } from './period.ts';
import type { Report } from './report.ts';
import { NO_REASON, type ReportGroup } from './split.ts';
import type { Figures, Waiting } from './sum.ts';

/** With fewer the 90th percentile is the slowest one by another name. */
const P90_FROM = 10;
/** A phone shows about this many. */
const REASONS_MAX = 5;
const GROUPS_MAX = 8;
/** Days of half a year: which one is not clear without its number. */
const YEARS_NAMED_FROM = 180;

/** Lines that begin with what they are about and a colon. */
export function reportWords(report: Report): string {
  const { figures, before, backlog } = report;
  const lines = [
    headWords(report.period),
    roomWords(report.rooms),
    newWords(report),
    ...splitWords(report),
    waitingWords('First response time', figures.firstResponse, before.firstResponse),
    waitingWords('Next response time', figures.nextResponse, before.nextResponse),
    resolutionWords(figures, before),
    ...resolvedWords(figures, before),
    ...backlogWords(backlog, report.backlogBefore),
    csatWords(figures, before),
    // The split says it already.
    report.split?.by === 'reason' ? '' : reasonWords(report),
    footWords(report),
  ];
  return lines.filter(each => each !== '').join('\n');
}

function roomWords(rooms: Report['rooms']): string {
  return rooms === null ? '' : `${rooms.length === 1 ? 'Room' : 'Rooms'}: ${rooms.join(', ')}`;
}

/** Calls are new and get no reply: without a word about them, as many customers would seem to have got none. */
function newWords({ figures, before, calls }: Report): string {
  const opened = `New: ${whole(figures.opened)} (${changeWords(figures.opened, before.opened)})`;
  const logged = calls ? `, ${whole(calls)} of them logged calls` : '';
  return `${opened}${logged}, answered ${whole(figures.answered)} (${changeWords(figures.answered, before.answered)})`;
}

/** What one person is told about themselves. */
export function mineWords(period: Period, figures: Figures): string {
  const { firstResponse, nextResponse, resolutions, resolvedEnquiries, firstContact } = figures;
  const answers = firstResponse.open.n + nextResponse.open.n;
  if (answers + resolutions === 0) return `${headWords(period)}\nYou had no activity in this period.`;
  return [
    headWords(period),
    `You gave ${firstResponse.open.n} first and ${nextResponse.open.n} further answers that customers were waiting for.`,
    firstResponse.open.n ? `First response time: ${spreadWords(firstResponse.open)}` : '',
    nextResponse.open.n ? `Next response time: ${spreadWords(nextResponse.open)}` : '',
    `You resolved ${plural(resolvedEnquiries, 'enquiry', 'enquiries')}${resolutions === resolvedEnquiries ? '' : `, ${whole(resolutions)} times in all`}.${firstContact.of ? ` First contact resolution ${percentWords(firstContact.rate)} of ${firstContact.of}.` : ''}`,
    'Times are opening hours. Only you can see this; nobody else can ask for it.',
  ]
    .filter(each => each !== '')
    .join('\n');
}

function headWords(period: Period): string {
  const last = addDays(period.endDay, -1);
  const days = spanWords(period.firstDay, last, daysBetween(period.firstDay, last) >= YEARS_NAMED_FROM);
  // A name with a year in it says which days are meant.
  const named = /\d{4}/.test(period.name) ? period.name : `${period.name}, ${days}`;
  return period.until < period.to && period.firstDay !== last ? `${named}, so far` : named;
}

/** "Mon 1 Jun to Sun 7 Jun"; with the years where they differ, or where `years`. */
function spanWords(first: Day, last: Day, years = false): string {
  const long = years || first.slice(0, 4) !== last.slice(0, 4);
  if (first === last) return dayWords(first, long);
  return `${dayWords(first, long)} to ${dayWords(last, long)}`;
}

function footWords({ period, previous, figures }: Report): string {
  const other = previous.firstDay.slice(0, 4) !== period.firstDay.slice(0, 4);
  const days = spanWords(previous.firstDay, addDays(previous.endDay, -1), other);
  const changes = `Changes are against ${days}${period.until < period.to ? ', up to the same point' : ''}.`;
  const timed = figures.firstResponse.open.n + figures.nextResponse.open.n + figures.resolutions > 0;
  return timed ? `Times are opening hours. ${changes}` : changes;
}

/** @param before the median of the period before */
function spreadWords({ n, median, p90 }: Spread, more = ''): string {
  const slow = n >= P90_FROM ? `, 90 % within ${waitWords(p90)}` : '';
  return `median ${waitWords(median)}${slow} (n ${whole(n)}${more})`;
}

function waitingWords(name: string, now: Waiting, before: Waiting): string {
  if (now.open.n === 0) return '';
  const then = before.open.n ? `, before ${waitWords(before.open.median)}` : '';
  const clock = now.calendar.median === now.open.median ? '' : `, by the clock ${waitWords(now.calendar.median)}`;
  return `${name}: ${spreadWords(now.open, clock + then)}`;
}

function resolutionWords({ firstResolution, fullResolution }: Figures, before: Figures): string {
  const first = waitingWords('Resolution time', firstResolution, before.firstResolution);
  if (first === '' || fullResolution.open.median === firstResolution.open.median) return first;
  return `${first}; with what came back ${waitWords(fullResolution.open.median)} (n ${whole(fullResolution.open.n)})`;
}

function resolvedWords(figures: Figures, before: Figures): string[] {
  const { resolutions, resolvedEnquiries, reopened, firstContact } = figures;
  if (resolutions === 0) return before.resolutions ? [`Resolved: 0 (${changeWords(0, before.resolvedEnquiries)})`] : [];
  const more = resolutions === resolvedEnquiries ? '' : `, ${whole(resolutions)} times in all`;
  return [
    `Resolved: ${plural(resolvedEnquiries, 'enquiry', 'enquiries')} (${changeWords(resolvedEnquiries, before.resolvedEnquiries)})${more}`,
    `Reopen rate: ${percentWords(reopened.rate)}, ${whole(reopened.n)} of ${whole(reopened.of)}${beforeRate(before.reopened.rate)}`,
    firstContact.of
      ? `First contact resolution: ${percentWords(firstContact.rate)} of ${whole(firstContact.of)}${beforeRate(before.firstContact.rate)}`
      : '',
  ];
}

function beforeRate(rate: number | null): string {
  return rate === null ? '' : ` (before ${percentWords(rate)})`;
}

function backlogWords(backlog: Backlog, before: number): string[] {
  const { total, snoozed, customersWaiting, waitingSince, at, ages } = backlog;
  const parts = ages.flatMap((each, i) =>
    each.n > 0 ? [`${whole(each.n)} ${ageWords(ages[i - 1]?.underDays ?? 0, each.underDays)}`] : [],
  );
  if (snoozed) parts.push(`${snoozed} snoozed`);
  return [
    `Backlog: ${whole(total)} (${changeWords(total, before)})${parts.length ? `, ${parts.join(', ')}` : ''}`,
    customersWaiting && waitingSince !== null
      ? `Waiting for us: ${plural(customersWaiting, 'customer', 'customers')}, the longest for ${waitWords(at - waitingSince)} by the clock`
      : '',
  ];
}

function ageWords(from: number, underDays: number | null): string {
  if (underDays === null) return 'for longer';
  return from === 0 ? 'for less than a day' : `for ${from} to ${underDays} days`;
}

function csatWords({ csat }: Figures, before: Figures): string {
  if (csat.n === 0) return csat.asked ? `CSAT: nobody has rated yet, ${csat.asked} asked` : '';
  const rated = csat.responseRate === null ? '' : ` of ${whole(csat.asked)} asked`;
  return `CSAT: ${percentWords(csat.rate)} good (n ${whole(csat.n)}${rated})${beforeRate(before.csat.rate)}`;
}

function reasonWords({ reasons }: Report): string {
  const named = reasons.filter(each => each.reason !== null).slice(0, REASONS_MAX);
  if (named.length === 0) return '';
  const unnamed = reasons.find(each => each.reason === null);
  const rest = unnamed ? `; ${NO_REASON} ${whole(unnamed.n)}` : '';
  return `Top contact reasons: ${named.map(each => `${each.reason} ${whole(each.n)} (${changeWords(each.n, each.before)})`).join(', ')}${rest}`;
}

function splitWords({ split, hours, period }: Report): string[] {
  if (!split) return [];
  if (split.by === 'hour') return hourWords(hours);
  const { by, weeks, groups } = split;
  if (!weeks)
    return [`By ${by}: not shown, because it is for whole weeks that are over. For example: stats last week by ${by}`];
  if (!groups)
    return [`By ${by}: not shown, because groups of fewer than ${PEOPLE_MIN} people would show what one of them did.`];
  const whole = weeks.from === period.firstDay && weeks.to === period.endDay;
  const of = whole ? '' : `, whole weeks only, ${spanWords(weeks.from, addDays(weeks.to, -1))}`;
  const lines = groups.slice(0, GROUPS_MAX).map(groupWords);
  const more = groups.length - lines.length;
  return [`By ${by}${of}:`, ...lines, ...(more > 0 ? [`and ${more} more`] : [])];
}

function groupWords({ names, figures }: ReportGroup): string {
  const { opened, firstResponse, resolvedEnquiries, csat } = figures;
  const first = firstResponse.open.n
    ? `, first response ${waitWords(firstResponse.open.median)} (n ${firstResponse.open.n})`
    : '';
  const rated = csat?.n ? `, CSAT ${percentWords(csat.rate)} (n ${csat.n})` : '';
  return `• ${names.join(' + ')}: ${whole(opened)} new${first}, ${whole(resolvedEnquiries)} resolved${rated}`;
}

function hourWords(hours: readonly number[]): string[] {
  const total = hours.reduce((sum, n) => sum + n, 0);
  if (total === 0) return [];
  const busiest = [...hours.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 3);
  const named = busiest.filter(([, n]) => n > 0).map(([hour, n]) => `${clockWords(hour)} (${n})`);
  return [`By hour: most came at ${named.join(', ')}`];
}

export function clockWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function plural(n: number, one: string, many: string): string {
  return `${whole(n)} ${n === 1 ? one : many}`;
}

function whole(n: number): string {
  return n.toLocaleString('en');
}
