import { describe, expect, test } from 'vitest';
import { engineKinds } from '../kit/engines.ts';
import { type Played, simulateX } from './x.ts';

/** `npm run sim -- --on x --seeds 500 --steps 60` goes on from here. */
const SEEDS = { sqlite: 5, postgres: 1 };
const FIRST_SEED = { sqlite: 1, postgres: 8 };
/** On a server each step waits for another process. */
const STEPS = { sqlite: 60, postgres: 30 };
/** A second and a half each on a quiet machine, many times that beside other tests. */
const RUN_MS = 240_000;

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`the promises hold for a shop on X, on ${kind.name}`, () => {
    const seeds = SEEDS[kind.name];
    const first = FIRST_SEED[kind.name];
    const steps = STEPS[kind.name];
    test(
      `seeds ${first} to ${first + seeds - 1}: faults of X and of the database, duplicates, edits, deletions, processes that die`,
      async () => {
        const all: Played = { posts: 0, messages: 0, sent: 0, crashes: 0, requests: 0 };
        for (let seed = first; seed < first + seeds; seed++) {
          const { engine, close } = await kind.open();
          const played = await simulateX({ seed, steps, engine })
            .catch(error => {
              throw new Error(
                `seed ${seed}: ${(error as Error).message} (npm run sim -- --on x --seed ${seed} --steps ${steps})`,
              );
            })
            .finally(close);
          for (const what of Object.keys(all) as (keyof Played)[]) all[what] += played[what];
        }
        // A simulation in which nothing happens proves nothing. In a single short one something of it is missing at times.
        const least = seeds > 1 ? seeds : 0;
        expect(all.posts + all.messages + all.sent + all.crashes).toBeGreaterThan(seeds * 4);
        expect(all.posts).toBeGreaterThan(least * 4);
        expect(all.messages).toBeGreaterThanOrEqual(least);
        expect(all.sent).toBeGreaterThanOrEqual(least);
        expect(all.crashes).toBeGreaterThanOrEqual(least);
      },
      seeds * RUN_MS,
    );
  });
}
