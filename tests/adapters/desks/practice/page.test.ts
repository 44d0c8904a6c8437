import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe, complaints } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('in a browser', () => {
  const browser = browserForAll();
  let shop: Shop;
  let pages: Page[];
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 1.5, webchat: 1.5 }\n' });
    pages = [];
  });
  afterEach(async () => {
    for (const page of pages) await page.context().close();
    await shop.stop();
  });
  const open = async (path = '/', options: { width?: number; dark?: boolean; person?: string } = {}) => {
    const context = await browser().newContext({
      viewport: { width: options.width ?? 1280, height: 800 },
      colorScheme: options.dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    pages.push(page);
    await page.goto(`${shop.url}${path}`);
    if (options.person) await page.getByLabel('You are').selectOption(options.person);
    return page;
  };
  const mail = () =>
    shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.\n\n-- \nMaya' });

  test('a card arrives by itself; claim, preview, Send, the mark counts down and says sent', async () => {
    const page = await open();
    const wrong = complaints(page);
    await page.getByRole('heading', { name: 'No enquiries yet' }).waitFor();
    await mail();
    const card = page.getByRole('article', { name: /Enquiry 1/ });
    await card.waitFor();
    await card.getByRole('button', { name: 'Claim' }).click();
    const thread = page.getByRole('region', { name: 'Thread of enquiry 1' });
    await thread.getByText('Ann claimed this.').waitFor();
    await thread.getByLabel(/Write in the thread/).fill('Hello Maya');
    await thread.getByLabel(/Write in the thread/).press('Enter');
    await thread.getByText('To Maya Patel, by email to maya@example.com').waitFor();
    await thread.getByRole('button', { name: 'Send to Maya', exact: true }).click();
    await thread.getByText(/Goes to Maya Patel in a moment/).waitFor();
    await thread.getByText('Sent to Maya Patel').waitFor();
    expect((await shop.mailbox())[0]?.text).toMatch(/^Hello Maya/);
    // What she got, with its headers and as her mail program shows it, and the way back.
    await page.goto(`${shop.url}/demo/mailbox`);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: /To maya@example\.com/ }).click();
    await page.getByText('All headers').click();
    await page.getByText(/^In-Reply-To: </m).waitFor();
    await page.frameLocator('iframe').getByText('Hello Maya').waitFor();
    await page.getByRole('link', { name: 'All mails' }).click();
    await page.getByRole('link', { name: 'Practice desk' }).click();
    await card.waitFor();
    expect((await page.request.get(`${shop.url}/favicon.ico`)).status()).toBe(200);
    expect(wrong).toEqual([]);
  });

  test('Undo in the mark takes the reply back', async () => {
    await mail();
    const page = await open();
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your reply').fill('Too fast');
    await dialog.getByRole('button', { name: /^Send to / }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back, not sent').waitFor();
    expect(await shop.mailbox()).toEqual([]);
  });

  test('two tabs race for a claim: one wins, the other is told who', async () => {
    await mail();
    const [ann, ben] = [await open('/', { person: 'Ann' }), await open('/', { person: 'Ben' })];
    await Promise.all([ann, ben].map(page => page.getByRole('button', { name: 'Claim' }).waitFor()));
    await Promise.all([ann, ben].map(page => page.getByRole('button', { name: 'Claim' }).click()));
    const owner = await until(async () => (await shop.cards(1))[0]?.card.owner, 'an owner');
    const loser = owner === 'Ann' ? ben : ann;
    await loser.getByText(`${owner} has this one. You can ask to take it over.`).waitFor();
    await loser.getByRole('button', { name: 'Ask to take over' }).last().click();
    const winner = owner === 'Ann' ? ann : ben;
    // Seen where they are: elsewhere, with the thread closed; and gone everywhere when it is done.
    await winner.getByRole('button', { name: 'Close', exact: true }).click();
    await winner
      .locator('.wanted')
      .getByText(/asks to take over Maya Patel's enquiry/)
      .waitFor();
    await winner.getByRole('button', { name: /^Hand over to/ }).click();
    await loser.getByText(/took over from/).waitFor();
    for (const page of [winner, loser]) {
      await page.getByRole('button', { name: /^Hand over to/ }).waitFor({ state: 'detached' });
      await page.getByText(/has this one|has been asked/).waitFor({ state: 'detached' });
    }
  });

  test('everything by keyboard: open the thread, write, send, resolve', async () => {
    await mail();
    const page = await open();
    await page.getByRole('article').waitFor();
    const press = async (name: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
        if (focused.startsWith(name)) return page.keyboard.press('Enter');
      }
      throw new Error(`"${name}" cannot be reached with the Tab key.`);
    };
    await press('Claim');
    await page.getByText('Ann claimed this.').waitFor();
    await page.getByLabel(/Write in the thread/).focus();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.getByText('Send this to the customer?').waitFor();
    await press('Send and resolve');
    await page.getByText('Ann answered and resolved this.').waitFor();
  });

  test('hostile text is shown, never run', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> <!channel> \u202egnp.exe';
    await shop.mail({ from: `"${'<b>Eve</b>'}" <eve@example.com>`, subject: evil, text: evil });
    const page = await open();
    await page.getByRole('article').waitFor();
    await page.getByRole('button', { name: /Open the thread/ }).click();
    await page.getByRole('region', { name: /Thread/ }).waitFor();
    expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
    expect(await page.getByText('<script>window.hacked=1</script>').count()).toBeGreaterThan(0);
  });

  test('Resolve in one press; with a reason by a form', async () => {
    await mail();
    const page = await open();
    await page.getByRole('article').getByRole('button', { name: 'Resolve', exact: true }).click();
    await page.getByText('Ann resolved this.').waitFor();
    await page.getByRole('button', { name: 'Reopen' }).first().click();
    await page.getByText('Ann reopened this.').waitFor();
    const thread = page.getByRole('region', { name: 'Thread of enquiry 1' });
    await thread.getByLabel('More for enquiry 1').click();
    await thread.getByRole('menuitem', { name: 'Resolve with a reason' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/What was it about/)
      .selectOption('Question');
    await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Ann resolved this: Question.').waitFor();
  });

  test('on a phone: Back closes the thread, an answer is closed everywhere, files go along, and what is done leaves the list', async () => {
    await mail();
    await shop.mail({ from: 'Tom <tom@example.com>', subject: 'The plug', text: 'It sparks.\n'.repeat(60) });
    await shop.cards(2);
    const page = await open('/', { width: 390 });
    const wrong = complaints(page);
    const shown = () => page.getByRole('article').count();
    await until(async () => (await shown()) === 2, 'both cards');
    // An answer, however long, leaves the room its place, and what is closed is closed in the other tab, too.
    const other = await open();
    await page.getByLabel('/desk').fill('help');
    await page.getByLabel('/desk').press('Enter');
    await other.getByRole('group', { name: 'Answer' }).waitFor();
    const height = (await page.locator('.answer').boundingBox())?.height ?? 0;
    expect(height).toBeLessThan(400);
    await page.locator('.answer').getByRole('button', { name: 'Close' }).click();
    await other.getByRole('group', { name: 'Answer' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('article').first().waitFor();
    expect(await page.locator('.answer').count()).toBe(0);

    await page.getByRole('button', { name: 'Open the thread of enquiry 2' }).click();
    const thread = page.getByRole('region', { name: 'Thread of enquiry 2' });
    await thread.getByLabel(/Write in the thread/).waitFor();
    const choose = async (name: string) => {
      const picker = page.waitForEvent('filechooser');
      await thread.getByRole('button', { name: 'Attach' }).click();
      await (await picker).setFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 how') });
    };
    await choose('not this.pdf');
    await choose('how to.pdf');
    await thread.getByRole('button', { name: 'Take not this.pdf away' }).click();
    await thread.getByRole('button', { name: 'Post' }).click();
    await thread.getByRole('link', { name: 'how to.pdf' }).waitFor();
    await thread.getByText('With: how to.pdf').waitFor();
    await thread.getByRole('button', { name: 'Send and resolve' }).click();
    await thread.getByText('Ann answered and resolved this.').waitFor();
    await until(async () => (await shop.mailbox())[0], 'the mail');
    expect(await shop.mailbox()).toMatchObject([{ to: 'tom@example.com', files: ['how to.pdf'] }]);

    await page.goBack();
    await thread.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await page.getByRole('article').allInnerTexts()).toMatchObject([expect.stringContaining('The lid')]);
    await page.getByRole('radio', { name: /^Done 1/ }).check();
    await page.getByRole('article', { name: /^Enquiry 2/ }).waitFor();
    await page.getByRole('radio', { name: /^Mine 0/ }).check();
    await page.getByText('You have no enquiries').waitFor();
    // Opened and closed in a hurry, forwards and back: what is seen is what the address says.
    await page.getByRole('radio', { name: /^Unclaimed 1/ }).check();
    await page.getByRole('button', { name: 'Open the thread of enquiry 1' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.goForward();
    await page.getByRole('region', { name: 'Thread of enquiry 1' }).waitFor();
    await page.goBack();
    expect(await page.locator('nav').evaluate(each => each.scrollWidth - each.clientWidth)).toBe(0);
    expect(await axe(page)).toEqual([]);
    expect(wrong).toEqual([]);
  });

  test('on a phone: Back closes a form and a menu before the thread, and leaves nobody outside', async () => {
    await mail();
    const page = await open('/', { width: 390 });
    const card = page.getByRole('article', { name: /^Enquiry 1/ });
    await card.waitFor();
    const dialog = page.getByRole('dialog');
    const thread = page.getByRole('region', { name: 'Thread of enquiry 1' });
    const menu = page.getByRole('menu');
    // In the room: a form that belongs to no thread, and a menu.
    await page.getByLabel('/desk').fill('log');
    await page.getByLabel('/desk').press('Enter');
    await dialog.getByLabel('What happened?').fill('Tom rang');
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    await card.getByLabel('More for enquiry 1').click();
    await menu.waitFor();
    await page.goBack();
    await menu.waitFor({ state: 'detached' });
    await card.waitFor();
    // Over a thread, and by a choice in the menu, which leads to a form.
    await card.getByRole('button', { name: 'Reply', exact: true }).click();
    await dialog.getByLabel('Your reply').fill('Hello Maya');
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    await thread.getByLabel('More for enquiry 1').click();
    await page.getByRole('menuitem', { name: 'Snooze' }).click();
    await dialog.waitFor();
    await page.goBack();
    await dialog.waitFor({ state: 'detached' });
    // What was begun is still there; after a reload, with the form open, too, and Back has one step less to go.
    await thread.getByRole('button', { name: 'Reply', exact: true }).click();
    expect(await dialog.getByLabel('Your reply').inputValue()).toBe('Hello Maya');
    await page.reload();
    await thread.waitFor();
    await page.goBack();
    await thread.waitFor({ state: 'detached' });
    await card.waitFor();
    expect(new URL(page.url()).hash).toBe('');
    // A form that is sent is a step that is gone, too.
    await card.getByRole('button', { name: 'Reply', exact: true }).click();
    await dialog.getByRole('button', { name: /^Send to / }).click();
    await thread.getByText('Hello Maya').waitFor();
    await dialog.waitFor({ state: 'detached' });
    // Nor does Forward lead to it.
    await page.goForward();
    await page.waitForFunction(() => history.state === 'room-behind');
    await page.goBack();
    await thread.waitFor({ state: 'detached' });
    await card.waitFor();
  });

  test('words, links and file names of any length are cut nowhere on a phone, and a long name keeps its ending', async () => {
    const long = 'https://shop.example/'.padEnd(400, 'orders');
    await shop.mail({
      from: `"${'Wolfe'.repeat(30)}" <w@example.com>`,
      subject: 'Lid'.repeat(60),
      text: `See ${long}`,
    });
    await shop.cards(1);
    const page = await open('/', { width: 360 });
    await page.getByRole('article').waitFor();
    const cut = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
          .map(each => `${each.tagName} ${each.className}`),
      );
    expect(await cut()).toEqual([]);
    await page.getByRole('button', { name: 'Open the thread of enquiry 1' }).click();
    const thread = page.getByRole('region', { name: 'Thread of enquiry 1' });
    const picker = page.waitForEvent('filechooser');
    await thread.getByRole('button', { name: 'Attach' }).click();
    const mimeType = 'application/pdf';
    await (await picker).setFiles({ name: `${'n'.repeat(240)}.pdf`, mimeType, buffer: Buffer.from('%PDF-1.4 how') });
    // Nor is what is pressed broken into pieces.
    const heights = await thread.locator('.send button').evaluateAll(all => all.map(each => each.clientHeight));
    expect(Math.max(...heights)).toBeLessThan(48);
    await thread.getByRole('button', { name: 'Post' }).click();
    await thread.getByText('Send this to the customer?').waitFor();
    expect(await cut()).toEqual([]);
    await thread.getByRole('link', { name: /^n{196}\.pdf/ }).waitFor();
    await thread.getByRole('button', { name: 'Reply', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    expect(await cut()).toEqual([]);
    expect(await page.getByRole('dialog').evaluate(each => each.scrollWidth - each.clientWidth)).toBe(0);
  });

  test('lines about another enquiry lead to it, and what was only told is put away in every tab', async () => {
    await mail();
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The cup', text: 'It has a crack.' });
    await shop.cards(2);
    const page = await open();
    await page.getByRole('button', { name: 'Open the thread of enquiry 2' }).click();
    const thread = (number: number) => page.getByRole('region', { name: `Thread of enquiry ${number}` });
    await thread(2).getByLabel('More for enquiry 2').click();
    await page.getByRole('menuitem', { name: 'Merge with …' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/number/i)
      .fill('77');
    await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
    const told = thread(2).locator('.private');
    await told.waitFor();
    await told.getByRole('button', { name: 'Close' }).click();
    await told.waitFor({ state: 'detached' });
    await page.reload();
    await thread(2).waitFor();
    expect(await told.count()).toBe(0);
    await thread(2).getByLabel('More for enquiry 2').click();
    await page.getByRole('menuitem', { name: /^Merge with #1/ }).click();
    const line = thread(2).locator('.line', { hasText: 'Carry on there.' });
    await line.getByRole('button', { name: 'Open it' }).click();
    await thread(1)
      .locator('.line', { hasText: 'Ann merged #2 with this one.' })
      .getByRole('button', { name: 'Open it' })
      .click();
    await thread(2).waitFor();
  });

  test('the command box completes and answers privately', async () => {
    await mail();
    const page = await open();
    await page.getByRole('article').waitFor();
    const box = page.getByLabel('/desk');
    await box.fill('op');
    await page.getByText('every unfinished enquiry').waitFor();
    await box.press('Tab');
    expect(await box.inputValue()).toBe('open');
    await box.press('Enter');
    await page.getByText(/#1 Maya Patel: The lid \(nobody yet, new/).waitFor();
    expect(await axe(page)).toEqual([]);
    // Its number leads to its thread; what was closed stays closed.
    await page.getByRole('button', { name: '#1', exact: true }).click();
    await page.getByLabel(/Write in the thread/).waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
    await page.reload();
    await page.getByRole('article').first().waitFor();
    expect(await page.getByText('Only you can see this').count()).toBe(0);
  });

  test('on a phone the picture of figures is seen without scrolling, and the room is still there', async () => {
    await mail();
    const page = await open('/', { width: 390 });
    await page.getByRole('article').waitFor();
    await page.getByLabel('/desk').fill('stats');
    await page.getByLabel('/desk').press('Enter');
    const picture = page.locator('.answer img.figures');
    await picture.waitFor();
    await until(() => picture.evaluate(each => (each as HTMLImageElement).naturalHeight > 0), 'it is drawn');
    const bottom = (selector: string) =>
      page.locator(selector).evaluate(each => Math.floor(each.getBoundingClientRect().bottom));
    expect(await bottom('.answer img.figures')).toBeLessThanOrEqual(await bottom('.answer .said'));
    expect((await page.locator('.answer').boundingBox())!.height).toBeLessThan(0.65 * 800);
    expect(await page.locator('.answer .said').evaluate(each => each.scrollTop)).toBe(0);
  });

  test.each([
    ['light', 1280, false],
    ['dark', 1280, true],
    ['phone', 390, false],
  ])('axe finds nothing (%s): empty room, cards, thread with preview and failure, form', async (_, width, dark) => {
    const page = await open('/', { width, dark });
    await page.getByRole('heading', { name: 'No enquiries yet' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await mail();
    await page.getByRole('article').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reply', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByLabel(/Write in the thread/).fill('Hello');
    await page.getByRole('button', { name: 'Post' }).click();
    await page.getByText('Send this to the customer?').waitFor();
    expect(await axe(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });

  test('a shop’s page: chat, answer, unread badge, reload, and no connection in between', async () => {
    const page = await open('/demo/shop');
    const wrong = complaints(page);
    expect(page.frames()).toHaveLength(1);
    await page.getByRole('button', { name: 'Chat with us' }).click();
    const frame = page.frameLocator('iframe[title="Kettle & Co"]');
    await frame.getByLabel('Your message').fill('Do you ship to Denmark? <b>x</b>');
    await frame.getByLabel('Your message').press('Enter');
    await frame.getByText('Do you ship to Denmark? <b>x</b>').waitFor();
    const { thread } = (await shop.cards(1))[0]!;
    await frame.getByRole('button', { name: 'Close the chat' }).click();
    await shop.reply('Ann', thread, 'Yes, we do.');
    await page.getByRole('button', { name: 'Chat with us, New messages: 1' }).click();
    await frame.getByText('Yes, we do.').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.reload();
    await frame.getByText('Yes, we do.').waitFor();
    expect(await frame.getByText('Do you ship to Denmark?').count()).toBe(1);
    // Written while there is no connection: kept in the page, sent by itself, once.
    await page.context().setOffline(true);
    await frame.getByLabel('Your message').fill('Are you still there?');
    await frame.getByLabel('Your message').press('Enter');
    await frame.getByText(/No connection\. Your message is kept/).waitFor();
    await page.context().setOffline(false);
    await until(async () => (await shop.cards(1))[0]?.card.customerMessages === 2, 'the kept message', 20_000);
    await shop.reply('Ann', thread, 'Yes, still here.');
    await frame.getByText('Yes, still here.').waitFor();
    expect(await frame.getByText('Are you still there?').count()).toBe(1);
    expect(wrong.filter(each => !/net::|Failed to load/.test(each))).toEqual([]);
  });
});
