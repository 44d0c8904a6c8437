/** The requests of the adapter, by the real library, against the stand-in of X. */
import { afterEach, describe, expect, test } from 'vitest';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock } from '../../../../src/app/world.ts';
import type { FakeX } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { Fault, XOptions } from '../../../kit/far-sides/x/shapes.ts';
import { until } from '../../../kit/world.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function begin({ withinMs, silentMs, ...options }: XOptions & { withinMs?: number; silentMs?: number } = {}) {
  const world = await openX(options);
  open.push(world.close);
  const shop = world.account('shop', { name: 'The Shop' });
  const { appKey, appSecret, accessToken, accessSecret } = shop.keys;
  const values = { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret };
  const more = { ...(withinMs ? { withinMs } : {}), ...(silentMs ? { silentMs } : {}) };
  const config = xConfig(values);
  return { world, shop, config, x: connectX({ config, origin: world.url, clock: systemClock, ...more }) };
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

describe('X at its worst', () => {
  const WITHIN_MS = 250;
  /** What a call that nobody ended would take at least; far from `WITHIN_MS`, for a machine may be busy. */
  const HUNG_MS = 10_000;
  /** The call ended in time, and nothing of it is left: what is open is seen by the leak check, too. */
  async function inTime<T>(work: Promise<T>): Promise<T> {
    const began = performance.now();
    const answer = await work;
    expect(performance.now() - began).toBeLessThan(HUNG_MS);
    return answer;
  }

  test.each<[string, Fault]>([
    ['silence', { hang: true }],
    ['silence after the head of the answer', { trickleMs: 60_000 }],
    ['an answer that trickles', { trickleMs: 20 }],
  ])('%s ends the call and its connection', async (_, fault) => {
    const { x, world } = await begin({ withinMs: WITHIN_MS });
    world.fail('users.me', fault);
    expect(await inTime(x.me())).toMatchObject({
      ...{ ok: false, why: 'no-answer', mayHaveArrived: false },
      words: expect.stringMatching(/did not answer within 15 s/),
    });
    await until(() => world.connections === 0, 'its end of the connection');
    // Another call is not held up by it.
    world.fail('users.me', fault);
    const [hanging, other] = await Promise.all([x.me(), x.messages({ max: 1 })]);
    expect([hanging.ok, other.ok]).toEqual([false, true]);
  });

  test('a post after which nothing is heard may have arrived, and one before which nothing stood has not', async () => {
    const { x, world } = await begin({ withinMs: WITHIN_MS });
    const faults: Fault[] = [
      ...([{ hang: true, carriedOut: true }, { hang: true }, 'reset-before', 'reset-after', 'half'] as Fault[]),
      ...[
        { status: 503, after: true },
        { status: 502, body: '<html>Bad gateway</html>' },
        { status: 200, body: null },
      ],
      ...[
        { status: 200, body: { data: {} } },
        { status: 200, body: 'OK' },
      ],
    ];
    for (const fault of faults) {
      world.fail('posts.create', fault);
      const answer = await x.post({ text: `${JSON.stringify(fault)}`, answers: null, media: [] });
      expect(answer, JSON.stringify(fault)).toMatchObject({
        ...{ ok: false, mayHaveArrived: true, why: expect.stringMatching(/^(no-answer|server)$/) },
        words: expect.stringMatching(/may have arrived all the same/),
      });
    }
    await world.close();
    const answer = await x.post({ text: 'nobody is there', answers: null, media: [] });
    expect(answer).toMatchObject({
      why: 'no-answer',
      mayHaveArrived: false,
      detail: expect.stringMatching(/ECONNREFUSED/),
    });
  });

  test('a cause is named, whatever the library hides', async () => {
    const { x, world } = await begin();
    world.fail('users.me', 'reset-before');
    expect(await x.me()).toMatchObject({ why: 'no-answer', detail: expect.stringMatching(/ECONNRESET/) });
    world.fail('users.me', 'half');
    expect(await x.me()).toMatchObject({ why: 'no-answer', words: expect.stringMatching(/broke off/) });
  });

  test('an answer without end is not read to its end', async () => {
    const { x, world } = await begin();
    world.fail('mentions', 'flood');
    expect(await x.mentions('1', { max: 5 })).toMatchObject({
      why: 'server',
      words: expect.stringMatching(/more than/),
    });
    await until(() => world.connections === 0, 'its end of the connection');
  });

  test('no credits: writes and reads say the same, and come back by themselves', async () => {
    const { x, world, shop } = await begin({ credit: 0 });
    const post = () => x.post({ text: 'hello', answers: null, media: [] });
    expect(await post()).toMatchObject({ why: 'no-credit', mayHaveArrived: false });
    expect(await x.mentions(shop.id, { max: 5 })).toMatchObject({
      why: 'no-credit',
      words: expect.stringMatching(/by hand/),
    });
    world.credit(5);
    expect(await post()).toMatchObject({ ok: true });
    world.cap('2026-12-13');
    expect(await post()).toMatchObject({ why: 'capped' });
  });

  test('a window that is used up says when it opens', async () => {
    const { x, world } = await begin({ limits: { 'dms.events': 2 } });
    for (let n = 0; n < 2; n++) expect((await x.messages({ max: 1 })).ok).toBe(true);
    const answer = await x.messages({ max: 1 });
    const opensAt = world.calls.at(-1)!.opensAt!;
    expect(answer).toMatchObject({ ok: false, why: 'too-many', retryAt: Math.ceil(opensAt / 1_000) * 1_000 });
  });

  test('keys that are not valid, a clock that is wrong, and what keys may do', async () => {
    const { x, config, world, shop } = await begin();
    await x.me();
    expect(x.heard()).toEqual({ accessLevel: 'read-write-directmessages', skewMs: expect.any(Number) });
    expect(Math.abs(x.heard().skewMs!)).toBeLessThan(5_000);
    const late = { ...systemClock, now: () => systemClock.now() + 600_000 };
    const other = connectX({ config: { ...config, accessSecret: 'of-another' }, origin: world.url, clock: late });
    expect(await other.me()).toMatchObject({ why: 'signed-out' });
    expect(other.heard().skewMs).toBeGreaterThan(590_000);
    shop.revoke();
    expect(await x.me()).toMatchObject({ why: 'signed-out', words: expect.stringMatching(/keys of this channel/) });
  });
});

describe('pictures', () => {
  const pace = { check_after_secs: 0.01 } as const;

  test('a picture in several parts is what was sent, for posts and for messages', async () => {
    const { x, world, shop } = await begin();
    const content = Buffer.alloc(2_500_000, 'picture of a kettle ');
    const file = { name: 'kettle.png', type: 'image/png', content };
    const uploaded = await x.upload(file, 'post');
    if (!uploaded.ok) throw new Error(uploaded.words);
    const posted = await x.post({ text: 'This one.', answers: null, media: [uploaded.value.id] });
    expect(posted).toMatchObject({ ok: true });
    const page = await x.ownPosts(shop.id, { max: 5 });
    if (!page.ok) throw new Error(page.words);
    const { url } = (page.value.body as { includes: { media: { url: string }[] } }).includes.media[0]!;
    const loaded = await x.download(url, 3_000_000);
    expect(loaded).toMatchObject({ ok: true, value: { type: 'image/png' } });
    if (loaded.ok) expect(Buffer.compare(Buffer.from(loaded.value.content), content)).toBe(0);
    expect(await x.download(url, 1_000_000)).toMatchObject({ ok: false, words: expect.stringMatching(/larger than/) });
    const ann = world.person('ann');
    ann.dm(shop, 'show me');
    const other = await x.upload(file, 'message');
    if (!other.ok) throw new Error(other.words);
    expect(await x.sendMessage({ to: { person: ann.id }, text: '', media: uploaded.value.id })).toMatchObject({
      why: 'media',
    });
    expect(await x.sendMessage({ to: { person: ann.id }, text: '', media: other.value.id })).toMatchObject({
      ok: true,
    });
  });

  test('where X refuses the form, the parts go as text', async () => {
    const { x, world } = await begin();
    world.fail('media.append', { status: 400 }, 1);
    const content = Buffer.alloc(1_500_000, 7);
    expect(await x.upload({ name: 'a.png', type: 'image/png', content }, 'post')).toMatchObject({ ok: true });
    const parts = world.calls.filter(each => each.route === 'media.append');
    expect(parts.map(each => [each.status, each.body !== null])).toEqual([
      [400, false],
      [200, true],
      [200, true],
    ]);
  });

  test('a film is waited for, and one that X cannot use is said', async () => {
    const film = { name: 'a.mp4', type: 'video/mp4', content: Buffer.from('film') };
    const good = await begin({
      processing: [{ state: 'pending', ...pace }, { state: 'in_progress' }, { state: 'succeeded' }],
    });
    const uploaded = await good.x.upload(film, 'post');
    if (!uploaded.ok) throw new Error(uploaded.words);
    expect(await good.x.post({ text: '', answers: null, media: [uploaded.value.id] })).toMatchObject({ ok: true });
    const bad = await begin({ processing: [{ state: 'in_progress', ...pace }, { state: 'failed' }] });
    expect(await bad.x.upload(film, 'message')).toMatchObject({
      ...{ ok: false, why: 'media', mayHaveArrived: false },
      words: expect.stringMatching(/cannot use this file: Unsupported codec\. Send it as/),
    });
  });

  test('a film that X is never done with ends, and so does an upload into silence', async () => {
    const film = { name: 'a.mp4', type: 'video/mp4', content: Buffer.from('film') };
    const slow = await begin({ processing: [{ state: 'in_progress', check_after_secs: 3_600 }] });
    expect(await slow.x.upload(film, 'post')).toMatchObject({ ok: false, why: 'no-answer', mayHaveArrived: false });
    const { x, world } = await begin({ withinMs: 200 });
    world.fail('media.append', { hang: true });
    expect(await x.upload(film, 'post')).toMatchObject({ ok: false, why: 'no-answer', mayHaveArrived: false });
  });

  test('pictures of messages need the keys; other places are never asked', async () => {
    const { x, world, shop } = await begin();
    const ann = world.person('ann');
    ann.dm(shop, 'look', { pictures: 1 });
    const page = await x.messages({ max: 5 });
    if (!page.ok) throw new Error(page.words);
    const { url } = (page.value.body as { includes: { media: { url: string }[] } }).includes.media[0]!;
    expect(url).toMatch(/^https:\/\/ton\.twitter\.com\//);
    expect(await x.download(url, 1_000)).toMatchObject({ ok: true, value: { type: 'image/jpeg' } });
    expect(world.calls.at(-1)).toMatchObject({ route: 'media.of-message', auth: 'oauth1', by: 'shop' });
    const before = world.calls.length;
    const elsewhere = [
      ...['http://pbs.twimg.com/media/1.jpg', 'https://pbs.twimg.com.evil.example/1.jpg', 'https://127.0.0.1/1.jpg'],
      ...['https://user@pbs.twimg.com/1.jpg', 'https://pbs.twimg.com:8443/1.jpg', 'file:///etc/passwd', 'picture'],
    ];
    for (const each of elsewhere) expect(await x.download(each, 1_000), each).toMatchObject({ why: 'refused' });
    expect(world.calls.length).toBe(before);
    expect(await x.download('https://pbs.twimg.com/media/3_1.jpg', 1_000)).toMatchObject({ why: 'gone' });
    world.fail('media.picture', { status: 302, headers: { Location: 'https://evil.example/' } });
    expect(await x.download('https://pbs.twimg.com/media/3_1.jpg', 1_000)).toMatchObject({ why: 'refused' });
  });
});

describe('the stream of events', () => {
  async function streaming(options: Parameters<typeof begin>[0] = {}) {
    const begun = await begin(options);
    const { world, shop, x } = begun;
    const filter = { user_id: shop.id };
    await x.app('post', 'activity/subscriptions', { event_type: 'post.create', filter });
    const seen: string[] = [];
    const ending = new AbortController();
    const slow = { ms: 0 };
    const ended = x.stream({
      backfillMinutes: 0,
      signal: ending.signal,
      line: async event => {
        await systemClock.sleep(slow.ms);
        seen.push((event as { data: { payload: { text: string } } }).data.payload.text);
      },
    });
    await until(() => world.stream.open === 1, 'the stream');
    return { ...begun, seen, ended, slow, end: () => ending.abort() };
  }

  test('events one after the other, in order, until somebody ends it', async () => {
    const { world, shop, seen, ended, end, slow } = await streaming();
    slow.ms = 5;
    const texts = Array.from({ length: 20 }, (_, n) => `news ${n} ä€😀`);
    for (const each of texts) shop.post(each);
    world.stream.beat();
    world.stream.line('{ this is no event');
    await until(() => seen.length === 20, 'all of them');
    expect(seen).toEqual(texts);
    end();
    expect(await ended).toEqual({ ok: true, value: null });
    await until(() => world.connections === 0, 'its end of the connection');
  });

  test.each<[string, (world: FakeX) => void, RegExp]>([
    ['X ends it', world => world.stream.end(), /broke off/],
    ['the connection breaks', world => world.stream.reset(), /broke off/],
    ['half a line comes', world => world.stream.tear(), /broke off/],
    ['X says why', world => world.stream.line('{"errors":[{"title":"operational-disconnect"}]}'), /problem of its own/],
  ])('it resolves when %s', async (_, hand, words) => {
    const { world, ended } = await streaming();
    hand(world);
    expect(await ended).toMatchObject({ ok: false, words: expect.stringMatching(words) });
  });

  test('silence ends it, and an event that takes long to store is no silence', async () => {
    const { world, shop, seen, ended, slow } = await streaming({ silentMs: 150 });
    slow.ms = 400;
    shop.post('slow to store');
    await until(() => seen.length === 1, 'it is stored');
    world.stream.hang();
    expect(await ended).toMatchObject({ ok: false, why: 'no-answer', detail: 'no line came' });
  });

  test('what X refuses is said as anywhere', async () => {
    const { world, x } = await begin();
    const never = { backfillMinutes: 9, signal: new AbortController().signal, line: async () => {} };
    world.fail('stream', {
      status: 429,
      body: {
        title: 'ConnectionException',
        connection_issue: 'TooManyConnections',
        detail: 'This stream is currently at the maximum allowed connection limit.',
      },
    });
    expect(await x.stream(never)).toMatchObject({ why: 'too-many', words: expect.stringMatching(/two connections/) });
    expect(world.calls.at(-1)!.query).toEqual({ backfill_minutes: '5' });
    world.credit(0);
    expect(await x.stream(never)).toMatchObject({ why: 'no-credit' });
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
