/** The thread that draws: vega-lite to SVG, SVG to PNG. Its libraries are loaded here and nowhere else. */
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import type { ChartView, Look } from '../../../src/ports/answer.ts';
import { compile, parse, View } from './built/vega.js';
import { gridSpec } from './grid.ts';
import { FONT, specOf } from './spec.ts';

/** Phones have two dots and more to the pixel. */
const DOTS_PER_PX = 2;

// Without a font file of the right kind no text would be drawn, without an error.
const fontFiles = ['Inter-Regular.ttf', 'Inter-Bold.ttf'].map(file => join(import.meta.dirname, 'fonts', file));

/** Scripts that Inter draws; what else people write, and emoji, takes fonts of the machine, if it has any. */
const BEYOND_INTER =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]|\p{Extended_Pictographic}/u;

parentPort?.on('message', async ({ id, chart, look }: { id: number; chart: ChartView; look: Look }) => {
  try {
    const png = new Uint8Array(toPng(await toSvg(chart, look), look));
    parentPort?.postMessage({ id, png }, [png.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: String((error as Error).message) });
  }
});

async function toSvg(chart: ChartView, look: Look): Promise<string> {
  const drawn = chart.grid ? gridSpec(chart, chart.grid, look) : specOf(chart, look);
  const { spec } = compile(drawn as unknown as Parameters<typeof compile>[0]);
  const view = new View(parse(spec), { renderer: 'none', logLevel: 0 });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

function toPng(svg: string, look: Look): Uint8Array {
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: look.widthPx * DOTS_PER_PX },
    // To look through them takes longer than everything else.
    font: { fontFiles, loadSystemFonts: BEYOND_INTER.test(svg), defaultFontFamily: FONT },
  });
  return picture.render().asPng();
}
