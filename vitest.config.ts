import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/kit/order.ts';

/** Hundreds of programs and readers of mail are started: each begins with what was compiled for the first. */
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'deskhand-compiled');

/** Folders of tests lie in memory where there is room: a commit waits for no disk, and what is tested is not the disk. */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 1024 ** 3;
if (existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > ROOM_BYTES) process.env.TMPDIR = MEMORY;
}

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Real queues take their time: npm run test:mail-long. What is not installed with us: npm run test:teams-ai.
    exclude: ['tests/long/**', 'tests/teams-ai/**'],
    globalSetup: ['tests/kit/servers.ts'],
    setupFiles: ['tests/kit/leaks.ts'],
    sequence: { sequencer: LongestFirst },
    pool: 'forks',
    // As the program runs them: by Node itself, which strips the types. Nothing is transformed, and nothing is mocked.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // A worker runs some hundred files in one process: with room for new objects most of them are gone before they are moved.
    execArgv: ['--min-semi-space-size=16', '--max-semi-space-size=64'],
    // A file finds what the one before it has loaded; kit/leaks.ts sees to it that nothing else is left.
    isolate: false,
    // Half of a test's time is waiting for processes, browsers and far sides: on two cores four keep both at work.
    maxWorkers: 4,
    // Where nobody watches: a machine that stood still for seconds is asked once more, and what fails twice has failed.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
