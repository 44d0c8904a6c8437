/** Figures as text that reads on a phone in ten seconds: what waits now first, then the rest. Pure. */

import { addDays, type Day, daysBetween } from '../core/days.ts';
import type { Spread } from '../core/quantiles.ts';
import { dayWords } from '../desk/dates.ts';
import { changeWords, percentWords, waitWords } from '../desk/durations.ts';
import type { Backlog } from './backlog.ts';
import type { Period } from './period.ts';
import type { Report } from './report.ts';
import { NO_REASON } from './split.ts';
import type { Figures, Waiting } from './sum.ts';
import { few, plural, spanWords, splitWords, whole } from './words-split.ts';

/** With fewer the 90th percentile is the slowest one by another name. */
const P90_FROM = 10;
/** A phone shows about this many. */
const REASONS_MAX = 5;
/** Days of half a year: which one is not clear without its number. */
const YEARS_NAMED_FROM = 180;

/** Lines that begin with what they are about and a colon: what is urgent goes above a picture, the rest below it. */
export function reportParts(report: Report): { above: string; below: string } {
  const { figures, backlog } = report;
  // Months without data are nothing to compare with.
  const before = report.since !== null && report.since <= report.previous.firstDay ? report.before : null;
  const lines = (some: string[]) => some.filter(each => each !== '').join('\n');
  return {
    above: lines([
      headWords(report.period),
      roomWords(report.rooms),
      ...backlogWords(backlog, before && report.backlogBefore),
      newWords(report, before),
    ]),
    below: lines([
      ...splitWords(report),
      promiseWords(report, before !== null),
      toldWords(report, before),
      waitingWords('First response time', figures.firstResponse, before?.firstResponse),
      waitingWords('Next response time', figures.nextResponse, before?.nextResponse),
      ...resolutionWords(figures, before),
      ...resolvedWords(report, before),
      csatWords(figures, before),
      // The split says it already.
      report.split?.by === 'reason' ? '' : reasonWords(report, before !== null),
      yearWords(report),
      footWords(report, before !== null),
    ]),
  };
}

export function reportWords(report: Report): string {
  const { above, below } = reportParts(report);
  return below === '' ? above : `${above}\n${below}`;
}

function roomWords(rooms: Report['rooms']): string {
  return rooms === null ? '' : `${rooms.length === 1 ? 'Room' : 'Rooms'}: ${rooms.join(', ')}`;
}

/** " (+5)", or nothing where there is nothing to compare with. */
function change(now: number, before: number | undefined | null): string {
  return before === undefined || before === null ? '' : ` (${changeWords(now, before)})`;
}

/** Calls are new and get no reply: without a word about them, as many customers would seem to have got none. */
function newWords({ figures, calls }: Report, before: Figures | null): string {
  const opened = `New: ${whole(figures.opened)}${change(figures.opened, before?.opened)}`;
  const logged = calls ? `, ${whole(calls)} of them logged calls` : '';
  return `${opened}${logged}, answered ${whole(figures.answered)}${change(figures.answered, before?.answered)}`;
}

/** What one person is told about themselves. */
export function mineWords(period: Period, figures: Figures): string {
  const { firstResponse, nextResponse, resolutions, resolvedEnquiries, firstContact } = figures;
  const answers = firstResponse.open.n + nextResponse.open.n;
  if (answers + resolutions === 0) return `${headWords(period)}\nYou had no activity in this period.`;
  return [
    headWords(period),
    `You gave ${firstResponse.open.n} first and ${nextResponse.open.n} further answers that customers were waiting for.`,
    waitingWords('First response time', firstResponse, undefined),
    waitingWords('Next response time', nextResponse, undefined),
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

function footWords({ period, previous, figures, since }: Report, compared: boolean): string {
  const other = previous.firstDay.slice(0, 4) !== period.firstDay.slice(0, 4);
  const days = spanWords(previous.firstDay, addDays(previous.endDay, -1), other);
  const changes = compared
    ? `Changes are against ${days}${period.until < period.to ? ', up to the same point' : ''}.`
    : since === null
      ? 'There are no figures yet.'
      : `Figures begin on ${dayWords(since, dayYear(since, period))}: before that there is nothing to compare with.`;
  const timed = figures.firstResponse.open.n + figures.nextResponse.open.n + figures.resolutions > 0;
  return timed ? `Times are opening hours. ${changes}` : changes;
}

function dayYear(day: Day, { firstDay }: Period): boolean {
  return day.slice(0, 4) !== firstDay.slice(0, 4);
}

/** Most of it came and was answered while closed: opening hours say next to nothing of it. */
function isMostlyClosed({ open, calendar }: Waiting): boolean {
  return (open.median ?? 0) < 1_000 && (calendar.median ?? 0) >= 1_000;
}

/** @param before the same in the period before */
function waitingWords(name: string, now: Waiting, before: Waiting | undefined): string {
  if (now.open.n === 0) return '';
  const closed = isMostlyClosed(now);
  const of = (waiting: Waiting): Spread => (closed ? waiting.calendar : waiting.open);
  const { n, median, p90 } = of(now);
  const slow = n >= P90_FROM ? `, 90 % within ${waitWords(p90)}` : '';
  const clock =
    closed || now.calendar.median === now.open.median ? '' : `, by the clock ${waitWords(now.calendar.median)}`;
  const then = before?.open.n ? `, before ${waitWords(of(before).median)}${few(before.open.n)}` : '';
  return `${name}: median ${waitWords(median)}${closed ? ' by the clock' : ''}${slow} (n ${whole(n)}${few(n)}${clock}${then})${closed ? '; most of it was while we were closed, so it is 0 s in opening hours' : ''}`;
}

function promiseWords({ promise, period }: Report, compared: boolean): string {
  const { n, of, rate, before, late, targets } = promise;
  if (of + late === 0 || targets.length + late === 0) return '';
  const times = [...new Set(targets.map(each => each.withinMs))];
  const your =
    times.length === 1
      ? `your ${waitWords(times[0]!)}`
      : `your times (${targets.map(each => `${each.channel} ${waitWords(each.withinMs)}`).join(', ')})`;
  const then = compared && before.of ? ` (before ${percentWords(before.rate)}${few(before.of)})` : '';
  const kept = of ? `${percentWords(rate)} within ${your}, ${whole(n)} of ${whole(of)}${few(of)}${then}` : '';
  const waits =
    late && period.until < period.to ? `${plural(late, 'customer waits', 'customers wait')} longer now` : '';
  return `Promise kept: ${[kept, waits].filter(each => each !== '').join('; ')}`;
}

/** With fewer a share says next to nothing: one more or less changes it by 5 %. */
const TOLD_MIN = 20;

/** What customers were told by the automatic answer, and whether it came true. */
function toldWords({ figures, toldLate, period }: Report, before: Figures | null): string {
  const { n, of, rate } = figures.told;
  const late = period.until < period.to ? toldLate : 0;
  if (of + late === 0) return '';
  const then = before && before.told.of >= TOLD_MIN ? ` (before ${percentWords(before.told.rate)})` : '';
  const kept =
    of >= TOLD_MIN
      ? `${percentWords(rate)}, ${whole(n)} of ${whole(of)} heard back by the time they were told${then}`
      : `${whole(n)} of ${whole(of)} heard back by the time they were told, too few to say`;
  const waits = late ? `${plural(late, 'customer waits', 'customers wait')} longer than they were told` : '';
  return `Told time kept: ${[of ? kept : '', waits].filter(each => each !== '').join('; ')}`;
}

function resolutionWords(figures: Figures, before: Figures | null): string[] {
  const { firstResolution, fullResolution } = figures;
  const first = waitingWords('Resolution time', firstResolution, before?.firstResolution);
  if (first === '' || fullResolution.open.n === 0) return [first];
  if (fullResolution.open.median === firstResolution.open.median) return [first];
  const { n, median } = isMostlyClosed(fullResolution) ? fullResolution.calendar : fullResolution.open;
  return [
    first,
    `To the last resolution: median ${waitWords(median)} (n ${whole(n)}${few(n)}), without what came back and is not resolved again`,
  ];
}

function resolvedWords({ figures, flow }: Report, before: Figures | null): string[] {
  const { resolutions, resolvedEnquiries, reopened, firstContact } = figures;
  const by = flow.cameIn - flow.resolved;
  const grew =
    by === 0 ? 'as many as were resolved' : `${whole(Math.abs(by))} ${by > 0 ? 'more' : 'fewer'} than were resolved`;
  const cameIn = flow.cameIn + flow.resolved ? `Came in or came back: ${whole(flow.cameIn)}, ${grew}` : '';
  if (resolutions === 0)
    return [before?.resolutions ? `Resolved: 0${change(0, before.resolvedEnquiries)}` : '', cameIn];
  const more = resolutions === resolvedEnquiries ? '' : `, ${whole(resolutions)} times in all`;
  return [
    `Resolved: ${plural(resolvedEnquiries, 'enquiry', 'enquiries')}${change(resolvedEnquiries, before?.resolvedEnquiries)}${more}`,
    cameIn,
    `Reopen rate: ${percentWords(reopened.rate)}, ${whole(reopened.n)} of ${whole(reopened.of)}${few(reopened.of)}${beforeRate(before?.reopened)}`,
    firstContact.of
      ? `First contact resolution: ${percentWords(firstContact.rate)} of ${whole(firstContact.of)}${few(firstContact.of)}${beforeRate(before?.firstContact)}`
      : '',
  ];
}

function beforeRate(before: { rate: number | null; of: number } | undefined): string {
  return !before || before.rate === null ? '' : ` (before ${percentWords(before.rate)}${few(before.of)})`;
}

function backlogWords(backlog: Backlog, before: number | null): string[] {
  const { total, snoozed, customersWaiting, waitingSince, at, ages } = backlog;
  const parts = ages.flatMap((each, i) =>
    each.n > 0 ? [`${whole(each.n)} ${ageWords(ages[i - 1]?.underDays ?? 0, each.underDays)}`] : [],
  );
  if (snoozed) parts.push(`${snoozed} snoozed`);
  return [
    customersWaiting && waitingSince !== null
      ? `Waiting for us: ${plural(customersWaiting, 'customer', 'customers')}, the longest for ${waitWords(at - waitingSince)} by the clock`
      : '',
    `Backlog: ${whole(total)}${change(total, before)}${parts.length ? `, ${parts.join(', ')}` : ''}`,
  ];
}

function ageWords(from: number, underDays: number | null): string {
  if (underDays === null) return 'for longer';
  return from === 0 ? 'for less than a day' : `for ${from} to ${underDays} days`;
}

function csatWords({ csat }: Figures, before: Figures | null): string {
  if (csat.n === 0) return csat.asked ? `CSAT: nobody has rated yet, ${csat.asked} asked` : '';
  const rated = csat.responseRate === null ? '' : ` of ${whole(csat.asked)} asked`;
  const then = before?.csat.n ? beforeRate({ rate: before.csat.rate, of: before.csat.n }) : '';
  return `CSAT: ${percentWords(csat.rate)} good (n ${whole(csat.n)}${rated}${few(csat.n)})${then}`;
}

function reasonWords({ reasons }: Report, compared: boolean): string {
  const named = reasons.filter(each => each.reason !== null).slice(0, REASONS_MAX);
  if (named.length === 0) return '';
  const unnamed = reasons.find(each => each.reason === null);
  const rest = unnamed ? `; ${NO_REASON} ${whole(unnamed.n)}` : '';
  const told = named.map(each => `${each.reason} ${whole(each.n)}${compared ? change(each.n, each.before) : ''}`);
  return `Top contact reasons: ${told.join(', ')}${rest}`;
}

function yearWords({ yearBefore, figures }: Report): string {
  if (!yearBefore) return '';
  const { firstDay, endDay, opened, firstResponse, promise } = yearBefore;
  const times = firstResponse === null ? '' : `, first response ${waitWords(firstResponse)}`;
  const kept = promise.of ? `, promise kept ${percentWords(promise.rate)}${few(promise.of)}` : '';
  return `Same time last year: ${whole(opened)} new (now ${whole(figures.opened)})${times}${kept}; ${spanWords(firstDay, addDays(endDay, -1), true)}`;
}
