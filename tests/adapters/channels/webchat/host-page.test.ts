/** The chat on pages of other sites that do their worst to it: policies, styles, prototypes, missing bodies, two lines. */

import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { LANGUAGES, textsOf } from '../../../../adapters/channels/webchat/languages/languages.ts';
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

/** How many bytes have come over the wire from there by now: to the page, to frames of it, packed as they came. */
async function weighed(page: Page, from: string): Promise<() => Promise<number>> {
  const done: Promise<number>[] = [];
  page.on('requestfinished', request => {
    if (!request.url().startsWith(from)) return;
    const size = request
      .sizes()
      .then(({ responseHeadersSize, responseBodySize }) => responseHeadersSize + responseBodySize);
    // Of what comes when the page is about to be closed nobody asks.
    size.catch(() => {});
    done.push(size);
  });
  return async () => (await Promise.all(done)).reduce((all, each) => all + each, 0);
}

/** Red, green and blue of one point of the window. */
async function pixel(page: Page, x: number, y: number): Promise<number[]> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return page.evaluate(async base64 => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, png.toString('base64'));
}

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
    let weigh = async () => 0;
    const { page, wrong, urls } = await host.open({
      before: async at => {
        weigh = await weighed(at, host.shop.url);
      },
    });
    await launcher(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(urls.filter(each => !each.startsWith(host.origin))).toEqual([`${host.shop.url}/w.js?site=site`]);
    // As bytes on the wire, with what HTTP adds; words included.
    expect(await weigh()).toBeLessThanOrEqual(3 * 1024);
    await launcher(page).click();
    await box(page).waitFor();
    expect(await weigh()).toBeLessThanOrEqual(20 * 1024);
    await page.getByRole('button', { name: 'Close the chat' }).first().click();
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

  test.each(LANGUAGES)('the first open is small with the words of $label, and those that come later are there', async ({
    code,
  }) => {
    host.page.html = hostHtml(host.shop, { lang: code });
    let weigh = async () => 0;
    const { page, wrong } = await host.open({
      before: async at => {
        weigh = await weighed(at, host.shop.url);
      },
    });
    await page.getByRole('button').first().click();
    const frame = await panelFrame(page);
    await frame.locator('#text').waitFor();
    expect(await weigh()).toBeLessThanOrEqual(20 * 1024);
    await frame.locator('#text').fill('?');
    await frame.locator('#text').press('Enter');
    await frame.locator('.card label', { hasText: textsOf(code, {}).leaveEmail }).waitFor();
    expect(wrong).toEqual([]);
  });

  test('is in the visitor’s language where it has no words in that of the page', async () => {
    host.page.html = hostHtml(host.shop, { lang: 'zh-Hant' });
    const { page } = await host.open({ locale: 'pl-PL' });
    await page.getByRole('button', { name: textsOf('pl', {}).launcher }).click();
    await panel(page).getByLabel(textsOf('pl', {}).message).waitFor();
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
      const told = page.waitForEvent('console', each => /not shown here.*Sites/.test(each.text()));
      await page.goto(stranger.origin);
      expect((await told).text()).toContain(stranger.origin);
      expect(await launcher(page).count()).toBe(0);
      await page.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('open'));
      expect(await page.locator('iframe').count()).toBe(0);
      // Nor where somebody leaves the launcher out.
      const refused = page.waitForEvent('console', each => /frame-ancestors/.test(each.text()));
      await page.evaluate(src => {
        localStorage.setItem('deskhand:site:token', 'f'.repeat(48));
        document.body.appendChild(document.createElement('iframe')).src = src;
      }, `${host.shop.url}/chat/site/panel`);
      await refused;
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

  test('under a strict policy a press on a mail address leaves the chat where it is', async () => {
    host.page.headers = {
      'Content-Security-Policy': `default-src 'none'; script-src ${host.shop.url}; frame-src ${host.shop.url}`,
    };
    const { page, wrong } = await host.open();
    await launcher(page).click();
    await say(page, 'Mail me: maya+lid@example.com');
    await panel(page).getByText('Delivered').waitFor();
    await panel(page).getByRole('link', { name: 'maya+lid@example.com' }).click();
    await say(page, 'Or here.');
    await until(async () => (await lines(page)).length === 2, 'the chat goes on');
    expect((await host.shop.cards(1))[0]!.card.customerMessages).toBe(2);
    expect(page.context().pages().length).toBe(1);
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
    ).toBe('absolute');
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

  test('stays in its corner, above everything, whatever the page does to its body, to itself or behind its dialogs', async () => {
    const { page, wrong } = await host.open({ viewport: { width: 1000, height: 700 } });
    for (const style of [
      'body { transform: translateY(-50px); filter: blur(0) }',
      'body { contain: strict; perspective: 9px }',
      'html { transform: translateX(200px) scale(0.5); will-change: filter }',
      '::backdrop { background: #f00 !important }',
    ]) {
      host.page.html = hostHtml(host.shop, {
        head: `<style>${style}</style>`,
        body: '<div style="position: fixed; inset: 0; z-index: 2147483647">Banner</div><div style="height: 5000px">',
      });
      await page.goto(host.origin);
      await launcher(page).waitFor();
      await page.mouse.wheel(0, 900);
      expect(await launcher(page).boundingBox(), style).toEqual({ x: 920, y: 620, width: 60, height: 60 });
      await launcher(page).click();
      await box(page).waitFor();
      expect(await page.locator('iframe').boundingBox(), style).toEqual({ x: 590, y: 24, width: 390, height: 580 });
      // Nothing is drawn over the page itself.
      const [red, green] = await pixel(page, 20, 690);
      expect(green, style).toBe(red);
      await page.keyboard.press('Escape');
      await launcher(page).waitFor();
    }
    await page.emulateMedia({ media: 'print' });
    expect(await launcher(page).isVisible()).toBe(false);
    expect(wrong).toEqual([]);
  });

  test('works where a page isolates itself, in both ways', async () => {
    const { page, wrong } = await host.open();
    for (const policy of ['require-corp', 'credentialless']) {
      host.page.headers = { 'Cross-Origin-Embedder-Policy': policy, 'Cross-Origin-Opener-Policy': 'same-origin' };
      await page.goto(host.origin);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
      await launcher(page).click();
      await say(page, policy);
      await panel(page).getByText('Delivered').waitFor();
      await page.keyboard.press('Escape');
      await launcher(page).waitFor();
    }
    expect((await host.shop.cards(1))[0]!.card.customerMessages).toBe(2);
    expect(wrong).toEqual([]);
  });

  test('a page of the shop inside of a page that is none of its sites shows no button', async () => {
    const around = await servePages(() => ({ html: `<!doctype html><iframe src="${host.origin}/">` }));
    const context = await host.browser.newContext();
    try {
      const page = await context.newPage();
      const told = page.waitForEvent('console', each => /not shown here/.test(each.text()));
      await page.goto(around.origin);
      await told;
      expect(await page.frames()[1]!.getByRole('button').count()).toBe(0);
    } finally {
      await context.close();
      await around.stop();
    }
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

describeInBrowser('where the button is', () => {
  const openHost = chatHosts();
  const place = async (page: Page) => {
    await launcher(page).waitFor();
    const { x, y } = (await launcher(page).boundingBox())!;
    return [x, y];
  };
  const command = (page: Page, word: string) =>
    page.evaluate(
      each => (window as unknown as { deskhand(...words: string[]): void }).deskhand(...each.split(' ')),
      word,
    );

  test('is as the site says, and as a page says on its line; hidden until it is asked for', async () => {
    const host = await openHost({ settings: ['side: left', 'offset: 90 40'] });
    const viewport = { width: 1000, height: 700 };
    const { page, wrong } = await host.open({ viewport });
    expect(await place(page)).toEqual([40, 550]);
    await launcher(page).click();
    await box(page).waitFor();
    expect(await page.locator('iframe').boundingBox()).toEqual({ x: 40, y: 24, width: 390, height: 510 });
    await page.keyboard.press('Escape');
    await command(page, 'hide');
    await launcher(page).waitFor({ state: 'hidden' });
    // Opened by a button of the page it is there, and closed again it leaves nothing.
    await command(page, 'open');
    await box(page).waitFor();
    await command(page, 'close');
    await box(page).waitFor({ state: 'hidden' });
    expect(await launcher(page).isVisible()).toBe(false);
    await command(page, 'show');
    expect(await place(page)).toEqual([40, 550]);

    const { html } = host.page;
    host.page.html = html.replace('<script async', '<script async data-side="right" data-offset="300"');
    await page.reload();
    expect(await place(page)).toEqual([920, 340]);
    await page.setViewportSize({ width: 300, height: 200 });
    expect(await place(page)).toEqual([226, 20]);
    await page.setViewportSize(viewport);
    host.page.html = html.replace('<script async', '<script async data-hidden');
    await page.reload();
    await page.waitForFunction(() => (window as unknown as { deskhand?: { s?: object } }).deskhand?.s);
    expect(await launcher(page).isVisible()).toBe(false);
    // A command that was given before the line was loaded.
    host.page.html = host.page.html.replace(
      '</head>',
      `<script>deskhand=function(){(deskhand.q=deskhand.q||[]).push(arguments)};deskhand('show')</script></head>`,
    );
    await page.reload();
    expect(await place(page)).toEqual([40, 550]);
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
