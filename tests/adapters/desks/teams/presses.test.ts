/** Buttons and dialogs pressed twice, too late, by the wrong person, or made up: nothing is done, and it is said. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { FakePerson } from '../../../kit/far-sides/teams/server.ts';
import type { Json, Shown } from '../../../kit/far-sides/teams/shapes.ts';
import type { TeamsShop, TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
const begin = async (options: TeamsShopOptions = {}) => {
  const open = await openShop(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};
const alone = (at: TeamsShop, person: FakePerson) =>
  [...person.privates(), ...person.chat()].map(at.words).concat(person.toasts()).join('\n');
const actions = (shown: Shown): Json[] => {
  const found: Json[] = [];
  JSON.stringify(shown.card, (_name, value) => {
    if (value && typeof value === 'object' && /^Action\.(Execute|Submit)$/.test(value.type ?? '')) found.push(value);
    return value;
  });
  return found;
};
const dialogWords = (at: TeamsShop, person: FakePerson) => {
  const dialog = person.openDialog();
  return dialog ? `${dialog.title}\n${dialog.words}\n${at.words({ attachments: [], ...dialog.card } as never)}` : '';
};
const texts = async ({ shop }: TeamsShop) => (await shop.mailbox()).map(each => each.text.split('\n\nOn ')[0]);

describe('two people at once', () => {
  test('both press Claim, twice: one owner, one line, and the other is told who', async () => {
    const at = await begin();
    const { ann, ben, room, root, idle, words, card } = at;
    await Promise.all([ann, ben, ann, ben].map(each => each.press(root, 'enquiry.claim', { over: {} })));
    await idle();
    expect(room.thread(root.id).filter(each => /claimed this/.test(words(each)))).toHaveLength(1);
    const owner = words(card(root.id)).includes('Ann has it') ? ann : ben;
    const loser = owner === ann ? ben : ann;
    await at.sees(loser, owner.name);
  });

  test('both have the form of Reply open: the second one sends nothing, and keeps what was typed', async () => {
    const at = await begin();
    const { ann, ben, root, idle, mailed } = at;
    await ann.press(root, 'enquiry.reply');
    await ben.press(root, 'enquiry.reply');
    expect((await ann.submit({ text: 'From Ann' })).trouble).toBeNull();
    await idle();
    expect((await ben.submit({ text: 'From Ben, with care' })).trouble).toBeNull();
    expect(dialogWords(at, ben)).toMatch(/Ann/);
    expect(JSON.stringify(ben.openDialog()?.card)).toContain('From Ben, with care');
    await mailed(1);
    await idle();
    expect(await texts(at)).toEqual(['From Ann']);
  });

  test('a form submitted twice, at once and later, sends once', async () => {
    const at = await begin();
    const { ann, root, idle, teams, mailed } = at;
    await ann.press(root, 'enquiry.reply');
    const dialog = ann.openDialog()!;
    await Promise.all([ann.submit({ text: 'From Ann' }, { dialog, times: 2 })]);
    const submitted = teams.deliveries.findLast(each => each.activity.name === 'task/submit')!;
    await Promise.all([teams.redeliver(submitted), teams.redeliver(submitted)]);
    await mailed(1);
    await idle();
    await teams.redeliver(submitted);
    await idle();
    expect(await texts(at)).toEqual(['From Ann']);
  });

  test('Send pressed by four hands on two previews of one message sends once', async () => {
    const at = await begin();
    const { ann, room, root, sees, idle } = at;
    const id = await ann.say(room, 'one', { thread: root.id });
    const first = await sees(ann, 'one');
    await ann.edit(room, id, 'two');
    const second = await sees(ann, 'two');
    await Promise.all([first, second, first, second].map(each => ann.press(each, 'reply.send', { over: {} })));
    await idle();
    expect(await texts(at)).toHaveLength(1);
  });

  test('a colleague who makes up a press of Send sends nothing, and is told', async () => {
    const at = await begin();
    const { ann, ben, room, root, sees, idle } = at;
    await ann.say(room, 'mine', { thread: root.id });
    const preview = await sees(ann, 'mine');
    await ben.press(preview, 'reply.send');
    await idle();
    expect(await texts(at)).toEqual([]);
    expect(alone(at, ben)).not.toContain('mine');
  });
});

describe('what is old', () => {
  test('a button on a card that was resolved meanwhile does no harm and says so', async () => {
    const at = await begin();
    const { ann, ben, root, idle, words, card, room } = at;
    await ann.press(root, 'enquiry.claim');
    await idle();
    await ann.press(card(root.id), 'enquiry.resolve');
    await idle();
    // Their phone still shows the card of before.
    await ben.press(root, 'enquiry.claim', { over: {} });
    await ben.press(root, 'enquiry.resolve', { over: {} });
    await idle();
    expect(words(card(root.id))).not.toContain('Ben has it');
    expect(alone(at, ben)).toMatch(/resolved|Ann/i);
    expect(room.thread(root.id).filter(each => /resolved this/.test(words(each)))).toHaveLength(1);
  });

  test('a form that was open while the enquiry was marked as spam: nothing is sent, and what was typed stays', async () => {
    const at = await begin();
    const { ann, ben, root, idle, card } = at;
    await ben.press(root, 'enquiry.reply');
    await ann.press(card(root.id), 'enquiry.spam');
    await idle();
    expect((await ben.submit({ text: 'Half a novel' })).trouble).toBeNull();
    expect(`${dialogWords(at, ben)}${JSON.stringify(ben.openDialog())}`).toContain('Half a novel');
    await idle();
    expect(await texts(at)).toEqual([]);
  });

  test('a card of an enquiry that was merged into another: its buttons and an open form say where it goes on', async () => {
    const at = await begin();
    const { ann, ben, root, idle, card, words, shop } = at;
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Once more', text: 'It still rattles.' });
    const second = (await at.cards(2)).find(each => words(each).includes('still rattles'))!;
    await ben.press(root, 'enquiry.reply');
    const dialog = ben.openDialog()!;
    await ann.press(card(root.id), 'enquiry.merge');
    expect((await ann.submit({ into: '2' })).trouble).toBeNull();
    await idle();
    await ben.press(root, 'enquiry.claim', { over: {} });
    expect((await ben.submit({ text: 'Half a novel' }, { dialog })).trouble).toBeNull();
    await idle();
    expect(await texts(at)).toEqual([]);
    expect(`${dialogWords(at, ben)}${JSON.stringify(ben.openDialog())}`).toContain('Half a novel');
    expect(`${alone(at, ben)}${dialogWords(at, ben)}`).toMatch(/merged|together|goes on/i);
    expect(words(card(second.id))).toContain('nobody has it yet');
  });

  test('Undo after it left is refused in words', async () => {
    const at = await begin();
    const { ann, root, room, reply, idle, mailed, words } = at;
    await reply(ann, root, 'It is on its way');
    const held = await until(
      () => room.thread(root.id).find(each => actions(each).some(one => one.verb === 'reply.undo')),
      'held',
    );
    await mailed(1);
    await idle();
    await ann.press(held, 'reply.undo', { over: {} });
    await idle();
    expect(await texts(at)).toEqual(['It is on its way']);
    expect(`${alone(at, ann)}${room.thread(root.id).map(words).join('\n')}`).toMatch(/already|too late|left/i);
  });
});

describe('somebody who left', () => {
  test('the team: neither the form that was open nor their buttons do anything, and they see nothing', async () => {
    const at = await begin();
    const { ben, team, root, idle, card, words } = at;
    await ben.press(root, 'enquiry.reply');
    const dialog = ben.openDialog()!;
    await team.remove(ben);
    await idle();
    expect((await ben.submit({ text: 'From outside' }, { dialog })).trouble).toBeNull();
    await ben.press(card(root.id), 'enquiry.claim');
    await ben.press(card(root.id), 'enquiry.reply');
    await idle();
    expect(await texts(at)).toEqual([]);
    expect(words(card(root.id))).toContain('nobody has it yet');
    expect(dialogWords(at, ben)).not.toContain('maya@example.com');
  });
});

/** Values as a program of somebody's own would send them. */
const ODD: [string, unknown][] = [
  ['a number', 5],
  ['a list', ['a', 'b']],
  ['an object', { a: 1 }],
  ['nothing', undefined],
  ['null', null],
  ['10,000 characters', 'x'.repeat(10_000)],
  ['another enquiry', 'enq_1'],
  ['a path', '../../../etc/passwd'],
  ['a name of JavaScript', '__proto__'],
];

describe('a press with', () => {
  test.each(ODD)('%s as its value is answered and does nothing', async (_name, value) => {
    const at = await begin();
    const { ann, root, idle, card, words } = at;
    for (const button of ['enquiry.claim', 'enquiry.reply', 'enquiry.resolve', 'enquiry.spam']) {
      const answer = await ann.press(root, button, { data: { value } });
      expect([button, answer.status, answer.trouble]).toEqual([button, 200, null]);
    }
    await idle();
    expect(words(card(root.id))).toContain('nobody has it yet');
    expect(await texts(at)).toEqual([]);
  });

  test.each(ODD)('%s typed into the form of Reply is answered, and never sent as rubbish', async (_name, value) => {
    const at = await begin();
    const { ann, root, idle } = at;
    await ann.press(root, 'enquiry.reply');
    const answer = await ann.submit({ text: value });
    expect([answer.status, answer.trouble]).toEqual([200, null]);
    await idle();
    const [sent] = await texts(at);
    expect(sent ?? '').not.toMatch(/\[object|undefined|null/);
  });

  test('a body of another shape is answered with a sentence', async () => {
    const at = await begin();
    const { ann, root, teams, idle, card, words } = at;
    await ann.press(root, 'enquiry.claim', { data: { value: 'x' } });
    const made = teams.deliveries.findLast(each => each.activity.name === 'adaptiveCard/action')!.activity;
    for (const name of [
      'adaptiveCard/action',
      'task/fetch',
      'task/submit',
      'composeExtension/fetchTask',
      'composeExtension/submitAction',
      'signin/verifyState',
      'x',
    ])
      for (const value of [
        null,
        5,
        'x',
        [],
        {},
        { action: 5 },
        { action: { data: [] } },
        { data: { button: {} } },
        { commandId: 'message.send_to_customer', messagePayload: 7 },
      ]) {
        const answer = await teams.deliver({ ...made, id: `f:${name}${JSON.stringify(value)}`, name, value });
        expect([name, value, answer.status < 500]).toEqual([name, value, true]);
      }
    await idle();
    expect(words(card(root.id))).toContain('nobody has it yet');
  });
});

describe('a card from before', () => {
  test('whose buttons send messages still claims, and opens no second door', async () => {
    const at = await begin();
    const { ann, root, teams, idle, card, words } = at;
    const claim = actions(root).find(each => each.verb === 'enquiry.claim')!;
    await ann.press(root, 'enquiry.claim', { hold: true });
    await ann.press(root, 'enquiry.claim', { data: { value: 'x' } });
    const { name, value, ...pressed } = teams.deliveries.findLast(
      each => each.activity.name === 'adaptiveCard/action',
    )!.activity;
    expect([name, value.action.verb]).toEqual(['adaptiveCard/action', 'enquiry.claim']);
    const old = { ...pressed, type: 'message', id: 'f:old-1' };
    await teams.deliver({ ...old, value: { button: 'enquiry.claim', value: claim.data.value } });
    await idle();
    expect(words(card(root.id))).toContain('Ann has it');
    const answer = await teams.deliver({
      ...old,
      id: 'f:old-2',
      value: { verb: 'enquiry.reply', value: claim.data.value },
    });
    expect(answer.status).toBe(200);
  });
});

describe('the message action', () => {
  test('on others’ messages, on customers’ words, on our own and on a post elsewhere sends nothing', async () => {
    const at = await begin();
    const { ann, ben, room, root, idle, entry } = at;
    await ann.press(root, 'enquiry.claim');
    const line = await entry(root.id, 'claimed this');
    const anns = await ann.say(room, '// he is difficult', { thread: root.id });
    const post = await ben.say(room, 'A post of its own');
    await idle();
    for (const id of [anns, post, root.id, line.id]) {
      const answer = await ben.messageAction(room, id, 'message.send_to_customer');
      expect(answer.trouble).toBeNull();
      expect(ben.openDialog()).not.toBeNull();
      ben.close();
    }
    await idle();
    expect(await texts(at)).toEqual([]);
    await at.sees(ben, /Only its author or the owner/);
  });

  test('on team talk of one’s own sends it once, and says that it does, and that Undo is there', async () => {
    const at = await begin({ yaml: 'hold_seconds: { email: 1.5 }\n' });
    const { ann, room, root, idle, mailed } = at;
    const undo = () => room.thread(root.id).find(each => actions(each).some(one => one.verb === 'reply.undo'));
    const id = await ann.say(room, '// to be sent after all', { thread: root.id });
    await idle();
    await ann.messageAction(room, id, 'message.send_to_customer', { times: 2 });
    expect(dialogWords(at, ann)).toMatch(/press Undo below/);
    const mark = await until(undo, 'Undo');
    await ann.press(mark, 'reply.undo');
    await idle();
    expect(await texts(at)).toEqual([]);
    await ann.messageAction(room, id, 'message.send_to_customer');
    const [mail] = await mailed(1);
    expect(mail!.text).toMatch(/^to be sent/);
    await idle();
    expect(await texts(at)).toHaveLength(1);
  });

  test('of somebody of another organisation, and of whoever left, does nothing', async () => {
    const at = await begin({ channel: 'shared' });
    const { team, room, root, idle, ann } = at;
    const eve = team.person('Eve', { tenant: '99999999-1111-4222-8333-444444444444', member: false });
    await room.join(eve);
    const id = await eve.say(room, 'Buy from us', { thread: root.id });
    await eve.messageAction(room, id, 'message.send_to_customer');
    const anns = await ann.say(room, '// talk', { thread: root.id });
    await idle();
    await eve.messageAction(room, anns, 'message.send_to_customer');
    await idle();
    expect(await texts(at)).toEqual([]);
    expect(alone(at, eve)).not.toContain('reply.send');
  });
});

describe('an enquiry of a room that somebody cannot read', () => {
  const options: TeamsShopOptions = {
    before: (_teams, team) => {
      const managers = team.channel('managers', { type: 'private', members: [] });
      const customers = team.channel('customers');
      options.yaml = `rooms: [{ name: customers, teams: '${customers.id}' }, { name: managers, teams: '${managers.id}' }]\nhold_seconds: { email: 0.3 }\n`;
    },
    env: { TEAMS_ROOM: '' },
  };

  test('is not acted on, shown or opened by its id in a button of another card', async () => {
    const at = await begin(options);
    const { ann, ben, room, root, team, shop, words, card, idle } = at;
    const managers = team.channel('managers');
    await managers.join(ann);
    await shop.mail({ from: 'Boss <boss@example.com>', subject: 'Wages', text: 'My secret wages' });
    const wages = await until(() => room.posts().find(each => words(each).includes('secret wages')), 'the second');
    await ann.say(room, '<at>Deskhand</at> move 2 managers');
    const there = await until(() => managers.posts().find(each => words(each).includes('Wages')), 'moved', 10_000);
    await idle();
    const value = actions(there).find(each => each.verb === 'enquiry.claim')!.data.value as string;
    const showAll = actions(there)
      .concat(actions(wages))
      .map(each => String(each.data?.value));
    for (const named of new Set([value, ...showAll]))
      for (const button of ['enquiry.claim', 'enquiry.reply', 'enquiry.snooze', 'enquiry.spam', 'enquiry.resolve'])
        expect((await ben.press(root, button, { data: { value: named } })).trouble).toBeNull();
    await idle();
    expect(words(managers.message(there.id)!)).toContain('nobody has it yet');
    const seen = [alone(at, ben), dialogWords(at, ben), JSON.stringify(teams(at, ben))].join('\n');
    expect(seen).not.toMatch(/boss@|secret wages/);
    // A form of the card that Ben may read, sent off with the other enquiry in it.
    ben.close();
    await ben.press(card(root.id), 'enquiry.reply');
    const mine = JSON.stringify(actions(card(root.id))[0]?.data.value);
    const dialog = ben.openDialog()!;
    const forged = JSON.parse(JSON.stringify(dialog).replaceAll(JSON.parse(mine), value));
    expect((await ben.submit({ text: 'From Ben' }, { dialog: forged })).trouble).toBeNull();
    await idle();
    expect(await texts(at)).toEqual([]);
    expect(words(managers.message(there.id)!)).toContain('nobody has it yet');
  });

  test('nor is a message of it opened beside an enquiry that they may read', async () => {
    const at = await begin(options);
    const { ann, ben, room, team, shop, words, idle } = at;
    const managers = team.channel('managers');
    await managers.join(ann);
    const text = 'You are a worthless piece of shit, where are my secret wages?';
    await shop.mail({ from: 'Boss <boss@example.com>', subject: 'Wages', text });
    await until(() => room.posts().find(each => words(each).includes('may be upsetting')), 'the second');
    await ann.say(room, '<at>Deskhand</at> move 2 managers');
    const there = await until(() => managers.posts().find(each => words(each).includes('may be')), 'moved', 10_000);
    await idle();
    await shop.mail({ from: 'Eve <eve@example.com>', subject: 'Hm', text: 'You are a useless piece of shit.' });
    const eves = await until(() => room.posts().find(each => words(each).includes('Eve')), "Eve's");
    await idle();
    const named = (on: Shown) => String(actions(on).find(each => each.verb === 'message.open')!.data.value).split(' ');
    const value = `${named(eves)[0]} ${named(there)[1]}`;
    const before = words(managers.message(there.id)!);
    for (const button of ['message.open', 'shield.not'])
      expect((await ben.press(eves, button, { data: { value } })).trouble).toBeNull();
    await idle();
    expect([alone(at, ben), JSON.stringify(teams(at, ben))].join('\n')).not.toMatch(/worthless|secret wages/);
    expect(words(managers.message(there.id)!)).toBe(before);
    // Whoever reads both sees it in its own place.
    await ann.press(there, 'message.open');
    await at.sees(ann, /worthless piece/);
  });
});

/** What Ben was answered with. */
function teams(at: TeamsShop, { id }: FakePerson): string[] {
  return at.teams.deliveries
    .filter(each => each.activity.from?.id === id && each.activity.type === 'invoke')
    .map(each => each.answer);
}
