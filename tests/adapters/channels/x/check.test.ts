/** What `doctor` and `health` say of an X account: what works, what does not, and what to do. */
import { afterEach, describe, expect, test } from 'vitest';
import { makeCheck, tryKeys } from '../../../../adapters/channels/x/connection/check.ts';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { makeTokens } from '../../../../adapters/channels/x/connection/tokens.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import type { SettingsValue } from '../../../../src/ports/settings.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { Access } from '../../../kit/far-sides/x/state.ts';
import { openContexts } from './context.ts';

const MINUTE_MS = 60_000;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

type Given = {
  access?: Access;
  values?: Record<string, SettingsValue>;
  asOf?: string;
  publicUrl?: string;
  aheadMs?: number;
};

async function begin({ access, values = {}, asOf, publicUrl = 'https://desk.shop.example', aheadMs = 0 }: Given = {}) {
  const contexts = await openContexts();
  open.push(contexts.close);
  const { time } = contexts;
  const world = await openX({ now: time.measure.now });
  open.push(world.close);
  if (values.client_id) Object.assign(world.app, { clientId: values.client_id, clientSecret: values.client_secret });
  const shop = world.account('shop', { name: 'The Shop', ...(access ? { access } : {}) });
  const { appKey, appSecret, accessToken, accessSecret } = shop.keys;
  const keys = { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret };
  const config = xConfig({ ...keys, ...values });
  const context = { ...contexts.context, publicUrl };
  const clock = { ...context.clock, now: () => context.clock.now() + aheadMs };
  const tokens = config.clientId ? makeTokens(config, world.url, context) : null;
  const x = connectX({ config, origin: world.url, clock, tokens });
  const paid: number[] = [];
  const today = new Date(context.clock.now()).toISOString().slice(0, 10);
  const check = makeCheck({
    ...{ config, x, tokens, context, terms: { asOf: asOf ?? today } },
    pay: async () => paid.push(1) > 0,
    reading: () => 'read 2 min ago',
  });
  const signIn = async (who = shop, scope = 'tweet.read tweet.write users.read dm.read dm.write offline.access') => {
    const asked = new URLSearchParams({
      ...{ client_id: world.app.clientId, redirect_uri: 'https://desk.example/x/callback', state: 's', scope },
      ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
    });
    const code = new URL(who.authorize(`https://x.com/i/oauth2/authorize?${asked}`)).searchParams.get('code')!;
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const pair = await tokens!.fromCode({ code, verifier, redirect: 'https://desk.example/x/callback' });
    if (!pair.ok) throw new Error(pair.words);
    await tokens!.keep(pair.value, { id: who.id, handle: who.handle });
  };
  return { ...contexts, world, shop, config, x, tokens, check, paid, signIn };
}

const OAUTH2 = { client_id: 'made-up', client_secret: 'made-up' };
const said = (items: HealthItem[]) => items.map(({ what, ok, words }) => `${ok ? 'ok' : 'NOT OK'} ${what}: ${words}`);
const named = (items: HealthItem[], what: string) => items.find(each => each.what === what);

test('an account with four keys: who it is, replies, private messages, and how it is looked at', async () => {
  const { check, world, paid, time } = await begin();
  const items = await check();
  expect(said(items)).toEqual([
    'ok account: @shop (The Shop), by its keys. Read 2 min ago.',
    'ok replies: allowed.',
    expect.stringMatching(/^ok private messages: read and answered.*encrypted/),
    'ok events: off: Deskhand looks every 90 s.',
  ]);
  await check();
  time.push(9 * MINUTE_MS);
  await check();
  expect(world.calls).toHaveLength(1);
  time.push(2 * MINUTE_MS);
  await check();
  expect(world.calls).toHaveLength(2);
  expect(paid).toHaveLength(2);
});

describe('what keys may not do', () => {
  test('keys that read only cannot answer, and are not accepted when they are entered', async () => {
    const { check, x, config } = await begin({ access: 'read' });
    const items = await check();
    expect(named(items, 'replies')).toMatchObject({
      ok: false,
      words: expect.stringMatching(/make a new access token/),
    });
    expect(await tryKeys(x, config)).toMatchObject([{ ok: true }, { what: 'replies', ok: false }]);
  });

  test('keys without messages stop nothing else', async () => {
    const { check, x, config } = await begin({ access: 'read-write' });
    const items = await check();
    expect(named(items, 'replies')).toMatchObject({ ok: true });
    expect(named(items, 'private messages')).toMatchObject({ ok: false, stops: false });
    expect((await tryKeys(x, config)).every(each => each.ok)).toBe(true);
  });

  test('keys that are wrong, and a clock that is', async () => {
    const { check, shop, x, config } = await begin({ aheadMs: 11 * MINUTE_MS });
    shop.revoke();
    const items = await check();
    expect(said(items)).toEqual([
      expect.stringMatching(
        /^NOT OK account: X does not accept the keys now, and they may well be good: this machine's clock/,
      ),
      expect.stringMatching(/^NOT OK clock: this machine's clock is 1[01] min ahead of that of X.*NTP/),
    ]);
    expect(await tryKeys(x, config)).toMatchObject([
      { ok: false, words: expect.stringMatching(/this machine's clock is 1[01] min ahead/) },
    ]);
  });
});

test('no credits are said with what to do, and asked for again after a minute', async () => {
  const { check, world, time } = await begin();
  world.credit(0);
  expect(said(await check())).toEqual([
    expect.stringMatching(/^NOT OK credits: .*auto-recharge does not help at zero/),
  ]);
  world.credit(5);
  expect((await check())[0]!.ok).toBe(false);
  time.push(MINUTE_MS);
  expect((await check())[0]!.ok).toBe(true);
});

describe('events and the sign-in', () => {
  test('a stream without a sign-in is not there yet, and with one it is', async () => {
    const { check, world, signIn, time } = await begin({ values: { ...OAUTH2, events: 'stream' } });
    const before = await check();
    expect(named(before, 'sign-in with X')).toMatchObject({
      ok: false,
      stops: false,
      words: expect.stringMatching(/"settings"/),
    });
    expect(named(before, 'events')!.words).toMatch(
      /not by stream yet: somebody has to sign in.*Until then Deskhand looks/,
    );
    await signIn();
    const after = await check();
    expect(named(after, 'sign-in with X')).toMatchObject({ ok: true, words: 'signed in as @shop.' });
    expect(named(after, 'events')).toMatchObject({ ok: true, words: expect.stringMatching(/^by stream\./) });
    await signIn(world.account('somebody_else'));
    expect(named(await check(), 'sign-in with X')!.words).toMatch(/@somebody_else, but the keys are those of @shop/);
    world.app.bearer = 'another';
    world.app.key = 'another';
    time.push(11 * MINUTE_MS);
    expect((await check())[0]).toMatchObject({ what: 'account', ok: false });
  });

  test('a webhook needs an address that X reaches', async () => {
    const values = { ...OAUTH2, events: 'webhook' };
    for (const publicUrl of ['http://127.0.0.1:3000', 'https://desk.shop.example:8443']) {
      const { check } = await begin({ values, publicUrl });
      expect(named(await check(), 'events')!.words).toMatch(
        /only by https and without a port.*a stream needs no address/,
      );
    }
  });

  test('a bearer token that is wrong is found', async () => {
    const { check } = await begin({ values: { ...OAUTH2, events: 'stream', bearer_token: 'of-yesterday' } });
    expect(named(await check(), 'events')!.words).toMatch(/bearer token of this channel/);
  });

  test('an account without keys: what its sign-in allows', async () => {
    const noKeys = { access_token: null, access_secret: null };
    const { check, config, signIn, x, time } = await begin({ values: { ...OAUTH2, ...noKeys } });
    expect(said(await check())).toEqual([expect.stringMatching(/^NOT OK account: Nobody has signed in/)]);
    expect(await tryKeys(x, config)).toMatchObject([{ ok: true, words: expect.stringMatching(/"settings" shows/) }]);
    await signIn(undefined, 'tweet.read tweet.write users.read offline.access');
    time.push(MINUTE_MS);
    const items = await check();
    expect(items[0]!.words).toMatch(/by its sign-in/);
    expect(named(items, 'private messages')).toMatchObject({
      ok: false,
      words: expect.stringMatching(/Sign in with X again/),
    });
  });
});

test('prices of half a year ago are said', async () => {
  const { check } = await begin({ asOf: '2020-02-29' });
  expect(named(await check(), 'prices and limits')).toMatchObject({
    ...{ ok: false, stops: false },
    words: expect.stringMatching(/of 2020-02-29.*docs\.x\.com/),
  });
});
