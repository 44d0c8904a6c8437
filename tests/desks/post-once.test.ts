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
