import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';

const begin = teamsShopOfEach();

const PLANTED = 'You worthless pieces of shit, I hope you all choke on it.';
const SOILED = /worthless|shit|choke|moron|fuck/i;

test('in Teams no card, summary or line carries what is aimed at staff; Show answers one person', async () => {
  const { shop, ann, ben, room, cards, card, sees, words, idle, entry } = await begin();
  await shop.mail({
    from: 'Fuck You Ltd <maya@example.com>',
    subject: 'You morons',
    text: `${PLANTED} Where is my refund for order 4471?`,
  });
  const [root] = await cards(1);
  expect(words(root!)).toContain(
    'This message may be upsetting: it is aimed at staff. What they need: Where is my refund for order 4471?',
  );
  const chat = await shop.chat();
  await chat.send('Hello, is anybody there?');
  const [, second] = await cards(2);
  await chat.send(`${PLANTED} Hello?`);
  await entry(second!.id, 'may be upsetting');
  await idle();
  const seen = () =>
    JSON.stringify([room.posts(), room.posts().map(each => room.thread(each.id)), ben.chat(), ben.privates()]);
  expect(seen()).not.toMatch(SOILED);
  await ann.press(card(root!.id), 'message.open');
  expect(words(await sees(ann, /pieces of shit/))).toContain('Only you see this');
  await idle();
  expect(seen()).not.toMatch(SOILED);
});
