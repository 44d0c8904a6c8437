/** Managers: whom an admin names sees figures of rooms they are not in, looks after what is theirs, and reads nothing more. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RoomId } from '../../src/core/ids.ts';
import type { Person } from '../../src/ports/staff.ts';
import { answered } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const MANAGED = 'managers add Mo for returns';

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let front: RoomId;
    let returns: RoomId;
    let acts = 0;
    const store = () => shop.house.parts.store;
    /** What a desk hands in of somebody: the rooms that they can read. */
    const person = (name: string, rooms: RoomId[], more: Partial<Person> = {}): Person => ({
      ...{ deskRef: `practice:${name.toLowerCase()}`, name, admin: name === 'Ann' },
      ...{ rooms, ...more },
    });
    const asks = async (by: Person, words: string) => {
      await shop.house.act({ id: `m-${++acts}`, by, do: 'command', room: null, words } as never);
      await shop.settle();
      const [newest] = await store().shelf('desk:practice').latest(`answers:${by.deskRef}`, 1);
      return (newest!.value as unknown as { text: string }).text;
    };
    const [ann, mo] = [() => person('Ann', [front]), (more = {}) => person('Mo', [front], more)];
    const roles = async () =>
      (await store().auditLines({ acts: ['rights.given', 'rights.taken'], limit: 9 })).toReversed();

    beforeEach(async () => {
      opened = await kind.open();
      shop = await openHouse({ engine: opened.engine });
      const [room] = await store().rooms();
      front = room!.id;
      returns = 'room_returns' as RoomId;
      await store().commit([
        { do: 'insert', table: 'rooms', row: { ...room!, id: returns, name: 'returns', deskRef: 'place' } },
      ]);
      await answered(shop, 'The parcel is lost', 'It is on its way again');
      await shop.as('Ann').command('move 1 returns');
      expect((await store().enquiryByNumber(1))?.roomId).toBe(returns);
      await asks(mo(), 'help');
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });

    test('sees the figures of a room once an admin named them for it, and not of the others', async () => {
      const unknown = /^"returns" is not a day I know/;
      expect(await asks(mo(), 'stats returns')).toMatch(unknown);
      expect(await asks(mo(), MANAGED)).toBe('Only admins name managers. Ask one of them.');
      expect(await asks(ann(), MANAGED)).toBe('Mo is now a manager of returns.');
      const told = await asks(mo(), 'stats returns');
      expect(told).toMatch(/^Room: returns$(?:.|\n)*^New: 1, answered 1$/m);
      // Unless a room is named, they are asked of those they are in.
      expect(await asks(mo(), 'stats')).toMatch(/^Room: customers$(?:.|\n)*^New: 0, answered 0$/m);
      expect(await asks(person('Mo', []), 'stats')).toMatch(/^Room: returns$/m);
      // The words in it are for its people.
      for (const words of ['find parcel', 'open', 'insight', 'ratings returns', 'customer customer1@example.com'])
        expect(await asks(mo(), words), words).not.toMatch(/parcel is|#1\b/);
      expect(await asks(ann(), 'managers')).toMatch(/^- Mo: returns\n/);
      expect(await asks(ann(), 'managers remove Mo')).toBe('Mo is no manager any more.');
      expect(await asks(mo(), 'stats returns')).toMatch(unknown);
    });

    test('of every room changes contact reasons and starts the letter; of one room does not', async () => {
      await asks(ann(), MANAGED);
      expect(await asks(mo(), 'reasons add Parcels')).toMatch(/^Only admins/);
      expect(await asks(mo(), 'letter')).toMatch(/^Only admins/);
      await asks(ann(), 'managers add Mo');
      expect(await asks(mo(), 'reasons add Parcels')).toMatch(/^Parcels can be chosen/);
      expect(await asks(mo(), 'letter')).not.toMatch(/^Only admins/);
    });

    test('may not erase, export, set anything up, see what admins did, or name managers', async () => {
      await asks(ann(), 'managers add Mo');
      for (const words of ['erase #1', 'export', 'settings', 'audit', 'managers', 'managers add Mo', 'mode direct'])
        expect(await asks(mo(), words), words).toMatch(/^Only admins/);
    });

    test('changes a saved reply that somebody else keeps, where it is of their rooms', async () => {
      await asks(person('Ben', [front, returns]), 'replies add Sorry: We are sorry about your parcel.');
      const [saved] = await store().savedOffered();
      expect(await asks(mo(), 'replies retire Sorry')).toMatch(/Ben/);
      await asks(ann(), MANAGED);
      expect(await asks(mo(), 'replies retire Sorry')).toMatch(/Ben/);
      expect((await store().savedReply(saved!.id))!.retiredAt).toBeNull();
      // It is offered in every room, so it takes a manager of every room.
      await asks(ann(), 'managers add Mo');
      await asks(mo(), 'replies retire Sorry');
      expect((await store().savedReply(saved!.id))!.retiredAt).not.toBeNull();
    });

    test('is one no more as soon as the desk says that they are a guest', async () => {
      await asks(ann(), 'managers add Mo');
      expect(await asks(mo({ guest: true }), 'reasons add Parcels')).toMatch(/^Only admins/);
      expect(await asks(mo(), 'reasons add Parcels')).toMatch(/^Only admins/);
      expect((await roles()).map(each => [each.act, each.change]).slice(-2)).toEqual([
        ['rights.given', { manager: [null, 'every room'] }],
        ['rights.taken', { manager: ['every room', null] }],
      ]);
    });

    test('is named by whole or half a name; what fits nobody, or a room that is not there, changes nothing', async () => {
      await asks(person('Moira', [front]), 'help');
      expect(await asks(ann(), 'managers add Zed')).toMatch(/^Nobody called "Zed" has used Deskhand here yet/);
      expect(await asks(ann(), 'managers add M')).toMatch(/^More than one fits: /);
      expect(await asks(ann(), 'managers add mo for shed')).toBe('There is no room "shed". Rooms: customers, returns.');
      expect(await asks(ann(), 'managers add Ann')).toMatch(/^Ann is an admin/);
      expect(await asks(ann(), 'managers remove moira')).toBe('Moira is no manager.');
      expect(await asks(ann(), 'managers')).toMatch(/^There are no managers/);
      expect(await asks(ann(), 'managers add moira for returns, customers')).toBe(
        'Moira is now a manager of customers, returns.',
      );
    });
  });
}
