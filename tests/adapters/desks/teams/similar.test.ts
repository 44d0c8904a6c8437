/** What was answered before, in Teams: the line on the card, what one person is shown, and a draft of it. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';

const begin = teamsShopOfEach();

test('a card says that it was answered before, one press shows by whom, and the form begins with a draft of it', async () => {
  const shop = await begin();
  const { ann, ben } = shop;
  const past = 'My kettle leaks at the lid, can you repair it?';
  await shop.shop.mail({ from: 'Emily Okafor <emily@example.com>', subject: 'Leak', text: past });
  const [first] = await shop.cards(1);
  await shop.reply(ann, first!, 'Hi Emily,\n\nplease bring it to the shop, order AB-4711.\n\nBest,\nAnn');
  await shop.mailed(1);
  await ann.press(first!, 'enquiry.resolve');
  await shop.idle();
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Lid', text: 'The kettle leaks at its lid.' });
  const [, second] = await shop.cards(2);
  expect(wordsOf(second!)).toContain('1 like this, answered before');
  await ben.press(second!, 'enquiry.similar');
  const shown = await shop.sees(ben, /A question like this was answered before/);
  expect(wordsOf(shown)).toMatch(/#1 · Ann, just now/);
  await ben.press(shown, 'answer.use');
  const field = partsOf(ben.openDialog()!.card).find(each => each.id === 'in-text')!;
  expect(field.value).toBe('Hi Maya,\n\nplease bring it to the shop, order [check: order number].\n\nBest,\nBen');
  expect(shop.wire()).toEqual([]);
});
