import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const DIRECT = 'rooms: [{ name: customers, reply: direct }]\n';
const begin = async (options: { hold?: number; direct?: boolean } = {}) => {
  const yaml = `${options.direct ? DIRECT : ''}hold_seconds: { email: ${options.hold ?? 0.4} }\n`;
  const open = await openShop({ yaml });
  const { shop, ann, cards, entry } = open;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await cards(1);
  if (options.direct) {
    await ann.press(root!, 'enquiry.claim');
    await entry(root!.ts, 'Ann claimed this.');
  }
  return { ...open, root: root! };
};
const texts = async ({ shop }: SlackShop) => (await shop.mailbox()).map(each => each.text.split('\n\nOn ')[0]);

describe('a deletion', () => {
  test('that arrives before the message keeps it from the customer, in direct mode too', async () => {
    const at = await begin({ direct: true });
    const { ann, room, root, idle, slack } = at;
    const ts = await ann.say(room, 'SECRET', { thread: root.ts, hold: true });
    await ann.remove(room, ts);
    await slack.quiet();
    await slack.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that arrives first and without the earlier message keeps it from the customer', async () => {
    const at = await begin({ direct: true });
    const { ann, room, root, idle, slack } = at;
    const ts = await ann.say(room, 'SECRET', { thread: root.ts, hold: true });
    await ann.remove(room, ts, { withoutPrevious: true });
    await slack.quiet();
    await slack.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('without the earlier message, while the message is still being handled, counts', async () => {
    const at = await begin({ direct: true, hold: 3 });
    const { ann, room, root, idle, slack, team } = at;
    await team.change(ann, { real_name: 'Ann' });
    await slack.quiet();
    await idle();
    slack.fail('users.info', { hang: 700 }, 1);
    const ts = await ann.say(room, 'SECRET', { thread: root.ts });
    await ann.remove(room, ts, { withoutPrevious: true });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('during the hold without the earlier message takes the reply back', async () => {
    const at = await begin({ hold: 3 });
    const { ann, room, root, reply, idle } = at;
    const ts = await reply(ann, root, 'Not this');
    await until(() => room.message(ts)?.reactions?.length, 'held');
    await ann.remove(room, ts, { withoutPrevious: true });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('as a tombstone takes the reply back', async () => {
    const at = await begin({ hold: 3 });
    const { ann, room, root, reply, idle } = at;
    const ts = await reply(ann, root, 'Not this');
    await until(() => room.message(ts)?.reactions?.length, 'held');
    await ann.tombstone(room, ts);
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('of a draft leaves nothing that its Send could send', async () => {
    const at = await begin();
    const { ann, room, root, sees, idle } = at;
    const ts = await ann.say(room, 'Not this', { thread: root.ts });
    const preview = await sees(ann, 'Not this');
    await ann.remove(room, ts);
    await idle();
    await ann.press(preview, 'reply.send');
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('by an admin during the hold takes a colleague’s reply back', async () => {
    const at = await begin({ hold: 3 });
    const { ann, ben, room, root, reply, idle } = at;
    const ts = await reply(ben, root, 'Not this');
    await until(() => room.message(ts)?.reactions?.length, 'held');
    await ann.remove(room, ts);
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('in the instant of sending ends in exactly one truth: gone, or told that the customer has it', async () => {
    const at = await begin({ hold: 0.3 });
    const { ann, room, root, reply, idle, words } = at;
    for (let i = 0; i < 6; i++) {
      const ts = await reply(ann, root, `Reply ${i}`);
      await new Promise(resolve => setTimeout(resolve, 200 + i * 30));
      const before = ann.ephemerals().length;
      await ann.remove(room, ts);
      await idle();
      const left = (await texts(at)).includes(`Reply ${i}`);
      const told = ann.ephemerals().slice(before).map(words).join('\n');
      expect([i, left, /has (it|this)|already/.test(told)]).toEqual([i, left, left]);
    }
  });

  test('after it was sent is answered privately, and the mail stays one', async () => {
    const at = await begin();
    const { ann, room, root, reply, idle, mailed, sees } = at;
    const ts = await reply(ann, root, 'Sent');
    await mailed(1);
    await idle();
    await ann.remove(room, ts);
    await sees(ann, /already|has (it|this)/);
    await idle();
    expect(await texts(at)).toEqual(['Sent']);
  });
});
