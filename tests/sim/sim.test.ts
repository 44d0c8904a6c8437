import { describe, expect, test } from 'vitest';
import { simulate } from './sim.ts';
import { PLANTS, type Plant } from './world.ts';

/** `npm run sim -- --seeds 500` goes on from here. */
const SEEDS = 30;
const STEPS = 100;

describe('the promises hold over days of trouble', () => {
  for (let first = 1; first <= SEEDS; first += 10) {
    test(`seeds ${first} to ${first + 9}`, async () => {
      let [deliveries, crashes] = [0, 0];
      for (let seed = first; seed < first + 10; seed++) {
        const run = await simulate({ seed, steps: STEPS }).catch(error => {
          throw new Error(`seed ${seed}: ${(error as Error).message} (npm run sim -- --seed ${seed} --steps ${STEPS})`);
        });
        deliveries += run.deliveries;
        crashes += run.crashes;
      }
      // A simulation in which nothing happens proves nothing.
      expect(deliveries).toBeGreaterThan(20);
      expect(crashes).toBeGreaterThan(10);
    }, 180_000);
  }
});

const PROMISE: Record<Plant, RegExp> = {
  leak: /^1 nothing typed reaches a customer/,
  lost: /^2 nothing a customer sends is lost/,
  twice: /^3 nothing is sent twice/,
  'undone-sent': /^3 an undone reply is not sent/,
  'undo-forgotten': /^9 what was acknowledged holds/,
  'two-owners': /^4 exactly one person owns/,
  'silent-failure': /^5 a failure is seen/,
  'tenants-meet': /^8 a workspace sees only its own/,
  stuck: /^2 no reply stays on its way/,
};

describe('each promise can be seen to break', () => {
  test.each(PLANTS)('a planted "%s" is found', async plant => {
    const found: string[] = [];
    for (let seed = 1; seed <= 25 && found.length === 0; seed++) {
      await simulate({ seed, steps: STEPS, plant }).catch(error => found.push((error as Error).message));
    }
    expect(found[0]).toMatch(PROMISE[plant]);
  }, 180_000);
});
