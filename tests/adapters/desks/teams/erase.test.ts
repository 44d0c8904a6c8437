/** Erasing a customer, as people see it in Teams: cards, threads and files go, and what colleagues typed is named. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { plantedInTables } from '../../../kit/planted.ts';
import { mailWithFile } from '../../../kit/taken-back.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const SECRET = 'PLANTED4711';

/** Everything that anybody can see, but for what people typed themselves. */
const seen = (at: Awaited<ReturnType<typeof openShop>>) => {
  const all = at.room.posts().flatMap(each => [each, ...at.room.thread(each.id)]);
  return JSON.stringify([...all, ...at.ann.chat()].filter(each => each.by === 'bot'));
};
const inChat = (at: Awaited<ReturnType<typeof openShop>>, words: RegExp) =>
  until(() => at.ann.chat().findLast(each => each.by === 'bot' && words.test(at.words(each))), `${words}`);

test('nothing of a customer that we posted stands in Teams any more, and the last line names what colleagues typed', async () => {
  const at = await openShop();
  const { ann, ben, room, shop } = at;
  await shop.mail({ raw: mailWithFile('one', `The lid ${SECRET}`, `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await at.entry(root!.id, `first${SECRET}.txt`);
  const link = /"url":"(http[^"]+\/teams\/files\/[^"]+)"/.exec(seen(at))![1]!;
  await ben.say(room, `// Maya again, ${SECRET}`, { thread: root!.id });
  await ann.say(room, 'We send a new one', { thread: root!.id });
  const draft = await at.sees(ann, /We send a new one/);
  await ann.press(draft, 'reply.send');
  await until(async () => (await shop.mailbox()).length === 1, 'it is sent');
  await shop.mail({ raw: mailWithFile('two', 'Re: The lid', `It leaks ${SECRET}`, `second${SECRET}`, 'one') });
  await at.entry(root!.id, /It leaks/);
  await at.entry(root!.id, `second${SECRET}.txt`);
  await at.idle();

  await ann.slash(room, 'erase maya@example.com');
  const preview = await inChat(at, /Erase Maya Patel \(#1\) for good\?/);
  await ann.press(preview, 'customer.erase');
  const done = await inChat(at, /The customer was erased on/);
  await at.idle();
  expect(at.words(done)).toMatch(/2 messages of colleagues or files in #1 may still quote them/);
  expect(seen(at).match(/.{0,80}(PLANTED4711|Maya).{0,20}/g) ?? []).toEqual([]);
  expect(at.words(at.card(root!.id))).toMatch(/Erased on .* at the customer's request\./);
  expect((await fetch(link)).status).toBe(404);
  expect(await plantedInTables(shop.running.engine, [SECRET, 'maya@example.com', 'Maya Patel'])).toEqual([]);
});
