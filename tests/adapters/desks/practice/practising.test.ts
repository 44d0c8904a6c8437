/** Practice, and the guide through a call, on the practice desk: in a browser, as people with a phone see it. */
import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';

const PHONE = { width: 390, height: 844 };
const YAML = `checklists:
  Return or refund: [Ask for the order number, Say when the money arrives]
  Appointment: [Repeat day and hour]
`;

describeInBrowser('practice and calls on the practice desk', { timeout: 60_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: YAML });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const fits = async (page: Page) => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
  };
  const type = async (page: Page, words: string) => {
    await page.getByLabel('/desk').fill(words);
    await page.getByRole('button', { name: 'Run' }).click();
  };

  test('a customer who is made up is chosen, answered and finished on a phone; a colleague sees nothing of it', async () => {
    const ben = await desk.open({ ...PHONE, person: 'Ben' });
    await type(ben, 'practice');
    const answer = ben.getByRole('group', { name: 'Answer' });
    await answer.getByText(/^Practise with a customer who is made up/).waitFor();
    await picture(ben, 'choose');
    await fits(ben);
    await ben.getByRole('button', { name: /^Easy: a question about Saturday/ }).click();
    await ben.getByText(/Nora Lind wrote to you/).waitFor();
    await ben.getByRole('button', { name: '#1', exact: true }).click();
    const thread = threadOf(ben, 1);
    await thread.getByText(/This is practice\. Nobody else sees it/).waitFor();
    await picture(ben, 'thread');
    await fits(ben);
    await thread
      .getByRole('textbox')
      .first()
      .fill('Hello Nora, we are open from 10:00 to 14:00, and you can park behind.');
    await thread.getByRole('button', { name: 'Post', exact: true }).click();
    await thread.getByText('Send this to the customer?').waitFor();
    await picture(ben, 'preview');
    await thread.getByRole('button', { name: /^Send/ }).first().click();
    await thread.getByText('Perfect, that is all I needed. Thank you!').waitFor({ timeout: 30_000 });
    await thread.getByText(/^They have what they wanted/).waitFor();
    await picture(ben, 'happy');
    // Whoever else looks for it finds no room, no card, and no thread.
    const where = new URL(ben.url());
    const ann = await desk.open({ ...PHONE, person: 'Ann' });
    await ann.goto(where.href);
    await ann.getByRole('region', { name: 'Room' }).waitFor();
    await ann.waitForFunction(() => !location.href.includes('room_practice'));
    expect(await ann.getByText('Nora Lind').count()).toBe(0);
    await thread.getByRole('button', { name: 'Finish practising' }).last().click();
    await ben.getByText(/Well done\. Two things that were good:/).waitFor({ timeout: 30_000 });
    await picture(ben, 'feedback');
    await fits(ben);
    expect(await card(ben, 1).count()).toBe(0);
    expect(desk.wrong).toEqual([]);
  });

  test('the first lesson is offered in the menu, and not again after no', async () => {
    const ben = await desk.open({ ...PHONE, person: 'Ben' });
    await ben.getByRole('button', { name: /^Menu, now in/ }).click();
    await ben.getByText(/^New here\? A first lesson/).waitFor();
    await picture(ben, 'lesson');
    await fits(ben);
    await ben.getByRole('button', { name: 'No, thanks' }).click();
    await ben.getByText(/^New here\?/).waitFor({ state: 'detached' });
  });

  test('a call is guided: the checklist of its reason, what was promised, and by when', async () => {
    const ben = await desk.open({ ...PHONE, person: 'Ben' });
    await type(ben, 'log');
    const form = ben.getByRole('dialog');
    await form.getByLabel('What happened?').fill('Mr Okafor wants his money back for the kettle');
    await form.getByLabel('Who was it?').fill('Mr Okafor');
    expect(await form.getByText('Ask for the order number').count()).toBe(0);
    await form.getByLabel('What was it about?').selectOption('Return or refund');
    await form.getByLabel('Ask for the order number').check();
    expect(await form.getByText('Repeat day and hour').count()).toBe(0);
    await form.getByLabel('What did you promise?').fill('to tell him when the money comes');
    await form.getByLabel('By when?').fill('tomorrow 10');
    await picture(ben, 'log');
    await fits(ben);
    await form.getByRole('button', { name: 'Save' }).click();
    await ben.getByText(/^Logged as #1\. It is yours until then\. You will be reminded, only you,/).waitFor();
    await card(ben, 1).getByText('to tell him when the money comes', { exact: false }).waitFor();
    await picture(ben, 'logged');
    await shop.running.engine.rows('update jobs set run_at = 0 where kind = ?', ['reminder.tell']);
    await ben
      .getByText(/^You promised Mr Okafor \(#1\): to tell him when the money comes/)
      .waitFor({ timeout: 30_000 });
    await picture(ben, 'reminder');
    await fits(ben);
    await ben.getByRole('button', { name: 'Done', exact: true }).click();
    await ben.getByText('Done. You will not be reminded of #1 again.').waitFor();
    expect(desk.wrong).toEqual([]);
  });
});

/** Kept where somebody wants to look at them. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/practising-${name}.png` });
}
