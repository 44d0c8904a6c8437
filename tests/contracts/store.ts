/** What every store must do, whatever the engine: one suite, run on both. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock, systemIds } from '../../src/app/world.ts';
import { makeCalendar } from '../../src/core/calendar.ts';
import { decide } from '../../src/core/decide.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { EnquiryId, RoomId, StaffId, WorkspaceId } from '../../src/core/ids.ts';
import { DAY } from '../../src/core/time.ts';
import { makeRecorder } from '../../src/outbox/record.ts';
import type { FollowerRow } from '../../src/ports/help-rows.ts';
import { NEXT_NUMBER, type Op, type WorkspaceStore } from '../../src/ports/store.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { workspaceStore } from '../../src/store/store.ts';
import type { EngineKind } from '../kit/engines.ts';
import { ENQUIRY, REPLY } from '../kit/samples.ts';

const WS = 'ws_test' as WorkspaceId;

export function storeContract(kind: EngineKind): void {
  describe.skipIf(!kind.there)(`store on ${kind.name}`, () => {
    let engine: Engine;
    let store: WorkspaceStore;
    let close: () => Promise<void>;
    let url: string;
    beforeEach(async () => {
      ({ engine, close, url } = await kind.open());
      store = workspaceStore(engine, WS);
    });
    afterEach(() => close());

    const insert = (more: object = {}): Op => ({
      do: 'insert',
      table: 'enquiries',
      row: { ...ENQUIRY, ...more } as never,
    });
    const message = (id: string, text: string, more: object = {}): Op => ({
      do: 'insert',
      table: 'messages',
      row: {
        id,
        workspaceId: WS,
        enquiryId: 'enq_1',
        direction: 'in',
        kind: 'human',
        text,
        folded: [{ why: 'quote', text: 'old' }],
        warnings: [],
        names: ['<1@x>'],
        rawId: null,
        replyId: null,
        writtenAt: 1_700_000_000_123,
        ...more,
      } as never,
    });

    test('rows come back as they went in: json, booleans, times beyond 32 bits, bytes, null', async () => {
      const bytes = Uint8Array.from([0, 1, 255, 128, 0]);
      await store.commit([
        insert({ openedAt: 4_102_444_800_000, subject: null }),
        message('msg_1', 'Grüße 👋 "quoted"'),
        { do: 'insert', table: 'replies', row: { ...REPLY, andResolve: true } },
        {
          do: 'insert',
          table: 'raws',
          row: {
            id: 'raw_1',
            workspaceId: WS,
            channelId: 'c',
            externalId: 'e',
            contentKey: null,
            type: 't',
            bytes,
            status: 'understood',
            receivedAt: 5,
          } as never,
        },
        {
          do: 'insert',
          table: 'settings',
          row: { id: `${WS}:list`, workspaceId: WS, value: ['a', { b: null, c: 1.5 }] },
        },
      ]);
      expect(await store.enquiry('enq_1' as EnquiryId)).toEqual({ ...ENQUIRY, openedAt: 4_102_444_800_000 });
      const [stored] = await store.messages('enq_1' as EnquiryId);
      expect(stored).toMatchObject({
        text: 'Grüße 👋 "quoted"',
        folded: [{ why: 'quote', text: 'old' }],
        names: ['<1@x>'],
        writtenAt: 1_700_000_000_123,
      });
      expect((await store.reply(REPLY.id))?.andResolve).toBe(true);
      expect(Uint8Array.from((await store.raw('raw_1' as never))!.bytes)).toEqual(bytes);
      expect(await store.setting('list')).toEqual(['a', { b: null, c: 1.5 }]);
    });

    test('of 64 parallel claims exactly one wins, with one event and its jobs', async () => {
      await store.commit([insert()]);
      const recorder = makeRecorder({
        store,
        clock: systemClock,
        ids: systemIds,
        poke: () => {},
        calendar: () => makeCalendar([{ from: 0, hours: ALWAYS_OPEN }]),
      });
      const results = await Promise.all(
        Array.from({ length: 64 }, (_, i) =>
          recorder.change('enq_1' as EnquiryId, ({ enquiry, replies, now }) => {
            const decision = decide(enquiry, replies, { do: 'claim', by: `staff_${i}` as never }, now);
            return decision.ok ? { events: decision.events } : decision;
          }),
        ),
      );
      expect(results.filter(each => each.ok)).toHaveLength(1);
      expect(results.filter(each => !each.ok && each.refusal === 'claimed-by-someone-else')).toHaveLength(63);
      expect(await store.events('enq_1' as EnquiryId)).toHaveLength(1);
      const [row] = await engine.rows<{ n: number }>('select count(*) as n from jobs', []);
      expect(Number(row?.n)).toBe(2);
    });

    test('a commit is all or nothing: a conflict in its last step takes back the first', async () => {
      await store.commit([insert(), message('msg_1', 'kettle')]);
      const late: Op = {
        do: 'update',
        table: 'enquiries',
        id: 'enq_1',
        expect: ENQUIRY.version - 1,
        set: { status: 'spam' },
      };
      expect(await store.commit([message('msg_2', 'lid'), late])).toEqual({ ok: false, conflict: 'version' });
      expect(await store.commit([message('msg_3', 'spout'), message('msg_1', 'again')])).toEqual({
        ok: false,
        conflict: 'unique',
        table: 'messages',
      });
      expect(await store.search('lid', 5)).toEqual([]);
      expect(await store.search('spout', 5)).toEqual([]);
      expect((await store.messages('enq_1' as EnquiryId)).map(each => each.id)).toEqual(['msg_1']);
    });

    test('commits that wait together keep their own fate', async () => {
      await store.commit([insert()]);
      const results = await Promise.all([
        store.commit([message('msg_1', 'one')]),
        store.commit([message('msg_1', 'twice')]),
        store.commit([message('msg_2', 'two')]),
      ]);
      expect(results.map(each => each.ok)).toEqual([true, false, true]);
    });

    test('search finds all words, newest first, in this workspace only, and words are never syntax', async () => {
      const other = workspaceStore(engine, 'ws_other' as WorkspaceId);
      await store.commit([
        insert(),
        message('msg_1', 'the copper kettle'),
        message('msg_2', 'another kettle, of copper'),
      ]);
      await other.commit([
        insert({ id: 'enq_o', workspaceId: 'ws_other' }),
        message('msg_o', 'copper kettle', { workspaceId: 'ws_other', enquiryId: 'enq_o' }),
      ]);
      expect((await store.search('kettle copper', 5)).map(each => each.text)).toEqual([
        'another kettle, of copper',
        'the copper kettle',
      ]);
      expect(await other.search('another', 5)).toEqual([]);
      for (const words of ['"', 'NOT', "kettle' OR 1=1 --", 'workspace_id : "ws_other"', '* ( ) : ^ -', '']) {
        expect((await store.search(words, 5)).every(hit => hit.enquiryId === 'enq_1')).toBe(true);
      }
    });

    test('an id of another workspace reads nothing and changes nothing', async () => {
      const other = workspaceStore(engine, 'ws_other' as WorkspaceId);
      await store.commit([insert(), message('msg_1', 'x')]);
      expect(await other.enquiry('enq_1' as EnquiryId)).toBeNull();
      expect(await other.message('msg_1' as never)).toBeNull();
      await other.commit([
        { do: 'delete', table: 'messages', where: { id: 'msg_1' as never } },
        { do: 'update', table: 'enquiries', id: 'enq_1', set: { status: 'spam' } },
      ]);
      expect((await store.enquiry('enq_1' as EnquiryId))?.status).toBe('open');
      expect(await store.message('msg_1' as never)).not.toBeNull();
      await expect(other.commit([insert({ id: 'enq_2' })])).rejects.toThrow(/another workspace/);
    });

    test('the shelf numbers without gaps, keeps the first of a key, and replays after any number', async () => {
      const shelf = store.shelf('desk');
      const made = await Promise.all(Array.from({ length: 20 }, (_, i) => shelf.append('s', `k${i % 10}`, i)));
      expect(made.filter(each => each.fresh)).toHaveLength(10);
      expect((await shelf.read('s', 0, 50)).map(each => each.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect((await shelf.read('s', 8, 50)).map(each => each.n)).toEqual([9, 10]);
      expect(await shelf.replace('s', 'k1', { new: true })).toBe(true);
      expect((await shelf.get('s', 'k1'))?.value).toEqual({ new: true });
      expect(await shelf.replace('s', 'nothing', 1)).toBe(false);
      expect(await shelf.replace('s', 'k2', 'new', 5)).toBe(true);
      expect(await shelf.replace('s', 'k2', 'old', 4)).toBe(false);
      expect((await shelf.get('s', 'k2'))?.value).toBe('new');
      expect(await store.shelf('other').get('s', 'k1')).toBeNull();
    });

    test('what is put on the shelf stands there, unless what is there is newer', async () => {
      const shelf = store.shelf('desk');
      expect(await shelf.put('s', 'a', 'first', 3)).toBe(true);
      expect(await shelf.put('s', 'a', 'older', 2)).toBe(false);
      expect(await shelf.put('s', 'a', 'newer', 4)).toBe(true);
      expect(await shelf.get('s', 'a')).toEqual({ n: 1, key: 'a', value: 'newer' });
      const rivals = Array.from({ length: 20 }, (_, i) => shelf.put('s', `k${i % 4}`, i, i));
      await Promise.all(rivals);
      expect((await shelf.read('s', 1, 50)).map(each => each.value).sort()).toEqual([16, 17, 18, 19]);
    });

    test('lists what lives, by owner, and counts it', async () => {
      await store.commit([
        insert(),
        insert({ id: 'enq_2', number: 2, status: 'resolved' }),
        insert({ id: 'enq_3', number: 3, status: 'snoozed', ownerId: 'staff_ann' }),
      ]);
      expect((await store.openEnquiries(10)).map(each => each.number)).toEqual([1, 3]);
      expect((await store.openEnquiries(10, 'staff_ann' as never)).map(each => each.number)).toEqual([3]);
      expect(await store.counts()).toEqual({ open: 2, unclaimed: 1, jobs: 0, dead: 0 });
      expect(await store.highestNumber()).toBe(3);
    });

    test('new enquiries get the next number: of many at once none is refused, none misses and no one comes twice', async () => {
      const name = (id: WorkspaceId): Op => ({
        do: 'insert',
        table: 'workspaces',
        row: { id, workspaceId: id, name: 'Shop', createdAt: 1 },
      });
      const other = 'ws_other' as WorkspaceId;
      await engine.commit([name(WS)], WS);
      await engine.commit([name(other)], other);
      await store.commit([insert({ number: 41 })]);
      // As several processes would have.
      const more = kind.name === 'postgres' ? [await openPostgres(url, 'other process')] : [];
      const engines = [engine, ...more];
      const of = (workspaceId: WorkspaceId, i: number) =>
        engines[i % engines.length]!.commit(
          [
            message(`msg_${workspaceId}_${i}`, 'Hello', { workspaceId }),
            insert({ id: `enq_${workspaceId}_${i}`, workspaceId, number: NEXT_NUMBER }),
          ],
          workspaceId,
        );
      const many = Array.from({ length: 40 }, (_, i) => i);
      const done = await Promise.all(many.flatMap(i => [of(WS, i), of(other, i)]));
      expect(done.filter(each => !each.ok)).toEqual([]);
      const numbers = async (ws: WorkspaceId) =>
        (await workspaceStore(engine, ws).openEnquiries(100)).map(each => each.number).sort((a, b) => a - b);
      expect(await numbers(WS)).toEqual([41, ...many.map(i => 42 + i)]);
      expect(await numbers(other)).toEqual(many.map(i => 1 + i));
      // What is refused takes none with it.
      expect((await of(WS, 0)).ok).toBe(false);
      await store.commit([insert({ id: 'enq_last', number: NEXT_NUMBER })]);
      expect(await store.highestNumber()).toBe(82);
      for (const each of more) await each.close();
    });

    test('what colleagues do for each other is found: who follows, what is due, who wrote since', async () => {
      const [roomId, at] = ['room_1' as RoomId, ENQUIRY.openedAt + DAY];
      const row = {
        workspaceId: 'ws_test',
        enquiryId: 'enq_1',
        staffId: 'staff_ann' as StaffId,
        what: 'answer',
        at,
      } as FollowerRow;
      const enquiry = { ...ENQUIRY, status: 'snoozed', snoozedUntil: at, resolveAt: at } as Enquiry;
      await store.commit([
        { do: 'insert', table: 'enquiries', row: enquiry },
        { do: 'put', table: 'followers', row: { ...row, id: 'f1' } },
        { do: 'put', table: 'followers', row: { ...row, id: 'f1', at: at + 1 } },
      ]);
      expect(await store.followers(enquiry.id, 'answer')).toEqual([{ ...row, id: 'f1', at: at + 1 }]);
      expect([await store.follower('f1'), await store.follower('f2')]).toMatchObject([{ id: 'f1' }, null]);
      expect(await store.followers(enquiry.id, 'end')).toEqual([]);
      const numbers = (found: Enquiry[]) => found.map(each => each.number);
      expect(numbers(await store.dueBetween(roomId, at, at + 1, 9))).toEqual([enquiry.number]);
      expect(numbers(await store.dueBetween(roomId, at + 1, at + 2, 9))).toEqual([]);
      expect(numbers(await store.writtenSince(roomId, enquiry.lastCustomerAt, 9))).toEqual([enquiry.number]);
      expect(numbers(await store.writtenSince('room_2' as RoomId, 0, 9))).toEqual([]);
      expect(await store.promisesBefore(at, 9)).toEqual([]);
      expect(await store.shieldedSince(0)).toEqual([]);
    });

    test('saved replies are listed by title with their beginning, without the retired and those of others', async () => {
      const make = (id: string, title: string, more: object = {}): Op => ({
        do: 'insert',
        table: 'savedReplies',
        row: {
          ...{
            id,
            workspaceId: WS,
            version: 1,
            title,
            text: `Grüße 👋 ${'x'.repeat(30_000)}`,
            formatted: null,
            roomId: null,
          },
          ...{
            ownerId: null,
            reviewAt: 4_102_444_800_000,
            retiredAt: null,
            proposed: null,
            createdAt: 1,
            changedAt: 1,
          },
          ...more,
        } as never,
      });
      await store.commit([
        make('saved_1', 'zebra'),
        make('saved_2', 'Äpfel'),
        make('saved_3', 'Apple', { retiredAt: 5 }),
      ]);
      await store.commit([make('saved_4', 'apple', { roomId: 'room_1', ownerId: 'staff_ann', reviewAt: null })]);
      await workspaceStore(engine, 'ws_other' as WorkspaceId).commit([
        make('saved_5', 'theirs', { workspaceId: 'ws_other' }),
      ]);
      const offered = await store.savedOffered();
      expect(offered.map(each => each.title)).toEqual(['apple', 'zebra', 'Äpfel']);
      expect(offered[0]).toMatchObject({ roomId: 'room_1', ownerId: 'staff_ann', reviewAt: null });
      expect(offered[1]).toMatchObject({ roomId: null, reviewAt: 4_102_444_800_000 });
      expect(offered[1]!.text).toMatch(/^Grüße 👋 x{900,}$/);
      expect(await store.savedReply('saved_5' as never)).toBeNull();
      expect((await store.savedReply('saved_1' as never))?.text).toHaveLength(30_009);
    });

    test('a healthy database says so', async () => expect(engine.check()).resolves.toBeUndefined());
  });
}
