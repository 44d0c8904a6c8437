import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where tests/teams-ai.ts has installed the packages that are not ours. */
const folder = process.env.TEAMS_AI_FOLDER ?? '.';

export default defineConfig({
  resolve: { alias: { '@microsoft/teams-ai': join(folder, 'node_modules/@microsoft/teams-ai/lib/index.js') } },
  test: {
    include: ['tests/teams-ai/**/*.test.ts'],
    setupFiles: ['tests/kit/leaks.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
