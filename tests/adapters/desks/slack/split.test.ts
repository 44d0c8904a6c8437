/** Two matters of one customer become two enquiries in Slack: any of the messages are ticked in the form. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();

test('boxes for a few messages, a list for more than Slack has boxes for', async () => {
  const at = await openShop();
  const { ann, shop, room } = at;
  const chat = await shop.chat();
  for (const text of ['The lid rattles.', 'Where is my order?', 'It is the small lid.']) await chat.send(text);
  const [one] = await at.cards(1);
  await at.entry(one!.ts, 'It is the small lid.');
  const opened = async () => {
    await chooseOnCard(ann, room.message(one!.ts)!, 'Split …');
    const view = await until(() => ann.openView(), 'the form');
    return { view, element: view.blocks.find((each: Json) => each.block_id === 'messages').element as Json };
  };
  const few = await opened();
  expect(few.element.type).toBe('checkboxes');
  expect(few.element.options.map((each: Json) => each.text.text)).toEqual([
    ...['The lid rattles.', 'Where is my order?', 'It is the small lid.'],
  ]);
  await ann.closeView();
  for (let i = 4; i <= 11; i++) await chat.send(`Line ${i}`);
  await at.entry(one!.ts, 'Line 11');
  const many = await opened();
  expect(many.element.type).toBe('multi_static_select');
  expect(many.element.options).toHaveLength(11);
  await ann.submit(many.view, { messages: [1, 10].map(i => many.element.options[i].value) });
  const [, two] = await at.cards(2);
  expect(at.words(two!)).toContain('Where is my order?');
  await at.entry(two!.ts, 'Line 11');
});
