import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, openThread, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

/** Only the admin has it. */
const ERASE = 'Erase customer …';

describeInBrowser('the menu of a card on the practice desk', { timeout: 60_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const mail = async (count = 1) => {
    for (let n = 1; n <= count; n++) {
      await shop.mail({ from: `Maya <maya${n}@example.com>`, subject: `The lid ${n}`, text: 'It rattles.' });
      await shop.cards(n);
    }
  };
  const items = (page: Page) => page.getByRole('menuitem').allTextContents();
  const open = async (page: Page, number: number) => {
    await card(page, number).getByLabel(`More for enquiry ${number}`).click();
    await page.getByRole('menu').waitFor();
  };
  /** Which items are not wholly seen, or lie under something else. */
  const hidden = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].flatMap(each => {
        each.scrollIntoView({ block: 'nearest' });
        const { top, bottom, left, right } = each.getBoundingClientRect();
        const inside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const corner = document.elementFromPoint(left + 3, top + 3);
        return inside && hit === each && corner === each ? [] : [each.textContent];
      }),
    );

  test.each([
    ['a desktop', 1200, 800],
    ['a small window', 800, 420],
    ['a phone', 390, 844],
    ['a narrow phone', 360, 640],
    ['a phone on its side', 640, 360],
    ['a desktop at 200 % zoom', 600, 400],
    ['a desktop at 400 % zoom', 320, 256],
  ])('is wholly seen on %s: of the first card, of the last, and in the thread', async (_, width, height) => {
    await mail(3);
    const page = await desk.open({ width, height });
    for (const number of [1, 3]) {
      await card(page, number).waitFor();
      await open(page, number);
      expect(await hidden(page), `card ${number}`).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await openThread(page, 1);
    await threadOf(page, 1).getByLabel('More for enquiry 1').click();
    expect(await hidden(page), 'in the thread').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  test('closes on a press outside, Escape, Tab, another menu and a choice; Escape gives the focus back', async () => {
    await mail(2);
    const page = await desk.open();
    const menu = page.getByRole('menu');
    const more = (number: number) => card(page, number).getByLabel(`More for enquiry ${number}`);
    await more(1).click();
    expect(await more(1).getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('heading', { name: '# customers' }).click();
    await menu.waitFor({ state: 'detached' });
    expect(await more(1).getAttribute('aria-expanded')).toBe('false');
    await more(1).click();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    expect(await more(1).evaluate(each => each === document.activeElement)).toBe(true);
    await more(1).click();
    await more(1).click();
    await menu.waitFor({ state: 'detached' });
    await more(1).click();
    await page.keyboard.press('Tab');
    await menu.waitFor({ state: 'detached' });
    await more(1).click();
    await more(2).focus();
    await page.keyboard.press('Enter');
    await until(async () => (await menu.getAttribute('aria-label')) === 'Choices for enquiry 2', 'the other menu');
    expect(await menu.count()).toBe(1);
    await page.getByRole('menuitem', { name: 'Snooze' }).click();
    await page.getByRole('dialog').getByRole('heading', { name: 'Snooze' }).waitFor();
    expect(await menu.count()).toBe(0);
  });

  test('goes by keyboard alone, and is a menu to a screen reader', async () => {
    await mail(1);
    const page = await desk.open();
    const more = card(page, 1).getByLabel('More for enquiry 1');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await more.focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Resolve with a reason');
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('Erase customer …');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Snooze');
    await page.keyboard.press('End');
    expect(await focused()).toBe('Erase customer …');
    await page.keyboard.press('h');
    expect(await focused()).toBe('Hand over');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Resolve with a reason');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await more.getAttribute('aria-haspopup')).toBe('menu');
  });

  test('stays where it is, and true, while the desk changes around it', async () => {
    await mail(1);
    const page = await desk.open({ person: 'Ben' });
    await open(page, 1);
    await page.keyboard.press('ArrowDown');
    const [first] = await shop.cards(1);
    await shop.press('Ann', first!.thread, { id: 'enquiry.claim', value: first!.card.enquiryId });
    await until(async () => (await items(page)).includes('Ask to take over'), 'what fits now');
    await shop.mail({ from: 'Tom <tom@example.com>', subject: 'The plug', text: 'It sparks.' });
    await card(page, 2).waitFor();
    if (await page.getByRole('menu').count()) expect(await hidden(page)).toEqual([]);
  });

  test('offers each person what they may do: nobody has it, the owner, a colleague, resolved, spam', async () => {
    await mail(1);
    const [ann, ben] = [await desk.open({ person: 'Ann' }), await desk.open({ person: 'Ben' })];
    const [first] = await shop.cards(1);
    const press = (id: string) => shop.press('Ann', first!.thread, { id: id as never, value: first!.card.enquiryId });
    const seen = async (page: Page) => {
      const more = card(page, 1).getByLabel('More for enquiry 1');
      if ((await more.count()) === 0) return [];
      await open(page, 1);
      const found = await items(page);
      await page.keyboard.press('Escape');
      return found;
    };
    const free = [
      'Resolve with a reason',
      'Snooze',
      'Hand over',
      'Ask an expert',
      'Flag for the business …',
      'Part of an incident …',
      'Similar answers',
      'Merge with …',
      'Same person as …',
      'This was abuse',
      'Spam',
    ];
    expect(await seen(ann)).toEqual([...free, ERASE]);
    expect(await seen(ben)).toEqual(free);
    await press('enquiry.claim');
    for (const page of [ann, ben])
      await card(page, 1).getByRole('button', { name: 'Claim' }).waitFor({ state: 'detached' });
    expect(await seen(ann)).toEqual([
      'Resolve with a reason',
      'Snooze',
      'Hand over',
      'Ask an expert',
      'Release',
      'Stuck? Ask the room',
      'Tell me when they answer',
      'Flag for the business …',
      'Part of an incident …',
      'Similar answers',
      'Merge with …',
      'Same person as …',
      'This was abuse',
      'Spam',
      ERASE,
    ]);
    expect(await seen(ben)).toEqual([
      'Ask an expert',
      'Ask to take over',
      'Tell me when they answer',
      'Flag for the business …',
      'Part of an incident …',
      'Similar answers',
      'Merge with …',
      'Same person as …',
      'This was abuse',
      'Spam',
    ]);
    // What a colleague cannot do leads on to what they can.
    await card(ben, 1).getByRole('button', { name: 'Reply', exact: true }).click();
    await ben.getByText('Ann has this one. You can ask to take it over.').waitFor();
    await ben.locator('.notice').getByRole('button', { name: 'Ask to take over' }).click();
    await ben.getByText('Ann has been asked.').waitFor();
    await press('enquiry.resolve');
    for (const page of [ann, ben]) await page.getByRole('radio', { name: /^Done/ }).check();
    for (const page of [ann, ben]) await card(page, 1).getByRole('button', { name: 'Reopen' }).waitFor();
    const ofResolved = ['Flag for the business …', 'Part of an incident …', 'Save as answer'];
    expect([await seen(ann), await seen(ben)]).toEqual([[...ofResolved, ERASE], ofResolved]);
    await press('enquiry.reopen');
    for (const page of [ann, ben]) await card(page, 1).waitFor({ state: 'detached' });
    await press('enquiry.spam');
    for (const page of [ann, ben]) await card(page, 1).getByRole('button', { name: 'Not spam' }).waitFor();
    expect([await seen(ann), await seen(ben)]).toEqual([[ERASE], []]);
  });

  test('of a logged call offers nothing that needs a message', async () => {
    const values = { who: 'Mrs Shah', what: 'She rang about her order', how: 'phone', callback: 'yes' };
    await shop.act('Ann', { do: 'submit', form: 'log.form', enquiryId: null, submit: 'log', values });
    await shop.cards(1);
    const page = await desk.open({ person: 'Ben' });
    await card(page, 1).waitFor();
    expect(await card(page, 1).getByRole('button', { name: 'Reply', exact: true }).count()).toBe(0);
    await open(page, 1);
    expect(await items(page)).not.toContain('Spam');
  });
});
