/**
 * `npm run test:teams-ai`: the contract of Teams' drivers, for the one on `@microsoft/teams-ai`. Its packages are installed into
 * a folder that is removed afterwards; scripts of theirs do not run. Without a registry it is skipped, which REQUIRE_ALL=1
 * makes a failure. The last line is the tally.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGES = ['@microsoft/teams-ai@1.7.4', 'botbuilder@4.23.3', 'openai@4.77.4'];

const folder = mkdtempSync(join(tmpdir(), 'deskhand-teams-ai-'));
let [passed, failed, skipped] = [0, 0, 0];

function run(command: string, args: string[], cwd: string): boolean {
  const env = { ...process.env, TEAMS_AI_FOLDER: folder };
  return spawnSync(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  if (run('npm', ['install', ...quietly, ...PACKAGES], folder)) {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const clean = run('vitest', ['run', '--config', 'vitest.teams-ai.config.ts', ...reporters], process.cwd());
    const results = JSON.parse(readFileSync(report, 'utf8'));
    passed = results.numPassedTests;
    failed = Math.max(clean ? 0 : 1, results.numFailedTests);
    skipped = results.numPendingTests;
  } else {
    console.log(`${PACKAGES.join(', ')} could not be installed: is there a registry?`);
    skipped = 1;
  }
} catch (error) {
  console.log(`The tests ended without a report: ${error}`);
  failed = Math.max(1, failed);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (process.env.REQUIRE_ALL === '1' && skipped > 0) {
  console.log(`REQUIRE_ALL=1: ${skipped} skipped tests count as failed. Install what the lines above name.`);
  failed += skipped;
  skipped = 0;
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
