/** The coach through Teams' wire: hints in the card of the preview, each with buttons of its own. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';

const openShop = teamsShopOfEach();

test('a preview that stops is pressed twice; a lesson stands in its card; nobody else sees any of it', async () => {
  const { shop, ann, ben, room, cards, sees, words, idle, mailed } = await openShop();
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await cards(1);
  await ann.say(room, "Hi Maya, your lid [number] left. We'll get back to you soon.", { thread: root!.id });
  const first = await sees(ann, 'names no day');
  expect(words(first)).toContain('"[number]" still stands in here');
  await ann.press(first, 'reply.send');
  const again = await sees(ann, 'It has not been sent yet');
  expect(await shop.mailbox()).toEqual([]);
  await ann.press(again, 'hint.why');
  const taught = await sees(ann, 'A text with a gap tells customers');
  expect([...ben.privates(), ...ben.chat(), ...room.thread(root!.id)].map(words).join()).not.toMatch(/still stands/);
  await ann.press(taught, 'reply.send');
  await mailed(1);
  await idle();
  expect(await shop.mailbox()).toHaveLength(1);
});
