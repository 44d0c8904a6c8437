/** The picture of an average week: how many write at which hour of each weekday, when it is open, and how long they wait. Pure. */

import { addDays } from '../core/days.ts';
import type { ChartView, GridView } from '../ports/answer.ts';
import type { Weekdays } from './weekdays.ts';
import { average, clockWords, openWords, spanWords, WEEKDAYS } from './words-split.ts';

const HOUR_MINUTES = 60;
/** Hours that are drawn at least: fewer look like nothing. */
const HOURS_MIN = 8;
/** Parts of a day as somebody is on duty, for desks that draw bars alone; until which hour each goes. */
const DAY_PARTS = [
  { name: 'before 9', to: 9 },
  { name: '9-12', to: 12 },
  { name: '12-15', to: 15 },
  { name: '15-18', to: 18 },
  { name: 'after 18', to: 24 },
];

/** @returns null when there is nothing to see */
export function weekdaysChart(split: Weekdays): ChartView | null {
  const { days, weeks, opening, firstResponseByHour } = split;
  if (!weeks || days.every(each => each.perWeek.every(n => n === 0))) return null;
  const series = DAY_PARTS.map(({ name, to }, i) => ({
    name,
    values: days.map(({ perWeek }) => tenths(perWeek.slice(DAY_PARTS[i - 1]?.to ?? 0, to))),
  }));
  const told = days.map(({ perWeek }, day) => {
    const hours = [...perWeek.entries()].flatMap(([hour, n]) => (n > 0 ? [`${clockWords(hour)} ${average(n)}`] : []));
    return `${WEEKDAYS[day]} (${opening[day] || 'closed'}): ${hours.join(', ') || 'none'}`;
  });
  const waits = [...firstResponseByHour.entries()].flatMap(([hour, ms]) =>
    ms === null ? [] : [`${clockWords(hour)} ${openWords(ms)}`],
  );
  const until = waits.length ? ` First answer by hour of arrival: ${waits.join(', ')}.` : '';
  return {
    title: 'New enquiries in an average week',
    alt: `New enquiries by weekday and hour, an average of ${weeks.n} weeks, ${spanWords(weeks.from, addDays(weeks.to, -1))}. ${told.join('; ')}.${until}`,
    bars: [...WEEKDAYS],
    series,
    line: null,
    unit: 'enquiries',
    grid: gridOf(split),
  };
}

function gridOf({ days, open, firstResponseByHour }: Weekdays): GridView {
  const [from, to] = hoursShown(days, open);
  const hours = Array.from({ length: to - from }, (_, i) => from + i);
  const beside = hours.map(hour => {
    const ms = firstResponseByHour[hour] ?? null;
    return ms === null ? null : openWords(ms);
  });
  const frames = open.flatMap((spans, bar) =>
    spans.map(span => ({ bar, from: span.from / HOUR_MINUTES - from, to: span.to / HOUR_MINUTES - from })),
  );
  return {
    rows: hours.map(clockWords),
    values: hours.map(hour => days.map(({ perWeek }) => tenths([perWeek[hour]!]))),
    frames,
    beside,
    told: [
      ...(frames.length ? ['framed: open'] : []),
      ...(beside.some(each => each !== null) ? ['right: first answer by hour of arrival (median)'] : []),
    ],
  };
}

/** Hours in which anything came, or it is open. */
function hoursShown(days: Weekdays['days'], open: Weekdays['open']): [number, number] {
  const used = [...Array(24).keys()].filter(
    hour =>
      days.some(({ perWeek }) => tenths([perWeek[hour]!]) > 0) ||
      open.some(spans => spans.some(span => span.from < (hour + 1) * HOUR_MINUTES && span.to > hour * HOUR_MINUTES)),
  );
  const first = Math.min(used[0] ?? 0, 24 - HOURS_MIN);
  return [first, Math.max((used.at(-1) ?? 0) + 1, first + HOURS_MIN)];
}

function tenths(values: readonly number[]): number {
  return Math.round(values.reduce((sum, n) => sum + n, 0) * 10) / 10;
}
