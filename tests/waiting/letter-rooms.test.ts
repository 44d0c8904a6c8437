/** The weekly letter and rooms that not everybody reads: what is written there is in no mail, and in no other room. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { RoomId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { openRooms } from '../../src/insight/open-rooms.ts';
import { readSettings } from '../../src/ports/settings.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const BOSS = 'room_boss' as RoomId;
const SECRET = /solicitor|lawsuit/i;
const OPEN = [
  'The lid of the kettle rattles when it boils.',
  'My kettle has a lid that rattles all morning.',
  'Why does the kettle rattle? It is the lid I think.',
];
const CLOSED = [
  'My solicitor says that the lawsuit begins in May.',
  'The solicitor wants the papers of the lawsuit.',
  'Please talk to my solicitor about the lawsuit.',
  'Is the lawsuit over? My solicitor hears nothing.',
];

describe('a room that one person reads', () => {
  let smtp: SmtpSide;
  let shop: TestHouse;
  beforeAll(async () => {
    smtp = await startSmtp();
    const given = { address: 'help@shop.example', check_senders: false, smtp: { host: '127.0.0.1', port: smtp.port } };
    const { settings } = readSettings(emailChannel.settings, given as never, 'help');
    const deskKind = {
      ...practiceDesk,
      open: (...opened: Parameters<typeof practiceDesk.open>) => ({
        ...practiceDesk.open(...opened),
        reads: async (person: string, { id }: { id: RoomId }) => id !== BOSS || person === 'practice:cleo',
      }),
    };
    shop = await openHouse({
      kinds: [emailChannel],
      channels: [{ name: 'help', kind: 'email', room: 'customers', schema: emailChannel.settings, settings }],
      letter: { to: ['all@shop.example'], room: 'boss', weekday: 0, minutes: 60, channel: null },
      deskKind,
    });
    const { store } = shop.house.parts;
    await shop.house.loadSettings();
    const [front] = await store.rooms();
    await store.commit([
      {
        do: 'insert',
        table: 'rooms',
        row: { ...front!, id: BOSS, name: 'boss', deskRef: BOSS },
      },
    ]);
    for (const name of ['Ann', 'Ben', 'Cleo']) await shop.as(name).command('hours');
    await shop.provider.write('first', 'Is the blue teapot back in stock?');
    shop.clock.advance(50 * DAY);
    for (const [i, text] of [...OPEN, ...CLOSED].entries()) {
      await shop.provider.write(`customer${i}`, text);
      await shop.settle();
      if (CLOSED.includes(text)) await shop.as('Ann').command(`move ${i + 2} boss`);
      shop.clock.advance(MINUTE);
    }
    // The week of which they are is over.
    shop.clock.advance(7 * DAY);
  });
  afterAll(async () => {
    await shop?.close();
    await smtp?.stop();
  });

  test('is counted in the letter, and not quoted in it, in its preview or in its mail', async () => {
    const ann = shop.as('Ann');
    const { parts } = shop.house;
    expect((await parts.store.enquiryByNumber(5))?.roomId).toBe(BOSS);
    const preview = await ann.command('letter');
    await ann.command('letter send');
    await shop.pass(HOUR);
    const { mail } = smtp.mails[0]!;
    for (const text of [preview, `${mail.text}${mail.html}`]) {
      expect(text).toContain('about 7 matters');
      expect(text).toMatch(/“[^”]*rattle/);
      expect(text).not.toMatch(SECRET);
    }
  });

  test('reads its own words in its own letter, beside those that everybody reads', async () => {
    const shown = JSON.stringify(await shop.house.parts.store.shelf('desk:practice').latest('room:room_boss', 20));
    const letter = /What customers told us, [\s\S]*?"labels"/.exec(shown)?.[0];
    expect(letter).toMatch(/“[^”]*solicitor/);
    expect(letter).toMatch(/lid \(3 customers\)/);
  });
});

describe('rooms that everybody reads', () => {
  const ROOMS = ['front', 'side', 'boss'].map(id => ({ id, name: id, deskRef: id }));
  const open = (reads: Record<string, string[]>, members: Record<string, string[] | null>, known: string[]) =>
    openRooms({
      store: { rooms: async () => ROOMS, allStaff: async () => known.map(deskRef => ({ deskRef })) },
      desk: async () => ({
        reads: async (person: string, room: { id: string }) => (reads[person] ?? []).includes(room.id),
        members: async (room: { id: string }) => members[room.id]?.map(deskRef => ({ deskRef })) ?? null,
      }),
    } as never);

  test('are those of all members, also of who never used the desk; who has left is not asked', async () => {
    const reads = { ann: ['front', 'side'], boss: ['front', 'side', 'boss'] };
    const members = { front: ['ann', 'boss'], side: ['ann', 'boss'], boss: ['boss'] };
    expect(await open(reads, members, ['boss', 'left'])).toEqual(['front', 'side']);
    expect(await open({ ...reads, guest: ['side'] }, { ...members, side: ['guest'] }, [])).toEqual(['side']);
  });

  test('are none but the one whose people nobody tells, and none where nobody is known', async () => {
    const reads = { ann: ['front', 'side', 'boss'] };
    expect(await open(reads, { front: null, side: ['ann'], boss: ['ann'] }, ['ann'])).toEqual(['front']);
    expect(await open(reads, { front: null, side: null, boss: ['ann'] }, ['ann'])).toEqual([]);
    expect(await open({}, { front: [], side: [], boss: [] }, ['left'])).toEqual([]);
  });
});
