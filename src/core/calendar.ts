/**
 * The business's own clock: how long it was open between two moments. Hours change, and history is not rewritten: each
 * version holds from its moment on. Whole months are reckoned once, so that a million spans cost no wall clock each.
 */
import { type OpeningHours, openSpans } from './hours.ts';
import { DAY, type DurationMs, type Instant } from './time.ts';

/** Hours that hold from `from` until the next version; the first version holds for everything before it too. */
export interface HoursVersion {
  from: Instant;
  hours: OpeningHours;
}

export interface Calendar {
  /** Where days begin and end: the time zone of the hours that hold now. */
  timezone: string;
  versions: readonly HoursVersion[];
  /** How long it was open between two moments, for a kind of channel. */
  openBetween(channelKind: string, from: Instant, to: Instant): DurationMs;
  /** The moment at which it has been open for `open` since `from`; null when that is more than a year away. */
  openAfter(channelKind: string, from: Instant, open: DurationMs): Instant | null;
}

/** Further ahead nothing is promised. */
const AHEAD_MAX: DurationMs = 400 * DAY;

export function makeCalendar(given: readonly HoursVersion[]): Calendar {
  const versions = [...given].sort((a, b) => a.from - b.from);
  if (versions.length === 0) throw new Error('A calendar needs opening hours.');
  const clocks = new Map<OpeningHours, OpenClock>();
  const clockOf = (hours: OpeningHours) => {
    const known = clocks.get(hours) ?? makeOpenClock(hours);
    clocks.set(hours, known);
    return known;
  };
  /** The versions that hold between two moments, each with its share. */
  const shares = (from: Instant, to: Instant) =>
    versions
      .map(({ hours, from: begins }, i) => ({
        hours,
        from: i === 0 ? from : Math.max(from, begins),
        to: Math.min(to, versions[i + 1]?.from ?? to),
      }))
      .filter(each => each.to > each.from);
  return {
    timezone: versions.at(-1)!.hours.timezone,
    versions,
    openBetween: (kind, from, to) => {
      if (to <= from) return 0;
      let total = 0;
      for (const share of shares(from, to)) total += clockOf(hoursOf(share.hours, kind)).between(share.from, share.to);
      return total;
    },
    openAfter: (kind, from, open) => {
      let left = open;
      for (const share of shares(from, from + AHEAD_MAX)) {
        const clock = clockOf(hoursOf(share.hours, kind));
        const there = clock.after(share.from, share.to, left);
        if (there.at !== null) return there.at;
        left -= there.open;
      }
      return null;
    },
  };
}

/** The hours of a kind of channel: its own where it has some, else the business's. */
export function hoursOf(hours: OpeningHours, channelKind: string): OpeningHours {
  return hours.channels?.[channelKind] ?? hours;
}

interface OpenClock {
  between(from: Instant, to: Instant): DurationMs;
  /** When `open` has gone by, or how much of it went by until `to`. */
  after(from: Instant, to: Instant, open: DurationMs): { at: Instant | null; open: DurationMs };
}

interface Month {
  from: Instant;
  to: Instant;
  /** Open spans within the month, in order. */
  spans: [Instant, Instant][];
  /** How long it was open in this month before each span; one more for the end. */
  before: DurationMs[];
}

function makeOpenClock(hours: OpeningHours): OpenClock {
  const months = new Map<number, Month>();
  const monthAt = (index: number): Month => {
    const known = months.get(index);
    if (known) return known;
    const from = Date.UTC(1970, index, 1);
    const to = Date.UTC(1970, index + 1, 1);
    const spans = openSpans(hours, from, to);
    const before = [0];
    for (const [start, end] of spans) before.push(before.at(-1)! + end - start);
    const month = { from, to, spans, before };
    months.set(index, month);
    return month;
  };
  /** How long it was open in this month until `at`. */
  const until = ({ spans, before }: Month, at: Instant): DurationMs => {
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (spans[middle]![0] < at) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return 0;
    const [start, end] = spans[low - 1]!;
    return before[low - 1]! + Math.min(end, at) - start;
  };
  return {
    between: (from, to) => {
      const [first, last] = [monthIndex(from), monthIndex(to)];
      let total = until(monthAt(last), to) - until(monthAt(first), from);
      for (let i = first; i < last; i++) total += monthAt(i).before.at(-1)!;
      return total;
    },
    after: (from, to, open) => {
      let gone = 0;
      for (let i = monthIndex(from); i <= monthIndex(to); i++) {
        for (const [start, end] of monthAt(i).spans) {
          const [begins, ends] = [Math.max(start, from), Math.min(end, to)];
          if (ends <= begins) continue;
          if (gone + ends - begins >= open) return { at: begins + open - gone, open };
          gone += ends - begins;
        }
      }
      return { at: null, open: gone };
    },
  };
}

/** Months since 1970, in UTC. */
function monthIndex(at: Instant): number {
  const date = new Date(at);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}
