import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { width: 390, height: 844 };
const SHOTS = process.env.SHOTS;

describeInBrowser('answers for everybody, on a phone', { timeout: 150_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });

  test('what was answered once is published by a press, read and searched without scripts, and taken off the page', async () => {
    expect((await fetch(`${shop.url}/answers/site`)).status).toBe(404);
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'Bank holidays',
      text: 'Do you open on bank holidays? My order is KX-44719. Maya',
    });
    const [first] = await shop.cards(1);
    await shop.reply(
      'Ben',
      first!.thread,
      'Hi Maya,\nwe open from ten to four. Yours is KX-44719.\n\nKind regards,\nBen',
    );
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    const resolve = first!.card.buttons.find(each => each.id === 'enquiry.resolve')!;
    await shop.press('Ben', first!.thread, resolve);
    await until(
      async () => (await shop.cards(1))[0]!.card.menu.some(each => each.id === 'article.from'),
      'the resolved card',
    );
    const page = await desk.open({ ...PHONE, person: 'Ben' });
    await page.locator('label.filter', { hasText: 'Done' }).click();
    await card(page, 1).getByRole('button', { name: /^More/ }).click();
    await page.getByRole('menuitem', { name: 'Save as answer' }).click();
    const form = page.getByRole('dialog', { name: 'An answer for everybody' });
    await form.waitFor();
    const text = form.getByLabel('Answer', { exact: true });
    expect(await text.inputValue()).toBe('We open from ten to four. Yours is {their number}.');
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/form.png`, fullPage: true });
    expect(await axe(page)).toEqual([]);
    const title = form.getByLabel('Question');
    await title.fill('Do you open on bank holidays?');
    const publish = form.getByRole('button', { name: 'Publish', exact: true });
    await publish.click();
    await form.getByText(/Everybody reads this, so nothing fills in \{their number\}/).waitFor();
    await text.fill('We open from ten to four, Maya Patel.');
    await publish.click();
    await form.getByText(/"Maya Patel" came from this customer/).waitFor();
    await text.fill('We open from ten to four.\nSee https://shop.example/hours.');
    await publish.click();
    await form.waitFor({ state: 'detached' });
    const { store } = shop.running.house.parts;
    await until(async () => (await store.publishedArticles()).length === 1, 'that it is published');

    const read = await desk.open({ ...PHONE, person: 'Ben' });
    await read.goto(`${shop.url}/answers/site`);
    await read.getByRole('link', { name: 'Do you open on bank holidays?' }).waitFor();
    if (SHOTS) await read.screenshot({ path: `${SHOTS}/list.png` });
    expect(await axe(read)).toEqual([]);
    // By the keyboard alone.
    await read.keyboard.press('Tab');
    await read.keyboard.type('are you open on a holiday');
    await read.keyboard.press('Enter');
    await read.getByRole('heading', { name: 'What we found for "are you open on a holiday"' }).waitFor();
    await read.getByRole('link', { name: 'Do you open on bank holidays?' }).click();
    await read.getByRole('heading', { level: 1, name: 'Do you open on bank holidays?' }).waitFor();
    expect(await read.getByRole('link', { name: 'https://shop.example/hours' }).getAttribute('href')).toBe(
      'https://shop.example/hours',
    );
    if (SHOTS) await read.screenshot({ path: `${SHOTS}/article.png` });
    expect(await axe(read)).toEqual([]);
    await read.goto(`${shop.url}/answers/site?lang=ar&q=zzz`);
    expect(await read.locator('html').getAttribute('dir')).toBe('rtl');
    if (SHOTS) await read.screenshot({ path: `${SHOTS}/arabic.png` });
    expect(await axe(read)).toEqual([]);

    await page.goBack();
    const box = page.getByLabel('/desk');
    const type = async (words: string) => {
      await box.fill(words);
      await box.press('Enter');
    };
    await type('answers retire bank holidays');
    await page.getByText('is off the page and is not suggested any more').waitFor();
    expect((await fetch(`${shop.url}/answers/site`)).status).toBe(404);
    await page.getByRole('button', { name: 'Publish it again' }).click();
    await until(async () => (await fetch(`${shop.url}/answers/site`)).status === 200, 'the page again');
    await type('answers');
    await page.getByText(/Do you open on bank holidays\? · Ben keeps it · review in/).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/list-desk.png` });
    expect(desk.wrong.filter(each => !/40[49]/.test(each))).toEqual([]);
  });
});
