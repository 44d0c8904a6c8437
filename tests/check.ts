/** `npm run check`: what a change breaks first, within a minute on two cores. All steps run beside each other. */
import { spawn } from 'node:child_process';

const FLOWS = ['acts', 'intake/intake', 'reply', 'handling', 'waiting'];
const DESKS = ['desks/deliveries', 'desks/post-once', 'desks/rights', 'desks/troubles'];
const TESTS = ['tidy', 'core/', 'desk/', ...DESKS, ...FLOWS].map(each => `tests/${each}`);

const STEPS: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['--noEmit']],
  ['lint', 'biome', ['ci', '--colors=off', '.']],
  ['tidy, core, desk, desks, flows', 'vitest', ['run', '--reporter=agent', ...TESTS]],
  ['ten days of trouble', 'node', ['tests/sim/run.ts', '--seeds', '10']],
];

/** @returns whether it went well; what it said is shown when it is over */
function step([name, command, args]: (typeof STEPS)[number]): Promise<boolean> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const from of [child.stdout, child.stderr]) from.on('data', chunk => (said += chunk));
  return new Promise(resolve =>
    child.once('close', code => {
      console.log(`\n== ${name}: ${code === 0 ? 'well' : 'failed'}\n${said.trim()}`);
      resolve(code === 0);
    }),
  );
}

const well = await Promise.all(STEPS.map(step));
process.exitCode = well.every(Boolean) ? 0 : 1;
