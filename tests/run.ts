/**
 * `npm test`: types, lint, then every test. What the machine lacks (Chromium, Dovecot, a Postgres server) is said in one
 * line each and skipped; REQUIRE_ALL=1 makes a skip a failure. The last line is the tally.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const requireAll = process.env.REQUIRE_ALL === '1';
let passed = 0;
let failed = 0;
let skipped = 0;

function step(name: string, command: string, args: string[]): boolean {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  return status === 0;
}

for (const [name, command, args] of [
  ['types', 'tsc', ['--noEmit']],
  ['lint', 'biome', ['ci', '--colors=off', '.']],
] as const) {
  if (step(name, command, [...args])) passed++;
  else failed++;
}

const folder = mkdtempSync(join(tmpdir(), 'deskhand-tests-'));
const report = join(folder, 'report.json');
const clean = step('tests', 'vitest', [
  'run',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
try {
  const results = JSON.parse(readFileSync(report, 'utf8'));
  passed += results.numPassedTests;
  failed += results.numFailedTests;
  skipped += results.numPendingTests + (results.numTodoTests ?? 0);
  // A file that could not even be loaded has no tests to fail.
  const broken = results.testResults.filter(
    (file: { status: string; assertionResults: { status: string }[] }) =>
      file.status === 'failed' && !file.assertionResults.some(each => each.status === 'failed'),
  );
  for (const file of broken) console.log(`could not be run: ${file.name}\n${file.message ?? ''}`);
  failed += broken.length;
} catch {
  failed++;
  console.log('The tests ended without a report.');
}
rmSync(folder, { recursive: true, force: true });
if (!clean && failed === 0) failed++;
if (requireAll && skipped > 0) {
  console.log(`\nREQUIRE_ALL=1: ${skipped} skipped tests count as failed. Install what the lines above name.`);
  failed += skipped;
  skipped = 0;
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
