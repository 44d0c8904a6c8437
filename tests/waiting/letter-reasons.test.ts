/** A contact reason that only a private room uses is named to nobody who cannot read that room: in the letter, in `insight`, in alerts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { EnquiryId, RoomId, StaffId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { commandEnquiry } from '../../src/handling/command.ts';
import { audienceOf } from '../../src/insight/open-rooms.ts';
import { readSettings } from '../../src/ports/settings.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const BOSS = 'room_boss' as RoomId;
const SECRET = /Dispute|solicitor/i;
/** What is asked in which room, and why. */
const TOLD: [text: string, reason: string, boss: boolean][] = [
  ['The lid of the kettle rattles when it boils.', 'Kettles', false],
  ['My kettle has a lid that rattles all morning.', 'Kettles', false],
  ['Is the blue teapot back in stock again soon?', 'Stock', false],
  ['My solicitor says that it begins in May this year.', 'Dispute', true],
  ['The solicitor wants all of the papers of it.', 'Dispute', true],
  ['Please talk to my solicitor about it this week.', 'dispute with law', true],
  ['The kettle of the solicitor rattles, by the way.', 'Kettles', true],
];

describe('a reason that only the room of the boss uses', () => {
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
    const { parts } = shop.house;
    await shop.house.loadSettings();
    const [front] = await parts.store.rooms();
    const row = { ...front!, id: BOSS, name: 'boss', deskRef: BOSS };
    await parts.store.commit([{ do: 'insert', table: 'rooms', row }]);
    for (const name of ['Ann', 'Ben', 'Cleo']) await shop.as(name).command('hours');
    await shop.provider.write('first', 'Do you have a catalogue?');
    shop.clock.advance(50 * DAY);
    const [staff] = await parts.store.allStaff();
    for (const [i, [text, reason, boss]] of TOLD.entries()) {
      const id = (await shop.provider.write(`customer${i}`, text)) as EnquiryId;
      await shop.settle();
      if (boss) await shop.as('Ann').command(`move ${i + 2} boss`);
      await commandEnquiry(parts, id, { do: 'resolve', by: staff!.id as StaffId, reason });
      shop.clock.advance(MINUTE);
    }
    await shop.as('Ann').command('reasons merge dispute with law into Dispute');
    // The week of which they are is over.
    shop.clock.advance(7 * DAY);
  });
  afterAll(async () => {
    await shop?.close();
    await smtp?.stop();
  });

  const asks = async (name: string, rooms: RoomId[]) => {
    const by = { deskRef: `practice:${name.toLowerCase()}`, name, admin: name === 'Ann', rooms };
    const [room] = await shop.house.parts.store.rooms();
    await shop.house.act({ id: `asks-${name}`, by, do: 'command', room: room!.id, words: 'insight last 14 days' });
    await shop.settle();
    const [answer] = await shop.house.parts.store.shelf('desk:practice').latest(`answers:${by.deskRef}`, 1);
    return JSON.stringify(answer?.value);
  };

  test('is in no insight of whoever cannot read it, an admin or not, nor in its picture', async () => {
    const front = (await shop.house.parts.store.rooms()).find(each => each.id !== BOSS);
    for (const name of ['Ann', 'Ben']) {
      const said = await asks(name, [front!.id]);
      expect(said).toContain('Asked: 3 new enquiries');
      expect(said).toContain('Kettles 2, Stock 1');
      expect(said).not.toMatch(SECRET);
    }
    expect(await asks('Cleo', [front!.id, BOSS])).toMatch(/Dispute 3/);
  });

  test('is counted in the letter without its name; in the letter of that room it has it', async () => {
    const preview = await shop.as('Ann').command('letter');
    await shop.as('Ann').command('letter send');
    await shop.pass(HOUR);
    const { mail } = smtp.mails[0]!;
    for (const text of [preview, `${mail.text}${mail.html}`]) {
      expect(text).toContain('about 7 matters');
      expect(text).toContain('Kettles (3), Stock (1) and matters of rooms that not everybody reads (3)');
      expect(text).not.toMatch(SECRET);
    }
    const shown = await shop.house.parts.store.shelf('desk:practice').latest('room:room_boss', 20);
    const letter = JSON.stringify(shown.filter(each => /What customers told us/.test(JSON.stringify(each.value))));
    expect(letter).toContain('Dispute (3), Kettles (3) and Stock (1)');
    expect(letter).not.toContain('not everybody reads');
  });
});

describe('what everybody knows', () => {
  const ROOMS = ['front', 'side', 'boss'].map(id => ({ id, name: id, deskRef: id }));
  const known = async (reads: Record<string, string[]>, room?: string) => {
    const { knows } = await audienceOf(
      {
        store: { rooms: async () => ROOMS, allStaff: async () => Object.keys(reads).map(deskRef => ({ deskRef })) },
        desk: async () => ({
          reads: async (person: string, { id }: { id: string }) => reads[person]?.includes(id) ?? false,
          members: async () => [],
        }),
      } as never,
      room as RoomId | undefined,
    );
    return (...used: string[]) => knows(new Set(used as RoomId[]));
  };

  test('is what each of them reads in one of their rooms, be it in another one', async () => {
    const all = await known({ ann: ['front'], ben: ['side'], boss: ['front', 'boss'] });
    expect([all('front', 'side'), all('front'), all('boss'), all()]).toEqual([true, false, false, false]);
  });

  test('is nothing where nobody is known, and in one room what its people read', async () => {
    expect((await known({}))('front', 'side', 'boss')).toBe(false);
    const boss = await known({ ann: ['front'], boss: ['front', 'boss'] }, 'boss');
    expect([boss('boss'), boss('front'), boss('side')]).toEqual([true, true, false]);
  });
});
