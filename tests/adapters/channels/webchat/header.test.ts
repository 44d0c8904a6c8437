/** The header of the chat stays where it is, whatever the chat shows and whatever is scrolled into view in it. */

import type { Frame } from 'playwright-core';
import { expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import type { Shop } from '../../../kit/shop.ts';
import {
  type ChatHost,
  hostHtml,
  linesHere,
  type openHere,
  panel,
  panelFrame,
  pressHere,
  pressOn,
  type SiteSettings,
  say,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const SIZES = [
  ['a desktop', 1280, 800],
  ['a low window', 1280, 520],
  ['a phone', 390, 844],
  ['a small phone', 360, 640],
  ['above a keyboard on the screen', 390, 400],
  ['above a tall keyboard', 360, 260],
  ['a phone on its side', 740, 360],
] as const;

/** What of the document moved, after everything that can be scrolled into view was, by focus and by hand. */
function moved(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const found: string[] = [];
    const look = (after: string) => {
      const { top, height } = document.querySelector('header')!.getBoundingClientRect();
      const root = document.documentElement;
      if (top !== 0 || height < 40) found.push(`${after}: header at ${top}, ${height} px high`);
      if (root.scrollTop || document.body.scrollTop || scrollY) found.push(`${after}: the document scrolled`);
      if (root.scrollHeight > innerHeight) found.push(`${after}: the document is ${root.scrollHeight} px high`);
      if (root.scrollWidth > innerWidth) found.push(`${after}: the document is ${root.scrollWidth} px wide`);
    };
    look('at first');
    for (const each of document.querySelectorAll<HTMLElement>('body *')) {
      for (const block of ['start', 'end'] as const) each.scrollIntoView({ block, inline: block });
      if (each.tabIndex >= 0) each.focus();
      look(`${each.tagName}.${each.className}`);
      if (found.length > 3) return found;
    }
    scrollTo(0, 1e6);
    for (const each of [document.documentElement, document.body]) each.scrollTop = 1e6;
    look('scrolled by hand');
    return found;
  });
}

describeInBrowser('the header of the chat', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  const begin = async (settings: SiteSettings = {}, lang = 'en') => {
    host = await openHost(settings);
    host.page.html = hostHtml(host.shop, {
      lang,
      ...(lang === 'ar' ? { head: '<script>document.documentElement.dir="rtl"</script>' } : {}),
    });
    const { page } = await host.open();
    const frame = await openAny(page);
    /** At each size of the screen. */
    const check = async (state: string) => {
      for (const [size, width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        expect(await moved(frame), `${state}, on ${size}`).toEqual([]);
        await page.keyboard.press('End');
        for (let n = 0; n < 4; n++) await page.keyboard.press('Tab');
        expect(await frame.evaluate(() => document.querySelector('header')!.getBoundingClientRect().top)).toBe(0);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    return { page, frame, check };
  };
  const openAny = async (page: Parameters<typeof openHere>[0]) => {
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve)));
    await until(() => page.evaluate(() => 'deskhand' in window), 'the loader');
    await page.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('open'));
    const frame = await panelFrame(page);
    await frame.waitForSelector('#text, .ask input, .bottom .main', { state: 'attached' });
    return frame;
  };
  /** As the team's answers arrive, without a press for each. */
  const teamSays = async (shop: Shop, count: number) => {
    const { engine, house } = shop.running;
    const [to] = await engine.rows<{ address: string }>(
      `select address from identities where channel_kind = 'webchat'`,
      [],
    );
    const channel = house.channels().find(each => each.kind === 'webchat')!;
    for (let n = 1; n <= count; n++)
      await channel.send({
        id: `rep_${String(n).padStart(26, '0')}`,
        to: { address: to!.address, name: null },
        author: { name: 'Ann' },
        text: `Line ${n}: the lid has to be turned to the left until it clicks.`,
        files: [],
      } as unknown as Parameters<typeof channel.send>[0]);
  };

  test('stays at the top with 30 lines in each state: open, menu, questions, resolved, rated, ended', async () => {
    const { page, frame, check } = await begin();
    await check('empty');
    await say(page, 'The lid rattles');
    const { thread } = (await host.shop.cards(1))[0]!;
    await teamSays(host.shop, 30);
    await until(async () => (await linesHere(frame)).length === 31, '31 lines');
    await check('30 lines');
    await pressHere(frame, 'More');
    await check('menu');
    await pressHere(frame, 'Send me a copy by email');
    await check('asked for an address');
    await pressOn(host.shop, thread, 'enquiry.resolve');
    await panel(page).getByText('This is settled.').waitFor();
    await check('resolved');
    await pressHere(frame, 'Good');
    await panel(page).getByText('Thank you for telling us.').waitFor();
    await check('rated');
    await pressHere(frame, 'More');
    await pressHere(frame, 'End the chat');
    await check('asked whether to end it');
    await pressHere(frame, 'End it');
    await panel(page).getByText('The chat has ended').waitFor();
    await check('ended');
  });

  test('stays at the top where questions are asked first, and where nobody can write', async () => {
    const { page, frame, check } = await begin({
      settings: ['ask: [name, email, "Order number", "Which shop"]', 'consent: "I agree that you keep this."'],
    });
    await check('questions');
    await frame.evaluate(() => document.querySelector<HTMLElement>('.ask .main')!.click());
    await check('something is missing');
    await page.setViewportSize({ width: 360, height: 260 });
    await frame.locator('.ask .main').scrollIntoViewIfNeeded();
    await frame.locator('.ask .main').click();
  });

  test('stays at the top from right to left, resolved, with 30 lines; and one can still write above a keyboard', async () => {
    const { page, frame, check } = await begin({}, 'ar');
    await frame.evaluate(() => {
      const input = document.getElementById('text') as HTMLTextAreaElement;
      input.value = 'الغطاء يهتز';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      document.querySelector<HTMLElement>('.send')!.click();
    });
    const { thread } = (await host.shop.cards(1))[0]!;
    await teamSays(host.shop, 30);
    await until(async () => (await linesHere(frame)).length === 31, '31 lines');
    // A name and a time stand by themselves, or the digits of the time would change places with the letters beside them.
    const last = frame.locator('.team .meta').last();
    expect(await last.locator('bdi').allTextContents()).toEqual(['Ann', expect.stringMatching(/\p{Nd}:\p{Nd}{2}/u)]);
    await pressOn(host.shop, thread, 'enquiry.resolve');
    await frame.waitForSelector('.faces');
    await check('resolved');
    for (const [size, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      const bottom = await frame.evaluate(() => {
        document.getElementById('text')!.focus();
        return innerHeight - document.querySelector('.bottom')!.getBoundingClientRect().bottom;
      });
      expect(Math.abs(bottom), `the box to write in, on ${size}`).toBeLessThan(1);
    }
  });
});
