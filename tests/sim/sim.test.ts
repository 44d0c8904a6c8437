import { describe, expect, test } from 'vitest';
import { simulate } from './sim.ts';

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
