/**
 * What is usual: how much comes in each hour of a week on the business's own clock, learnt from the last 42 days without the
 * last 24 hours, and by how much a day differs from it. Holds counts only. Pure.
 */
import { DAY, HOUR, type Instant } from '../../core/time.ts';

/** What is usual is learnt from so long ago until `RECENT`. */
export const LEARNT_DAYS = 42;
/** What is just happening is no measure of what is usual. */
export const RECENT = DAY;

/** An hour on the business's clock. */
export interface LocalHour {
  /** Days since 1970 there. */
  day: number;
  /** 0 for Sunday. */
  weekday: number;
  hour: number;
  /** A day off by the calendar on a weekday that is no day off: nothing is known of it but that it is a day off. */
  holiday: boolean;
  /** A day like Saturdays and Sundays, or like those on which it is closed. */
  quiet: boolean;
}

/** A day that counts as a measure of what is usual. */
interface Day {
  day: number;
  hours: LocalHour[];
  n: number;
  byReason: Map<string, number>;
  /** How many were to be expected, by the profile alone. */
  expected: number;
}

/** A day off in the week is learnt as itself; this says how far its weekday may differ from others like it. */
const WEEKDAY_PRIOR = 30;
/** A level that halves its memory in a week follows a business that grows. */
const LEVEL_HALF_LIFE_DAYS = 7;
const LEVEL_PRIOR = 30;
/** Days differ by about a fifth where nothing is known yet; that counts as so many days. */
const SHAPE_PRIOR = { variance: 0.07, days: 8 };
const SHAPE = { min: 4, max: 1_000 };
/** A day beyond this was no usual one, and says nothing about usual days. */
const ODD_DAY = 2.5;

export interface Usual {
  /** Enquiries that are learnt from, and hours. */
  readonly total: number;
  readonly hoursLearnt: number;
  /** Moves on to a moment. */
  moveTo(at: Instant): void;
  /** Something enters what is learnt from. */
  put(at: Instant, reason: string | null): void;
  drop(at: Instant, reason: string | null): void;
  /** How many usually come between two moments that lie within the last day. */
  expected(from: Instant, to: Instant): number;
  /** How far days differ: the shape of a gamma with the mean of 1. */
  shape(): number;
  /** How far single reasons differ from their share of a day. */
  ownShape(): number;
  shareOf(reason: string): number;
}

export type LocalHourOf = (hourIndex: number) => LocalHour;

export function makeUsual(localHour: LocalHourOf, begins: Instant): Usual {
  const state = new State(localHour, Math.floor(begins / HOUR));
  return state;
}

class State implements Usual {
  total = 0;
  private readonly reasons = new Map<string, number>();
  private readonly days = new Map<number, Day>();
  private readonly local = new Map<number, LocalHour>();
  private readonly localHour: LocalHourOf;
  /** Hours from here on are learnt from ... */
  private first: number;
  /** ... up to here, without it. */
  private last: number;
  private known: Known | null = null;
  private byWeekdayHour = { n: new Float64Array(8 * 24), hours: new Float64Array(8 * 24) };

  constructor(localHour: LocalHourOf, begins: number) {
    this.localHour = localHour;
    this.first = begins;
    this.last = begins;
  }

  get hoursLearnt(): number {
    return this.last - this.first;
  }

  private hourAt(index: number): LocalHour {
    let found = this.local.get(index);
    if (!found) {
      found = this.localHour(index);
      this.local.set(index, found);
    }
    return found;
  }

  moveTo(at: Instant): void {
    const until = Math.floor((at - RECENT) / HOUR);
    const from = until - (LEARNT_DAYS - 1) * 24;
    if (until > this.last) this.known = null;
    // A silence of months is passed over at once.
    if (this.last < from) {
      this.first = this.last = from;
      this.days.clear();
      this.local.clear();
      this.byWeekdayHour.hours.fill(0);
    }
    for (; this.last < until; this.last++) {
      const hour = this.hourAt(this.last);
      this.dayOf(hour).hours.push(hour);
      this.byWeekdayHour.hours[slotOf(hour)]!++;
    }
    for (; this.first < from; this.first++) {
      const hour = this.hourAt(this.first);
      this.byWeekdayHour.hours[slotOf(hour)]!--;
      const day = this.dayOf(hour);
      day.hours.shift();
      if (day.hours.length === 0) this.days.delete(hour.day);
      this.local.delete(this.first);
    }
  }

  private dayOf(hour: LocalHour): Day {
    let day = this.days.get(hour.day);
    if (!day) {
      day = { day: hour.day, hours: [], n: 0, byReason: new Map(), expected: 0 };
      this.days.set(hour.day, day);
    }
    return day;
  }

  put(at: Instant, reason: string | null): void {
    this.count(at, reason, 1);
  }

  drop(at: Instant, reason: string | null): void {
    this.count(at, reason, -1);
  }

  private count(at: Instant, reason: string | null, by: 1 | -1): void {
    this.total += by;
    const hour = this.hourAt(Math.floor(at / HOUR));
    this.byWeekdayHour.n[slotOf(hour)]! += by;
    if (reason !== null) {
      const n = (this.reasons.get(reason) ?? 0) + by;
      if (n > 0) this.reasons.set(reason, n);
      else this.reasons.delete(reason);
    }
    const day = this.days.get(hour.day);
    if (!day) return;
    day.n += by;
    if (reason !== null) day.byReason.set(reason, (day.byReason.get(reason) ?? 0) + by);
  }

  expected(from: Instant, to: Instant): number {
    const known = this.learn();
    let sum = 0;
    for (let index = Math.floor(from / HOUR); index * HOUR < to; index++) {
      const span = Math.min(to, (index + 1) * HOUR) - Math.max(from, index * HOUR);
      sum += (known.rate(this.hourAt(index)) * span) / HOUR;
    }
    return sum * known.level;
  }

  shape(): number {
    return this.learn().shape;
  }

  ownShape(): number {
    return this.learn().ownShape;
  }

  shareOf(reason: string): number {
    return ((this.reasons.get(reason) ?? 0) + 0.5) / (this.total + 0.5 * (this.reasons.size + 1));
  }

  private learn(): Known {
    this.known ??= learnt(this.byWeekdayHour, [...this.days.values()], this.reasons, this.total);
    return this.known;
  }
}

function slotOf({ weekday, hour, holiday }: LocalHour): number {
  return (holiday ? 7 : weekday) * 24 + hour;
}

interface Known {
  rate(hour: LocalHour): number;
  level: number;
  shape: number;
  ownShape: number;
}

function learnt(
  { n, hours }: { n: Float64Array; hours: Float64Array },
  days: Day[],
  reasons: Map<string, number>,
  total: number,
): Known {
  const quietDay = quietOf(days);
  const kindOf = (weekday: number) => (weekday === 7 || quietDay.has(weekday) ? 1 : 0);
  // By hour, for working days and for quiet ones; where there was none of a kind, as everything.
  const overall = (total + 0.5) / (hours.reduce((a, b) => a + b, 0) + 1);
  const profile = [0, 1].map(kind => {
    const raw = Array.from({ length: 24 }, (_, h) => {
      let [count, time] = [0, 0];
      for (let weekday = 0; weekday < 8; weekday++) {
        if (kindOf(weekday) !== kind) continue;
        count += n[weekday * 24 + h]!;
        time += hours[weekday * 24 + h]!;
      }
      return { count, time };
    });
    return raw.map((_, h) => {
      const [before, here, after] = [raw[(h + 23) % 24]!, raw[h]!, raw[(h + 1) % 24]!];
      const count = before.count + 4 * here.count + after.count;
      const time = before.time + 4 * here.time + after.time;
      return (count + 0.5 * 6 * Math.min(1, overall)) / (time + 0.5 * 6);
    });
  });
  const weekdays = Array.from({ length: 8 }, (_, weekday) => {
    let [count, expected] = [0, 0];
    for (let h = 0; h < 24; h++) {
      count += n[weekday * 24 + h]!;
      expected += hours[weekday * 24 + h]! * profile[kindOf(weekday)]![h]!;
    }
    return (count + WEEKDAY_PRIOR) / (expected + WEEKDAY_PRIOR);
  });
  const rate = ({ weekday, hour, holiday }: LocalHour) => {
    const at = holiday ? 7 : weekday;
    return profile[kindOf(at)]![hour]! * weekdays[at]!;
  };
  for (const day of days) day.expected = day.hours.reduce((sum, each) => sum + rate(each), 0);
  const level = levelOf(days);
  return { rate, level, shape: shapeOf(days), ownShape: ownShapeOf(days, reasons, total) };
}

function quietOf(days: Day[]): Set<number> {
  const quiet = new Set<number>();
  for (const { hours } of days) for (const each of hours) if (each.quiet) quiet.add(each.weekday);
  return quiet;
}

function levelOf(days: Day[]): number {
  const newest = Math.max(...days.map(each => each.day));
  let [n, expected] = [0, 0];
  for (const each of days) {
    const weight = 0.5 ** ((newest - each.day) / LEVEL_HALF_LIFE_DAYS);
    // One odd day does not raise what is usual.
    n += weight * Math.min(each.n, ODD_DAY * each.expected + 3);
    expected += weight * each.expected;
  }
  return (n + LEVEL_PRIOR) / (expected + LEVEL_PRIOR);
}

/** By the method of moments: what days vary by beyond what chance makes of their counts. */
function shapeOf(days: Day[]): number {
  let [sum, weight] = [SHAPE_PRIOR.variance * SHAPE_PRIOR.days, SHAPE_PRIOR.days];
  for (const { n, expected, hours } of days) {
    if (expected < 1 || hours.length < 12 || n > ODD_DAY * expected + 3) continue;
    const own = (n / expected - 1) ** 2 - 1 / expected;
    // A day of few says little.
    const counts = expected / (expected + 5);
    sum += counts * own;
    weight += counts;
  }
  return Math.min(SHAPE.max, Math.max(SHAPE.min, weight / Math.max(sum, 1e-9)));
}

function ownShapeOf(days: Day[], reasons: Map<string, number>, total: number): number {
  let [over, square] = [0, 0];
  for (const { n, byReason, hours } of days) {
    if (n < 3 || hours.length < 12) continue;
    for (const [reason, count] of reasons) {
      const mean = (n * count) / Math.max(1, total);
      const here = byReason.get(reason) ?? 0;
      // Days on which something did rise are not what is usual.
      if (here > mean + 3 * Math.sqrt(mean) + 2) continue;
      over += (here - mean) ** 2 - mean;
      square += mean * mean;
    }
  }
  return Math.min(SHAPE.max, Math.max(SHAPE.min, square / Math.max(over, 1e-9)));
}
