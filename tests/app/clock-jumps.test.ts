import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { systemClock } from '../../src/app/world.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { JUMP_MIN, type Machine, makeSteadyClock } from '../../src/outbox/steady-clock.ts';
import { keepTime } from '../../src/outbox/timekeeper.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeTimeStore } from '../../src/store/queries/shift.ts';
import { openFreshPostgres } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { pushedTime } from '../kit/pushed-time.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { MONDAY_9, testClock, testLog, until } from '../kit/world.ts';

const JUMPS: [string, number][] = [
  ['a minute ahead', MINUTE],
  ['an hour back', -HOUR],
  ['eight seconds back', -8 * SECOND],
  ['a day ahead', DAY],
  ['a day back', -DAY],
  ['56 years ahead: it began without a calendar', 56 * 365 * DAY],
  ['a year back', -365 * DAY],
];
const HOLD = 15 * SECOND;

/** A machine whose calendar a test sets, and whose sleep it decides. */
function machineOf(elapsed: () => number) {
  const set = { ahead: 0, slept: 0, boot: 'one' };
  const machine: Machine = {
    wall: () => MONDAY_9 + elapsed() + set.slept + set.ahead,
    up: () => elapsed() + set.slept,
    boot: () => set.boot,
  };
  return { set, machine };
}

describe('the machine’s clock jumps while a reply is held', () => {
  let engine: Engine;
  let shop: TestHouse;
  let set: ReturnType<typeof machineOf>['set'];
  let pass: (ms: number) => Promise<void>;
  let enquiry: string;
  beforeEach(async () => {
    engine = await openMemory();
    const ticking = testClock();
    const { set: given, machine } = machineOf(ticking.elapsed);
    set = given;
    const clock = makeSteadyClock(machine, ticking);
    const keeper = await keepTime({ store: makeTimeStore(engine), clock, machine, log: testLog() });
    shop = await openHouse({ engine, clock: { ...ticking, ...clock } as never });
    // Time passes in steps, as it does; the clock is looked at in each.
    pass = async ms => {
      for (let left = ms; left > 0; left -= 500) {
        ticking.advance(Math.min(500, left));
        await keeper.look();
        await shop.settle();
      }
    };
    enquiry = (await shop.provider.write('maya', 'Hello'))!;
    await shop.settle();
    const ann = shop.as('Ann');
    await ann.write(enquiry, 'Send it back.');
    await ann.choose(enquiry, 'Send');
  });
  afterEach(async () => {
    await shop.close();
    await engine.close();
  });

  test.each(JUMPS)('%s: the hold is as long as it was', async (_, jump) => {
    await pass(5 * SECOND);
    set.ahead += jump;
    await pass(HOLD - 5 * SECOND - 2 * JUMP_MIN);
    expect(shop.provider.delivered).toEqual([]);
    await pass(3 * SECOND);
    expect(shop.provider.delivered.map(each => each.text)).toEqual(['Send it back.']);
  });

  test.each(JUMPS)('%s, and back again: neither counts', async (_, jump) => {
    await pass(3 * SECOND);
    set.ahead += jump;
    await pass(3 * SECOND);
    set.ahead -= jump;
    await pass(HOLD - 6 * SECOND - 2 * JUMP_MIN);
    expect(shop.provider.delivered).toEqual([]);
    await pass(3 * SECOND);
    expect(shop.provider.delivered).toHaveLength(1);
  });

  test('back by an hour: what was due already is done, and does not wait for that hour', async () => {
    await shop.provider.write('zoe', 'Is the lid in stock?');
    set.ahead -= HOUR;
    await pass(2 * SECOND);
    expect(await engine.rows(`select id from jobs where state = 'ready' and kind = 'card.show'`, [])).toEqual([]);
  });

  test('an undo in the hold holds, whatever the clock does', async () => {
    set.ahead += MINUTE;
    await pass(2 * SECOND);
    const [reply] = await engine.rows<{ id: string }>('select id from replies', []);
    await shop.as('Ann').press('reply.undo', reply!.id);
    set.ahead -= HOUR;
    await pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
  });

  test('a machine that sleeps: the hold ends meanwhile, and the calendar is right afterwards', async () => {
    await pass(2 * SECOND);
    set.slept += 8 * HOUR;
    await pass(2 * SECOND);
    expect(shop.provider.delivered).toHaveLength(1);
    expect(Math.abs(shop.house.parts.clock.now() - (MONDAY_9 + 8 * HOUR))).toBeLessThan(MINUTE);
  });

  test('what waits for a date keeps its date', async () => {
    const ann = shop.as('Ann');
    await ann.submit('snooze.form', enquiry, 'x', { until: '1h' });
    const wake = async () =>
      Number(
        (await engine.rows<{ at: number }>(`select run_at as at from jobs where kind = 'enquiry.wake'`, []))[0]?.at,
      );
    const before = await wake();
    set.ahead += 10 * MINUTE;
    await pass(SECOND);
    expect(await wake()).toBe(before);
  });
});

describe('the clock jumps while nothing runs', () => {
  /** One reply held by a process that ended; another one begins. */
  const across = async (change: (set: { ahead: number; slept: number; boot: string }) => void, downMs: number) => {
    const engine = await openMemory();
    const ticking = testClock();
    const { set, machine } = machineOf(ticking.elapsed);
    const first = makeSteadyClock(machine, ticking);
    const keeper = await keepTime({ store: makeTimeStore(engine), clock: first, machine, log: testLog() });
    const one = await openHouse({ engine, clock: { ...ticking, ...first } as never });
    const enquiry = (await one.provider.write('maya', 'Hello'))!;
    await one.settle();
    await one.as('Ann').write(enquiry, 'Send it back.');
    await one.as('Ann').choose(enquiry, 'Send');
    await keeper.look();
    ticking.advance(downMs);
    change(set);
    const second = makeSteadyClock(machine, ticking);
    const next = await keepTime({ store: makeTimeStore(engine), clock: second, machine, log: testLog() });
    const two = await openHouse({ engine, clock: { ...ticking, ...second } as never, provider: one.provider });
    const pass = async (ms: number) => {
      for (let left = ms; left > 0; left -= 500) {
        ticking.advance(Math.min(500, left));
        await next.look();
        await two.settle();
      }
    };
    return { pass, sent: () => one.provider.delivered.length, close: () => engine.close() };
  };

  test.each(JUMPS)('%s: what was left of the hold is left', async (_, jump) => {
    const { pass, sent, close } = await across(set => {
      set.ahead += jump;
    }, 5 * SECOND);
    await pass(HOLD - 5 * SECOND - 2 * JUMP_MIN);
    expect(sent()).toBe(0);
    await pass(3 * SECOND);
    expect(sent()).toBe(1);
    await close();
  });

  test('the machine was off and came back an hour, or a year, early: a hold lasts once more, and no longer', async () => {
    for (const back of [HOUR, 365 * DAY]) {
      const { pass, sent, close } = await across(set => {
        set.ahead -= back;
        set.boot = 'two';
      }, 5 * SECOND);
      await pass(HOLD + 3 * SECOND);
      expect(sent()).toBe(1);
      await close();
    }
  });
});

describe.skipIf(inject('postgres') === null)('many processes on one PostgreSQL', () => {
  test('go by the clock they share: one that is an hour ahead releases nothing early, and is not late', async () => {
    const { engine, close } = await openFreshPostgres();
    const real = () => performance.now();
    const made = await Promise.all(
      [HOUR, -HOUR, 0].map(async ahead => {
        const machine: Machine = { wall: () => Date.now() + ahead, up: real, boot: () => null };
        const clock = makeSteadyClock(machine, systemClock);
        await keepTime({ store: makeTimeStore(engine), clock, machine, log: testLog() });
        return clock;
      }),
    );
    const nows = made.map(each => each.now());
    expect(Math.max(...nows) - Math.min(...nows)).toBeLessThan(5 * SECOND);
    await close();
  });

  test('a jump that all of them see is moved once', async () => {
    const { engine, close } = await openFreshPostgres();
    let jumped = 0;
    // The database's clock is the test's here: all else is PostgreSQL's own.
    const shared: Engine = {
      ...engine,
      rows: async <T>(sql: string, values: Parameters<Engine['rows']>[1]) =>
        /clock_timestamp/.test(sql)
          ? ([{ now: MONDAY_9 + performance.now() + jumped }] as T[])
          : engine.rows<T>(sql, values),
    };
    const machine: Machine = { wall: () => MONDAY_9, up: () => performance.now(), boot: () => null };
    const keepers = await Promise.all(
      [1, 2, 3].map(async () => {
        const clock = makeSteadyClock(machine, systemClock);
        return { clock, keeper: await keepTime({ store: makeTimeStore(shared), clock, machine, log: testLog() }) };
      }),
    );
    await engine.rows(
      `insert into jobs (id, workspace_id, kind, slot, key, payload, state, run_at, attempts, attempts_max) values ('j', 'ws', 'reply.release', 'send', 'k', '{}', 'ready', ?, 0, 8)`,
      [keepers[0]!.clock.now() + 30 * SECOND],
    );
    jumped = HOUR;
    await Promise.all(keepers.map(each => each.keeper.look()));
    await Promise.all(keepers.map(each => each.keeper.look()));
    const [row] = await engine.rows<{ at: number }>(`select run_at as at from jobs`, []);
    for (const { clock } of keepers) {
      const left = Number(row?.at) - clock.now();
      expect(left).toBeGreaterThan(20 * SECOND);
      expect(left).toBeLessThan(32 * SECOND);
    }
    await close();
  });
});

describe('the whole program', () => {
  test('a jump of a minute ahead, then an hour back, while it runs and over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-jumps-'));
    let ahead = 0;
    const time = pushedTime();
    const { now, elapsed } = time.measure;
    const machine: Machine = { wall: () => now() + ahead, up: elapsed, boot: () => 'one' };
    const yaml = 'hold_seconds: { email: 12 }\n';
    const open = (): Promise<Shop> => openShop({ folder, machine, time, yaml });
    /** While time passes, faster than on the wall. */
    const mailed = async () => {
      time.push(100);
      return (await shop.mailbox()).length === 1;
    };
    let shop = await open();
    try {
      await shop.mail({ subject: 'a', text: 'x' });
      const { thread } = (await shop.cards(1))[0]!;
      const began = elapsed();
      await shop.reply('Ann', thread, 'One');
      ahead += MINUTE;
      await until(mailed, 'the first', 60_000);
      expect(elapsed() - began).toBeGreaterThan(12 * SECOND - JUMP_MIN);
      expect(elapsed() - began).toBeLessThan(MINUTE);
      await shop.reply('Ann', thread, 'Two');
      const { engine } = shop.running;
      await until(
        async () => (await engine.rows(`select 1 from replies where status = 'held'`, [])).length === 1,
        'it is held',
      );
      await shop.stop();
      ahead -= HOUR;
      shop = await open();
      const restarted = elapsed();
      await until(mailed, 'the second', 60_000);
      expect(elapsed() - restarted).toBeLessThan(HOUR);
    } finally {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});
