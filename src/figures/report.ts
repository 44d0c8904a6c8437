/** Builds the report of a period: from tallies of closed days and weeks, and row by row for what is still open. */
import { addDays, type Day, dayOf, spansOf, startOf } from '../core/days.ts';
import type { ChannelId, StaffId } from '../core/ids.ts';
import { type ReasonMap, reasonMap } from '../core/reasons.ts';
import { addMeasure, emptyTally, encodeTally, readTally, type TallyReader } from '../core/tally.ts';
import type { DurationMs } from '../core/time.ts';
import type { ChannelRow } from '../ports/rows.ts';
import { type Backlog, backlogNow, pastBacklog } from './backlog.ts';
import { type Bar, type BarUnit, barsOf, daysOf, nameBar, type RawBar } from './bars.ts';
import type { Period, PeriodPair } from './period.ts';
import { lateNow, medianOf, type Promised, promiseOf, type Slice, toldLate } from './promise.ts';
import { type Split, type Splitting, splitUp, weeksOf } from './split.ts';
import { emptySum, type Figures, figuresOf, intoSum, type Sum, share } from './sum.ts';
import { coverOf, eachMeasure, type FigureParts, readTallies, type Scope } from './tallies.ts';
import { type Weekdays, weekdaysOf } from './weekdays.ts';

/** What a split goes by. */
export type SplitBy = 'channel' | 'reason' | 'hour' | 'weekday' | 'week';

export interface Report {
  timezone: string;
  /** The rooms that it is about, by their names; null: all of them. */
  rooms: string[] | null;
  period: Period;
  previous: Period;
  figures: Figures;
  before: Figures;
  /** How many of the new ones are logged calls and visitors: those get no reply. */
  calls: number;
  backlog: Backlog;
  /** How many were unfinished when the period began. */
  backlogBefore: number;
  /** What new enquiries were about, the most frequent first; null for those that nobody has named yet. */
  reasons: { reason: string | null; n: number; share: number | null; before: number }[];
  volume: {
    unit: BarUnit;
    bars: Bar[];
    /** By the name of each channel: its place among all of them, by which it has its colour for ever. */
    places: Record<string, number>;
    /** Channels of logged calls and visitors, by their names. */
    calls: string[];
  };
  /** New enquiries by the hour in which they came, 0 to 23. */
  hours: number[];
  split: null | { by: 'hour' | 'week'; groups: null } | Split | Weekdays;
  /** The first day that has figures; null: none has. Before it there is nothing to compare with. */
  since: Day | null;
  /** Was the promise kept, now and in the previous period; `late`: customers who wait for longer than that right now. */
  promise: Promised & { before: Promised; late: number; targets: { channel: string; withinMs: DurationMs }[] };
  /** Customers who wait for a first answer although the time that they were told is over; `figures.told` has the others. */
  toldLate: number;
  /** What came in (new, or really back) and what was resolved. */
  flow: { cameIn: number; resolved: number };
  /** The same days a year ago (52 weeks, so that weekdays meet); null: there were no figures yet, or it is the same as before. */
  yearBefore: {
    firstDay: Day;
    endDay: Day;
    opened: number;
    firstResponse: DurationMs | null;
    promise: Promised;
  } | null;
}

/** @param rooms counts only enquiries that are in these rooms now; null: all */
export async function makeReport(
  parts: FigureParts,
  pair: PeriodPair,
  by: SplitBy | null,
  rooms: Scope = null,
): Promise<Report> {
  const { period, previous } = pair;
  const channels = await parts.store.channels();
  const reasonNames = reasonMap((await parts.store.reasonList())?.entries ?? []);
  const names = new Map(channels.map((each): [string, string] => [each.id, each.name]));
  const calls = new Set(channels.filter(each => !parts.kinds.of(each.kind).answerable).map(each => each.id));
  const breathe = breather(parts);
  const [now, then] = [await sumUp(parts, period, true, rooms), await sumUp(parts, previous, false, rooms)];
  const backlog =
    period.until < period.to ? await backlogNow(parts, rooms) : await pastBacklog(parts, period.to, rooms);
  // They left the backlog, and nothing was resolved.
  const erased = await parts.store.erasedUnfinished(period.from, period.until, rooms);
  const first = await parts.store.firstMeasureAt(rooms);
  const since = first === null ? null : dayOf(parts.calendar.timezone, first);
  const kindOf = new Map(channels.map(each => [each.id, each.kind]));
  const targetOf = (id: ChannelId) => parts.answerWithin?.(kindOf.get(id) ?? '') ?? null;
  const bars = now.bars.map(bar => nameBar(bar, { names, calls, targetOf, since }));
  return {
    timezone: parts.calendar.timezone,
    rooms: null,
    period,
    previous,
    figures: await figuresOf([now.sum], period.from, breathe),
    before: await figuresOf([then.sum], previous.from, breathe),
    calls: sumOf(bars.map(each => each.calls)),
    backlog,
    backlogBefore: backlog.total + erased - changeIn(now.sum),
    reasons: reasonsOf(now, then, reasonNames),
    volume: { unit: now.unit, bars, ...placesOf(channels, calls) },
    hours: [...now.sum.hours],
    split: await splitFor(parts, { period, rooms, names, reasonNames, breathe }, by, since),
    since,
    promise: {
      ...promiseOf(
        now.bars.flatMap(each => each.slices),
        targetOf,
      ),
      before: promiseOf(then.slices, targetOf),
      late: period.until < period.to ? await lateNow(parts, rooms) : 0,
      targets: targetsOf(parts, channels, bars, rooms),
    },
    toldLate: period.until < period.to ? await toldLate(parts, rooms) : 0,
    flow: { cameIn: now.sum.counts.opened + sumOf(bars.map(each => each.reopened)), resolved: now.sum.counts.resolved },
    yearBefore: since === null ? null : await yearBefore(parts, pair, since, targetOf, rooms),
  };
}

async function splitFor(
  parts: FigureParts,
  asked: Splitting,
  by: SplitBy | null,
  since: Day | null,
): Promise<Report['split']> {
  if (by === null) return null;
  if (by === 'hour' || by === 'week') return { by, groups: null };
  // A week without figures, or with those of some days only, would make the average week smaller than any was.
  const measured = (monday: Day) => since !== null && monday >= since;
  if (by === 'weekday') return weekdaysOf(parts, weeksOf(parts, asked.period).filter(measured), asked.rooms);
  return splitUp(parts, asked, by);
}

/** The ids of channels are in the order in which they were connected. */
function placesOf(
  channels: readonly ChannelRow[],
  calls: ReadonlySet<string>,
): Pick<Report['volume'], 'places' | 'calls'> {
  const sorted = channels.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    places: Object.fromEntries(sorted.map(({ name }, i) => [name, i])),
    calls: sorted.filter(each => calls.has(each.id)).map(each => each.name),
  };
}

/** The targets of channels on which anything came or was answered. */
function targetsOf(
  parts: FigureParts,
  channels: readonly ChannelRow[],
  bars: readonly Bar[],
  rooms: Scope,
): Report['promise']['targets'] {
  return channels.flatMap(({ name, kind, roomId }) => {
    const withinMs = parts.answerWithin?.(kind) ?? null;
    const used = bars.some(each => Object.hasOwn(each.byChannel, name) && each.byChannel[name]! > 0);
    return withinMs === null || !used || (rooms !== null && !rooms.includes(roomId))
      ? []
      : [{ channel: name, withinMs }];
  });
}

/** 52 weeks: the same weekdays. */
const YEAR_DAYS = 364;

async function yearBefore(
  parts: FigureParts,
  { period, previous }: PeriodPair,
  since: Day,
  targetOf: (id: ChannelId) => DurationMs | null,
  rooms: Scope,
): Promise<Report['yearBefore']> {
  const { timezone } = parts.calendar;
  const [firstDay, endDay] = [addDays(period.firstDay, -YEAR_DAYS), addDays(period.endDay, -YEAR_DAYS)];
  // Of a period of a year or more the one before is that.
  if (firstDay < since || previous.firstDay <= firstDay) return null;
  const [from, to] = [startOf(timezone, firstDay), startOf(timezone, endDay)];
  const until = Math.min(to, from + (period.until - period.from));
  const { sum, slices } = await sumUp(parts, { name: '', firstDay, endDay, from, to, until }, false, rooms);
  const { n, of, rate } = promiseOf(slices, targetOf);
  return { firstDay, endDay, opened: sum.counts.opened, firstResponse: medianOf(slices), promise: { n, of, rate } };
}

/** After so many ms others have their turn: everything in between two breaths is shorter than this again. */
const IN_ONE_GO: DurationMs = 4;

function breather({ clock }: FigureParts): () => Promise<void> {
  let last = clock.now();
  return async () => {
    if (clock.now() - last < IN_ONE_GO) return;
    await clock.sleep(0);
    last = clock.now();
  };
}

/** By how much the number of unfinished enquiries grew. */
function changeIn({ counts }: Sum): number {
  return counts.opened + counts.reopened - counts.resolved;
}

/** The figures of one person, for themselves alone. */
export async function figuresOfStaff(parts: FigureParts, period: Period, staffId: StaffId): Promise<Figures> {
  const tally = emptyTally();
  await eachMeasure(parts, period.from, period.until, row => {
    if (row.staffId === staffId) addMeasure(tally, row, parts.calendar.timezone);
  });
  const sum = emptySum();
  readTally(encodeTally(tally), readerOf(sum));
  return figuresOf([sum], period.from, breather(parts));
}

interface SummedUp {
  sum: Sum;
  opened: Map<string | null, number>;
  unit: BarUnit;
  bars: RawBar[];
  /** Without bars: all of the period. */
  slices: Slice[];
}

async function sumUp(parts: FigureParts, period: Period, withBars: boolean, rooms: Scope): Promise<SummedUp> {
  const { timezone } = parts.calendar;
  const sum = emptySum();
  const opened = new Map<string | null, number>();
  const first = await parts.store.firstMeasureAt();
  // What has not begun has no bar: a line that falls to 0 on Thursday would be no news on a Wednesday.
  const days = spansOf(timezone, period.firstDay, period.endDay).filter(each => each.from < period.until);
  const slices: Slice[] = [];
  const { unit, bars } = withBars ? barsOf(days) : { unit: 'day' as const, bars: [] };
  const reader = (bar: RawBar | null) => readerOf(sum, rooms, bar, opened, bar?.slices ?? slices);
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
  return { sum, opened, unit, bars, slices };
}

function readerOf(
  sum: Sum,
  rooms: Scope = null,
  bar: RawBar | null = null,
  opened: Map<string | null, number> | null = null,
  slices: Slice[] = [],
): TallyReader {
  return {
    group: ({ roomId, channelId, reason }) => {
      if (rooms !== null && !rooms.includes(roomId)) return null;
      const into = intoSum(sum);
      return {
        ...into,
        count: (name, n) => {
          into.count(name, n);
          if (bar && name === 'resolved') bar.resolved += n;
          if (bar && name === 'reopened') bar.reopened += n;
          if (bar && name === 'told') bar.told += n;
          if (bar && name === 'toldKept') bar.toldKept += n;
          if (name !== 'opened') return;
          opened?.set(reason, (opened.get(reason) ?? 0) + n);
          bar?.opened.set(channelId, (bar.opened.get(channelId) ?? 0) + n);
        },
        list: (name, length) => {
          if (name === 'first' && bar) bar.answered += length;
          const page = into.list(name, length);
          if (name === 'firstOpen' && page) slices.push({ channelId, page, from: page.length, n: length });
          return page;
        },
      };
    },
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

/** Counts of what customers ask for say nothing about who answered: they are not merged. */
function reasonsOf(now: SummedUp, then: SummedUp, names: ReasonMap): Report['reasons'] {
  const [opened, before] = [namedNow(now.opened, names), namedNow(then.opened, names)];
  const total = sumOf([...opened.values()]);
  return [...opened.entries()]
    .map(([reason, n]) => ({ reason, n, share: share(n, total).rate, before: before.get(reason) ?? 0 }))
    .sort((a, b) => b.n - a.n || ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1));
}

/** Reasons that were merged since count as one. */
function namedNow(opened: ReadonlyMap<string | null, number>, names: ReasonMap): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const [reason, n] of opened) {
    const name = names.nowOr(reason);
    counts.set(name, (counts.get(name) ?? 0) + n);
  }
  return counts;
}
