/** A draft by a model on the practice desk, on a phone. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { type ModelServer, openModel, say } from '../../../kit/far-sides/model.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { deskPages, openThread } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('a draft by a model', { timeout: 90_000 }, () => {
  let shop: Shop;
  let model: ModelServer;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    model = await openModel();
    const env = { DRAFT_URL: model.url, DRAFT_MODEL: 'small:1b', DRAFT_KEY: 'sk-secret-key' };
    shop = await openShop({ yaml: 'hold_seconds: { email: 0 }\n', env });
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
    await model.stop();
  });
  const picture = process.env.PICTURES;

  test('fits a phone, says what it was taken from and what was left out, and shows what was sent', async () => {
    const text = 'My kettle leaks at the lid, can you repair it?';
    await shop.mail({ from: 'Emily Okafor <emily@example.com>', subject: 'Leak', text });
    const past = (await shop.cards(1))[0]!;
    const reply = 'Hi Emily,\n\nwe fit a new lid for your kettle AB-4711. Please bring it to the shop.\n\nBest,\nAnn';
    const submit = { do: 'submit', form: 'reply.form', submit: 'reply.send_and_resolve', thread: past.thread };
    await shop.act('Ann', { ...submit, enquiryId: past.card.enquiryId, values: { text: reply, seen: '1' } });
    await until(async () => (await shop.cards(1))[0]!.card.status === 'resolved', 'it is resolved');
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Lid', text: 'The kettle leaks at its lid.' });
    await shop.cards(2);
    const page = await desk.open({ width: 390, height: 844, person: 'Ben' });
    const thread = await openThread(page, 2);
    await thread.getByRole('button', { name: 'Reply', exact: true }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel(/^Begin with/).click();
    const option = form.getByRole('option', { name: /Draft for me/ });
    await option.waitFor();
    if (picture) await page.screenshot({ path: `${picture}/drafts-list.png` });
    let go = () => {};
    model.answer = response => {
      go = () =>
        say(response, 'We fit a new lid for your kettle [1]. Please bring it to the shop [1]. It costs £5 [1].');
    };
    await option.click();
    await form.getByText('One moment …').waitFor();
    go();
    await form.getByText(/A machine wrote it: read every word before you send it\./).waitFor();
    expect(await form.getByLabel('Your reply').inputValue()).toBe(
      'Hi Maya,\n\nWe fit a new lid for your kettle. Please bring it to the shop.\n\nBest,\nBen',
    );
    expect(await form.innerText()).toContain('Taken from #1. Left out, not in our answers: "It costs £5."');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await axe(page)).toEqual([]);
    if (picture) await page.screenshot({ path: `${picture}/drafts-form.png` });
    await form.getByRole('button', { name: /^Send/ }).first().click();
    await until(async () => (await shop.mailbox()).length === 2, 'the reply has left');
    expect((await shop.mailbox())[0]!.text).toContain('We fit a new lid for your kettle.');
    await page.goto(shop.url);
    await page.getByLabel('/desk').fill('drafts');
    await page.getByLabel('/desk').press('Enter');
    await page.getByText(/For #2, .*to small:1b at 127\.0\.0\.1/).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (picture) await page.screenshot({ path: `${picture}/drafts-sent.png` });
    // No desk and no table has kept a word of it.
    const kept = JSON.stringify(await shop.running.engine.rows('select * from shelf', []), (_, each) =>
      typeof each === 'bigint' ? String(each) : each,
    );
    expect(kept).not.toContain('You help the staff of a small business');
    expect(kept).not.toContain('sk-secret-key');
    expect(desk.wrong).toEqual([]);
  });
});
