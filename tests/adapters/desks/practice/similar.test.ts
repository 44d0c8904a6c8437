/** What was answered before, on the practice desk, on a phone. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { deskPages, openThread, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('what was answered before', { timeout: 90_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0 }\n' });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });

  test('is shown to whoever asks, fits a phone, and becomes a draft', async () => {
    const text = 'My kettle leaks at the lid, can you repair it?';
    await shop.mail({ from: 'Emily Okafor <emily@example.com>', subject: 'Leak', text });
    const past = (await shop.cards(1))[0]!;
    const reply = 'Hi Emily,\n\nplease bring it to the shop with the receipt, order AB-4711.\n\nBest,\nAnn';
    const values = { text: reply, seen: '1' };
    const submit = { do: 'submit', form: 'reply.form', submit: 'reply.send_and_resolve', thread: past.thread };
    await shop.act('Ann', { ...submit, enquiryId: past.card.enquiryId, values });
    await until(async () => (await shop.cards(1))[0]!.card.status === 'resolved', 'it is resolved');
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Lid', text: 'The kettle leaks at its lid.' });
    await shop.cards(2);
    const page = await desk.open({ width: 390, height: 844, person: 'Ben' });
    const thread = await openThread(page, 2);
    await thread.getByText('1 like this, answered before').waitFor();
    await thread.getByRole('button', { name: 'Show', exact: true }).click();
    await thread.getByText('A question like this was answered before:').waitFor();
    const shown = thread.locator('.private .row');
    expect(await shown.innerText()).toMatch(
      /My kettle leaks at the lid[\s\S]+please bring it to the shop[\s\S]+#1 · Ann/,
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    expect(await axe(page)).toEqual([]);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/similar.png` });
    await shown.getByRole('button', { name: 'Use as draft' }).click();
    const field = page.getByLabel('Your reply');
    await field.waitFor();
    expect(await field.inputValue()).toMatch(/^Hi Maya,\n\n.*order \[check: order number\]\.\n\nBest,\nBen$/s);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/draft.png` });
    await page.keyboard.press('Escape');
    await threadOf(page, 2).getByRole('button', { name: 'Not similar' }).click();
    await threadOf(page, 2)
      .getByText(/^Nothing like this was answered before/)
      .waitFor();
    expect(desk.wrong).toEqual([]);
  });
});
