/** Two matters of one customer become two enquiries in Teams: any of the messages are ticked in the form. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();

test('the messages that are ticked are a card of their own', async () => {
  const at = await openShop();
  const { ann, shop } = at;
  const chat = await shop.chat();
  for (const text of ['The lid rattles.', 'Where is my order?', 'It is the small lid.']) await chat.send(text);
  const [one] = await at.cards(1);
  await at.entry(one!.id, 'It is the small lid.');
  await ann.press(at.card(one!.id), 'Split …');
  const form = await until(() => ann.openDialog(), 'the form');
  const set = JSON.stringify(form);
  expect(set).toContain('"isMultiSelect":true');
  const values = [...set.matchAll(/"value":"(msg_[a-z0-9]+)"/g)].map(found => found[1]!);
  expect(values).toHaveLength(3);
  await ann.submit({ messages: `${values[0]},${values[2]}` });
  const [, two] = await at.cards(2);
  expect(at.words(two!)).toContain('The lid rattles.');
  await at.entry(two!.id, 'It is the small lid.');
});
