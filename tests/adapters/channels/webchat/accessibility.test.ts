/** Every state of the chat as axe sees it, light and dark, in an odd colour and in Arabic; zoom, contrast, motion. */

import type { BrowserContextOptions, Frame, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import {
  box,
  type ChatHost,
  launcher,
  PNG,
  panel,
  panelFrame,
  pressOn,
  type SiteSettings,
  say,
  teamFile,
  teamTypes,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('for everybody', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  const open = async (settings: SiteSettings, options: BrowserContextOptions = {}) => {
    host = await openHost(settings);
    const { page } = await host.open(options);
    await page.getByRole('button').first().waitFor();
    return { page, shop: host.shop };
  };
  /** What axe says, with the state that it says it about. */
  const look = async (at: Page | Frame, state: string) => (await axe(at as Page)).map(each => `${state}: ${each}`);

  const FORM = [
    'ask: ["name*", "email*", "Order number"]',
    'consent: I agree that my words are kept.',
    'privacy_url: https://shop.example/privacy',
  ];

  test.each([
    ['light', {}, []],
    ['dark', { colorScheme: 'dark' }, []],
    ['light, in a pale colour', {}, ['colour: "#ffe14d"']],
    ['dark, in a middling colour', { colorScheme: 'dark' }, ['colour: "#777777"']],
    ['Arabic, light', { locale: 'ar' }, ['language: ar']],
  ] as [string, BrowserContextOptions, string[]][])(
    'axe finds nothing in any state (%s)',
    async (_, options, more) => {
      const { page, shop } = await open({ settings: [...FORM, ...more] }, options);
      const found: string[] = [];
      found.push(...(await look(page, 'launcher')));
      await page.getByRole('button').first().click();
      const frame = await panelFrame(page);
      await frame.locator('form.ask').waitFor();
      found.push(...(await look(frame, 'greeting and form')));
      await frame.locator('form.ask button[type=submit]').click();
      await frame.locator('[aria-invalid]').first().waitFor();
      found.push(...(await look(frame, 'form with errors')));
      await frame.locator('#f0').fill('Maya');
      await frame.locator('#f1').fill('maya@example.com');
      await frame.locator('input[type=checkbox]').check();
      await frame.locator('form.ask button[type=submit]').click();
      await frame.locator('#text').waitFor();
      found.push(...(await look(frame, 'nothing written')));
      await frame.locator('#text').fill('See https://shop.example/kettles');
      await frame.locator('#text').press('Enter');
      const { thread } = (await shop.cards(1))[0]!;
      await shop.reply('Ann', thread, 'It is at https://shop.example/lids');
      await frame.locator('.line.team').waitFor();
      found.push(...(await look(frame, 'answered')));
      await until(async () => {
        await teamTypes(shop, thread);
        return frame.locator('.typing, #log > p.meta').first().isVisible();
      }, 'typing');
      found.push(...(await look(frame, 'typing')));
      await teamFile(shop, { name: 'lid.png', type: 'image/png', content: PNG, text: 'Look' });
      await teamFile(shop, { name: 'terms.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4') });
      await frame.locator('.team img').waitFor();
      await frame.locator('button.file').waitFor();
      await frame.locator('input[type=file]').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: PNG });
      await frame.locator('.tray img').waitFor();
      found.push(...(await look(frame, 'chosen')));
      await frame.locator('#text').press('Enter');
      await frame.locator('.own img').waitFor();
      found.push(...(await look(frame, 'files')));
      await frame.locator('header button').first().click();
      await frame.locator('.menu').waitFor();
      found.push(...(await look(frame, 'menu')));
      await frame.locator('.menu button').first().click();
      await until(() => frame.locator('#note').textContent(), 'a copy, or why not');
      found.push(...(await look(frame, 'copy')));
      await frame.locator('header button').first().click();
      await frame.locator('.menu button').last().click();
      await frame.locator('.card .main').waitFor();
      found.push(...(await look(frame, 'end question')));
      await frame.locator('.card .second').click();
      await page.context().setOffline(true);
      await frame.locator('#text').fill('Anybody?');
      await frame.locator('#text').press('Enter');
      await until(() => frame.locator('#note').textContent(), 'the offline note');
      found.push(...(await look(frame, 'offline note')));
      await page.context().setOffline(false);
      await until(async () => (await frame.locator('#note').textContent()) === '', 'the note goes', 20_000);
      await pressOn(shop, thread, 'enquiry.resolve');
      await frame.locator('fieldset.card').waitFor();
      found.push(...(await look(frame, 'resolved with rating')));
      await frame.locator('.faces button').nth(3).click();
      await frame.locator('.faces [aria-pressed=true]').waitFor();
      found.push(...(await look(frame, 'rated')));
      await page.route('**/chat/site/send', route =>
        route.fulfill({ status: 429, json: { code: 'slow', error: 'x', waitMs: 600_000 } }),
      );
      await frame.locator('#text').fill('One more');
      await frame.locator('#text').press('Enter');
      await until(() => frame.locator('#note').textContent(), 'the slow note');
      found.push(...(await look(frame, 'slow note')));
      await page.unroute('**/chat/site/send');
      await pressOn(shop, thread, 'customer.block');
      await until(async () => !(await frame.locator('#text').isVisible()), 'blocked');
      found.push(...(await look(frame, 'blocked')));
      await pressOn(shop, thread, 'customer.unblock');
      await frame.locator('#text').waitFor();
      await frame.locator('header button').first().click();
      await frame.locator('.menu button').last().click();
      await frame.locator('.card .main').click();
      await frame.locator('.bottom .main').waitFor();
      found.push(...(await look(frame, 'ended')));
      found.push(...(await look(page, 'launcher, open')));
      expect(found).toEqual([]);
    },
    240_000,
  );

  test('the button of a file is named as it is shown', async () => {
    const { page, shop } = await open({});
    await launcher(page).click();
    await say(page, 'Hello');
    await shop.cards(1);
    await teamFile(shop, { name: 'terms.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.4') });
    const frame = await panelFrame(page);
    await frame.locator('button.file').waitFor();
    expect(await look(frame, 'files')).toEqual([]);
  });

  test('axe finds nothing where sign-in is required, or an email address is asked for', async () => {
    const { page } = await open({
      settings: ['identity: required', `identity_secret: ${'s'.repeat(40)}`],
    });
    await launcher(page).click();
    const frame = await panelFrame(page);
    await panel(page).getByText('Please sign in on this site first.').waitFor();
    expect(await look(frame, 'sign-in')).toEqual([]);
    await host!.stop();
    const next = await open({});
    await launcher(next.page).click();
    await say(next.page, 'Hello');
    const input = panel(next.page).getByLabel(/^Leaving\?/);
    await input.fill('no address');
    await input.press('Enter');
    await panel(next.page).getByText('This is not an email address.').waitFor();
    expect(await look(await panelFrame(next.page), 'email question')).toEqual([]);
    await input.fill('maya@example.com');
    await input.press('Enter');
    await panel(next.page).getByText('Answers also reach you at maya@example.com.').waitFor();
    expect(await look(await panelFrame(next.page), 'email given')).toEqual([]);
  });

  test('at 400 % everything can be reached, nothing is cut off to the side', async () => {
    const { page, shop } = await open({ settings: FORM }, { viewport: { width: 320, height: 256 } });
    await launcher(page).click();
    const frame = await panelFrame(page);
    const wide = () => frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const reach = async (selector: string) => {
      const one = frame.locator(selector).last();
      await one.scrollIntoViewIfNeeded();
      const at = (await one.boundingBox())!;
      expect([at.x >= 0, at.x + at.width <= 320.5, at.y >= -0.5, at.y < 256], `${selector} is in sight`).toEqual([
        true,
        true,
        true,
        true,
      ]);
      // What is in sight is also what would be hit.
      await one.click({ trial: true, timeout: 3_000 });
    };
    await frame.locator('form.ask').waitFor();
    await reach('form.ask button[type=submit]');
    await frame.locator('form.ask button[type=submit]').click();
    for (const each of [
      '#f0',
      '#f1',
      '#f2',
      'input[type=checkbox]',
      'form.ask a',
      'form.ask button[type=submit]',
      'header button',
    ])
      await reach(each);
    expect(await wide()).toBeLessThanOrEqual(0);
    await frame.locator('#f0').fill('Maya');
    await frame.locator('#f1').fill('maya@example.com');
    await frame.locator('input[type=checkbox]').check();
    await frame.locator('form.ask button[type=submit]').click();
    await frame.locator('#text').fill(`A long word: ${'x'.repeat(200)} https://shop.example/${'y'.repeat(100)}`);
    await frame.locator('#text').press('Enter');
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'Answer');
    await frame.locator('.line.team').waitFor();
    await pressOn(shop, thread, 'enquiry.resolve');
    await frame.locator('fieldset.card').waitFor();
    for (const each of [
      '.line.team',
      '.faces button',
      '.faces button:first-child',
      '.send',
      '.attach input',
      '#text',
      'header button',
      'header button:first-of-type',
    ])
      await reach(each);
    expect(await wide()).toBeLessThanOrEqual(0);
    await frame.locator('header button').first().click();
    await reach('.menu li:last-child button');
    await frame.locator('.menu li:last-child button').click();
    await reach('.card .main');
    await reach('.card .second');
    expect(await wide()).toBeLessThanOrEqual(0);
  });

  test('at 400 % the newest line comes into sight by itself', async () => {
    const { page, shop } = await open({}, { viewport: { width: 320, height: 256 } });
    await launcher(page).click();
    for (let i = 1; i <= 6; i++) await say(page, `Line ${i}`);
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'The newest');
    const newest = panel(page).getByText('The newest');
    await newest.waitFor();
    const seen = async () => {
      const at = await newest.boundingBox();
      const bottom = await panel(page).locator('.bottom').boundingBox();
      return at !== null && at.y >= 0 && at.y + at.height <= bottom!.y + 1;
    };
    await until(seen, 'the newest line is in sight');
  });

  test('nothing moves for those who do not want it', async () => {
    const { page, shop } = await open({}, { reducedMotion: 'reduce' });
    await launcher(page).click();
    await say(page, 'Hello');
    const { thread } = (await shop.cards(1))[0]!;
    const frame = await panelFrame(page);
    await until(async () => {
      await teamTypes(shop, thread);
      return frame.locator('.typing, #log > p.meta').first().isVisible();
    }, 'typing');
    expect(await frame.evaluate(() => document.getAnimations().length)).toBe(0);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  test('with forced colours the launcher and the badge are still drawn', async () => {
    const { page, shop } = await open({}, { forcedColors: 'active', colorScheme: 'dark' });
    await launcher(page).click();
    await say(page, 'Hello');
    const { thread } = (await shop.cards(1))[0]!;
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await shop.reply('Ann', thread, 'One');
    const button = page.getByRole('button', { name: 'Chat with us, New messages: 1' });
    await button.waitFor();
    const colours = await button.evaluate(each => {
      const own = getComputedStyle(each);
      const badge = getComputedStyle(each.querySelector('.badge')!);
      const icon = getComputedStyle(each.querySelector('svg')!);
      return {
        edge: [own.borderTopColor, own.borderTopWidth, own.backgroundColor],
        icon: [icon.stroke, own.backgroundColor],
        badge: [badge.color, badge.backgroundColor],
        page: getComputedStyle(document.body).backgroundColor,
      };
    });
    expect(colours.edge[0]).not.toBe(colours.edge[2]);
    expect(colours.icon[0]).not.toBe(colours.icon[1]);
    expect(colours.badge[0]).not.toBe(colours.badge[1]);
  });

  test('everything that is pressed is at least 44 px large', async () => {
    const { page, shop } = await open({});
    expect((await launcher(page).boundingBox())!.width).toBeGreaterThanOrEqual(44);
    await launcher(page).click();
    await say(page, 'Hello');
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'Answer');
    await panel(page).getByText('Answer', { exact: true }).waitFor();
    await pressOn(shop, thread, 'enquiry.resolve');
    const frame = await panelFrame(page);
    await frame.locator('fieldset.card').waitFor();
    await frame.locator('header button').first().click();
    await box(page).waitFor();
    const small = await frame.evaluate(() =>
      [...document.querySelectorAll('button, input, textarea')].flatMap(each => {
        const { width, height } = each.getBoundingClientRect();
        return width >= 44 && height >= 44 ? [] : [`${each.outerHTML.slice(0, 80)} ${width}x${height}`];
      }),
    );
    expect(small).toEqual([]);
  });
});
