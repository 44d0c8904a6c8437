import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const DIRECT = 'rooms: [{ name: customers, reply: direct }]\n';
/** An enquiry by mail, claimed by Ann where `claimed`. */
const begin = async (options: { hold?: number; direct?: boolean; claimed?: boolean } = {}) => {
  const yaml = `${options.direct ? DIRECT : ''}hold_seconds: { email: ${options.hold ?? 0.4} }\n`;
  const open = await openShop({ yaml });
  const { shop, ann, cards, entry } = open;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await cards(1);
  if (options.direct || options.claimed) {
    await ann.press(root!, 'enquiry.claim');
    await entry(root!.ts, 'Ann claimed this.');
  }
  return { ...open, root: root! };
};
const held = ({ room }: SlackShop, ts: string) =>
  until(() => room.message(ts)?.reactions?.some((each: { name: string }) => /hourglass/.test(each.name)), 'held');
const texts = async ({ shop }: SlackShop) => (await shop.mailbox()).map(each => each.text.split('\n\nOn ')[0]);

describe('an edit', () => {
  test('within the hold is what the customer gets, and a deletion after it takes everything back', async () => {
    const at = await begin({ hold: 3 });
    const { ann, room, root, reply, idle } = at;
    const ts = await reply(ann, root, 'The first text');
    await held(at, ts);
    await ann.edit(room, ts, 'The second text');
    await idle();
    expect(await texts(at)).toEqual(['The second text']);
    const second = await reply(ann, root, 'Never mind me');
    await held(at, second);
    await ann.edit(room, second, 'Never mind me at all');
    await ann.remove(room, second);
    await idle();
    expect(await texts(at)).toEqual(['The second text']);
  });

  test('in the same second as the one before it counts too', async () => {
    const at = await begin({ hold: 3 });
    const { ann, room, root, reply, idle } = at;
    const ts = await reply(ann, root, 'one');
    await held(at, ts);
    await ann.edit(room, ts, 'two');
    await ann.edit(room, ts, 'three', { sameSecond: true, withoutPrevious: true });
    await idle();
    expect(await texts(at)).toEqual(['three']);
  });

  test('that is older than the one known already changes nothing', async () => {
    const at = await begin({ hold: 3 });
    const { ann, room, root, reply, idle, slack } = at;
    const ts = await reply(ann, root, 'Your price is 10');
    await held(at, ts);
    await ann.edit(room, ts, 'Your price is 20');
    await slack.quiet();
    const newest = slack.deliveries.findLast(each => each.body.event?.subtype === 'message_changed')!.body;
    const late = structuredClone(newest);
    late.event_id = 'EvLATE000001';
    const before = (Number(newest.event.event_ts) - 0.2).toFixed(6);
    Object.assign(late.event, { ts: before, event_ts: before });
    late.event.message.text = 'SECRET: we pay 5';
    late.event.message.blocks = [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'SECRET: we pay 5' }] }],
      },
    ];
    await slack.deliver(late);
    await idle();
    expect(await texts(at)).toEqual(['Your price is 20']);
  });

  test('that arrives before the message itself sends nothing, and the message is one draft', async () => {
    const at = await begin({ claimed: true });
    const { ann, room, root, sees, idle, slack } = at;
    const ts = await ann.say(room, 'Before', { thread: root.ts, hold: true });
    await ann.edit(room, ts, 'After');
    await sees(ann, 'After');
    await slack.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual([]);
    await ann.press(await sees(ann, 'After'), 'reply.send');
    await idle();
    expect(await texts(at)).toEqual(['After']);
  });

  test('that makes it team talk before the message arrives keeps it among colleagues, in direct mode too', async () => {
    const at = await begin({ direct: true });
    const { ann, room, root, idle, slack } = at;
    const ts = await ann.say(room, 'what an unpleasant person', { thread: root.ts, hold: true });
    await ann.edit(room, ts, '// what an unpleasant person');
    await slack.quiet();
    await slack.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that makes a draft team talk takes the Send of its preview away', async () => {
    const at = await begin({ claimed: true });
    const { ann, room, root, sees, idle } = at;
    const ts = await ann.say(room, 'Dear Maya', { thread: root.ts });
    const preview = await sees(ann, 'Dear Maya');
    await ann.edit(room, ts, '// INTERNAL she is difficult');
    await idle();
    await ann.press(preview, 'reply.send');
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that addresses a colleague takes the Send of its preview away', async () => {
    const at = await begin({ claimed: true });
    const { ann, ben, room, root, sees, idle } = at;
    const ts = await ann.say(room, 'Dear Maya', { thread: root.ts });
    const preview = await sees(ann, 'Dear Maya');
    await ann.edit(room, ts, `<@${ben.id}> INTERNAL shall we refund her?`, { rich: true });
    await idle();
    await ann.press(preview, 'reply.send');
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that makes a held reply team talk stops it', async () => {
    const at = await begin({ hold: 3 });
    const { ann, ben, room, root, reply, idle } = at;
    const ts = await reply(ann, root, 'Dear Maya');
    await held(at, ts);
    await ann.edit(room, ts, `<@${ben.id}> is this right?`, { rich: true });
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('that cannot be sent stops the reply: the words that were taken back do not leave', async () => {
    const open = await openShop({ yaml: 'hold_seconds: { webchat: 6 }\n' });
    const { shop, cards, ann, room, reply, sees, idle } = open;
    const chat = await shop.chat();
    await chat.send('Hello');
    const [root] = await cards(1);
    const ts = await reply(ann, root!, 'WRONG WORDS');
    await held(open, ts);
    await ann.edit(room, ts, 'x'.repeat(20_000));
    await sees(ann, /too long/);
    await idle();
    expect(JSON.stringify(await shop.running.engine.rows('select text from messages', []))).not.toContain('WRONG');
  });

  test('after it was sent is answered privately, and the customer gets no second mail', async () => {
    const at = await begin();
    const { ann, room, root, reply, idle, sees, mailed } = at;
    const ts = await reply(ann, root, 'The earlier text');
    await mailed(1);
    await idle();
    await ann.edit(room, ts, 'The later text');
    await sees(ann, /already has the earlier text/);
    await idle();
    expect(await texts(at)).toEqual(['The earlier text']);
  });
});

describe('colleagues', () => {
  test('see what the customer has after an edit and after a deletion, each once', async () => {
    const at = await begin();
    const { ann, room, root, reply, idle, entry, mailed, slack } = at;
    const ts = await reply(ann, root, 'It costs 40 EUR');
    await mailed(1);
    await idle();
    await ann.edit(room, ts, 'It costs 30 EUR');
    await entry(root.ts, /Ann changed a message after it was sent\. Maya Patel has:\nIt costs 40 EUR/);
    await ann.unfurl(room, ts);
    await idle();
    await ann.remove(room, ts);
    await entry(root.ts, /Ann deleted a message that was sent\. Maya Patel has:\nIt costs 40 EUR/);
    await idle();
    const posts = slack.requests.filter(
      each => each.method === 'chat.postMessage' && JSON.stringify(each.args).includes('It costs 40 EUR'),
    );
    expect(posts).toHaveLength(2);
  });
});

describe('words of the Reply form', () => {
  test('that were taken back come back to their author, to be edited and sent', async () => {
    const at = await begin({ hold: 20 });
    const { ann, root, entry, sees, idle, card, room } = at;
    await ann.press(root, 'enquiry.reply');
    await ann.submit(await until(() => ann.openView(), 'the form'), { text: 'Too fsat', submit: 'reply.send' });
    const posted = await entry(root.ts, /to Maya Patel[\s\S]*Too fsat/);
    await until(() => JSON.stringify(room.message(posted.ts)).includes('reply.undo'), 'Undo is offered');
    await ann.press(room.message(posted.ts)!, 'reply.undo');
    const back = await sees(ann, /You took this back|Too fsat/);
    await ann.press(back, 'enquiry.reply');
    const form = await until(() => ann.openView(), 'the form with the words');
    expect(JSON.stringify(form.blocks)).toContain('Too fsat');
    await ann.submit(form, { text: 'In time', submit: 'reply.keep' });
    await entry(card(root.ts).ts, /Ann: In time/);
    await idle();
    expect(await texts(at)).toEqual([]);
  });
});

describe('an unfurl', () => {
  test('during the hold changes nothing: one mail, sent in time, and no word about an edit', async () => {
    const at = await begin({ hold: 3 });
    const { ann, room, root, sees, idle, words } = at;
    const ts = await ann.say(room, 'See https://example.com/a?b=1&c=2 please', { thread: root.ts });
    await ann.press(await sees(ann, 'https://example.com/a?b=1&c=2'), 'reply.send');
    await held(at, ts);
    await ann.unfurl(room, ts);
    await idle();
    await ann.unfurl(room, ts);
    await idle();
    expect(await texts(at)).toEqual(['See https://example.com/a?b=1&c=2 please']);
    expect(ann.ephemerals().map(words).join('\n')).not.toMatch(/earlier text/);
  });

  test('in a room in direct mode, faster than its message, still lets it out once', async () => {
    const at = await begin({ direct: true });
    const { ann, room, root, idle, slack } = at;
    const ts = await ann.say(room, 'See https://example.com/', { thread: root.ts, hold: true });
    await ann.unfurl(room, ts);
    await slack.quiet();
    await slack.deliverHeld();
    await idle();
    expect(await texts(at)).toEqual(['See https://example.com/']);
  });
});
