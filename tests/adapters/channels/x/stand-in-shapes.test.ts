/** What the stand-in of X says has the shapes of X's document, and the channel reads it, in the old words and the new. */
import { TwitterApi } from 'twitter-api-v2';
import { afterEach, describe, expect, test } from 'vitest';
import { explainX } from '../../../../adapters/channels/x/explain.ts';
import { agentTo } from '../../../kit/far-sides/x/agent.ts';
import { unlikeDocument } from '../../../kit/far-sides/x/openapi.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { XOptions } from '../../../kit/far-sides/x/shapes.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function begin(options: XOptions = {}) {
  const x = await openX(options);
  const httpAgent = agentTo(x.url);
  open.push(x.close, () => httpAgent.destroy());
  const shop = x.account('shop', { name: 'The Shop' });
  return { x, shop, ann: x.person('ann', { name: 'Ann' }), v2: new TwitterApi(shop.keys, { httpAgent }).v2, httpAgent };
}

const FIELDS = {
  'tweet.fields':
    'author_id,conversation_id,created_at,in_reply_to_user_id,referenced_tweets,entities,display_text_range,note_tweet,' +
    'attachments,reply_settings,edit_controls,withheld,public_metrics,lang',
  'user.fields':
    'created_at,protected,verified,verified_type,description,receives_your_dm,connection_status,public_metrics',
  'dm_event.fields': 'sender_id,dm_conversation_id,created_at,attachments',
};
const POSTS = {
  'tweet.fields': FIELDS['tweet.fields'],
  'user.fields': FIELDS['user.fields'],
  expansions: 'author_id,referenced_tweets.id,referenced_tweets.id.author_id,attachments.media_keys',
};
const DMS = {
  'dm_event.fields': FIELDS['dm_event.fields'],
  'user.fields': FIELDS['user.fields'],
  expansions: 'sender_id,attachments.media_keys',
};

test('all answers of a busy day are as X’s OpenAPI document has them', async () => {
  const { x, shop, ann, v2, httpAgent } = await begin({ words: 'posts' });
  const news = shop.post('News: https://shop.example/news');
  const asked = ann.post('@shop look', { pictures: 2 });
  ann.edit(ann.post('@shop my odrer'), '@shop my order');
  ann.quote(news, `@shop ${'so '.repeat(120)}`);
  ann.reply(news, 'really?');
  ann.withhold(asked);
  ann.dm(shop, 'psst', { pictures: 1 });
  await v2.get('users/me', { 'user.fields': FIELDS['user.fields'] });
  await v2.get(`users/${ann.id}`, { 'user.fields': FIELDS['user.fields'] });
  await v2.get(`users/${shop.id}/mentions`, { ...POSTS, max_results: 5 });
  await v2.get(`users/${shop.id}/tweets`, POSTS);
  await v2.get('tweets', { ids: `${asked},${news},123`, ...POSTS });
  const { data } = await v2.reply('Coming.', asked);
  await v2.get(`tweets/${data.id}`, POSTS);
  await v2.deleteTweet(data.id);
  await v2.get('dm_events', DMS);
  await v2.sendDmToParticipant(ann.id, { text: 'Yes?' });
  await v2.uploadMedia(Buffer.from('picture'), { media_type: 'image/png' as never });
  const film = { media_type: 'video/mp4', media_category: 'dm_video', total_bytes: 4 };
  const { id } = (await v2.post('media/upload/initialize', film)).data;
  await v2.post(`media/upload/${id}/append`, { segment_index: 0, media: Buffer.from('film').toString('base64') });
  await v2.post(`media/upload/${id}/finalize`);
  await v2.get('media/upload', { command: 'STATUS', media_id: id });
  const app = new TwitterApi(x.app.bearer, { httpAgent });
  await app.v2.post('activity/subscriptions', { event_type: 'post.create', filter: { user_id: shop.id }, tag: 'own' });
  expect(x.calls.flatMap(unlikeDocument)).toEqual([]);
  expect(x.calls.filter(each => each.status >= 300)).toEqual([]);
});

interface Line {
  kind: string;
  visibility: string;
  text: string;
  replyable: boolean | null;
  becomes: string;
  messageId: string;
  from: { id: string; handle: string | null };
  media: unknown[];
}
const read = (body: unknown) => explainX(Buffer.from(JSON.stringify(body))) as unknown as Line[];

describe.each(['tweets', 'posts'] as const)('in the words of %s', words => {
  test('the channel reads pages as they were meant', async () => {
    const { shop, ann, v2, x } = await begin({ words });
    const news = shop.post('We open at nine.');
    ann.post('@shop is 2 < 3 & "true"?', { pictures: 1 });
    ann.reply(news, 'really?');
    ann.reply(news, '@shop really?');
    ann.quote(news, 'so early');
    const long = ann.post(`@shop ${'long '.repeat(100)}`);
    x.person('bob').retweet(long);
    const page = await v2.get(`users/${shop.id}/mentions`, POSTS);
    const lines = read(page);
    expect(lines.map(each => [each.kind, each.text.slice(0, 24), each.replyable])).toEqual([
      ['mention', `@shop ${'long '.repeat(4).slice(0, 18)}`, true],
      ['reply', '@shop really?', true],
      ['reply', 'really?', false],
      ['mention', '@shop is 2 < 3 & "true"?', true],
    ]);
    expect(lines[0]!.text.length).toBeGreaterThan(490);
    expect(lines[3]!.media).toHaveLength(1);
    expect(lines.every(each => each.visibility === 'public' && each.from.handle === 'ann')).toBe(true);
    ann.dm(shop, 'a < b');
    shop.dm(ann, 'Yes.');
    ann.dm(shop, 'Thanks');
    // Between two people alone a page does not tell which of them is ours.
    x.person('bob').dm(shop, 'Hello');
    const talk = read(await v2.get('dm_events', DMS));
    expect(talk.map(each => [each.kind, each.visibility, each.text])).toEqual([
      ['dm', 'private', 'Hello'],
      ['dm', 'private', 'Thanks'],
      ['own', 'private', 'Yes.'],
      ['dm', 'private', 'a < b'],
    ]);
  });

  test('and events', async () => {
    const { x, shop, ann, httpAgent } = await begin({ words });
    const oauth2 = new TwitterApi({ clientId: x.app.clientId, clientSecret: x.app.clientSecret }, { httpAgent });
    const redirectUri = 'https://desk.example/x/callback';
    const link = oauth2.generateOAuth2AuthLink(redirectUri, { scope: ['tweet.read', 'dm.read'] as never });
    const code = new URL(shop.authorize(link.url)).searchParams.get('code')!;
    await oauth2.loginWithOAuth2({ code, codeVerifier: link.codeVerifier, redirectUri });
    const app = new TwitterApi(x.app.bearer, { httpAgent });
    for (const event_type of [
      'post.mention.create',
      'post.reply.create',
      'dm.received',
      'chat.received',
      'post.delete',
    ])
      await app.v2.post('activity/subscriptions', { event_type, filter: { user_id: shop.id } });
    const mention = ann.post('@shop hello & goodbye');
    const news = shop.post('News');
    const reply = ann.reply(news, 'hm');
    const dm = ann.dm(shop, 'psst');
    ann.chat(shop);
    shop.delete(news);
    const lines = x.events.flatMap(read);
    expect(lines.map(each => [each.kind, each.visibility, each.text, each.becomes])).toEqual([
      ['mention', 'public', '@shop hello & goodbye', 'enquiry'],
      ['reply', 'public', 'hm', expect.any(String)],
      ['dm', 'private', 'psst', 'enquiry'],
      ['encrypted', 'private', '', 'enquiry'],
      ['deleted', 'public', '', expect.any(String)],
    ]);
    expect(lines.slice(0, 3).map(each => each.messageId)).toEqual([mention, reply, dm]);
  });
});
