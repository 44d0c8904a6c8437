/**
 * The promise: by when most people hear back, from the team's own record. Pure. The 80th percentile of waits in opening
 * hours, enquiries that still wait counted as having waited until now; made longer or shorter by how it went of late and
 * by when it came; projected through the calendar. docs/metrics.md has the formula, docs/decisions/026-promise.md why.
 */
import type { Calendar } from './calendar.ts';
import { dayOf, weekdayOf } from './days.ts';
import { type DurationMs, HOUR, type Instant, MINUTE } from './time.ts';

/** Below so many that were answered only the opening hours are told. */
const ANSWERED_MIN = 20;
/** The newest that are looked at: with fewer the figure is noise, with more it is about another season. */
export const WINDOW = 400;
/** "Most people": so many hear back by then. */
const SHARE = 0.8;
/** How it goes of late: the enquiry before last counts this much less than the last one (a mean age of ten). */
const RECENT = 10;
/** Enquiries at the usual pace that are added to the recent ones: without them the first slow one would say it all. */
const RECENT_PRIOR = 1.5;
/** A team that has become slower is believed a little more than it has shown: what is slow now is seen late. */
const SLOWER_BY = 1.2;
/** Enquiries at the usual pace that are added to those that came while open, or while closed; and to those of one weekday. */
const OPEN_PRIOR = 20;
const WEEKDAY_PRIOR = 30;
/** Beyond the longest wait known: so much longer for each further unit of hazard. */
const BEYOND = 0.35;

/** How one enquiry went. */
export interface Waited {
  openedAt: Instant;
  /** When a person first answered; null: not yet, or never. */
  answeredAt: Instant | null;
  /** When it ended without an answer; null: it did not. */
  endedAt: Instant | null;
  /** It ended as one that does not count (spam, merged); until then nobody knew. */
  void?: boolean;
}

/** What is told to somebody who writes now; `by` null: only the opening hours. `n`: answered enquiries behind it. */
export interface Told {
  by: Instant | null;
  n: number;
}

/** An enquiry with what does not change any more: waits in opening hours, and the cell of the week in which it came. */
interface Prepared extends Waited {
  waitedMs: DurationMs | null;
  cell: number;
}

/** The record of one kind of channel, in the order of opening; grows at its end. */
export interface PromiseRecord {
  add(each: Waited): void;
  /** As it was at that moment: nothing that happened later counts. */
  at(now: Instant): Told;
}

export function makePromiseRecord(calendar: Calendar, channelKind: string): PromiseRecord {
  const all: Prepared[] = [];
  const cellAt = (at: Instant) => {
    const open = calendar.openBetween(channelKind, at, at + 1) > 0;
    return (open ? 7 : 0) + weekdayOf(dayOf(calendar.timezone, at));
  };
  return {
    add: each => {
      const end = each.answeredAt ?? each.endedAt;
      const waitedMs = end === null ? null : calendar.openBetween(channelKind, each.openedAt, end);
      all.push({ ...each, waitedMs, cell: cellAt(each.openedAt) });
    },
    at: now => {
      const waits = waitsAt(all, now, from => calendar.openBetween(channelKind, from, now));
      const n = waits.reduce((sum, each) => sum + each.answered, 0);
      if (n < ANSWERED_MIN) return { by: null, n };
      const after = calendar.openAfter(channelKind, now, mostWithin(waits, cellAt(now)));
      return { by: after === null ? null : rounded(calendar, channelKind, now, after), n };
    },
  };
}

/** A wait as it is known at a moment; `age`: how many came after it. */
interface Wait {
  ms: DurationMs;
  answered: 0 | 1;
  cell: number;
  age: number;
}

function waitsAt(all: readonly Prepared[], now: Instant, untilNow: (from: Instant) => DurationMs): Wait[] {
  const waits: Wait[] = [];
  for (let i = upTo(all, now) - 1; i >= 0 && waits.length < WINDOW; i--) {
    const each = all[i]!;
    const { answeredAt, endedAt, cell } = each;
    const end = answeredAt ?? endedAt;
    const over = end !== null && end <= now;
    if (over && each.void) continue;
    waits.push({
      ms: over ? each.waitedMs! : untilNow(each.openedAt),
      answered: over && answeredAt !== null ? 1 : 0,
      cell,
      age: waits.length,
    });
  }
  return waits;
}

/** How many were opened by then. */
function upTo(all: readonly Prepared[], now: Instant): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle]!.openedAt <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The wait that four of five stay below, in opening hours. The record gives the cumulative hazard (Nelson-Aalen): what is
 * slower by a factor reaches the same hazard that much later, and the factor of any few enquiries is the hazard that they
 * went through by the answers that they got, so that whoever still waits counts for as long as they have waited.
 */
function mostWithin(waits: Wait[], cell: number): DurationMs {
  const hazard = hazardOf(waits);
  const byCell = cellPaces(waits, hazard.through);
  let [through, answered] = [RECENT_PRIOR, RECENT_PRIOR];
  for (const [i, each] of waits.entries()) {
    if (each.age > RECENT * 6) break;
    const weight = Math.exp(-each.age / RECENT);
    through += (weight * hazard.through[i]!) / byCell[each.cell]!;
    answered += weight * each.answered;
  }
  const pace = through / answered;
  const late = pace > 1 ? 1 + (pace - 1) * SLOWER_BY : pace;
  return hazard.waitAt(-Math.log(1 - SHARE) * late * byCell[cell]!);
}

interface Hazard {
  /** What each wait went through, in their order. */
  through: Float64Array;
  /** The wait at which the hazard is reached. */
  waitAt(hazard: number): DurationMs;
}

function hazardOf(waits: readonly Wait[]): Hazard {
  // Ordered by the wait, of equal ones those that were answered first.
  const keys = Float64Array.from(waits, each => Math.round(each.ms) * 2 + (1 - each.answered));
  const order = Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!);
  const [through, sorted] = [new Float64Array(waits.length), new Float64Array(waits.length)];
  let [sum, last] = [0, 0];
  for (const [i, at] of order.entries()) {
    if (waits[at]!.answered) {
      sum += 1 / (order.length - i);
      last = i;
    }
    through[at] = sum;
    sorted[i] = sum;
  }
  const waitOf = (i: number) => waits[order[i]!]!.ms;
  return {
    through,
    waitAt: hazard => {
      const found = sorted.findIndex(each => each >= hazard);
      return found >= 0 ? waitOf(found) : waitOf(last) * (1 + (hazard - sum) * BEYOND);
    },
  };
}

/** How much slower it goes with what came on one weekday, while open (7 to 13) or closed (0 to 6): 1 where too few tell. */
function cellPaces(waits: readonly Wait[], through: Float64Array): number[] {
  const [sums, counts] = [new Float64Array(14), new Float64Array(14)];
  for (const [i, { cell, answered }] of waits.entries()) {
    sums[cell]! += through[i]!;
    counts[cell]! += answered;
  }
  const half = (of: Float64Array, open: number) => of.subarray(open * 7, open * 7 + 7).reduce((sum, n) => sum + n, 0);
  const byOpen = [0, 1].map(open => (half(sums, open) + OPEN_PRIOR) / (half(counts, open) + OPEN_PRIOR));
  return Array.from({ length: 14 }, (_, cell) => {
    const base = byOpen[cell < 7 ? 0 : 1]!;
    return (base * (sums[cell]! / base + WEEKDAY_PRIOR)) / (counts[cell]! + WEEKDAY_PRIOR);
  });
}

/** From here on "11:00" is said and not "10:45". */
const FAR: DurationMs = 2 * HOUR;

/** To the next quarter, or half hour, on the clock: what people say. Never past closing time, where nobody is there. */
function rounded(calendar: Calendar, channelKind: string, now: Instant, at: Instant): Instant {
  const step = (at - now > FAR ? 30 : 15) * MINUTE;
  const next = Math.ceil(at / step) * step;
  return at + calendar.openBetween(channelKind, at, next);
}
