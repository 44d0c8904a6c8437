import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';

const begin = slackShopOfEach();

const PLANTED = 'You worthless pieces of shit, I hope you all choke on it.';
const SOILED = /worthless|shit|choke|moron|fuck/i;

test('in Slack nothing that rings or is posted carries what is aimed at staff; Show answers one person', async () => {
  const { shop, ann, ben, room, cards, card, sees, words, until, idle, wire } = await begin();
  await shop.mail({
    from: 'Fuck You Ltd <maya@example.com>',
    subject: 'You morons',
    text: `${PLANTED} Where is my refund for order 4471?`,
  });
  const [root] = await cards(1);
  expect(words(root!)).toContain(
    'This message may be upsetting: it is aimed at staff. What they need: Where is my refund for order 4471?',
  );
  expect(root!.text).toContain('A message that may be upsetting. What they need: Where is my refund for order 4471?');
  const chat = await shop.chat();
  await chat.send('Hello, is anybody there?');
  const [, second] = await cards(2);
  await chat.send(`${PLANTED} Hello?`);
  await until(
    () => room.thread(second!.ts).some(each => words(each).includes('may be upsetting')),
    'the later message',
  );
  await ann.openHome();
  await idle();
  const seen = () =>
    JSON.stringify([room.messages(), room.thread(root!.ts), room.thread(second!.ts), ann.home(), ann.dms()]);
  expect(seen()).not.toMatch(SOILED);
  await ann.press(card(root!.ts), 'message.open');
  expect(words(await sees(ann, /pieces of shit/))).toContain('Only you see this');
  await idle();
  expect(JSON.stringify([seen(), ben.ephemerals()])).not.toMatch(SOILED);
  await ann.press(card(root!.ts), 'shield.not');
  await until(() => words(card(root!.ts)).includes('pieces of shit'), 'the words on the card');
  expect(wire()).toEqual([]);
});
