/** The picture of a report: new enquiries by channel, and how many were answered. Pure and neutral. */
import type { ChartView } from '../ports/answer.ts';
import type { Report } from './report.ts';
import { NO_REASON } from './split.ts';
import { clockWords } from './words.ts';

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
  if (split?.by === 'reason') return barsChart(report, reasonBars(report), 'contact reason');
  return volumeChart(report);
}

function volumeChart({ volume, period }: Report): ChartView | null {
  const { bars, unit } = volume;
  if (bars.every(each => each.opened === 0 && each.answered === 0)) return null;
  const totals = new Map<string, number>();
  for (const bar of bars) {
    for (const [name, n] of Object.entries(bar.byChannel)) totals.set(name, (totals.get(name) ?? 0) + n);
  }
  const names = [...totals.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const shown = names.length > SERIES_MAX ? names.slice(0, SERIES_MAX - 1) : names;
  const series = shown.map(name => ({ name, values: bars.map(bar => bar.byChannel[name] ?? 0) }));
  if (names.length > shown.length) {
    const rest = names.slice(shown.length);
    series.push({
      name: OTHERS,
      values: bars.map(bar => rest.reduce((sum, name) => sum + (bar.byChannel[name] ?? 0), 0)),
    });
  }
  // The line's name first: a channel that is called like it is told apart from it.
  const [answered = '', ...distinct] = unique(['answered', ...series.map(each => each.name)].map(cut));
  for (const [i, each] of series.entries()) each.name = distinct[i] ?? each.name;
  const line = { name: answered, values: bars.map(bar => bar.answered) };
  const told = bars.map(bar => {
    const parts = Object.entries(bar.byChannel).filter(([, n]) => n > 0);
    const by = parts.length > 1 ? ` (${parts.map(([name, n]) => `${name} ${n}`).join(', ')})` : '';
    return `${bar.label}: ${bar.opened} new${by}, ${bar.answered} answered`;
  });
  return {
    title: `New enquiries by ${unit}`.slice(0, TITLE_CHARS_MAX),
    alt: `Bars of new enquiries by ${unit}, ${period.name}. ${told.join('; ')}.`,
    bars: unique(bars.map(bar => cut(bar.label))),
    series,
    line,
    unit: 'enquiries',
  };
}

function hoursChart({ hours, period }: Report): ChartView | null {
  const used = [...hours.entries()].filter(([, n]) => n > 0);
  if (used.length === 0) return null;
  const first = used[0]![0];
  const last = used.at(-1)![0];
  // 24 bars are more than a phone shows: of a day that long, two hours share one.
  const step = last - first >= 20 ? 2 : 1;
  const bars: { label: string; n: number }[] = [];
  for (let hour = step === 2 ? 0 : first; hour <= last; hour += step)
    bars.push({ label: clockWords(hour), n: (hours[hour] ?? 0) + (step === 2 ? (hours[hour + 1] ?? 0) : 0) });
  return {
    title: 'New enquiries by hour of the day',
    alt: `Bars of new enquiries by hour of the day, ${period.name}. ${bars.map(each => `${each.label}: ${each.n}`).join('; ')}.`,
    bars: bars.map(each => each.label),
    series: [{ name: 'new', values: bars.map(each => each.n) }],
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
