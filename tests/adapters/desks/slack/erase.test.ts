/** Erasing a customer, as people see it in Slack: cards and threads say so, files go, and what colleagues typed is named. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { plantedInTables } from '../../../kit/planted.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { mailWithFile } from '../../../kit/taken-back.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const SECRET = 'PLANTED4711';

/** Everything that anybody can see, but for what people typed themselves. */
const seen = (at: Awaited<ReturnType<typeof openShop>>) => {
  const all = at.room.messages().flatMap(each => [each, ...at.room.thread(each.ts)]);
  return JSON.stringify([all.filter((each: Json) => each.bot_id), at.ann.dms()]);
};
const inDirect = (at: Awaited<ReturnType<typeof openShop>>, words: RegExp) =>
  until(() => at.ann.dms().findLast((each: Json) => words.test(wordsOf(each))), `${words}`);

test('nothing of a customer that we posted stands in Slack any more, and the last line names what colleagues typed', async () => {
  const at = await openShop();
  const { ann, ben, room, shop } = at;
  await shop.mail({ raw: mailWithFile('one', `The lid ${SECRET}`, `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await ben.say(room, `// Maya again, ${SECRET}`, { thread: root!.ts });
  await at.reply(ann, root!, 'We send a new one');
  await at.mailed(1);
  await shop.mail({ raw: mailWithFile('two', 'Re: The lid', `It leaks ${SECRET}`, `second${SECRET}`, 'one') });
  await at.entry(root!.ts, /It leaks/);
  await until(() => (seen(at).match(/"name":"(first|second)PLANTED4711\.txt"/g) ?? []).length >= 2, 'both files');
  await at.idle();

  await chooseOnCard(ann, at.card(root!.ts), 'Erase customer …');
  const preview = await inDirect(at, /Erase Maya Patel \(#1\) for good\?/);
  await ann.press(preview!, 'customer.erase');
  const done = await inDirect(at, /The customer was erased on/);
  await at.idle();
  expect(wordsOf(done!)).toMatch(/2 messages of colleagues or files in #1 may still quote them/);
  expect(seen(at).match(/.{0,80}(PLANTED4711|Maya).{0,20}/g) ?? []).toEqual([]);
  expect(wordsOf(at.card(root!.ts))).toMatch(/Erased on .* at the customer's request\./);
  expect(JSON.stringify(at.card(root!.ts).blocks)).not.toContain('enquiry.');
  expect(await plantedInTables(shop.running.engine, [SECRET, 'maya@example.com', 'Maya Patel'])).toEqual([]);
});

test('while Slack takes no changes, the rest waits and goes on where it was', async () => {
  const at = await openShop();
  await at.shop.mail({ raw: mailWithFile('one', 'The lid', `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await until(() => seen(at).includes(`first${SECRET}.txt`), 'the file');
  await at.idle();
  await at.ann.command(at.room, '/desk', 'erase maya@example.com');
  const preview = await inDirect(at, /Erase Maya Patel/);
  at.slack.fail('chat.update', { error: 'internal_error' }, 3);
  await at.ann.press(preview!, 'customer.erase');
  await at.until(() => wordsOf(at.card(root!.ts)).includes("at the customer's request"), 'the card says so');
  await at.idle();
  expect(seen(at)).not.toContain(SECRET);
});

/** Until an erasure is done in the database; time passes where the next try is waited for. */
const erased = (at: Awaited<ReturnType<typeof openShop>>, time: PushedTime) =>
  until(async () => {
    const { engine } = at.shop.running;
    const [row] = await engine.rows<{ step: string; numbers: string; stays: string }>(
      'select step, numbers, stays from erasures',
      [],
    );
    if (row?.step === 'done') return row;
    const [next] = await engine.rows<{ at: number }>(
      `select min(run_at) as at from jobs where state = 'ready' and kind = 'customer.erase'`,
      [],
    );
    const left = (next?.at ?? 0) - time.measure.now();
    // In steps of a minute: a try every few seconds would be hundreds of them.
    if (left > 0) time.push(Math.max(left, 60_000));
    return null;
  }, 'it is erased');

test('a Slack that is away for long keeps nothing from being erased; what stands there follows when it is back', async () => {
  const time = pushedTime();
  const at = await openShop({ time });
  await at.shop.mail({ raw: mailWithFile('one', 'The lid', `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await until(() => seen(at).includes(`first${SECRET}.txt`), 'the file');
  await at.idle();
  await at.ann.command(at.room, '/desk', 'erase maya@example.com');
  const preview = await inDirect(at, /Erase Maya Patel/);
  let away = true;
  at.slack.fail('chat.update', { error: 'internal_error' }, 100_000, () => away);
  await at.ann.press(preview!, 'customer.erase');
  const { numbers } = await erased(at, time);
  expect(JSON.parse(numbers)).toMatchObject({ deskLater: true });
  expect(await plantedInTables(at.shop.running.engine, [SECRET, 'maya@example.com', 'Maya Patel'])).toEqual([]);
  expect(seen(at)).toContain(SECRET);

  away = false;
  await at.until(() => wordsOf(at.card(root!.ts)).includes("at the customer's request"), 'the card says so');
  const done = await at.until(
    () => at.ann.dms().findLast((each: Json) => /was erased on/.test(wordsOf(each))),
    'the last words',
  );
  expect(wordsOf(done!)).toContain('replaced as soon as it does');
  await at.idle();
  expect(seen(at)).not.toContain(SECRET);
});

test('a Slack that only asks to go slower is waited for: what stands there goes before the erasure is done', async () => {
  const time = pushedTime();
  const at = await openShop({ time });
  await at.shop.mail({ raw: mailWithFile('one', 'The lid', `It rattles ${SECRET}`, `first${SECRET}`) });
  await until(() => seen(at).includes(`first${SECRET}.txt`), 'the file');
  await at.idle();
  await at.ann.command(at.room, '/desk', 'erase maya@example.com');
  const preview = await inDirect(at, /Erase Maya Patel/);
  const began = time.measure.now();
  const isSlow = () => time.measure.now() - began < 11 * 60_000;
  at.slack.fail('chat.update', { error: 'ratelimited' }, 100_000, isSlow);
  await at.ann.press(preview!, 'customer.erase');
  const { numbers } = await erased(at, time);
  expect(isSlow()).toBe(false);
  expect(JSON.parse(numbers)).not.toHaveProperty('deskLater');
  await at.idle();
  expect(seen(at)).not.toContain(SECRET);
});

test('a post that Slack lets nobody change is counted, and the rest goes on', async () => {
  const time = pushedTime();
  const at = await openShop({ time });
  await at.shop.mail({ raw: mailWithFile('one', 'The lid', `It rattles ${SECRET}`, `first${SECRET}`) });
  const [root] = await at.cards(1);
  await until(() => seen(at).includes(`first${SECRET}.txt`), 'the file');
  await at.idle();
  await at.ann.command(at.room, '/desk', 'erase maya@example.com');
  const preview = await inDirect(at, /Erase Maya Patel/);
  at.slack.fail('chat.update', { error: 'cant_update_message' }, 100_000, args => args.ts === root!.ts);
  await at.ann.press(preview!, 'customer.erase');
  const { stays } = await erased(at, time);
  expect(JSON.parse(stays)).toMatchObject([{ n: 1 }]);
  const done = await inDirect(at, /The customer was erased on/);
  expect(wordsOf(done!)).toMatch(/1 message of colleagues or file in #1 may still quote them/);
  expect(await plantedInTables(at.shop.running.engine, [SECRET, 'maya@example.com'])).toEqual([]);
});
