/** Two customers turn out to be one, said in Slack: from the card's menu to the line that can undo it. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();

test('from the menu, by the number of an enquiry, after both were shown', async () => {
  const at = await openShop();
  const { ann, shop, room } = at;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  await at.cards(1);
  await shop.mail({ from: 'M. Patel <mp@office.example>', subject: 'The base', text: 'It hums.' });
  const [one, two] = await at.cards(2);
  await chooseOnCard(ann, room.message(two!.ts)!, 'Same person as …');
  await ann.submit(await until(() => ann.openView(), 'the form'), { other: '#1' });
  const question = await at.sees(
    ann,
    /one person: M\. Patel \(email: mp@office\.example\), and Maya Patel \(email: maya@/,
  );
  await ann.press(question, 'customer.join');
  const line = await at.entry(two!.ts, /Ann said that this is the same person as in #1/);
  expect(JSON.stringify(line)).toMatch(
    new RegExp(`<https://[^|]*/archives/${room.id}/p${one!.ts.replace('.', '')}[^|]*\\|Open it>`),
  );
  await at.entry(one!.ts, /the same person as in #2/);
  await until(() => /Earlier: \S*#1/.test(at.words(at.card(two!.ts))), 'the earlier enquiry on the card');
  // The number leads to its thread, as far as Slack goes by itself.
  const permalink = `/archives/${room.id}/p${one!.ts.replace('.', '')}`;
  expect(JSON.stringify(at.card(two!.ts))).toMatch(new RegExp(`Earlier: <https://[^|]*${permalink}[^|]*\\|#1>`));
  await ann.press(line, 'customer.part');
  await at.entry(two!.ts, /not the same person as in #1 after all/);
  await until(() => !/Earlier: \S*#1/.test(at.words(at.card(two!.ts))), 'no earlier enquiry on the card');
});
