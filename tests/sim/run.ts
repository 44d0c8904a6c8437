/** `npm run sim -- --seed N --steps M [--seeds K] [--plant fault] [--on x]`: the simulators from the command line. */
import { parseArgs } from 'node:util';
import { simulate } from './sim.ts';
import type { Plant } from './world.ts';
import type { Plant as PlantOnX } from './x/world.ts';
import { simulateX } from './x.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '120' },
    seeds: { type: 'string', default: '1' },
    plant: { type: 'string' },
    on: { type: 'string' },
  },
});
const [first, count] = [Number(values.seed), Number(values.seeds)];
const onX = values.on === 'x';
const steps = Number(values.steps);
const run = async (seed: number) => {
  if (!onX) return simulate({ seed, steps, plant: (values.plant as Plant) ?? null });
  const { sent, crashes } = await simulateX({ seed, steps, plant: (values.plant as PlantOnX) ?? null });
  return { deliveries: sent, crashes };
};
let total = { deliveries: 0, crashes: 0 };
for (let seed = first; seed < first + count; seed++) {
  try {
    const { deliveries, crashes } = await run(seed);
    total = { deliveries: total.deliveries + deliveries, crashes: total.crashes + crashes };
  } catch (error) {
    console.error(
      `seed ${seed}: ${(error as Error).message}\nSee it again with: npm run sim -- --seed ${seed} --steps ${steps}${onX ? ' --on x' : ''}`,
    );
    process.exit(1);
  }
  if ((seed - first + 1) % 50 === 0)
    console.log(`${seed - first + 1} of ${count} seeds, ${total.deliveries} replies sent, ${total.crashes} crashes`);
}
console.log(
  `All promises held: ${count} seeds from ${first}, ${steps} steps each, ${total.deliveries} replies sent, ${total.crashes} crashes.`,
);
