import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { openSlackShop, SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  const open = await openShop(options);
  if (options.env) await place(open, open.room.id);
  const chat = await open.shop.chat();
  await chat.send('Hello 0');
  const [root] = await open.cards(1);
  await open.ann.press(root!, 'enquiry.claim');
  await open.entry(root!.ts, 'Ann claimed this.');
  await open.idle();
  return { ...open, chat, root: root! };
};
/** The room is chosen on the desk, not in the environment. */
const UNPLACED = { env: { SLACK_ROOM: '' } };
const later = ({ shop }: SlackShop) =>
  shop.running.engine
    .rows(`update jobs set run_at = 0 where locked_until is null and kind not in ('reply.release', 'housekeeping')`, [])
    .then(() => shop.running.engine.rows('update lanes set next_at = 0', []));
const troubles = ({ shop }: SlackShop) => shop.running.house.desk.troubles?.() ?? [];
const arrives = (at: SlackShop, ts: string, text: string) =>
  until(async () => {
    await later(at);
    return at.room.thread(ts).find(each => at.words(each).includes(text));
  }, `"${text}" arrives`);

describe('the channel of a room', () => {
  test('that Deskhand is removed from: new posts are queued until it is invited', async () => {
    const at = await begin();
    const { chat, root, room, words, ann, idle } = at;
    await room.kickBot();
    await at.slack.quiet();
    await chat.send('Hello 1');
    await room.inviteBot(ann);
    await arrives(at, root.ts, 'Hello 1');
    await idle();
    await room.convertToPrivate();
    await room.kickBot();
    await chat.send('Hello 2');
    await until(() => ann.dms().map(words).join().includes('Invite'), 'an admin is told');
    await room.inviteBot(ann);
    await arrives(at, root.ts, 'Hello 2');
    await idle();
    expect(room.thread(root.ts).filter(each => words(each).includes('Hello 2'))).toHaveLength(1);
    await until(() => troubles(at).length === 0, 'well again', 15_000);
  });

  test('archived and brought back: said at once, nothing lost', async () => {
    const at = await begin();
    const { chat, root, room, words, ann } = at;
    await room.archive();
    await until(() => ann.dms().map(words).join().includes('archived'), 'an admin is told');
    expect(troubles(at)).toHaveLength(1);
    await chat.send('Hello 1');
    await room.unarchive();
    await arrives(at, root.ts, 'Hello 1');
    await until(() => troubles(at).length === 0, 'well again', 15_000);
  });

  test('archived and replaced by another: new enquiries are posted there', async () => {
    const at = await begin(UNPLACED);
    const { chat, room, ann, shop, team, slack } = at;
    const next = team.channel('next', { members: [ann] });
    await chat.send('Hello 1');
    await room.archive();
    await chat.send('Hello 2');
    await slack.quiet();
    await place(at, next.id);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    await until(() => next.messages().length, 'the card in the new channel', 15_000);
  });

  test('archived and replaced by another is no trouble any more', async () => {
    const at = await begin(UNPLACED);
    const { room, ann, shop, team, slack } = at;
    const next = team.channel('next', { members: [ann] });
    await room.archive();
    await slack.quiet();
    await until(() => troubles(at).length === 1, 'said');
    await place(at, next.id);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    await until(() => next.messages().length, 'the card in the new channel', 15_000);
    await until(() => troubles(at).length === 0, 'well again', 15_000);
  });

  test('made private goes on as it was', async () => {
    const at = await begin();
    const { room, root, reply, ann, shop, chat } = at;
    await room.convertToPrivate();
    await reply(ann, root, 'From a private channel');
    await until(
      async () =>
        JSON.stringify(await shop.running.engine.rows('select text from messages', [])).includes('From a private'),
      'sent',
    );
    await chat.send('Hello 1');
    await arrives(at, root.ts, 'Hello 1');
  });

  test('with another id: old threads are answered and go on', async () => {
    const at = await begin();
    const { room, root, reply, ann, chat, idle, card } = at;
    await room.changeId();
    await at.slack.quiet();
    await idle();
    await chat.send('Hello 1');
    await arrives(at, root.ts, 'Hello 1');
    await reply(ann, card(root.ts), 'Still here');
    await idle();
  });

  test('with another id: what is written under new cards is seen', async () => {
    const at = await begin();
    const { room, shop, ann, cards, reply, idle } = at;
    await room.changeId();
    await at.slack.quiet();
    await idle();
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    const [, second] = await cards(2);
    await reply(ann, second!, 'Dear Tom');
  });

  test('shared with another company: said in the room once, and its people neither claim nor reply', async () => {
    const at = await begin();
    const { room, root, team, words, chat, slack, idle, shop, sees } = at;
    await room.connect();
    await until(() => room.messages().map(words).join().includes('another organisation'), 'the warning');
    await slack.redeliver(slack.deliveries.findLast(each => each.body.event?.type === 'channel_shared')!, 1);
    const eve = team.person('Eve', { otherTeam: 'T0OTHER' });
    await room.join(eve);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    const second = (await at.cards(2)).at(-1)!;
    await eve.press(second, 'enquiry.claim');
    await eve.say(room, 'Buy from us', { thread: root.ts });
    await sees(eve, /Only people of this workspace/);
    const ts = await at.ann.say(room, 'Draft of Ann', { thread: root.ts });
    await idle();
    await eve.react(room, ts, 'envelope');
    await idle();
    expect(words(room.message(second.ts)!)).toContain('nobody has it yet');
    expect(room.messages().filter(each => words(each).includes('another organisation'))).toHaveLength(1);
    expect(JSON.stringify(await shop.running.engine.rows('select text from messages', []))).not.toMatch(/Buy|Draft/);
    await chat.send('end');
  });

  test('shared with another company, without users:read: its people do not claim', async () => {
    const at = await begin();
    const { room, team, words, idle, shop } = at;
    team.scopes.delete('users:read');
    await room.connect();
    const eve = team.person('Eve', { otherTeam: 'T0OTHER' });
    await room.join(eve);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    const second = (await at.cards(2)).find(each => words(each).includes('Another matter'))!;
    await eve.press(second, 'enquiry.claim');
    await idle();
    expect(words(room.message(second.ts)!)).toContain('nobody has it yet');
  });
});

/** An admin chooses another channel for the room. */
async function place({ ann, slack }: SlackShop, channel: string): Promise<void> {
  await ann.openHome();
  await slack.quiet();
  const home = await until(() => ann.home(), 'the home');
  await ann.press(home, (element, block) => element.value?.startsWith('room:room') && block.type === 'section');
  const view = await until(() => ann.openView(), 'the form');
  const answer = await ann.submit(view, { place: channel });
  expect(answer.trouble).toBeNull();
  await ann.closeView(undefined, { all: true });
}
