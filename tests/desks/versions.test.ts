import { expect, test } from 'vitest';
import { makeVersions } from '../../src/desks/versions.ts';
import { Overtaken } from '../../src/ports/desk.ts';
import { memoryShelf } from '../kit/shelf.ts';
import { testClock } from '../kit/world.ts';

/** Two processes that show states of one card; the first can be stopped in the middle. */
function twoProcesses() {
  const shelf = memoryShelf();
  const clock = testClock();
  const shown: number[] = [];
  let resumedAt = Number.NEGATIVE_INFINITY;
  let pause: Promise<void> | null = null;
  const slow = {
    ...shelf,
    get: async (stream: string, key: string) => {
      const found = structuredClone(await shelf.get(stream, key));
      const waits = pause;
      pause = null;
      await waits;
      return found;
    },
  };
  const one = makeVersions(slow, 'cards', { ...clock, stoodStill: since => resumedAt >= since });
  const two = makeVersions(shelf, 'cards', clock);
  const draw = (version: number) => async () => void shown.push(version);
  return {
    ...{ one, two, shown, draw },
    stopOneWhileItReads: () => {
      const resumed = Promise.withResolvers<void>();
      pause = resumed.promise;
      return () => {
        resumedAt = clock.elapsed();
        clock.advance(1);
        resumed.resolve();
      };
    },
  };
}

test('a process that stood still while it read what is shown reads again, and leaves the newer state', async () => {
  const { one, two, shown, draw, stopOneWhileItReads } = twoProcesses();
  await one.show('card', 1, draw(1));
  const resume = stopOneWhileItReads();
  const old = one.show('card', 2, draw(2), true);
  await new Promise(resolve => setImmediate(resolve));
  await two.show('card', 3, draw(3), true);
  resume();
  await old;
  expect(shown).toEqual([1, 3]);
});

test('a process whose drawing comes late says so, that the newest is drawn once more', async () => {
  const { one, two, shown, draw } = twoProcesses();
  const late = Promise.withResolvers<void>();
  const old = one.show('card', 2, async () => {
    await late.promise;
    shown.push(2);
  });
  await new Promise(resolve => setImmediate(resolve));
  await two.show('card', 3, draw(3));
  late.resolve();
  await expect(old).rejects.toBeInstanceOf(Overtaken);
  await one.show('card', 3, draw(3), true);
  expect(shown).toEqual([3, 2, 3]);
});
