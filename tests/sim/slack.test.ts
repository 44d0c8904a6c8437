import { describe, expect, test } from 'vitest';
import { fuzzSlack } from './slack.ts';

const SEEDS = 5;
/** Deliveries of each seed; SIM_EVENTS=1000 for the longer look. */
const EVENTS = Number(process.env.SIM_EVENTS ?? 400);

describe('the promises hold in threads of Slack', () => {
  test(`over ${SEEDS * EVENTS} deliveries: written, edited, deleted, pressed, twice, late, with the program dying`, async () => {
    let [events, sent, crashes] = [0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const run = await fuzzSlack({ seed, events: EVENTS }).catch(error => {
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
  }, 180_000);
});
