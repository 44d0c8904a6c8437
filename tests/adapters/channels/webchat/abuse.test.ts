/** Floods, puzzles that are replayed, and forged addresses. */

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zeroBits } from '../../../../adapters/channels/webchat/puzzle.ts';
import type { Puzzle } from '../../../../adapters/channels/webchat/wire.ts';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { solve, visit } from '../../../kit/visitor.ts';
import { type ChatHost, launcher, lines, panel, pressOn, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const from = (address: string) => ({ 'X-Forwarded-For': address });

describe('a flood', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ env: { TRUSTED_PROXIES: 'loopback' } });
  });
  afterEach(() => shop.stop());
  const start = async (address: string, body: object = {}) => {
    const response = await fetch(`${shop.url}/chat/site/start`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...from(address) },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      body: (await response.json()) as { token?: string; code?: string; puzzle?: Puzzle; waitMs?: number },
    };
  };
  /** Uses up what an address has without work. */
  const use = async (address: string) => {
    for (let i = 0; i < 6; i++) expect((await start(address)).status).toBe(201);
    const { body } = await start(address);
    return body.puzzle!;
  };

  test('of 1,000 starts from one address opens six chats without work, and another address still comes in', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 20; i++)
      answers.push(
        ...(await Promise.all(Array.from({ length: 50 }, () => start('203.0.113.9').then(each => each.status)))),
      );
    expect(answers.filter(each => each === 201)).toHaveLength(6);
    expect(answers.filter(each => each === 429)).toHaveLength(994);
    expect((await start('198.51.100.7')).status).toBe(201);
    const behind = await visit(shop.url, { headers: from('203.0.113.9') });
    expect((await behind.send('A real person behind the same address')).status).toBe(200);
    expect(await shop.cards(1)).toHaveLength(1);
  });

  test('of chats without a word shows the team nothing', async () => {
    for (let i = 0; i < 6; i++) await start('203.0.113.9');
    expect(await shop.cards()).toEqual([]);
  });

  test('is not helped by a puzzle that was solved once, also when it is sent twice at the same moment', async () => {
    const solved = solve(await use('203.0.113.9'));
    const both = await Promise.all([start('203.0.113.9', { solved }), start('203.0.113.9', { solved })]);
    expect(both.map(each => each.status).sort()).toEqual([201, 429]);
    expect((await start('203.0.113.9', { solved })).body.code).toBe('puzzle');
    // The same solution with something behind it is the same solution.
    const more = { text: `${solved.text}.x`, number: 0 };
    while (zeroBits(createHash('sha256').update(`${more.text}.${more.number}`).digest()) < 15) more.number++;
    expect((await start('203.0.113.9', { solved: more })).body.code).toBe('puzzle');
  });

  test.each([
    ['easier than was asked', (text: string) => text.replace(/^([^.]+)\.\d+\./, '$1.1.')],
    ['longer good than was said', (text: string) => text.replace(/^([^.]+\.\d+)\.\d+\./, '$1.9999999999999.')],
    ['over', (text: string) => text.replace(/^([^.]+\.\d+)\.\d+\./, `$1.${Date.now() - 1_000}.`)],
    ['unsigned', (text: string) => text.replace(/\.[^.]+$/, '.')],
    ['made up', () => 'a.1.9999999999999.b'],
    ['with another nonce', (text: string) => text.replace(/^[^.]+/, 'f'.repeat(24))],
  ])('is not helped by a puzzle that is %s', async (_, forge) => {
    const puzzle = await use('203.0.113.9');
    const bits = /^[^.]+\.1\./.test(forge(puzzle.text)) ? 1 : 10;
    const solved = solve({ text: forge(puzzle.text), bits });
    const answer = await start('203.0.113.9', { solved });
    expect([answer.status, answer.body.code]).toEqual([429, 'puzzle']);
  });

  test.each([
    ['a text', 'x'],
    ['a number', 7],
    ['a list', [1]],
    ['null', null],
    ['a fraction', { text: 'a.b.c.d', number: 0.5 }],
    ['objects', { text: {}, number: {} }],
  ])('that sends %s for a solution gets the puzzle, no error', async (_, solved) => {
    await use('203.0.113.9');
    expect((await start('203.0.113.9', { solved })).body.code).toBe('puzzle');
  });

  test('costs more work the longer it goes on', async () => {
    let puzzle = await use('203.0.113.9');
    const first = puzzle.bits;
    for (let i = 0; i < 13; i++) {
      expect((await start('203.0.113.9', { solved: solve(puzzle) })).status).toBe(201);
      puzzle = (await start('203.0.113.9')).body.puzzle!;
    }
    expect(puzzle.bits).toBeGreaterThan(first);
  });

  test('from many addresses of one IPv6 network is one address', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 12; i++) answers.push((await start(`2001:db8:0:1:${i}:aaaa::${i + 1}`)).status);
    expect(answers.filter(each => each === 201)).toHaveLength(6);
    expect((await start('2001:0DB8::1:0:0:0:9')).status).toBe(429);
    expect((await start('2001:db8:0:2::1')).status).toBe(201);
  });

  test('that names other addresses in front of its own is still counted as one', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 10; i++) answers.push((await start(`10.${i}.0.1, 203.0.113.9`)).status);
    expect(answers.filter(each => each === 201)).toHaveLength(6);
  });
});

describe('an address that nobody vouches for', () => {
  test('is not believed without a trusted proxy', async () => {
    const shop = await openShop();
    try {
      const answers: number[] = [];
      for (let i = 0; i < 10; i++) {
        const response = await fetch(`${shop.url}/chat/site/start`, {
          method: 'POST',
          headers: from(`10.0.0.${i}`),
          body: '{}',
        });
        answers.push(response.status);
      }
      expect(answers.filter(each => each === 201)).toHaveLength(6);
    } finally {
      await shop.stop();
    }
  });

  test('a header with nonsense in it breaks nothing', async () => {
    const shop = await openShop({ env: { TRUSTED_PROXIES: 'loopback' } });
    try {
      for (const header of [
        '',
        ',,,',
        'unknown',
        '203.0.113.9:1234',
        '[2001:db8::1]:99',
        '::1',
        '999.1.1.1',
        '%00',
        'a'.repeat(4_000),
      ]) {
        const visitor = await visit(shop.url, { headers: from(header) });
        expect(visitor.started.status, header).toBe(201);
      }
    } finally {
      await shop.stop();
    }
  });
});

describe('a visitor who writes too much', () => {
  test('is told how long to wait; nothing of what was taken is lost', async () => {
    const shop = await openShop();
    try {
      const visitor = await visit(shop.url);
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => visitor.send(`message ${i}`)));
      const slow = answers.filter(each => each.status === 429);
      expect(slow.length).toBeGreaterThanOrEqual(5);
      for (const { body } of slow) {
        expect(body.code).toBe('slow');
        expect(body.waitMs).toBeGreaterThan(0);
        expect(body.waitMs).toBeLessThanOrEqual(60_000);
      }
      const taken = answers.filter(each => each.status === 200).length;
      const heard = visitor.listen();
      expect(await heard.have(taken)).toHaveLength(taken);
      heard.close();
      await until(async () => (await shop.cards(1))[0]!.card.customerMessages === taken, 'all that was taken is shown');
    } finally {
      await shop.stop();
    }
  });

  test('in many places at once gets no more than a dozen streams', async () => {
    const shop = await openShop();
    try {
      const visitor = await visit(shop.url);
      const open = Array.from({ length: 20 }, () => visitor.listen());
      await until(() => open.every(each => each.status !== 0), 'all are answered');
      expect(open.filter(each => each.status === 200)).toHaveLength(12);
      expect(open.filter(each => each.status === 429)).toHaveLength(8);
      for (const each of open) each.close();
      await until(async () => {
        const again = visitor.listen();
        await until(() => again.status !== 0, 'answered');
        again.close();
        return again.status === 200;
      }, 'there is room again');
    } finally {
      await shop.stop();
    }
  });
});

describeInBrowser('limits, as the page shows them', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  test('a message that was too much is kept, that is said in words, and it goes out later by itself, in order', async () => {
    const { page } = await host.open();
    let refused = 0;
    await page.route('**/chat/site/send', route =>
      refused++ < 1
        ? route.fulfill({ status: 429, json: { code: 'slow', error: 'x', waitMs: 1_500 } })
        : route.continue(),
    );
    await launcher(page).click();
    await say(page, 'One');
    await panel(page).getByText('That was a lot at once. Your message is kept and sent in 2 seconds.').waitFor();
    await say(page, 'Two');
    await until(async () => (await host.shop.cards(1))[0]!.card.customerMessages === 2, 'both are there');
    expect(await lines(page)).toEqual(['One', 'Two']);
    await until(async () => !(await panel(page).getByText('That was a lot').count()), 'the words go');
  });

  test('a puzzle is solved by the page itself, and nobody has to know', async () => {
    for (let i = 0; i < 6; i++) await visit(host.shop.url);
    const { page, wrong, urls } = await host.open();
    await launcher(page).click();
    await say(page, 'After the rush');
    expect((await host.shop.cards(1))[0]!.card.message.text).toBe('After the rush');
    expect(urls.filter(each => each.endsWith('/chat/work.js'))).toHaveLength(1);
    expect(wrong.filter(each => !/429/.test(each))).toEqual([]);
  });

  test('what a blocked visitor had begun to send is sent when they are let in again', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'One');
    const { thread } = (await host.shop.cards(1))[0]!;
    await page.route('**/chat/site/send', route =>
      route.fulfill({ status: 403, json: { code: 'blocked', error: 'x' } }),
    );
    await say(page, 'Two');
    await panel(page).getByText('You can no longer write here.').waitFor();
    await page.unroute('**/chat/site/send');
    await pressOn(host.shop, thread, 'customer.block');
    await until(async () => /blocked/.test(JSON.stringify((await host.shop.thread(thread)).posts)), 'blocked');
    await pressOn(host.shop, thread, 'customer.unblock');
    await panel(page).getByLabel('Your message').waitFor();
    await until(async () => (await host.shop.cards(1))[0]!.card.customerMessages === 2, 'the second goes out', 15_000);
  });

  test('an address that only the server does not like is said so in the form, and the message goes out once it is right', async () => {
    await host.stop();
    host = await openHost({ settings: ['ask: ["email*"]'] });
    const { page } = await host.open();
    await launcher(page).click();
    await panel(page).getByLabel('Your email').fill('maya@exa_mple.com');
    await panel(page).getByRole('button', { name: 'Start the chat' }).click();
    await say(page, 'Hello');
    await panel(page).getByText('This is not an email address.').waitFor({ timeout: 15_000 });
    await panel(page).getByLabel('Your email').fill('maya@example.com');
    await panel(page).getByRole('button', { name: 'Start the chat' }).click();
    await host.shop.cards(1);
  });
});
