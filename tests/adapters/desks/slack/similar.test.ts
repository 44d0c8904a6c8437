/** What was answered before, in Slack: the line on the card, what one person is shown, and a draft that reaches the right customer. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';

const begin = slackShopOfEach();

test('a card says that it was answered before, one press shows by whom, and a draft of it goes to this customer', async () => {
  const shop = await begin();
  const { ann, ben, until } = shop;
  const past = 'My kettle leaks at the lid, can you repair it?';
  await shop.shop.mail({ from: 'Emily Okafor <emily@example.com>', subject: 'Leak', text: past });
  const [first] = await shop.cards(1);
  await shop.reply(ann, first!, 'Hi Emily,\n\nplease bring it to the shop, order AB-4711.\n\nBest,\nAnn');
  await shop.mailed(1);
  await ann.press(shop.card(first!.ts), 'enquiry.resolve');
  await until(() => /Resolved/.test(wordsOf(shop.card(first!.ts))), 'it is resolved');
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Lid', text: 'The kettle leaks at its lid.' });
  const [, second] = await shop.cards(2);
  expect(wordsOf(shop.card(second!.ts))).toContain('1 like this, answered before');
  await ben.press(shop.card(second!.ts), 'enquiry.similar');
  const shown = await shop.sees(ben, /A question like this was answered before/);
  expect(wordsOf(shown)).toMatch(/My kettle leaks at the lid/);
  expect(wordsOf(shown)).toMatch(/#1 · Ann, just now/);
  expect(wordsOf(shown)).toContain('Open it');
  expect(ann.ephemerals().some(each => /answered before/.test(wordsOf(each)))).toBe(false);
  await ben.press(shown, 'answer.use');
  const view = await until(() => ben.openView(), 'the form');
  const text = view.blocks.find((each: Json) => each.block_id.startsWith('text')).element.initial_value;
  expect(text).toBe('Hi Maya,\n\nplease bring it to the shop, order [check: order number].\n\nBest,\nBen');
  await ben.press(shown, 'answer.unlike');
  await shop.sees(ben, /Nothing like this was answered before/);
  expect(shop.wire()).toEqual([]);
});
