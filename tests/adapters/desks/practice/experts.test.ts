/** Asking an expert on a phone: volunteering, the card that names two, the question to one of them, and the draft that comes back. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, openThread, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';

/** Where pictures are put, for whoever wants to look at them. */
const PICTURES = process.env.PICTURES;

describeInBrowser('experts on the practice desk, on a phone', { timeout: 90_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const as = (person: string) => desk.open({ width: 390, height: 844, person });
  const look = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/experts-${name}.png` });
    expect(await axe(page)).toEqual([]);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over).toBeLessThanOrEqual(0);
  };
  const volunteer = async (page: Page, topics: string) => {
    await page.getByLabel(/^Menu, now in/).click();
    await page.getByRole('button', { name: 'What I know about' }).click();
    await page.getByLabel('Topics, separated by commas').fill(topics);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Colleagues may ask you about/).waitFor();
  };

  test('from volunteering to the answer that a colleague sends', async () => {
    const ben = await as('Ben');
    await ben.getByLabel(/^Menu, now in/).click();
    await ben.getByRole('button', { name: 'What I know about' }).click();
    await look(ben, '1-volunteers');
    await ben.getByRole('button', { name: 'Cancel' }).click();
    await volunteer(ben, 'stoves, flues');
    const chidi = await as('Chidi');
    await volunteer(chidi, 'stoves');
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'An old flue',
      text: 'Hello,\nwe have a flue of 1998, 15 cm wide, with a bend below the roof.\nDoes one of your stoves fit it?\nMaya',
    });
    const ann = await as('Ann');
    await card(ann, 1).getByText('Ben and Chidi may know about this').waitFor();
    await look(ann, '2-card');
    await card(ann, 1).getByRole('button', { name: 'Ask Ben' }).click();
    await threadOf(ann, 1)
      .getByText(/Ann asked somebody who may know/)
      .waitFor();
    await threadOf(ann, 1)
      .getByText(/^Ben was asked/)
      .waitFor();
    const asked = ben.getByRole('region', { name: /Ann asks: can you help with this/ });
    await asked.getByText('Does one of your stoves fit it?').waitFor();
    await look(ben, '3-asked');
    await asked.getByRole('button', { name: 'Tell them this …' }).click();
    await ben.getByLabel('What should the customer be told?').fill('The small oak stove fits, with the adapter X3.');
    await look(ben, '4-tells');
    await ben.getByRole('button', { name: 'Tell them', exact: true }).click();
    await ben.getByText(/What you wrote about #1/).waitFor();
    const told = threadOf(ann, 1).getByText('From Ben, who knows about this: The small oak stove fits');
    await told.waitFor();
    await look(ann, '5-told');
    await threadOf(ann, 1).getByRole('button', { name: 'Use as draft' }).first().click();
    await ann.getByLabel('Your reply').waitFor();
    expect(await ann.getByLabel('Your reply').inputValue()).toBe('The small oak stove fits, with the adapter X3.');
    await ann.getByLabel('Your reply').fill('Hello Maya,\nthe small oak stove fits, with the adapter X3.\nAnn');
    await ann.getByRole('button', { name: 'Send to Maya', exact: true }).click();
    await expect
      .poll(async () => (await shop.mailbox()).map(each => each.text).join(), { timeout: 20_000 })
      .toMatch(/X3/);
    expect(desk.wrong).toEqual([]);
  });

  test('from the menu with a topic; "Not me" puts it away, and "I\'ll answer" joins', async () => {
    await volunteer(await as('Ben'), 'stoves');
    await shop.mail({ from: 'Lee <lee@example.com>', subject: 'Help', text: 'Can you help me?' });
    const ann = await as('Ann');
    await openThread(ann, 1);
    await threadOf(ann, 1).getByLabel('More for enquiry 1').click();
    await ann.getByRole('menuitem', { name: 'Ask an expert' }).click();
    await ann.getByLabel('What do you want to know? (optional)').fill('Is it worth a visit?');
    await look(ann, '6-form');
    await ann.getByRole('button', { name: 'Ask', exact: true }).click();
    const ben = await as('Ben');
    const asked = ben.getByRole('region', { name: /Ann asks/ });
    await asked.getByText('Is it worth a visit?').waitFor();
    await asked.getByRole('button', { name: "I'll answer" }).click();
    await threadOf(ann, 1).getByText('Ben knows about this and helps.').waitFor();
    await ben.getByText(/Thank you: you help with #1/).waitFor();
    await look(ben, '7-joined');
    expect(desk.wrong).toEqual([]);
  });
});
