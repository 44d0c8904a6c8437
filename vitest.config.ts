import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Real queues take their time: npm run test:mail-long.
    exclude: ['tests/long/**'],
    globalSetup: ['tests/kit/servers.ts'],
    setupFiles: ['tests/kit/leaks.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
