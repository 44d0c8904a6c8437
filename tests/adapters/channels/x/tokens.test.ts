/** The sign-in by OAuth 2.0: pairs that X takes once, several processes, and every way in which a renewal goes wrong. */
import { afterEach, describe, expect, test } from 'vitest';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { makeTokens } from '../../../../adapters/channels/x/connection/tokens.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock } from '../../../../src/app/world.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { XOptions } from '../../../kit/far-sides/x/shapes.ts';
import { openContexts } from './context.ts';

const HOUR_MS = 3_600_000;
const REDIRECT = 'https://desk.shop.example/x/callback';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Given {
  scope?: string;
  subscribers?: XOptions['subscribers'];
}

/** A shop that signed in: no access token of its own. */
async function begin({
  subscribers,
  scope = 'tweet.read tweet.write users.read dm.read dm.write offline.access',
}: Given = {}) {
  const contexts = await openContexts();
  open.push(contexts.close);
  const { time } = contexts;
  const world = await openX({ now: time.measure.now, ...(subscribers ? { subscribers } : {}) });
  open.push(world.close);
  const { app, url } = world;
  const shop = world.account('shop');
  const config = xConfig({
    ...{ api_key: app.key, api_secret: app.secret, client_id: app.clientId, client_secret: app.clientSecret },
  });
  const inProcess = (context: ChannelContext) => {
    const tokens = makeTokens(config, url, context);
    return { tokens, x: connectX({ config, origin: url, clock: context.clock, tokens }) };
  };
  const here = inProcess(contexts.context);
  const signIn = async () => {
    // The verifier of the standard's own example, and what it becomes by S256 (RFC 7636, appendix B).
    const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    const asked = new URLSearchParams({
      ...{ client_id: app.clientId, redirect_uri: REDIRECT, state: 's', scope },
      ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' },
    });
    const code = new URL(shop.authorize(`https://x.com/i/oauth2/authorize?${asked}`)).searchParams.get('code')!;
    const pair = await here.tokens.fromCode({ code, verifier, redirect: REDIRECT });
    if (!pair.ok) throw new Error(pair.words);
    await here.tokens.keep(pair.value, { id: shop.id, handle: 'shop' });
  };
  await signIn();
  const refreshes = () => world.calls.filter(each => each.body?.grant_type === 'refresh_token');
  return { ...contexts, ...here, world, shop, config, inProcess, signIn, refreshes };
}

test('a sign-in reads and writes; it is renewed before it ends, and another process takes what was got', async () => {
  const { x, world, shop, time, tokens, another, inProcess, refreshes } = await begin();
  expect(await tokens.signedIn()).toMatchObject({ account: { handle: 'shop' }, isGone: false });
  expect(await x.me()).toMatchObject({ ok: true, value: { id: shop.id } });
  expect(await x.post({ text: 'open', answers: null, media: [] })).toMatchObject({ ok: true });
  expect(world.calls.at(-1)).toMatchObject({ auth: 'oauth2', by: 'shop' });
  time.push(2 * HOUR_MS - 60_000);
  expect(await x.me()).toMatchObject({ ok: true });
  const other = inProcess(await another());
  expect(await other.x.me()).toMatchObject({ ok: true });
  expect(refreshes().map(each => each.status)).toEqual([200]);
  expect(world.problems()).toEqual([]);
});

test('of many calls in three processes at once one renews', async () => {
  const { x, world, time, another, inProcess, refreshes } = await begin();
  const all = [x, inProcess(await another()).x, inProcess(await another()).x];
  for (let round = 0; round < 3; round++) {
    time.push(3 * HOUR_MS);
    const answers = await Promise.all([...all, ...all, ...all].map(each => each.me()));
    expect(answers.map(each => each.ok)).toEqual(answers.map(() => true));
    expect(refreshes()).toHaveLength(round + 1);
  }
  expect(world.problems()).toEqual([]);
});

test('a token that X ends before its time is replaced within the same call, and a post goes out once', async () => {
  const { x, world, refreshes } = await begin();
  world.expireTokens();
  expect(await x.post({ text: 'still open', answers: null, media: [] })).toMatchObject({ ok: true });
  expect(world.posts()).toHaveLength(1);
  expect(refreshes()).toHaveLength(1);
});

describe('what only some may', () => {
  const events = (shop: { id: string }) => ({ event_type: 'dm.received', filter: { user_id: shop.id } });

  test.each([
    ['oauth2'],
    ['oauth1'],
    ['bearer'],
  ] as const)('private events are subscribed to where X takes %s', async by => {
    const { world, shop, config, context, tokens } = await begin({ subscribers: [by] });
    const { accessToken, accessSecret } = shop.keys;
    const all = { ...config, accessToken, accessSecret };
    const x = connectX({ config: all, origin: world.url, clock: context.clock, tokens });
    expect(await x.app('post', 'activity/subscriptions', events(shop))).toMatchObject({ ok: true });
    expect(world.calls.at(-1)).toMatchObject({ route: 'subscriptions.create', auth: by });
    // Others stay the app's own.
    await x.app('get', 'activity/subscriptions');
    expect(world.calls.at(-1)).toMatchObject({ auth: 'bearer' });
  });

  test('nobody may: what is missing is said', async () => {
    const { world, shop, config, context } = await begin({ subscribers: [] });
    const x = connectX({ config, origin: world.url, clock: context.clock });
    expect(await x.app('post', 'activity/subscriptions', events(shop))).toMatchObject({
      ...{ ok: false, why: 'no-permission' },
      words: expect.stringMatching(/Sign in with X/),
    });
  });

  test('a picture of a message comes by the sign-in', async () => {
    const { x, world, shop } = await begin();
    const ann = world.person('ann');
    ann.dm(shop, 'look', { pictures: 1 });
    const page = await x.messages({ max: 5 });
    if (!page.ok) throw new Error(page.words);
    const { url } = (page.value.body as { includes: { media: { url: string }[] } }).includes.media[0]!;
    expect(await x.download(url, 1_000)).toMatchObject({ ok: true, value: { type: 'image/jpeg' } });
    expect(world.calls.at(-1)).toMatchObject({ path: expect.stringMatching(/^\/2\//), auth: 'oauth2' });
    const apart = connectX({ config: { ...xConfig({}) }, origin: world.url, clock: systemClock });
    expect(await apart.download(url, 1_000)).toMatchObject({ ok: false, why: 'signed-out' });
  });
});

test('a 403 renews nothing and sends nothing twice', async () => {
  const { x, world, refreshes } = await begin();
  const ann = world.person('ann');
  const answer = await x.sendMessage({ to: { person: ann.id }, text: 'hello', media: null });
  expect(answer).toMatchObject({ ok: false, why: 'closed' });
  expect(world.calls.filter(each => each.route === 'dms.send')).toHaveLength(1);
  expect(refreshes()).toEqual([]);
});

describe('a renewal that goes wrong', () => {
  test.each([
    { status: 503 },
    { status: 500, body: '<html>oops</html>' },
    { status: 401, body: '<html>proxy</html>' },
    { status: 429 },
    { status: 400, body: '' },
  ])('after %j the next one works', async fault => {
    const { x, world, time, notices, tokens } = await begin();
    time.push(3 * HOUR_MS);
    world.fail('token', fault);
    expect((await x.me()).ok).toBe(false);
    expect(await x.me()).toMatchObject({ ok: true });
    expect(await tokens.signedIn()).toMatchObject({ isGone: false });
    expect(await notices()).toEqual([]);
  });

  test('an app that took the access away is said once, by many calls and processes, and kept until somebody signs in', async () => {
    const { x, world, shop, time, another, inProcess, notices, refreshes, tokens, signIn } = await begin();
    shop.revoke();
    const other = inProcess(await another());
    const answers = await Promise.all([x.me(), other.x.me(), x.me()]);
    for (const each of answers)
      expect(each).toMatchObject({
        ok: false,
        why: 'signed-out',
        words: expect.stringMatching(/@shop.*sign in again/),
      });
    time.push(HOUR_MS);
    await x.me();
    await other.x.me();
    expect(refreshes()).toHaveLength(1);
    expect(await notices()).toEqual([expect.stringMatching(/@shop has to sign in again|sign-in of @shop/)]);
    expect(await tokens.signedIn()).toMatchObject({ isGone: true, account: { id: shop.id } });
    shop.revoke(false);
    await signIn();
    expect(await other.x.me()).toMatchObject({ ok: true });
    expect(await x.me()).toMatchObject({ ok: true });
    expect(world.problems({ refusals: false })).toEqual([]);
  });

  test('the answer to a renewal is lost: somebody has to sign in again, and it is said once', async () => {
    const { x, world, time, notices } = await begin();
    time.push(3 * HOUR_MS);
    world.fail('token', 'reset-after');
    expect(await x.me()).toMatchObject({ ok: false, why: 'no-answer' });
    expect(await x.me()).toMatchObject({ ok: false, why: 'signed-out' });
    expect(await x.me()).toMatchObject({ ok: false, why: 'signed-out' });
    expect(await notices()).toHaveLength(1);
  });

  test('a crash between X’s answer and its storing needs a sign-in; the database that comes back in time needs none', async () => {
    const { context, config, world, time, inProcess, refreshes } = await begin();
    time.push(3 * HOUR_MS);
    let isAway = true;
    const vault: ChannelContext['vault'] = {
      ...context.vault,
      write: async (name, secret) => {
        if (isAway) throw new Error('database is locked');
        await context.vault.write(name, secret);
      },
    };
    const shaky = inProcess({ ...context, vault });
    expect(await shaky.x.me()).toMatchObject({ ok: false, why: 'no-answer', words: expect.stringMatching(/database/) });
    isAway = false;
    expect(await shaky.x.me()).toMatchObject({ ok: true });
    expect(refreshes()).toHaveLength(1);
    // This one never wrote, and its process is gone.
    time.push(3 * HOUR_MS);
    isAway = true;
    await shaky.x.me();
    const after = inProcess(context);
    expect(await after.x.me()).toMatchObject({ ok: false, why: 'signed-out' });
    expect(config.clientId).toBe(world.app.clientId);
  });

  test('that is stored in pieces asks for another one, and no piece of it is logged', async () => {
    const { context, inProcess } = await begin();
    for (const stored of ['{"access":"SECRET-TOKEN', 'SECRET', '"SECRET"', '{"access":{"SECRET":1}}', 'null']) {
      await context.vault.write('x-sign-in', stored);
      const logged: unknown[] = [];
      const keep = (...given: unknown[]) => void logged.push(...given.map(String), JSON.stringify(given));
      const { x } = inProcess({ ...context, log: { debug: keep, info: keep, warn: keep, error: keep } });
      const answer = await x.me();
      expect(answer).toMatchObject({ ok: false, why: 'signed-out', words: expect.stringMatching(/sign/) });
      expect(logged.join()).toMatch(/cannot be read. Somebody has to sign in again/);
      expect(logged.join() + JSON.stringify(answer)).not.toMatch(/SECR/);
    }
  });

  test('while X hangs nothing queues up behind the renewal', async () => {
    const { config, world, time, context, tokens, refreshes } = await begin();
    time.push(3 * HOUR_MS);
    world.fail('token', { lateMs: 400 }, 99);
    const hasty = connectX({ config, origin: world.url, clock: context.clock, tokens, withinMs: 50 });
    for (let n = 0; n < 5; n++)
      expect(await hasty.me()).toMatchObject({
        ok: false,
        why: 'no-answer',
        words: expect.stringMatching(/within 15 s/),
      });
    expect(await tokens.access()).toMatchObject({ ok: true });
    expect(refreshes()).toHaveLength(1);
  });

  test('who lost the race for a renewal takes what the winner got', async () => {
    const { context, config, world, time, notices } = await begin();
    time.push(3 * HOUR_MS);
    // As after a pause in which the lease ran out: nobody waits for the other.
    const alone: ChannelContext = { ...context, exclusively: (_name, work) => work() };
    let n = 0;
    world.fail('token', { lateMs: 150 }, 1, () => ++n === 2);
    const both = [1, 2].map(() => makeTokens(config, world.url, alone));
    const answers = await Promise.all(both.map(each => each.access()));
    expect(answers.map(each => each.ok)).toEqual([true, true]);
    expect(new Set(answers.map(each => (each.ok ? each.value : each.words))).size).toBe(1);
    expect(await notices()).toEqual([]);
    expect(await both[0]!.signedIn()).toMatchObject({ isGone: false });
  });

  test('a wrong client secret ends no sign-in', async () => {
    const { context, config, world, time, tokens } = await begin();
    time.push(3 * HOUR_MS);
    const wrong = makeTokens({ ...config, clientSecret: 'of-another' }, world.url, context);
    expect(await wrong.access()).toMatchObject({ why: 'refused', words: expect.stringMatching(/client secret/) });
    expect(await tokens.access()).toMatchObject({ ok: true });
  });

  test('a sign-in of another app is none', async () => {
    const { context, config, world } = await begin();
    const other = makeTokens({ ...config, clientId: 'another' }, world.url, context);
    expect(await other.signedIn()).toBeNull();
    expect(await other.access()).toMatchObject({
      why: 'signed-out',
      words: expect.stringMatching(/Nobody has signed in/),
    });
  });

  test('a renewal that takes longer than the call goes on, and its pair is kept', async () => {
    const { context, config, world, time, tokens, refreshes } = await begin();
    time.push(3 * HOUR_MS);
    world.fail('token', { lateMs: 300 });
    const hasty = connectX({ config, origin: world.url, clock: context.clock, tokens, withinMs: 50 });
    expect(await hasty.me()).toMatchObject({ ok: false, why: 'no-answer' });
    expect(await tokens.access()).toMatchObject({ ok: true });
    expect(refreshes()).toHaveLength(1);
    expect(world.problems()).toEqual([]);
  });
});
