import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, composer, deskPages, openThread, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

const DIRECT = 'hold_seconds: { email: 0.3 }\nrooms:\n  - { name: customers, reply: direct }\n  - { name: orders }\n';

describeInBrowser('drafts on the practice desk', { timeout: 60_000 }, () => {
  let shop: Shop;
  const desk = deskPages(browserForAll(), () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: DIRECT });
    await shop.mail({ from: 'Maya <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    await shop.cards(1);
    await shop.mail({ from: 'Tom <tom@example.com>', subject: 'The plug', text: 'It sparks.' });
    await shop.cards(2);
  });
  afterEach(async () => {
    await desk.close();
    await shop.stop();
  });
  const claimBoth = async () => {
    for (const { thread, card: view } of await shop.cards(2))
      await shop.press('Ann', thread, { id: 'enquiry.claim', value: view.enquiryId });
    await until(async () => (await shop.cards(2)).every(each => each.card.owner === 'Ann'), 'both claimed');
  };
  const sentTo = async () => (await shop.mailbox()).map(each => [each.to, each.text.trim().split('\n')[0]]);
  /** As if somebody chose in the list, with whatever is open above it. */
  const become = (page: Page, person: string) =>
    page.evaluate(name => {
      const select = document.querySelector<HTMLSelectElement>('#person')!;
      select.value = name;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, person);

  test('in direct mode a draft stays in its thread, and Enter mails each customer their own words', async () => {
    await claimBoth();
    const page = await desk.open();
    await openThread(page, 1);
    await composer(page).fill('Maya, your refund is 40 EUR');
    await openThread(page, 2);
    expect(await composer(page).inputValue()).toBe('');
    await composer(page).press('Enter');
    await page.keyboard.press('Control+z');
    expect(await composer(page).inputValue()).toBe('');
    await composer(page).pressSequentially('Tom, unplug it');
    await openThread(page, 1);
    expect(await composer(page).inputValue()).toBe('Maya, your refund is 40 EUR');
    await composer(page).press('Enter');
    await threadOf(page, 1).getByText('Sent to Maya').waitFor();
    expect(await composer(page).inputValue()).toBe('');
    await openThread(page, 2);
    await composer(page).press('Enter');
    await threadOf(page, 2).getByText('Sent to Tom').waitFor();
    expect((await sentTo()).sort()).toEqual([
      ['maya@example.com', 'Maya, your refund is 40 EUR'],
      ['tom@example.com', 'Tom, unplug it'],
    ]);
    expect(desk.wrong).toEqual([]);
  });

  test('a draft is there after the thread was closed, the page was loaded again, and in the next tab', async () => {
    const page = await desk.open({ width: 390 });
    await openThread(page, 1);
    await composer(page).fill('Half a th');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await openThread(page, 2);
    await page.reload();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await openThread(page, 1);
    expect(await composer(page).inputValue()).toBe('Half a th');
    const next = await desk.open({ context: page.context() });
    await openThread(next, 1);
    expect(await composer(next).inputValue()).toBe('Half a th');
    // Cleared by hand, it is gone.
    await composer(next).fill('');
    await next.reload();
    await threadOf(next, 1).waitFor();
    expect(await composer(next).inputValue()).toBe('');
  });

  test('somebody else at the same page gets no draft of the one before them', async () => {
    await claimBoth();
    const page = await desk.open({ person: 'Ann' });
    await openThread(page, 1);
    await composer(page).fill("Ann's words");
    await page.getByLabel('You are').selectOption('Ben');
    await threadOf(page, 1).waitFor();
    expect(await composer(page).inputValue()).toBe('');
    await composer(page).fill("Ben's words");
    await page.getByLabel('You are').selectOption('Ann');
    await until(async () => (await composer(page).inputValue()) === "Ann's words", "Ann's words");
    expect(await sentTo()).toEqual([]);
  });

  test('an input method is not disturbed by what arrives, and what it composes goes nowhere else', async () => {
    const page = await desk.open();
    await openThread(page, 1);
    await composer(page).focus();
    const keys = await page.context().newCDPSession(page);
    const compose = (text: string) =>
      keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await compose('か');
    for (const [n, text] of ['かん', 'かんじ'].entries()) {
      await shop.mail({ from: 'Maya <maya@example.com>', subject: 'Re: The lid', text: `More ${n}` });
      await shop.mail({ from: `New ${n} <new${n}@example.com>`, subject: 'Hello', text: 'Hi' });
      await card(page, 3 + n).waitFor();
      await compose(text);
    }
    await keys.send('Input.insertText', { text: '漢字' });
    expect(await composer(page).inputValue()).toBe('漢字');
    expect(await composer(page).evaluate(box => box === document.activeElement)).toBe(true);
    await compose('です');
    await openThread(page, 2);
    expect(await composer(page).inputValue()).toBe('');
    await openThread(page, 1);
    expect(await composer(page).inputValue()).toBe('漢字です');
  });

  test('a thread that is slow to come leaves no box of the one before it', async () => {
    await claimBoth();
    const page = await desk.open();
    await openThread(page, 1);
    const second = (await shop.cards(2))[1]!.thread;
    let letGo = () => {};
    const held = new Promise<void>(resolve => {
      letGo = resolve;
    });
    await page.route(`**/practice/thread?*${encodeURIComponent(second)}*`, async route => {
      await held;
      await route.continue();
    });
    await card(page, 2).getByRole('button', { name: 'Open the thread of enquiry 2' }).click();
    await threadOf(page, 1).waitFor({ state: 'detached' });
    expect(await composer(page).count()).toBe(0);
    letGo();
    await threadOf(page, 2).waitFor();
    expect(await composer(page).inputValue()).toBe('');
  });

  test('words that the desk did not take come back, and are not in the thread twice', async () => {
    const page = await desk.open();
    await openThread(page, 1);
    await page.route('**/practice/act', route => route.fulfill({ status: 400, json: { error: 'Not now.' } }));
    await composer(page).fill('// lost?');
    await composer(page).press('Enter');
    await page.getByText('Not now.').waitFor();
    expect(await composer(page).inputValue()).toBe('// lost?');
    await page.unroute('**/practice/act');
    // Taken in, but the answer does not come: the page is loaded again meanwhile.
    await page.route('**/practice/act', async route => {
      await route.fetch();
      // The page that asked may be gone by now.
      await route.abort().catch(() => {});
    });
    await composer(page).press('Enter');
    await threadOf(page, 1).getByText('// lost?').waitFor();
    await page.unroute('**/practice/act');
    await page.reload();
    await threadOf(page, 1).getByText('// lost?').waitFor();
    expect(await composer(page).inputValue()).toBe('');
    // Never taken in: the words wait for their author.
    await page.route('**/practice/act', route => route.abort());
    await composer(page).fill('// still here');
    await composer(page).press('Enter');
    await page.reload();
    await threadOf(page, 1).waitFor();
    expect(await composer(page).inputValue()).toBe('// still here');
  });

  test('what was typed in a reply form is for its own enquiry, and still there after Escape and a reload', async () => {
    const page = await desk.open();
    const form = page.getByRole('dialog');
    const reply = (number: number) => card(page, number).getByRole('button', { name: 'Reply', exact: true }).click();
    await reply(1);
    await form.getByLabel('Your reply').fill('For Maya only');
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await reply(2);
    expect(await form.getByLabel('Your reply').inputValue()).toBe('');
    await page.reload();
    await reply(1);
    expect(await form.getByLabel('Your reply').inputValue()).toBe('For Maya only');
    await form.getByRole('button', { name: /^Send to / }).click();
    await threadOf(page, 1).getByText('Sent to Maya').waitFor();
    await reply(1);
    expect(await form.getByLabel('Your reply').inputValue()).toBe('');
    expect(await sentTo()).toEqual([['maya@example.com', 'For Maya only']]);
  });

  test('a form that comes late does not open over another enquiry or take its words', async () => {
    const page = await desk.open();
    const form = page.getByRole('dialog');
    const [first] = await shop.cards(2);
    let letGo = () => {};
    const held = new Promise<void>(resolve => {
      letGo = resolve;
    });
    await page.route(`**/practice/form?*${first!.card.enquiryId}*`, async route => {
      await held;
      await route.continue();
    });
    await card(page, 1).getByRole('button', { name: 'Reply', exact: true }).click();
    await card(page, 2).getByRole('button', { name: 'Reply', exact: true }).click();
    await form.getByRole('heading', { name: 'Reply to Tom' }).waitFor();
    await form.getByLabel('Your reply').fill('For Tom');
    const answered = page.waitForResponse(/practice\/form/);
    letGo();
    await answered;
    await shop.mail({ from: 'New <new@example.com>', subject: 'Wakes the page', text: 'x' });
    await page.getByText('Wakes the page').waitFor();
    expect(await form.getByRole('heading').textContent()).toBe('Reply to Tom');
    expect(await form.getByLabel('Your reply').inputValue()).toBe('For Tom');
    await form.getByRole('button', { name: /^Send to / }).click();
    await threadOf(page, 2).getByText('Sent to Tom').waitFor();
    expect(await sentTo()).toEqual([['tom@example.com', 'For Tom']]);
  });

  test.each([
    ['Reply', 'Your reply', 'Mine'],
    ['Merge', 'Number of this customer', '2'],
  ])('the form "%s" closes when somebody else sits down, and keeps its words for its author', async (button, field, words) => {
    const page = await desk.open({ person: 'Ann' });
    const form = page.getByRole('dialog');
    const ask = async () => {
      await page.evaluate(name => {
        const found = [...document.querySelectorAll<HTMLElement>('.room-pane .card button')];
        found.find(each => each.textContent?.startsWith(name))?.click();
      }, button);
      await form.waitFor();
    };
    await openThread(page, 1);
    if (button !== 'Reply') await card(page, 1).getByLabel('More for enquiry 1').click();
    await ask();
    await form.getByLabel(field).fill(words);
    await become(page, 'Ben');
    await form.waitFor({ state: 'detached' });
    if (button !== 'Reply') await card(page, 1).getByLabel('More for enquiry 1').click();
    await ask();
    expect(await form.getByLabel(field).inputValue()).toBe('');
    await become(page, 'Ann');
    await form.waitFor({ state: 'detached' });
    if (button !== 'Reply') await card(page, 1).getByLabel('More for enquiry 1').click();
    await ask();
    expect(await form.getByLabel(field).inputValue()).toBe(words);
    expect(await sentTo()).toEqual([]);
  });

  test('an edit that was begun stays with its message, over a reload, and is saved there', async () => {
    const page = await desk.open();
    const thread = await openThread(page, 1);
    await composer(page).fill('// first');
    await composer(page).press('Enter');
    await thread.getByRole('button', { name: 'Edit' }).click();
    await thread.getByLabel('Edit the message').fill('// first, better');
    await openThread(page, 2);
    expect(await page.getByLabel('Edit the message').count()).toBe(0);
    await page.getByLabel('You are').selectOption('Ben');
    await openThread(page, 1);
    expect(await page.getByLabel('Edit the message').count()).toBe(0);
    await page.getByLabel('You are').selectOption('Ann');
    await page.reload();
    expect(await thread.getByLabel('Edit the message').inputValue()).toBe('// first, better');
    await thread.getByRole('button', { name: 'Save' }).click();
    await thread.getByText('// first, better').waitFor();
    await thread.getByText('edited').waitFor();
    expect(await page.getByLabel('Edit the message').count()).toBe(0);
  });

  test('a command or a logged call that was begun stays with its person and its room', async () => {
    const page = await desk.open({ person: 'Ann' });
    const box = page.getByLabel('/desk');
    await box.fill('customer Maya');
    await page.getByLabel('You are').selectOption('Ben');
    await until(async () => (await box.inputValue()) === '', 'an empty box');
    await page.getByRole('button', { name: '# orders' }).click();
    await page.getByLabel('You are').selectOption('Ann');
    await until(async () => (await box.inputValue()) === '', 'an empty box');
    await page.getByRole('button', { name: '# customers' }).click();
    await until(async () => (await box.inputValue()) === 'customer Maya', 'the words');
    await box.fill('log');
    await box.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByLabel('What happened?').fill('Mrs Shah rang about her order');
    await become(page, 'Ben');
    await form.waitFor({ state: 'detached' });
    await box.fill('log');
    await box.press('Enter');
    expect(await form.getByLabel('What happened?').inputValue()).toBe('');
  });

  test('a form stays open, with everything in it, until the desk took it', async () => {
    const page = await desk.open();
    await page.route('**/practice/act', route => route.fulfill({ status: 413, json: { error: 'This is too long.' } }));
    await card(page, 1).getByRole('button', { name: 'Reply', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Your reply').fill('Long words');
    await form.getByRole('button', { name: /^Send to / }).click();
    await form.getByText('This is too long.').waitFor();
    expect(await form.getByLabel('Your reply').inputValue()).toBe('Long words');
    await page.unroute('**/practice/act');
    await form.getByRole('button', { name: /^Send to / }).click();
    await threadOf(page, 1).getByText('Sent to Maya').waitFor();
    await form.waitFor({ state: 'detached' });
  });

  test('without storage in the browser drafts still never move', async () => {
    const blocked = () => {
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('blocked', 'SecurityError');
          },
        });
    };
    const page = await desk.open({ before: each => each.addInitScript(blocked) });
    await openThread(page, 1);
    await composer(page).fill('In this page only');
    await openThread(page, 2);
    expect(await composer(page).inputValue()).toBe('');
    await openThread(page, 1);
    expect(await composer(page).inputValue()).toBe('In this page only');
    expect(desk.wrong).toEqual([]);
  });
});
