/** The stand-in of X, asked by the real library: what the library makes of it is what the channel has to live with. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ApiPartialResponseError,
  ApiRequestError,
  ApiResponseError,
  ETwitterStreamEvent,
  type TweetStream,
  TwitterApi,
} from 'twitter-api-v2';
import { afterEach, describe, expect, test } from 'vitest';
import { agentTo } from '../../../kit/far-sides/x/agent.ts';
import type { FakeX } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { XOptions } from '../../../kit/far-sides/x/shapes.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function begin(options: XOptions = {}) {
  const x = await openX(options);
  const httpAgent = agentTo(x.url);
  open.push(x.close, () => httpAgent.destroy());
  const shop = x.account('shop');
  const ann = x.person('ann');
  const client = new TwitterApi(shop.keys, { httpAgent });
  return { x, shop, ann, client, v2: client.v2, httpAgent };
}

async function refusal(work: Promise<unknown>): Promise<ApiResponseError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiResponseError);
  return error as ApiResponseError;
}

const summoned = (x: FakeX, text = 'hello') => x.person('ann').post(`@shop ${text}`);

describe('who is asking', () => {
  test('a signature of OAuth 1.0a is over the true address and holds', async () => {
    const { v2, shop, x, httpAgent } = await begin();
    const { data } = await v2.me({ 'user.fields': ['created_at', 'verified'] });
    expect(data).toMatchObject({ id: shop.id, username: 'shop', verified: false });
    expect(x.calls[0]).toMatchObject({ route: 'users.me', auth: 'oauth1', by: 'shop', status: 200 });
    const wrong = new TwitterApi({ ...shop.keys, accessSecret: 'of-another' }, { httpAgent });
    expect(await refusal(wrong.v2.me())).toMatchObject({ code: 401, data: { title: 'Unauthorized' } });
  });

  test('keys that were revoked or belong to a suspended account are no keys', async () => {
    const { v2, shop } = await begin();
    shop.suspend();
    expect((await refusal(v2.me())).code).toBe(401);
    shop.suspend(false);
    shop.revoke();
    expect((await refusal(v2.me())).code).toBe(401);
  });

  test('keys that may read only, or no messages, say so in a header and are refused', async () => {
    const { x, httpAgent } = await begin();
    const reader = new TwitterApi(x.account('reader', { access: 'read' }).keys, { httpAgent }).v2;
    await reader.me();
    expect((await refusal(reader.tweet('hello'))).data.type).toContain('oauth1-permissions');
    const writer = new TwitterApi(x.account('writer', { access: 'read-write' }).keys, { httpAgent }).v2;
    await writer.tweet('hello');
    const refused = await refusal(writer.listDmEvents());
    expect(refused.headers['x-access-level']).toBe('read-write');
  });

  test('OAuth 2.0: a code and its verifier give a pair, and each refresh token works once', async () => {
    const { x, shop, httpAgent } = await begin();
    const app = new TwitterApi({ clientId: x.app.clientId, clientSecret: x.app.clientSecret }, { httpAgent });
    const callback = 'https://desk.example/x/callback';
    const link = app.generateOAuth2AuthLink(callback, { scope: ['users.read', 'offline.access'], state: 'abc' });
    const back = new URL(shop.authorize(link.url)).searchParams;
    expect(back.get('state')).toBe('abc');
    const first = await app.loginWithOAuth2({
      code: back.get('code')!,
      codeVerifier: link.codeVerifier,
      redirectUri: callback,
    });
    expect(first.expiresIn).toBe(7_200);
    expect((await first.client.v2.me()).data.username).toBe('shop');
    const second = await app.refreshOAuth2Token(first.refreshToken!);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const again = await refusal(app.refreshOAuth2Token(first.refreshToken!));
    expect(again.code).toBe(400);
    expect(again.data).toMatchObject({ error: 'invalid_request' });
    expect(x.problems().join()).toContain('A refresh token was used a second time');
    x.expireTokens();
    expect((await refusal(second.client.v2.me())).code).toBe(401);
  });

  test('a wrong verifier gives nothing, and scopes that were not granted are missing', async () => {
    const { x, shop, httpAgent } = await begin();
    const app = new TwitterApi({ clientId: x.app.clientId, clientSecret: x.app.clientSecret }, { httpAgent });
    const redirectUri = 'https://desk.example/x/callback';
    const link = app.generateOAuth2AuthLink(redirectUri, { scope: ['users.read'] });
    const code = () => new URL(shop.authorize(link.url)).searchParams.get('code')!;
    await refusal(app.loginWithOAuth2({ code: code(), codeVerifier: 'x'.repeat(128), redirectUri }));
    const { client, refreshToken } = await app.loginWithOAuth2({
      code: code(),
      codeVerifier: link.codeVerifier,
      redirectUri,
    });
    expect(refreshToken).toBeUndefined();
    expect((await refusal(client.v2.listDmEvents())).code).toBe(403);
  });

  test('the app alone reads posts and no messages', async () => {
    const { x, httpAgent, shop } = await begin();
    const app = await new TwitterApi({ appKey: x.app.key, appSecret: x.app.secret }, { httpAgent }).appLogin();
    summoned(x);
    expect((await app.v2.userMentionTimeline(shop.id)).tweets).toHaveLength(1);
    const refused = await refusal(app.v2.listDmEvents());
    expect(refused.data.title).toBe('Unsupported Authentication');
  });
});

describe('reading posts', () => {
  test('only the fields that were asked for, with ids beyond 2^53 and escaped text', async () => {
    const { v2, ann, shop, x } = await begin();
    const id = ann.post('@shop is 2 < 3 & "true"?');
    const bare = await v2.userMentionTimeline(shop.id);
    expect(bare.tweets).toEqual([{ id, text: '@shop is 2 &lt; 3 &amp; "true"?', edit_history_tweet_ids: [id] }]);
    expect(Number.isSafeInteger(Number(id))).toBe(false);
    const more = await v2.userMentionTimeline(shop.id, {
      'tweet.fields': ['conversation_id', 'created_at', 'entities'],
      expansions: ['author_id'],
    });
    expect(more.tweets[0]).toMatchObject({ author_id: ann.id, conversation_id: id });
    expect(more.tweets[0]!.entities!.mentions).toMatchObject([{ start: 0, end: 5, username: 'shop' }]);
    expect(more.includes.users).toMatchObject([{ id: ann.id, username: 'ann' }]);
    expect(x.bills.map(each => [each.what, each.charged])).toEqual([
      ['owned-read', 1],
      ['owned-read', 0],
      ['user-read', 10],
    ]);
  });

  test('since_id gives what is newer; an empty answer has no data and costs nothing', async () => {
    const { v2, ann, shop, x } = await begin();
    const first = ann.post('@shop one');
    const second = ann.post('@shop two');
    const page = await v2.userMentionTimeline(shop.id, { since_id: first });
    expect(page.tweets.map(each => each.id)).toEqual([second]);
    const cost = x.cost();
    const none = await v2.get(`users/${shop.id}/mentions`, { since_id: second });
    expect(none).toEqual({ meta: { result_count: 0 } });
    expect(x.cost()).toBe(cost);
  });

  test('the mentions timeline ends after 800, without a word', async () => {
    const { v2, ann, shop } = await begin();
    for (let n = 0; n < 805; n++) ann.post(`@shop ${n}`);
    const seen: string[] = [];
    let page = await v2.userMentionTimeline(shop.id, { max_results: 100 });
    for (; !page.done; page = await page.next()) seen.push(...page.tweets.map(each => each.text));
    seen.push(...page.tweets.map(each => each.text));
    expect(seen).toHaveLength(800);
    expect(seen.at(-1)).toBe('@shop 5');
  });

  test('the library’s own loop stops at an empty page that has a next one; one of ours does not', async () => {
    const { v2, ann, shop, x } = await begin();
    for (let n = 0; n < 8; n++) ann.post(`@shop ${n}`);
    const query = { max_results: 5 } as const;
    const theirs: string[] = [];
    const begun = await v2.userMentionTimeline(shop.id, query);
    x.emptyPage('mentions');
    for await (const each of begun) theirs.push(each.id);
    expect(theirs).toHaveLength(5);
    const ours: string[] = [];
    let page = await v2.userMentionTimeline(shop.id, query);
    x.emptyPage('mentions');
    for (;;) {
      ours.push(...page.tweets.map(each => each.id));
      if (page.done) break;
      page = await page.next();
    }
    expect(new Set(ours).size).toBe(8);
  });

  test('fetchLast stops without a word when the window is used up', async () => {
    const { v2, ann, shop } = await begin({ limits: { mentions: 2 } });
    for (let n = 0; n < 15; n++) ann.post(`@shop ${n}`);
    const page = await v2.userMentionTimeline(shop.id, { max_results: 5 });
    await page.fetchLast(100);
    expect(page.tweets).toHaveLength(10);
    expect(page.done).toBe(false);
  });

  test('an edit is a new id of the same post; deleting one version deletes all', async () => {
    const { v2, ann, shop } = await begin();
    const first = ann.post('@shop my odrer');
    const second = ann.edit(first, '@shop my order');
    const page = await v2.userMentionTimeline(shop.id);
    expect(page.tweets).toMatchObject([{ id: second, edit_history_tweet_ids: [first, second] }]);
    expect((await v2.singleTweet(first)).data.text).toBe('@shop my odrer');
    ann.delete(first);
    const gone = await v2.tweets([first, second]);
    expect(gone.data).toBeUndefined();
    expect(gone.errors).toMatchObject([{ title: 'Not Found Error' }, { resource_id: second }]);
  });

  test('protected, suspended and blocking authors are not seen, each in its own words', async () => {
    const { v2, ann, shop, x } = await begin();
    const id = summoned(x);
    ann.protect();
    expect((await v2.tweets([id])).errors).toMatchObject([{ title: 'Authorization Error' }]);
    ann.protect(false);
    ann.block(shop);
    expect((await v2.userMentionTimeline(shop.id)).tweets).toEqual([]);
    ann.block(shop, false);
    ann.suspend();
    expect((await v2.user(ann.id)).errors).toMatchObject([{ detail: `User has been suspended: [${ann.id}].` }]);
  });

  test('the handles before a reply are outside of its text; retweets are no mentions; long posts are cut', async () => {
    const { v2, ann, shop, x } = await begin();
    const root = shop.post('We open at nine.');
    const reply = ann.reply(root, 'really?');
    x.person('bob').retweet(ann.post('@shop great'));
    ann.post(`@shop ${'a'.repeat(400)}`);
    const page = await v2.userMentionTimeline(shop.id, {
      'tweet.fields': ['display_text_range' as never, 'referenced_tweets', 'note_tweet', 'conversation_id'],
    });
    expect(page.tweets).toHaveLength(3);
    const found = page.tweets.find(each => each.id === reply)!;
    expect(found).toMatchObject({
      text: '@shop really?',
      display_text_range: [6, 13],
      conversation_id: root,
      referenced_tweets: [{ type: 'replied_to', id: root }],
    });
    expect(page.tweets[0]!.text.length).toBeLessThan(310);
    expect(page.tweets[0]!.note_tweet!.text).toHaveLength(406);
  });
});

describe('posting', () => {
  test('an answer to whoever mentioned us costs a cent; X says who may not be answered', async () => {
    const { v2, ann, shop, x } = await begin();
    const asked = ann.post('@shop where is my order?');
    const { data } = await v2.reply('On its way.', asked);
    expect(x.posts().find(each => each.id === data.id)).toMatchObject({ by: 'shop', replyTo: asked });
    expect(ann.answers().map(each => each.text)).toEqual(['On its way.']);
    expect(x.bills.at(-1)).toMatchObject({ what: 'summoned-reply', charged: 10 });
    const followUp = ann.reply(data.id, 'and when?');
    const refused = await refusal(v2.reply('Tomorrow.', followUp));
    expect(refused.code).toBe(403);
    expect(refused.data.detail).toContain('not been mentioned or otherwise engaged');
    const quote = ann.quote(shop.post('News'), 'look');
    await v2.reply('Thanks.', quote);
  });

  test('the same words twice, a reply to what is gone, to who blocked us, or restricted its replies', async () => {
    const { v2, ann, shop, x } = await begin();
    await v2.tweet('We are open.');
    expect((await refusal(v2.tweet('We are open.'))).data.detail).toContain('duplicate content');
    const gone = summoned(x, 'gone');
    ann.delete(gone);
    expect((await refusal(v2.reply('a', gone))).data.detail).toContain('deleted or not visible');
    const restricted = ann.post('hello', { replySettings: 'mentionedUsers' });
    expect((await refusal(v2.reply('b', restricted))).data.detail).toContain('restricted who can reply');
    const asked = summoned(x, 'blocked');
    ann.block(shop);
    expect((await refusal(v2.reply('c', asked))).data.detail).toContain('not permitted');
  });

  test('a link costs 20 cents, and length is weighed as X does', async () => {
    const { v2, x } = await begin();
    await v2.tweet(`${'a'.repeat(256)} https://shop.example/${'long/'.repeat(40)}`);
    expect(x.cost()).toBe(0.2);
    expect((await refusal(v2.tweet('あ'.repeat(141)))).code).toBe(400);
    await v2.tweet('あ'.repeat(140));
    await v2.tweet('👨‍👩‍👧‍👦'.repeat(140));
  });

  test('media go up in parts, and a film is worked on before it can be posted', async () => {
    const { v2, x, shop } = await begin();
    const picture = await v2.uploadMedia(Buffer.alloc(3_000, 7), { media_type: 'image/png' as never }, 1_024);
    const { data } = await v2.tweet('Look', { media: { media_ids: [picture] } });
    expect(x.posts().find(each => each.id === data.id)!.media).toEqual([picture]);
    expect(x.calls.filter(each => each.route === 'media.append')).toHaveLength(3);
    const film = await v2.post('media/upload/initialize', {
      media_type: 'video/mp4',
      total_bytes: 4,
      media_category: 'tweet_video',
    });
    const part = { segment_index: 0, media: Buffer.from('film').toString('base64') };
    await v2.post(`media/upload/${film.data.id}/append`, part);
    await v2.post(`media/upload/${film.data.id}/finalize`);
    const post = () => v2.tweet('Film', { media: { media_ids: [film.data.id] } });
    expect((await refusal(post())).data.errors).toMatchObject([{ message: 'Your media IDs are invalid.' }]);
    const status = () => v2.get('media/upload', { command: 'STATUS', media_id: film.data.id });
    expect((await status()).data.processing_info.state).toBe('in_progress');
    expect((await status()).data.processing_info.state).toBe('succeeded');
    await post();
    expect(shop.answers()).toEqual([]);
  });

  test('uploadMedia believes a film ready when X does not say when to ask again', async () => {
    const { v2 } = await begin({ processing: [{ state: 'in_progress' }] });
    const id = await v2.uploadMedia(Buffer.from('film'), { media_type: 'video/mp4' as never });
    expect((await refusal(v2.tweet('Film', { media: { media_ids: [id] } }))).code).toBe(400);
  });
});

describe('direct messages', () => {
  test('events are newest first, of 30 days, without participants, and know no since_id', async () => {
    const time = pushedTime();
    const { v2, ann, shop } = await begin({ now: time.measure.now });
    ann.dm(shop, 'old');
    time.push(31 * DAY_MS);
    const first = ann.dm(shop, 'one');
    const second = ann.dm(shop, 'two');
    const page = await v2.listDmEvents({
      'dm_event.fields': ['sender_id', 'dm_conversation_id', 'participant_ids', 'created_at'],
      max_results: 1,
    });
    expect(page.events).toHaveLength(1);
    expect(page.events[0]).toMatchObject({ id: second, text: 'two', event_type: 'MessageCreate', sender_id: ann.id });
    expect(page.events[0]).not.toHaveProperty('participant_ids');
    const next = await page.next();
    expect(next.events.map(each => each.id)).toEqual([first]);
    expect(next.done).toBe(true);
    expect((await refusal(v2.get('dm_events', { since_id: first }))).code).toBe(400);
  });

  test('only who wrote first, or takes everybody’s messages, can be written to; twice is twice', async () => {
    const { v2, ann, shop, x } = await begin();
    const closed = await refusal(v2.sendDmToParticipant(ann.id, { text: 'Hello' }));
    expect(closed.data.detail).toBe('You do not have permission to DM one or more participants.');
    ann.dm(shop, 'help');
    // Its types say that the ids are there; they are one level deeper, as everywhere in this API.
    const sent = await v2.sendDmToParticipant(ann.id, { text: 'Yes?' });
    expect(sent.dm_conversation_id).toBeUndefined();
    const conversation = (sent as unknown as { data: typeof sent }).data.dm_conversation_id;
    await v2.sendDmInConversation(conversation, { text: 'Still there?' });
    expect(ann.messagesWith(shop).map(each => each.text)).toEqual(['help', 'Yes?', 'Still there?']);
    await v2.sendDmInConversation(conversation, { text: 'Still there?' });
    expect(x.problems()).toEqual([expect.stringContaining('went out twice')]);
    expect(x.cost()).toBe(0.045);
  });

  test('pictures have to be announced for a message, which the library does not do by itself', async () => {
    const { v2, ann, shop, x } = await begin();
    const asked = ann.dm(shop, 'help', { pictures: 1 });
    expect(x.dms().find(each => each.id === asked)!.media).toHaveLength(1);
    const send = (media_id: string) => v2.sendDmToParticipant(ann.id, { attachments: [{ media_id }] });
    const picture = Buffer.from('picture');
    const guessed = await v2.uploadMedia(picture, { media_type: 'image/png' as never });
    expect((await refusal(send(guessed))).code).toBe(400);
    const named = await v2.uploadMedia(picture, { media_type: 'image/png' as never, media_category: 'dm_image' });
    await send(named);
    expect(ann.messagesWith(shop).at(-1)).toMatchObject({ by: 'shop', text: '', media: [named] });
  });

  test('a message is deleted for one side; who is blocked writes no more', async () => {
    const { v2, ann, shop } = await begin();
    const dm = ann.dm(shop, 'rude');
    await v2.delete(`dm_events/${dm}`);
    expect((await v2.listDmEvents()).events).toEqual([]);
    expect(ann.messagesWith(shop)).toHaveLength(1);
    await v2.post(`users/${ann.id}/dm/block`);
    expect(() => ann.dm(shop, 'ruder')).toThrow('blocked');
    await v2.post(`users/${ann.id}/dm/unblock`);
    ann.dm(shop, 'sorry');
  });

  test('what is encrypted is in no list', async () => {
    const { v2, ann, shop } = await begin();
    ann.chat(shop);
    expect((await v2.listDmEvents()).events).toEqual([]);
  });
});

describe('windows and money', () => {
  test('15 messages in 15 minutes: the headers say when it goes on, and the library keeps its words to itself', async () => {
    const time = pushedTime();
    const { v2, ann, shop, x } = await begin({ now: time.measure.now });
    ann.dm(shop, 'help');
    for (let n = 0; n < 15; n++) await v2.sendDmToParticipant(ann.id, { text: `${n}` });
    const refused = await refusal(v2.sendDmToParticipant(ann.id, { text: '15' }));
    expect(refused.code).toBe(429);
    expect(refused.message).toBe('Request failed with code 429');
    expect(refused.hasErrorCode(429 as never)).toBe(false);
    expect(refused.rateLimit).toMatchObject({ limit: 15, remaining: 0, userDay: { limit: 1_440, remaining: 1_425 } });
    expect(refused.rateLimit!.reset * 1_000).toBe(x.calls.at(-1)!.opensAt);
    await refusal(v2.sendDmToParticipant(ann.id, { text: '16' }));
    expect(x.problems()).toEqual([expect.stringContaining('before its window opened')]);
    time.push(15 * MINUTE_MS + 1_000);
    await v2.sendDmToParticipant(ann.id, { text: '17' });
  });

  test('at zero credit everything is refused, in X’s own words and with a number that no number holds', async () => {
    const { v2, x } = await begin({ credit: 0.012 });
    await v2.me();
    await v2.tweet('The last one');
    const refused = await refusal(v2.me());
    expect(refused.code).toBe(402);
    expect(refused.message).toBe('Request failed with code 402');
    expect(refused.data).toMatchObject({
      title: 'CreditsDepleted',
      type: 'https://api.twitter.com/2/problems/credits',
    });
    expect(typeof (refused.data as unknown as { account_id: unknown }).account_id).toBe('number');
    x.credit(5);
    await v2.me();
  });

  test('the limit of the console refuses everything, too, with 403 and a day', async () => {
    const { v2, x } = await begin();
    x.cap('2026-12-13');
    const refused = await refusal(v2.me());
    expect(refused.code).toBe(403);
    expect(refused.data).toMatchObject({ title: 'SpendCapReached', reset_date: '2026-12-13' });
  });

  test('what was read twice on a day is paid once', async () => {
    const time = pushedTime();
    const { v2, ann, shop, x } = await begin({ now: time.measure.now });
    ann.dm(shop, 'help');
    for (let n = 0; n < 5; n++) await v2.listDmEvents({ max_results: 1 });
    expect(x.cost()).toBe(0.01);
    time.push(DAY_MS);
    await v2.listDmEvents({ max_results: 1 });
    expect(x.cost()).toBe(0.02);
  });
});

describe('failures', () => {
  test('a silence ends when the caller set a time, and only then', async () => {
    const { v2, x } = await begin();
    x.fail('users.me', { hang: true });
    const error = await v2.get('users/me', {}, { timeout: 100 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiRequestError);
    expect(JSON.stringify(error)).toBe('{"type":"request"}');
    expect((error as ApiRequestError).requestError).toBeUndefined();
  });

  test('a reset tells nothing of whether the post went out', async () => {
    const { v2, x } = await begin();
    x.fail('posts.create', 'reset-before');
    expect(await v2.tweet('one').catch((thrown: unknown) => thrown)).toBeInstanceOf(ApiRequestError);
    expect(x.posts()).toEqual([]);
    x.fail('posts.create', 'reset-after');
    expect(await v2.tweet('two').catch((thrown: unknown) => thrown)).toBeInstanceOf(ApiRequestError);
    expect(x.posts().map(each => each.text)).toEqual(['two']);
  });

  test('half of an answer, and errors of the server before and after', async () => {
    const { v2, x } = await begin();
    x.fail('posts.create', 'half');
    expect(await v2.tweet('one').catch((thrown: unknown) => thrown)).toBeInstanceOf(ApiPartialResponseError);
    x.fail('posts.create', { status: 503 });
    expect((await refusal(v2.tweet('two'))).code).toBe(503);
    x.fail('posts.create', { status: 503, after: true, body: '<html>Over capacity</html>' });
    await v2.tweet('three').then(
      () => expect.unreachable(),
      () => {},
    );
    expect(x.posts().map(each => each.text)).toEqual(['one', 'three']);
  });
});

describe('looking back', () => {
  test('what the product should not have done is said in sentences', async () => {
    const { v2, ann, shop, x } = await begin();
    expect(x.problems()).toEqual([]);
    const stranger = ann.post('nobody named');
    await refusal(v2.reply('Hello!', stranger));
    expect(x.problems()).toEqual([]);
    await refusal(v2.reply('Hello!', stranger));
    await refusal(v2.get(`users/${shop.id}/mentions`, { max_results: 3 }));
    await refusal(v2.get('users/me/likes'));
    const [odd, unknown, stubborn, ...more] = x.problems();
    expect(odd).toContain('was answered with 400');
    expect(unknown).toContain('GET /2/users/me/likes was answered with 404');
    expect(stubborn).toBe('POST /2/tweets was sent again after X refused it with 403.');
    expect(more).toEqual([]);
  });

  test('answers come late when they are told to', async () => {
    const { v2, x } = await begin({ latencyMs: 30 });
    x.fail('users.me', { lateMs: 100 });
    const began = performance.now();
    await v2.me();
    expect(performance.now() - began).toBeGreaterThan(120);
  });
});

/** Lets the app in with every scope that events need, and speaks for the app. */
async function withEvents(options: XOptions = {}) {
  const all = await begin(options);
  const { x, shop, httpAgent } = all;
  const oauth2 = new TwitterApi({ clientId: x.app.clientId, clientSecret: x.app.clientSecret }, { httpAgent });
  const redirectUri = 'https://desk.example/x/callback';
  const scope = ['tweet.read', 'users.read', 'dm.read', 'offline.access'];
  const link = oauth2.generateOAuth2AuthLink(redirectUri, { scope: scope as never });
  const code = new URL(shop.authorize(link.url)).searchParams.get('code')!;
  await oauth2.loginWithOAuth2({ code, codeVerifier: link.codeVerifier, redirectUri });
  const app = new TwitterApi(x.app.bearer, { httpAgent });
  const subscribe = (event_type: string, more: object = {}) =>
    app.v2.post('activity/subscriptions', {
      event_type,
      filter: { user_id: shop.id, direction: 'inbound' },
      ...more,
    });
  return { ...all, app, subscribe };
}

/** Takes what comes one by one. */
function inbox<T>() {
  const came: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    put: (item: T) => {
      const next = waiting.shift();
      if (next) next(item);
      else came.push(item);
    },
    next: () => (came.length ? Promise.resolve(came.shift()!) : new Promise<T>(resolve => waiting.push(resolve))),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: events as they come
type Event = { data: Record<string, any> };

async function listen(app: TwitterApi, query: Record<string, number> = {}) {
  const stream: TweetStream<Event> = await app.v2.getStream('activity/stream', query, { autoConnect: false });
  const events = inbox<Event>();
  const signs = inbox<string>();
  stream.on(ETwitterStreamEvent.Data, events.put);
  stream.on(ETwitterStreamEvent.DataKeepAlive, () => signs.put('alive'));
  stream.on(ETwitterStreamEvent.ConnectionLost, () => signs.put('lost'));
  stream.on(ETwitterStreamEvent.ConnectionClosed, () => signs.put('closed'));
  stream.on(ETwitterStreamEvent.TweetParseError, () => signs.put('not JSON'));
  stream.on(ETwitterStreamEvent.ConnectionError, () => signs.put('error'));
  open.push(() => stream.destroy());
  await stream.connect({ keepAliveTimeout: 'disable' });
  return { stream, events, signs };
}

describe('events', () => {
  test('private ones need the account’s own sign-in', async () => {
    const { x, shop, httpAgent } = await begin();
    const app = new TwitterApi(x.app.bearer, { httpAgent });
    const body = { event_type: 'dm.received', filter: { user_id: shop.id } };
    expect((await refusal(app.v2.post('activity/subscriptions', body))).code).toBe(403);
  });

  test('the stream brings mentions, replies, messages and what is encrypted, each in its own shape', async () => {
    const { x, shop, ann, app, subscribe } = await withEvents();
    for (const type of ['post.mention.create', 'post.reply.create', 'dm.received', 'chat.received'])
      await subscribe(type);
    const { events, signs } = await listen(app);
    const mention = ann.post('@shop hello');
    const first = await events.next();
    expect(first.data).toMatchObject({
      event_type: 'post.mention.create',
      filter: { user_id: shop.id },
      payload: { id: mention, author_id: ann.id, text: '@shop hello' },
    });
    // A reply that names nobody is no mention, although the timeline of mentions has it.
    const reply = ann.reply(shop.post('News'), 'hm');
    expect((await events.next()).data).toMatchObject({ event_type: 'post.reply.create', payload: { id: reply } });
    const dm = ann.dm(shop, 'psst');
    const { payload } = (await events.next()).data;
    expect(payload.direct_message_events[0]).toMatchObject({ id: dm, message_create: { sender_id: ann.id } });
    expect(payload.users[ann.id].data.username).toBe('ann');
    ann.chat(shop);
    const sealed = (await events.next()).data;
    expect(sealed).toMatchObject({ event_type: 'chat.received', payload: { sender_id: ann.id } });
    expect(JSON.stringify(sealed)).not.toContain('text');
    shop.reply(mention, 'We are here.');
    expect(x.bills.filter(each => each.route === 'event').map(each => each.charged)).toEqual([5, 5, 10, 10]);
    x.stream.repeat();
    expect((await events.next()).data.event_uuid).toBe(sealed.event_uuid);
    x.stream.beat();
    expect(await signs.next()).toBe('alive');
    x.stream.line('{"data":');
    expect(await signs.next()).toBe('not JSON');
    shop.revoke();
    expect((await events.next()).data).toMatchObject({ event_type: 'oauth.revoke', payload: { user_id: shop.id } });
  });

  test('five minutes are brought after a break; a third stream is refused', async () => {
    const time = pushedTime();
    const { x, ann, app, subscribe } = await withEvents({ now: time.measure.now });
    await subscribe('post.mention.create');
    ann.post('@shop long ago');
    time.push(6 * MINUTE_MS);
    ann.post('@shop just now');
    const { events } = await listen(app, { backfill_minutes: 5 });
    expect((await events.next()).data.payload.text).toBe('@shop just now');
    await listen(app);
    expect(x.stream.open).toBe(2);
    const third = await app.v2.getStream('activity/stream', {}, { autoConnect: false });
    const error = (await third.connect({ autoReconnect: false }).catch((thrown: unknown) => thrown)) as {
      error?: { code: number };
    };
    third.destroy();
    expect(error).toBeTruthy();
    expect(x.calls.at(-1)).toMatchObject({ route: 'stream', status: 429 });
  });

  test('a stream hangs, ends, or breaks', async () => {
    const { x, ann, app, subscribe } = await withEvents();
    await subscribe('post.mention.create');
    const first = await listen(app);
    x.stream.end();
    expect(await first.signs.next()).toBe('error');
    first.stream.destroy();
    const second = await listen(app);
    x.stream.reset();
    expect(await second.signs.next()).toBe('error');
    second.stream.destroy();
    const third = await listen(app);
    x.stream.hang();
    ann.post('@shop hello?');
    x.stream.beat();
    const silence = new Promise(resolve => setTimeout(resolve, 100, 'silence'));
    expect(await Promise.race([third.events.next(), third.signs.next(), silence])).toBe('silence');
  });

  test('a webhook is challenged, then told: signed, in any order, more than once', async () => {
    const { x, ann, shop, app, subscribe } = await withEvents();
    const told = inbox<{ text: string; signature: string | undefined }>();
    const desk = createServer((request, response) => {
      const token = new URL(request.url!, 'http://desk').searchParams.get('crc_token');
      if (token) {
        const hmac = createHmac('sha256', x.app.secret).update(token).digest('base64');
        return void response.end(JSON.stringify({ response_token: `sha256=${hmac}` }));
      }
      let text = '';
      request.on('data', chunk => {
        text += chunk;
      });
      request.on('end', () => {
        told.put({ text, signature: request.headers['x-twitter-webhooks-signature'] as string | undefined });
        response.end();
      });
    });
    await new Promise<void>(resolve => desk.listen(0, '127.0.0.1', resolve));
    open.push(() => {
      desk.close();
      desk.closeAllConnections();
    });
    const url = 'https://desk.example/x/webhook';
    x.deliverTo('http://127.0.0.1:1');
    expect((await refusal(app.v2.post('webhooks', { url }))).data.title).toBe('CrcValidationFailed');
    x.deliverTo(`http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
    const { data } = await app.v2.post('webhooks', { url });
    expect(data).toMatchObject({ url, valid: true });
    await app.v2.put(`webhooks/${data.id}`);
    expect((await app.v2.get('webhooks')).data).toMatchObject([{ id: data.id, valid: true }]);
    await subscribe('dm.received', { webhook_id: data.id });
    expect((await app.v2.get('activity/subscriptions')).data).toMatchObject([{ webhook_id: data.id }]);
    const one = ann.dm(shop, 'größer');
    const { text, signature } = await told.next();
    const expected = createHmac('sha256', x.app.secret).update(text).digest('base64');
    expect(signature).toBe(`sha256=${expected}`);
    const idOf = (body: string) => JSON.parse(body).data.payload.direct_message_events[0].id;
    expect(idOf(text)).toBe(one);
    x.hold();
    const two = ann.dm(shop, 'two');
    const three = ann.dm(shop, 'three');
    await x.release('reversed');
    expect([idOf((await told.next()).text), idOf((await told.next()).text)]).toEqual([three, two]);
    x.hold();
    ann.dm(shop, 'four');
    await x.release('each-twice');
    expect((await told.next()).text).toBe((await told.next()).text);
    await x.deliver('{}', 'forged');
    await x.deliver('{}', 'none');
    expect([(await told.next()).signature, (await told.next()).signature]).toEqual([expect.any(String), undefined]);
    const minute = (at: number) => new Date(at).toISOString().replace(/\D/g, '').slice(0, 12);
    const [from_date, to_date] = [minute(Date.now() - MINUTE_MS), minute(Date.now())];
    await app.v2.post('webhooks/replay', { webhook_id: data.id, from_date, to_date });
    await x.quiet();
    expect(x.deliveries).toHaveLength(9);
    expect(x.problems({ refusals: false })).toEqual([]);
  });
});
