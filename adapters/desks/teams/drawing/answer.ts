/** Draws answers to commands: plain lines, with enquiry numbers that link to their threads, and a chart. Pure. */
import type { AnswerView, ChartView } from '../../../../src/ports/answer.ts';
import { withinBudget } from './budget.ts';
import { actions } from './buttons.ts';
import { cardOf, cut, type Drawn, type Element, fixed, linkRun, plain, rich, run, withParts } from './elements.ts';

/** A line of an answer; a list of twenty stays readable. */
const LINE_CHARS_MAX = 700;
const LINES_MAX = 200;
const ANSWER_CHARS_MAX = 12_000;
/** The number of an enquiry, and "First response time:" at the beginning of a line. */
const NUMBERS = /(?<=^|\s)#\d{1,9}\b/g;
const NUMBERS_AND_LABELS = /(?<=^|\s)#\d{1,9}\b|^[^:#\n]{1,40}:(?= |$)/gm;

/** @param withChart false where Teams did not take one: it follows as a picture */
export function drawAnswer(
  view: Pick<AnswerView, 'text' | 'links' | 'chart' | 'chartAfterLines' | 'buttons' | 'labels'>,
  linkOf: (thread: string) => string | null,
  withChart: boolean,
): Drawn {
  const urls = new Map(view.links.map(({ number, thread }) => [`#${number}`, linkOf(thread)]));
  // Everything else is literal, since it may hold customers' words.
  const draw = (part: string) => {
    if (part.endsWith(':')) return run(part, part.length, { weight: 'Bolder' });
    const url = urls.get(part);
    return url ? linkRun(part, url) : null;
  };
  return withinBudget(share => {
    const lines = cut(view.text, ANSWER_CHARS_MAX * share)
      .split('\n')
      .slice(0, LINES_MAX);
    const at = view.chartAfterLines ?? lines.length;
    const part = (some: string[]) => {
      const text = some.map(each => cut(each, LINE_CHARS_MAX)).join('\n');
      return text === '' ? [] : [rich(withParts(text, view.labels ? NUMBERS_AND_LABELS : NUMBERS, draw))];
    };
    const chart = withChart && view.chart ? drawChart(view.chart, share) : [];
    const words = [part(lines.slice(0, at)), part(lines.slice(at))] as const;
    return cardOf([...words[0], ...chart, ...words[1], ...actions(view.buttons)], view.text);
  });
}

const BARS_MAX = 20;
const SERIES_MAX = 6;
const LABEL_CHARS_MAX = 20;
/** Of Teams' palette, in the order of ours: a channel has its colour in every picture. */
const COLOURS = [
  'categoricalBlue',
  'categoricalMarigold',
  'categoricalTeal',
  'categoricalPurple',
  'categoricalLightBlue',
] as const;
const DAY = /^\p{L}{3} \d{1,2}\b/u;

/** A chart that Teams draws itself, with a table for clients that cannot: each shows one of the two. */
function drawChart(chart: ChartView, share: number): Element[] {
  const label = (text: string) => plain(text, LABEL_CHARS_MAX * Math.min(1, share * 4));
  const bars = chart.bars.slice(0, BARS_MAX).map(label);
  const all = [...chart.series, ...(chart.line ? [chart.line] : [])].slice(-SERIES_MAX);
  const series = all.map((each, n) => ({
    legend: label(each.name),
    color: colourOf(chart, each, n),
    values: bars.map((_, i) => each.values[i] ?? 0),
  }));
  // Below a bar there is room for some five letters: of the days of a week their names, for the words have the dates.
  const isWeek = bars.length <= 7 && bars.every(each => DAY.test(each));
  const below = isWeek ? bars.map(each => each.slice(0, 3)) : bars;
  const points = (values: number[]) => below.map((x, i) => ({ x, y: values[i] ?? 0 }));
  const base = { title: plain(chart.title, 50), yAxisTitle: plain(chart.unit, 50), fallback: tableOf(bars, series) };
  // Not every client draws the title of a chart.
  const title = rich([run(chart.title, 50, { weight: 'Bolder' })], { separator: true, spacing: 'Medium' });
  const [only] = series;
  if (only && series.length === 1)
    return [title, { type: 'Chart.VerticalBar', ...base, showBarValues: true, data: points(only.values) }];
  const data = series.map(({ values, ...each }) => ({ ...each, values: points(values) }));
  // A line cannot stand on top of bars: then all of them stand beside each other.
  return [title, { type: 'Chart.VerticalBar.Grouped', ...base, stacked: chart.line === null, data }];
}

/** Calls, and what is too much to tell apart, have none; the mark has one that no channel has. */
function colourOf(chart: ChartView, each: Partial<ChartView['series'][number]>, n: number): string {
  if (each === chart.line) return 'good';
  return each.apart ? 'neutral' : COLOURS[(each.colour ?? n) % COLOURS.length]!;
}

function tableOf(bars: string[], series: { legend: string; values: number[] }[]): Element {
  const cell = (item: Element) => ({ type: 'TableCell', items: [item] });
  const words = (text: string) => cell(rich([run(text, LABEL_CHARS_MAX)]));
  const row = (cells: object[]) => ({ type: 'TableRow', cells });
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    showGridLines: false,
    columns: [{ width: 2 }, ...series.map(() => ({ width: 1 }))],
    rows: [
      row([words(''), ...series.map(({ legend }) => words(legend))]),
      ...bars.map((bar, i) => row([words(bar), ...series.map(({ values }) => cell(fixed(`${values[i]}`)))])),
    ],
  };
}
