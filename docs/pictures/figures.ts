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
const WEEKDAYS: ChartView = {
  title: 'New enquiries in an average week',
  alt: '',
  bars: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  series: [
    { name: 'before 9', values: [3.5, 1.2, 1, 0.8, 1.1, 0.5, 0.4] },
    { name: '9-12', values: [6.2, 4.8, 4.1, 3.9, 3.5, 1.2, 0.3] },
    { name: '12-15', values: [3.1, 3.3, 2.9, 2.8, 2.2, 1.5, 0.6] },
    { name: '15-18', values: [2.2, 2.5, 2.1, 2.6, 1.4, 0.8, 0.9] },
    { name: 'after 18', values: [1.1, 1.4, 1.2, 1.3, 0.9, 1.1, 2.1] },
  ],
  line: null,
  unit: 'enquiries',
};
const painter = makePainter();
for (const [name, chart, widthPx, dark] of [
  ['figures-360', MONTH, 360, false],
  ['figures-360-dark', MONTH, 360, true],
  ['figures-1200', MONTH, 1_200, false],
  ['figures-1200-dark', MONTH, 1_200, true],
  ['figures-weekdays-360', WEEKDAYS, 360, false],
] as const)
  writeFileSync(join(import.meta.dirname, `${name}.png`), await painter.draw(chart, { widthPx, dark }));
await painter.stop();
