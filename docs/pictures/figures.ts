/** The picture of `stats` at the width of a phone and of a screen, light and dark: `npm run pictures:figures`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePainter } from '../../adapters/pictures/vega/painter.ts';
import type { ChartView } from '../../src/ports/answer.ts';

const WEEK: ChartView = {
  title: 'New enquiries by day',
  alt: '',
  bars: ['Mon 16 Nov', 'Tue 17 Nov', 'Wed 18 Nov', 'Thu 19 Nov', 'Fri 20 Nov', 'Sat 21 Nov', 'Sun 22 Nov'],
  series: [
    { name: 'help', values: [12, 9, 14, 11, 8, 2, 1] },
    { name: 'site', values: [5, 7, 3, 6, 9, 4, 0] },
    { name: 'log', values: [1, 0, 2, 1, 1, 0, 0] },
  ],
  line: { name: 'answered', values: [14, 15, 17, 18, 15, 3, 1] },
  unit: 'enquiries',
};
const painter = makePainter();
for (const [name, widthPx, dark] of [
  ['figures-360', 360, false],
  ['figures-360-dark', 360, true],
  ['figures-1200', 1_200, false],
  ['figures-1200-dark', 1_200, true],
] as const)
  writeFileSync(join(import.meta.dirname, `${name}.png`), await painter.draw(WEEK, { widthPx, dark }));
await painter.stop();
