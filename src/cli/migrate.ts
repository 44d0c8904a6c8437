/** `deskhand migrate`: upgrades the tables, as every start does; for those who want it as a step of its own. */

import { readStart } from '../app/adapters.ts';
import type { Env } from '../settings/env.ts';
import { openEngine } from '../store/store.ts';

export async function migrate(env: Env): Promise<void> {
  const { settings } = readStart(env);
  const engine = await openEngine(settings.databaseUrl, 'migrate');
  await engine.close();
  console.log('The tables are up to date.');
}
