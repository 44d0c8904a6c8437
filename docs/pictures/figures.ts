/** The picture of `stats` at the width of a phone and of a screen, light and dark: `npm run pictures:figures`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePainter } from '../../adapters/pictures/vega/painter.ts';
import type { ChartView } from '../../src/ports/answer.ts';

/** A month of which the first and the last week are cut, with calls, which nobody answers in writing. */
const MONTH: ChartView = {
  title: 'New enquiries by week',
  alt: '',
  bars: ['1 Oct, 4 days', '5 Oct', '12 Oct', '19 Oct', '26 Oct, 3 days'],
  pale: [0, 4],
  series: [
    { name: 'help', values: [22, 49, 44, 61, 18], colour: 0 },
    { name: 'site', values: [9, 25, 33, 26, 14], colour: 1 },
    { name: 'log', values: [3, 6, 4, 8, 2], apart: true },
  ],
  line: { name: 'answered', values: [30, 71, 70, 88, 20] },
  unit: 'enquiries',
};
/** When customers write, in an average week. */
const OPEN = [0, 1, 2, 3, 4].flatMap(bar => [
  { bar, from: 2, to: 5.5 },
  { bar, from: 6.5, to: 10 },
]);
const WEEKDAYS: ChartView = {
  title: 'New enquiries in an average week',
  alt: '',
  bars: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  series: [],
  line: null,
  unit: 'enquiries',
  grid: {
    rows: Array.from({ length: 14 }, (_, i) => `${String(i + 7).padStart(2, '0')}:00`),
    values: Array.from({ length: 14 }, (_, hour) =>
      [1, 0.8, 0.7, 0.75, 0.6, 0.3, 0.25].map(
        (day, i) => Math.round(10 * day * 6 * Math.exp(-((hour - (i > 4 ? 10 : 3)) ** 2) / 14)) / 10,
      ),
    ),
    frames: [...OPEN, { bar: 5, from: 3, to: 6 }],
    beside: [
      null,
      '12 min',
      '9 min',
      '11 min',
      '21 min',
      '48 min',
      '1 h 5',
      '35 min',
      '20 min',
      '18 min',
      '2 h 10',
      null,
      null,
      null,
    ],
    told: ['framed: open', 'right: first answer by hour of arrival (median)'],
  },
};
const painter = makePainter();
for (const [name, chart, widthPx, dark] of [
  ['figures-360', MONTH, 360, false],
  ['figures-360-dark', MONTH, 360, true],
  ['figures-1200', MONTH, 1_200, false],
  ['figures-1200-dark', MONTH, 1_200, true],
  ['figures-weekdays-360', WEEKDAYS, 360, false],
  ['figures-weekdays-360-dark', WEEKDAYS, 360, true],
  ['figures-weekdays-1200', WEEKDAYS, 1_200, false],
] as const)
  writeFileSync(join(import.meta.dirname, `${name}.png`), await painter.draw(chart, { widthPx, dark }));
await painter.stop();
