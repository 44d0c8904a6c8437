import { describe, expect, test } from 'vitest';
import { engineKinds } from '../kit/engines.ts';
import { type Played, simulateX } from './x.ts';

/** `npm run sim -- --on x --seeds 500 --steps 60` goes on from here. */
const SEEDS = { sqlite: 5, postgres: 1 };
const STEPS = 60;
/** A second and a half each on a quiet machine, many times that beside other tests. */
const RUN_MS = 60_000;

// Beside other tests a PostgreSQL server was slower than the waits of the simulator, once.
for (const kind of engineKinds().filter(each => each.name === 'sqlite')) {
  describe.skipIf(!kind.there)(`the promises hold for a shop on X, on ${kind.name}`, () => {
    const seeds = SEEDS[kind.name];
    test(
      `seeds 1 to ${seeds}: faults of X and of the database, duplicates, edits, deletions, processes that die`,
      async () => {
        const all: Played = { posts: 0, messages: 0, sent: 0, crashes: 0, requests: 0 };
        for (let seed = 1; seed <= seeds; seed++) {
          const { engine, close } = await kind.open();
          const played = await simulateX({ seed, steps: STEPS, engine })
            .catch(error => {
              throw new Error(
                `seed ${seed}: ${(error as Error).message} (npm run sim -- --on x --seed ${seed} --steps ${STEPS})`,
              );
            })
            .finally(close);
          for (const what of Object.keys(all) as (keyof Played)[]) all[what] += played[what];
        }
        // A simulation in which nothing happens proves nothing.
        expect(all.posts).toBeGreaterThan(seeds * 4);
        expect(all.messages).toBeGreaterThan(seeds);
        expect(all.sent).toBeGreaterThan(seeds);
        expect(all.crashes).toBeGreaterThan(seeds);
      },
      seeds * RUN_MS,
    );
  });
}
