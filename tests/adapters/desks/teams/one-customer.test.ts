/** Two customers turn out to be one, said in Teams: from the card's menu to the line that can undo it. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();

test('from the card, by the number of an enquiry, after both were shown', async () => {
  const at = await openShop();
  const { ann, shop } = at;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  await at.cards(1);
  await shop.mail({ from: 'M. Patel <mp@office.example>', subject: 'The base', text: 'It hums.' });
  const [one, two] = await at.cards(2);
  await ann.press(at.card(two!.id), 'Same person as …');
  await ann.submit({ other: '#1' });
  const question = await at.sees(ann, /one person: M\. Patel \(email: mp@office\.example\), and Maya Patel/);
  await ann.press(question, 'Yes, the same person');
  const line = await at.entry(two!.id, /Ann said that this is the same person as in #1/);
  await at.entry(one!.id, /the same person as in #2/);
  await until(() => /Earlier: #1/.test(at.words(at.card(two!.id))), 'the earlier enquiry on the card');
  expect(JSON.stringify(at.card(two!.id))).toMatch(
    new RegExp(`"text":"#1"[^}]*"url":"https://teams\\.microsoft\\.com/l/message/[^"]*/${one!.id}\\?`),
  );
  await ann.press(line, 'Not the same person');
  await at.entry(two!.id, /not the same person as in #1 after all/);
});
