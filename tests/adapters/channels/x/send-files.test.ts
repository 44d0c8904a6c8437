/** Pictures and videos of replies: what X does not take is refused before anything goes up, and nothing goes up twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { XEcho } from '../../../../adapters/channels/x/receive.ts';
import { sendReply } from '../../../../adapters/channels/x/send/send.ts';
import type { ReplyId } from '../../../../src/core/ids.ts';
import { HOUR } from '../../../../src/core/time.ts';
import type { OutgoingReply } from '../../../../src/ports/channel.ts';
import type { FakePerson } from '../../../kit/far-sides/x/hands.ts';
import type { XOptions } from '../../../kit/far-sides/x/shapes.ts';
import { openXShop, type XShop } from './send-shop.ts';

type Files = NonNullable<OutgoingReply['files']>;

let shop: XShop;
let maya: FakePerson;
const begin = async (options: XOptions = {}) => {
  await shop?.end();
  shop = await openXShop({ withinMs: 5_000, ...options });
  maya = shop.x.person('maya');
};
beforeEach(() => begin());
afterEach(() => shop.end());

const BEGINNINGS = {
  'a.jpg': '\xff\xd8\xff\xe0',
  'b.png': '\x89PNG\r\n\x1a\n',
  'c.webp': 'RIFF\x00\x00\x00\x00WEBP',
  'd.gif': 'GIF89a',
  'e.mp4': '\x00\x00\x00\x18ftypisom',
  'f.mov': '\x00\x00\x00\x14ftypqt  ',
  'g.pdf': '%PDF-1.7',
  'h.heic': '\x00\x00\x00\x18ftypheic',
  'i.jpg': '<html><body>',
  'j.png': '',
};

function file(name: keyof typeof BEGINNINGS, bytes = 1_000): Files[number] {
  const content = Buffer.alloc(Math.max(bytes, 12));
  content.write(BEGINNINGS[name], 'latin1');
  // As chats call them: often nothing that is of use.
  return { id: `att_${name}` as never, name, type: 'application/octet-stream', bytes, content };
}

function reply(side: 'public' | 'private', files: Files, more: Partial<OutgoingReply> = {}): OutgoingReply {
  const to: XEcho =
    side === 'public'
      ? { post: maya.post('@shop how does it look?'), summon: 'named' }
      : { conversation: `${shop.us.id}-${maya.id}` };
  if (side === 'private') maya.dm(shop.us, 'How does it look?');
  return {
    ...{ id: 'rep_1' as ReplyId, enquiryId: 'enq_1' as never, attempt: 1, to: { address: maya.id, name: 'Maya' } },
    ...{ copies: [], writtenTo: null, author: { name: 'Ann' }, text: 'Like this.', subject: null, answers: [] },
    ...{ lastMessage: null, visibility: side, echoes: [{ ...to, may: 'yes', author: maya.id }], files },
    ...more,
  };
}

const uploads = () => shop.x.calls.filter(each => each.route === 'media.initialize');
const categories = () => uploads().map(each => each.body?.media_category);

describe('what X takes', () => {
  test('four pictures go along with a post, one with a private message, in their order', async () => {
    const files = [file('a.jpg'), file('b.png'), file('c.webp'), file('a.jpg', 2_500_000)];
    expect(await sendReply(reply('public', files), shop.parts)).toMatchObject({ as: 'sent' });
    expect(maya.answers()).toMatchObject([{ text: 'Like this.', media: { length: 4 } }]);
    expect(uploads().map(each => each.body?.media_type)).toEqual([
      'image/jpeg',
      'image/png',
      'image/webp',
      'image/jpeg',
    ]);
    const privately = reply('private', [file('b.png')], { id: 'rep_2' as ReplyId, text: '' });
    expect(await sendReply(privately, shop.parts)).toMatchObject({ as: 'sent' });
    expect(maya.messagesWith(shop.us).at(-1)).toMatchObject({ by: 'shop', text: '', media: { length: 1 } });
    expect(categories()).toEqual(['tweet_image', 'tweet_image', 'tweet_image', 'tweet_image', 'dm_image']);
    expect(shop.x.problems()).toEqual([]);
  });

  test('an animated GIF, and a video that X works on for a while', async () => {
    await begin({ processing: [{ state: 'pending', check_after_secs: 0.01 }, { state: 'succeeded' }] });
    const gif = sendReply(reply('public', [file('d.gif')]), shop.parts);
    expect(await gif).toMatchObject({ as: 'sent' });
    const video = reply('private', [file('e.mp4')], { id: 'rep_2' as ReplyId });
    expect(await sendReply(video, shop.parts)).toMatchObject({ as: 'sent' });
    expect(categories()).toEqual(['tweet_gif', 'dm_video']);
    expect(maya.answers()).toHaveLength(1);
  });
});

describe('what X does not take', () => {
  const MB = 1024 * 1024;
  test.each<[string, 'public' | 'private', Files, RegExp]>([
    ['a document', 'public', [file('a.jpg'), file('g.pdf')], /"g\.pdf".*JPEG, PNG.*e-mail/],
    ['a photo of a phone', 'private', [file('h.heic')], /"h\.heic"/],
    ['a page that calls itself a picture', 'public', [file('i.jpg')], /"i\.jpg"/],
    ['a file with nothing in it', 'public', [file('j.png', 0)], /"j\.png"/],
    ['five pictures', 'public', Array.from({ length: 5 }, () => file('a.jpg')), /carries 4 pictures, and there are 5/],
    ['two pictures in a private message', 'private', [file('a.jpg'), file('b.png')], /carries one file.*there are 2/],
    ['a GIF beside a picture', 'public', [file('a.jpg'), file('d.gif')], /an animated GIF only by itself/],
    ['two videos', 'public', [file('e.mp4'), file('f.mov')], /a video only by itself/],
    ['a picture that is too large', 'private', [file('b.png', 5 * MB + 1)], /"b\.png" is too large.*5 MB/],
    ['a GIF that is too large', 'public', [file('d.gif', 16 * MB)], /an animated GIF may have 15 MB/],
  ])('%s is refused before anything goes up', async (_, side, files, words) => {
    const result = await sendReply(reply(side, files), shop.parts);
    expect(result).toMatchObject({ as: 'refused', words: expect.stringMatching(words) });
    expect((result as { words: string }).words).toMatch(/Nothing was sent\.$/);
    expect(shop.x.calls).toEqual([]);
  });

  test('a video that X cannot use is refused, and its words do not go without it', async () => {
    await begin({ processing: [{ state: 'failed' }] });
    const result = await sendReply(reply('public', [file('e.mp4')]), shop.parts);
    expect(result).toMatchObject({ as: 'refused', words: expect.stringMatching(/cannot use this file/) });
    expect(maya.answers()).toEqual([]);
    expect(shop.x.calls.some(each => each.route === 'posts.create')).toBe(false);
  });
});

describe('a try that is not the last', () => {
  test('uses what is at X already, for as long as X keeps it', async () => {
    const one = reply('public', [file('a.jpg'), file('b.png')]);
    shop.x.credit(0);
    expect(await sendReply(one, shop.parts)).toMatchObject({ as: 'retry', usedUp: 'month' });
    shop.x.credit(10);
    shop.x.fail('posts.create', { status: 402, body: { title: 'CreditsDepleted' } });
    expect(await sendReply({ ...one, attempt: 2 }, shop.parts)).toMatchObject({ as: 'retry' });
    expect(uploads().filter(each => each.carriedOut)).toHaveLength(2);
    shop.x.fail('posts.create', { status: 402, body: { title: 'CreditsDepleted' } });
    shop.clock.advance(HOUR);
    expect(await sendReply({ ...one, attempt: 3 }, shop.parts)).toMatchObject({ as: 'retry' });
    expect(uploads().filter(each => each.carriedOut)).toHaveLength(2);
    // After a day X has thrown them away.
    shop.clock.advance(23 * HOUR);
    expect(await sendReply({ ...one, attempt: 4 }, shop.parts)).toMatchObject({ as: 'sent' });
    expect(uploads().filter(each => each.carriedOut)).toHaveLength(4);
    expect(maya.answers()).toMatchObject([{ media: { length: 2 } }]);
  });

  test('goes on with the file at which the line broke', async () => {
    const one = reply('public', [file('a.jpg'), file('b.png'), file('c.webp')]);
    let n = 0;
    shop.x.fail('media.initialize', 'reset-before', 1, () => ++n === 2);
    expect(await sendReply(one, shop.parts)).toMatchObject({ as: 'retry' });
    expect(maya.answers()).toEqual([]);
    expect(await sendReply({ ...one, attempt: 2 }, shop.parts)).toMatchObject({ as: 'sent' });
    expect(uploads().filter(each => each.carriedOut)).toHaveLength(3);
    expect(maya.answers()).toMatchObject([{ media: { length: 3 } }]);
  });

  test('takes other files where its author changed them', async () => {
    const one = reply('private', [file('a.jpg')]);
    shop.x.fail('dms.send', { status: 402, body: { title: 'CreditsDepleted' } });
    expect(await sendReply(one, shop.parts)).toMatchObject({ as: 'retry' });
    expect(await sendReply({ ...one, files: [file('b.png')] }, shop.parts)).toMatchObject({ as: 'sent' });
    expect(uploads().map(each => each.body?.media_type)).toEqual(['image/jpeg', 'image/png']);
  });
});

test('a reply of pictures alone whose answer was lost is found by its pictures', async () => {
  const one = reply('public', [file('a.jpg')], { text: '' });
  shop.x.fail('posts.create', 'reset-after');
  expect(await sendReply(one, shop.parts)).toEqual({ as: 'unsure' });
  const again = await sendReply({ ...one, attempt: 2 }, shop.parts);
  expect(again).toMatchObject({ as: 'sent' });
  expect(maya.answers()).toHaveLength(1);
});
