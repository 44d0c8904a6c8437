/**
 * Random interleavings of what customers and staff do on both sides of the wall, through each desk: views as it draws them,
 * and what people do as its far side delivers it and the desk reads it.
 */
import { expect, test } from 'vitest';
import type { Carrier } from '../kit/carriers/carrier.ts';
import { practiceCarrier } from '../kit/carriers/practice.ts';
import { slackCarrier } from '../kit/carriers/slack.ts';
import { teamsCarrier } from '../kit/carriers/teams.ts';
import type { MemoryParts } from '../kit/memory-parts.ts';
import { WallRun } from '../kit/wall-run.ts';

/** `WALL_RUNS=10000 npx vitest run tests/acts/wall-random.test.ts` does 10,000 on each desk, in about a minute. */
const RUNS = Number(process.env.WALL_RUNS ?? 0);
/** The core is the same on all of them: what is of a desk alone shows in fewer. */
const DESKS: [string, number, (world: MemoryParts) => Carrier][] = [
  ['practice', RUNS || 3_000, practiceCarrier],
  ['slack', RUNS || 1_000, slackCarrier],
  ['teams', RUNS || 600, teamsCarrier],
];

test.each(DESKS)(
  'on the desk %s what goes out was typed on its side, and in public was confirmed there, in %i interleavings',
  async (_, runs, carrierOf) => {
    const taken: Record<string, number> = {};
    const count = (what: string) => {
      taken[what] = (taken[what] ?? 0) + 1;
    };
    for (let seed = 1; seed <= runs; seed++) {
      const run = new WallRun(seed, carrierOf, count);
      const trouble = await run.go();
      expect(trouble, `seed ${seed}:\n${run.log.join('\n')}`).toEqual([]);
    }
    // The roads were taken, each of them often.
    const roads = ['write', 'edit', 'delete', 'press', 'submit', 'merged', 'died'];
    for (const what of ['sent public', 'sent private', 'pressed in a PUBLIC preview', ...roads])
      expect(taken[what], what).toBeGreaterThan(runs / 20);
  },
  600_000,
);
