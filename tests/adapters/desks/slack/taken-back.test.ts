/** What customers change or take back, as people see it in Slack. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { changeTo, mailWithFile, takeBack } from '../../../kit/taken-back.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const SECRET = 'PLANTED4711';

/** Everything that anybody can see in the channel, files included. */
const seen = (at: Awaited<ReturnType<typeof openShop>>) =>
  JSON.stringify([at.room.messages(), ...at.room.messages().map(each => at.room.thread(each.ts)), at.ann.ephemerals()]);

const begin = async () => {
  const at = await openShop({ yaml: 'hold_seconds: { email: 60 }\n' });
  await at.shop.mail({ raw: mailWithFile('one', 'The lid', `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await at.shop.mail({ raw: mailWithFile('two', 'Re: The lid', `And it leaks ${SECRET}`, `second${SECRET}`, 'one') });
  await at.entry(root!.ts, /And it leaks/);
  await until(() => (seen(at).match(/"name":"(first|second)PLANTED4711\.txt"/g) ?? []).length >= 2, 'both files');
  return { ...at, root: root! };
};

test('words and files that a customer took back are nowhere in Slack any more, and a line says who did', async () => {
  const at = await begin();
  const { ann, shop, root, room } = at;
  await ann.say(room, 'We send a new one', { thread: root.ts });
  const preview = await at.sees(ann, /We send a new one/);
  await ann.press(preview, 'reply.send');
  await until(
    async () => (await shop.running.engine.rows(`select id from replies where status = 'held'`, [])).length === 1,
    'the reply is held',
  );
  await takeBack(shop, 'two', 'Maya took this back.');
  await at.sees(ann, /took back a message before your reply went out/);
  await takeBack(shop, 'one', 'Maya took this back.');
  await at.entry(root.ts, /Maya took this back\. What it said is gone here, too\./);
  await at.idle();
  expect(at.words(at.card(root.ts))).toContain('Maya took this back.');
  expect(seen(at)).not.toContain(SECRET);
  expect(await shop.mailbox()).toEqual([]);
});

test('a file that Slack does not delete is named in the thread', async () => {
  const at = await begin();
  at.slack.fail('files.delete', { error: 'cant_delete_file' });
  await takeBack(at.shop, 'two', 'Maya took this back.');
  await at.entry(at.root.ts, /could not be deleted in Slack \(cant_delete_file\)/);
});

test('new words of a customer take the place of the old ones in the card and in the thread', async () => {
  const at = await begin();
  await changeTo(at.shop, 'one', 'It does not rattle.');
  await changeTo(at.shop, 'two', 'It does not leak.');
  await at.entry(at.root.ts, /It does not leak\./);
  await at.entry(at.root.ts, /changed a message\. It reads as above now/);
  await at.idle();
  expect(at.words(at.card(at.root.ts))).toMatch(/It does not rattle\..*Earlier version, It rattles/s);
});
