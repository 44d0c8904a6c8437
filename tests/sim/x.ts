/**
 * Replays days of a shop on X with duplicates, faults of X before and after they had their effect, a database that refuses,
 * skewed clocks and processes that die, and checks the promises of the product after each step. What people do follows
 * from the seed; in which order the wire answers does not.
 */
import { HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import type { Engine } from '../../src/store/engine.ts';
import { someoneOnXActs } from './x/customers.ts';
import { type Ledger, makeLedger, pick } from './x/ledger.ts';
import { plantFault } from './x/plants.ts';
import { check } from './x/promises.ts';
import { staffAct } from './x/staff.ts';
import { makeWeather } from './x/weather.ts';
import { makeWorld, type Plant, type World } from './x/world.ts';

/** Shorter than the renewal of a lease: time does not jump over it. Further on it may, as on a machine that slept. */
const STEP_MS = 4 * SECOND;
const STEPPED_MS = 3 * MINUTE;
const JUMP_MS = MINUTE;
/** Whoever lost the lead is told within a third of its lease, ends what it did, and takes it up again a second later. */
const LED_AGAIN_MS = [6 * SECOND, 2 * SECOND];

export interface Played {
  posts: number;
  messages: number;
  sent: number;
  crashes: number;
  requests: number;
}

export async function simulateX({
  seed,
  steps,
  plant = null,
  engine,
}: {
  seed: number;
  steps: number;
  plant?: Plant | null;
  /** An empty database; without one SQLite in memory. */
  engine?: Engine;
}): Promise<Played> {
  const world = await makeWorld(seed, plant, engine);
  const ledger = makeLedger();
  const weather = makeWeather(world);
  const { random } = world;
  let [crashes, n] = [0, 0];
  const reviveAll = async () => {
    for (const each of world.processes.filter(({ alive }) => !alive)) {
      crashes++;
      await world.revive(each);
    }
  };
  try {
    // What is written before the account is connected is no enquiry.
    await pass(world, 100 * SECOND);
    for (let step = 0; step < steps; step++) {
      world.chance.crash = random() < 0.5 ? 0 : 0.002;
      world.chance.refusal = random() < 0.85 ? 0 : 0.03;
      await reviveAll();
      if (random() < 0.3) weather.turn();
      await act(world, ledger, ++n);
      await pass(world, howLong(random));
      if (plant) await plantFault(world, ledger, plant);
      await check(world, ledger, false);
    }
    Object.assign(world.chance, { crash: 0, refusal: 0 });
    await weather.clear();
    await reviveAll();
    await comeToRest(world);
    await check(world, ledger, true);
    const ours = [...world.x.posts(), ...world.x.dms()].filter(each => each.by === world.account.handle);
    return {
      posts: ledger.said.filter(each => each.side === 'public').length,
      messages: ledger.said.filter(each => each.side === 'private').length,
      sent: ours.filter(each => each.text.includes('(s')).length,
      ...{ crashes, requests: world.x.calls.length },
    };
  } finally {
    await world.close();
  }
}

/** Two things at once, on any process. */
async function act(world: World, ledger: Ledger, n: number): Promise<void> {
  const { random } = world;
  if (random() < 0.5) someoneOnXActs(world, ledger, n);
  const living = world.processes.filter(each => each.alive);
  if (living.length === 0) return;
  await Promise.all([2 * n, 2 * n + 1].map(each => staffAct(world, ledger, pick(random, living), each)));
}

function howLong(random: () => number): number {
  const dice = random();
  if (dice < 0.5) return Math.round(random() * 8 * SECOND);
  if (dice < 0.92) return Math.round(20 * SECOND + random() * 100 * SECOND);
  return Math.round(random() * 40 * MINUTE);
}

async function pass(world: World, ms: number): Promise<void> {
  const step = ms < STEPPED_MS ? STEP_MS : JUMP_MS;
  for (let left = ms; left > 0; left -= step) {
    world.clock.advance(Math.min(left, step));
    await work(world);
    await world.quiet();
  }
  await work(world);
}

/** Runs the due jobs of all processes at the same time; a death ends only its own. */
async function work({ processes }: World): Promise<void> {
  await Promise.all(
    processes.filter(each => each.alive).map(each => each.unlessDead(each.house.worker.drain().then(() => {}))),
  );
}

/** The weather has cleared: time passes until nothing is due, and until X was looked at for changes once more. */
async function comeToRest(world: World): Promise<void> {
  await pass(world, 2 * MINUTE);
  for (const [times, ms] of [
    [8, 5 * MINUTE],
    [3, HOUR],
    [3, 8 * HOUR],
  ] as const)
    for (let i = 0; i < times; i++) await rest(world, ms);
}

/** A jump is longer than any lease: after it somebody takes the lead again, and looks. */
async function rest(world: World, ms: number): Promise<void> {
  for (const each of [ms, ...LED_AGAIN_MS]) {
    world.clock.advance(each);
    await world.quiet();
    await work(world);
    await world.quiet();
  }
}
