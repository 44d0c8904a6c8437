/**
 * An incident on a phone: it is begun with a few words, what is like it is offered for linking, visitors of the chat read a
 * line while it lasts, and one answer goes to all of them, each on the channel they used.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { launcher, panel } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { width: 390, height: 844 };
const HOSTILE = 'Card payments fail <img src=x onerror=alert(1)>. Please pay in the shop.';
/** Where pictures are put for whoever looks; nowhere without it. */
const PICTURES = process.env.PICTURES;

describeInBrowser('an incident', { timeout: 120_000 }, () => {
  let shop: Shop;
  const browser = browserForAll();
  const desk = deskPages(browser, () => shop);
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });

  test('is linked, told in the strip, answered once for all and ended', async () => {
    await shop.mail({
      from: 'Tom Reed <tom@example.com>',
      subject: 'Payment',
      text: 'My card payment fails at the till.',
    });
    await shop.cards(1);
    const page = await desk.open({ ...PHONE, person: 'Ann' });
    const picture = async (name: string) => {
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png` });
    };
    const box = page.getByLabel('/desk');
    const type = async (words: string) => {
      await box.fill(words);
      await box.press('Enter');
    };
    await type('incident card payments fail');
    await page.getByText('Incident 1: card payments fail has begun').waitFor();
    await picture('incident-begun');
    await page.getByRole('button', { name: 'Add #1' }).click();
    await page.getByText('Linked. Incident 1: card payments fail: 1 enquiry so far.').first().waitFor();

    // A visitor writes while it lasts: it is offered on the card, and linked by a person.
    const visitor = await desk.open({ ...PHONE, path: '/demo/shop' });
    await launcher(visitor).click();
    const chat = panel(visitor);
    await chat.getByRole('textbox', { name: /message/i }).fill('Hello, the card payment fails on your site');
    await chat.getByRole('button', { name: 'Send' }).click();
    await card(page, 2).getByText('Is this incident 1: card payments fail (1 enquiry)?').waitFor();
    await picture('incident-offered');
    await card(page, 2).getByRole('button', { name: 'Link it' }).click();
    // A press on a card opens its thread, which is the whole of a phone.
    await threadOf(page, 2).getByText('Part of incident 1: card payments fail').waitFor();
    await page.goBack();

    await type('incident 1');
    await page.getByRole('button', { name: 'Change …' }).click();
    const form = page.getByRole('dialog', { name: 'The incident' });
    await form.getByLabel(/A line for visitors/).fill(HOSTILE);
    await picture('incident-form');
    expect(await axe(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    const strip = chat.getByText(HOSTILE);
    // What is known of it is some seconds old, for thousands ask at once.
    const reloaded = async (shown: number) => {
      await visitor.reload();
      await chat.getByText('Hello, the card payment fails on your site').waitFor();
      return (await strip.count()) === shown;
    };
    await until(() => reloaded(1), 'the strip');
    if (PICTURES) await visitor.screenshot({ path: `${PICTURES}/incident-strip.png` });
    expect(await axe(visitor)).toEqual([]);

    await type('incident 1');
    await page.getByRole('button', { name: 'Answer all of them …' }).last().click();
    const tell = page.getByRole('dialog', { name: 'Answer all of them' });
    await tell.getByLabel('What do they read?').fill('Hello {name},\n\ncard payments work again (#{number}).');
    await picture('incident-tell');
    await tell.getByRole('button', { name: 'Look at each message' }).click();
    await tell.waitFor({ state: 'detached' });
    const preview = page.getByRole('region', { name: /2 customers get this message about incident 1/ });
    await preview.getByText('Hello Tom,').waitFor();
    await preview.scrollIntoViewIfNeeded();
    await picture('incident-preview');
    expect(await axe(page)).toEqual([]);
    await preview.getByRole('button', { name: 'Send to 2' }).click();
    await chat.getByText('card payments work again (#2).').waitFor();
    await until(async () => (await shop.mailbox()).length === 1, 'the mail');
    const [mail] = await shop.mailbox();
    expect(mail).toMatchObject({ to: 'tom@example.com' });
    expect(mail!.text).toMatch(/^Hello Tom,\s+card payments work again \(#1\)\./);

    await type('incident 1');
    await page.getByRole('button', { name: 'It has ended' }).last().click();
    await page.getByText('Its line is gone from the web chat.').first().waitFor();
    await until(() => reloaded(0), 'the strip to go');
    expect(desk.wrong).toEqual([]);
  });
});
