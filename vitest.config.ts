import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Hundreds of programs and readers of mail are started: each begins with what was compiled for the first. */
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'deskhand-compiled');

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Real queues take their time: npm run test:mail-long.
    exclude: ['tests/long/**'],
    globalSetup: ['tests/kit/servers.ts'],
    setupFiles: ['tests/kit/leaks.ts'],
    pool: 'forks',
    // Many tests wait for clocks and far sides: with one more than there are cores nothing stands idle.
    maxWorkers: 3,
    // Where nobody watches: a machine that stood still for seconds is asked once more, and what fails twice has failed.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
