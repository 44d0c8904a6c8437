/** The morning line, and the one line after a night, an outage or a burst: once, in opening hours, and nothing without a reason. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseHours, type WrittenHours } from '../../src/core/hours.ts';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { morningNow } from '../../src/core/morning.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/core/time.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { engineKinds } from '../kit/engines.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { testClock } from '../kit/world.ts';

const open: TestHouse[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const hoursOf = (written: Partial<WrittenHours> = {}) =>
  parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] }, ...written }).hours;
/** Friday 5 June, 16:00 in London. */
const FRIDAY: Instant = Date.UTC(2026, 5, 5, 15, 0);
const begin = async (options: Parameters<typeof openHouse>[0] = {}) => {
  const shop = await openHouse({ clock: testClock(FRIDAY), hours: hoursOf(), ...options });
  open.push(shop);
  return shop;
};
const write = async (shop: TestHouse, name: string, text = 'My kettle rattles') => {
  const id = (await shop.provider.write(name.toLowerCase(), text, { name }))! as EnquiryId;
  await shop.settle();
  return id;
};
const said = async (shop: TestHouse) =>
  (await shop.room()).filter(each => each.as === 'notice').map(each => each.words ?? '');
const bumps = async (shop: TestHouse) => (await shop.room()).filter(each => each.as === 'bump').length;
/** As the started house does: every so many minutes. */
async function live(shop: TestHouse, ms: number, step = 10 * MINUTE) {
  for (let gone = 0; gone < ms; gone += step) {
    shop.clock.advance(Math.min(step, ms - gone));
    await shop.house.greet();
    await shop.settle();
  }
}

describe('when a day begins', () => {
  const at = (text: string) => Date.parse(text);
  test.each<[string, Partial<WrittenHours>, string, string | null]>([
    ['at opening', {}, '2026-06-08T08:01:00Z', '2026-06-08'],
    ['not before', {}, '2026-06-08T07:59:00Z', null],
    ['not three hours later', {}, '2026-06-08T11:01:00Z', null],
    ['on no closed day', {}, '2026-06-06T08:30:00Z', null],
    ['on no holiday', { closed: ['2026-06-08'] }, '2026-06-08T08:30:00Z', null],
    ['not in the lunch break', { weekly: { mon: ['09:00-09:30', '10:30-17:00'] } }, '2026-06-08T09:00:00Z', null],
    ['a day ahead in Auckland', { timezone: 'Pacific/Auckland' }, '2026-06-07T21:05:00Z', '2026-06-08'],
    ['after the clocks went forward', { weekly: { sun: ['09:00-12:00'] } }, '2026-03-29T08:01:00Z', '2026-03-29'],
    ['after they went back', { weekly: { sun: ['09:00-12:00'] } }, '2026-10-25T09:01:00Z', '2026-10-25'],
    [
      'in the evening for a bar',
      { weekly: { mon: ['00:00-02:00', '18:00-24:00'] } },
      '2026-06-08T17:10:00Z',
      '2026-06-08',
    ],
    ['not at its closing time', { weekly: { mon: ['00:00-02:00', '18:00-24:00'] } }, '2026-06-08T00:10:00Z', null],
    [
      'at eight where nobody ever closes',
      { weekly: { 'mon-sun': ['00:00-24:00'] } },
      '2026-06-08T07:05:00Z',
      '2026-06-08',
    ],
  ])('%s', (_, written, now, day) => {
    expect(morningNow(hoursOf(written), at(now))?.day ?? null).toBe(day);
  });
});

describe('the morning line', () => {
  test('says once what waits longest, what falls due and who is back, with links', async () => {
    const shop = await begin();
    const ids: EnquiryId[] = [];
    for (const name of ['Maya', 'Leo', 'Zoe', 'Kim', 'Pat']) {
      ids.push(await write(shop, name));
      shop.clock.advance(MINUTE);
    }
    const [ann, ben] = [shop.as('Ann'), shop.as('Ben')];
    await ann.press('enquiry.claim', ids[0]!);
    await ann.command('resolve 5 on monday 14:00');
    await ben.command('away until monday');
    await live(shop, 3 * DAY);
    const lines = (await said(shop)).filter(each => each.startsWith('Good morning'));
    expect(lines).toEqual([
      [
        'Good morning.',
        'Waiting longest:',
        '#1 Maya: My kettle rattles, waiting 1 h 5 min',
        '#2 Leo: My kettle rattles, waiting 1 h 4 min, nobody has it yet',
        '#3 Zoe: My kettle rattles, waiting 1 h 3 min, nobody has it yet',
        'Due today:',
        '#5 Pat: resolved at 14:00 unless they write',
        'Back: Ben',
      ].join('\n'),
    ]);
    const [item] = (await shop.room()).filter(each => each.words?.startsWith('Good morning'));
    expect(item!.links!.map(each => each.number)).toEqual([1, 2, 3, 5]);
    expect(item!.buttons!.map(each => each.value)).toEqual([expect.stringMatching(/ open$/)]);
  });

  test('is nothing when there is nothing, and when an admin switched it off', async () => {
    const quiet = await begin();
    await live(quiet, 4 * DAY);
    expect(await said(quiet)).toEqual([]);
    const off = await begin({ morningLine: false });
    await write(off, 'Maya');
    await live(off, 4 * DAY);
    expect((await said(off)).filter(each => each.startsWith('Good morning'))).toEqual([]);
  });

  test('leaves out whoever was blocked, muted or paused', async () => {
    const shop = await begin();
    for (const name of ['Maya', 'Leo', 'Zoe']) await write(shop, name);
    await shop.engine.rows(`update identities set standing = 'blocked' where address = 'maya'`, []);
    await shop.engine.rows(`update identities set standing = 'muted' where address = 'leo'`, []);
    await shop.engine.rows(`update identities set paused_until = ${FRIDAY + 30 * DAY} where address = 'zoe'`, []);
    await live(shop, 3 * DAY);
    expect(await said(shop)).toEqual([]);
  });

  test('comes with the cards of whoever was paused: a new one alerts nobody when it is written', async () => {
    const shop = await begin({ provider: makeProvider({ threads: 'names' }) });
    await write(shop, 'Maya');
    const paused = (until: number) => shop.engine.rows(`update identities set paused_until = ${until}`, []);
    const cards = async () => (await shop.room()).filter(each => each.as === 'card').length;
    const other = async (thread: string) => {
      await shop.provider.write('maya', 'And my toaster', { name: 'Maya', subject: 'Toaster', thread });
      await shop.settle();
    };
    await paused(FRIDAY + 30 * DAY);
    await other('toaster');
    await live(shop, HOUR);
    expect(await cards()).toBe(1);
    // It is in the lists, and nothing of it is lost.
    expect(await shop.as('Ann').command('open')).toContain('Toaster');
    await live(shop, 3 * DAY);
    expect(await cards()).toBe(2);
    // Once the pause is over it comes by itself.
    await other('lamp');
    await live(shop, HOUR);
    expect(await cards()).toBe(2);
    await paused(0);
    await live(shop, 10 * MINUTE);
    expect(await cards()).toBe(3);
  });

  test('tells of promises that fall due, and of snoozes that end', async () => {
    const shop = await begin();
    const [maya, leo] = [await write(shop, 'Maya'), await write(shop, 'Leo')];
    const ann = shop.as('Ann');
    await ann.submit('snooze.form', leo, 'snooze', { until: 'monday' });
    await ann.write(maya, 'Done');
    await ann.choose(maya, 'Send');
    await shop.pass(MINUTE);
    const { store, workspaceId } = shop.house.parts;
    const staffId = (await store.staffByRef('practice:ann'))!.id;
    const dueAt = Date.UTC(2026, 5, 8, 10, 0);
    const row = {
      id: shop.house.parts.ids.make('reminder'),
      workspaceId,
      enquiryId: maya,
      staffId,
      dueAt,
      words: 'call back about the lid',
      doneAt: null,
    };
    await store.commit([{ do: 'insert', table: 'reminders', row }]);
    await live(shop, 3 * DAY);
    const [line] = await said(shop);
    expect(line).toContain('Due today:\n#2 Leo: snoozed until 09:00\n#1 Maya: promised: call back about the lid');
  });

  describe.each(engineKinds().filter(each => each.there))('on $name', kind => {
    test('is said once by many processes, and by nobody after a restart', async () => {
      const { engine, url, close } = await kind.open();
      const engines: Engine[] = [engine];
      const engineOf = async (instance: string) => {
        if (kind.name === 'sqlite') return engine;
        engines.push(await openPostgres(url, instance));
        return engines.at(-1)!;
      };
      const clock = testClock(FRIDAY);
      const start = async (instance: string) =>
        begin({ clock, engine: await engineOf(instance), instance, provider: makeProvider() });
      const one = await begin({ clock, engine });
      await write(one, 'Maya');
      clock.advance(2 * DAY + 18 * HOUR);
      const houses = [one, await start('two'), await start('three'), await start('four')];
      for (let i = 0; i < 3; i++) {
        await Promise.all(houses.map(each => each.house.greet()));
        await Promise.all(houses.map(each => each.settle()));
        clock.advance(MINUTE);
      }
      const again = await start('five');
      await again.house.greet();
      await again.settle();
      expect((await said(one)).filter(each => each.startsWith('Good morning'))).toHaveLength(1);
      for (const each of engines.slice(1)) await each.close();
      await close();
    });

    test('an idle workspace is not asked for its rooms each minute; a room that is made meanwhile has its line', async () => {
      const { engine, close } = await kind.open();
      const shop = await begin({ clock: testClock(FRIDAY), engine });
      const { store, workspaceId } = shop.house.parts;
      shop.clock.advance(2 * DAY + 17 * HOUR);
      const rooms = vi.spyOn(store, 'rooms');
      await live(shop, HOUR, MINUTE);
      // Once to leave the line, once to know that all of them have theirs, and then every quarter of an hour.
      expect(rooms.mock.calls.length).toBeLessThanOrEqual(7);
      const id = 'room_new' as RoomId;
      const row = { id, workspaceId, name: 'returns', deskRef: null, replyMode: 'preview' as const };
      await store.commit([{ do: 'insert', table: 'rooms', row: { ...(await store.rooms())[0]!, ...row } }]);
      await live(shop, 16 * MINUTE, MINUTE);
      const marks = await engine.rows<{ id: string }>(`select id from seen where id like '%:morning:%'`, []);
      expect(marks.map(each => each.id.split(':')[2]).sort()).toContain(id);
      rooms.mockClear();
      // On the next day it begins anew.
      shop.clock.advance(DAY);
      await shop.house.greet();
      expect(rooms).toHaveBeenCalled();
      rooms.mockRestore();
      await close();
    });
  });
});

describe('after a pause', () => {
  /** Enquiries that wait for their customers. */
  async function answered(shop: TestHouse, n: number) {
    const ann = shop.as('Ann');
    for (let i = 1; i <= n; i++) {
      const id = await write(shop, `C${i}`);
      await ann.write(id, 'Dear customer');
      await ann.choose(id, 'Send');
    }
    await shop.pass(MINUTE);
  }

  test('a night is one line when the shop opens: each message is in its thread, and none is in the room', async () => {
    const shop = await begin({ morningLine: false });
    await answered(shop, 12);
    shop.clock.advance(5 * HOUR);
    for (let i = 1; i <= 12; i++) await write(shop, `C${i}`, 'And?');
    await write(shop, 'Nina');
    await live(shop, 2 * DAY);
    expect([await bumps(shop), await said(shop)]).toEqual([0, []]);
    await live(shop, DAY);
    expect(await said(shop)).toEqual([
      'Since Fri 5 Jun, 21:01 customers wrote in 13 enquiries, 1 of them new. 1 of them has no owner yet.',
    ]);
    expect(await bumps(shop)).toBe(0);
  });

  test('the morning line says it where there is one, and it is not said twice', async () => {
    const shop = await begin();
    await answered(shop, 3);
    shop.clock.advance(5 * HOUR);
    for (let i = 1; i <= 3; i++) await write(shop, `C${i}`, 'And?');
    await live(shop, 3 * DAY);
    const lines = await said(shop);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^Good morning\.\nSince Fri 5 Jun, 21:01 customers wrote in 3 enquiries\.\nWaiting longest:/,
    );
  });

  test('an outage that ends with a hundred messages is one line', async () => {
    const shop = await begin({ clock: testClock(FRIDAY - 5 * HOUR) });
    await answered(shop, 100);
    const at = shop.clock.now();
    shop.clock.advance(3 * HOUR);
    // Written while the mailbox could not be reached.
    const { provider } = shop;
    for (let i = 1; i <= 100; i++) await provider.write(`c${i}`, 'And?', { name: `C${i}`, writtenAt: at + i * MINUTE });
    await shop.settle();
    await live(shop, HOUR, MINUTE);
    expect([await bumps(shop), (await said(shop)).length]).toEqual([0, 1]);
  });

  test('a burst is some signs and then one line, and nothing of it is lost', async () => {
    const shop = await begin({ clock: testClock(FRIDAY - 5 * HOUR) });
    await answered(shop, 40);
    for (let i = 1; i <= 40; i++) await write(shop, `C${i}`, 'And?');
    await live(shop, HOUR, MINUTE);
    expect([await bumps(shop), (await said(shop)).length]).toEqual([5, 1]);
    for (const card of await shop.cards()) expect((await shop.thread(card.enquiryId)).posts.length).toBeGreaterThan(1);
  });

  test('a desk that was down says it in one line, whatever waited for it', async () => {
    const shop = await begin({ clock: testClock(FRIDAY - 5 * HOUR), isDoneElsewhere: false });
    await answered(shop, 20);
    for (let i = 1; i <= 20; i++) await shop.provider.write(`c${i}`, 'And?', { name: `C${i}` });
    // Nothing is done for two hours.
    shop.clock.advance(2 * HOUR);
    await shop.settle();
    await live(shop, HOUR, MINUTE);
    expect([await bumps(shop), (await said(shop)).length]).toEqual([0, 1]);
  });
});
