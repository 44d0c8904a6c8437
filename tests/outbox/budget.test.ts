import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Meter } from '../../src/core/budget.ts';
import type { ChannelId, WorkspaceId } from '../../src/core/ids.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import { makeBudgets } from '../../src/outbox/budget.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { engineKinds } from '../kit/engines.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { type TestClock, testClock, testIds } from '../kit/world.ts';

const WS = 'ws_test' as WorkspaceId;
const CHANNEL = 'chan_1' as ChannelId;
const meter: Meter = {
  budgets: [
    { name: 'quarter', what: 'notes', counts: ['note'], max: 15, window: 15 * MINUTE },
    { name: 'day', what: 'notes', counts: ['note'], max: 40, window: DAY },
    { name: 'money', what: 'the board', counts: 'money', max: 1_000_000, window: 'month' },
  ],
  prices: { note: 15_000, item: 1_000 },
  currency: '$',
};

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`budgets on ${kind.name}`, () => {
    let engine: Engine;
    let close: () => Promise<void>;
    let url: string;
    let clock: TestClock;
    beforeEach(async () => {
      ({ engine, close, url } = await kind.open());
      clock = testClock();
    });
    afterEach(async () => {
      clock.wakeAll();
      await close();
    });
    const budgetsOf = (each: Engine, seed: number) =>
      makeBudgets({ store: workspaceStore(each, WS), clock, ids: testIds(clock, () => (seed * 0.37) % 1) });

    test('many processes together take no more than there is, and all of it', async () => {
      // Three connections of their own where there is a server; SQLite has one process.
      const others = kind.name === 'postgres' ? [await openPostgres(url, 'two'), await openPostgres(url, 'three')] : [];
      const processes = [engine, ...others].map(budgetsOf);
      const note = [{ what: 'note', n: 1 }];
      const all = () =>
        Promise.all(Array.from({ length: 48 }, (_, i) => processes[i % processes.length]!.take(CHANNEL, meter, note)));
      const granted = async () => (await all()).filter(each => each.ok).length;
      expect(await granted()).toBe(15);
      expect(await granted()).toBe(0);
      clock.advance(15 * MINUTE);
      expect(await granted()).toBe(15);
      clock.advance(15 * MINUTE);
      // The day has 40.
      expect(await granted()).toBe(10);
      clock.advance(15 * MINUTE);
      const [day] = await all();
      expect(day).toMatchObject({ ok: false, opensAt: clock.now() + DAY - 45 * MINUTE });
      const store = workspaceStore(engine, WS);
      expect(await store.spentSince(CHANNEL, 0)).toEqual([{ step: 'note', n: 40, cost: 600_000 }]);
      for (const each of others) await each.close();
    });

    test('what is known only afterwards is added, also beyond the limit, and then nothing more is read', async () => {
      const budgets = budgetsOf(engine, 1);
      await budgets.add(CHANNEL, meter, [{ what: 'item', n: 1_200 }]);
      expect(await budgets.take(CHANNEL, meter, [{ what: 'item', n: 1 }])).toMatchObject({ ok: false });
      // What costs nothing goes on.
      expect(await budgets.take(CHANNEL, meter, [{ what: 'look', n: 1 }])).toEqual({ ok: true });
    });

    test('says how far each is used, and takes back what was not billed without opening a window of the far side', async () => {
      const budgets = budgetsOf(engine, 1);
      expect(await budgets.used(CHANNEL, meter)).toMatchObject([{ used: 0 }, { used: 0 }, { used: 0, max: 1_000_000 }]);
      await budgets.take(CHANNEL, meter, [{ what: 'note', n: 3 }]);
      const money = { ...meter, budgets: meter.budgets.filter(each => each.counts === 'money') };
      await budgets.add(CHANNEL, money, [{ what: 'note', n: -1 }]);
      expect(await budgets.used(CHANNEL, meter)).toEqual([
        { name: 'quarter', used: 3, max: 15, until: clock.now() + 15 * MINUTE },
        { name: 'day', used: 3, max: 40, until: clock.now() + DAY },
        { name: 'money', used: 30_000, max: 1_000_000, until: expect.any(Number) },
      ]);
      const store = workspaceStore(engine, WS);
      expect(await store.spentSince(CHANNEL, 0)).toEqual([{ step: 'note', n: 2, cost: 30_000 }]);
      // Taken in one month and given back in the next: that one has not earned anything.
      clock.advance(31 * DAY);
      await budgets.add(CHANNEL, money, [{ what: 'note', n: -1 }]);
      expect((await budgets.used(CHANNEL, money))[0]).toMatchObject({ used: 0 });
    });

    test('of a month is forecast in health by what the last days cost', async () => {
      const budgets = budgetsOf(engine, 1);
      const words = async () =>
        (await budgets.check(CHANNEL, { meter } as never)).find(each => each.what === 'the board this month')?.words;
      // Into the second week of the next month.
      const start = new Date(clock.now());
      clock.advance(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 8) - clock.now());
      const days = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 2, 0)).getUTCDate();
      await budgets.add(CHANNEL, meter, [{ what: 'item', n: 10 }]);
      expect(await words()).toBe('$0.01 so far this month, too early to say how much by its end; the limit is $1.00.');
      clock.advance(2 * DAY);
      await budgets.add(CHANNEL, meter, [{ what: 'item', n: 10 }]);
      const byEnd = 0.02 + 0.01 * (days - 9);
      expect(await words()).toBe(
        `$0.02 so far this month, about $${byEnd.toFixed(2)} by its end at this rate; the limit is $1.00.`,
      );
      clock.advance(30 * DAY);
      expect(await words()).toMatch(/^\$0\.00 so far this month, about \$0\.00 by its end/);
    });

    describe('replies', () => {
      let one: TestHouse;
      let two: TestHouse;
      beforeEach(async () => {
        const provider = makeProvider({ holdMs: 0 }, { meter, stepsOf: () => [{ what: 'note', n: 1 }] });
        one = await openHouse({ engine, clock, provider });
        two = await openHouse({ engine, clock, provider, instance: 'two' });
      });
      const drained = () => Promise.all([one.settle(), two.settle()]);

      test('that find nothing left wait for the window, say so, and none is lost or sent twice', async () => {
        const { provider } = one;
        for (let i = 0; i < 20; i++) {
          const enquiry = (await provider.write(`c${i}`, 'Hello'))!;
          await one.settle();
          const seen = String(1);
          await one.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: `Answer ${i}`, seen });
        }
        await drained();
        expect(provider.delivered).toHaveLength(15);
        const store = one.house.parts.store;
        const [waiting] = await engine.rows<{ id: string }>(`select id from replies where status = 'held' limit 1`, []);
        const reply = (await store.reply(waiting!.id as never))!;
        expect(reply).toMatchObject({
          attempt: 0,
          failure: 'No more than 15 notes in 15 min are allowed, and these are used up.',
        });
        const health = await one.house.health();
        expect(health.filter(each => each.what === 'Channel post: notes').map(each => each.ok)).toEqual([false, true]);
        expect(health.find(each => each.what === 'Channel post: cost')?.words).toMatch(/^\$0\.2\d in the last 30 days/);
        const cost = /^Cost of post: \$0\.2\d so far this month, too early to say how much by its end; .* \$1\.00\.$/m;
        expect(await one.as('Ann').command('stats today by channel')).toMatch(cost);
        expect(await one.as('Ann').command('stats today')).not.toMatch(/Cost/);

        // Undone while it waits: it never goes.
        await one.as('Ann').press('reply.undo', reply.id);
        clock.advance(15 * MINUTE);
        await drained();
        // In the order in which they were written, within seconds.
        clock.advance(4_000);
        await drained();
        expect(provider.delivered).toHaveLength(19);
        expect(new Set(provider.delivered.map(each => each.replyId)).size).toBe(19);
        expect((await store.reply(reply.id))?.status).toBe('withdrawn');
      });

      test('wait when the far side says that it takes no more, and no try is lost by it', async () => {
        const { provider } = one;
        const enquiry = (await provider.write('maya', 'Hello'))!;
        await one.settle();
        provider.usedUp = { name: 'day', until: clock.now() + 40 * MINUTE };
        await one.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: 'Answer', seen: '1' });
        await drained();
        const other = (await provider.write('ben', 'Hello'))!;
        await one.settle();
        await one.as('Ann').submit('reply.form', other, 'reply.send', { text: 'Another', seen: '1' });
        await drained();
        // The second one was not even tried.
        expect(provider.tries).toBe(1);
        expect(provider.delivered).toEqual([]);
        // However long it takes, and with a hiccup afterwards: that is their first try.
        for (let i = 0; i < 14; i++) {
          provider.usedUp = { name: 'day', until: clock.now() + 40 * MINUTE };
          clock.advance(41 * MINUTE);
          await drained();
        }
        expect(provider.tries).toBeGreaterThan(14);
        provider.usedUp = null;
        provider.mood = 'is-away';
        clock.advance(41 * MINUTE);
        await drained();
        provider.mood = 'takes';
        for (let i = 0; i < 3; i++) {
          clock.advance(15 * MINUTE);
          await drained();
        }
        expect(provider.delivered.map(each => each.text).sort()).toEqual(['Another', 'Answer']);
      });
    });
  });
}
