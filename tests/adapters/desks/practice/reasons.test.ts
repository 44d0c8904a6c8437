/** Contact reasons on the practice desk, on a phone. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { chosenBefore, VISITS } from '../../../kit/chosen-reasons.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { deskPages, openThread } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';

describeInBrowser('contact reasons', { timeout: 90_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0 }\n' });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const picture = process.env.PICTURES;

  test('fit a phone, follow what the team chose, are taken in one tap and named in the form of all of them', async () => {
    await chosenBefore(shop, [...VISITS, 'I need a time to see the dentist'], 'Appointment');
    const text = 'May I come to see the dentist on Friday?';
    await shop.mail({ from: 'Tom <tom@example.com>', subject: 'Friday', text });
    await shop.cards(5);
    const page = await desk.open({ width: 390, height: 844, person: 'Ann' });
    const thread = await openThread(page, 5);
    await thread.getByRole('button', { name: 'Resolve', exact: true }).click();
    await thread.getByText('Resolved. What was it about?').waitFor();
    const row = thread.locator('.private').filter({ hasText: 'What was it about?' });
    expect((await row.getByRole('button').allInnerTexts())[0]).toBe('Appointment');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (picture) await page.screenshot({ path: `${picture}/reasons-one-tap.png` });
    await row.getByRole('button', { name: 'Another …' }).click();
    const choices = page.getByRole('dialog').getByLabel(/What was it about/);
    await choices.waitFor();
    expect((await choices.getByRole('option').allInnerTexts()).slice(0, 2)).toEqual(['No reason', 'Appointment']);
    if (picture) await page.screenshot({ path: `${picture}/reasons-form.png` });
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: 'Appointment' }).click();
    await thread.getByText('Noted: Appointment.').waitFor();
    await page.keyboard.press('Escape');
    await page.goto(shop.url);
    await page.getByLabel('/desk').fill('reasons');
    await page.getByLabel('/desk').press('Enter');
    await page.getByText(/- Appointment \(5 of late\)/).waitFor();
    expect(await axe(page)).toEqual([]);
    if (picture) await page.screenshot({ path: `${picture}/reasons-list.png` });
    await page.getByLabel('/desk').fill('reasons merge Appointment into Question');
    await page.getByLabel('/desk').press('Enter');
    await page.getByText(/Appointment counts as Question from now on/).waitFor();
    if (picture) await page.screenshot({ path: `${picture}/reasons-merged.png` });
    expect(desk.wrong).toEqual([]);
  });
});
