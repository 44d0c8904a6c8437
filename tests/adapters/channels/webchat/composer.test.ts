/** Writing in a chat: a box that grows in every browser, files that are seen before they go, and a page that stays where it is. */
import type { Frame, Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import {
  box,
  type ChatHost,
  choose,
  hostHtml,
  launcher,
  lines,
  PNG,
  panel,
  panelFrame,
  pressOn,
  say,
  sendFile,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const LID = { name: 'lid.png', mimeType: 'image/png', buffer: PNG };

/** What a person does with a mouse or a clipboard, as the browser tells it to the page. @returns whether the page took it over */
function give(frame: Frame, event: 'paste' | 'drop' | 'dragover', at: string, what: Record<string, string>) {
  return frame.evaluate(
    ([kind, selector, items]) => {
      const data = new DataTransfer();
      for (const type of Object.keys(items)) {
        if (type.startsWith('text/')) data.setData(type, items[type]!);
        else data.items.add(new File([items[type]!], `given.${type.split('/')[1]}`, { type }));
      }
      const init = { bubbles: true, cancelable: true };
      const told =
        kind === 'paste'
          ? new ClipboardEvent(kind, { ...init, clipboardData: data })
          : new DragEvent(kind, { ...init, dataTransfer: data });
      return !document.querySelector(selector)!.dispatchEvent(told);
    },
    [event, at, what] as const,
  );
}

describeInBrowser('a visitor who writes', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  let page: Page;
  let frame: Frame;
  const open = async (options: Parameters<ChatHost['open']>[0] = {}) => {
    ({ page } = await host.open({ locale: 'en-GB', timezoneId: 'UTC', ...options }));
    await launcher(page).click();
    await box(page).waitFor();
    frame = await panelFrame(page);
  };
  const tray = () => frame.locator('.tray li');
  const came = async () => (await host.shop.running.engine.rows('select id from messages', [])).length;
  beforeEach(async () => {
    host = await openHost({ settings: ['title: Kettle & Co'] });
  });

  test('sees what is chosen, pasted or dropped before it goes, and can take it back', async () => {
    await open();
    // What Excel and Word put there: the words are meant.
    const cells = { 'text/plain': 'Lid\t12', 'text/html': '<table></table>', 'image/png': 'x' };
    expect(await give(frame, 'paste', '#text', cells)).toBe(false);
    // A picture of a page has a line of HTML with it, a screenshot has nothing.
    expect(await give(frame, 'paste', '#text', { 'text/html': '<img>', 'image/png': 'x' })).toBe(true);
    await until(async () => (await tray().count()) === 1, 'what was pasted is shown');
    // A Mac puts the name of a copied file beside it.
    expect(await give(frame, 'paste', '#text', { 'text/plain': 'given.gif', 'image/gif': 'x' })).toBe(true);
    await until(async () => (await tray().count()) === 2, 'a copied file is shown, too');
    await panel(page).getByRole('button', { name: 'Remove given.gif' }).click();
    // Wherever it is dropped, the page stays; a link or words that are dragged open nothing either.
    expect(await give(frame, 'drop', 'header', { 'application/pdf': '%PDF-1.4' })).toBe(true);
    expect(await give(frame, 'drop', '#log', { 'text/uri-list': 'https://elsewhere.example' })).toBe(true);
    expect(await give(frame, 'drop', '#text', { 'text/plain': 'words' })).toBe(false);
    const beside = await page.getByRole('button', { name: 'Close the chat' }).evaluate(button => {
      return !button.dispatchEvent(new DragEvent('drop', { bubbles: true, composed: true, cancelable: true }));
    });
    expect(beside).toBe(true);
    await choose(page, LID);
    await until(async () => (await tray().count()) === 3, 'all are shown');
    expect(await came()).toBe(0);
    for (const name of ['given.png', 'given.pdf'])
      await panel(page)
        .getByRole('button', { name: `Remove ${name}` })
        .click();
    expect(await tray().allTextContents()).toEqual(['lid.png']);
    await say(page, 'Is it this one?');
    await frame.locator('.own img').waitFor();
    await until(async () => (await came()) === 2, 'words and picture');
    expect(await tray().count()).toBe(0);
    const { thread, card } = (await host.shop.cards(1))[0]!;
    expect(card.message.text).toBe('Is it this one?');
    expect(JSON.stringify(await host.shop.thread(thread))).toContain('lid.png');
    // It is theirs to see on the next page too, and goes with the chat.
    await page.reload();
    await panel(page).getByAltText('lid.png').waitFor();
    const kept = () => page.evaluate(() => Object.keys(localStorage).join());
    expect(await kept()).toMatch(/:t\./);
    await panel(page).getByRole('button', { name: 'More' }).click();
    await panel(page).getByRole('button', { name: 'End the chat' }).click();
    await panel(page).getByRole('button', { name: 'End it' }).click();
    await panel(page).getByText('The chat has ended').waitFor();
    expect(await kept()).not.toMatch(/:[tfo]\./);
  });

  test('is told of a folder, of more files than go at once, and of one that was not sent when the page was left', async () => {
    await open();
    const many = Array.from({ length: 12 }, (_, i) => ({ ...LID, name: `${i}.png` }));
    await choose(page, ...many);
    await panel(page).getByText('10 files can go with one message.').waitFor();
    expect(await tray().count()).toBe(10);
    await page.reload();
    await panel(page).getByText('9.png was not sent.').waitFor();
    frame = await panelFrame(page);
    // A folder has a size and no bytes.
    await frame.evaluate(() => {
      File.prototype.arrayBuffer = () => Promise.reject(new DOMException('A folder', 'NotReadableError'));
    });
    await choose(page, LID);
    await panel(page).locator('#note').getByText('lid.png was not sent.').waitFor();
    expect(await tray().count()).toBe(0);
    // Nor can anything be chosen while the rest of the page cannot be had; afterwards it can.
    await page.route('**/chat/later.js*', route => route.abort());
    await page.reload();
    await choose(page, LID);
    await panel(page).locator('#note').getByText('lid.png was not sent.').waitFor();
    await page.unroute('**/chat/later.js*');
    await sendFile(page, LID);
    await until(async () => (await came()) === 1, 'the file');
  });

  test('has a box as high as the words in a browser of 2022, in the dark too', async () => {
    await open({
      colorScheme: 'dark',
      before: async at => {
        await at.addInitScript(() => {
          CSS.supports = () => false;
          // Style sheets cannot be constructed there.
          Object.defineProperty(globalThis, 'CSSStyleSheet', { value: undefined });
        });
        await at.route('**/chat/site/panel*', async route => {
          const response = await route.fetch();
          const html = (await response.text()).replace('field-sizing:content', 'field-sizing:unknown');
          expect(html).not.toContain('light-dark(');
          await route.fulfill({ body: html, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
        });
      },
    });
    const height = () => frame.evaluate(() => document.getElementById('text')!.offsetHeight);
    const one = await height();
    await box(page).fill('One\ntwo\nthree');
    expect(await height()).toBeGreaterThan(one + 40);
    await box(page).fill('line\n'.repeat(40));
    expect(await height()).toBeLessThan(150);
    await box(page).fill('One');
    expect(await height()).toBe(one);
    await box(page).fill('One\ntwo\nthree');
    await box(page).press('Enter');
    expect(await height()).toBe(one);
    const ground = await frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).toBe('rgb(21, 26, 23)');
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    const button = launcher(page);
    await button.waitFor();
    expect(await button.boundingBox()).toMatchObject({ width: 60, height: 60 });
    expect(await button.evaluate(each => getComputedStyle(each).borderTopLeftRadius)).toBe('50%');
  });

  test('sees who answers and on which day, and is asked for an address only while nobody does', async () => {
    await open();
    await say(page, 'Does it fit? See www.shop.example/lids_(small) or mail maya@example.com.');
    await panel(page)
      .getByLabel(/^Leaving\?/)
      .waitFor();
    const { thread } = (await host.shop.cards(1))[0]!;
    await pressOn(host.shop, thread, 'enquiry.claim');
    await panel(page).getByText('Ann is taking care of this.').waitFor();
    expect(
      await panel(page)
        .getByLabel(/^Leaving\?/)
        .count(),
    ).toBe(0);
    await host.shop.reply('Ann', thread, 'One');
    await host.shop.reply('Ann', thread, 'Two');
    await until(async () => (await lines(page)).length === 3, 'both answers');
    const letters = () => frame.locator('.team .face').evaluateAll(each => each.map(one => one.dataset.letters));
    expect(await letters()).toEqual(['A']);
    expect(await frame.locator('.team .meta').allTextContents()).toEqual([expect.stringMatching(/^Ann · \d+:\d\d$/)]);
    expect(await frame.locator('.day').count()).toBe(0);
    const links = await frame.locator('.words a').evaluateAll(each => each.map(one => one.getAttribute('href')));
    expect(links).toEqual(['https://www.shop.example/lids_(small)', 'mailto:maya@example.com']);
    // Nine days ago, yesterday, and today.
    const { engine } = host.shop.running;
    for (const [n, days] of [
      [1, 9],
      [2, 1],
    ])
      await engine.rows(
        `update shelf set value = json_set(value, '$.at', json_extract(value, '$.at') - ?) where stream like 'chat:%' and n = ?`,
        [days! * 86_400_000, n!],
      );
    await page.reload();
    await until(async () => (await lines(page)).length === 3, 'all of it');
    const [first, ...rest] = await frameDays(page);
    expect(first).toMatch(/^\w+day,? \d+ \w+$/);
    expect(rest).toEqual(['yesterday', 'today']);
    await pressOn(host.shop, thread, 'enquiry.resolve');
    await panel(page).getByText('This is settled').waitFor();
    await panel(page).getByRole('button', { name: 'Good', exact: true }).waitFor();
    expect(
      await panel(page)
        .getByLabel(/^Leaving\?/)
        .count(),
    ).toBe(0);
  });

  test('scrolls nothing but the chat, and a note below hides no line', async () => {
    host.page.html = hostHtml(host.shop, {
      body: '<div style="height:4000px">Kettles</div>',
      lang: 'en-US',
    });
    await open();
    for (let i = 0; i < 3; i++) await say(page, `Line ${i}\n`.repeat(8));
    await until(async () => (await came()) === 3, 'all of them');
    // The page is American, whatever the browser is.
    expect(await frame.locator('.meta').last().textContent()).toMatch(/^\d{1,2}:\d\d\s[AP]M/);
    const at = (await page.locator('iframe').boundingBox())!;
    for (const [y, by] of [
      [20, 600],
      [300, 3000],
      [300, 3000],
      [at.height - 20, 900],
      [300, -9000],
      [300, -900],
    ]) {
      await page.mouse.move(at.x + at.width / 2, at.y + y!);
      await page.mouse.wheel(0, by!);
      // Two pictures later it has scrolled, whoever it was.
      await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await frame.evaluate(() => document.querySelector('#log')!.scrollTo(0, 1e6));
    await page.route('**/chat/site/events*', route => route.abort());
    await page.context().setOffline(true);
    await frame.evaluate(() => dispatchEvent(new Event('online')));
    await frame.locator('#note:not(:empty)').waitFor();
    const below = () =>
      frame.evaluate(() => {
        const log = document.querySelector('#log')!;
        return log.scrollHeight - log.clientHeight - log.scrollTop;
      });
    await until(async () => (await below()) < 2, 'the end is in sight');
  });
});

const frameDays = (page: Page) => panel(page).locator('.day').allTextContents();
