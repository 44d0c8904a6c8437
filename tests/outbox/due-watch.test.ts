import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { type DueWatch, LOOK_EVERY, makeDueWatch } from '../../src/outbox/due-watch.ts';
import { jobRow } from '../../src/outbox/job-row.ts';
import { LEASE, makeWorker, type Worker } from '../../src/outbox/worker.ts';
import type { DueStore } from '../../src/ports/jobs.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeDueStore, makeJobStore } from '../../src/store/queries/jobs.ts';
import { engineKinds } from '../kit/engines.ts';
import { type TestClock, testClock, testIds, testLog, until } from '../kit/world.ts';

const named = (name: string) => `ws_${name}` as WorkspaceId;

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`one look for all workspaces on ${kind.name}`, () => {
    let engine: Engine;
    let close: () => Promise<void>;
    let clock: TestClock;
    let store: DueStore;
    let watch: DueWatch;
    let log: ReturnType<typeof testLog>;
    const ending: (() => Promise<void>)[] = [];
    beforeEach(async () => {
      ({ engine, close } = await kind.open());
      clock = testClock();
      store = makeDueStore(engine);
      log = testLog();
      watch = makeDueWatch({ store: { dueIn: now => store.dueIn(now) }, clock, log });
    });
    afterEach(async () => {
      const ended = [watch.stop(), ...ending.splice(0).map(end => end())];
      clock.wakeAll();
      await Promise.all(ended);
      await close();
    });

    const workspace = (name: string) =>
      engine.commit(
        [
          {
            do: 'insert',
            table: 'workspaces',
            row: { id: named(name), workspaceId: named(name), name, createdAt: clock.now() },
          },
        ],
        named(name),
      );
    const add = async (name: string, more: { inMs?: number; locked?: number } = {}) => {
      const row = jobRow(
        { kind: 'test', key: name, payload: {}, runAt: clock.now() + (more.inMs ?? 0) },
        testIds(clock, Math.random).make('job'),
        named(name),
        clock.now(),
      );
      await engine.commit([{ do: 'insert', table: 'jobs', row }], named(name));
      if (more.locked !== undefined)
        await engine.rows(`update jobs set locked_by = 'other', locked_until = ? where workspace_id = ?`, [
          clock.now() + more.locked,
          named(name),
        ]);
    };
    /** A worker of one workspace that is watched, and what it asked the database. */
    const watched = (name: string) => {
      const asked = { claims: 0, looks: 0 };
      const done: string[] = [];
      const jobs = makeJobStore(engine, named(name));
      const one: Worker = makeWorker({
        name: 'one',
        jobs: {
          ...jobs,
          claim: async (...given) => {
            const claimed = await jobs.claim(...given);
            asked.claims++;
            return claimed;
          },
          oldestDue: (...given) => {
            asked.looks++;
            return jobs.oldestDue(...given);
          },
        },
        clock,
        ids: testIds(clock),
        log,
        run: async job => void done.push(job.workspaceId),
        onDead: async () => {},
        laneGap: () => 0,
        watch: watch.of(named(name)),
      });
      ending.push(() => one.stop());
      return { one, asked, done };
    };

    test('finds those with something due: not what is later, nor what somebody is at, but what a dead process left', async () => {
      for (const each of ['none', 'due', 'later', 'busy', 'left']) await workspace(each);
      await add('due');
      await add('due');
      await add('later', { inMs: MINUTE });
      await add('busy', { locked: LEASE });
      await add('left', { locked: -1 });
      expect((await store.dueIn(clock.now())).sort()).toEqual([named('due'), named('left')]);
      clock.advance(MINUTE);
      expect((await store.dueIn(clock.now())).sort()).toEqual(['busy', 'due', 'later', 'left'].map(named));
    });

    test('a watched worker asks nothing for hours, and does within a second what nobody announced', async () => {
      await workspace('quiet');
      await workspace('other');
      const quiet = watched('quiet');
      const other = watched('other');
      quiet.one.start();
      other.one.start();
      await until(() => quiet.asked.claims === 1 && other.asked.claims === 1, 'the first looks');
      watch.start();
      for (let i = 0; i < 30; i++) {
        clock.advance(MINUTE);
        await watch.look();
      }
      expect([quiet.asked.claims, other.asked.claims]).toEqual([1, 1]);
      expect(quiet.one.looked().sinceLookMs).toBeLessThanOrEqual(LOOK_EVERY);
      expect(await quiet.one.progress()).toMatchObject({ oldestDueMs: 0, overdueMs: 0 });
      expect(quiet.asked.looks).toBe(0);
      await add('quiet');
      clock.advance(LOOK_EVERY);
      await until(() => quiet.done.length === 1, 'it is done');
      expect(other.asked.claims).toBe(1);
    });

    test('what another process leaves is looked for a fifth of a second later, and once, however much it is', async () => {
      await workspace('shared');
      const { one, asked, done } = watched('shared');
      one.start();
      await until(() => asked.claims === 1, 'the first look');
      await until(() => one.looked().sinceLookMs !== null, 'asleep');
      for (let i = 0; i < 50; i++) one.nudge();
      clock.advance(199);
      await new Promise(resolve => setTimeout(resolve, 50));
      expect(asked.claims).toBe(1);
      clock.advance(1);
      await until(() => asked.claims === 2, 'a second look');
      await add('shared');
      one.nudge();
      await until(() => {
        clock.advance(200);
        return done.length === 1;
      }, 'it is done');
      // Nothing wakes one that has stopped.
      const stopped = one.stop();
      clock.wakeAll();
      await stopped;
      const before = asked.claims;
      one.nudge();
      clock.advance(SECOND);
      await new Promise(resolve => setTimeout(resolve, 20));
      expect(asked.claims).toBe(before);
    });

    test('a job that is due at a known time is done then, without a look in between', async () => {
      await workspace('soon');
      await add('soon', { inMs: 20 * SECOND });
      const soon = watched('soon');
      soon.one.start();
      await until(() => soon.asked.claims === 1, 'the first look');
      // What it sleeps for was read after the claim.
      await until(() => soon.one.looked().sinceLookMs !== null, 'asleep');
      await until(async () => {
        clock.advance(20 * SECOND);
        return soon.done.length === 1;
      }, 'done');
    });

    test('a database that is away is said once per try, the silence counts, and it goes on', async () => {
      await workspace('one');
      const one = watched('one');
      one.one.start();
      await until(() => one.asked.claims === 1, 'the first look');
      const real = store.dueIn;
      let refused = 0;
      store.dueIn = async () => {
        refused++;
        throw new Error('the database is away');
      };
      watch.start();
      await until(() => refused === 1, 'a look');
      await until(async () => {
        clock.advance(2 * SECOND);
        return refused >= 10;
      }, 'tried again');
      expect(one.one.looked().sinceLookMs).toBeGreaterThan(15 * SECOND);
      store.dueIn = real;
      await add('one');
      await until(async () => {
        clock.advance(2 * SECOND);
        return one.done.length === 1;
      }, 'it goes on');
      expect(one.one.looked().sinceLookMs).toBeLessThan(HOUR);
    });
  });
}
