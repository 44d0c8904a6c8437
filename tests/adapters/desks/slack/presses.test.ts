import { afterEach, describe, expect, test } from 'vitest';
import { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: Awaited<ReturnType<typeof openSlackShop>> | null = null;
afterEach(async () => {
  const wire = open?.wire() ?? [];
  await open?.stop();
  open = null;
  expect(wire).toEqual([]);
});
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  open = await openSlackShop(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};

describe('two people at once', () => {
  test('both press Claim, twice: one owner, one line, and the other is told who', async () => {
    const { ann, ben, room, root, idle, words, card } = await begin();
    await Promise.all([ann, ben, ann, ben].map(each => each.press(root, 'enquiry.claim')));
    await idle();
    expect(room.thread(root.ts).filter(each => /claimed this/.test(words(each)))).toHaveLength(1);
    const owner = words(card(root.ts)).includes('Ann has it') ? ann : ben;
    const loser = owner === ann ? ben : ann;
    expect(loser.ephemerals().map(words).join()).toContain(owner.name);
  });

  test('both have the form of Reply open: the second one sends nothing, and keeps what was typed', async () => {
    const { ann, ben, root, idle, shop, mailed } = await begin();
    await ann.press(root, 'enquiry.reply');
    await ben.press(root, 'enquiry.reply');
    const [hers, his] = [await until(() => ann.openView(), 'hers'), await until(() => ben.openView(), 'his')];
    expect((await ann.submit(hers, { text: 'From Ann' })).trouble).toBeNull();
    await idle();
    const answer = await ben.submit(his, { text: 'From Ben' });
    expect(answer.trouble).toBeNull();
    expect(JSON.stringify(ben.openView()?.errors)).toContain('Ann');
    await mailed(1);
    await idle();
    expect((await shop.mailbox()).map(each => each.text.includes('From Ann'))).toEqual([true]);
  });

  test('a form submitted twice sends once', async () => {
    const { ann, root, idle, shop, slack } = await begin();
    await ann.press(root, 'enquiry.reply');
    await ann.submit(await until(() => ann.openView(), 'the form'), { text: 'From Ann' });
    const submitted = slack.deliveries.findLast(each => each.body.type === 'view_submission')!;
    await slack.redeliver(submitted, 1);
    await idle();
    expect(await shop.mailbox()).toHaveLength(1);
  });

  test('Send pressed twice, and on two previews of one message, sends once', async () => {
    const { ann, room, root, sees, idle, shop } = await begin();
    const ts = await ann.say(room, 'one', { thread: root.ts });
    const first = await sees(ann, 'one');
    await ann.edit(room, ts, 'two');
    const second = await sees(ann, 'two');
    await Promise.all([first, second, first, second].map(each => ann.press(each, 'reply.send')));
    await idle();
    expect(await shop.mailbox()).toHaveLength(1);
  });

  test('a colleague who presses Send in a forged press sends nothing', async () => {
    const { ann, ben, room, root, sees, idle, shop, slack } = await begin();
    await ann.say(room, 'mine', { thread: root.ts });
    await ann.press(await sees(ann, 'mine'), 'reply.keep');
    const forged = structuredClone(slack.deliveries.findLast(each => each.kind === 'interaction')!.body);
    forged.user.id = ben.id;
    forged.actions[0].action_id = 'reply.send';
    await slack.deliver(`payload=${encodeURIComponent(JSON.stringify(forged))}`, {
      contentType: 'application/x-www-form-urlencoded',
    });
    await idle();
    expect(await shop.mailbox()).toEqual([]);
  });
});

describe('what is old', () => {
  test('a button on a card that was resolved meanwhile does no harm and says so', async () => {
    const { ann, ben, root, idle, words, card, room } = await begin();
    await ann.press(root, 'enquiry.claim');
    await idle();
    await ann.press(card(root.ts), 'enquiry.resolve');
    await idle();
    await ben.press(root, 'enquiry.claim');
    await ben.press(root, 'enquiry.resolve');
    await idle();
    expect(words(card(root.ts))).not.toContain('Ben has it');
    expect(ben.ephemerals().length).toBeGreaterThan(0);
    expect(room.thread(root.ts).filter(each => /resolved this/.test(words(each)))).toHaveLength(1);
  });

  test.each([
    'expired_trigger_id',
    'trigger_expired',
    'exchanged_trigger_id',
  ])('a trigger with %s: the person is asked to press again', async error => {
    const { ann, root, slack, sees } = await begin();
    slack.fail('views.open', { error }, 1);
    await ann.press(root, 'enquiry.reply');
    await sees(ann, /Press it once more/);
    await ann.press(root, 'enquiry.reply');
    await until(() => ann.openView(), 'the form');
  });

  test('a button with a value of somebody else’s making does nothing', async () => {
    const { ann, root, idle, shop, card, words } = await begin();
    for (const value of ['', 'enq_1', '../../..', 'x'.repeat(2_000), `${root.ts}`, 'rep_1 rep_2'])
      expect((await ann.press(root, 'enquiry.claim', { value })).status).toBe(200);
    await idle();
    expect(words(card(root.ts))).toContain('nobody has it yet');
    expect(await shop.mailbox()).toEqual([]);
  });
});

describe('an envelope', () => {
  test('by its author sends team talk once; by anybody else, and on others’ posts, nothing', async () => {
    const { ann, ben, room, root, idle, shop } = await begin();
    const ts = await ann.say(room, '// to be sent after all', { thread: root.ts });
    await idle();
    await ben.react(room, ts, 'envelope');
    await ben.react(room, root.ts, 'envelope_with_arrow');
    await idle();
    expect(await shop.mailbox()).toEqual([]);
    await ann.react(room, ts, 'envelope');
    await ann.unreact(room, ts, 'envelope');
    await ann.react(room, ts, 'envelope');
    await idle();
    expect(await shop.mailbox()).toHaveLength(1);
  });

  test('sends the words without the two slashes', async () => {
    const { ann, room, root, idle, mailed } = await begin();
    const ts = await ann.say(room, '// to be sent after all', { thread: root.ts });
    await idle();
    await ann.react(room, ts, 'envelope');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^to be sent/);
  });
});
