/** Customers whom a shop vouches for, and everybody who only says so: forged, expired, foreign, and the one before at the same browser. */

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignedIdentity, StartInput } from '../../../../adapters/channels/webchat/wire.ts';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import {
  box,
  type ChatHost,
  fileOf,
  hostHtml,
  launcher,
  lines,
  linesHere,
  type openHere,
  panel,
  panelFrame,
  say,
  writeHere,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const SECRET = 'a-secret-that-only-the-shop-knows-0001';
const OTHER = 'a-secret-of-another-shop-altogether-02';
const now = () => Math.floor(Date.now() / 1000);

function signed(given: Partial<SignedIdentity> = {}, secret = SECRET): SignedIdentity {
  const { id = 'user-1', email = 'maya@example.com', expires = now() + 3_600, name = 'Maya' } = given;
  const signature = createHmac('sha256', secret).update(`v2|${id}|${email}|${expires}|${name}`).digest('hex');
  return { id, email, name, expires, signature };
}

describe('a customer the shop vouches for', () => {
  let shop: Shop;
  beforeEach(async () => {
    const two = fileOf(['https://shop.example'], {
      sites: ['site', 'other'],
      settings: [`identity_secret: ${SECRET}`],
    });
    shop = await openShop({
      yaml: `${two}  - name: closed\n    kind: webchat\n    room: customers\n    origins: ["https://shop.example"]\n    identity: required\n    identity_secret: ${OTHER}\n  - name: open\n    kind: webchat\n    room: customers\n    origins: ["https://shop.example"]\n`,
    });
  });
  afterEach(() => shop.stop());
  const start = (identity: unknown, site = 'site') =>
    visit(shop.url, { site, start: { identity } as StartInput }).then(each => each.started);

  test('is shown to staff with their name and who vouches', async () => {
    const visitor = await visit(shop.url, { start: { identity: signed() } });
    await visitor.send('It is me');
    const { card } = (await shop.cards(1))[0]!;
    expect(card.message.customer).toBe('Maya');
    expect(JSON.stringify(card)).toContain('"Signed in as"');
    expect(JSON.stringify(card)).toContain('"user-1"');
    expect(JSON.stringify(card)).toContain('"maya@example.com"');
  });

  test('signed without the name is known all the same, but a name that anybody can write into the page is not theirs', async () => {
    const given = { id: 'user-9', email: 'jo@example.com', expires: now() + 3_600 };
    const signature = createHmac('sha256', SECRET).update(`${given.id}|${given.email}|${given.expires}`).digest('hex');
    const identity = { ...given, name: 'Your Chief', signature };
    const visitor = await visit(shop.url, { start: { identity } });
    await visitor.send('Transfer it today');
    const { card } = (await shop.cards(1))[0]!;
    expect(card.message.customer).not.toContain('Chief');
    expect(card.summary).not.toContain('Chief');
    expect(card.message.details).toContainEqual({ label: 'Signed in as', value: 'user-9', vouched: true });
    expect(card.message.details).toContainEqual({
      label: 'Name in the page, not signed by the site',
      value: 'Your Chief',
    });
  });

  test('is the same one on two devices, and sees there what was said here', async () => {
    const here = await visit(shop.url, { start: { identity: signed() } });
    await here.send('From the telephone');
    const there = (await visit(shop.url, { start: { identity: signed() } })).listen();
    expect((await there.have(1))[0]!.text).toBe('From the telephone');
    there.close();
  });

  test.each([
    ['expired', () => signed({ expires: now() - 600 })],
    ['good for a year', () => signed({ expires: now() + 365 * 86_400 })],
    ['signed with a foreign secret', () => signed({}, OTHER)],
    ['with another email than was signed', () => ({ ...signed(), email: 'boss@example.com' })],
    ['without the email that was signed', () => ({ ...signed(), email: undefined })],
    ['with another id than was signed', () => ({ ...signed(), id: 'user-2' })],
    ['with a longer life than was signed', () => ({ ...signed(), expires: now() + 7_200 })],
    ['with a bar in the id', () => signed({ id: 'user|1', email: 'x@example.com' })],
    [
      'with the bar moved',
      () => {
        const { signature, expires } = signed({ id: 'a', email: 'b|c@example.com' });
        return { id: 'a|b', email: 'c@example.com', expires, signature };
      },
    ],
    ['with an empty id', () => signed({ id: '' })],
    ['with a number as id', () => ({ ...signed({ id: '1' }), id: 1 })],
    ['with expires as text', () => ({ ...signed(), expires: String(now() + 3_600) })],
    ['with expires as 1e309', () => ({ ...signed(), expires: Number.POSITIVE_INFINITY })],
    ['with no signature', () => ({ ...signed(), signature: '' })],
    ['with half a signature', () => ({ ...signed(), signature: signed().signature.slice(0, 32) })],
    ['with a list as signature', () => ({ ...signed(), signature: [signed().signature] })],
    ['that is a list', () => [signed()]],
    ['that is a text', () => 'user-1'],
    ['with prototypes', () => JSON.parse('{"__proto__":{"id":"user-1"},"constructor":1}')],
  ])('is refused %s', async (_, make) => {
    const answer = await start(make());
    expect([answer.status, answer.body.code]).toEqual([401, 'sign-in']);
    expect(answer.body.token).toBeUndefined();
  });

  test('of one shop is nobody at another, and a site without a secret vouches for nobody', async () => {
    expect((await start(signed(), 'closed')).status).toBe(401);
    expect((await start(signed(), 'open')).status).toBe(401);
    expect((await start(signed({}, OTHER), 'closed')).status).toBe(201);
  });

  test('where sign-in is required nobody else comes in', async () => {
    for (const identity of [undefined, null, {}, signed()])
      expect((await start(identity, 'closed')).body.code, JSON.stringify(identity)).toBe('sign-in');
  });

  test('the token of one site is worth nothing at another', async () => {
    const visitor = await visit(shop.url, { start: { identity: signed() } });
    await visitor.send('A secret');
    const elsewhere = await visit(shop.url, { site: 'other', token: visitor.token });
    expect((await elsewhere.send('x')).status).toBe(401);
    const heard = elsewhere.listen();
    await until(() => heard.status === 401, 'refused');
    // Two sites of one shop with one secret are still two sites.
    const same = (await visit(shop.url, { site: 'other', start: { identity: signed() } })).listen();
    await until(() => same.state(), 'the state');
    expect(same.entries).toEqual([]);
    same.close();
  });

  test('what is ended on one device is over there at once, also on the open stream', async () => {
    const here = await visit(shop.url, { start: { identity: signed() } });
    await here.send('Hello');
    const heard = here.listen();
    await heard.have(1);
    await here.post('end');
    const there = await visit(shop.url, { start: { identity: signed() } });
    await there.send('After the end');
    const other = there.listen();
    await other.have(2);
    other.close();
    expect(heard.entries.map(each => each.text)).toEqual(['Hello']);
    expect((await here.send('x')).status).toBe(401);
  });
});

/** The shop's page, on which somebody is signed in, or says that nobody is. */
const pageOf = ({ shop }: ChatHost, identity: SignedIdentity | null) =>
  hostHtml(shop, {
    head: `<script>window.deskhand=window.deskhand||function(){(deskhand.q=deskhand.q||[]).push(arguments)};deskhand('identify', ${JSON.stringify(identity)})</script>`,
  });

describeInBrowser('one browser, two people', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost({ settings: [`identity_secret: ${SECRET}`, 'ask: ["Order number"]'] });
  });
  const everything = (at: Awaited<ReturnType<typeof panelFrame>>) =>
    at.evaluate(
      () =>
        document.body.innerHTML +
        [...document.querySelectorAll('input, textarea')].map(each => (each as HTMLInputElement).value).join(),
    );

  test.each([
    ['somebody else signs in', () => signed({ id: 'user-2', email: 'eve@example.com', name: 'Eve' })],
    ['nobody is signed in any more', () => null],
  ])('%s: nothing of the one before is to be seen, after a reload', async (_, next) => {
    host.page.html = pageOf(host, signed());
    const { page: at } = await host.open();
    let frame = await panelOf(at);
    await fillForm(frame, 'SECRET-ORDER');
    await writeHere(frame, 'SECRET-WORDS');
    await host.shop.cards(1);
    await frame.evaluate(() => {
      const input = document.getElementById('text') as HTMLTextAreaElement;
      input.value = 'SECRET-DRAFT';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await until(() => at.evaluate(() => localStorage.getItem('deskhand:site:draft')), 'the draft is kept');
    host.page.html = pageOf(host, next());
    await at.reload();
    frame = await panelOf(at);
    await until(() => frame.evaluate(() => document.querySelector('main') !== null), 'it is drawn');
    await until(() => at.evaluate(() => !localStorage.getItem('deskhand:site:draft')), 'the storage is wiped');
    expect(await everything(frame)).not.toContain('SECRET');
    expect(JSON.stringify(await at.evaluate(() => ({ ...localStorage })))).not.toContain('SECRET');
  });

  test('somebody else signs in on the same page: nothing of the one before is to be seen, not even what they filled in', async () => {
    host.page.html = pageOf(host, signed());
    const { page: at } = await host.open();
    const frame = await panelOf(at);
    await fillForm(frame, 'SECRET-ORDER');
    await writeHere(frame, 'SECRET-WORDS');
    await host.shop.cards(1);
    await until(async () => (await linesHere(frame)).length === 1, 'one line');
    const next = signed({ id: 'user-2', email: 'eve@example.com', name: 'Eve' });
    await at.evaluate(
      who => (window as unknown as { deskhand(...words: unknown[]): void }).deskhand('identify', who),
      next,
    );
    await until(async () => (await linesHere(frame)).length === 0, 'the words are gone');
    await until(async () => (await frame.locator('form.ask').count()) > 0, 'they are asked themselves');
    expect(await everything(frame)).not.toContain('SECRET');
  });

  async function panelOf(at: Awaited<ReturnType<ChatHost['open']>>['page']) {
    // An open chat stays open over a reload.
    await at.getByRole('button', { name: /^(Chat with us|Close the chat)/ }).waitFor();
    await at.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('open'));
    const frame = await panelFrame(at);
    await frame.waitForSelector('header', { state: 'attached' });
    return frame;
  }
  async function fillForm(frame: Awaited<ReturnType<typeof openHere>>, order: string) {
    await frame.locator('form.ask input').fill(order);
    await frame.locator('form.ask button[type=submit]').click();
    await frame.waitForSelector('#text');
  }
});

describe('customers who are signed in', () => {
  test('are asked again in their next chat, and what they answer is shown with their next message', async () => {
    const shop = await openShop({
      yaml: `hold_seconds: { email: 0.1, webchat: 0 }\nchannels:\n  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"], identity: required, identity_secret: "${SECRET}", ask: ["Order number*"], consent: "I agree." }\n`,
    });
    const identity = signed({ id: 'c-17' });
    const begin = (order: string) =>
      visit(shop.url, { start: { identity, form: { 'Order number': order }, consent: true } });
    const one = await begin('FIRST-1');
    await one.send('Hello');
    const two = await begin('SECOND-2');
    await two.send('And this one');
    const { thread, card } = (await shop.cards(1))[0]!;
    expect(card.message.details).toContainEqual({ label: 'Signed in as', value: 'c-17', vouched: true });
    expect(card.message.details).toContainEqual({ label: 'Order number', value: 'FIRST-1' });
    expect(card.message.details).toContainEqual({ label: 'Agreed', value: 'I agree.' });
    await until(
      async () => JSON.stringify((await shop.thread(thread)).posts).includes('SECOND-2'),
      'the second answer',
    );
    // Both devices have the whole conversation.
    const heard = two.listen();
    expect((await heard.have(2)).map(each => each.text)).toEqual(['Hello', 'And this one']);
    heard.close();
    await shop.stop();
  });

  test('a customer’s second device takes nothing away that the first one gave', async () => {
    const shop = await openShop({
      yaml: `channels:\n  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"], identity_secret: "${SECRET}" }\n`,
    });
    const one = await visit(shop.url, { start: { identity: signed({ id: 'c-17', email: '' }) } });
    await one.send('Hello');
    await one.post('email', { email: 'c17@example.com' });
    const two = await visit(shop.url, { start: { identity: signed({ id: 'c-17', email: '' }) } });
    const heard = two.listen();
    await until(() => heard.state()?.email === 'c17@example.com', 'the address is known there too');
    const three = await visit(shop.url, { start: { identity: signed({ id: 'c-17', email: 'vouched@example.com' }) } });
    await until(async () => (await three.post('typing')).status === 200, 'it is there');
    const [visitor] = await shop.running.engine.rows<{ value: string }>(
      `select value from shelf where key = 'visitor'`,
      [],
    );
    expect(JSON.parse(visitor!.value)).toMatchObject({ email: 'vouched@example.com', verified: true });
    heard.close();
    await shop.stop();
  });
});

describeInBrowser('one browser, one customer after another', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost({ settings: [`identity_secret: ${SECRET}`] });
  });

  test('what one customer wrote in vain is not sent by the next one who signs in', async () => {
    host.page.html = pageOf(host, signed({ id: 'alice' }));
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
    host.page.html = pageOf(host, signed({ id: 'bob' }));
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
    host.page.html = pageOf(host, signed({ id: 'alice' }));
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
});
