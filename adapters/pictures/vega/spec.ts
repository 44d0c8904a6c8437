/** A chart as vega-lite draws it: stacked bars in an order of our own, a mark beside each, readable at the width of a phone. Pure. */
import type { ChartView, Look } from '../../../src/ports/answer.ts';

/** Told apart by people who see fewer colours (Okabe and Ito, 2008), in the order in which they differ most. */
export const ON_LIGHT = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9'];
export const ON_DARK = ['#56b4e9', '#e69f00', '#2fc79a', '#e39cc4', '#7fa8ff'];
export const LIGHT = {
  ground: '#ffffff',
  ink: '#1d1c1d',
  quiet: '#5c5b5c',
  rule: '#e3e3e3',
  line: '#1d1c1d',
  apart: '#a9a9ab',
};
export const DARK = {
  ground: '#1a1d21',
  ink: '#f2f2f2',
  quiet: '#b9babd',
  rule: '#3a3d42',
  line: '#ffffff',
  apart: '#74777d',
};
/** Between bars and at the edges, as parts of the distance from bar to bar. */
const PADDING = { inner: 0.25, outer: 0.15 };
/** A bar that is only a part of a week or a month. */
const PALE = 0.45;
/** Of the room of a bar: the stack, the mark beside it, and how far each is from the middle. */
const BESIDE = { stack: 0.62, mark: 0.22, stackAt: -0.13, markAt: 0.32 };
export const FONT = 'Inter';
/** The narrowest phone. */
const NARROW_PX = 480;
/** Labels of this many bars stand beside each other on a phone; of more, every second one is left out. */
const LEVEL_BARS_MAX = 8;

/** A letter is about this wide, as a part of its height. */
const LETTER_WIDTH = 0.6;
/** What the bars have of the width; the rest is the scale. */
const BARS_WIDTH = 0.85;
/** A bar that lies, with the space below it. */
const LYING_BAR_PX = 30;
const LYING_REST_PX = 90;

function heightOf(chart: ChartView, look: Look): number {
  if (lies(chart, look)) return LYING_REST_PX + chart.bars.length * LYING_BAR_PX;
  return look.widthPx < NARROW_PX ? 260 : Math.round(Math.min(480, look.widthPx * 0.42));
}

/** Names that would run into each other below their bars stand before bars that lie. */
function lies({ bars, series, line }: ChartView, look: Look): boolean {
  const longest = Math.max(
    0,
    ...bars.flatMap(label =>
      twoLines(label)
        .split('\n')
        .map(each => each.length),
    ),
  );
  const room = (look.widthPx * BARS_WIDTH) / bars.length;
  return !line && series.length === 1 && longest * sizeOf(look) * LETTER_WIDTH > room && !bars.every(isTime);
}

/** Of times every second one may be left out. */
function isTime(label: string): boolean {
  return /^\d\d[:-]\d\d$/.test(label);
}

/** The room of one bar, without what is left between two of them. */
function bandOf(bars: number, look: Look): number {
  // Left and right of everything, and the scale with its numbers.
  const plot = look.widthPx - 28 - 3 * sizeOf(look);
  return (plot / Math.max(1, bars - PADDING.inner + 2 * PADDING.outer)) * (1 - PADDING.inner);
}

export function sizeOf({ widthPx }: Look): number {
  return widthPx < NARROW_PX ? 11 : 14;
}

export function specOf(chart: ChartView, look: Look): Record<string, unknown> {
  const colours = look.dark ? DARK : LIGHT;
  const narrow = look.widthPx < NARROW_PX;
  const size = sizeOf(look);
  const lying = lies(chart, look);
  // Named by number: a bar or a channel may be called anything, also what means something to the library.
  const labels = lying ? chart.bars : chart.bars.map(twoLines);
  const nameOf = (n: number) => `n${n}`;
  const { line } = chart;
  const names = [...chart.series.map(each => each.name), ...(line ? [line.name] : [])];
  const palette = look.dark ? ON_DARK : ON_LIGHT;
  const ofSeries = chart.series.map(({ colour, apart }, i) =>
    apart ? colours.apart : palette[(colour ?? i) % palette.length],
  );
  const range = [...ofSeries, ...(line ? [colours.line] : [])];
  const bar = {
    field: 'bar',
    type: 'ordinal',
    title: null,
    axis: {
      labelExpr: `split(${literal(labels)}[datum.value], '\\n')`,
      labelAngle: 0,
      labelOverlap: !lying && chart.bars.length > LEVEL_BARS_MAX ? 'parity' : false,
      labelLimit: lying ? look.widthPx / 2 : 0,
      ticks: false,
      domainColor: colours.quiet,
    },
    scale: { paddingInner: PADDING.inner, paddingOuter: PADDING.outer },
  };
  const n = { field: 'n', type: 'quantitative', title: null, axis: { tickMinStep: 1, tickCount: 5, format: 'd' } };
  const [x, y] = lying ? [n, bar] : [bar, n];
  const stacked = lying ? { x: { ...n, stack: 'zero' }, y } : { x, y: { ...n, stack: 'zero' } };
  const colour = {
    field: 'series',
    type: 'nominal',
    scale: { domain: names.map((_, n) => nameOf(n)), range },
    legend:
      names.length > 1
        ? {
            orient: 'top',
            title: null,
            columns: narrow ? 3 : 6,
            symbolType: 'square',
            labelExpr: `${literal(names)}[slice(datum.value, 1)]`,
          }
        : null,
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: look.widthPx,
    height: heightOf(chart, look),
    autosize: { type: 'fit', contains: 'padding' },
    padding: { left: 12, right: 16, top: 12, bottom: 10 },
    background: colours.ground,
    title: {
      text: plain(chart.title),
      anchor: 'start',
      fontSize: size + 4,
      fontWeight: 700,
      color: colours.ink,
      offset: 10,
    },
    config: {
      font: FONT,
      view: { stroke: null },
      axis: {
        labelColor: colours.ink,
        labelFontSize: size,
        gridColor: colours.rule,
        domain: false,
        tickColor: colours.rule,
        labelPadding: 6,
      },
      [lying ? 'axisY' : 'axisX']: { domain: true, grid: false },
      legend: { labelColor: colours.ink, labelFontSize: size, symbolSize: size * 9, columnPadding: 12 },
    },
    layer: layersOf(chart, look, { x, y, stacked, colour, nameOf }),
  };
}

interface Encodings {
  x: object;
  y: object;
  /** The same, with the parts of a bar on top of each other. */
  stacked: object;
  colour: object;
  nameOf(series: number): string;
}

/** The stacks, and the mark beside each. */
function layersOf(chart: ChartView, look: Look, { x, y, stacked, colour, nameOf }: Encodings): object[] {
  const { series, line } = chart;
  const colours = look.dark ? DARK : LIGHT;
  const isPale = (bar: number) => chart.pale?.includes(bar) ?? false;
  const parts = series.flatMap(({ values }, order) =>
    values.map((n, i) => ({ bar: i, n, series: nameOf(order), order, pale: isPale(i) })),
  );
  const points = line ? line.values.map((n, i) => ({ bar: i, n, series: nameOf(series.length), pale: isPale(i) })) : [];
  const room = bandOf(chart.bars.length, look);
  const opacity = { condition: { test: 'datum.pale', value: PALE }, value: 1 };
  return [
    {
      data: { values: parts },
      // A thin line of the ground between the parts: they are told apart without colour too.
      mark: {
        type: 'bar',
        stroke: colours.ground,
        strokeWidth: 1,
        cornerRadiusEnd: 1,
        ...(line ? { width: { band: BESIDE.stack }, xOffset: room * BESIDE.stackAt } : {}),
      },
      encoding: { ...stacked, color: colour, opacity, order: { field: 'order', type: 'quantitative' } },
    },
    ...(line
      ? [
          // Beside the stack, from the ground up by the same scale: who compares the two heights sees what is missing.
          {
            data: { values: points },
            mark: { type: 'bar', width: { band: BESIDE.mark }, xOffset: room * BESIDE.markAt, cornerRadiusEnd: 1 },
            encoding: { x, y, color: colour, opacity },
          },
        ]
      : []),
  ];
}

/** "Mon 16 Nov" in two lines, so that a week stands side by side on a phone. */
function twoLines(label: string): string {
  return label
    .replace(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) /, '$1\n')
    .replace(/^(\w{3}|Q\d) (\d{4})(?=$|,)/, '$1\n$2')
    .replace(/, (\d+ days?)$/, '\n$1');
}

/** Texts as the library's expressions take them: nothing in them is read as anything but text. */
function literal(texts: string[]): string {
  return JSON.stringify(texts.map(text => text.split('\n').map(plain).join('\n'))).replace(/[\u2028\u2029]/g, ' ');
}

/** With a space behind it no text is the name of something that every object has, at which the library stumbles. */
export function plain(text: string): string {
  return `${text} `;
}
