/** Contact reasons in Slack: what is suggested follows what the team chose, and is chosen in one tap. */
import { expect, test } from 'vitest';
import { chosenBefore, VISITS } from '../../../kit/chosen-reasons.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();

test('what the team chose is suggested first, one tap takes it, and a merged reason is one in stats', async () => {
  const { shop, room, ann, cards, card, sees, words } = await begin();
  await shop.mail({
    from: 'Maya <maya@example.com>',
    subject: 'A visit',
    text: 'Could I come for my tooth on Friday?',
  });
  const [first] = await cards(1);
  await ann.press(first!, 'enquiry.resolve');
  const before = await sees(ann, /What was it about/);
  expect(words(before)).toMatch(/Question[\s\S]*Order[\s\S]*Complaint/);
  await ann.press(before, 'enquiry.resolve');
  const form = await until(() => ann.openView(), 'the form of all reasons');
  await ann.submit(form, { reason: 'Appointment' });
  await until(() => words(card(first!.ts)).includes('Appointment'), 'the card names the reason');
  await chosenBefore(shop, VISITS, 'Appointment');
  await shop.mail({
    from: 'Tom <tom@example.com>',
    subject: 'Friday',
    text: 'May I come to see the dentist on Friday?',
  });
  const root = await until(async () => (await cards(5)).find(each => words(each).includes('Tom')), 'the card');
  await ann.press(root, 'enquiry.resolve');
  const after = await until(
    () => ann.ephemerals().find(each => each.ts !== before.ts && /What was it about/.test(words(each))) ?? null,
    'the question',
  );
  const labels = JSON.stringify(after).match(/Appointment|Question|Order|Complaint/g)!;
  expect(labels[0]).toBe('Appointment');
  await ann.press(after, 'Appointment');
  await until(() => words(card(root.ts)).includes('Appointment'), 'the card names the reason');
  // "Visit" is what they call it from now on; what was chosen before counts as it.
  await ann.command(room, '/desk', 'reasons rename appointment to Visit');
  await sees(ann, /Appointment is called Visit from now on/);
  await ann.command(room, '/desk', 'stats today');
  expect(words(await sees(ann, /Top contact reasons/))).toMatch(/Top contact reasons:\s+Visit 5/);
  await ann.command(room, '/desk', 'reasons');
  await sees(ann, /- Visit \(5 of late\)[\s\S]*Counted as another one: Appointment as Visit/);
});
