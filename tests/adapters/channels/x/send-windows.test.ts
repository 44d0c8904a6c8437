/** X takes 15 private messages in 15 minutes: the others wait, in order, each conversation in turn, and say until when. */
import { afterEach, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { marksOf, openXShop, type XShop } from './send-shop.ts';

const CONVERSATIONS = 8;
const EACH = 5;

let shop: XShop;
afterEach(() => shop.end());

const out = () => shop.x.dms().filter(each => each.by === 'shop');

/** Ann answers eight people five times each, within five minutes. */
async function fortyAnswers(): Promise<string[]> {
  const people = Array.from({ length: CONVERSATIONS }, (_, n) => shop.x.person(`customer${n}`));
  for (const each of people) each.dm(shop.us, `I am ${each.handle}`);
  const enquiries = await shop.bring();
  expect(enquiries).toHaveLength(CONVERSATIONS);
  for (let n = 0; n < EACH; n++)
    for (const [i, enquiry] of enquiries.entries()) {
      await shop.answer(enquiry, `Part ${n} for ${i}`);
      await shop.pass(7 * SECOND);
    }
  return enquiries;
}

/** How many of each conversation have left, in the order of conversations. */
const perPerson = () =>
  Array.from({ length: CONVERSATIONS }, (_, n) => out().filter(each => each.to === `customer${n}`).length);

test('40 replies in 5 minutes leave in order, each conversation in turn, and X has nothing to refuse', async () => {
  shop = await openXShop();
  const enquiries = await fortyAnswers();
  expect(out()).toHaveLength(15);
  // Those that wait tell when they go.
  const marks = (await Promise.all(enquiries.map(each => marksOf(shop, each)))).flat();
  const waiting = marks.filter(each => each.startsWith('held'));
  expect(waiting).toHaveLength(25);
  for (const each of waiting)
    expect(each).toMatch(/No more than 15 private messages in 15 min are allowed.* Next try at .*09:15/);

  for (const expected of [30, 40]) {
    await shop.pass(10 * MINUTE);
    for (let i = 0; i < 5; i++) await shop.pass(MINUTE);
    expect(out()).toHaveLength(expected);
    const counts = perPerson();
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
  for (let i = 0; i < CONVERSATIONS; i++)
    expect(
      out()
        .filter(each => each.to === `customer${i}`)
        .map(each => each.text),
    ).toEqual(
      Array.from(
        { length: EACH },
        (_, n) =>
          `Part ${n} for ${out()
            .find(each => each.to === `customer${i}`)
            ?.text.split(' ')
            .at(-1)}`,
      ),
    );
  expect(shop.x.calls.filter(each => each.status === 429)).toEqual([]);
  expect(shop.x.problems()).toEqual([]);
});

test('a window that X itself has closed is obeyed to the second, by every reply', async () => {
  // X allows less than its own documents say.
  shop = await openXShop({ limits: { 'dms.send': 6 } });
  await fortyAnswers();
  for (let i = 0; i < 9 * 20; i++) await shop.pass(MINUTE);
  expect(out()).toHaveLength(CONVERSATIONS * EACH);
  expect(new Set(out().map(each => `${each.to} ${each.text}`)).size).toBe(CONVERSATIONS * EACH);
  // Those that leave at that moment find out; nobody asks again before X opens.
  expect(shop.x.calls.filter(each => each.status === 429).length).toBeLessThanOrEqual(3 * 9);
  for (const refused of shop.x.calls.filter(each => each.opensAt))
    expect(
      shop.x.calls.filter(
        each => each.route === 'dms.send' && each.at > refused.at && each.at < (refused.opensAt ?? 0),
      ),
    ).toEqual([]);
});
