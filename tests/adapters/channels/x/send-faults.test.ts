/** Each way in which a request to X can fail, and what people on X see of it: exactly one answer, or nobody knows. */
import { afterEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../../src/core/time.ts';
import type { Fault } from '../../../kit/far-sides/x/shapes.ts';
import { marksOf, openXShop, type XShop } from './send-shop.ts';

let shop: XShop;
afterEach(() => shop.end());

/** Ann is asked one thing, in public or in private. */
async function asked(side: 'public' | 'private'): Promise<string> {
  shop = await openXShop();
  const customer = shop.x.person('maya');
  if (side === 'public') customer.post('@shop are you open on Sunday?');
  else customer.dm(shop.us, 'Are you open on Sunday?');
  const [enquiry] = await shop.bring();
  return enquiry!;
}

const seen = (side: 'public' | 'private') => {
  const maya = shop.x.person('maya');
  return side === 'public' ? maya.answers() : maya.messagesWith(shop.us).filter(each => each.by === 'shop');
};

const FAULTS: [name: string, fault: Fault, arrives: boolean][] = [
  ['the connection is reset before X reads it', 'reset-before', false],
  ['the connection is reset after X took it', 'reset-after', true],
  ['half of the answer comes', 'half', true],
  ['X never answers', { hang: true }, false],
  ['X never answers, but took it', { hang: true, carriedOut: true }, true],
  ['X answers later than anybody waits', { lateMs: 1_000 }, true],
  ['X has an error of its own', { status: 503 }, false],
  ['X has an error of its own after it took it', { status: 503, after: true }, true],
  ['something between answers with a page', { status: 502, body: '<html>Bad gateway</html>' }, false],
  ['something between answers with a page, after X took it', { status: 504, body: '<html></html>', after: true }, true],
  ['X answers with nothing in it', { status: 200, body: null, after: true }, true],
  ['X answers with something else', { status: 200, body: { data: {} }, after: true }, true],
];

for (const side of ['public', 'private'] as const) {
  const route = side === 'public' ? ('posts.create' as const) : ('dms.send' as const);

  describe(`a ${side} reply`, () => {
    test.each(FAULTS)('when %s is there once, or nobody knows', async (_name, fault, arrives) => {
      const enquiry = await asked(side);
      shop.x.fail(route, fault);
      await shop.answer(enquiry, 'Yes, from 10 to 4.');
      const [reply] = await shop.replies();
      expect(['unsure', 'sent']).toContain(reply!.status);
      await shop.pass(MINUTE);
      await shop.x.quiet();
      await shop.pass(MINUTE);
      expect(seen(side).map(each => each.text)).toEqual(arrives ? ['Yes, from 10 to 4.'] : []);
      for (let i = 0; i < 8; i++) await shop.pass(5 * MINUTE);
      // What arrived is found; of what is not there people are asked, and it is not sent by itself.
      expect((await shop.replies())[0]!.status).toBe(arrives ? 'sent' : 'unsure');
      expect(seen(side)).toHaveLength(arrives ? 1 : 0);
      const lines = (await shop.thread(enquiry)).lines.filter(each => /certain|did not reach/.test(each));
      expect(lines).toEqual(arrives ? [] : [expect.stringMatching(/most likely did not reach .*Choose below\.$/)]);
      expect((await marksOf(shop, enquiry)).at(-1)).toMatch(arrives ? /^sent/ : /^unsure/);
      expect(shop.x.problems({ refusals: false })).toEqual([]);
    });

    test.each([true, false])('of a process that died then is there once (X had answered: %s)', async answered => {
      const enquiry = await asked(side);
      if (!answered) shop.x.fail(route, 'reset-after');
      shop.die();
      await shop.answer(enquiry, 'Yes, from 10 to 4.');
      for (let i = 0; i < 3; i++) await shop.pass(MINUTE);
      expect(seen(side)).toHaveLength(1);
      expect((await shop.replies())[0]!.status).toBe('sent');
      // What X had said is known, and nobody asks again.
      const looks = shop.x.calls.filter(each => /^(timeline|dms\.with)$/.test(each.route));
      expect(looks).toHaveLength(answered ? 0 : 1);
    });

    test('that may have arrived and is sent again by its author is not there twice', async () => {
      const enquiry = await asked(side);
      shop.x.fail(route, { status: 503, after: true });
      // X cannot be read either, so people are asked.
      shop.x.fail(side === 'public' ? 'timeline' : 'dms.with', { status: 503 }, 1);
      await shop.answer(enquiry, 'Yes, from 10 to 4.');
      await shop.pass(MINUTE);
      const [reply] = await shop.replies();
      expect(reply!.status).toBe('unsure');
      await shop.as('Ann').press('reply.retry', reply!.id);
      await shop.pass(MINUTE);
      expect(seen(side)).toHaveLength(1);
      expect((await shop.replies())[0]!.status).toBe('sent');
    });
  });
}
