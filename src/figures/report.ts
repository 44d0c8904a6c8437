/** Builds the report of a period: from tallies of closed days and weeks, and row by row for what is still open. */
import { spansOf } from '../core/days.ts';
import type { StaffId } from '../core/ids.ts';
import { addMeasure, emptyTally, encodeTally, readTally, type TallyReader } from '../core/tally.ts';
import type { DurationMs } from '../core/time.ts';
import { type Backlog, backlogNow, pastBacklog } from './backlog.ts';
import { type Bar, type BarUnit, barsOf, daysOf, nameBar, type RawBar } from './bars.ts';
import type { Period, PeriodPair } from './period.ts';
import { type Split, splitUp } from './split.ts';
import { emptySum, type Figures, figuresOf, intoSum, type Sum, share } from './sum.ts';
import { coverOf, eachMeasure, type FigureParts, readTallies, type Scope } from './tallies.ts';

/** What a split goes by. */
export type SplitBy = 'channel' | 'reason' | 'hour';

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
  volume: { unit: BarUnit; bars: Bar[] };
  /** New enquiries by the hour in which they came, 0 to 23. */
  hours: number[];
  split: null | { by: 'hour'; groups: null } | Split;
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
  const names = new Map(channels.map((each): [string, string] => [each.id, each.name]));
  const calls = new Set(channels.filter(each => !parts.kinds.of(each.kind).answerable).map(each => each.id));
  const breathe = breather(parts);
  const [now, then] = [await sumUp(parts, period, true, rooms), await sumUp(parts, previous, false, rooms)];
  const backlog =
    period.until < period.to ? await backlogNow(parts, rooms) : await pastBacklog(parts, period.to, rooms);
  return {
    timezone: parts.calendar.timezone,
    rooms: null,
    period,
    previous,
    figures: await figuresOf([now.sum], period.from, breathe),
    before: await figuresOf([then.sum], previous.from, breathe),
    calls: sumOf(now.bars.flatMap(bar => [...bar.opened].map(([id, n]) => (calls.has(id) ? n : 0)))),
    backlog,
    backlogBefore: backlog.total - changeIn(now.sum),
    reasons: reasonsOf(now, then),
    volume: { unit: now.unit, bars: now.bars.map(bar => nameBar(bar, names)) },
    hours: [...now.sum.hours],
    split: by === 'hour' ? { by, groups: null } : by && (await splitUp(parts, period, by, rooms, names, breathe)),
  };
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
}

async function sumUp(parts: FigureParts, period: Period, withBars: boolean, rooms: Scope): Promise<SummedUp> {
  const { timezone } = parts.calendar;
  const sum = emptySum();
  const opened = new Map<string | null, number>();
  const first = await parts.store.firstMeasureAt();
  // What has not begun has no bar: a line that falls to 0 on Thursday would be no news on a Wednesday.
  const days = spansOf(timezone, period.firstDay, period.endDay).filter(each => each.from < period.until);
  const { unit, bars } = withBars ? barsOf(days) : { unit: 'day' as const, bars: [] };
  const reader = (bar: RawBar | null) => readerOf(sum, rooms, bar, opened);
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
  return { sum, opened, unit, bars };
}

function readerOf(
  sum: Sum,
  rooms: Scope = null,
  bar: RawBar | null = null,
  opened: Map<string | null, number> | null = null,
): TallyReader {
  return {
    group: ({ roomId, channelId, reason }) => {
      if (rooms !== null && !rooms.includes(roomId)) return null;
      const into = intoSum(sum);
      return {
        ...into,
        count: (name, n) => {
          into.count(name, n);
          if (name !== 'opened') return;
          opened?.set(reason, (opened.get(reason) ?? 0) + n);
          bar?.opened.set(channelId, (bar.opened.get(channelId) ?? 0) + n);
        },
        list: (name, length) => {
          if (name === 'first' && bar) bar.answered += length;
          return into.list(name, length);
        },
      };
    },
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0);
}

/** Counts of what customers ask for say nothing about who answered: they are not merged. */
function reasonsOf(now: SummedUp, then: SummedUp): Report['reasons'] {
  const total = sumOf([...now.opened.values()]);
  return [...now.opened.entries()]
    .map(([reason, n]) => ({ reason, n, share: share(n, total).rate, before: then.opened.get(reason) ?? 0 }))
    .sort((a, b) => b.n - a.n || ((a.reason ?? '') < (b.reason ?? '') ? -1 : 1));
}
