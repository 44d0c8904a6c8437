/** What is rising, on the practice desk and on a phone: one post that goes on by itself, and what is pressed there. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { deskPages } from '../../../kit/practice-page.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';
import { CHECKOUT, mailsOf, RISING_YAML, SURGE, usualBefore } from '../../../kit/rising.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { width: 390, height: 844 };
const SHOTS = process.env.SHOTS;
/** What joins is drawn together after ten seconds. */
const DRAWN_MS = 11_000;

describeInBrowser('what is rising, on a phone', { timeout: 150_000 }, () => {
  let shop: Shop;
  let time: PushedTime;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    time = pushedTime();
    shop = await openShop({ yaml: RISING_YAML, time });
    await usualBefore(shop, time.measure.now());
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const alerts = async () => (await shop.room()).filter(each => each.words?.startsWith('Rising:'));

  test('web chats about one thing are one post, an incident with its enquiries by one press, and quiet once known', async () => {
    for (const [, text] of CHECKOUT) await (await shop.chat()).send(text);
    await until(async () => (await alerts()).length === 1, 'the alert');
    time.push(DRAWN_MS);
    const page = await desk.open({ ...PHONE, person: 'Ann' });
    const alert = page.getByRole('status').filter({ hasText: 'Rising:' });
    await alert.getByText(/6 customers since/).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/rising-alert.png` });
    expect(await axe(page)).toEqual([]);
    await alert.getByRole('button', { name: 'Incident', exact: true }).click();
    const form = page.getByRole('dialog', { name: 'Part of an incident' });
    await form.waitFor();
    const boxes = form.getByRole('checkbox');
    expect(await boxes.count()).toBe(6);
    for (const each of await boxes.all()) expect(await each.isChecked()).toBe(true);
    await form.getByLabel(/What is going on/).fill('Card payments fail');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/rising-form.png` });
    expect(await axe(page)).toEqual([]);
    await boxes.first().uncheck();
    await form.getByRole('button', { name: 'Link them' }).click();
    await page.getByText('Incident 1: Card payments fail has begun').waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/rising-incident.png` });
    const { store } = shop.running.house.parts;
    const [incident] = await store.gatherings('incident', 5);
    expect(await store.gathered(incident!.id, 20)).toHaveLength(5);
    await page.goto(shop.url);
    await alert.getByText('Incident 1: Card payments fail').waitFor();
    await alert.getByRole('button', { name: 'Not new' }).click();
    await alert.getByText(/Not new: you know about it/).waitFor();
    await alert.getByRole('button', { name: 'Tell us again' }).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/rising-known.png` });
    await (await shop.chat()).send('There is an error at checkout.');
    await shop.cards(7);
    expect(await alerts()).toHaveLength(1);
    expect(desk.wrong).toEqual([]);
  });

  test('a surge of everything is one post, and muted it is heard of no more', async () => {
    await mailsOf(shop, SURGE);
    await shop.cards(SURGE.length);
    await until(async () => (await alerts()).length > 0, 'the alert');
    time.push(DRAWN_MS);
    const page = await desk.open({ ...PHONE, person: 'Ben' });
    const alert = page.getByRole('status').filter({ hasText: 'Rising:' });
    await alert.getByText(/everything is up/).waitFor();
    await alert.getByRole('button', { name: 'Mute' }).click();
    await alert.getByText(/Muted: you hear no more of it/).waitFor();
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/rising-muted.png` });
    expect(await alerts()).toHaveLength(1);
    expect(desk.wrong).toEqual([]);
  });
});
