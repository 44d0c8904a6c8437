/** The audit trail: each act of an admin leaves one line in its own commit, and `audit` tells admins alone. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY } from '../../src/core/time.ts';
import { auditOps } from '../../src/ports/audit.ts';
import type { DeskContext } from '../../src/ports/desk-context.ts';
import type { Op } from '../../src/ports/store.ts';
import { asks } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';
import { plantedInTables } from '../kit/planted.ts';

const ANN = { deskRef: 'practice:ann', name: 'Ann', admin: true };
const MAYA = { from: 'maya.p@example.com', name: 'Maya Patel-Quist' };

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let context: DeskContext;
    let ann: Person;
    const store = () => shop.house.parts.store;
    const rows = async () => (await store().auditLines({ limit: 100 })).toReversed();

    beforeEach(async () => {
      opened = await kind.open();
      const deskKind = {
        ...practiceDesk,
        open: (...given: Parameters<typeof practiceDesk.open>) => {
          context = given[1];
          return practiceDesk.open(...given);
        },
      };
      shop = await openHouse({ engine: opened.engine, deskKind });
      ann = shop.as('Ann');
      await ann.command('help');
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });

    test('an admin who is seen first, and who is one no more, is a line each; other people are none', async () => {
      await shop.as('Ben').command('help');
      await shop.house.act({
        id: 'a1',
        by: { ...ANN, admin: false },
        do: 'command',
        room: null,
        words: 'help',
      } as never);
      await shop.settle();
      const { id } = (await store().staffByRef(ANN.deskRef))!;
      expect((await rows()).filter(each => each.about === id)).toMatchObject([
        { act: 'rights.given', byId: null, via: 'desk', change: { admin: [false, true] } },
        { act: 'rights.taken', byId: null, via: 'desk', change: { admin: [true, false] } },
      ]);
    });

    test('settings tell what was and what is; lists are counts, and words and addresses are not told', async () => {
      const { id } = (await store().staffByRef(ANN.deskRef))!;
      const save = (about: string, values: Record<string, string>) => context.saveSettings(about, ANN, values);
      expect(await save('hold', { post: '20' })).toMatchObject({ ok: true });
      expect(await save('hold', { post: '30' })).toMatchObject({ ok: true });
      // Nothing changed, so nothing is told.
      expect(await save('hold', { post: '30' })).toMatchObject({ ok: true });
      const letter = { to: 'boss@example.com, board@example.com', day: 'friday', time: '09:00' };
      expect(await save('letter', letter)).toMatchObject({ ok: true });
      const boundary = { boundary: 'Please stay polite, or we will have to end this here and now.', escalate: 'Ben' };
      expect(await save('answer', { post: '1h', ...boundary })).toMatchObject({ ok: true });
      expect(await save('room:new', { name: 'returns', reply: 'direct' })).toMatchObject({ ok: true });
      const lines = (await rows()).filter(each => each.byId === id);
      expect(lines.map(each => [each.act, each.about])).toEqual([
        ['settings', 'hold'],
        ['settings', 'hold'],
        ['settings', 'letter'],
        ['settings', 'answer'],
        ['room', 'returns'],
      ]);
      expect(lines[1]).toMatchObject({ via: 'desk', change: { post: [20, 30] } });
      expect(lines[2]!.change).toMatchObject({ to: [null, '2 entries'] });
      expect(lines[3]!.change).toMatchObject({ boundary: [null, 'a text'], escalateTo: [null, '1 entry'] });
      expect(JSON.stringify(lines)).not.toMatch(/example\.com|polite/);
    });

    test('reasons, the mode of a room, the letter, an export and a muted customer are a line each', async () => {
      const enquiry = await asks(shop, 'The lid rattles', MAYA);
      await ann.command('reasons add Delivery');
      await ann.command('mode direct');
      await ann.command('mode direct');
      await context.saveSettings('letter', ANN, { to: 'boss@example.com', day: 'friday', time: '09:00' });
      await ann.command('letter send');
      await ann.command('letter stop');
      await ann.command('export');
      await shop.as('Ben').command('export');
      await ann.press('customer.pause', enquiry);
      const told = (await rows()).filter(each => each.byId !== null).map(each => [each.act, each.about, each.change]);
      expect(told).toMatchObject([
        ['reasons', 'add', { Delivery: [null, 'offered'] }],
        ['room', 'customers', { replies: ['preview', 'direct'] }],
        ['settings', 'letter', {}],
        ['letter', null, { sent: [false, true] }],
        ['letter', null, { sent: [true, false] }],
        ['export', null, {}],
        ['customer', (await store().enquiry(enquiry))!.customerId, { paused: [false, true] }],
      ]);
      expect(told).toHaveLength(7);
    });

    test('the line of an erased customer stays, and names nobody but who asked for it', async () => {
      const id = (await asks(shop, 'The lid rattles', MAYA)) as EnquiryId;
      const { customerId } = (await store().enquiry(id))!;
      await ann.command(`erase ${MAYA.from}`);
      const alone = await store().shelf('desk:practice').latest('wanted:practice:ann', 20);
      const [button] = (alone[0]!.value as unknown as { buttons: { id: never; value: string }[] }).buttons;
      await ann.press(button!.id, button!.value);
      expect(await plantedInTables(opened.engine, ['rattles', MAYA.from, MAYA.name])).toEqual([]);
      const last = (await rows()).at(-1)!;
      expect(last).toMatchObject({ act: 'erase', via: 'desk', about: customerId, change: {} });
      expect((await ann.command('audit erasures')).split('\n')).toEqual([
        expect.stringMatching(new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d {2}Ann erased ${customerId}$`)),
      ]);
    });

    test('is told to admins alone, by days, by person and by kind, a page at a time', async () => {
      await ann.command('reasons add Delivery');
      await shop.pass(40 * DAY);
      for (let n = 1; n <= 25; n++) await ann.command(`reasons add Reason ${'abcdefghijklmnopqrstuvwxyz'[n]}`);
      expect(await shop.as('Ben').command('audit')).toBe('Only admins see what admins did. Ask one of them.');
      expect(await shop.as('Ben').command('audit reasons')).toMatch(/^Only admins/);
      expect(await ann.command('audit reasons page 2')).toMatch(/Delivery offered$/);
      expect(await ann.command('audit 30 reasons page 2')).not.toContain('Delivery');
      const { text, buttons } = await ann.asks('audit reasons 30 Ann');
      expect(text.split('\n')).toHaveLength(20);
      expect(text).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}Ann changed the contact reasons \(add\); Reason z offered$/m);
      // Nothing offers to show it to the room.
      expect(buttons.map(each => each.label)).toEqual(['Next 5']);
      expect((await ann.presses(buttons[0]!)).text.split('\n')).toHaveLength(5);
      expect(await ann.command('audit rights Ben')).toMatch(/^Nothing of that kind/);
      expect(await ann.command('audit zebra')).toMatch(/^Nobody of the team is called "zebra"/);
    });

    test('says in a line what was set up, what was changed, and who got rights, and of much not more than a phone shows', async () => {
      const save = (about: string, values: Record<string, string>) => context.saveSettings(about, ANN, values);
      await save('room:new', { name: 'returns', reply: 'direct' });
      await ann.command('mode direct');
      const told = (await ann.command('audit')).split('\n').map(each => each.slice('2026-06-01 09:00  '.length));
      expect(told.slice(0, 3)).toEqual([
        'Ann changed the room customers; replies preview → direct',
        'Ann set up the room returns; replies direct',
        'Ann was given rights (on the desk); admin off → on',
      ]);
      const many = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`value ${n}`, [n, n + 1]])) as never;
      await store().commit(auditOps(shop.house.parts, { act: 'retention', by: null, via: 'file', change: many }));
      expect(await ann.command('audit retention')).toMatch(/value 5 5 → 6, and 3 more$/);
    });

    test('takes only new lines: no commit changes one or takes it away', async () => {
      const before = await rows();
      for (const op of [
        { do: 'update', table: 'audit', id: 'x', set: { byId: null } },
        { do: 'delete', table: 'audit', where: {} },
        { do: 'put', table: 'audit', row: { ...before[0]!, act: 'export' } },
      ])
        await expect(store().commit([op as unknown as Op])).rejects.toThrow('only takes new lines');
      expect(await rows()).toEqual(before);
    });

    test('a line whose act was not committed is not there', async () => {
      const line = auditOps(shop.house.parts, { act: 'export', by: null, via: 'cli' });
      const [room] = await store().rooms();
      const done = await store().commit([{ do: 'insert', table: 'rooms', row: room! }, ...line]);
      expect(done.ok).toBe(false);
      expect((await rows()).map(each => each.act)).not.toContain('export');
    });
  });
}
