/** The coach on a phone: a walk through a preview that stops, a hint with its lesson, and the command that brings hints back. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { composer, deskPages, openThread } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('the coach on the practice desk', { timeout: 60_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'The lid',
      text: 'Hello,\n\nit rattles.\n\nMaya',
    });
    await shop.cards(1);
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });

  test('on a phone: what stops is pressed twice, a hint has its lesson, and is left out and brought back', async () => {
    const page = await desk.open({ width: 390, height: 844 });
    const thread = await openThread(page, 1);
    await composer(page).fill("Hi Maya,\nyour lid [order number] left. We'll get back to you soon.");
    await page.keyboard.press('Enter');
    const hints = thread.locator('.coach');
    await hints.nth(1).waitFor();
    expect(await hints.count()).toBe(2);
    await hints.nth(1).getByRole('button', { name: 'Why?' }).click();
    await thread.getByText('A day lets them stop waiting.', { exact: false }).waitFor();
    expect(await axe(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    await thread.getByRole('button', { name: 'Send to Maya', exact: true }).click();
    await thread.getByRole('button', { name: 'Send anyway', exact: true }).waitFor();
    expect(await shop.mailbox()).toEqual([]);
    await hints.nth(1).getByRole('button', { name: "Don't tell me this" }).click();
    await until(async () => (await hints.count()) === 1, 'one hint fewer');
    await thread.getByRole('button', { name: 'Send anyway', exact: true }).click();
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    await until(async () => (await hints.count()) === 0, 'no hint');
    expect(desk.wrong).toEqual([]);
  });

  test('over HTTP: the form comes back as a preview, to its author alone, and a second press sends', async () => {
    const [first] = await shop.cards(1);
    const { thread, card } = first!;
    const values = { text: 'Hello Maya, card 4111 1111 1111 1111 was charged.', seen: '1' };
    await shop.act('Ann', {
      do: 'submit',
      form: 'reply.form',
      enquiryId: card.enquiryId,
      submit: 'reply.send',
      values,
    });
    const view = await until(
      async () => (await shop.thread(thread)).privates.find(each => each.view.coach)?.view,
      'it',
    );
    expect(view.coach).toMatchObject([{ stops: true, words: expect.stringContaining('looks like a card number') }]);
    expect(JSON.stringify(view.coach)).not.toContain('4111');
    expect((await shop.thread(thread, 'Ben')).privates).toEqual([]);
    expect(await shop.mailbox()).toEqual([]);
    const send = view.buttons.find(each => each.label === 'Send anyway')!;
    await Promise.all([shop.press('Ann', thread, send), shop.press('Ann', thread, send)]);
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    await until(async () => (await shop.thread(thread)).privates.length === 0, 'no preview');
    expect(await shop.mailbox()).toHaveLength(1);
  });
});
