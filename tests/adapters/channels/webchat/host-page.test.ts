/** The chat on pages of other sites that do their worst to it: policies, styles, prototypes, missing bodies, two lines. */

import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import {
  box,
  type ChatHost,
  hostHtml,
  launcher,
  line,
  lines,
  panel,
  panelFrame,
  say,
  servePages,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

/** Opens, writes, sees it arrive and be answered. */
async function works(host: ChatHost, page: Page, text = 'Do you ship?'): Promise<void> {
  await launcher(page).click();
  await say(page, text);
  const { thread } = await until(
    async () => (await host.shop.cards(1)).find(each => each.card.message.text === text),
    'the card',
  );
  await host.shop.reply('Ann', thread, `Yes: ${text}`);
  await panel(page).getByText(`Yes: ${text}`, { exact: true }).waitFor();
  expect(await lines(page)).toEqual([text, `Yes: ${text}`]);
}

describeInBrowser('on a page of another site', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  test('chat, answer, unread badge and reload work, and only the loader is asked for before the first open', async () => {
    const { page, wrong, urls } = await host.open();
    await launcher(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(urls.filter(each => !each.startsWith(host.origin))).toEqual([`${host.shop.url}/w.js?site=site`]);
    await works(host, page);
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    const { thread } = (await host.shop.cards(1))[0]!;
    await host.shop.reply('Ann', thread, 'And one thing more.');
    await page.getByRole('button', { name: 'Chat with us, New messages: 1' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Chat with us, New messages: 1' }).click();
    await panel(page).getByText('And one thing more.').waitFor();
    expect(await lines(page)).toEqual(['Do you ship?', 'Yes: Do you ship?', 'And one thing more.']);
    await page.getByRole('button', { name: 'Chat with us' }).waitFor({ state: 'detached' });
    expect(wrong).toEqual([]);
    const token = await page.evaluate(() => localStorage.getItem('deskhand:site:token'));
    expect(token).toMatch(/^[0-9a-f]{48}$/);
    expect(urls.filter(each => each.includes(token!))).toEqual([]);
  });

  test('a site that is not named can not frame the chat and gets nothing of it', async () => {
    const stranger = await servePages(() => host.page);
    const context = await host.browser.newContext();
    try {
      const page = await context.newPage();
      const heard: string[] = [];
      await page.exposeFunction('heardHere', (text: string) => heard.push(text));
      await page.addInitScript(() => {
        addEventListener('message', event =>
          (window as unknown as { heardHere(text: string): void }).heardHere(JSON.stringify(event.data)),
        );
      });
      const starts: string[] = [];
      page.on('request', request => {
        if (request.method() === 'POST') starts.push(request.url());
      });
      const refused = page.waitForEvent('console', each => /frame-ancestors/.test(each.text()));
      await page.goto(stranger.origin);
      await launcher(page).click();
      await refused;
      await page.evaluate(() => localStorage.setItem('deskhand:site:token', 'f'.repeat(48)));
      expect(heard).toEqual([]);
      expect(starts).toEqual([]);
      expect(page.frames().filter(each => each.url().startsWith(host.shop.url))).toEqual([]);
    } finally {
      await context.close();
      await stranger.stop();
    }
  });

  test.each([
    ['a strict policy', ''],
    ['a strict policy with trusted types', "; require-trusted-types-for 'script'; trusted-types 'none'"],
  ])('works under %s', async (_, more) => {
    host.page.headers = {
      'Content-Security-Policy': `default-src 'none'; script-src ${host.shop.url}; frame-src ${host.shop.url}; style-src 'none'${more}`,
    };
    const { page, wrong } = await host.open();
    await works(host, page);
    expect(wrong).toEqual([]);
  });

  test('works where the page takes every style away', async () => {
    host.page.html = hostHtml(host.shop, {
      head: '<style>* { all: unset !important } div, iframe, button { display: none !important; visibility: hidden !important; opacity: 0 !important }</style>',
    });
    const { page, wrong } = await host.open();
    const place = await launcher(page).boundingBox();
    expect([place?.width, place?.height]).toEqual([60, 60]);
    expect(
      await launcher(page).evaluate(
        each =>
          getComputedStyle(each.getRootNode() instanceof ShadowRoot ? (each.getRootNode() as ShadowRoot).host : each)
            .position,
      ),
    ).toBe('static');
    await works(host, page);
    expect(wrong).toEqual([]);
  });

  test('works where prototypes have more on them, also what Prototype.js puts there', async () => {
    host.page.html = hostHtml(host.shop, {
      head: `<script>
        Object.prototype.extra = function () {};
        Object.prototype.o = {};
        Array.prototype.remove = function () {};
        Array.prototype.toJSON = function () { return '[' + this.map(String).join() + ']' };
        String.prototype.toJSON = function () { return '"' + this + '"' };
        Object.prototype.toJSON = undefined;
        String.prototype.startsWith = function () { return false };
        Array.from = function () { return [] };
        Function.prototype.bind = function () { return this };
      </script>`,
    });
    const { page, wrong } = await host.open();
    await works(host, page);
    expect(wrong).toEqual([]);
  });

  test('takes nothing that a page put on Object.prototype for its own', async () => {
    host.page.html = hostHtml(host.shop, {
      lang: 'to',
      head: `<script>Object.prototype.to = 'xyz'; Object.prototype.token = 'forged';</script>`,
    });
    const { page, urls } = await host.open();
    await page.getByRole('button').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('button').first().getAttribute('aria-label')).toBe('Chat with us');
    expect(urls.filter(each => /panel/.test(each))).toEqual([]);
  });

  test('the first open leaves no complaint in the page’s console', async () => {
    const { page, wrong } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    expect(wrong).toEqual([]);
  });

  test('works on a page without a charset and in quirks mode, with words in any alphabet', async () => {
    host.page = {
      html: `<html><head><title>Shop</title></head><body>${line(host.shop)}</body></html>`,
      headers: { 'Content-Type': 'text/html' },
    };
    const { page, wrong } = await host.open({ locale: 'de-DE' });
    await page.getByRole('button', { name: 'Chat' }).first().click();
    const text = 'Grüße 👋 مرحبا';
    const frame = panel(page);
    await frame.locator('#text').fill(text);
    await frame.locator('#text').press('Enter');
    expect((await host.shop.cards(1))[0]!.card.message.text).toBe(text);
    expect(await page.evaluate(() => document.compatMode)).toBe('BackCompat');
    expect(wrong).toEqual([]);
  });

  test('stays when the page replaces its body', async () => {
    const { page, wrong } = await host.open();
    await launcher(page).waitFor();
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.innerHTML = '<main><h1>Another page</h1></main>';
      document.documentElement.replaceChild(body, document.body);
    });
    await launcher(page).waitFor();
    await works(host, page);
    expect(wrong).toEqual([]);
  });

  test('stays when the page replaces its body and then empties the new one', async () => {
    const { page } = await host.open();
    await launcher(page).waitFor();
    await page.evaluate(() => {
      document.documentElement.replaceChild(document.createElement('body'), document.body);
    });
    await launcher(page).waitFor();
    await page.evaluate(() => {
      document.body.innerHTML = '<main><h1>A third page</h1></main>';
    });
    await launcher(page).waitFor({ timeout: 15_000 });
  });

  test('throws nothing while a page has no body for a moment', async () => {
    const { page, wrong } = await host.open();
    await launcher(page).waitFor();
    await page.evaluate(async () => {
      document.body.remove();
      await new Promise(resolve => setTimeout(resolve, 50));
      const body = document.createElement('body');
      body.innerHTML = '<main><h1>Another page</h1></main>';
      document.documentElement.appendChild(body);
    });
    await launcher(page).waitFor();
    expect(wrong).toEqual([]);
  });

  test('stands on the other side of a page that is read from right to left', async () => {
    host.page.html = hostHtml(host.shop, { lang: 'ar' }).replace('<html ', '<html dir="rtl" ');
    const { page, wrong } = await host.open({ viewport: { width: 1000, height: 700 } });
    const button = page.getByRole('button').first();
    await button.waitFor();
    expect((await button.boundingBox())!.x).toBeLessThan(100);
    await button.click();
    const place = (await page.locator('iframe').boundingBox())!;
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + place.width).toBeLessThan(500);
    await panel(page).locator('#text').waitFor();
    const frame = await panelFrame(page);
    expect(await frame.evaluate(() => document.documentElement.dir)).toBe('rtl');
    expect(wrong).toEqual([]);
  });

  test('commands that were given before it was there are done', async () => {
    host.page.html = hostHtml(host.shop, {
      head: `<script>
        window.deskhand=window.deskhand||function(){(deskhand.q=deskhand.q||[]).push(arguments)};
        window.counts = [];
        deskhand('on', 'unread', n => counts.push(n));
        deskhand('on', 'open', () => counts.push('open'));
        deskhand('open');
      </script>`,
    });
    const { page, wrong } = await host.open();
    await box(page).waitFor();
    await say(page, 'Hello');
    const { thread } = (await host.shop.cards(1))[0]!;
    await page.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('close'));
    await host.shop.reply('Ann', thread, 'Hello too');
    await until(
      () => page.evaluate(() => (window as unknown as { counts: unknown[] }).counts.includes(1)),
      'the page hears of one unread',
    );
    expect(await page.evaluate(() => (window as unknown as { counts: unknown[] }).counts)).toContain('open');
    await page.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('open'));
    await panel(page).getByText('Hello too').waitFor();
    expect(await page.evaluate(() => (window as unknown as { counts: unknown[] }).counts.at(-1))).toBe(0);
    expect(wrong).toEqual([]);
  });

  test('a listener of the page that throws, and one that is none, stop nothing', async () => {
    const { page } = await host.open();
    await launcher(page).waitFor();
    await page.evaluate(() => {
      const { deskhand } = window as unknown as { deskhand(...words: unknown[]): void };
      deskhand('on', 'unread', () => {
        throw new Error('of the page');
      });
      deskhand('on', 'unread', 'no function');
      deskhand('on', 'unread');
      deskhand('nonsense');
    });
    await works(host, page);
  });

  test('the same line twice is one chat', async () => {
    host.page.html = hostHtml(host.shop, { sites: ['site', 'site'] });
    const { page, wrong } = await host.open();
    await page.waitForLoadState('networkidle');
    expect(await launcher(page).count()).toBe(1);
    await works(host, page);
    expect(wrong).toEqual([]);
  });
});

describeInBrowser('two chats on one page', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost({ sites: ['sales', 'repair'] });
  });

  test('stand beside each other and are two conversations', async () => {
    const { page, wrong } = await host.open({ viewport: { width: 1280, height: 800 } });
    await page.waitForLoadState('networkidle');
    expect(await launcher(page).count()).toBe(2);
    const [a, b] = [(await launcher(page).nth(0).boundingBox())!, (await launcher(page).nth(1).boundingBox())!];
    expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual(60);
    await launcher(page).nth(0).click();
    await panel(page, 0).getByLabel('Your message').fill('To the first');
    await panel(page, 0).getByLabel('Your message').press('Enter');
    await host.shop.cards(1);
    await panel(page, 0).getByRole('button', { name: 'Close the chat' }).click();
    await launcher(page).nth(1).click();
    await panel(page, 1).getByLabel('Your message').fill('To the second');
    await panel(page, 1).getByLabel('Your message').press('Enter');
    const cards = await host.shop.cards(2);
    expect(cards.map(each => each.card.message.text).sort()).toEqual(['To the first', 'To the second']);
    expect(await panel(page, 1).getByText('To the first').count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  test('one of them can be opened by its name, also before both are there', async () => {
    host.page.html = hostHtml(host.shop, {
      sites: ['sales', 'repair'],
      head: `<script>window.deskhand=window.deskhand||function(){(deskhand.q=deskhand.q||[]).push(arguments)};deskhand('open', 'repair')</script>`,
    }).replaceAll('async ', '');
    const { page } = await host.open();
    await page.locator('iframe').first().waitFor();
    await page.waitForLoadState('networkidle');
    const opened = page.frames().map(each => new URL(each.url()).pathname);
    expect(opened).toContain('/chat/repair/panel');
    expect(opened).not.toContain('/chat/sales/panel');
  });
});
