/** The picture of a report: new enquiries by channel, and how many were answered. Pure and neutral. */
import type { ChartView } from '../ports/answer.ts';
import type { Bar } from './bars.ts';
import type { Report } from './report.ts';
import { NO_REASON } from './split.ts';
import type { Weekdays } from './weekdays.ts';
import { weekdaysChart } from './weekdays-chart.ts';
import { hourBlocks } from './words-split.ts';

/** More colours than this nobody tells apart; the rest is one part of the bar. */
const SERIES_MAX = 5;
/** As long as Slack takes them. */
const LABEL_CHARS_MAX = 20;
const TITLE_CHARS_MAX = 50;
const OTHERS = 'others';

/** @returns null when there is nothing to see */
export function chartOf(report: Report): ChartView | null {
  const { split } = report;
  if (split?.by === 'hour') return hoursChart(report);
  if (split?.by === 'weekday') return weekdaysChart(split as Weekdays);
  if (split?.by === 'reason') return barsChart(report, reasonBars(report), 'contact reason');
  return volumeChart(report);
}

function volumeChart({ volume, period }: Report): ChartView | null {
  const { unit } = volume;
  // What was before there were figures is not nothing: it is not drawn.
  const bars = volume.bars.filter(each => each.days !== 0);
  if (bars.every(each => each.opened === 0 && each.answered === 0)) return null;
  const series = seriesOf(volume, bars);
  // The mark's name first: a channel that is called like it is told apart from it.
  const [answered = '', ...distinct] = unique(['answered', ...series.map(each => each.name)].map(cut));
  for (const [i, each] of series.entries()) each.name = distinct[i] ?? each.name;
  const line = { name: answered, values: bars.map(bar => bar.answered) };
  const told = bars.map(bar => {
    const parts = Object.entries(bar.byChannel).filter(([, n]) => n > 0);
    const by = parts.length > 1 ? ` (${parts.map(([name, n]) => `${name} ${n}`).join(', ')})` : '';
    return `${labelOf(bar)}: ${bar.opened} new${by}, ${bar.answered} answered`;
  });
  const pale = bars.flatMap((bar, i) => (isPart(bar) ? [i] : []));
  return {
    title: `New enquiries by ${unit}`.slice(0, TITLE_CHARS_MAX),
    alt: `Bars of new enquiries by ${unit}, ${period.name}. ${told.join('; ')}.`,
    bars: unique(bars.map(bar => cut(labelOf(bar)))),
    ...(pale.length ? { pale } : {}),
    series,
    line,
    unit: 'enquiries',
  };
}

/** The channels with the most, and one part for all others; logged calls on top, for they get no answer. */
function seriesOf({ places, calls }: Report['volume'], bars: readonly Bar[]): ChartView['series'] {
  const totals = new Map<string, number>();
  for (const bar of bars)
    for (const [name, n] of Object.entries(bar.byChannel)) totals.set(name, (totals.get(name) ?? 0) + n);
  const isCall = (name: string) => calls?.includes(name) ?? false;
  const names = [...totals.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const shown = names.length > SERIES_MAX ? names.slice(0, SERIES_MAX - 1) : names;
  const taken = new Set<number>();
  // By its place, not by how much came: the same channel has the same colour every week.
  const placed = shown.toSorted((a, b) => (places?.[a] ?? 0) - (places?.[b] ?? 0));
  const colours = new Map<string, number>();
  for (const name of placed) {
    if (isCall(name)) continue;
    let colour = (places?.[name] ?? taken.size) % SERIES_MAX;
    while (taken.has(colour)) colour = (colour + 1) % SERIES_MAX;
    taken.add(colour);
    colours.set(name, colour);
  }
  const series: ChartView['series'] = shown
    .toSorted((a, b) => Number(isCall(a)) - Number(isCall(b)))
    .map(name => ({
      name,
      values: bars.map(bar => bar.byChannel[name] ?? 0),
      ...(isCall(name) ? { apart: true as const } : { colour: colours.get(name)! }),
    }));
  if (names.length > shown.length) {
    const rest = names.slice(shown.length);
    const values = bars.map(bar => rest.reduce((sum, name) => sum + (bar.byChannel[name] ?? 0), 0));
    series.push({ name: OTHERS, values, apart: true });
  }
  return series;
}

/** The period cuts it, it goes on, or figures begin in it. */
function isPart({ days }: Bar): boolean {
  return typeof days === 'number';
}

/** "1 Jun, 4 days" */
function labelOf(bar: Bar): string {
  return isPart(bar) ? `${bar.label}, ${bar.days === 1 ? '1 day' : `${bar.days} days`}` : bar.label;
}

function hoursChart({ hours, period }: Report): ChartView | null {
  const blocks = hourBlocks(hours);
  if (blocks.length === 0) return null;
  return {
    title: 'New enquiries by hour of the day',
    alt: `Bars of new enquiries by hour of the day, ${period.name}. ${blocks.map(each => `${each.label}: ${each.n}`).join('; ')}.`,
    bars: blocks.map(each => each.label),
    series: [{ name: 'new', values: blocks.map(each => each.n) }],
    line: null,
    unit: 'enquiries',
  };
}

function reasonBars({ reasons }: Report): { label: string; n: number }[] {
  const shown = reasons.slice(0, 10).map(each => ({ label: each.reason ?? NO_REASON, n: each.n }));
  const rest = reasons.slice(10).reduce((sum, each) => sum + each.n, 0);
  return rest ? [...shown, { label: OTHERS, n: rest }] : shown;
}

function barsChart({ period }: Report, bars: { label: string; n: number }[], what: string): ChartView | null {
  if (bars.length === 0) return null;
  return {
    title: `New enquiries by ${what}`,
    alt: `Bars of new enquiries by ${what}, ${period.name}. ${bars.map(each => `${each.label}: ${each.n}`).join('; ')}.`,
    bars: unique(bars.map(each => cut(each.label))),
    series: [{ name: 'new', values: bars.map(each => each.n) }],
    line: null,
    unit: 'enquiries',
  };
}

/** Whole characters only: half of an emoji is none. */
function cut(label: string): string {
  if (label.length <= LABEL_CHARS_MAX) return label;
  return `${label.slice(0, LABEL_CHARS_MAX - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Two labels that were cut alike are told apart. */
function unique(labels: string[]): string[] {
  const seen = new Map<string, number>();
  return labels.map(label => {
    const n = (seen.get(label) ?? 0) + 1;
    seen.set(label, n);
    return n === 1 ? label : `${label.slice(0, LABEL_CHARS_MAX - 3).replace(/[\uD800-\uDBFF]$/, '')} ${n}`;
  });
}
