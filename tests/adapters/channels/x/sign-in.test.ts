/** Signing in with X in a browser: over HTTP, with X's own page in between, and everything that does not belong there. */
import { afterEach, describe, expect, test } from 'vitest';
import { whoIs } from '../../../../adapters/channels/x/connection/client.ts';
import { makeTokens } from '../../../../adapters/channels/x/connection/tokens.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { makeSignIn, type SignIn, signedInTopic } from '../../../../adapters/channels/x/setup/sign-in.ts';
import { signInRoutes } from '../../../../adapters/channels/x/setup/sign-in-pages.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { HttpRoute } from '../../../../src/ports/http.ts';
import { makeHttp } from '../../../../src/server/http.ts';
import type { FakeAccount } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import { testLog } from '../../../kit/world.ts';
import { openContexts } from './context.ts';

const MINUTE_MS = 60_000;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A browser: it keeps cookies, and shows what it was given. */
function browser() {
  let cookies = '';
  return async (url: string) => {
    const response = await fetch(url, { redirect: 'manual', headers: cookies ? { Cookie: cookies } : {} });
    const set = response.headers.get('set-cookie');
    if (set) cookies = set.split(';')[0]!;
    const text = await response.text();
    const [, title = '', words = ''] = /<h1>(.*?)<\/h1><p>(.*?)<\/p>/.exec(text) ?? [];
    return {
      status: response.status,
      to: response.headers.get('location') ?? '',
      title,
      words,
      set,
      headers: response.headers,
    };
  };
}

/** @param keys the channel has four keys of this account */
async function begin({ keys = true } = {}) {
  const contexts = await openContexts();
  open.push(contexts.close);
  const world = await openX({ now: contexts.time.measure.now });
  open.push(world.close);
  const shop = world.account('shop');
  const routes: HttpRoute[] = [];
  const http = makeHttp(routes, testLog());
  const url = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  open.push(http.close);
  const { accessToken, accessSecret } = shop.keys;
  const config = xConfig({
    ...{ api_key: world.app.key, api_secret: world.app.secret },
    ...(keys ? { access_token: accessToken, access_secret: accessSecret } : {}),
    ...{ client_id: world.app.clientId, client_secret: world.app.clientSecret },
  });
  const channels = new Map<string, SignIn>();
  const add = (given: ChannelContext) => {
    const context = { ...given, publicUrl: url };
    const tokens = makeTokens(config, world.url, context);
    const signIn = makeSignIn({ config, tokens, context, whoIs: access => whoIs(access, world.url) });
    channels.set(context.channelId, signIn);
    return { context, tokens, signIn };
  };
  routes.push(...signInRoutes(id => channels.get(id) ?? null, url));
  http.routesChanged();
  http.opened();
  const ours = add(contexts.context);
  /** All the way, in one browser. @returns the last page */
  const through = async (who: FakeAccount, browse = browser()) => {
    const to = await browse(ours.signIn.link()!);
    expect(to.status).toBe(302);
    return browse(who.authorize(to.to));
  };
  return { ...contexts, ...ours, world, shop, config, url, add, channels, through };
}

test('admins are shown the link while nobody is signed in', async () => {
  const { through, signIn, shop, time, tokens } = await begin();
  expect(signIn.paste()).toBeUndefined();
  await signIn.look();
  expect(signIn.paste()).toMatchObject({ label: 'Sign in with X', line: expect.stringMatching(/\/x\/sign-in\?c=/) });
  await through(shop);
  expect(signIn.paste()).toBeUndefined();
  shop.revoke();
  time.push(180 * MINUTE_MS);
  await tokens.access();
  await signIn.look();
  expect(signIn.paste()).toMatchObject({ words: expect.stringMatching(/within an hour/) });
});

test('an admin follows the link, agrees on X’s page, and is told who signed in', async () => {
  const { through, shop, tokens, world, signIn, context, url } = await begin();
  const heard: string[] = [];
  open.push(context.bus.subscribe(signedInTopic(context.channelId), () => heard.push('signed in')));
  const browse = browser();
  const first = await browse(signIn.link()!);
  expect(first.to).toMatch(/^https:\/\/x\.com\/i\/oauth2\/authorize\?/);
  expect(first.to).not.toContain('+');
  const asked = new URL(first.to).searchParams;
  expect(asked.get('redirect_uri')).toBe(`${url}/x/callback`);
  expect(asked.get('code_challenge_method')).toBe('S256');
  expect(asked.get('scope')!.split(' ')).toEqual(expect.arrayContaining(['dm.read', 'dm.write', 'offline.access']));
  expect(first.set).toMatch(/HttpOnly; SameSite=Lax$/);
  const last = await browse(shop.authorize(first.to));
  expect(last).toMatchObject({
    status: 200,
    title: 'Signed in as @shop',
    words: expect.stringMatching(/You can close this page/),
  });
  expect(last.headers.get('cache-control')).toBe('no-store');
  expect(last.set).toMatch(/Max-Age=0/);
  expect(await tokens.signedIn()).toMatchObject({ account: { id: shop.id, handle: 'shop' }, isGone: false });
  expect(await tokens.access()).toMatchObject({ ok: true });
  expect(heard).toEqual(['signed in']);
  expect(world.problems()).toEqual([]);
  // Once more is no harm: the newer one counts.
  expect(await through(shop)).toMatchObject({ status: 200 });
});

test('where the public address is https the cookie goes over nothing else', async () => {
  const { signIn } = await begin();
  const http = makeHttp(
    signInRoutes(() => signIn, 'https://shop.example'),
    testLog(),
  );
  open.push(http.close);
  const url = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  http.opened();
  const { search } = new URL(signIn.link()!);
  const { status, set } = await browser()(`${url}/x/sign-in${search}`);
  expect(status).toBe(302);
  expect(set).toMatch(/; HttpOnly; SameSite=Lax; Secure$/);
});

describe('refused, in words', () => {
  test('another account than that of the keys, and its tokens are given back', async () => {
    const { through, world, tokens } = await begin();
    const page = await through(world.account('private_ann'));
    expect(page).toMatchObject({
      ...{ status: 400, title: 'This is not the account of this channel' },
      words: expect.stringMatching(/as @private_ann.*the one of its keys.*connect another channel/),
    });
    expect(await tokens.signedIn()).toBeNull();
    expect(world.calls.filter(each => each.route === 'token.revoke')).toHaveLength(2);
  });

  test('without keys the first account stays the channel’s', async () => {
    const { through, world, tokens, shop } = await begin({ keys: false });
    expect(await through(shop)).toMatchObject({ status: 200 });
    expect(await through(world.account('private_ann'))).toMatchObject({
      words: expect.stringMatching(/belongs to @shop/),
    });
    expect(await tokens.signedIn()).toMatchObject({ account: { handle: 'shop' } });
    shop.rename('shop_renamed');
    expect(await through(shop)).toMatchObject({ title: 'Signed in as @shop_renamed' });
  });

  test('somebody who pressed Cancel, or X that says why', async () => {
    const { signIn, url, shop, tokens } = await begin();
    const browse = browser();
    const back = async (more: string) => {
      const state = new URL((await browse(signIn.link()!)).to).searchParams.get('state');
      return browse(`${url}/x/callback?state=${state}&${more}`);
    };
    expect(await back('error=access_denied')).toMatchObject({ status: 400, title: 'Nothing was changed' });
    const odd = await back(`error=${encodeURIComponent('<img src=x>&"')}`);
    expect(odd).toMatchObject({ title: 'X refused this sign-in', words: expect.stringMatching(/&lt;img src=x&gt;/) });
    expect(await back('code=made-up')).toMatchObject({ title: 'X did not accept this sign-in' });
    expect(await tokens.signedIn()).toBeNull();
    expect(shop.handle).toBe('shop');
  });

  test('a link that is old, forged, or of another channel', async () => {
    const { signIn, url, time, add, context, channels } = await begin();
    const other = add({ ...context, channelId: 'chan_other' as never });
    const browse = browser();
    const link = new URL(signIn.link()!);
    const ticket = link.searchParams.get('t')!;
    const asked = async (c: string, t: string) => (await browse(`${url}/x/sign-in?c=${c}&t=${t}`)).title;
    expect(await asked('chan_other', ticket)).toBe('This link has expired');
    expect(await asked(context.channelId, `z${ticket}`)).toBe('This link has expired');
    expect(await asked(context.channelId, '')).toBe('This link has expired');
    expect(await asked('chan_nobody', ticket)).toBe('There is no such channel');
    expect(await asked('a'.repeat(3_000), ticket)).toBe('There is no such channel');
    time.push(61 * MINUTE_MS);
    expect(await asked(context.channelId, ticket)).toBe('This link has expired');
    expect(await browse(other.signIn.link()!)).toMatchObject({ status: 302 });
    channels.delete('chan_other');
    expect(await browse(other.signIn.link()!)).toMatchObject({ title: 'There is no such channel' });
  });

  test('another browser, a page that was used already, and ten minutes later', async () => {
    const { signIn, shop, tokens, time, world } = await begin();
    const victim = browser();
    const attacker = browser();
    const back = shop.authorize((await victim(signIn.link()!)).to);
    await attacker(signIn.link()!);
    expect(await attacker(back)).toMatchObject({ title: 'This sign-in was not begun here' });
    expect(await browser()(back)).toMatchObject({ title: 'This sign-in was not begun here' });
    expect(await tokens.signedIn()).toBeNull();
    const used = browser();
    const to = await used(signIn.link()!);
    const both = await Promise.all(
      [1, 2].map(() => fetch(shop.authorize(to.to), { headers: { Cookie: to.set!.split(';')[0]! } })),
    );
    expect(both.map(each => each.status).sort()).toEqual([200, 400]);
    const slow = browser();
    const late = shop.authorize((await slow(signIn.link()!)).to);
    time.push(11 * MINUTE_MS);
    expect(await slow(late)).toMatchObject({ title: 'This sign-in was not begun here' });
    expect(world.problems({ refusals: false })).toEqual([]);
  });

  test('a state of another channel', async () => {
    const { add, context, shop, signIn } = await begin();
    const other = add({ ...context, channelId: 'chan_other' as never });
    const browse = browser();
    const to = new URL((await browse(other.signIn.link()!)).to);
    const state = to.searchParams.get('state')!;
    const back = new URL(shop.authorize(to.href));
    back.searchParams.set('state', state.replace('chan_other', context.channelId));
    expect(await browse(back.href)).toMatchObject({ title: 'This sign-in was not begun here' });
    expect(signIn.link()).not.toBeNull();
  });

  test('X that is down in the middle keeps what was there', async () => {
    const { through, world, shop, tokens } = await begin();
    expect(await through(shop)).toMatchObject({ status: 200 });
    world.fail('token', { status: 503 });
    expect(await through(shop)).toMatchObject({
      title: 'X did not accept this sign-in',
      words: expect.stringMatching(/problem of its own/),
    });
    world.fail('users.me', { status: 503 });
    expect(await through(shop)).toMatchObject({ title: 'X does not say who signed in' });
    expect(await tokens.signedIn()).toMatchObject({ isGone: false });
    expect(await tokens.access()).toMatchObject({ ok: true });
  });

  test('a channel without a client ID has no link', async () => {
    const { context, config, world, tokens } = await begin();
    const signIn = makeSignIn({
      config: { ...config, clientId: null },
      tokens,
      context,
      whoIs: access => whoIs(access, world.url),
    });
    expect(signIn.link()).toBeNull();
    expect(signIn.begin('1.x')).toMatchObject({ as: 'refused', title: 'This channel has no client ID' });
  });
});
