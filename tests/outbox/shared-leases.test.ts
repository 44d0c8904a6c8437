import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECOND } from '../../src/core/time.ts';
import { lead } from '../../src/outbox/leader.ts';
import { shareLeases } from '../../src/outbox/shared-leases.ts';
import type { LeaseStore } from '../../src/ports/jobs.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeLeaseStore } from '../../src/store/queries/jobs.ts';
import { engineKinds } from '../kit/engines.ts';
import { type TestClock, testClock, testLog, until } from '../kit/world.ts';

const MAILBOXES = Array.from({ length: 120 }, (_, i) => `channel:box-${i}`);

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`the leases of a process on ${kind.name}`, () => {
    let engine: Engine;
    let close: () => Promise<void>;
    let clock: TestClock;
    let asked = 0;
    const ending: (() => Promise<void>)[] = [];
    beforeEach(async () => {
      ({ engine, close } = await kind.open());
      clock = testClock();
    });
    afterEach(async () => {
      const ended = ending.splice(0).map(end => end());
      const waking = setInterval(clock.wakeAll, 5);
      await Promise.all(ended);
      clearInterval(waking);
      await close();
    });

    /** A process that reads all mailboxes that it may. */
    const process = (owner: string) => {
      const one = { statements: 0, away: false, next: 'well', ended: 0, reads: new Set<string>() };
      const store = makeLeaseStore(engine);
      const counted: LeaseStore = {
        ...store,
        takeMany: async (...given) => {
          one.statements++;
          const { next } = one;
          one.next = 'well';
          if (one.away || next === 'fails') throw new Error('the database is away');
          if (next === 'hangs') return new Promise<never>(() => {});
          asked++;
          return store.takeMany(...given).finally(() => asked--);
        },
      };
      const leases = shareLeases(counted, clock);
      for (const name of MAILBOXES) {
        const stop = lead({ leases, clock, log: testLog(), owner }, name, async signal => {
          one.reads.add(name);
          await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve(), { once: true }));
          one.reads.delete(name);
          one.ended++;
        });
        ending.push(stop);
      }
      return one;
    };
    const pass = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 250) {
        clock.advance(250);
        await new Promise(resolve => setTimeout(resolve, 2));
        // A busy database takes real time, in which none of the other passes.
        while (asked > 0) await new Promise(resolve => setTimeout(resolve, 1));
      }
    };
    const all = (...processes: { reads: Set<string> }[]) =>
      processes
        .flatMap(each => [...each.reads])
        .toSorted()
        .join(' ') === MAILBOXES.toSorted().join(' ');

    test('each mailbox has one reader, and a process asks for all of them together', async () => {
      const one = process('one');
      await until(async () => {
        await pass(SECOND);
        return all(one);
      }, 'one reads all');
      const two = process('two');
      const before = one.statements + two.statements;
      await pass(60 * SECOND);
      expect([one.reads.size, two.reads.size]).toEqual([MAILBOXES.length, 0]);
      // 2,880 without: each of 120 mailboxes every five seconds, in both.
      expect(one.statements + two.statements - before).toBeLessThan(2 * 2 * 60 + 10);
    });

    test('one that can no longer ask loses them to another, and gets none of them twice', async () => {
      const one = process('one');
      await until(async () => {
        await pass(SECOND);
        return all(one);
      }, 'one reads all');
      const two = process('two');
      one.away = true;
      await until(async () => {
        await pass(SECOND);
        expect([...one.reads].filter(each => two.reads.has(each))).toEqual([]);
        return all(two);
      }, 'two reads all');
      expect(one.reads.size).toBe(0);
      one.away = false;
      await pass(20 * SECOND);
      expect([one.reads.size, two.reads.size]).toEqual([0, MAILBOXES.length]);
    });

    test('a statement that fails once closes no mailbox; of one that says nothing they are closed before the lease ends', async () => {
      const one = process('one');
      await until(async () => {
        await pass(SECOND);
        return all(one);
      }, 'one reads all');
      for (let i = 0; i < 3; i++) {
        one.next = 'fails';
        await pass(10 * SECOND);
      }
      expect([one.ended, one.reads.size]).toEqual([0, MAILBOXES.length]);
      const two = process('two');
      one.next = 'hangs';
      let [fewest, twice] = [MAILBOXES.length, 0];
      for (let i = 0; i < 25; i++) {
        await pass(SECOND);
        fewest = Math.min(fewest, one.reads.size);
        twice += [...one.reads].filter(each => two.reads.has(each)).length;
      }
      expect(twice).toBe(0);
      expect(fewest).toBeLessThan(MAILBOXES.length);
      await until(async () => {
        await pass(SECOND);
        return all(one, two);
      }, 'all are read');
    });

    test('a machine that slept for a minute goes on with those that nobody else has, and leaves the others', async () => {
      const one = process('one');
      await until(async () => {
        await pass(SECOND);
        return all(one);
      }, 'one reads all');
      clock.advance(60 * SECOND);
      await pass(10 * SECOND);
      expect([one.ended, one.reads.size]).toEqual([0, MAILBOXES.length]);
      clock.advance(60 * SECOND);
      const taken = MAILBOXES.slice(0, 20);
      await makeLeaseStore(engine).takeMany(taken, 'two', clock.now(), 120 * SECOND);
      await pass(10 * SECOND);
      expect([...one.reads].filter(each => taken.includes(each))).toEqual([]);
      expect([one.ended, one.reads.size]).toEqual([taken.length, MAILBOXES.length - taken.length]);
    });

    test('many names are asked for in one statement, and only those that are free are given', async () => {
      const leases = makeLeaseStore(engine);
      const now = clock.now();
      expect(await leases.takeMany(['a', 'b', 'a'], 'one', now, SECOND)).toEqual(
        new Map([
          ['a', 1],
          ['b', 1],
        ]),
      );
      expect(await leases.takeMany(['c', 'b'], 'two', now, SECOND)).toEqual(new Map([['c', 1]]));
      expect(await leases.takeMany([], 'two', now, SECOND)).toEqual(new Map());
      expect(await leases.takeMany(['b', 'c'], 'one', now + 2 * SECOND, SECOND)).toEqual(
        new Map([
          ['b', 1],
          ['c', 2],
        ]),
      );
    });
  });
}
