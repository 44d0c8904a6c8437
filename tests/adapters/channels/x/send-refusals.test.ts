/** What X refuses: said in the thread with the next step, tried again only where that helps, and nothing lost or billed. */
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../../src/core/time.ts';
import type { FakePerson } from '../../../kit/far-sides/x/hands.ts';
import { NO_PERMISSION, NOT_SUMMONED } from '../../../kit/far-sides/x/refusals.ts';
import { marksOf, openXShop, type XShop } from './send-shop.ts';

let shop: XShop;
afterEach(() => shop.end());

type Side = 'public' | 'private';
const SIDES: Side[] = ['public', 'private'];

async function asked(side: Side): Promise<{ enquiry: string; maya: FakePerson; post: string }> {
  shop = await openXShop();
  const maya = shop.x.person('maya');
  const post = side === 'public' ? maya.post('@shop where is my order?') : maya.dm(shop.us, 'Where is my order?');
  const [enquiry] = await shop.bring();
  return { enquiry: enquiry!, maya, post };
}

const sends = () => shop.x.calls.filter(each => /^(posts\.create|dms\.send)/.test(each.route));
const seen = () => [...shop.x.posts(), ...shop.x.dms()].filter(each => each.by === 'shop').map(each => each.text);
const lastMark = async (enquiry: string) => (await marksOf(shop, enquiry)).at(-1) ?? '';
/** In millionths: what our own books say, and what X billed for what was sent. */
const counted = async () => (await shop.context.used(shop.parts.meter)).find(each => each.name === 'month')!.used;
const billed = () =>
  shop.x.bills
    .filter(each => /^(posts\.create|timeline|dms\.(send|with))/.test(each.route))
    .reduce((sum, each) => sum + each.charged, 0) * 1_000;

describe('what X never takes is refused once, with the next step', () => {
  const CASES: [name: string, side: Side, then: (maya: FakePerson, post: string) => void, words: RegExp][] = [
    ['its author blocked the account', 'public', maya => maya.block(shop.us), /X refused this|blocked/],
    ['its author deleted the post', 'public', (maya, post) => maya.delete(post), /deleted|not there|gone/i],
    ['X suspended its author', 'public', maya => maya.suspend(), /deleted|not there|gone|suspended/i],
    ['its author left X', 'public', maya => maya.leave(), /deleted|not there|gone/i],
    ['its author protects their posts now', 'public', maya => maya.protect(), /deleted|not there|visible|gone/i],
    ['the person blocked the account', 'private', maya => maya.block(shop.us), /takes no direct messages/],
    ['the person left X', 'private', maya => maya.leave(), /gone|not there|suspended|found/i],
    ['X suspended the person', 'private', maya => maya.suspend(), /gone|not there|suspended|found/i],
    [
      'the author did not ask for it, after all',
      'public',
      () => shop.x.fail('posts.create', { status: 403, body: NOT_SUMMONED.body! }),
      /mentioned or quoted you.*x\.com/,
    ],
    [
      'the keys may only read',
      'private',
      () => shop.x.fail('dms.send', { status: 403, body: NO_PERMISSION.body! }),
      /permission/,
    ],
    [
      'it is too large',
      'public',
      () => shop.x.fail('posts.create', { status: 413, body: { title: 'Payload Too Large', status: 413 } }),
      /\w/,
    ],
  ];

  test.each(CASES)('%s (%s)', async (_, side, then, words) => {
    const { enquiry, maya, post } = await asked(side);
    then(maya, post);
    await shop.answer(enquiry, 'On its way.');
    for (let i = 0; i < 4; i++) await shop.pass(HOUR);
    const [reply] = await shop.replies();
    expect(reply!.status).toBe('failed');
    expect(reply!.failure).toMatch(words);
    expect(await lastMark(enquiry)).toMatch(/^failed/);
    expect((await shop.thread(enquiry)).lines.join('\n')).toMatch(words);
    expect(sends()).toHaveLength(1);
    expect(seen()).toEqual([]);
    expect(await counted()).toBe(0);
  });

  test('words that are too long for X, which counts some of them double', async () => {
    const { enquiry } = await asked('public');
    await shop.answer(enquiry, '東'.repeat(141));
    await shop.pass(HOUR);
    expect((await shop.replies())[0]).toMatchObject({
      status: 'failed',
      failure: expect.stringMatching(/longer than X takes/),
    });
    expect(sends()).toHaveLength(1);
  });

  test('words that X has already from this account, under another post', async () => {
    const { enquiry } = await asked('public');
    await shop.answer(enquiry, 'Please write to us privately.');
    shop.x.person('ben').post('@shop my order is late');
    const other = (await shop.bring()).find(each => each !== enquiry)!;
    await shop.answer(other, 'Please write to us privately.');
    await shop.pass(HOUR);
    const of = async (id: string) => (await shop.replies()).find(each => each.enquiryId === id);
    expect((await of(enquiry))?.status).toBe('sent');
    expect(await of(other)).toMatchObject({ status: 'failed', failure: expect.stringMatching(/same words twice/) });
    expect(seen()).toHaveLength(1);
    expect(await counted()).toBe(billed());
  });
});

describe('what X takes later waits with its reason and leaves by itself', () => {
  const LATER: [name: string, stop: () => void, mend: () => void, words: RegExp][] = [
    ['no credits', () => shop.x.credit(0), () => shop.x.credit(50), /credits are at zero.*auto-recharge/],
    ['the spending limit', () => shop.x.cap('2026-07-01'), () => shop.x.cap(null), /spending limit/],
    ['keys that X does not accept', () => shop.us.revoke(), () => shop.us.revoke(false), /keys|sign/i],
  ];
  test.each(SIDES.flatMap(side => LATER.map(each => [side, ...each] as const)))(
    'a %s reply: %s',
    async (side, _, stop, mend, words) => {
      const { enquiry } = await asked(side);
      const ben = shop.x.person('ben');
      if (side === 'public') ben.post('@shop and mine?');
      else ben.dm(shop.us, 'And mine?');
      const other = (await shop.bring()).find(each => each !== enquiry)!;
      stop();
      await shop.answer(enquiry, 'On its way.');
      await shop.answer(other, 'Yours, too.');
      for (let i = 0; i < 50; i++) await shop.pass(20 * MINUTE);
      expect((await shop.replies()).map(each => each.status)).toEqual(['held', 'held']);
      const marks = [await lastMark(enquiry), await lastMark(other)];
      expect(marks.join('\n')).toMatch(words);
      for (const mark of marks) expect(mark).toMatch(/^held: P[A-Z]+ · Not sent yet: .*Next try at .*\d\d:\d\d/);
      expect(await counted()).toBe(0);
      // Not each of them asks, and not every minute.
      expect(sends().length).toBeLessThanOrEqual(2 * 52);

      mend();
      await shop.pass(20 * MINUTE);
      await shop.pass(20 * MINUTE);
      expect((await shop.replies()).map(each => each.status)).toEqual(['sent', 'sent']);
      expect(seen().sort()).toEqual(['On its way.', 'Yours, too.']);
      expect(await counted()).toBe(billed());
    },
    240_000,
  );

  test('while the connection is refused: nothing is asked of X twice for one reply', async () => {
    const { enquiry } = await asked('public');
    shop.x.fail('posts.create', { status: 401, body: { title: 'Unauthorized', status: 401 } });
    await shop.answer(enquiry, 'On its way.');
    await shop.pass(20 * MINUTE);
    expect(sends().map(each => each.status)).toEqual([401, 201]);
    expect(seen()).toEqual(['On its way.']);
  });

  test('undone while it waits, it never leaves', async () => {
    const { enquiry } = await asked('private');
    shop.x.credit(0);
    await shop.answer(enquiry, 'On its way.');
    await shop.pass(20 * MINUTE);
    await shop.as('Ann').press('reply.undo', (await shop.replies())[0]!.id);
    shop.x.credit(50);
    for (let i = 0; i < 4; i++) await shop.pass(20 * MINUTE);
    expect((await shop.replies())[0]!.status).toBe('withdrawn');
    expect(seen()).toEqual([]);
  });
});

test('a 403 of a private message is asked once, with the keys as they are', async () => {
  const { enquiry, maya } = await asked('private');
  maya.block(shop.us);
  await shop.answer(enquiry, 'On its way.');
  await shop.pass(HOUR);
  expect(shop.x.calls.filter(each => /token/.test(each.route))).toEqual([]);
  expect(sends().map(each => each.status)).toEqual([403]);
});

describe('X’s rule that a program answers only whoever asked for it', () => {
  test('a customer adds to a post of theirs without our name: the reply stands under the one that has it', async () => {
    const { enquiry, maya, post } = await asked('public');
    maya.reply(post, 'It was number 77.');
    expect(await shop.bring()).toEqual([enquiry]);
    await shop.answer(enquiry, 'On its way.');
    await shop.pass(MINUTE);
    expect((await shop.replies()).map(each => each.status)).toEqual(['sent']);
    expect(shop.x.posts().at(-1)).toMatchObject({ by: 'shop', replyTo: post });
    expect(shop.x.problems()).toEqual([]);
  });

  test('one who answers our post without our name cannot be answered from here: X is not even asked', async () => {
    shop = await openXShop();
    const news = shop.us.post('We have new kettles.');
    shop.x.person('maya').reply(news, 'How much are they?');
    const [enquiry] = await shop.bring();
    await shop.answer(enquiry!, 'From 20 pounds.');
    for (let i = 0; i < 4; i++) await shop.pass(HOUR);
    const [reply] = await shop.replies();
    expect(reply).toMatchObject({
      ...{ status: 'failed', attempt: 1 },
      failure: expect.stringMatching(/No reply can go from here\. .*answer in X/),
    });
    expect(sends()).toEqual([]);
    expect(await counted()).toBe(0);
  });
});
