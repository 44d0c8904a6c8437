import { describe, expect, test } from 'vitest';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { type Member, makeRights, type Roster } from '../../src/desks/rights.ts';

const [OPEN, SHUT, GONE] = ['C-open', 'C-shut', 'C-gone'];
const room = (id: string, deskRef: string | null) => ({
  id: id as RoomId,
  name: id,
  deskRef,
  reply: 'preview' as const,
});

/** A team: Ann is an admin in no channel, Ben is in the private one, Gus is a guest of the open one, Eve is from elsewhere. */
const TEAM: Record<string, { member: Member; reads: string[] }> = {
  ann: { member: staff('Ann', true), reads: [OPEN] },
  ben: { member: staff('Ben'), reads: [OPEN, SHUT] },
  olga: { member: staff('Olga'), reads: [OPEN] },
  gus: { member: { ...staff('Gus'), guest: true }, reads: [] },
  // Named by an admin, as Gus was before he became a guest.
  mo: { member: staff('Mo'), reads: [] },
  eve: { member: { as: 'outsider', words: 'You are from elsewhere.' }, reads: [OPEN] },
};

function staff(name: string, admin = false): Extract<Member, { as: 'staff' }> {
  return { as: 'staff', person: { deskRef: `chat:${name}`, name, admin }, guest: false };
}

const roster: Roster = {
  who: async user => TEAM[user]?.member ?? { as: 'outsider', words: 'Nobody knows you.' },
  canRead: async (user, places) => places.some(each => TEAM[user]?.reads.includes(each)),
  isOutside: async (user, place) => place === SHUT && !TEAM[user]?.reads.includes(place),
  exists: async place => place !== GONE,
};

function rightsIn(rooms: ReturnType<typeof room>[], seen: string[] = []) {
  return makeRights({
    roster,
    rooms: async () => rooms,
    thread: async ref => (ref === 'lobby:1' ? { enquiryId: 'enq_1' as EnquiryId, moved: null } : null),
    sameName: place => place.replace(/-renamed$/, ''),
    manages: async ({ name }) => ['Mo', 'Gus'].includes(name),
    adminSeen: async user => void seen.push(user),
  });
}

const someone = (user: string) => ({ user, name: '' });

describe('an act', () => {
  const rooms = [room('open', OPEN), room('shut', SHUT)];
  const may = async (user: string, place: string | null) => (await rightsIn(rooms).act(someone(user), place)).ok;

  test('in a room counts from those who can read it', async () => {
    const found: Record<string, boolean> = {};
    for (const user of [...Object.keys(TEAM), 'nobody']) found[user] = await may(user, SHUT!);
    expect(found).toEqual({ ann: false, ben: true, olga: false, gus: false, mo: false, eve: false, nobody: false });
  });

  test('in a channel that is no room is for the team to do', async () => {
    const found: Record<string, boolean> = {};
    for (const user of Object.keys(TEAM)) found[user] = await may(user, 'C-direct');
    expect(found).toEqual({ ann: true, ben: true, olga: true, gus: true, mo: true, eve: false });
  });

  test('from nowhere counts from those who can read any room, and from admins', async () => {
    const found: Record<string, boolean> = {};
    for (const user of Object.keys(TEAM)) found[user] = await may(user, null);
    expect(found).toEqual({ ann: true, ben: true, olga: true, gus: false, mo: true, eve: false });
    expect(await rightsIn([room('shut', SHUT!)]).act(someone('ann'), null)).toMatchObject({ ok: true });
    expect(await rightsIn([room('shut', SHUT!)]).act(someone('olga'), null)).toMatchObject({ ok: false });
  });

  test('in a room whose channel has another id by now is still in that room', async () => {
    expect(await may('olga', `${SHUT}-renamed`)).toBe(false);
    expect(await may('ben', `${SHUT}-renamed`)).toBe(true);
  });

  test('before there is any room counts from the whole team, so that somebody can set it up', async () => {
    expect(await rightsIn([room('open', null)]).act(someone('gus'), null)).toMatchObject({ ok: true });
    expect(await rightsIn([room('open', null)]).act(someone('eve'), null)).toMatchObject({ ok: false });
  });

  test('of an outsider is answered with the words about them, and says whether an answer there would reach them', async () => {
    const rights = rightsIn(rooms);
    expect(await rights.act(someone('eve'), OPEN!)).toEqual({
      ok: false,
      words: 'You are from elsewhere.',
      outside: false,
    });
    expect(await rights.act(someone('olga'), SHUT!)).toMatchObject({ ok: false, outside: true });
  });

  test('of an admin is remembered, of others not', async () => {
    const seen: string[] = [];
    const rights = rightsIn(rooms, seen);
    for (const user of ['ann', 'ben', 'eve', 'gus']) await rights.act(someone(user), OPEN!);
    expect(seen).toEqual(['ann']);
  });
});

describe('a question', () => {
  const rooms = [room('open', OPEN!), room('shut', SHUT!), room('unplaced', null), room('gone', GONE!)];
  const roomsOf = async (user: string, asked: string | null) => {
    const ruling = await rightsIn(rooms).ask(someone(user), asked as RoomId | null);
    return ruling.ok ? ruling.person.rooms : null;
  };

  test('is answered from the rooms that somebody can read; what nobody can read is for admins', async () => {
    expect(await roomsOf('ben', null)).toEqual(['open', 'shut']);
    expect(await roomsOf('olga', null)).toEqual(['open']);
    expect(await roomsOf('ann', null)).toEqual(['open', 'unplaced', 'gone']);
  });

  test('in a room is answered from that room too; from nowhere, to nobody who reads none', async () => {
    expect(await roomsOf('gus', 'open')).toEqual(['open']);
    expect(await roomsOf('gus', null)).toBeNull();
    expect(await roomsOf('eve', 'open')).toBeNull();
  });

  test('from a manager who is in no room is answered with the words of none; a guest who was named is none', async () => {
    expect(await roomsOf('mo', null)).toEqual([]);
    expect(await roomsOf('gus', null)).toBeNull();
    const asked = await rightsIn(rooms).ask(someone('gus'), 'open' as RoomId);
    expect(asked).toMatchObject({ ok: true, person: { guest: true } });
  });
});

describe('the home page', () => {
  test('is for those of a room, and for admins without the customers of rooms they cannot read', async () => {
    const rights = rightsIn([room('shut', SHUT!)]);
    expect(await rights.home('ben')).toMatchObject({ name: 'Ben', rooms: ['shut'] });
    expect(await rights.home('ann')).toMatchObject({ name: 'Ann', rooms: [] });
    for (const user of ['olga', 'gus', 'eve', 'nobody']) expect(await rights.home(user)).toBeNull();
  });
});

describe('what a button names', () => {
  const { person: ben } = staff('Ben');
  const rooms = [room('open', OPEN), room('elsewhere', 'C-elsewhere')];

  test('is acted on in its own thread without a look at rooms', async () => {
    const { on } = rightsIn(rooms);
    expect(await on(ben, 'ben', 'lobby:1', 'enq_1 reason')).toBe(ben);
    expect(await on(ben, 'ben', null, 'rem_1 abc')).toBe(ben);
  });

  test('is only what the rooms of a person have, wherever else it is asked for', async () => {
    const { on } = rightsIn(rooms);
    for (const [thread, named] of [
      ['lobby:1', 'enq_2'],
      ['lobby:2', 'enq_1'],
      [null, 'enq_1'],
      ['lobby:1', 'msg_1'],
      // In its own thread, and about another one as well.
      ['lobby:1', 'enq_1 enq_2'],
      ['lobby:1', 'enq_1 msg_2'],
    ] as const)
      expect((await on(ben, 'ben', thread, named)).rooms).toEqual(['open']);
  });
});
