/** The weekly letter of the kit's bakery as a mail shows it, on a screen and on a phone: `npm run pictures:letter`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makePainter } from '../../adapters/pictures/vega/painter.ts';
import { draftLetter } from '../../src/insight/letter-make.ts';
import { PICTURE_ID } from '../../src/insight/letter-words.ts';
import { isFineToQuote } from '../../src/posting/tone.ts';
import { openBakery } from '../../tests/kit/bakery.ts';
import { openBrowser } from '../../tests/kit/browser.ts';

const executable = ['chromium', 'chromium-browser', 'google-chrome', 'chromium-headless-shell']
  .map(name => `/usr/bin/${name}`)
  .find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
/** As wide as the page of the letter. */
const PICTURE_PX = 520;

const painter = makePainter();
const shop = await openBakery(1);
const browser = await openBrowser(executable);
try {
  // The week in which cards were declined.
  const week = { firstDay: '2026-11-13', lastDay: '2026-11-19' };
  const draft = await draftLetter(shop.house.parts, null, week, { isFine: isFineToQuote });
  if (!draft?.chart) throw new Error('The bakery has nothing to tell.');
  const png = await painter.draw(draft.chart, { widthPx: PICTURE_PX, dark: false });
  const html = draft.words.html.replace(
    `cid:${PICTURE_ID}`,
    `data:image/png;base64,${Buffer.from(png).toString('base64')}`,
  );
  for (const [name, width] of [
    ['letter', 1_000],
    ['letter-phone', 390],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(html);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) throw new Error(`The letter is ${wide} px wide where there are ${width}.`);
    await page.screenshot({ path: join(import.meta.dirname, `${name}.png`), fullPage: true });
    await page.close();
  }
} finally {
  await browser.close();
  await shop.close();
  await painter.stop();
}
console.log('The pictures of the letter are made.');
