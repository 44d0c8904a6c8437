/** Two organisations in one installation: apart in everything, whatever ids somebody's program puts into a press. */
import { afterEach, describe, expect, test } from 'vitest';
import { wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import type { FakeChannel, FakePerson, FakeTeam, FakeTeams } from '../../../kit/far-sides/teams/server.ts';
import { openTeams } from '../../../kit/far-sides/teams/server.ts';
import type { Json, Shown } from '../../../kit/far-sides/teams/shapes.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { teamsEnv } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const OTHER = 'b0000000-0000-4000-a000-00000000000b';
const THIRD = 'c0000000-0000-4000-a000-00000000000c';

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  const all = close.reverse();
  close = [];
  for (const each of all) await each();
});

interface Side {
  team: FakeTeam;
  room: FakeChannel;
  person: FakePerson;
}

async function open(): Promise<{ teams: FakeTeams; shop: Shop; one: Side; two: Side; idle(): Promise<void> }> {
  const teams = await openTeams();
  close.push(() => teams.close());
  const side = (name: string, who: string, tenant?: string): Side => {
    const team = teams.team(name, { installed: false, ...(tenant ? { tenant } : {}) });
    return { team, room: team.channel('General'), person: team.person(who) };
  };
  const [one, two] = [side('Kettles', 'Ann'), side('Shoes', 'Bea', OTHER)];
  const { TEAMS_ROOM: _room, ...env } = teamsEnv(teams, one.room);
  const shop = await openShop({ postGapMs: 0, env: { ...env, TEAMS_TENANT_ID: `${teams.tenant},${OTHER}` } });
  close.push(async () => {
    await teams.quiet();
    await shop.stop();
  });
  teams.deliverTo(`${shop.url}/api/messages`);
  for (const { team, person } of [one, two]) {
    await person.install();
    await team.install(person);
  }
  const idle = async () => {
    for (let i = 0; i < 400; i++) {
      await teams.quiet();
      const left = await shop.running.engine.rows(
        `select 1 from jobs where state = 'ready' and kind not in ('reply.goOn', 'rating.ask')`,
        [],
      );
      if (left.length === 0) return;
      await new Promise(resolve => setTimeout(resolve, 25));
    }
    throw new Error('The program still has something to do.');
  };
  await idle();
  return { teams, shop, one, two, idle };
}

const all = ({ room, person }: Side) =>
  [...room.posts().flatMap(each => room.thread(each.id)), ...person.chat(), ...person.privates()]
    .map(wordsOf)
    .join('\n');
/** The test enquiry that the greeting offers. */
async function enquiry({ person, room }: Side): Promise<Shown> {
  const greeting = await until(
    () => person.chat().find(each => JSON.stringify(each.card ?? '').includes('trial.start')),
    `${person.name} is greeted`,
  );
  await person.press(greeting, 'trial.start');
  return until(
    () => room.posts().find(each => JSON.stringify(each.card ?? '').includes('enquiry.claim')),
    `the enquiry of ${person.name}`,
    8_000,
  );
}
const enquiryOf = (card: Shown): string => /"(enq_[^" ]+)"/.exec(JSON.stringify(card.card))![1]!;

describe('two tenants', () => {
  test('have each their own greeting, room and enquiries, and nothing of the other', async () => {
    const { one, two, shop, idle } = await open();
    expect(shop.running.workspaces.all()).toHaveLength(2);
    const [hers] = [await enquiry(one)];
    await idle();
    expect(all(one)).toMatch(/posted here from now on/);
    expect(all(two)).toMatch(/posted here from now on/);
    expect(two.room.posts().filter(each => JSON.stringify(each.card).includes('enquiry.claim'))).toEqual([]);
    await two.person.say(null, 'open');
    await idle();
    expect(all(two)).not.toContain(enquiryOf(hers!));
    await one.person.say(null, 'health');
    await two.person.say(null, 'health');
    await idle();
    expect(all(one)).not.toContain(OTHER);
  });

  test('by the id of the other one in a button, a form or a command get nothing and change nothing', async () => {
    const { one, two, teams, idle } = await open();
    const hers = await enquiry(one);
    const mine = await enquiry(two);
    await idle();
    for (const button of ['enquiry.claim', 'enquiry.reply', 'enquiry.snooze', 'enquiry.resolve', 'enquiry.spam'])
      await two.person.press(mine, button, { data: { value: enquiryOf(hers) } }).catch(() => {});
    await idle();
    expect(wordsOf(one.room.message(hers.id))).toContain('nobody has it yet');
    const answers = teams.deliveries.filter(each => each.activity.from?.id === two.person.id).map(each => each.answer);
    expect(answers.join()).not.toContain(enquiryOf(hers));
    // The other one's thread, named in a delivery of this tenant.
    const press = teams.deliveries.findLast(each => each.activity.name === 'adaptiveCard/action')!.activity as Json;
    const forged = {
      ...press,
      id: 'f:forged',
      conversation: { ...press.conversation, id: `${one.room.id};messageid=${hers.id}` },
      value: { action: { type: 'Action.Execute', verb: 'enquiry.claim', data: { value: enquiryOf(hers) } } },
    };
    expect((await teams.deliver(forged)).status).toBeLessThan(500);
    await idle();
    expect(wordsOf(one.room.message(hers.id))).toContain('nobody has it yet');
  });

  test('named both in one delivery see nothing of each other, and a third is refused', async () => {
    const { one, two, teams, idle } = await open();
    const hers = await enquiry(one);
    await one.person.say(one.room, 'Hello all', { thread: hers.id });
    await idle();
    const said = teams.deliveries.findLast(each => each.activity.type === 'message')!.activity as Json;
    const before = teams.calls.length;
    const mixed = { ...said, id: '1700000000001', channelData: { ...said.channelData, tenant: { id: OTHER } } };
    const third = {
      ...said,
      id: '1700000000002',
      conversation: { ...said.conversation, tenantId: THIRD },
      channelData: { ...said.channelData, tenant: { id: THIRD } },
    };
    // Both are let in, and Microsoft's signature says that it is so: it belongs to one of them alone.
    expect((await teams.deliver(mixed)).status).toBe(200);
    expect((await teams.deliver(third)).status).toBe(403);
    await idle();
    expect(teams.calls.slice(before).filter(each => each.route === 'activities.post')).toEqual([]);
    expect(all(two)).not.toContain('Hello all');
  });

  test('in a channel that one shares with the other: the other’s people have no rights there', async () => {
    const { one, two, idle } = await open();
    const shared = one.team.channel('shared', { type: 'shared', members: [one.person, two.person] });
    await shared.addBot(one.person);
    const hers = await enquiry(one);
    await idle();
    const words = await two.person.say(shared, '<at>Deskhand</at> open');
    await two.person.say(shared, `<at>Deskhand</at> find ${enquiryOf(hers)}`);
    await idle();
    expect(words).toBeTruthy();
    expect(all(two)).not.toMatch(new RegExp(enquiryOf(hers)));
    expect(wordsOf(one.room.message(hers.id))).toContain('nobody has it yet');
  });

  test('lose nothing of each other’s: one takes the app away, the other works on', async () => {
    const { one, two, idle } = await open();
    await two.team.uninstall(two.person);
    const hers = await enquiry(one);
    await one.person.press(hers, 'enquiry.claim');
    await until(() => wordsOf(one.room.message(hers.id)).includes('Ann has it'), 'claimed');
    await idle();
  });
});

describe('settings of one tenant', () => {
  test('are opened by its own admin, and by nobody of the other', async () => {
    const { one, two, shop, idle } = await open();
    await one.person.say(null, 'settings');
    const home = await until(
      () => one.person.chat().findLast(each => JSON.stringify(each.card ?? '').includes('settings.open')),
      'the home',
    );
    const rooms = JSON.stringify(home.card).match(/room:room_[^"\s]+/g) ?? [];
    expect(rooms.length).toBeGreaterThan(0);
    await two.person.say(null, 'settings');
    const other = await until(
      () => two.person.chat().findLast(each => JSON.stringify(each.card ?? '').includes('settings.open')),
      'the other home',
    );
    await two.person.press(other, action => action.data?.button === 'settings.open', { data: { value: rooms[0] } });
    const dialog = two.person.openDialog();
    expect(JSON.stringify(dialog ?? '')).not.toContain(one.room.id);
    if (dialog?.card) await two.person.submit({}, {}).catch(() => {});
    await idle();
    expect(shop.running.workspaces.all().map(each => each.house.desk.troubles?.() ?? [])).toEqual([[], []]);
  });
});
