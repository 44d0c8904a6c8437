/** Teams, its channels and the app itself come and go: an admin is told what to do, and what waits arrives in order. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { TeamsShop, TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
/** A conversation of a visitor, claimed by Ann. */
const begin = async (options: TeamsShopOptions = {}) => {
  const open = await openShop(options);
  await open.ann.install();
  const chat = await open.shop.chat();
  await chat.send('Hello 0');
  const [root] = await open.cards(1);
  await open.ann.press(root!, 'enquiry.claim');
  await open.entry(root!.id, 'Ann claimed this.');
  await open.idle();
  return { ...open, chat, root: root! };
};
/** What waits is tried now, instead of in a quarter of a minute. */
const later = ({ shop }: TeamsShop) =>
  shop.running.engine
    .rows(`update jobs set run_at = 0 where locked_until is null and kind not in ('reply.release', 'housekeeping')`, [])
    .then(() => shop.running.engine.rows('update lanes set next_at = 0', []));
const troubles = ({ shop }: TeamsShop) => shop.running.house.desk.troubles?.() ?? [];
const health = async ({ shop }: TeamsShop) =>
  (await shop.running.house.desk.check()).filter(each => !each.ok).map(each => each.words);
const arrives = (at: TeamsShop, root: string, text: string) =>
  until(async () => {
    await later(at);
    return at.room.thread(root).find(each => at.words(each).includes(text));
  }, `"${text}" arrives`);
const well = (at: TeamsShop) =>
  until(async () => {
    await later(at);
    return troubles(at).length === 0;
  }, 'well again');
/** The numbers of the messages in a thread, as they stand there. */
const numbers = ({ room, words }: TeamsShop, root: string) =>
  room.thread(root).flatMap(each => /Hello (\d+)/.exec(words(each))?.[1] ?? []);
const told = (at: TeamsShop, what: RegExp) =>
  until(
    () =>
      at.ann
        .chat()
        .map(at.words)
        .find(each => what.test(each)),
    `an admin is told: ${what}`,
  );

/** What takes the room away and gives it back, and what an admin reads meanwhile. */
const FATES: [string, (at: TeamsShop) => Promise<void>, (at: TeamsShop) => Promise<void>, RegExp][] = [
  [
    'Deskhand is taken out of the team',
    at => at.team.uninstall(at.ann),
    at => at.team.install(at.ann),
    /Room .*removed from its team.*Add it/s,
  ],
  ['the team is archived', at => at.team.archive(), at => at.team.unarchive(), /Room .*archived.*Unarchive it/s],
  ['the team is deleted', at => at.team.delete(), at => at.team.restore(), /Room .*deleted.*restored/s],
  [
    'the channel is deleted',
    at => at.room.delete(),
    at => at.room.restore(),
    /Room .*channel was deleted.*Restore it/s,
  ],
];

describe('while the room is away', () => {
  test.each(
    FATES,
  )('because %s: an admin is told at once, posts wait, and all follows in order', async (_, go, come, words) => {
    const at = await begin();
    const { chat, root, idle } = at;
    await go(at);
    await told(at, words);
    expect(troubles(at)).toHaveLength(1);
    expect((await health(at)).join()).toMatch(/New posts are queued/);
    for (const n of [1, 2, 3]) await chat.send(`Hello ${n}`);
    await at.shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Hello 9' });
    await later(at);
    await come(at);
    await arrives(at, root.id, 'Hello 3');
    const carded = () => at.room.posts().map(at.words).join().includes('Hello 9');
    await until(() => later(at).then(carded), 'the card');
    await idle();
    expect(numbers(at, root.id)).toEqual(['0', '1', '2', '3']);
    expect(at.room.posts().filter(each => at.words(each).includes('Hello 9'))).toHaveLength(1);
    await well(at);
    expect(await health(at)).toEqual([]);
  });

  test.each(
    FATES,
  )('because %s, and nobody says a word about it: the first post that fails does', async (_, go, come) => {
    const at = await begin();
    const { chat, root, teams, shop, idle } = at;
    teams.deliverTo(null);
    await go(at);
    await chat.send('Hello 1');
    await until(() => troubles(at).length, 'noticed');
    expect(troubles(at)[0]).toMatch(/New posts are queued/);
    await chat.send('Hello 2');
    await come(at);
    teams.deliverTo(`${shop.url}/api/messages`);
    await arrives(at, root.id, 'Hello 2');
    await idle();
    expect(numbers(at, root.id)).toEqual(['0', '1', '2']);
    await well(at);
  });

  test('a post that was refused a moment before the room was back stands in the same thread, under the same card', async () => {
    const at = await begin();
    const { chat, root, teams, room, words, idle } = at;
    const gone = { status: 404, code: 'ConversationNotFound' };
    // The list of channels, asked after it, has the room again.
    teams.fail('activities.put', gone, 1);
    teams.fail('activities.post', gone, 1);
    await chat.send('Hello 1');
    await arrives(at, root.id, 'Hello 1');
    await idle();
    expect(room.posts().filter(each => words(each).includes('Hello 0'))).toHaveLength(1);
    expect(numbers(at, root.id)).toEqual(['0', '1']);
  });

  test('a press on a card that is still open is taken, and done when the team is back', async () => {
    const at = await begin();
    await at.team.archive();
    expect((await at.ann.press(at.root, 'enquiry.release')).trouble).toBeNull();
    await at.team.unarchive();
    await arrives(at, at.root.id, 'released this');
  });
});

describe('a reply that was promised', () => {
  test('before Deskhand was taken out of the team leaves, and its mark comes when it is back', async () => {
    const at = await begin();
    const { ann, root, team, reply, shop, words, room } = at;
    await reply(ann, root, 'Dear visitor');
    await team.uninstall(ann);
    await until(
      async () =>
        JSON.stringify(await shop.running.engine.rows('select text from messages', [])).includes('Dear visitor'),
      'sent',
    );
    await team.install(ann);
    const marked = () =>
      room
        .thread(root.id)
        .map(words)
        .some(each => /Sent/.test(each));
    await until(() => later(at).then(marked), 'the mark');
  });
});

describe('the channel of a room', () => {
  test('renamed goes on, and the settings have its new name', async () => {
    const at = await begin();
    const { room, chat, root, ann } = at;
    await room.rename('shop floor');
    await chat.send('Hello 1');
    await arrives(at, root.id, 'Hello 1');
    await ann.say(null, 'home');
    await at.sees(ann, 'shop floor');
    expect(troubles(at)).toEqual([]);
  });

  test('deleted and replaced by another in the settings: all goes on there, and is no trouble any more', async () => {
    const at = await openShop({ env: { TEAMS_ROOM: '' } });
    const { team, words, shop, idle } = at;
    // The channel that the app was added to became the room.
    const first = team.channel('General');
    const next = team.channel('next');
    const chat = await shop.chat();
    await chat.send('Hello 0');
    await until(() => first.posts().map(words).join().includes('Hello 0'), 'the first card');
    await idle();
    await first.delete();
    await told(at, /deleted/);
    await chat.send('Hello 1');
    await place(at, next.id);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Hello 2' });
    const there = () =>
      next
        .posts()
        .flatMap(each => next.thread(each.id))
        .map(words)
        .join();
    for (const text of ['Hello 2', 'Hello 1'])
      await until(() => later(at).then(() => there().includes(text)), `${text} there`);
    await well(at);
  });

  test('shared with another organisation: said in the room once, and its people have no rights', async () => {
    const at = await begin({ channel: 'shared' });
    const { room, root, team, words, idle, teams, sees, shop } = at;
    await room.share();
    await until(() => room.posts().map(words).join().includes('another organisation'), 'the warning');
    await teams.redeliver(teams.deliveries.findLast(each => each.activity.channelData?.eventType === 'channelShared')!);
    const eve = team.person('Eve', { tenant: '99999999-1111-4222-8333-444444444444', member: false });
    await room.join(eve);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    const second = (await at.cards(2)).find(each => words(each).includes('Another matter'))!;
    await eve.press(second, 'enquiry.claim');
    await eve.press(second, 'enquiry.reply').catch(() => {});
    await eve.say(room, 'Buy from us', { thread: root.id });
    await sees(eve, /Only people in this organisation/);
    await idle();
    expect(words(room.message(second.id)!)).toContain('nobody has it yet');
    expect(room.posts().filter(each => words(each).includes('another organisation'))).toHaveLength(1);
    expect(JSON.stringify(await shop.running.engine.rows('select text from messages', []))).not.toMatch(/Buy/);
  });

  test.each([
    'private',
    'shared',
  ] as const)('may be %s: what a team does the team hears, and who left it may not act', async type => {
    const at = await begin({ channel: type });
    const { room, root, ben, words, reply, ann, idle, chat } = at;
    await reply(ann, root, 'Dear visitor');
    // What they wrote themselves is the first.
    await chat.read(2);
    // A mark that is refused would notice it first, and say so in other words: the last one says that it arrived.
    const arrived = `select id from replies where status = 'delivered'`;
    await until(async () => (await at.shop.running.engine.rows(arrived, [])).length, 'the visitor has it');
    await idle();
    await room.removeBot(ann);
    await told(at, /removed from its channel.*Add it to the channel again/s);
    await chat.send('Hello 1');
    await room.addBot(ann);
    await arrives(at, root.id, 'Hello 1');
    await room.leave(ben);
    await at.shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    const second = (await at.cards(2)).find(each => words(each).includes('Another matter'))!;
    await ben.press(second, 'enquiry.claim');
    await idle();
    expect(words(room.message(second.id)!)).toContain('nobody has it yet');
  });
});

describe('the consent of the team', () => {
  test('not given when the app is added: an admin is told what to do, and it is over when words are heard', async () => {
    const at = await openShop({ before: (_teams, team) => team.consent(false) });
    const { team, room, ben, shop, cards, idle } = at;
    await told(at, /hears only those that mention it.*Ask an owner of the team to agree/s);
    expect((await health(at)).join()).toMatch(/hears only/);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Hello 1' });
    const [root] = await cards(1);
    team.consent(true);
    await ben.say(room, '// Now it hears', { thread: root!.id });
    await idle();
    expect(troubles(at)).toEqual([]);
  });

  test('withdrawn: without a mention nothing is heard, with one it is, and by Reply all can be done', async () => {
    const at = await begin();
    const { team, room, ann, ben, root, idle, mailed, sees, shop } = at;
    team.consent(false);
    await shop.mail({ from: 'Tom <tom@example.com>', subject: 'Other', text: 'Another matter' });
    const second = (await at.cards(2)).at(-1)!;
    await ben.say(room, 'Nobody hears this', { thread: second.id });
    await idle();
    await ben.say(room, '<at>Deskhand</at> help', { thread: root.id });
    await sees(ben, 'open');
    expect((await ann.press(second, 'enquiry.reply')).trouble).toBeNull();
    expect((await ann.submit({ text: 'Dear Tom' })).trouble).toBeNull();
    const [mail] = await mailed(1);
    expect(mail!.text).toContain('Dear Tom');
  });
});

describe("Microsoft's sign-in", () => {
  test('with a secret that has expired: said with what to do, and all follows when there is a new one', async () => {
    const at = await begin();
    const { teams, chat, root, shop, ann } = at;
    teams.expireSecret();
    teams.expireTokens();
    await chat.send('Hello 1');
    await until(() => troubles(at).join().includes('TEAMS_CLIENT_SECRET has expired'), 'said');
    expect((await health(at)).join()).toMatch(/Make a new one/);
    const ready = await fetch(`${shop.url}/readyz`);
    expect(await ready.text()).toMatch(/TEAMS_CLIENT_SECRET has expired/);
    expect((await ann.press(root, 'enquiry.resolve')).trouble).toBeNull();
    await chat.send('Hello 2');
    teams.expireSecret(false);
    await arrives(at, root.id, 'Hello 2');
    expect(numbers(at, root.id)).toEqual(['0', '1', '2']);
    await well(at);
    expect(await health(at)).toEqual([]);
  });

  test('takes a token away: the next one is asked for, and nobody notices', async () => {
    const at = await begin();
    const { teams, chat, root } = at;
    teams.expireTokens();
    await chat.send('Hello 1');
    await until(
      () =>
        at.room
          .thread(root.id)
          .map(at.words)
          .some(each => each.includes('Hello 1')),
      'before signing in is tried again',
      20_000,
    );
    await at.idle();
    expect(troubles(at)).toEqual([]);
  });

  test('changes its keys: what comes next is believed', async () => {
    const at = await begin();
    at.teams.rotateKeys();
    const answer = await at.ann.press(at.root, 'enquiry.resolve');
    expect(answer.trouble).toBeNull();
    await at.entry(at.root.id, /[Rr]esolved/);
  });
});

describe('the app', () => {
  test('upgraded goes on, and says nothing in the channel', async () => {
    const at = await begin();
    const { team, ann, chat, root, room, idle } = at;
    const before = room.posts().length;
    await team.upgrade(ann);
    await chat.send('Hello 1');
    await arrives(at, root.id, 'Hello 1');
    await idle();
    expect(room.posts()).toHaveLength(before);
  });

  test('added to a second team by somebody who is no admin: nothing moves there, and they are told who decides', async () => {
    const at = await begin();
    const { teams, shop, words, idle } = at;
    const other = teams.team('Warehouse', { installed: false });
    const cleo = other.person('Cleo');
    await cleo.install();
    await other.install(cleo);
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    await at.cards(2);
    await idle();
    const general = other.channel('General');
    expect(general.posts().map(words).join()).not.toMatch(/Another matter|Hello/);
    expect([...cleo.chat(), ...cleo.privates()].map(words).join()).not.toMatch(/Hello|Maya|Another/);
  });

  test('the second team taken away says nothing about the rooms of the first', async () => {
    const at = await begin();
    const { teams, chat, root } = at;
    const other = teams.team('Warehouse', { installed: false });
    const cleo = other.person('Cleo');
    await other.install(cleo);
    await other.uninstall(cleo);
    await chat.send('Hello 1');
    await arrives(at, root.id, 'Hello 1');
    expect(troubles(at)).toEqual([]);
  });
});

/** An admin chooses another channel for the room. */
async function place(at: TeamsShop, channel: string): Promise<void> {
  const { ann, sees } = at;
  await ann.say(null, 'home');
  const home = await sees(ann, 'Rooms');
  await ann.press(home, action => String(action.data?.value).startsWith('room:'));
  expect(ann.openDialog()?.card).toBeTruthy();
  const answer = await ann.submit({ place: channel });
  expect(answer.trouble).toBeNull();
}
