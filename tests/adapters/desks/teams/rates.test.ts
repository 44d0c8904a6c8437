import { describe, expect, test } from 'vitest';
import { type Lanes, makeLanes } from '../../../../adapters/desks/teams/connection/lanes.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import { WINDOWS } from '../../../kit/far-sides/teams/rates.ts';
import { randomFrom, type TestClock, testClock } from '../../../kit/world.ts';

/** Somewhere between its beginning and its end each call is counted: which, Teams alone knows. */
function farSide(clock: TestClock, slowest: number) {
  const random = randomFrom(7);
  const arrived: { at: number; n: number }[] = [];
  return {
    arrived,
    call: async (n: number) => {
      const [there, back] = [random() * slowest, random() * slowest];
      await clock.sleep(201 + there);
      arrived.push({ at: clock.now(), n });
      await clock.sleep(201 + back);
    },
  };
}

/** Lets time pass until it is done. */
async function pass(clock: TestClock, work: Promise<unknown>): Promise<void> {
  let over = false;
  void work.finally(() => {
    over = true;
  });
  while (!over) {
    for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve));
    clock.advance(20);
  }
}

/** As a room's queue does: what is to come later comes later, in its old place. */
async function patiently(
  lanes: Lanes,
  clock: TestClock,
  work: () => Promise<void>,
  how: 'turn' | 'inRow' = 'turn',
): Promise<void> {
  for (;;) {
    try {
      return await lanes[how]('channel', work);
    } catch (error) {
      if (!(error instanceof TryLater)) throw error;
      await clock.sleep(Math.max(201, error.at - clock.now()));
    }
  }
}

describe('what is posted into a channel of Teams', () => {
  test('is never more than Teams allows, however long it takes on its way', async () => {
    const clock = testClock();
    const lanes = makeLanes(clock, true);
    const teams = farSide(clock, 800);
    await pass(clock, Promise.all(Array.from({ length: 130 }, (_, n) => patiently(lanes, clock, () => teams.call(n)))));
    const times = teams.arrived.map(each => each.at).sort((a, b) => a - b);
    expect(times).toHaveLength(130);
    for (const [count, ms] of WINDOWS)
      for (const [i, at] of times.slice(count).entries()) expect(at - times[i]!).toBeGreaterThanOrEqual(ms);
  });

  test('begins its threads in the order in which they came, after a refusal as well', async () => {
    const clock = testClock();
    const lanes = makeLanes(clock, true);
    const teams = farSide(clock, 600);
    let refused = false;
    const work = (n: number) => async () => {
      if (n === 3 && !refused) {
        refused = true;
        await clock.sleep(250);
        throw new TryLater(clock.now() + 1_500, 'Too many.', true);
      }
      await teams.call(n);
    };
    const all = Array.from({ length: 20 }, (_, n) => patiently(lanes, clock, work(n), 'inRow'));
    await pass(clock, Promise.all(all));
    expect(teams.arrived.map(each => each.n)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('lets others go before a thread that hangs', async () => {
    const clock = testClock();
    const lanes = makeLanes(clock, true);
    const hangs = lanes.inRow('channel', () => clock.sleep(15_000));
    const began = clock.now();
    let waited = 0;
    const next = lanes.inRow('channel', async () => {
      waited = clock.now() - began;
    });
    await pass(clock, Promise.all([hangs, next]));
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThan(5_000);
  });
});
