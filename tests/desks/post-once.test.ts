import { expect, test } from 'vitest';
import { SECOND } from '../../src/core/time.ts';
import { FarRefusal, FarSilence } from '../../src/desks/far-side.ts';
import { makePostOnce } from '../../src/desks/post-once.ts';
import { TryLater } from '../../src/ports/desk.ts';
import { memoryShelf } from '../kit/shelf.ts';
import { randomFrom, testClock } from '../kit/world.ts';

type Mood =
  | 'takes it'
  | 'takes it and falls silent'
  | 'loses it and falls silent'
  | 'refuses'
  | 'dies'
  | 'takes it and dies';

class Died extends Error {}

/** What a dead process was about to do never happens. */
const never = <T>() => new Promise<T>(() => {});

/** A far side with a record of its posts, and processes over one shelf that post to it. */
function farSide(moods: Mood[]) {
  const clock = testClock(1_000_000);
  const shelf = memoryShelf();
  const posted: string[] = [];
  const process = (dies: (error: Error) => void = () => {}) =>
    makePostOnce<string>({
      shelf,
      clock,
      gapMs: 0,
      placeOf: () => 'room',
      send: async (key, text) => {
        const mood = moods.shift() ?? 'takes it';
        if (/^takes/.test(mood)) posted.push(`${key} ${text}`);
        if (/silent/.test(mood)) throw new FarSilence('Nobody answered.');
        if (/dies/.test(mood)) {
          dies(new Died());
          return never<string>();
        }
        if (mood === 'refuses') throw new FarRefusal('No.');
        return `ref-${key}`;
      },
      find: async key => (posted.some(each => each.startsWith(`${key} `)) ? `ref-${key}` : null),
    });
  return { clock, posted, process };
}

/** Tries again, as the worker would, until it is posted. */
async function persist(side: ReturnType<typeof farSide>, key: string): Promise<string> {
  for (let i = 0; i < 40; i++) {
    try {
      return await new Promise<string>((resolve, reject) => {
        side.process(reject).post(key, 'words').then(resolve, reject);
      });
    } catch (error) {
      const at = error instanceof TryLater ? error.at : side.clock.now() + 31 * SECOND;
      side.clock.advance(Math.max(1, at - side.clock.now()));
    }
  }
  throw new Error('It was never posted.');
}

test('a post is made once, whatever the far side does and whoever dies, in every order of three moods', async () => {
  const all: Mood[] = [
    'takes it',
    'takes it and falls silent',
    'loses it and falls silent',
    'refuses',
    'dies',
    'takes it and dies',
  ];
  for (const a of all)
    for (const b of all)
      for (const c of all) {
        const side = farSide([a, b, c]);
        expect([a, b, c, await persist(side, 'k')]).toEqual([a, b, c, 'ref-k']);
        expect([a, b, c, side.posted]).toEqual([a, b, c, ['k words']]);
      }
});

test('of processes that post the same at once, one posts, and all are told where it is', async () => {
  const side = farSide([]);
  const tries = await Promise.allSettled(Array.from({ length: 16 }, () => side.process().post('k', 'words')));
  expect(tries.filter(each => each.status === 'fulfilled')).toHaveLength(1);
  expect(side.posted).toEqual(['k words']);
  expect(await side.process().post('k', 'words')).toBe('ref-k');
});

test('two keys are two posts, in random order and mood', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomFrom(seed);
    const moods: Mood[] = ['takes it and falls silent', 'loses it and falls silent', 'takes it', 'dies'];
    const side = farSide(Array.from({ length: 8 }, () => moods[Math.floor(random() * moods.length)]!));
    for (const key of ['a', 'b', 'a', 'c', 'b']) await persist(side, key);
    expect([seed, [...side.posted].sort()]).toEqual([seed, ['a words', 'b words', 'c words']]);
  }
});

test('a record of an earlier version, with its place and moment apart, is understood', async () => {
  const side = farSide([]);
  const shelf = memoryShelf();
  await shelf.append('posts', 'k', { channel: 'C1', ts: '17.1', at: 0, n: 1, state: 'there' });
  const poster = makePostOnce<string>({
    shelf,
    clock: side.clock,
    gapMs: 0,
    placeOf: () => '',
    send: async () => 'again',
    find: async () => null,
  });
  expect(await poster.post('k', 'words')).toBe('C1:17.1');
  expect(await poster.known('k')).toBe('C1:17.1');
});

/** A process that stands still for a minute in the middle of its nth step, while another one does the same work. */
async function stoodStillAt(step: number, at: 'before the call leaves' | 'after the call') {
  const clock = testClock(1_000_000);
  const shelf = memoryShelf();
  const there = new Map<string, string>();
  let [made, steps, resumedAt] = [0, 0, Number.NEGATIVE_INFINITY];
  const others = Promise.withResolvers<void>();
  const resumed = Promise.withResolvers<void>();
  const pause = async () => {
    if (++steps !== step) return;
    others.resolve();
    await resumed.promise;
  };
  const paused = <A extends unknown[], R>(work: (...given: A) => Promise<R>) => {
    return async (...given: A) => {
      const result = await work(...given);
      await pause();
      return result;
    };
  };
  const process = (stalls: boolean) =>
    makePostOnce<string>({
      shelf: stalls
        ? { ...shelf, get: paused(shelf.get), put: paused(shelf.put), append: paused(shelf.append) }
        : shelf,
      clock: stalls ? { ...clock, stoodStill: since => resumedAt >= since } : clock,
      gapMs: 0,
      placeOf: () => 'room',
      send: async key => {
        if (stalls && at === 'before the call leaves') await pause();
        const ref = `ref-${++made}`;
        there.set(ref, key);
        if (stalls && at === 'after the call') await pause();
        return ref;
      },
      find: async key => [...there].find(([, each]) => each === key)?.[0] ?? null,
      remove: async ref => there.delete(ref),
    });
  const persist = async (one: ReturnType<typeof process>) => {
    for (;;) {
      try {
        return await one.post('k', 'words');
      } catch (error) {
        if (!(error instanceof TryLater)) throw error;
        clock.advance(Math.max(1, error.at - clock.now()));
      }
    }
  };
  const first = persist(process(true));
  await Promise.race([others.promise, first]);
  const reached = steps >= step;
  clock.advance(61 * SECOND);
  const ref = await persist(process(false));
  resumedAt = clock.elapsed();
  clock.advance(1);
  resumed.resolve();
  return { reached, refs: [ref, await first], there: [...there.keys()], made };
}

test.each([
  'before the call leaves',
  'after the call',
] as const)('a process that stood still for a minute, at whatever step, %s, leaves one post', async at => {
  let deleted = 0;
  for (let step = 1; ; step++) {
    const { reached, refs, there, made } = await stoodStillAt(step, at);
    if (!reached) {
      expect(step).toBeGreaterThan(5);
      break;
    }
    expect([step, there]).toEqual([step, [refs[0]]]);
    expect([step, refs[1]]).toEqual([step, refs[0]]);
    if (made > 1) deleted++;
  }
  // Only a call that left late was a post too many, for a moment.
  expect(deleted).toBe(at === 'before the call leaves' ? 1 : 0);
});
