/** Gathers the figures of a period: from sums of closed days and weeks, and row by row for what is still open. */
import { addDays, type DaySpan, daysBetween, mondayOf, spansOf } from '../core/days.ts';
import type { Enquiry, StoredEvent } from '../core/enquiry.ts';
import { evolve } from '../core/evolve.ts';
import type { ChannelId, EnquiryId, StaffId } from '../core/ids.ts';
import { asOpened } from '../core/measure.ts';
import { addMeasure, emptyTally, encodeTally, readTally, type TallyReader } from '../core/tally.ts';
import { DAY, type Instant } from '../core/time.ts';
import { dayWords, monthWords } from '../desk/dates.ts';
import type { Parts } from '../ports/parts.ts';
import type { Period, PeriodPair } from './period.ts';
import { emptySum, type Figures, figuresOf, mergeSmall, type Sum, share } from './sum.ts';
import { coverOf, eachMeasure, readTallies } from './tallies.ts';

/** What a split goes by. */
export type SplitBy = 'channel' | 'reason' | 'hour';

/** Upper ends of the age groups of the backlog, in days. */
export const AGE_DAYS = [1, 3, 7, 30] as const;
/** Bars of a picture: as many as a phone shows, and as Slack's own charts take. */
const BARS_MAX = 20;
/** Up to two weeks are shown by days. */
const DAYS_SHOWN_MAX = 14;
const EVENTS_AT_ONCE = 200;

export interface Backlog {
  at: Instant;
  total: number;
  open: number;
  waiting: number;
  snoozed: number;
  /** Customers who wait for us, and since when the first of them. Only known for now. */
  customersWaiting: number | null;
  waitingSince: Instant | null;
  /** By how long ago they were opened; the last group has no upper end. Snoozed ones are left out. */
  ages: { underDays: number | null; n: number }[];
}

/** New and answered enquiries in one part of the period. */
export interface Bar {
  from: string;
  /** The day after its last. */
  to: string;
  label: string;
  opened: number;
  answered: number;
  /** New ones by the name of their channel. */
  byChannel: Record<string, number>;
}

export interface ReportGroup {
  /** What it is called; several names where groups of fewer than three people were put together. */
  names: string[];
  figures: Figures;
}

export interface Report {
  timezone: string;
  period: Period;
  previous: Period;
  figures: Figures;
  before: Figures;
  backlog: Backlog;
  /** How many were unfinished when the period began. */
  backlogBefore: number;
  /** What new enquiries were about, the most frequent first; null for those that nobody has named yet. */
  reasons: { reason: string | null; n: number; share: number | null; before: number }[];
  volume: { unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; bars: Bar[] };
  /** New enquiries by the hour in which they came, 0 to 23. */
  hours: number[];
  split: null | { by: SplitBy; groups: ReportGroup[] | null };
}

export type FigureParts = Pick<Parts, 'store' | 'clock' | 'calendar'>;

export async function makeReport(parts: FigureParts, pair: PeriodPair, by: SplitBy | null): Promise<Report> {
  const { period, previous } = pair;
  const names = await channelNames(parts);
  const breathe = () => parts.clock.sleep(0);
  const [now, then] = [await sumUp(parts, period, by, true), await sumUp(parts, previous, null, false)];
  const total = [...now.groups.values()];
  const before = [...then.groups.values()];
  const backlog = period.until < period.to ? await backlogNow(parts) : await pastBacklog(parts, period.to);
  return {
    timezone: parts.calendar.timezone,
    period,
    previous,
    figures: await figuresOf(total, period.from, breathe),
    before: await figuresOf(before, previous.from, breathe),
    backlog,
    backlogBefore: backlog.total - changeIn(total),
    reasons: reasonsOf(now, then),
    volume: { unit: now.unit, bars: now.bars.map(bar => nameBar(bar, names)) },
    hours: Array.from({ length: 24 }, (_, hour) => total.reduce((sum, each) => sum + each.hours[hour]!, 0)),
    split: by
      ? { by, groups: by === 'hour' ? null : await splitOf(now.groups, by, names, period.from, breathe) }
      : null,
  };
}

/** By how much the number of unfinished enquiries grew. */
function changeIn(sums: readonly Sum[]): number {
  return sums.reduce((total, { counts }) => total + counts.opened + counts.reopened - counts.resolved, 0);
}

/** The figures of one person, for themselves alone. */
export async function figuresOfStaff(parts: FigureParts, period: Period, staffId: StaffId): Promise<Figures> {
  const tally = emptyTally();
  await eachMeasure(parts, period.from, period.until, row => {
    if (row.staffId === staffId) addMeasure(tally, row, parts.calendar.timezone);
  });
  const sum = emptySum();
  readTally(
    encodeTally(tally),
    readerOf(() => sum),
  );
  return figuresOf([sum], period.from, () => parts.clock.sleep(0));
}

interface RawBar {
  span: DaySpan & { end: string };
  label: string;
  opened: Map<ChannelId, number>;
  answered: number;
}
interface SummedUp {
  groups: Map<string | null, Sum>;
  opened: Map<string | null, number>;
  unit: Report['volume']['unit'];
  bars: RawBar[];
}

async function sumUp(parts: FigureParts, period: Period, by: SplitBy | null, withBars: boolean): Promise<SummedUp> {
  const { timezone } = parts.calendar;
  const groups = new Map<string | null, Sum>();
  const opened = new Map<string | null, number>();
  const keyOf = (channelId: ChannelId, reason: string | null) =>
    by === 'channel' ? channelId : by === 'reason' ? reason : '';
  const sumFor = (channelId: ChannelId, reason: string | null) => {
    const key = keyOf(channelId, reason);
    const known = groups.get(key) ?? emptySum();
    groups.set(key, known);
    return known;
  };
  const first = await parts.store.firstMeasureAt();
  // What has not begun has no bar: a line that falls to 0 on Thursday would be no news on a Wednesday.
  const days = spansOf(timezone, period.firstDay, period.endDay).filter(each => each.from < period.until);
  const { unit, bars } = withBars ? barsOf(days) : { unit: 'day' as const, bars: [] };
  const reader = (bar: RawBar | null) => readerOf(sumFor, bar, opened);
  const parts_ = withBars ? bars.map(bar => ({ bar, days: daysOf(bar, days) })) : [{ bar: null, days }];
  const wanted = new Map<string, RawBar | null>();
  const units: Parameters<typeof readTallies>[1][number][] = [];
  for (const { bar, days: own } of parts_) {
    const known = own.filter(each => first !== null && each.to > first);
    const cover = coverOf(parts, known, period.until);
    for (const each of cover.units) {
      wanted.set(`${each.unit} ${each.day}`, bar);
      units.push(each);
    }
    for (const { from, to } of cover.rest) {
      const tally = emptyTally();
      await eachMeasure(parts, from, to, row => addMeasure(tally, row, timezone));
      readTally(encodeTally(tally), reader(bar));
    }
  }
  await readTallies(parts, units, (each, content) =>
    readTally(content, reader(wanted.get(`${each.unit} ${each.day}`) ?? null)),
  );
  if (groups.size === 0) groups.set('', emptySum());
  return { groups, opened, unit, bars };
}

function readerOf(
  sumFor: (channelId: ChannelId, reason: string | null) => Sum,
  bar: RawBar | null = null,
  opened: Map<string | null, number> | null = null,
): TallyReader {
  return {
    group: (channelId, reason) => {
      const sum = sumFor(channelId, reason);
      return {
        count: (name, n) => {
          sum.counts[name] += n;
          if (name !== 'opened') return;
          opened?.set(reason, (opened.get(reason) ?? 0) + n);
          bar?.opened.set(channelId, (bar.opened.get(channelId) ?? 0) + n);
        },
        hour: (hour, n) => {
          sum.hours[hour]! += n;
        },
        staff: id => {
          sum.staff.add(id);
        },
        list: (name, length) => {
          if (name === 'first' && bar) bar.answered += length;
          return sum.lists[name];
        },
      };
    },
  };
}

/** Days, weeks, months or quarters: as few as it takes to stay readable. */
function barsOf(days: readonly DaySpan[]): { unit: SummedUp['unit']; bars: RawBar[] } {
  const units: [SummedUp['unit'], (day: string) => string, (bar: string) => string][] = [
    // Weeks begin on Mondays: no need to say it under each bar.
    ['week', mondayOf, day => dayWords(day, false).slice(4)],
    ['month', day => `${day.slice(0, 8)}01`, monthWords],
    ['quarter', quarterOf, day => `Q${(Number(day.slice(5, 7)) + 2) / 3} ${day.slice(0, 4)}`],
    ['year', day => `${day.slice(0, 4)}-01-01`, day => day.slice(0, 4)],
  ];
  if (days.length <= DAYS_SHOWN_MAX)
    return {
      unit: 'day',
      bars: group(
        days,
        day => day,
        day => dayWords(day, false),
      ),
    };
  for (const [unit, of, label] of units) {
    const bars = group(days, of, label);
    if (bars.length <= BARS_MAX || unit === 'year') return { unit, bars };
  }
  throw new Error('There is always a year.');
}

function quarterOf(day: string): string {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 5)}${String(month).padStart(2, '0')}-01`;
}

function group(days: readonly DaySpan[], of: (day: string) => string, label: (first: string) => string): RawBar[] {
  const bars: (RawBar & { key: string })[] = [];
  for (const each of days) {
    const key = of(each.day);
    const last = bars.at(-1);
    if (last?.key === key) {
      last.span = { ...last.span, to: each.to, end: addDays(each.day, 1) };
      continue;
    }
    const span = { ...each, end: addDays(each.day, 1) };
    // A week that the period cuts begins where the period does.
    bars.push({ key, span, label: label(key < each.day ? each.day : key), opened: new Map(), answered: 0 });
  }
  return bars;
}

function daysOf(bar: RawBar, days: readonly DaySpan[]): DaySpan[] {
  const first = daysBetween(days[0]!.day, bar.span.day);
  return days.slice(first, first + daysBetween(bar.span.day, bar.span.end));
}

function nameBar({ span, label, opened, answered }: RawBar, names: Map<string, string>): Bar {
  const byChannel: Record<string, number> = {};
  let total = 0;
  for (const [id, n] of opened) {
    const name = names.get(id) ?? id;
    byChannel[name] = (byChannel[name] ?? 0) + n;
    total += n;
  }
  return { from: span.day, to: span.end, label, opened: total, answered, byChannel };
}

async function channelNames({ store }: FigureParts): Promise<Map<string, string>> {
  return new Map((await store.channels()).map(each => [each.id, each.name]));
}

/** Counts of what customers ask for say nothing about who answered: they are not put together. */
function reasonsOf(now: SummedUp, then: SummedUp): Report['reasons'] {
  const total = [...now.opened.values()].reduce((sum, n) => sum + n, 0);
  return [...now.opened.entries()]
    .map(([reason, n]) => ({ reason, n, share: share(n, total).rate, before: then.opened.get(reason) ?? 0 }))
    .sort((a, b) => b.n - a.n || ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1));
}

async function splitOf(
  groups: ReadonlyMap<string | null, Sum>,
  by: 'channel' | 'reason',
  names: Map<string, string>,
  from: Instant,
  breathe: () => Promise<void>,
): Promise<ReportGroup[] | null> {
  const made = mergeSmall(groups);
  if (!made) return null;
  const nameOf = (key: string | null) =>
    by === 'channel' ? (names.get(key ?? '') ?? 'a channel that is gone') : (key ?? NO_REASON);
  const told: ReportGroup[] = [];
  for (const { keys, sums } of made) {
    told.push({ names: keys.map(nameOf), figures: await figuresOf(sums, from, breathe) });
    await breathe();
  }
  return told;
}

/** What enquiries without a contact reason are called. */
export const NO_REASON = 'not named yet';

async function backlogNow({ store, clock }: FigureParts): Promise<Backlog> {
  const at = clock.now();
  const rows = await store.backlog(
    at,
    AGE_DAYS.map(days => days * DAY),
  );
  const count = (test: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(test).reduce((sum, each) => sum + each.n, 0);
  const since = rows.flatMap(each =>
    each.waitingSince === null || each.status === 'snoozed' ? [] : [each.waitingSince],
  );
  return {
    at,
    total: count(() => true),
    open: count(each => each.status === 'open'),
    waiting: count(each => each.status === 'waiting'),
    snoozed: count(each => each.status === 'snoozed'),
    customersWaiting: rows.reduce((sum, each) => sum + (each.status === 'open' ? each.waiting : 0), 0),
    waitingSince: since.length ? Math.min(...since) : null,
    ages: [...AGE_DAYS, null].map((underDays, age) => ({
      underDays,
      n: count(each => each.age === age && each.status !== 'snoozed'),
    })),
  };
}

/** A moment that has passed: what was unfinished then, and in which state each of them was. */
async function pastBacklog({ store }: FigureParts, at: Instant): Promise<Backlog> {
  const living = await store.livingAt(at);
  const states = new Map<Enquiry['status'], number>();
  const ages = [...AGE_DAYS, null].map(underDays => ({ underDays: underDays as number | null, n: 0 }));
  for (let i = 0; i < living.length; i += EVENTS_AT_ONCE) {
    const some = living.slice(i, i + EVENTS_AT_ONCE);
    const ids = some.map(each => each.enquiryId);
    const [enquiries, events] = await Promise.all([store.enquiriesById(ids), store.eventsOf(ids)]);
    const statuses = statusesAt(enquiries, events, at);
    for (const { enquiryId, openedAt } of some) {
      const status = statuses.get(enquiryId) ?? 'open';
      states.set(status, (states.get(status) ?? 0) + 1);
      const age = AGE_DAYS.findIndex(days => at - openedAt < days * DAY);
      if (status !== 'snoozed') ages[age < 0 ? AGE_DAYS.length : age]!.n++;
    }
  }
  const count = (status: Enquiry['status']) => states.get(status) ?? 0;
  return {
    at,
    total: living.length,
    open: living.length - count('waiting') - count('snoozed'),
    waiting: count('waiting'),
    snoozed: count('snoozed'),
    customersWaiting: null,
    waitingSince: null,
    ages,
  };
}

function statusesAt(enquiries: Enquiry[], events: StoredEvent[], at: Instant): Map<EnquiryId, Enquiry['status']> {
  const states = new Map(enquiries.map(each => [each.id, asOpened(each)]));
  for (const each of events) {
    const state = states.get(each.enquiryId);
    if (state && each.at < at) states.set(each.enquiryId, evolve(state, each.event, each.at));
  }
  return new Map([...states].map(([id, state]) => [id, state.status]));
}
