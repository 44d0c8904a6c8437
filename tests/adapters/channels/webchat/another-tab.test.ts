/** A visitor who looks at another tab: the title says what came, a sound if the shop likes, and an answer is waited for. */

import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { box, launcher, linesHere, panel, panelFrame, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

/** Looks at the tab, or at another one: a browser without a screen shows all of them. */
async function look(page: Page, at: 'here' | 'elsewhere'): Promise<void> {
  for (const frame of page.frames())
    await frame.evaluate(hidden => {
      (globalThis as unknown as { isHidden: boolean }).isHidden = hidden;
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, at === 'elsewhere');
}

/** Before the page: what it says of itself can be changed, tones are counted, and its clock can be put forward. */
async function prepare(page: Page): Promise<void> {
  await page.clock.install();
  await page.addInitScript(() => {
    const here = globalThis as unknown as { isHidden: boolean; tones: number };
    here.isHidden = false;
    here.tones = 0;
    Object.defineProperty(Document.prototype, 'hidden', { get: () => here.isHidden });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      here.tones++;
      start.call(this, when);
    };
  });
}

const tones = (page: Page) => page.evaluate(() => (globalThis as unknown as { tones: number }).tones);
const titled = (page: Page, title: string) => until(async () => (await page.title()) === title, `the title ${title}`);
const isStream = (request: Request) => request.url().includes('/events?');

describeInBrowser('in another tab', () => {
  const openHost = chatHosts();

  test('the title says what is unread, with a sound, for as long as nobody looks; what the page calls itself stays', async () => {
    const host = await openHost({ settings: ['sound: true'] });
    const { page, urls, wrong } = await host.open({ before: prepare });
    await launcher(page).click();
    await say(page, 'Do you ship?');
    const { thread } = (await host.shop.cards(1))[0]!;
    await panel(page).getByText('Delivered').waitFor();
    // Seen as it comes, it is nothing to call somebody for.
    await host.shop.reply('Ann', thread, 'One moment.');
    await panel(page).getByText('One moment.').waitFor();
    expect([await page.title(), await tones(page)]).toEqual(['Shop', 0]);
    await say(page, 'Thank you, I wait.');
    await panel(page).getByText('Thank you, I wait.').waitFor();

    await look(page, 'elsewhere');
    const streams = urls.filter(each => each.includes('/events?')).length;
    // Longer than a hidden page listens for nothing, shorter than a line may be silent.
    await page.clock.fastForward(38_000);
    await host.shop.reply('Ann', thread, 'Yes, to Norway too.');
    await titled(page, '(1) Shop');
    await until(async () => (await tones(page)) === 2, 'two tones');
    await host.shop.reply('Ann', thread, 'For 12 pounds.');
    await titled(page, '(2) Shop');
    expect(urls.filter(each => each.includes('/events?')).length).toBe(streams);
    await look(page, 'here');
    await titled(page, 'Shop');
    await panel(page).getByText('For 12 pounds.').waitFor();

    // Closed: the badge says it too, and the page may call itself something else meanwhile.
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await look(page, 'elsewhere');
    await host.shop.reply('Ann', thread, 'Anything else?');
    await titled(page, '(1) Shop');
    await page.evaluate(() => {
      document.title = 'Cart';
    });
    await page.clock.runFor(4_000);
    await titled(page, '(1) Cart');
    await look(page, 'here');
    await titled(page, 'Cart');
    await page.getByRole('button', { name: 'Chat with us, New messages: 1' }).click();
    await box(page).waitFor();
    expect(await page.title()).toBe('Cart');
    expect(wrong).toEqual([]);
  });

  test('nothing is awaited any more: the line is closed; of two tabs only the one that was left last keeps its line', async () => {
    const host = await openHost();
    const { page: first, context } = await host.open({ before: prepare });
    await launcher(first).click();
    const one = first.waitForRequest(isStream);
    await say(first, 'Do you ship?');
    const { thread } = (await host.shop.cards(1))[0]!;
    await one;
    const second = await context.newPage();
    await prepare(second);
    const two = second.waitForRequest(isStream);
    await second.goto(host.origin);
    await two;
    const over = (page: Page) => page.waitForEvent('requestfailed', isStream);

    // The first is left, then the second: that one listens.
    await look(first, 'elsewhere');
    await look(second, 'elsewhere');
    const firstOver = over(first);
    await second.clock.fastForward(60_000);
    await first.clock.fastForward(60_000);
    await firstOver;
    await host.shop.reply('Ann', thread, 'Yes.');
    await titled(second, '(1) Shop');
    expect(await first.title()).toBe('Shop');
    // It is closed for good: the first one listens again.
    await second.close({ runBeforeUnload: false });
    await titled(first, '(1) Shop');
    const closed = over(first);
    await first.clock.fastForward(700_000);
    await closed;
    // Looked at again it has everything.
    await look(first, 'here');
    expect(await linesHere(await panelFrame(first))).toEqual(['Do you ship?', 'Yes.']);
  });

  test('who gave an email address gets the answer there, too, if they do not look; a look takes it as arrived', async () => {
    const host = await openHost({ settings: ['ask: [email]'] });
    const { page, urls } = await host.open({ before: prepare });
    await launcher(page).click();
    await panel(page).getByLabel('Your email').fill('maya@example.com');
    await panel(page).getByRole('button', { name: 'Start the chat' }).click();
    await say(page, 'Do you ship?');
    const { thread } = (await host.shop.cards(1))[0]!;
    await panel(page).getByText('Delivered').waitFor();
    await look(page, 'elsewhere');
    await page.clock.fastForward(60_000);
    await host.shop.reply('Ann', thread, 'Yes.');
    await titled(page, '(1) Shop');
    await page.clock.runFor(10_000);
    const got = () => urls.filter(each => each.endsWith('/got')).length;
    expect(got()).toBe(0);
    await look(page, 'here');
    await until(() => got() === 1, 'it is said that it has come');
  });
});
