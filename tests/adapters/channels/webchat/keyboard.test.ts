/** The chat without a mouse: from the launcher to a sent message, the menu, a file, the rating, and out again. */

import type { Frame, Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { box, type ChatHost, launcher, PNG, panel, panelFrame, pressOn, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('by keyboard', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  const focused = (at: Page | Frame) =>
    (at as Page).evaluate(() => {
      const one = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return one === document.body || !one
        ? ''
        : (
            one.getAttribute('aria-label') ??
            (one as HTMLInputElement).labels?.[0]?.textContent ??
            one.textContent ??
            one.tagName
          ).trim();
    });
  /** Presses Tab until this has the focus. */
  const tabTo = async (page: Page, at: Page | Frame, name: string, key = 'Tab') => {
    const seen: string[] = [];
    for (let i = 0; i < 30; i++) {
      const now = await focused(at);
      if (now.startsWith(name)) return;
      seen.push(now);
      await page.keyboard.press(key);
    }
    throw new Error(`"${name}" cannot be reached: ${seen.join(' > ')}`);
  };
  const begin = async () => {
    const { page } = await host.open();
    await launcher(page).waitFor();
    await tabTo(page, page, 'Chat with us');
    await page.keyboard.press('Enter');
    const frame = await panelFrame(page);
    await frame.locator('#text').waitFor();
    return { page, frame };
  };

  test('one types at once after opening', async () => {
    const { page, frame } = await begin();
    await until(() => focused(frame), 'something has the focus');
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    expect((await host.shop.cards(1))[0]!.card.message.text).toBe('Hello');
  });

  test('one types at once after opening again by keyboard', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'First');
    await host.shop.cards(1);
    await panel(page)
      .getByLabel(/^Leaving\?/)
      .waitFor();
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    const frame = await panelFrame(page);
    await until(() => frame.evaluate(() => document.hasFocus()), 'the chat has the focus');
    // No waiting for what the page tells the chat: whoever opens it is already typing.
    await page.keyboard.type('Second');
    expect(await box(page).inputValue()).toBe('Second');
    expect(await focused(frame)).toBe('Your message');
  });

  test('from the launcher to a sent message, its answer and the rating', async () => {
    const { page, frame } = await begin();
    await tabTo(page, frame, 'Your message');
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    const { thread, card } = (await host.shop.cards(1))[0]!;
    expect(card.message.text).toBe('By keyboard');
    expect(await focused(frame)).toBe('Your message');
    await host.shop.reply('Ann', thread, 'Answer');
    await frame.getByText('Answer', { exact: true }).waitFor();
    await pressOn(host.shop, thread, 'enquiry.resolve');
    await frame.getByText('This is settled.').waitFor();
    await tabTo(page, frame, 'Good', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await frame.getByText('Thank you for telling us.').waitFor();
    await until(
      async () => (await host.shop.thread(thread)).posts.some(each => /rated this 4 of 5/.test(JSON.stringify(each))),
      'the team hears of it',
    );
  });

  test('the menu, its question, and the end of the chat', async () => {
    const { page, frame } = await begin();
    await tabTo(page, frame, 'Your message');
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    await host.shop.cards(1);
    await tabTo(page, frame, 'More', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, frame, 'End the chat');
    await page.keyboard.press('Enter');
    await tabTo(page, frame, 'End it');
    await page.keyboard.press('Enter');
    await frame.getByText('The chat has ended').waitFor();
    expect(await focused(frame)).toBe('Start the chat');
    await page.keyboard.press('Enter');
    await frame.locator('#text').waitFor();
  });

  test('the focus goes to the question that the menu asks', async () => {
    const { page, frame } = await begin();
    await tabTo(page, frame, 'More', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, frame, 'End the chat');
    await page.keyboard.press('Enter');
    await frame.getByText('End the chat? It is removed').waitFor();
    await until(() => focused(frame), 'something has the focus');
  });

  test('a file is chosen by keyboard', async () => {
    const { page, frame } = await begin();
    await tabTo(page, frame, 'Attach a file', 'Shift+Tab');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Space');
    await (await chooser).setFiles({ name: 'lid.png', mimeType: 'image/png', buffer: PNG });
    await frame.locator('.tray img').waitFor();
    await page.keyboard.press('Enter');
    const [file] = (await host.shop.cards(1))[0]!.card.message.attachments;
    expect(file?.name).toBe('lid.png');
  });

  test('Escape closes, from inside and from the page, and the focus is on the launcher', async () => {
    const { page, frame } = await begin();
    await tabTo(page, frame, 'Your message');
    await page.keyboard.type('A draft');
    await page.keyboard.press('Escape');
    await until(async () => (await focused(page)) === 'Chat with us', 'the launcher has the focus');
    expect(await launcher(page).getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('Enter');
    await frame.locator('#text').waitFor();
    expect(await frame.locator('#text').inputValue()).toBe('A draft');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Escape');
    await until(async () => (await focused(page)) === 'Chat with us', 'the launcher has the focus again');
  });

  test('Tab leads out of the chat again, in both directions', async () => {
    host.page.html = host.page.html.replace(
      '</main>',
      '<p><a href="#one">One link</a></p></main><a href="#two">After</a>',
    );
    const { page, frame } = await begin();
    await tabTo(page, frame, 'Your message');
    for (const key of ['Tab', 'Shift+Tab']) {
      await frame.locator('#text').focus();
      let left = false;
      for (let i = 0; i < 20 && !left; i++) {
        await page.keyboard.press(key);
        left = !(await frame.evaluate(() => document.hasFocus()));
      }
      expect(left, key).toBe(true);
    }
  });

  test('Enter that ends a composition sends nothing, and Shift and Enter is a new line', async () => {
    const { page, frame } = await begin();
    await box(page).fill('nihon');
    await frame
      .locator('#text')
      .evaluate(each =>
        each.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
        ),
      );
    await frame.locator('#text').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    await page.keyboard.press('Enter');
    expect((await host.shop.cards(1))[0]!.card.message.text).toBe('nihon\nsecond line');
    expect((await host.shop.cards(1))[0]!.card.customerMessages).toBe(1);
  });
});
