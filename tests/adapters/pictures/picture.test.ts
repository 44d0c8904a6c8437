import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { makePainter } from '../../../adapters/pictures/vega/painter.ts';
import type { ChartView, Painter } from '../../../src/ports/answer.ts';

let painter: Painter = makePainter();
afterEach(async () => {
  await painter.stop();
  painter = makePainter();
});

const CHART: ChartView = {
  title: 'New enquiries by day',
  alt: 'Bars',
  bars: ['Mon 1 Jun', 'Tue 2 Jun', 'Wed 3 Jun'],
  series: [
    { name: 'help', values: [3, 0, 5] },
    { name: 'site', values: [1, 2, 0] },
  ],
  line: { name: 'answered', values: [2, 2, 4] },
  unit: 'enquiries',
};
/** Width and height in dots, from the head of a PNG. */
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

test('what is built of Vega has the versions that are installed; else: npm run vega', () => {
  const root = join(import.meta.dirname, '../../..');
  const built = readFileSync(join(root, 'adapters/pictures/vega/built/LICENSES'), 'utf8');
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const installed = Object.entries(packages).map(
    ([at, { version }]) => `${at.split('node_modules/').at(-1)}@${version}`,
  );
  const named = [...built.matchAll(/^## (\S+)$/gm)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(each => !installed.includes(each))).toEqual([]);
});

describe('a picture', () => {
  test('is a PNG with two dots to the pixel, at the width of a phone and of a screen, light and dark', async () => {
    const narrow = await painter.draw(CHART, { widthPx: 360, dark: false });
    expect([...narrow.subarray(0, 4)]).toEqual([137, 80, 78, 71]);
    expect(sizeOf(narrow)).toEqual([720, 520]);
    expect(sizeOf(await painter.draw(CHART, { widthPx: 1200, dark: false }))).toEqual([2400, 960]);
    const dark = await painter.draw(CHART, { widthPx: 360, dark: true });
    expect(Buffer.from(dark).equals(Buffer.from(narrow))).toBe(false);
  });

  test('has its words drawn: with other words it is another picture', async () => {
    const one = await painter.draw(CHART, { widthPx: 360, dark: false });
    const other = await painter.draw({ ...CHART, title: 'Something else here' }, { widthPx: 360, dark: false });
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
    // The same asked twice is drawn once.
    expect(await painter.draw(structuredClone(CHART), { widthPx: 360, dark: false })).toBe(one);
  });

  test('takes hostile and strange labels as labels', async () => {
    const strange: ChartView = {
      ...CHART,
      title: '"]; </text><script>alert(1)</script>',
      bars: ["'+datum.x+'", '\\n\\n', '🙂 עברית'],
      series: [
        { name: '__proto__', values: [0, 0, 0] },
        { name: 'constructor', values: [1, 1, 1] },
      ],
      line: null,
    };
    expect([...(await painter.draw(strange, { widthPx: 360, dark: false })).subarray(1, 4)]).toEqual([80, 78, 71]);
  });

  test('that cannot be drawn is refused in a sentence, and the next one comes all the same', async () => {
    const broken = { ...CHART, series: null } as unknown as ChartView;
    await expect(painter.draw(broken, { widthPx: 360, dark: false })).rejects.toThrow(/The picture could not be drawn/);
    expect((await painter.draw(CHART, { widthPx: 360, dark: false })).length).toBeGreaterThan(1_000);
  });
});
