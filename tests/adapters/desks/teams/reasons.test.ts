/** Contact reasons in Teams: what is suggested follows what the team chose, and is chosen in one tap. */
import { expect, test } from 'vitest';
import { chosenBefore, VISITS } from '../../../kit/chosen-reasons.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = teamsShopOfEach();

test('what the team chose is suggested first, and one tap takes it', async () => {
  const { shop, ann, cards, card, sees, words } = await begin();
  await chosenBefore(shop, [...VISITS, 'I need a time to see the dentist'], 'Appointment');
  await shop.mail({
    from: 'Tom <tom@example.com>',
    subject: 'Friday',
    text: 'May I come to see the dentist on Friday?',
  });
  const root = await until(async () => (await cards(5)).find(each => words(each).includes('Tom')), 'the card');
  await ann.press(root, 'enquiry.resolve');
  const question = await sees(ann, /What was it about/);
  expect(JSON.stringify(question).match(/Appointment|Question|Order|Complaint/g)![0]).toBe('Appointment');
  await ann.press(question, 'Appointment');
  await until(() => words(card(root.id)).includes('Appointment'), 'the card names the reason');
});
