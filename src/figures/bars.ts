/** The bars of a picture: days, weeks, months, quarters or years, as few as it takes to stay readable. Pure. */
import { addDays, type Day, type DaySpan, daysBetween, mondayOf } from '../core/days.ts';
import type { ChannelId } from '../core/ids.ts';
import type { DurationMs } from '../core/time.ts';
import { dayWords, monthWords } from '../desk/dates.ts';
import { medianOf, type Promised, promiseOf, type Slice } from './promise.ts';
import { share } from './sum.ts';

/** Bars of a picture: as many as a phone shows, and as Slack's own charts take. */
const BARS_MAX = 20;
/** Up to two weeks are shown by days. */
const DAYS_SHOWN_MAX = 14;
export type BarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

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
  /** Logged calls and visitors among the new ones: they get no answer. */
  calls: number;
  resolved: number;
  /** Really reopened. */
  reopened: number;
  /** Median first response time in opening hours; null for no answer. */
  firstResponse: DurationMs | null;
  /** Was the promise kept. */
  promise: Promised;
  /** Of those who were told by when most people hear back, those who did by then. */
  told: Promised;
  /** How many days of it the period has, where the period cuts it, it goes on, or figures begin in it; null: all of them. */
  days: number | null;
}

/** A bar while it is being filled. */
export interface RawBar {
  span: DaySpan & { end: string };
  label: string;
  opened: Map<ChannelId, number>;
  answered: number;
  resolved: number;
  reopened: number;
  told: number;
  toldKept: number;
  slices: Slice[];
  /** The days that it would have if nothing cut it. */
  whole: number;
}
/** Days, weeks, months or quarters: as few as it takes to stay readable. */
export function barsOf(days: readonly DaySpan[]): { unit: BarUnit; bars: RawBar[] } {
  const units: [BarUnit, (day: string) => string, (bar: string) => string][] = [
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

function nothing(): Omit<RawBar, 'span' | 'label' | 'whole'> {
  return { opened: new Map(), answered: 0, resolved: 0, reopened: 0, told: 0, toldKept: 0, slices: [] };
}

/** Days of the unit that begins there: the next one begins at the first day after it that is of another. */
function daysIn(first: string, of: (day: string) => string): number {
  let n = 1;
  while (of(addDays(first, n)) === first) n++;
  return n;
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
    bars.push({ key, span, label: label(key < each.day ? each.day : key), ...nothing(), whole: daysIn(key, of) });
  }
  return bars;
}

export function daysOf(bar: RawBar, days: readonly DaySpan[]): DaySpan[] {
  const first = daysBetween(days[0]!.day, bar.span.day);
  return days.slice(first, first + daysBetween(bar.span.day, bar.span.end));
}

interface BarNames {
  /** Names of channels. */
  names: Map<string, string>;
  calls: ReadonlySet<string>;
  targetOf: Parameters<typeof promiseOf>[1];
  /** The first day of all figures; null: there are none. */
  since: Day | null;
}

export function nameBar(bar: RawBar, { names, calls, targetOf, since }: BarNames): Bar {
  const { span, label, opened, answered, resolved, reopened, slices, whole } = bar;
  // A channel may be called "constructor": every object has one.
  const byChannel = new Map<string, number>();
  let [total, logged] = [0, 0];
  for (const [id, n] of opened) {
    const name = names.get(id) ?? id;
    byChannel.set(name, (byChannel.get(name) ?? 0) + n);
    total += n;
    if (calls.has(id)) logged += n;
  }
  const days =
    since === null ? 0 : Math.min(daysBetween(span.day, span.end), Math.max(0, daysBetween(since, span.end)));
  return {
    from: span.day,
    to: span.end,
    label,
    opened: total,
    answered,
    byChannel: Object.fromEntries(byChannel),
    calls: logged,
    resolved,
    reopened,
    firstResponse: medianOf(slices),
    promise: promiseOf(slices, targetOf),
    told: share(bar.toldKept, bar.told),
    // A day is there or not: it is never a part.
    days: whole === 1 || days === whole ? null : days,
  };
}
