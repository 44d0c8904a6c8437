/** What customers change or take back, as people see it in Teams. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { changeTo, mailWithFile, takeBack } from '../../../kit/taken-back.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const SECRET = 'PLANTED4711';

const begin = async () => {
  const at = await openShop({ yaml: 'hold_seconds: { email: 60 }\n' });
  await at.shop.mail({ raw: mailWithFile('one', 'The lid', `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await at.shop.mail({ raw: mailWithFile('two', 'Re: The lid', `And it leaks ${SECRET}`, `second${SECRET}`, 'one') });
  await at.entry(root!.id, /And it leaks/);
  await at.entry(root!.id, `first${SECRET}.txt`);
  await at.entry(root!.id, `second${SECRET}.txt`);
  return { ...at, root: root! };
};
/** Everything that anybody can see in the channel. */
const seen = (at: Awaited<ReturnType<typeof openShop>>) =>
  JSON.stringify([at.room.posts(), ...at.room.posts().map(each => at.room.thread(each.id)), at.ann.privates()]);

test('words and files that a customer took back are nowhere in Teams any more, and a line says who did', async () => {
  const at = await begin();
  const { ann, shop, root, room } = at;
  const link = /"url":"(http[^"]+\/teams\/files\/[^"]+)"/.exec(seen(at))![1]!;
  expect((await fetch(link)).status).toBe(200);
  await ann.say(room, 'We send a new one', { thread: root.id });
  const preview = await at.sees(ann, /We send a new one/);
  await ann.press(preview, 'reply.send');
  await until(
    async () => (await shop.running.engine.rows(`select id from replies where status = 'held'`, [])).length === 1,
    'the reply is held',
  );
  await takeBack(shop, 'two', 'Maya took this back.');
  await at.sees(ann, /took back a message before your reply went out/);
  await takeBack(shop, 'one', 'Maya took this back.');
  await at.entry(root.id, /Maya took this back\. What it said is gone here, too\./);
  await until(() => !seen(at).includes(SECRET), 'nothing of it');
  expect(at.words(at.card(root.id))).toContain('Maya took this back.');
  expect((await fetch(link)).status).toBe(404);
  expect(await shop.mailbox()).toEqual([]);
});

test('new words of a customer take the place of the old ones in the card and in the thread', async () => {
  const at = await begin();
  await changeTo(at.shop, 'one', 'It does not rattle.');
  await changeTo(at.shop, 'two', 'It does not leak.');
  await at.entry(at.root.id, /It does not leak\./);
  await at.entry(at.root.id, /changed a message\. It reads as above now/);
  await at.idle();
  expect(at.words(at.card(at.root.id))).toContain('It does not rattle.');
});
