/** Customers whom a shop vouches for, and everybody who only says so: forged, expired, foreign, and the one before at the same browser. */
import { createHmac } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { SignedIdentity, StartInput } from '../../../../adapters/channels/webchat/wire.ts';
import { openBrowser } from '../../../kit/browser.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import {
  type ChatHost,
  fileOf,
  hostHtml,
  linesHere,
  openChatHost,
  type openHere,
  panelFrame,
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

const executable = inject('chromium');

describe.skipIf(executable === null)('one browser, two people', () => {
  let browser: Browser;
  let host: ChatHost;
  beforeAll(async () => {
    browser = await openBrowser(executable!);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    host = await openChatHost(browser, { settings: [`identity_secret: ${SECRET}`, 'ask: ["Order number"]'] });
  });
  afterEach(() => host.stop());
  const page = (identity: SignedIdentity | null) =>
    hostHtml(host.shop, {
      head: `<script>window.deskhand=window.deskhand||function(){(deskhand.q=deskhand.q||[]).push(arguments)};deskhand('identify', ${JSON.stringify(identity)})</script>`,
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
    host.page.html = page(signed());
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
    host.page.html = page(next());
    await at.reload();
    frame = await panelOf(at);
    await until(() => frame.evaluate(() => document.querySelector('main') !== null), 'it is drawn');
    await until(() => at.evaluate(() => !localStorage.getItem('deskhand:site:draft')), 'the storage is wiped');
    expect(await everything(frame)).not.toContain('SECRET');
    expect(JSON.stringify(await at.evaluate(() => ({ ...localStorage })))).not.toContain('SECRET');
  });

  test('somebody else signs in on the same page: nothing of the one before is to be seen, not even what they filled in', async () => {
    host.page.html = page(signed());
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
