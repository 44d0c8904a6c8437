import { describe, expect, test } from 'vitest';
import { fuzzTeams } from './teams.ts';

const SEEDS = 5;
/** Deliveries of each seed; SIM_EVENTS=1000 for the longer look. */
const EVENTS = Number(process.env.SIM_EVENTS ?? 400);
/** 12 ms a delivery on a quiet machine, several times that beside other tests. */
const RUN_MS = SEEDS * EVENTS * 150;

describe('the promises hold in threads of Teams', () => {
  test(
    `over ${SEEDS * EVENTS} deliveries: written, edited, deleted, brought back, pressed, twice, late, with the program dying`,
    async () => {
      let [events, sent, crashes] = [0, 0, 0];
      for (let seed = 1; seed <= SEEDS; seed++) {
        const run = await fuzzTeams({ seed, events: EVENTS }).catch(error => {
          throw new Error(`seed ${seed}: ${(error as Error).message}`);
        });
        events += run.events;
        sent += run.sent;
        crashes += run.crashes;
      }
      expect(events).toBeGreaterThanOrEqual(SEEDS * EVENTS);
      // In which nothing happens, nothing is proven.
      expect(sent).toBeGreaterThan((SEEDS * EVENTS) / 100);
      expect(crashes).toBeGreaterThan(SEEDS);
    },
    RUN_MS,
  );
});
