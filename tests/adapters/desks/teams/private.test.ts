/** What one person alone sees: in the thread, or in their personal chat, and never before anybody else. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { FakePerson } from '../../../kit/far-sides/teams/server.ts';
import type { TeamsShop, TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const begin = async (options: TeamsShopOptions = {}) => {
  const open = await openShop(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};
const inRoom = ({ room, words }: TeamsShop) =>
  room
    .posts()
    .flatMap(each => room.thread(each.id))
    .filter(each => each.by === 'bot')
    .map(words)
    .join('\n');
const ofBen = ({ ben, words }: TeamsShop) => [...ben.privates(), ...ben.chat()].map(words).join('\n');
const previews = (person: FakePerson) =>
  [...person.privates(), ...person.chat()].filter(each => JSON.stringify(each.card ?? '').includes('reply.send'));
const targeted = { code: 'ForbiddenOperationException', status: 403 };

describe('a preview', () => {
  test('is in the thread for its author alone, is replaced when it changes, and goes away when it is sent', async () => {
    const at = await begin();
    const { ann, room, root, sees, mailed, idle } = at;
    const id = await ann.say(room, 'Dear Maya, one', { thread: root.id });
    await sees(ann, 'Dear Maya, one');
    await ann.edit(room, id, 'Dear Maya, two');
    const preview = await sees(ann, 'Dear Maya, two');
    expect(previews(ann)).toHaveLength(1);
    expect(preview.onlyFor).toBe(ann.id);
    expect(preview.root).toBe(root.id);
    await ann.press(preview, 'reply.send');
    await mailed(1);
    await idle();
    expect(previews(ann)).toEqual([]);
    expect(ofBen(at)).not.toContain('Dear Maya');
    expect(inRoom(at)).not.toMatch(/Send this to the customer/);
  });

  test('where Teams does not show it to one person stands in the personal chat, and can be sent from there', async () => {
    const at = await begin();
    const { ann, room, root, teams, mailed, idle } = at;
    teams.fail('activities.post', targeted, 99, call => call.query.isTargetedActivity === 'true');
    await ann.say(room, 'Dear Maya', { thread: root.id });
    const preview = await until(() => previews(ann).at(-1), 'the preview');
    expect(preview.onlyFor).toBeNull();
    expect(ann.chat().some(each => each.id === preview.id)).toBe(true);
    await ann.press(preview, 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^Dear Maya/);
    await idle();
    expect(previews(ann)).toEqual([]);
    expect(inRoom(at)).not.toMatch(/Send this to the customer/);
    expect(ofBen(at)).not.toContain('Dear Maya');
  });

  test('that neither can be shown waits among the drafts, and nothing is sent', async () => {
    const at = await begin();
    const { ann, room, root, teams, idle, shop, sees } = at;
    let shut = true;
    const isPrivate = (path: string) => !path.includes('@thread');
    teams.fail(
      'activities.post',
      targeted,
      99,
      call => shut && (call.query.isTargetedActivity === 'true' || isPrivate(call.path)),
    );
    await ann.say(room, 'Dear Maya', { thread: root.id });
    await until(() => teams.calls.filter(each => each.status === 403).length > 1, 'refused');
    await idle();
    expect(await shop.mailbox()).toEqual([]);
    expect(inRoom(at)).not.toContain('Send this');
    shut = false;
    await ann.say(null, 'home');
    await sees(ann, 'Dear Maya');
  });

  test('that Teams has taken away, as it does after a day, is shown anew when it changes', async () => {
    const at = await begin();
    const { ann, room, root, sees, idle, shop } = at;
    const id = await ann.say(room, 'Dear Maya', { thread: root.id });
    const preview = await sees(ann, 'Dear Maya');
    expect(preview.onlyFor).toBe(ann.id);
    at.teams.fail(
      'activities.put',
      { status: 404, code: 'ActivityNotFoundInConversation' },
      1,
      call => call.query.isTargetedActivity === 'true',
    );
    await ann.edit(room, id, 'Dear Maya, again');
    await sees(ann, 'Dear Maya, again');
    await idle();
    expect(await shop.mailbox()).toEqual([]);
  });

  test('of somebody who never had the personal chat is shown all the same', async () => {
    const at = await begin();
    const { ben, room, root, sees } = at;
    await ben.say(room, 'Dear Maya, from Ben', { thread: root.id });
    const preview = await sees(ben, 'from Ben');
    expect(preview.onlyFor).toBe(ben.id);
  });
});

describe('an answer', () => {
  test('to a command in the channel is seen by who asked alone, in a thread and beside one', async () => {
    const at = await begin();
    const { ben, room, root, sees, idle, ann, words } = at;
    await ben.say(room, '<at>Deskhand</at> customer maya@example.com', { thread: root.id });
    await sees(ben, /Maya Patel/);
    await ben.say(room, '<at>Deskhand</at> find rattles');
    await ben.slash(room, 'stats week');
    await sees(ben, /New/);
    await idle();
    expect(inRoom(at)).not.toMatch(/first response|Your enquiries|New:\s/i);
    expect([...ann.privates(), ...ann.chat()].map(words).join()).not.toMatch(/New:\s/);
  });
});

describe('reactions', () => {
  test('of 30 sent replies are 2 a second, and keep no post waiting', async () => {
    const at = await openShop({ yaml: 'hold_seconds: { webchat: 0 }\n', teams: { reactionsPerSecond: 2 } });
    const { shop, cards, ann, room, teams, entry } = at;
    const chat = await shop.chat();
    await chat.send('Hello');
    const [root] = await cards(1);
    await ann.press(root!, 'enquiry.claim');
    await entry(root!.id, 'claimed');
    for (let i = 0; i < 30; i++) {
      await ann.say(room, `Answer ${i}`, { thread: root!.id });
      const preview = await at.sees(ann, new RegExp(`Answer ${i}\\b`));
      await ann.press(preview, 'reply.send');
    }
    await chat.read(30);
    await chat.send('And now?');
    await entry(root!.id, 'And now?');
    const reactions = () => teams.calls.filter(each => each.route === 'reactions.put');
    // Thirty at two a second: some of them are still to come.
    expect(reactions().length).toBeLessThan(30);
    await until(() => reactions().length > 4, 'reactions go on', 15_000);
    expect(reactions().filter(each => each.status === 429)).toEqual([]);
  });

  test('of people send nothing and undo nothing', async () => {
    const at = await begin();
    const { ann, room, root, idle, shop, reply, mailed } = at;
    const id = await ann.say(room, '// not for her', { thread: root.id });
    for (const type of ['like', 'heart', '2709_envelope']) {
      await ann.react(room, id, type);
      await ann.react(room, root.id, type);
      await ann.unreact(room, id, type);
    }
    await idle();
    expect(await shop.mailbox()).toEqual([]);
    await reply(ann, root, 'Dear Maya');
    await mailed(1);
  });
});
