import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Programs and readers of mail that are started begin with what was compiled for the first. */
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'deskhand-compiled');

/** The longer tests of mail: real mail servers with their queues and their patience. `npm run test:mail-long` */
export default defineConfig({
  test: {
    include: ['tests/long/**/*.test.ts'],
    globalSetup: ['tests/kit/servers.ts'],
    setupFiles: ['tests/kit/leaks.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // As in vitest.config.ts: a machine that stood still for seconds is asked once more.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // The mail server of the tests signs its own certificate.
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' },
  },
});
