/** Fifty workspaces that are very busy at once take turns, and one more is served before any of them goes on. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { SECOND } from '../../src/core/time.ts';
import { type DueWatch, makeDueWatch } from '../../src/outbox/due-watch.ts';
import { jobRow } from '../../src/outbox/job-row.ts';
import { makeWorker, type Worker } from '../../src/outbox/worker.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeDueStore, makeJobStore } from '../../src/store/queries/jobs.ts';
import { engineKinds } from '../kit/engines.ts';
import { type TestClock, testClock, testIds, testLog, until } from '../kit/world.ts';

const BUSY = 50;
/** More than the process begins at once for all of them together. */
const JOBS_EACH = 20;
/** A claim may take one of each kind of work: a little over what is begun at once. */
const UNDER_WAY_MAX = 16;
const AT_ONCE = 8;

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`turns of many busy workspaces on ${kind.name}`, () => {
    let engine: Engine;
    let close: () => Promise<void>;
    let clock: TestClock;
    let watch: DueWatch;
    let workers: Worker[];
    /** What is under way, in the order in which it began. */
    let underWay: { of: string; end(): void }[];
    let begun: string[];
    beforeEach(async () => {
      ({ engine, close } = await kind.open());
      clock = testClock();
      watch = makeDueWatch({ store: makeDueStore(engine), clock, log: testLog() });
      [workers, underWay, begun] = [[], [], []];
    });
    afterEach(async () => {
      const stopped = Promise.all([watch.stop(), ...workers.map(each => each.stop())]);
      for (const each of underWay.splice(0)) each.end();
      clock.wakeAll();
      await stopped;
      await close();
    });

    const add = (name: string, count: number, jobKind = 'card.update') => {
      const ids = testIds(clock, Math.random);
      const ws = `ws_${name}` as WorkspaceId;
      const rows = Array.from({ length: count }, (_, i) =>
        jobRow({ kind: jobKind, key: `${name}:${jobKind}:${i}`, payload: {} }, ids.make('job'), ws, clock.now()),
      );
      return engine.commit(
        rows.map(row => ({ do: 'insert', table: 'jobs', row })),
        ws,
      );
    };
    const startOne = (name: string) => {
      const worker = makeWorker({
        name: 'one',
        jobs: makeJobStore(engine, `ws_${name}` as WorkspaceId),
        clock,
        ids: testIds(clock, Math.random),
        log: testLog(),
        run: () =>
          new Promise<void>(resolve => {
            begun.push(name);
            const one = {
              of: name,
              end: () => {
                underWay = underWay.filter(each => each !== one);
                resolve();
              },
            };
            underWay.push(one);
          }),
        onDead: async () => {},
        laneGap: () => 0,
        watch: watch.of(`ws_${name}` as WorkspaceId),
      });
      workers.push(worker);
      worker.start();
      return worker;
    };
    const names = Array.from({ length: BUSY }, (_, i) => `busy${i}`);
    /** All of them at work, each with some jobs behind it. */
    const busy = async () => {
      for (const name of names) await add(name, JOBS_EACH);
      for (const name of names) startOne(name);
      await until(() => underWay.length >= AT_ONCE, 'they are at work');
      await endUntil(() => begun.length >= BUSY * 5);
    };
    /** Ends the oldest, one after another; each time another one begins. @returns how many it took */
    const endUntil = async (wanted: () => boolean) => {
      for (let ended = 0; ; ended++) {
        if (wanted()) return ended;
        await until(() => underWay.length > 0, 'something is under way');
        const before = begun.length;
        underWay[0]!.end();
        if (underWay.length < AT_ONCE) await until(() => begun.length > before, 'another one begins');
      }
    };

    test('a job of another one begins when one of theirs has ended, and so do those that follow from it', async () => {
      const calm = startOne('calm');
      await busy();
      expect(underWay.length).toBeLessThanOrEqual(UNDER_WAY_MAX);
      // As a press does: what it leads to comes after it.
      for (let step = 1; step <= 4; step++) {
        await add('calm', 1, 'desk.act');
        calm.poke();
        const ofCalm = () => begun.filter(each => each === 'calm').length;
        const ended = await endUntil(() => ofCalm() === step);
        expect(ended, `step ${step}`).toBeLessThanOrEqual(UNDER_WAY_MAX);
        underWay.find(each => each.of === 'calm')!.end();
        await engine.rows("delete from jobs where workspace_id = 'ws_calm'", []);
      }
    });

    test('each of them comes to its turn, and none takes many times what another one gets', async () => {
      await busy();
      await endUntil(() => begun.length >= BUSY * 10);
      const counts = names.map(name => begun.filter(each => each === name).length);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(5);
      expect(Math.max(...counts)).toBeLessThanOrEqual(15);
    });

    test('jobs that wait for a far side stop counting: nobody waits until they end', async () => {
      const calm = startOne('calm');
      await busy();
      await add('calm', 1);
      calm.poke();
      await until(() => {
        clock.advance(SECOND / 10);
        return begun.includes('calm');
      }, 'its job has begun, though none has ended');
    });

    test('whoever waits for a turn says nothing of the database, which is asked for nothing', async () => {
      await busy();
      const turn = { take: () => new Promise<never>(() => {}), began: () => () => {}, end: () => {} };
      const waits = makeWorker({
        name: 'one',
        jobs: makeJobStore(engine, 'ws_waits' as WorkspaceId),
        ...{ clock, ids: testIds(clock, Math.random), log: testLog(), run: async () => {}, onDead: async () => {} },
        laneGap: () => 0,
        watch: { ...watch.of('ws_waits' as WorkspaceId), sinceLookMs: () => SECOND, turn },
      });
      waits.start();
      // As long as readiness waits, and longer.
      for (let i = 0; i < 20; i++) {
        await new Promise(resolve => setTimeout(resolve, 2));
        clock.advance(SECOND);
      }
      expect(waits.looked().sinceLookMs).toBeLessThanOrEqual(SECOND);
    });

    test('one that is alone at work begins as many as it has slots, and a stop waits for no turn', async () => {
      await add('alone', 30);
      await add('alone', 30, 'desk.act');
      const alone = startOne('alone');
      await until(() => underWay.length === 6 + 6, 'all of its slots are taken');
      for (let i = 0; i < 8; i++) await add(`more${i}`, 8);
      const others = Array.from({ length: 8 }, (_, i) => startOne(`more${i}`));
      await until(() => underWay.length >= AT_ONCE, 'the others are at work as well');
      const stopped = Promise.all([alone, ...others].map(each => each.stop()));
      while (underWay.length) underWay[0]!.end();
      await stopped;
    });
  });
}
