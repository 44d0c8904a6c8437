/** The requests of the adapter, by the real library, against the stand-in of X. */
import { afterEach, describe, expect, test } from 'vitest';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { originProblem } from '../../../../adapters/channels/x/connection/origin.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { XOptions } from '../../../kit/far-sides/x/shapes.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function begin(options: XOptions = {}) {
  const world = await openX(options);
  open.push(world.close);
  const shop = world.account('shop', { name: 'The Shop' });
  const { appKey, appSecret, accessToken, accessSecret } = shop.keys;
  const values = { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret };
  return { world, shop, x: connectX({ config: xConfig(values), origin: world.url }) };
}

describe('who we are', () => {
  test('the account of the keys, with what it may do', async () => {
    const { x, shop, world } = await begin();
    expect(await x.me()).toEqual({
      ok: true,
      value: { id: shop.id, handle: 'shop', name: 'The Shop', longPosts: false, isProtected: false },
    });
    expect(world.calls[0]).toMatchObject({ route: 'users.me', auth: 'oauth1', status: 200 });
  });
});

describe('reading', () => {
  test('a page of mentions, those after an id, and the pages after it; an empty page can have a next one', async () => {
    const { x, shop, world } = await begin();
    const ann = world.person('ann');
    const ids = Array.from({ length: 7 }, (_, n) => ann.post(`@shop question ${n}`));
    const first = await x.mentions(shop.id, { max: 5 });
    expect(first).toMatchObject({ ok: true, value: { count: 5, next: expect.any(String) } });
    if (!first.ok) throw new Error(first.words);
    expect(first.value.body).toMatchObject({ data: [{ id: ids[6], author_id: ann.id }, {}, {}, {}, { id: ids[2] }] });
    const second = await x.mentions(shop.id, { max: 5, next: first.value.next! });
    expect(second).toMatchObject({ value: { count: 2, next: null } });
    expect(await x.mentions(shop.id, { max: 100, since: ids[4]! })).toMatchObject({ value: { count: 2 } });
    expect(await x.mentions(shop.id, { max: 100, since: ids[6]! })).toMatchObject({ value: { count: 0, next: null } });
    world.emptyPage('mentions');
    expect(await x.mentions(shop.id, { max: 5 })).toMatchObject({ value: { count: 0, next: expect.any(String) } });
    expect(new Set(world.bills.map(each => each.what))).toEqual(new Set(['owned-read']));
  });

  test('own posts, messages and people; what is gone stands beside what is there', async () => {
    const { x, shop, world } = await begin();
    const ann = world.person('ann');
    const own = shop.post('open until 6');
    const one = ann.dm(shop, 'hello');
    world.person('bob').dm(shop, 'good morning');
    const gone = ann.post('wrong');
    ann.delete(gone);
    expect(await x.ownPosts(shop.id, { max: 5 })).toMatchObject({ value: { count: 1, body: { data: [{ id: own }] } } });
    expect(await x.messages({ max: 1 })).toMatchObject({ value: { count: 1, next: expect.any(String) } });
    expect(await x.messages({ max: 20, with: ann.id })).toMatchObject({
      value: { count: 1, body: { data: [{ id: one, sender_id: ann.id, text: 'hello' }] } },
    });
    expect(await x.posts([own, gone])).toMatchObject({
      value: { count: 1, body: { data: [{ id: own }], errors: [{ resource_id: gone }] } },
    });
    expect(await x.posts([gone])).toMatchObject({ ok: true, value: { count: 0 } });
    expect(await x.people([ann.id])).toMatchObject({ value: { count: 1, body: { data: [{ username: 'ann' }] } } });
  });

  test('the timeline of an account that is gone is no empty timeline', async () => {
    const { x, world } = await begin();
    const bob = world.person('bob');
    bob.leave();
    expect(await x.mentions(bob.id, { max: 5 })).toMatchObject({ ok: false, why: 'gone', mayHaveArrived: false });
  });
});

describe('writing', () => {
  test('a reply, and a message to somebody or into a conversation', async () => {
    const { x, shop, world } = await begin();
    const ann = world.person('ann');
    const question = ann.post('@shop open on Sunday?');
    const posted = await x.post({ text: 'Yes, & until 4.', answers: question, media: [] });
    expect(posted).toMatchObject({ ok: true });
    expect(ann.answers()).toMatchObject([{ text: 'Yes, & until 4.', replyTo: question, by: 'shop' }]);
    ann.dm(shop, 'hello');
    const sent = await x.sendMessage({ to: { person: ann.id }, text: 'Hello Ann!', media: null });
    if (!sent.ok) throw new Error(sent.words);
    await x.sendMessage({ to: { conversation: sent.value.conversation! }, text: 'One more thing.', media: null });
    expect(ann.messagesWith(shop).map(each => each.text)).toEqual(['hello', 'Hello Ann!', 'One more thing.']);
    expect(world.problems()).toEqual([]);
  });
});

describe('as the app itself', () => {
  test('its token is made from the key and its secret, once, and made anew when X takes it back', async () => {
    const { x, world, shop } = await begin();
    expect(await x.app('get', 'webhooks')).toMatchObject({ ok: true });
    const filter = { user_id: shop.id };
    expect(await x.app('post', 'activity/subscriptions', { event_type: 'post.create', filter })).toMatchObject({
      value: { data: { subscription: { event_type: 'post.create' } } },
    });
    expect(world.calls.map(each => [each.route, each.auth])).toEqual([
      ['app-token', 'none'],
      ['webhooks.list', 'bearer'],
      ['subscriptions.create', 'bearer'],
    ]);
    world.app.bearer = 'another';
    expect(await x.app('get', 'webhooks')).toMatchObject({ ok: true });
    world.app.key = 'another';
    world.app.bearer = 'a third';
    const refused = await x.app('get', 'webhooks');
    expect(refused).toMatchObject({ ok: false, why: 'signed-out', words: expect.stringMatching(/API key/) });
  });
});

test('an origin is an address of this machine or one with TLS', () => {
  expect(originProblem('http://127.0.0.1:8080')).toBeNull();
  expect(originProblem('https://x.test.example')).toBeNull();
  expect(originProblem('http://x.test.example')).toMatch(/unencrypted/);
  expect(originProblem('https://x.test.example/2/')).toMatch(/Write only the scheme/);
  expect(originProblem('x.test.example')).toMatch(/Write an address/);
});
