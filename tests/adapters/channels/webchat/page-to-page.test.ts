/** A shop is many pages: what is open stays open from one to the next, in its own tab, with what was begun in it. */

import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { box, type ChatHost, hostHtml, launcher, panel, say, sendFile } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('from page to page', { timeout: 60_000 }, () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
    host.page.html = hostHtml(host.shop, {
      body: '<p><a href="/kettles">Kettles</a> <a href="/new" target="_blank">New tab</a></p><input aria-label="Search">',
    });
  });
  const closer = (page: Page) => page.getByRole('button', { name: 'Close the chat' });
  const isOpen = async (page: Page) => {
    await page.locator('button[aria-expanded]').first().waitFor();
    return page.locator('button[aria-expanded]').first().getAttribute('aria-expanded');
  };

  test('an open chat stays open at each click and reload, with its draft and its lines', async () => {
    const { page, wrong } = await host.open();
    await launcher(page).click();
    await say(page, 'Do you ship?');
    await host.shop.cards(1);
    // A page that becomes another one without a reload: staff see where each line was written.
    await page.evaluate(() => history.pushState({}, '', '/lids?id=7&token=abc#red'));
    await say(page, 'And this lid?');
    await until(async () => {
      const { card } = (await host.shop.cards(1))[0]!;
      return card.message.details.some(each => each.value === `${host.origin}/lids?id=7&token=…#red`);
    }, 'the card shows the page they are on now');
    await box(page).fill('And to Norw');
    await page.getByRole('link', { name: 'Kettles' }).click();
    await page.waitForURL('**/kettles');
    await panel(page).getByText('Do you ship?').waitFor();
    expect(await box(page).inputValue()).toBe('And to Norw');
    await page.reload();
    await until(async () => (await box(page).inputValue()) === 'And to Norw', 'the draft');
    expect(await isOpen(page)).toBe('true');
    expect(wrong).toEqual([]);
  });

  test('the new page keeps the focus: who types there is not led into the chat', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    await page.goto(`${host.origin}/search`);
    await page.getByLabel('Search').focus();
    await box(page).waitFor();
    await page.keyboard.type('kettle');
    expect(await page.getByLabel('Search').inputValue()).toBe('kettle');
    expect(await box(page).inputValue()).toBe('');
    // A press in the chat, and one types there.
    await box(page).click();
    await page.keyboard.type('Hello');
    expect(await box(page).inputValue()).toBe('Hello');
  });

  test('closed stays closed, also for the page one comes back to', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    await page.getByRole('link', { name: 'Kettles' }).click();
    await page.waitForURL('**/kettles');
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await launcher(page).waitFor();
    await page.goBack();
    expect(await isOpen(page)).toBe('false');
    await page.reload();
    expect(await isOpen(page)).toBe('false');
    // And the other way round.
    await launcher(page).click();
    await box(page).waitFor();
    await page.goForward();
    await until(async () => (await isOpen(page)) === 'true', 'it is open again');
  });

  test('a page without the chat in between changes nothing', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    const { html } = host.page;
    host.page.html = '<!doctype html><title>Checkout</title><p>Pay here.</p>';
    await page.goto(`${host.origin}/checkout`);
    host.page.html = html;
    await page.goto(`${host.origin}/thanks`);
    await box(page).waitFor();
    expect(await isOpen(page)).toBe('true');
  });

  test('a new tab begins closed: by hand, by a link, and one that a page opens itself', async () => {
    const { page, context } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    const { page: other } = await host.tab(context);
    expect(await isOpen(other)).toBe('false');
    const [byLink] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'New tab' }).click(),
    ]);
    expect(await isOpen(byLink)).toBe('false');
    const [byScript] = await Promise.all([context.waitForEvent('page'), page.evaluate(() => void open('/opened'))]);
    expect(await isOpen(byScript)).toBe('false');
    expect(await isOpen(page)).toBe('true');
    // Opened in the second, it is still closed in a third, and closing one closes no other.
    await launcher(other).click();
    await closer(other).last().waitFor();
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await other.reload();
    await until(async () => (await isOpen(other)) === 'true', 'the second is open');
    await page.reload();
    expect(await isOpen(page)).toBe('false');
  });

  test('a file that had not gone out yet is named on the next page, until one writes again', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'A picture follows');
    await host.shop.cards(1);
    await page.route('**/chat/site/upload', route => route.abort());
    await sendFile(page, { name: 'lid.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await panel(page).getByText('lid.png').waitFor();
    await page.reload();
    await panel(page).getByText('lid.png was not sent.').waitFor();
    await say(page, 'Never mind');
    await panel(page).getByText('lid.png was not sent.').waitFor({ state: 'detached' });
    await page.reload();
    await panel(page).getByText('Never mind').waitFor();
    expect(await panel(page).getByText('lid.png was not sent.').count()).toBe(0);
  });

  test('without storage it works as before, closed on each page, and the page hears no error', async () => {
    const { page, wrong } = await host.open({
      before: at =>
        at.addInitScript(() => {
          if (location.hostname !== 'localhost') return;
          for (const name of ['localStorage', 'sessionStorage'])
            Object.defineProperty(window, name, {
              get: () => {
                throw new DOMException('blocked', 'SecurityError');
              },
            });
        }),
    });
    await launcher(page).click();
    await say(page, 'Hello');
    await page.goto(`${host.origin}/next`);
    expect(await isOpen(page)).toBe('false');
    expect(wrong).toEqual([]);
  });
});
