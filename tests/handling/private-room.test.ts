/** An admin who is not in a room: what they export, and whom they erase, without learning what is in it. On both databases. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WantedItem } from '../../adapters/desks/practice/records.ts';
import type { RoomId } from '../../src/core/ids.ts';
import type { Person } from '../../src/ports/staff.ts';
import { lookOf } from '../../src/transfer/answer.ts';
import { enquiryLines } from '../../src/transfer/enquiries.ts';
import { asks } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { plantedInTables } from '../kit/planted.ts';

const ADDRESS = 'marigold@example.com';
const PLANTED = /zenobia|marigold|#1\b/i;

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let front: RoomId;
    let acts = 0;
    const store = () => shop.house.parts.store;
    /** Ann reads the front room only. */
    const ann = (): Person => ({ deskRef: 'practice:ann', name: 'Ann', admin: true, rooms: [front] });
    const does = async (action: object) => {
      await shop.house.act({ id: `p-${++acts}`, by: ann(), ...action } as never);
      await shop.settle();
    };
    const command = async (words: string) => {
      await does({ do: 'command', room: null, words });
      const [newest] = await store().shelf('desk:practice').latest('answers:practice:ann', 1);
      return newest!.value as unknown as { text: string; buttons: { label: string }[] };
    };
    const alone = async () => {
      const [newest] = await store().shelf('desk:practice').latest('wanted:practice:ann', 1);
      return (newest?.value ?? null) as WantedItem | null;
    };

    beforeEach(async () => {
      opened = await kind.open();
      shop = await openHouse({ engine: opened.engine });
      const [room] = await store().rooms();
      front = room!.id;
      const row = { ...room!, id: 'room_clinic' as RoomId, name: 'clinic', deskRef: 'place' };
      await store().commit([{ do: 'insert', table: 'rooms', row }]);
      await asks(shop, 'My marigold rattles', { from: ADDRESS, name: 'Zenobia Q' });
      await shop.as('Ben').command('move 1 clinic');
      await asks(shop, 'And my marigold leaks', { from: ADDRESS, name: 'Zenobia Q' });
      await asks(shop, 'A pan', { from: 'pan@example.com', name: 'Tom' });
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });

    test('exports what is in their rooms, and is told how many are not in it', async () => {
      const { text } = await command('export');
      expect(text).toMatch(/^1 enquiry, one row each/);
      expect(text).toContain('1 enquiry is not in it: in rooms that you cannot read.');
      const look = { ...lookOf(shop.house.parts, null), rooms: [front] };
      let written = '';
      for await (const page of enquiryLines(opened.engine, shop.house.parts.workspaceId, look))
        written += page.csv + page.jsonl;
      expect(written).toContain('A pan');
      expect(written).not.toMatch(PLANTED);
    });

    test('finds nobody of it by a number or a part of a name', async () => {
      for (const who of ['#1', '1', 'zeno', 'marigold', 'ZENOBIA']) {
        const { text, buttons } = await command(`erase ${who}`);
        expect(text, who).toMatch(/^No customer is known as/);
        expect(buttons, who).toEqual([]);
      }
      expect(await alone()).toBeNull();
    });

    test('erases whoever asks for it by their whole address, and is told numbers only', async () => {
      await command(`erase ${ADDRESS}`);
      const view = (await alone())!;
      expect(view.words).not.toMatch(PLANTED);
      expect(view.words).toMatch(/^Erase this customer/);
      expect(view.hints?.[0]).toMatch(/^Everything in 1 enquiry goes: 2 messages/);
      const [button] = view.buttons;
      await does({ do: 'press', thread: null, button: button!.id, value: button!.value });
      expect(await plantedInTables(opened.engine, ['marigold', 'Zenobia'])).toEqual([]);
    });
  });
}
