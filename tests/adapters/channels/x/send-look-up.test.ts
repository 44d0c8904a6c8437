/** What may have arrived is looked for in X's own lists: by its words, whom it answers and when, and each post counts once. */
import { afterEach, describe, expect, test } from 'vitest';
import { lookUp } from '../../../../adapters/channels/x/send/look-up.ts';
import { sendReply } from '../../../../adapters/channels/x/send/send.ts';
import type { ReplyId } from '../../../../src/core/ids.ts';
import { HOUR, MINUTE } from '../../../../src/core/time.ts';
import type { OutgoingReply } from '../../../../src/ports/channel.ts';
import { openXShop, type XShop } from './send-shop.ts';

let shop: XShop;
afterEach(() => shop.end());

const seen = () => [...shop.x.posts(), ...shop.x.dms()].filter(each => each.by === 'shop').map(each => each.text);

const WORDS = [
  [
    'links, also without https://, and a slash at the end',
    'Look: https://kettle.example/help?a=1&b=2 or shop.example/list/ please',
  ],
  ['signs that X writes as codes', '5 < 6 & 7 > 2 &amp; "quoted" \'so\''],
  ['lines and spaces at the ends', '  Dear Maya,\n\nit is on its way.\n\n  Ann \n'],
  ['letters that can be written in two ways', 'Gru\u0308ße aus Mu\u0308nchen, ❤️ and 👨‍👩‍👧'],
  ['a name in front', '@maya it is on its way'],
  ['nothing but a link', 'https://kettle.example/track/1Z999'],
  ['a number and words of another script', 'طلبك رقم 12345 في الطريق، 東京まで'],
] as const;

for (const side of ['public', 'private'] as const) {
  const route = side === 'public' ? ('posts.create' as const) : ('dms.send' as const);
  const begin = async () => {
    shop = await openXShop();
    const maya = shop.x.person('maya');
    if (side === 'public') maya.post('@shop where is it?');
    else maya.dm(shop.us, 'Where is it?');
    const [enquiry] = await shop.bring();
    return enquiry!;
  };

  describe(`a ${side} reply whose answer was lost`, () => {
    test.each(WORDS)('is found with %s', async (_, text) => {
      const enquiry = await begin();
      shop.x.fail(route, 'reset-after');
      await shop.answer(enquiry, text);
      expect((await shop.replies())[0]!.status).toBe('unsure');
      await shop.pass(MINUTE);
      expect((await shop.replies())[0]!.status).toBe('sent');
      expect(seen()).toHaveLength(1);
    });

    test('is not taken for the same words to somebody else, or of long ago', async () => {
      const enquiry = await begin();
      const ben = shop.x.person('ben');
      if (side === 'public') shop.us.reply(ben.post('@shop and mine?'), 'On its way.');
      else {
        ben.dm(shop.us, 'And mine?');
        shop.us.dm(ben, 'On its way.');
        shop.us.dm(shop.x.person('maya'), 'On its way.');
      }
      shop.clock.advance(HOUR);
      shop.x.fail(route, 'reset-before');
      await shop.answer(enquiry, 'On its way.');
      for (let i = 0; i < 4; i++) await shop.pass(5 * MINUTE);
      expect((await shop.replies())[0]!.status).toBe('unsure');
    });

    test('is looked for again when X can be asked, and its mark tells', async () => {
      const enquiry = await begin();
      shop.x.fail(route, 'reset-after');
      shop.x.fail(side === 'public' ? 'timeline' : 'dms.with', { status: 503 }, 3);
      await shop.answer(enquiry, 'On its way.');
      await shop.pass(MINUTE);
      const told = async () => (await shop.thread(enquiry)).lines.filter(each => /certain/.test(each));
      expect(await told()).toEqual([expect.stringMatching(/It is not certain that this reply reached .*choose below/)]);
      for (let i = 0; i < 12; i++) await shop.pass(10 * MINUTE);
      expect((await shop.replies())[0]!.status).toBe('sent');
      const marks = (await shop.thread(enquiry)).posts.flatMap(each => each.mark?.state ?? []);
      expect(marks).toEqual(['sent']);
      expect(await told()).toEqual([expect.stringMatching(/This reply has reached .*On its way/)]);
    });

    test('behind many of our own newer ones is found, page by page', async () => {
      const enquiry = await begin();
      shop.x.fail(route, 'reset-after');
      await shop.answer(enquiry, 'On its way.');
      for (let i = 0; i < 45; i++)
        if (side === 'public') shop.us.post(`Kettle of the day ${i}`);
        else shop.us.dm(shop.x.person('maya'), `And another thing ${i}`);
      shop.x.emptyPage(side === 'public' ? 'timeline' : 'dms.with');
      await shop.pass(MINUTE);
      expect((await shop.replies())[0]!.status).toBe('sent');
    });
  });
}

test('of two with the same words to the same person one arrived: one is sent, of the other nobody knows', async () => {
  shop = await openXShop();
  shop.x.person('maya').dm(shop.us, 'Hello?');
  const [enquiry] = await shop.bring();
  shop.x.fail('dms.send', 'reset-after');
  await shop.answer(enquiry!, 'One moment.');
  shop.x.fail('dms.send', 'reset-before');
  await shop.answer(enquiry!, 'One moment.');
  for (let i = 0; i < 8; i++) await shop.pass(5 * MINUTE);
  expect(seen()).toEqual(['One moment.']);
  expect((await shop.replies()).map(each => each.status).sort()).toEqual(['sent', 'unsure']);
});

test('of two that arrived each is found', async () => {
  shop = await openXShop();
  shop.x.person('maya').dm(shop.us, 'Hello?');
  const [enquiry] = await shop.bring();
  shop.x.fail('dms.send', 'reset-after', 2);
  await shop.answer(enquiry!, 'One moment.');
  await shop.answer(enquiry!, 'One moment.');
  await shop.pass(MINUTE);
  await shop.pass(MINUTE);
  expect(seen()).toHaveLength(2);
  expect((await shop.replies()).map(each => each.status)).toEqual(['sent', 'sent']);
});

describe('a process that dies', () => {
  const outgoing = (more: Partial<OutgoingReply>): OutgoingReply => ({
    id: 'rep_1' as ReplyId,
    enquiryId: 'enq_1' as never,
    ...{ attempt: 1, to: { address: shop.x.person('maya').id, name: 'Maya' }, copies: [], writtenTo: null },
    ...{ author: { name: 'Ann' }, text: 'On its way.', subject: null, answers: [], lastMessage: null },
    ...more,
  });

  test('before it asked X leaves nothing to look for; after X answered it costs no question', async () => {
    shop = await openXShop();
    const maya = shop.x.person('maya');
    const post = maya.post('@shop where is it?');
    const reply = outgoing({
      visibility: 'public',
      echoes: [{ post, summon: 'named', may: 'yes', author: maya.id }],
    });
    expect(await lookUp(reply, shop.parts)).toBe('not-sent');
    expect(shop.x.calls).toEqual([]);
    const result = await sendReply(reply, shop.parts);
    const [sent] = shop.x.posts().filter(each => each.by === 'shop');
    expect(result).toEqual({ as: 'sent', externalId: `post:${sent!.id}`, names: [`post:${sent!.id}`] });
    expect(await lookUp(reply, shop.parts)).toBe('sent');
    expect(shop.x.calls.map(each => each.route)).toEqual(['posts.create']);
    expect(await shop.parts.departures.isSent(sent!.id)).toBe(true);
    expect(await shop.parts.departures.answeredBy(sent!.id)).toEqual({ answers: post, customer: maya.id });
    expect(await shop.parts.departures.leaving()).toEqual([]);
  });

  test('while X has not answered yet, what X shows of it is known as ours', async () => {
    shop = await openXShop({ withinMs: 5_000 });
    const maya = shop.x.person('maya');
    const post = maya.post('@shop where is it?');
    shop.x.fail('posts.create', { lateMs: 300 });
    const echoes = [{ post, summon: 'named', may: 'yes', author: maya.id }];
    const sending = sendReply(outgoing({ visibility: 'public', echoes }), shop.parts);
    while (maya.answers().length === 0) await new Promise(resolve => setImmediate(resolve));
    expect(await shop.parts.departures.leaving()).toMatchObject([{ text: 'On its way.', target: post }]);
    expect(await sending).toMatchObject({ as: 'sent' });
    expect(await shop.parts.departures.leaving()).toEqual([]);
  });

  test('records of what left are kept as long as X shows it, and no longer', async () => {
    shop = await openXShop();
    const maya = shop.x.person('maya');
    const conversation = `${shop.us.id}-${maya.id}`;
    maya.dm(shop.us, 'Hello');
    const echoes = [{ conversation, may: 'yes', author: maya.id }];
    await sendReply(outgoing({ echoes }), shop.parts);
    const [sent] = shop.x.dms().filter(each => each.by === 'shop');
    shop.clock.advance(29 * 24 * HOUR);
    await shop.parts.departures.tidy();
    expect(await shop.parts.departures.isSent(sent!.id)).toBe(true);
    shop.clock.advance(3 * 24 * HOUR);
    await shop.parts.departures.tidy();
    expect(await shop.parts.departures.isSent(sent!.id)).toBe(false);
  });
});
