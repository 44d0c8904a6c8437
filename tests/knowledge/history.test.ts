import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import type { Question } from '../../src/ports/history.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { answered, answers, asks } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`what was answered before, on ${kind.name}`, () => {
    let shop: TestHouse;
    let close: () => Promise<void>;
    beforeEach(async () => {
      const opened = await kind.open();
      shop = await openHouse({ engine: opened.engine });
      close = async () => {
        await shop.close();
        await opened.close();
      };
    });
    afterEach(() => close());

    const found = async (text: string, more: Partial<Question> = {}) => {
      const { history } = shop.house.parts;
      expect(await history.ready(5_000)).toBe(true);
      const likes = await history.similar({ sentences: gistOf(text), ...more }, 5);
      return likes.filter(each => each.near).map(each => each.enquiryId);
    };

    test('an empty history finds nothing, and what was resolved a moment ago is found', async () => {
      expect(await found('Where is my refund?')).toEqual([]);
      const refund = await answered(shop, 'Where is my refund for the kettle?', 'It takes three days, sorry.');
      expect(await found('where is my refund??')).toEqual([refund]);
      expect(await found('Do you sell gift cards in the shop?')).toEqual([]);
    });

    test('is found with who answered it, and never in itself', async () => {
      const refund = await answered(shop, 'Where is my refund for the kettle?', 'It takes three days.', { by: 'Ben' });
      const { history } = shop.house.parts;
      await history.ready(5_000);
      const [first] = await history.nearest({ sentences: ['Where is my refund?'] }, 15);
      const ben = (await shop.house.parts.store.allStaff()).find(each => each.name === 'Ben');
      expect(first).toMatchObject({ enquiryId: refund, number: 1, by: ben?.id });
      expect(await found('Where is my refund for the kettle?', { of: refund })).toEqual([]);
    });

    test('what was answered with another program is found, with nobody as its author', async () => {
      const { history, store } = shop.house.parts;
      const refund = await answered(shop, 'Where is my refund for the kettle?', 'It takes three days, sorry.');
      const out = (await store.messages(refund)).find(each => each.direction === 'out')!;
      await store.commit([{ do: 'update', table: 'messages', id: out.id, set: { replyId: null } }]);
      expect(await found('where is my refund??')).toEqual([refund]);
      expect((await history.nearest({ sentences: ['Where is my refund?'] }, 15))[0]?.by).toBeNull();
    });

    test('leaves when it is opened again, merged or spam, and comes back when it is resolved again', async () => {
      const question = 'My kettle leaks at the lid, can you repair it?';
      const leak = await answered(shop, question, 'Yes, bring it to the shop.', { from: 'maya@example.com' });
      expect(await found('kettle leaks at the lid')).toEqual([leak]);
      await shop.as('Ann').press('enquiry.reopen', leak);
      expect(await found('kettle leaks at the lid')).toEqual([]);
      await answers(shop, leak, 'We mended it, you can pick it up now.');
      expect(await found('kettle leaks at the lid')).toEqual([leak]);
      await shop.as('Ann').press('enquiry.reopen', leak);
      await shop.as('Ann').press('enquiry.spam', leak);
      expect(await found('kettle leaks at the lid')).toEqual([]);
    });

    test('a merged enquiry is none of its own; what was split is found by itself', async () => {
      const ann = shop.as('Ann');
      const from = { from: 'maya@example.com' };
      const leak = await answered(shop, 'My kettle leaks at the lid, can you repair it?', 'Yes, bring it to us.', from);
      const post = await asks(shop, 'Do you engrave brass teapots for a wedding?', { from: 'tom@example.com' });
      await shop.provider.write('tom@example.com', 'Where is my refund for the toaster?', {});
      await shop.settle();
      await ann.command('split 2 2');
      const split = (await shop.cards()).find(each => each.number === 3)!.enquiryId;
      await answers(shop, post, 'We engrave them here in a week.');
      await answers(shop, split, 'The refund takes three days, sorry.');
      expect(await found('do you engrave brass teapots')).toEqual([post]);
      expect(await found('where is the refund for my toaster')).toEqual([split]);
      shop.clock.advance(15 * 24 * 3_600_000);
      const second = await answered(shop, 'The whistle of my kettle is too quiet', 'We have a louder whistle.', from);
      expect(await found('the whistle is too quiet')).toEqual([second]);
      await ann.press('enquiry.reopen', second);
      await ann.submit('merge.form', second, 'merge', { into: '1' });
      await shop.settle();
      expect((await shop.house.parts.store.enquiry(second))?.status).toBe('merged');
      // Its words are part of the other one now.
      expect(await found('the whistle is too quiet')).toEqual([leak]);
      await answers(shop, leak, 'Bring both, we will mend the lid and change the whistle.');
      expect(await found('kettle leaks at the lid, can you repair it')).toEqual([leak]);
    });

    test('nobody finds what is in a room that they cannot read, also when it went there later', async () => {
      const leak = await answered(shop, 'My kettle leaks at the lid, can you repair it?', 'Yes, bring it to the shop.');
      const [room] = await shop.house.parts.store.rooms();
      const other = { ...room!, id: 'room_other' as never, name: 'back office' };
      await shop.house.parts.store.commit([{ do: 'insert', table: 'rooms', row: other }]);
      const by = { rooms: [room!.id] };
      expect(await found('kettle leaks at the lid', { by })).toEqual([leak]);
      await shop.as('Ann').command(`move #1 back office`);
      const moved = await shop.house.parts.store.enquiry(leak);
      if (moved?.roomId !== other.id)
        await shop.house.parts.recorder.change(leak, () => ({
          events: [{ type: 'EnquiryMoved', by: 'staff_x' as never, from: room!.id, to: other.id }],
        }));
      expect(await found('kettle leaks at the lid', { by })).toEqual([]);
      expect(await found('kettle leaks at the lid', { by: { rooms: [other.id] } })).toEqual([leak]);
    });

    test('"Not similar" takes it away there, and lowers it for questions like that one', async () => {
      const leak = await answered(shop, 'My kettle leaks at the lid, can you repair it?', 'Yes, bring it to the shop.');
      const asked = await asks(shop, 'The kettle leaks on to the lid of my new stove');
      const question = { sentences: ['The kettle leaks on to the lid of my new stove'] };
      const { history, store, workspaceId, clock } = shop.house.parts;
      await history.ready(5_000);
      const before = (await history.similar(question, 5))[0]!;
      const row = { id: `${asked}:${leak}`, workspaceId, enquiryId: asked, otherId: leak, at: clock.now() };
      await store.commit([{ do: 'insert', table: 'unlike', row }]);
      const after = (await history.similar(question, 5))[0];
      expect(after?.likeness ?? 0).toBeLessThan(before.likeness * 0.5);
      expect(await history.similar({ ...question, of: asked }, 5)).toEqual([]);
      expect(await found('can you repair a kettle that leaks at the lid')).toEqual([leak]);
    });

    test('another process on the same database finds the same, a moment later', async () => {
      const other = await openHouse({ engine: shop.engine, clock: shop.clock, isDoneElsewhere: true });
      await other.house.parts.history.ready(5_000);
      const ids: EnquiryId[] = [];
      for (const what of ['lid', 'handle', 'whistle', 'base'])
        ids.push(await answered(shop, `The ${what} of my kettle is broken`, `We send you a new ${what}.`));
      const question = { sentences: ['the whistle of the kettle is broken'] };
      const here = await shop.house.parts.history
        .ready(5_000)
        .then(() => shop.house.parts.history.similar(question, 5));
      expect(await other.house.parts.history.similar(question, 5)).toEqual(here);
      expect(here[0]?.enquiryId).toBe(ids[2]);
    });

    test('an event that comes to stand before the last one is seen all the same', async () => {
      await answered(shop, 'Where is my refund for the kettle?', 'It takes three days.');
      const store = workspaceStore(shop.engine, shop.house.parts.workspaceId);
      expect((await store.changedAfter(0, 1_000)).map(each => each.version)).toContain(1);
      expect(await store.lastEvent()).toBe((await store.changedAfter(0, 1_000)).at(-1)!.seq);
    });

    test('a database that fails says nothing wrong, and is tried again', async () => {
      const refund = await answered(shop, 'Where is my refund for the kettle?', 'It takes three days.');
      const other = await openHouse({ engine: shop.engine, clock: shop.clock, isDoneElsewhere: true });
      const { store, history } = other.house.parts;
      const real = store.pastBefore;
      store.pastBefore = async () => {
        throw new Error('disk I/O error');
      };
      expect(await history.ready(1_000)).toBe(false);
      expect(await history.similar({ sentences: ['Where is my refund?'] }, 5)).toEqual([]);
      store.pastBefore = real;
      shop.clock.advance(61_000);
      expect(await history.ready(5_000)).toBe(true);
      expect(await history.similar({ sentences: ['Where is my refund?'] }, 5)).toMatchObject([{ enquiryId: refund }]);
    });

    test('what is to be forgotten is found no more', async () => {
      const refund = await answered(shop, 'Where is my refund for the kettle?', 'It takes three days.');
      expect(await found('Where is my refund?')).toEqual([refund]);
      const { store, history } = shop.house.parts;
      await store.commit([{ do: 'delete', table: 'messages', where: { enquiryId: refund } }]);
      history.forget([refund]);
      expect(await found('Where is my refund?')).toEqual([]);
      expect((await history.holding(['refund'])).get('refund')).toBe(0);
    });
  });
}
