/** `npm run test:mail-long`: the longer tests of mail. REQUIRE_ALL=1 makes a skip a failure. The last line is the tally. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'deskhand-long-'));
const report = join(folder, 'report.json');
const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
const { status } = spawnSync(
  'vitest',
  ['run', '--config', 'vitest.long.config.ts', ...reporters, ...process.argv.slice(2)],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
let [passed, failed, skipped] = [0, status === 0 ? 0 : 1, 0];
try {
  const results = JSON.parse(readFileSync(report, 'utf8'));
  passed = results.numPassedTests;
  failed = Math.max(failed, results.numFailedTests);
  skipped = results.numPendingTests + (results.numTodoTests ?? 0);
} catch {
  console.log('The tests ended without a report.');
  failed = Math.max(1, failed);
}
rmSync(folder, { recursive: true, force: true });
if (process.env.REQUIRE_ALL === '1' && skipped > 0) {
  console.log(`REQUIRE_ALL=1: ${skipped} skipped tests count as failed. Install what the lines above name.`);
  failed += skipped;
  skipped = 0;
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
