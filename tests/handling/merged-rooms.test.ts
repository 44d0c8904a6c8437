/** A merge into another room: whoever does not read that room is not led into it, whether they were asked or have the enquiry. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let ann: Person;
let away: boolean;
/** Who reads the room of the second enquiry. */
let readers: string[];
let first: EnquiryId;
let second: EnquiryId;

const store = () => shop.house.parts.store;
const shown = async (name: string) =>
  JSON.stringify((await store().shelf('desk:practice').latest(`wanted:practice:${name}`, 50)).map(each => each.value));

beforeEach(async () => {
  [away, readers] = [false, []];
  const open: typeof practiceDesk.open = (...given) => ({
    ...practiceDesk.open(...given),
    reads: async (person, room) => {
      if (away) throw new Error('Slack does not answer.');
      return room.id !== 'room_board' || readers.includes(person);
    },
  });
  shop = await openHouse({ deskKind: { ...practiceDesk, open } });
  ann = shop.as('Ann');
  await shop.as('Ben').command('expert add stoves');
  first = (await shop.provider.write('maya', 'Does this stove fit?', { name: 'Maya' })) as EnquiryId;
  second = (await shop.provider.write('maya2', 'A matter of the board', {
    subject: 'Secret',
    name: 'Maya',
  })) as EnquiryId;
  const { customerId, identityId } = (await store().enquiry(first))!;
  const [open0] = await store().rooms();
  const board = { ...open0!, id: 'room_board' as RoomId, name: 'board', deskRef: null };
  await store().commit([
    { do: 'insert', table: 'rooms', row: board as never },
    { do: 'update', table: 'enquiries', id: second, set: { roomId: board.id, customerId, identityId } },
  ]);
  await shop.settle();
});
afterEach(() => shop.close());

describe('an enquiry is merged into one of another room', () => {
  const merge = async () => {
    await ann.submit('merge.form', first, 'merge', { into: '2' });
    await shop.settle();
    expect((await store().enquiry(first))?.status).toBe('merged');
  };
  const asked = async () => {
    const ben = (await store().staffByRef('practice:ben'))!;
    await ann.press('enquiry.expert', `${first} ${ben.id}`);
    await shop.settle();
    expect(await shown('ben')).toContain('Does this stove fit?');
    return ben.id;
  };

  test('an expert who does not read it is asked no more, and sees nothing of the other one', async () => {
    const ben = await asked();
    await merge();
    expect(await store().asksOf(second)).toEqual([]);
    expect((await store().asksOf(first)).map(each => [each.staffId, each.state])).toEqual([[ben, 'over']]);
    expect(await shown('ben')).not.toMatch(/board|Secret/);
  });

  test('an expert who reads it goes along', async () => {
    readers = ['practice:ben'];
    const ben = await asked();
    await merge();
    expect((await store().asksOf(second)).map(each => [each.staffId, each.state])).toEqual([[ben, 'open']]);
    expect(await shown('ben')).toContain('A matter of the board');
  });

  test('whoever has it keeps it where they read the room, and a desk that does not say so stops no merge', async () => {
    await shop.as('Ben').press('enquiry.claim', first);
    await shop.settle();
    away = true;
    await merge();
    expect((await store().enquiry(second))?.ownerId).toBeNull();
  });
});
