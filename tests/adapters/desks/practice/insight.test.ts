/** `insight` and the weekly letter on the practice desk, on a phone. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../../../src/core/time.ts';
import { axe } from '../../../kit/browser.ts';
import { type SmtpSide, startSmtp } from '../../../kit/far-sides/smtp.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { deskPages } from '../../../kit/practice-page.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { READERS, resolveAll, tellShop, toldYaml, untilFriday, untilTomorrow, WHO } from '../../../kit/told.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { width: 390, height: 844 };
const SHOTS = process.env.SHOTS;

describeInBrowser('what customers taught the business, on a phone', { timeout: 180_000 }, () => {
  let shop: Shop;
  let smtp: SmtpSide;
  let time: PushedTime;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    smtp = await startSmtp();
    time = pushedTime();
    shop = await openShop({ yaml: toldYaml(smtp.port, 'rooms: [{ name: customers }, { name: owners }]'), time });
    const [room] = await shop.running.house.parts.store.rooms();
    const move = async (number: number) =>
      void (await shop.act('Ann', { do: 'command', room: room!.id, thread: null, text: `move ${number} owners` }));
    await tellShop(shop, move);
    await resolveAll(shop);
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
    await smtp.stop();
  });
  const typed = async (page: Awaited<ReturnType<typeof desk.open>>, words: string) => {
    await page.getByLabel('/desk').fill(words);
    await page.getByLabel('/desk').press('Enter');
  };

  test('insight week and month fit, with a picture, and quotes that lead to their threads and say nothing of who wrote', async () => {
    const page = await desk.open({ ...PHONE, person: 'Ann' });
    for (const words of ['insight week', 'insight month']) {
      await typed(page, words);
      const head = `What customers taught us. This ${words.split(' ')[1]}`;
      await page.getByText(head).last().waitFor();
      const picture = page.getByRole('img', { name: /^Bars of contact reasons/ }).last();
      await picture.waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${words.replace(' ', '-')}.png`, fullPage: true });
    }
    const said = await page.locator('body').innerText();
    const quotes = said.match(/“[^”]+”/g) ?? [];
    expect(quotes.length).toBeGreaterThan(1);
    expect(quotes.join('\n')).not.toMatch(WHO);
    expect(await axe(page)).toEqual([]);
    const number = page.getByRole('button', { name: /^#\d+$/ }).last();
    const of = (await number.innerText()).slice(1);
    await number.click();
    await page.getByRole('region', { name: `Thread of enquiry ${of}` }).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/insight-thread.png` });
    expect(desk.wrong).toEqual([]);
  });

  test('the letter is seen by a person first, and on Friday it is with each reader and in the room once', async () => {
    time.push(untilTomorrow(time.measure.now()));
    const page = await desk.open({ ...PHONE, person: 'Ann' });
    await typed(page, 'letter');
    await page.getByText(/Nothing leaves before somebody presses Send/).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/letter-preview.png`, fullPage: true });
    expect(await axe(page)).toEqual([]);
    expect(smtp.mails).toEqual([]);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(/From now on it goes every Friday at 16:00/).waitFor();
    smtp.mood = 'is-busy';
    time.push(untilFriday(time.measure.now()));
    await until(async () => {
      const rows = await shop.running.engine.rows<{ words: string | null }>('select words from letter_mails', []);
      return rows.length === READERS.length && rows.every(each => each.words !== null);
    }, 'each mail was tried');
    expect(smtp.mails).toEqual([]);
    smtp.mood = 'takes';
    time.push(16 * MINUTE);
    await until(() => smtp.mails.length >= READERS.length, 'the mails');
    time.push(16 * MINUTE);
    await page.goto(shop.url);
    const letter = page.getByRole('status').filter({ hasText: 'What customers told us, ' });
    await letter.waitFor();
    expect(await letter.count()).toBe(1);
    await letter.getByRole('button', { name: /^#\d$/ }).first().waitFor();
    const picture = letter.getByRole('img', { name: /^Bars of contact reasons/ });
    await picture.evaluate((each: HTMLImageElement) => each.decode());
    expect(await letter.innerText()).toContain('about 6 matters');
    expect(await letter.innerText()).not.toMatch(WHO);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/letter-room.png`, fullPage: true });
    expect(smtp.mails.map(each => each.to[0]).sort()).toEqual([...READERS].sort());
    expect(desk.wrong).toEqual([]);
  });
});
