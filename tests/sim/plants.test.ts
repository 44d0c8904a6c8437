import { describe, expect, test } from 'vitest';
import { simulate } from './sim.ts';
import { PLANTS, type Plant } from './world.ts';

const STEPS = 100;

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

/** The seeds before these do not show it: looking begins here. */
const FIRST_SEED: Partial<Record<Plant, number>> = { twice: 6, 'undone-sent': 3, 'undo-forgotten': 2, stuck: 13 };
const SEEDS = 25;

describe('each promise can be seen to break', () => {
  test.each(PLANTS)('a planted "%s" is found', async plant => {
    const found: string[] = [];
    const first = FIRST_SEED[plant] ?? 1;
    for (let seed = first; seed < first + SEEDS && found.length === 0; seed++) {
      await simulate({ seed, steps: STEPS, plant }).catch(error => found.push((error as Error).message));
    }
    expect(found[0]).toMatch(PROMISE[plant]);
  }, 180_000);
});
