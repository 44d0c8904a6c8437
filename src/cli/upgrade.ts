/** `deskhand upgrade`: what this version would change in the database, and the change itself. */
import { resolve } from 'node:path';
import { readStart } from '../app/adapters.ts';
import { VERSION } from '../server/version.ts';
import type { Env } from '../settings/env.ts';
import { type Pending, pendingMigrations } from '../store/pending.ts';
import { openEngine } from '../store/store.ts';

const MB = 1_000_000;

/**
 * @param check only look: settings are read as this version reads them, and nothing is written
 * @throws a sentence, when this version cannot start on this database or with these settings
 */
export async function upgrade(env: Env, check: boolean): Promise<void> {
  const { settings, notes } = readStart(env);
  const url = settings.databaseUrl;
  const found = await pendingMigrations(url);
  console.log(`Deskhand ${VERSION} on Node ${process.versions.node}; the settings are fine.`);
  for (const note of notes) console.log(note);
  for (const line of wordsOf(found, check)) console.log(line);
  const { copy } = found;
  if (copy && copy.freeBytes < copy.bytes)
    throw new Error(
      `There is no room for that copy: ${mb(copy.freeBytes)} are free. Free as much space as the database takes, then do it again.`,
    );
  if (check || !found.database || !found.steps.length) return;
  // As a service: nobody may work on the tables while they change.
  const engine = await openEngine(url, 'upgrade', {
    onDamage: words => console.error(words),
    onChange: words => console.log(words),
  });
  await engine.close();
  console.log('The tables are up to date. Start the service.');
}

function wordsOf({ database, steps, done, copy }: Pending, check: boolean): string[] {
  if (!database) return ['There is no database yet: the first start makes it.'];
  if (!steps.length) return [`The tables have all ${done} changes that this version knows: nothing would change.`];
  const one = steps.length === 1;
  const when = check ? `the next start makes ${one ? 'it' : 'them'}` : `${one ? 'it is' : 'they are'} made now`;
  return [
    `${one ? '1 change' : `${steps.length} changes`} to the tables ${one ? 'is' : 'are'} missing; ${when}: ${steps.join(', ')}.`,
    ...(copy
      ? [
          `Before that it is copied to ${resolve(copy.file)} (${mb(copy.bytes)}). To go back: start the old version after "deskhand restore ${copy.file} --force".`,
        ]
      : []),
    ...(database === 'postgres'
      ? [
          'PostgreSQL is not copied by itself. Stop every process and copy it first: pg_dump --format=custom --file before.dump <url>.',
        ]
      : []),
  ];
}

function mb(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / MB))} MB`;
}
