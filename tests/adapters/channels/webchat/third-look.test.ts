/** What was found by reading the mended web chat once more: lines that multiply, files that hold words up, whose words they are. */
import { request as httpRequest } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { webchatChannel } from '../../../../adapters/channels/webchat/channel.ts';
import { identitySignature } from '../../../../adapters/channels/webchat/identity.ts';
import { drawCard } from '../../../../adapters/desks/slack/blocks.ts';
import { decideReply } from '../../../../src/core/decide-reply.ts';
import { makeKinds } from '../../../../src/core/kinds.ts';
import { cardView } from '../../../../src/desk/cards.ts';
import { openBrowser } from '../../../kit/browser.ts';
import { ENQUIRY, REPLY } from '../../../kit/samples.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import {
  box,
  type ChatHost,
  hostHtml,
  launcher,
  lines,
  openChatHost,
  PNG,
  panel,
  panelFrame,
  say,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const executable = inject('chromium');
const SECRET = 'k'.repeat(40);
const signed = (id: string, email = '') => {
  const expires = Math.floor(Date.now() / 1000) + 600;
  return { id, email, expires, signature: identitySignature(SECRET, id, email, expires) };
};
const identify = (host: ChatHost, identity: object | null) =>
  hostHtml(host.shop, {
    head: `<script>window.deskhand=window.deskhand||function(){(deskhand.q=deskhand.q||[]).push(arguments)};deskhand('identify', ${JSON.stringify(identity)})</script>`,
  });

describe.skipIf(executable === null)('in a browser', () => {
  let browser: Browser;
  let host: ChatHost;
  beforeAll(async () => {
    browser = await openBrowser(executable!);
  });
  afterAll(() => browser.close());
  afterEach(() => host.stop());

  test('after an outage there is one line again, however often the page was woken meanwhile', async () => {
    host = await openChatHost(browser);
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'Before');
    await host.shop.cards(1);
    const frame = await panelFrame(page);
    await page.route('**/chat/site/events*', route => route.abort());
    // As a laptop that is opened and shut, and goes from one network to another.
    for (let i = 0; i < 12; i++) {
      await frame.evaluate(kind => dispatchEvent(new Event(kind)), i % 2 ? 'online' : 'focus');
      await page.waitForTimeout(300);
    }
    let opened = 0;
    page.on('request', each => {
      if (each.url().includes('/events')) opened++;
    });
    await page.unroute('**/chat/site/events*');
    await frame.evaluate(() => dispatchEvent(new Event('online')));
    await say(page, 'After');
    await panel(page).getByText('Delivered').waitFor();
    await page.waitForTimeout(1_500);
    expect(opened).toBe(1);
    expect(await lines(page)).toEqual(['Before', 'After']);
  });

  test('where site data is blocked the words go out, and the shop’s page hears no error', async () => {
    host = await openChatHost(browser);
    const { page, wrong } = await host.open({
      before: at =>
        at.addInitScript(() => {
          const refuse = () => {
            throw new DOMException('The request was denied.', 'SecurityError');
          };
          Object.defineProperty(window, 'localStorage', { get: refuse });
          Object.defineProperty(navigator, 'locks', {
            value: { request: () => Promise.reject(new DOMException('The request was denied.', 'SecurityError')) },
          });
        }),
    });
    await launcher(page).click();
    await say(page, 'Hello');
    await panel(page).getByText('Delivered').waitFor();
    expect(wrong).toEqual([]);
  });

  test('a file that a proxy does not let through is said so, and holds up no words', async () => {
    host = await openChatHost(browser);
    const { page } = await host.open();
    await page.route('**/chat/site/upload', route =>
      route.fulfill({ status: 413, contentType: 'text/html', body: '<h1>Request Entity Too Large</h1>' }),
    );
    await launcher(page).click();
    await box(page).waitFor();
    await panel(page)
      .locator('input[type=file]')
      .setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: PNG });
    await say(page, 'And words');
    await until(async () => (await host.shop.cards(1))[0]?.card.message.text === 'And words', 'the words');
  });

  test('what one customer wrote in vain is not sent by the next one who signs in', async () => {
    host = await openChatHost(browser, { settings: [`identity_secret: "${SECRET}"`] });
    host.page.html = identify(host, signed('alice'));
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'Hello');
    await host.shop.cards(1);
    // Her session is over, and the line is down when she writes again.
    await page.route('**/chat/site/start', route => route.abort());
    await page.route('**/chat/site/send', route =>
      route.fulfill({ status: 401, body: '{"code":"unknown","error":"x"}' }),
    );
    await say(page, 'My card number is 1234');
    await panel(page)
      .getByText(/No connection/)
      .waitFor();
    host.page.html = identify(host, signed('bob'));
    await page.unrouteAll();
    await page.reload();
    await box(page).waitFor();
    await say(page, 'I am Bob');
    await host.shop.cards(2);
    const said = JSON.stringify(await host.shop.running.engine.rows('select text from messages', []));
    expect(said).toContain('I am Bob');
    expect(said).not.toContain('1234');
    expect(await lines(page)).toEqual(['I am Bob']);
  });

  test('a page that says nothing about who is signed in keeps the old chat shut, and offers a new one', async () => {
    host = await openChatHost(browser, { settings: [`identity_secret: "${SECRET}"`] });
    host.page.html = identify(host, signed('alice'));
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'Private words');
    await host.shop.cards(1);
    host.page.html = hostHtml(host.shop);
    await page.reload();
    await panel(page).getByText('Please sign in').waitFor();
    expect(await panel(page).getByText('Private words').count()).toBe(0);
    await panel(page).getByRole('button', { name: 'Start the chat' }).click();
    await say(page, 'Somebody else');
    expect(await host.shop.cards(2)).toHaveLength(2);
    expect(await lines(page)).toEqual(['Somebody else']);
  });

  test('a chat that another tab began anew tells that its answers came', async () => {
    host = await openChatHost(browser);
    const one = await host.open();
    await launcher(one.page).click();
    await say(one.page, 'First chat');
    const first = (await host.shop.cards(1))[0]!;
    const two = await host.tab(one.context);
    await launcher(two.page).click();
    await host.shop.reply('Ann', first.thread, 'One');
    await host.shop.reply('Ann', first.thread, 'Two');
    await panel(two.page).getByText('Two').waitFor();
    await one.page.bringToFront();
    await panel(one.page).getByRole('button', { name: 'More' }).click();
    await panel(one.page).getByRole('button', { name: 'End the chat' }).click();
    await panel(one.page).getByRole('button', { name: 'End it' }).click();
    await two.page.bringToFront();
    await until(async () => (await lines(two.page)).length === 0, 'the other tab is empty');
    await one.page.close();
    await say(two.page, 'Second chat');
    const second = await until(
      async () => (await host.shop.cards(2)).find(each => each.card.message.text === 'Second chat'),
      'the second chat',
    );
    await host.shop.reply('Ann', second.thread, 'Here');
    await until(
      async () => (await host.shop.thread(second.thread)).posts.some(each => each.mark?.state === 'delivered'),
      'it is known that the answer came',
    );
  });
});

describe('over the wire', () => {
  let shop: Shop;
  afterEach(() => shop.stop());
  const open = async (settings = '', env = {}) => {
    shop = await openShop({
      yaml: `hold_seconds: { email: 0.1, webchat: 0 }\nchannels:\n  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"]${settings} }\n`,
      env,
    });
  };

  test('an address that stays is not changed by a request that was held open', async () => {
    await open();
    const chat = await visit(shop.url);
    await chat.send('Hello');
    await chat.post('email', { email: 'first@example.com' });
    const held = holdOpen(shop, chat.token, '{"email":', '"stranger@example.com"}');
    await new Promise(resolve => setTimeout(resolve, 100));
    // Something was sent to the first one meanwhile.
    await shop.running.engine.rows(
      `update shelf set value = replace(value, '"mailed":false', '"mailed":true') where key = 'visitor'`,
      [],
    );
    expect(await held()).toBe(409);
    const [visitor] = await shop.running.engine.rows<{ value: string }>(
      `select value from shelf where key = 'visitor'`,
      [],
    );
    expect(visitor!.value).toContain('first@example.com');
  });

  test('a customer’s second device takes nothing away that the first one gave', async () => {
    await open(`, identity_secret: "${SECRET}"`);
    const one = await visit(shop.url, { start: { identity: signed('c-17') } });
    await one.send('Hello');
    await one.post('email', { email: 'c17@example.com' });
    const two = await visit(shop.url, { start: { identity: signed('c-17') } });
    const heard = two.listen();
    await until(() => heard.state()?.email === 'c17@example.com', 'the address is known there too');
    const three = await visit(shop.url, { start: { identity: signed('c-17', 'vouched@example.com') } });
    await until(async () => (await three.post('typing')).status === 200, 'it is there');
    const [visitor] = await shop.running.engine.rows<{ value: string }>(
      `select value from shelf where key = 'visitor'`,
      [],
    );
    expect(JSON.parse(visitor!.value)).toMatchObject({ email: 'vouched@example.com', verified: true });
    heard.close();
  });

  test('uploads that break off cost nothing, and slow ones of one address leave room for others', async () => {
    await open('', { TRUSTED_PROXIES: 'loopback' });
    const chat = await visit(shop.url, { headers: { 'X-Forwarded-For': '203.0.113.1' } });
    const url = new URL(`${shop.url}/chat/site/upload`);
    const begin = (cid: string) => {
      const sent = httpRequest(url, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${chat.token}`,
          'X-Cid': cid,
          'X-Name': 'a.txt',
          'Content-Length': 9_000_000,
          'X-Forwarded-For': '203.0.113.1',
        },
      });
      sent.on('error', () => {});
      sent.write('begun');
      return sent;
    };
    for (let i = 0; i < 8; i++) {
      const broken = begin(`broken-${i}xxxx`);
      await new Promise(resolve => setTimeout(resolve, 60));
      broken.destroy();
      await new Promise(resolve => setTimeout(resolve, 30));
    }
    expect((await chat.upload('small.txt', new TextEncoder().encode('hello'))).status).toBe(200);
    const slow = [begin('slow-1xxxxxx'), begin('slow-2xxxxxx')];
    await new Promise(resolve => setTimeout(resolve, 100));
    expect((await chat.upload('third.txt', new TextEncoder().encode('hello'))).status).toBe(429);
    const other = await visit(shop.url, { headers: { 'X-Forwarded-For': '198.51.100.7' } });
    expect((await other.upload('other.txt', new TextEncoder().encode('hello'))).status).toBe(200);
    for (const each of slow) each.destroy();
  });

  test('muting one visitor does not let another one’s network in again', async () => {
    await open('', { TRUSTED_PROXIES: 'loopback' });
    const headers = { 'X-Forwarded-For': '203.0.113.9' };
    const [a, b] = [await visit(shop.url, { headers }), await visit(shop.url, { headers })];
    await a.send('I am A');
    await b.send('I am B');
    const cards = await shop.cards(2);
    const of = (text: string) => cards.find(each => each.card.message.text === text)!;
    await shop.press('Ann', of('I am A').thread, { id: 'customer.block', value: of('I am A').card.enquiryId });
    await until(async () => (await visit(shop.url, { headers })).started.status === 403, 'no new chat from there');
    await shop.press('Ann', of('I am B').thread, { id: 'customer.mute', value: of('I am B').card.enquiryId });
    await until(async () => JSON.stringify((await shop.thread(of('I am B').thread)).posts).includes('muted'), 'muted');
    expect((await visit(shop.url, { headers })).started.status).toBe(403);
    // Those who have a chat there go on.
    expect((await b.send('Still here')).status).toBe(200);
    await shop.press('Ann', of('I am A').thread, { id: 'customer.unblock', value: of('I am A').card.enquiryId });
    await until(async () => (await visit(shop.url, { headers })).started.status === 201, 'open again');
  });
});

test('a reply that goes on by email is neither stopped nor offered to be undone', () => {
  const goesOn = {
    ...REPLY,
    status: 'leaving' as const,
    attempt: 2,
    channelId: 'chan_mail' as never,
    seenCustomerMessages: 0,
    heldAt: 1,
  };
  const enquiry = { ...ENQUIRY, customerMessages: 5, lastCustomerAt: 100 };
  const settled = decideReply(
    enquiry,
    goesOn,
    { do: 'settle', outcome: { as: 'not-sent', retryAt: 9, reason: 'busy' } },
    5,
  );
  expect(settled).toMatchObject({ ok: true, events: [{ type: 'ReplyReturned' }] });
});

test('on Slack a visitor can be muted, blocked and let in again from every card, whatever else is in the menu', () => {
  const who = { customer: 'Maya', owner: 'Ann', name: () => 'Ann', number: () => '#1', clock: () => 'Mon 09:00' };
  const message = {
    id: 'msg_1',
    workspaceId: 'ws',
    enquiryId: ENQUIRY.id,
    direction: 'in',
    kind: 'human',
    from: null,
    text: 'Hi',
    folded: [],
    warnings: [],
    names: [],
    rawId: null,
    replyId: null,
    writtenAt: 0,
    subject: null,
    others: null,
    writtenTo: null,
    forwardOf: null,
    details: [
      { label: 'Signed in as', value: 'c-17', vouched: true },
      { label: 'Order', value: '12 · Signed in as: c-99' },
    ],
  } as never;
  for (const status of ['open', 'resolved', 'spam'] as const)
    for (const ownerId of [null, 'staff_ann'] as const)
      for (const standing of [null, 'blocked', 'muted'] as const) {
        const enquiry = { ...ENQUIRY, status, ownerId, channelKind: 'webchat' } as never;
        const card = cardView({
          enquiry,
          customer: { name: 'Maya' } as never,
          identity: { address: 'abc', channelKind: 'webchat', standing } as never,
          message,
          attachments: [],
          earlier: [],
          channelName: 'site',
          kinds: makeKinds([webchatChannel]),
          textCharsMax: 900,
          who,
        });
        const drawn = JSON.stringify(drawCard(card));
        for (const id of standing ? ['customer.unblock'] : ['customer.mute', 'customer.block'])
          expect(drawn, `${status} ${standing}`).toContain(id);
        expect(drawn).toMatch(/Your site vouches: Signed in as: c-17"/);
      }
});

/** A request whose body ends only when it is asked to. @returns its status */
function holdOpen(shop: Shop, token: string, first: string, rest: string): () => Promise<number> {
  const sent = httpRequest(`${shop.url}/chat/site/email`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
  });
  const status = new Promise<number>(resolve =>
    sent.on('response', response => resolve(response.resume().statusCode ?? 0)),
  );
  sent.write(first);
  return () => {
    sent.end(rest);
    return status;
  };
}
