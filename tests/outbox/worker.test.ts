import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeCalendar } from '../../src/core/calendar.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { fireDue } from '../../src/outbox/cron.ts';
import { jobRow } from '../../src/outbox/job-row.ts';
import { makeRecorder } from '../../src/outbox/record.ts';
import { Permanent, RetryAt, waitAfter } from '../../src/outbox/retry.ts';
import { makeSlots, SLOTS } from '../../src/outbox/slots.ts';
import { LEASE, makeWorker, type WorkerParts } from '../../src/outbox/worker.ts';
import type { ClaimedJob } from '../../src/ports/jobs.ts';
import type { NewJob } from '../../src/ports/store.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeJobStore, makeLeaseStore } from '../../src/store/queries/jobs.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { engineKinds } from '../kit/engines.ts';
import { type TestClock, testClock, testIds, testLog, until } from '../kit/world.ts';

const WS = 'ws_test' as WorkspaceId;
const ALL_FREE = makeSlots().free();

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`outbox on ${kind.name}`, () => {
    let engine: Engine;
    let close: () => Promise<void>;
    let clock: TestClock;
    let done: string[];
    beforeEach(async () => {
      ({ engine, close } = await kind.open());
      clock = testClock();
      done = [];
    });
    afterEach(async () => {
      clock.wakeAll();
      await close();
    });

    const add = (...jobs: (Partial<NewJob> & { name: string })[]) => {
      const ids = testIds(clock, Math.random);
      const rows = jobs.map(each =>
        jobRow(
          { kind: 'test', key: each.key ?? each.name, payload: { name: each.name }, ...each },
          ids.make('job'),
          WS,
          clock.now(),
        ),
      );
      return engine.commit(
        rows.map(row => ({ do: 'insert', table: 'jobs', row })),
        WS,
      );
    };
    const nameOf = (job: ClaimedJob) => (job.payload as { name: string }).name;
    const worker = (run: (job: ClaimedJob) => Promise<void> = async () => {}, more: Partial<WorkerParts> = {}) =>
      makeWorker({
        name: more.name ?? 'one',
        jobs: makeJobStore(engine, WS),
        clock,
        ids: testIds(clock),
        log: testLog(),
        run: async job => {
          await run(job);
          done.push(nameOf(job));
        },
        onDead: async job => void done.push(`dead ${nameOf(job)}`),
        laneGap: () => 0,
        ...more,
      });

    test('jobs of one key run in the order of their commits, also several of one commit', async () => {
      const jobs = Array.from({ length: 40 }, (_, i) => ({
        name: `${i % 10}.${Math.floor(i / 10)}`,
        key: `k${i % 10}`,
      }));
      await add(...jobs);
      await worker().drain();
      expect(done).toHaveLength(40);
      for (let k = 0; k < 10; k++)
        expect(done.filter(name => name.startsWith(`${k}.`))).toEqual([0, 1, 2, 3].map(i => `${k}.${i}`));
    });

    test('a held job keeps later ones of its key waiting and no others', async () => {
      await add(
        { name: 'held', key: 'a', runAt: clock.now() + 15 * SECOND },
        { name: 'behind', key: 'a' },
        { name: 'free', key: 'b' },
      );
      await worker().drain();
      expect(done).toEqual(['free']);
      clock.advance(15 * SECOND);
      await worker().drain();
      expect(done).toEqual(['free', 'held', 'behind']);
    });

    test('a failing job is tried again with growing waits, then given up with a notice, and its key goes on', async () => {
      await add({ name: 'bad', key: 'a', attemptsMax: 3 }, { name: 'next', key: 'a' });
      let tries = 0;
      const one = worker(async job => {
        if (nameOf(job) === 'bad') throw new Error(`no ${++tries}`);
      });
      for (let i = 0; i < 5; i++) {
        await one.drain();
        clock.advance(10 * SECOND);
      }
      expect(tries).toBe(3);
      expect(done).toEqual(['dead bad', 'next']);
      const [dead] = await engine.rows<{ last_error: string }>(`select last_error from jobs where state = 'dead'`, []);
      expect(dead?.last_error).toBe('no 3');
      expect([1, 2, 3].map(n => waitAfter(n, 0))).toEqual([2_000, 4_000, 8_000]);
    });

    test('what will never succeed is given up at once; a wait asked for is no failure', async () => {
      await add({ name: 'never' }, { name: 'later', attemptsMax: 1 });
      let asked = 0;
      const one = worker(async job => {
        if (nameOf(job) === 'never') throw new Permanent('gone');
        if (++asked < 4) throw new RetryAt(clock.now() + SECOND, 'busy');
      });
      for (let i = 0; i < 5; i++) {
        await one.drain();
        clock.advance(SECOND);
      }
      expect(done).toEqual(['dead never', 'later']);
    });

    test('a worker that died frees its job when its lease ends, and its late answer counts for nothing', async () => {
      await add({ name: 'job' });
      const jobs = makeJobStore(engine, WS);
      const [taken] = await jobs.claim('dead worker', clock.now(), clock.now() + LEASE, ALL_FREE);
      await worker().drain();
      expect(done).toEqual([]);
      clock.advance(LEASE + 1);
      const [again] = await jobs.claim('other', clock.now(), clock.now() + LEASE, ALL_FREE);
      expect(again?.attempts).toBe(2);
      expect(await jobs.complete(taken!)).toBe(false);
      expect(await jobs.putBack(taken!, clock.now(), 'x', false)).toBe(false);
      expect(await jobs.complete(again!)).toBe(true);
    });

    test('two workers never take the same job, nor two of one key', async () => {
      await add(...Array.from({ length: 60 }, (_, i) => ({ name: `j${i}`, key: `k${i % 15}` })));
      const jobs = makeJobStore(engine, WS);
      const both = await Promise.all([
        jobs.claim('a', clock.now(), clock.now() + LEASE, ALL_FREE),
        jobs.claim('b', clock.now(), clock.now() + LEASE, ALL_FREE),
      ]);
      const all = both.flat();
      expect(new Set(all.map(each => each.seq)).size).toBe(all.length);
      expect(new Set(all.map(each => each.key)).size).toBe(all.length);
    });

    test('a lane lets one through at a time, with its gap; a rate limit holds the whole lane', async () => {
      await add(...['a', 'b', 'c'].map(name => ({ name, lane: 'room' })), { name: 'other', lane: 'elsewhere' });
      const times: [string, number][] = [];
      let limited = true;
      const one = worker(
        async job => {
          if (nameOf(job) === 'b' && limited) {
            limited = false;
            throw new RetryAt(clock.now() + 5 * SECOND, 'rate limited', 'room');
          }
          times.push([nameOf(job), clock.now()]);
        },
        { laneGap: lane => (lane === 'room' ? SECOND : 0) },
      );
      const start = clock.now();
      for (let i = 0; i < 12; i++) {
        await one.drain();
        clock.advance(SECOND);
      }
      const lane = times.filter(([name]) => name !== 'other');
      expect(lane.map(([, at]) => at - start)).toEqual([0, 6_000, 7_000]);
      // The one that was told to wait keeps its place.
      expect(lane.map(([name]) => name)).toEqual(['a', 'b', 'c']);
    });

    test('what waits for its lane is not looked for before the lane is free', async () => {
      const jobs = makeJobStore(engine, WS);
      await add({ name: 'a', lane: 'room:1' }, { name: 'later', runAt: clock.now() + MINUTE });
      expect(await jobs.nextDue(clock.now(), ALL_FREE)).toBe(clock.now());
      await jobs.holdLane('room:1', clock.now() + 15 * SECOND);
      expect(await jobs.nextDue(clock.now(), ALL_FREE)).toBe(clock.now() + 15 * SECOND);
      await jobs.holdLane('room:1', clock.now() + 2 * MINUTE);
      expect(await jobs.nextDue(clock.now(), ALL_FREE)).toBe(clock.now() + MINUTE);
    });

    test('a lane of one name in another workspace is another lane, also where it is held up and freed', async () => {
      const [mine, others] = [makeJobStore(engine, WS), makeJobStore(engine, 'ws_other' as WorkspaceId)];
      await add({ name: 'a', lane: 'emptied' });
      await others.holdLane('emptied', clock.now() + MINUTE);
      expect(await mine.oldestDue(clock.now(), ALL_FREE)).toBe(clock.now());
      await mine.holdLane('emptied', clock.now() + 2 * MINUTE);
      await others.free('emptied', clock.now());
      expect(await mine.nextDue(clock.now(), ALL_FREE)).toBe(clock.now() + 2 * MINUTE);
    });

    test('what waits in a lane is free at once when that is mended', async () => {
      await add({ name: 'a', key: 'k', lane: 'room:1' }, { name: 'behind', key: 'k' }, { name: 'b', lane: 'room:1' });
      let shut = true;
      const one = worker(async () => {
        if (shut) throw new RetryAt(clock.now() + MINUTE, 'shut', 'room:1');
      });
      await one.drain();
      expect(done).toEqual([]);
      shut = false;
      await makeJobStore(engine, WS).free('room:', clock.now());
      await one.drain();
      expect(done.sort()).toEqual(['a', 'b', 'behind']);
    });

    test('a job of another workspace with the same key stands in nobody’s way', async () => {
      const other = 'ws_other' as WorkspaceId;
      const row = jobRow({ kind: 'test', key: 'team', payload: { name: 'theirs' } }, 'job_theirs', other, clock.now());
      await engine.commit([{ do: 'insert', table: 'jobs', row }], other);
      await add({ name: 'ours', key: 'team' });
      await worker().drain();
      expect(done).toEqual(['ours']);
    });

    test('jobs that wait behind a failing one move along with it', async () => {
      await add({ name: 'bad', key: 'a' }, { name: 'n1', key: 'a' }, { name: 'n2', key: 'a' });
      await worker(async () => {
        throw new Error('no');
      }).drain();
      const rows = await engine.rows<{ run_at: number }>('select run_at from jobs', []);
      expect(rows.every(row => Number(row.run_at) > clock.now())).toBe(true);
    });

    /** Jobs that go on until the test lets them; what is under way is named. */
    const hanging = () => {
      const under = new Set<string>();
      const ends = new Map<string, () => void>();
      return {
        under,
        hang: (name: string) =>
          new Promise<void>(resolve => {
            under.add(name);
            ends.set(name, () => {
              under.delete(name);
              resolve();
            });
          }),
        end: (name: string) => ends.get(name)?.(),
        endAll: () => {
          for (const end of ends.values()) end();
        },
      };
    };

    test('what hangs in one channel takes its own slots and nobody else’s, however many come first', async () => {
      const sends = Array.from({ length: 100 }, (_, i) => ({
        name: `a${i}`,
        kind: 'reply.release',
        lane: 'channel:a',
      }));
      await add(...sends);
      await add(
        ...['b1', 'b2'].map(name => ({ name, kind: 'reply.release', lane: 'channel:b' })),
        { name: 'look', kind: 'reply.reconcile', lane: 'lookup:a' },
        { name: 'thanks', kind: 'automatic.answer', lane: 'answer:a' },
        { name: 'press', kind: 'desk.act' },
        { name: 'said', kind: 'desk.event' },
        { name: 'card', kind: 'card.show', lane: 'room:1' },
        { name: 'file', kind: 'thread.files', lane: 'room:1' },
        { name: 'unknown', kind: 'of.tomorrow' },
      );
      const far = hanging();
      const one = worker(job => (job.lane === 'channel:a' ? far.hang(nameOf(job)) : Promise.resolve()));
      one.start();
      const others = ['b1', 'b2', 'card', 'file', 'look', 'press', 'said', 'thanks', 'unknown'];
      await until(() => done.length === others.length, 'the others are done');
      expect([...done].sort()).toEqual(others);
      expect([...far.under]).toEqual(['a0', 'a1', 'a2', 'a3']);
      far.end('a1');
      await until(() => far.under.has('a4'), 'the next one has its slot');
      expect(far.under.size).toBe(SLOTS.send.ofLane);
      const stopped = one.stop();
      far.endAll();
      clock.wakeAll();
      await stopped;
    });

    test('each kind of work that hangs leaves every other kind its slots', async () => {
      const kinds: [string, string | undefined][] = [
        ['desk.act', undefined],
        ['desk.event', undefined],
        ['card.show', 'room:1'],
        ['card.update', undefined],
        ['thread.files', 'room:1'],
        ['reply.release', 'channel:a'],
        ['automatic.answer', 'answer:a'],
        ['reply.reconcile', 'lookup:a'],
        ['housekeeping', undefined],
        ['channel.follow', undefined],
      ];
      for (const [hangs, lane] of kinds) {
        done = [];
        const far = hanging();
        const many = Array.from({ length: 40 }, (_, i) => ({
          name: `${hangs} ${i}`,
          kind: hangs,
          ...(lane ? { lane } : {}),
        }));
        await add(...many);
        const rest = kinds.filter(([kind]) => kind !== hangs);
        await add(...rest.map(([kind, its]) => ({ name: kind, kind, ...(its ? { lane: its } : {}) })));
        const one = worker(job => (job.kind === hangs ? far.hang(nameOf(job)) : Promise.resolve()));
        one.start();
        await until(() => done.length === rest.length, `all but ${hangs}`);
        expect([...done].sort()).toEqual(rest.map(([kind]) => kind).sort());
        const stopped = one.stop();
        far.endAll();
        clock.wakeAll();
        await stopped;
        await engine.rows('delete from jobs', []);
      }
    });

    test('a room whose posts hang leaves slots for another room', async () => {
      await add(
        ...Array.from({ length: 30 }, (_, i) => ({ name: `a${i}`, kind: 'card.show', lane: 'room:a' })),
        { name: 'b', kind: 'card.show', lane: 'room:b' },
        { name: 'update', kind: 'card.update' },
      );
      const far = hanging();
      const one = worker(job => (job.lane === 'room:a' ? far.hang(nameOf(job)) : Promise.resolve()));
      one.start();
      await until(() => done.length === 2, 'the other room');
      expect(far.under.size).toBe(SLOTS.show.ofLane);
      const stopped = one.stop();
      far.endAll();
      clock.wakeAll();
      await stopped;
    });

    test('replies of one enquiry leave in order, also while the far side is slow', async () => {
      await add(
        ...Array.from({ length: 6 }, (_, i) => ({ name: `${i}`, key: 'k', kind: 'reply.release', lane: 'channel:a' })),
      );
      let under = 0;
      await worker(async () => {
        expect(++under).toBe(1);
        await new Promise(resolve => setTimeout(resolve, 3));
        under--;
      }).drain();
      expect(done).toEqual(['0', '1', '2', '3', '4', '5']);
    });

    test('what is full is not looked for again and again: the worker sleeps until a slot is free', async () => {
      const now = clock.now();
      await add(
        ...Array.from({ length: 10 }, (_, i) => ({ name: `a${i}`, kind: 'reply.release', lane: 'channel:a' })),
        { name: 'later', kind: 'reply.release', lane: 'channel:b', runAt: now + 20 * SECOND },
      );
      const jobs = makeJobStore(engine, WS);
      const slots = makeSlots();
      for (const job of await jobs.claim('one', now, now + LEASE, slots.free())) slots.take(job);
      expect(await jobs.claim('one', now, now + LEASE, slots.free())).toEqual([]);
      expect(await jobs.nextDue(now, slots.free())).toBe(now + 20 * SECOND);
      expect(await jobs.nextDue(now, ALL_FREE)).toBe(now);
    });

    test('jobs of an older version and of an import find their slots when a worker starts', async () => {
      await add({ name: 'press', kind: 'desk.act' }, { name: 'unknown', kind: 'of.tomorrow' });
      await engine.rows(`update jobs set slot = 'rest'`, []);
      const far = hanging();
      const one = worker(job => far.hang(nameOf(job)));
      one.start();
      await until(() => far.under.size === 2, 'both under way');
      const rows = await engine.rows<{ kind: string; slot: string }>('select kind, slot from jobs order by seq', []);
      expect(rows.map(row => row.slot)).toEqual(['act', 'rest']);
      const stopped = one.stop();
      far.endAll();
      clock.wakeAll();
      await stopped;
    });

    test('a lease has one owner at a time, and its term grows with each change', async () => {
      const leases = makeLeaseStore(engine);
      const now = clock.now();
      expect(await leases.take('box', 'a', now, MINUTE)).toBe(1);
      expect(await leases.take('box', 'b', now, MINUTE)).toBeNull();
      expect(await leases.take('box', 'a', now + 1, MINUTE)).toBe(1);
      expect(await leases.take('box', 'b', now + 2 * MINUTE, MINUTE)).toBe(2);
      await leases.release('box', 'b');
      expect(await leases.take('box', 'a', now + 2 * MINUTE + 1, MINUTE)).toBe(3);
    });

    test('a due schedule leaves one job, however many processes look at once', async () => {
      const store = workspaceStore(engine, WS);
      const recorder = makeRecorder({
        store,
        clock,
        ids: testIds(clock, Math.random),
        poke: () => {},
        calendar: () => makeCalendar([{ from: 0, hours: ALWAYS_OPEN }]),
      });
      const due = { kind: 'test', key: 'cron', payload: { name: 'cron' } };
      const look = () => fireDue({ store, clock, recorder }, 'nightly', MINUTE, due);
      expect(await Promise.all([look(), look()])).toEqual([false, false]);
      clock.advance(MINUTE);
      const fired = await Promise.all(Array.from({ length: 6 }, look));
      expect(fired.filter(Boolean)).toHaveLength(1);
      expect(await look()).toBe(false);
      await worker().drain();
      expect(done).toEqual(['cron']);
    });

    test('a process that stood still for longer than a lease does not take again what it is at', async () => {
      await add({ name: 'slow' });
      const far = hanging();
      const one = worker(job => far.hang(nameOf(job)));
      one.start();
      await until(() => far.under.size === 1, 'it runs');
      let runs = 0;
      const { hang } = far;
      far.hang = name => {
        runs++;
        return hang(name);
      };
      for (let i = 0; i < 5; i++) {
        await add({ name: `after ${i}`, kind: 'of.tomorrow' });
        clock.advance(10 * LEASE);
        one.poke();
        await until(() => far.under.has(`after ${i}`) || runs > i + 1, 'it goes on');
        far.end(`after ${i}`);
      }
      expect(runs).toBe(5);
      far.endAll();
      const stopped = one.stop();
      clock.wakeAll();
      await stopped;
      expect([...done].sort()).toEqual(['after 0', 'after 1', 'after 2', 'after 3', 'after 4', 'slow']);
    });

    test('stop waits for what is running and takes nothing new', async () => {
      await add({ name: 'slow' });
      const running: (() => void)[] = [];
      const one = worker(() => new Promise(resolve => void running.push(resolve)));
      one.start();
      await until(() => {
        // After a hiccup of the database it looks again later, and this clock stands still.
        clock.wakeAll();
        return running.length;
      }, 'the job runs');
      const stopped = one.stop();
      await add({ name: 'new' });
      for (const end of running) end();
      clock.wakeAll();
      await stopped;
      expect(done).toEqual(['slow']);
      expect(await makeJobStore(engine, WS).nextDue(clock.now(), ALL_FREE)).not.toBeNull();
    });
  });
}
