/** A grid as vega-lite draws it: a field for each hour of each weekday, darker where more comes, frames for what is open. Pure. */
import type { ChartView, GridView, Look } from '../../../src/ports/answer.ts';
import { DARK, FONT, LIGHT, ON_DARK, ON_LIGHT, plain, sizeOf } from './spec.ts';

const ROW_PX = 22;
/** Title, subtitles and the names of the columns above the rows; something below them. */
const ABOVE_PX = 74;
const TOLD_PX = 16;
const BELOW_PX = 14;
/** In parts of a column: what stands before the rows, and behind them. */
const BEFORE = 1;
const BEHIND = 1.6;
/** Between two fields, and between two frames, in parts of a field: a frame stands around its fields. */
const GAP = { x: 0.07, y: 0.04 };
const FRAME_GAP = { x: 0.02, y: -0.01 };
/** Of the darkest field, from which on its number is written in the colour of the ground. */
const DARK_FROM = 0.55;
/** The palest field that holds anything is still seen. */
const OPACITY_MIN = 0.12;

export function gridSpec(chart: ChartView, grid: GridView, look: Look): Record<string, unknown> {
  const colours = look.dark ? DARK : LIGHT;
  const [colour = ''] = look.dark ? ON_DARK : ON_LIGHT;
  const size = sizeOf(look);
  const most = Math.max(...grid.values.flat());
  const fields = grid.values.flatMap((row, y) =>
    row.flatMap((n, x) => (n > 0 ? [{ ...box(x, y, y + 1), n, words: numberWords(n), part: n / most }] : [])),
  );
  const text = (values: object[], mark: object) => ({
    data: { values },
    mark: { type: 'text', baseline: 'middle', fontSize: size, ...mark },
    encoding: { x: place('x', grid, chart), y: place('y', grid, chart), text: { field: 'words', type: 'nominal' } },
  });
  const boxes = (values: object[], mark: object, encoding: object = {}) => ({
    data: { values },
    mark: { type: 'rect', ...mark },
    encoding: {
      x: place('x', grid, chart),
      x2: { field: 'x2' },
      y: place('y', grid, chart),
      y2: { field: 'y2' },
      ...encoding,
    },
  });
  const opacity = {
    field: 'part',
    type: 'quantitative',
    legend: null,
    scale: { domain: [0, 1], range: [OPACITY_MIN, 1] },
  };
  const frames = grid.frames.map(({ bar, from, to }) => box(bar, from, to, FRAME_GAP));
  const columns = chart.bars.length;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: look.widthPx,
    height: ABOVE_PX + grid.told.length * TOLD_PX + grid.rows.length * ROW_PX + BELOW_PX,
    autosize: { type: 'fit', contains: 'padding' },
    padding: { left: 8, right: 8, top: 12, bottom: 10 },
    background: colours.ground,
    title: titleOf(chart, grid, look),
    config: { font: FONT, view: { stroke: null } },
    layer: [
      // What is closed stays the ground itself; where it is open the ground is a little darker, and framed.
      boxes(frames, { color: colours.rule, opacity: 0.45 }),
      boxes(frames, { filled: false, stroke: colours.quiet, strokeWidth: 1.5, cornerRadius: 3 }),
      boxes(fields, { color: colour, cornerRadius: 2 }, { opacity }),
      text(fields.filter(each => each.part < DARK_FROM).map(middle), { color: colours.ink }),
      text(fields.filter(each => each.part >= DARK_FROM).map(middle), { color: colours.ground }),
      text(
        chart.bars.map((words, x) => ({ x: x + 0.5, y: -0.6, words: plain(words) })),
        { color: colours.ink, fontWeight: 700 },
      ),
      text(
        grid.rows.map((words, y) => ({ x: -0.12, y: y + 0.5, words: plain(words) })),
        { color: colours.ink, align: 'right' },
      ),
      text(
        grid.beside.flatMap((words, y) =>
          words === null ? [] : [{ x: columns + 0.12, y: y + 0.5, words: plain(words) }],
        ),
        { color: colours.ink, align: 'left' },
      ),
    ],
  };
}

function titleOf({ title }: ChartView, { told }: GridView, look: Look): object {
  const [{ ink, quiet }, size] = [look.dark ? DARK : LIGHT, sizeOf(look)];
  return {
    ...{ text: plain(title), subtitle: told.map(plain), anchor: 'start', offset: 8 },
    ...{ fontSize: size + 4, fontWeight: 700, color: ink },
    ...{ subtitleColor: quiet, subtitleFontSize: size, subtitlePadding: 4 },
  };
}

interface Box {
  x: number;
  x2: number;
  y: number;
  y2: number;
}

function box(bar: number, from: number, to: number, gap = GAP): Box {
  return { x: bar + gap.x, x2: bar + 1 - gap.x, y: from + gap.y, y2: to - gap.y };
}

function middle<B extends Box>(each: B): B {
  return { ...each, x: (each.x + each.x2) / 2, y: (each.y + each.y2) / 2 };
}

/** Columns to the right, rows downwards. */
function place(field: 'x' | 'y', grid: GridView, chart: ChartView): object {
  const across = [-BEFORE, chart.bars.length + (grid.beside.some(each => each !== null) ? BEHIND : 0.2)];
  const domain = field === 'x' ? across : [grid.rows.length, -1];
  return { field, type: 'quantitative', axis: null, scale: { domain, nice: false, zero: false } };
}

/** "12", "0.5": as few letters as a field of a phone has room for. */
function numberWords(n: number): string {
  return n >= 10 ? String(Math.round(n)) : String(n);
}
