/** `deskhand backup` and `deskhand restore`: a consistent copy while the service runs, checked before it is trusted. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readStart } from '../app/adapters.ts';
import { systemClock } from '../app/world.ts';
import { auditOps } from '../ports/audit.ts';
import type { Env, Settings } from '../settings/env.ts';
import { checkCopy, putAside, putInPlace } from '../store/backup.ts';
import { listFile, readList } from '../store/erase/list.ts';
import { makePrivateFolder } from '../store/private-files.ts';
import { everyWorkspace } from '../store/queries/installation.ts';
import { openEngine } from '../store/store.ts';
import { eraseAgain } from './erase.ts';

export async function backup(env: Env, file: string): Promise<void> {
  const { settings } = readStart(env);
  makePrivateFolder(dirname(resolve(file)));
  const engine = await openEngine(settings.databaseUrl, 'backup');
  try {
    if (engine.kind === 'sqlite') console.log(`Copying to ${file} …`);
    await engine.backup(file);
  } finally {
    await engine.close();
  }
  checkCopy(file);
  console.log(
    `${file} is complete and was checked. Keep deskhand.key, from beside the database, in another place with it.`,
  );
}

export async function restore(env: Env, file: string, force: boolean): Promise<void> {
  const { settings } = readStart(env);
  const target = sqliteFile(settings);
  if (!existsSync(file)) throw new Error(`${file} is not there. Name a backup made by "deskhand backup".`);
  checkCopy(file);
  // Read before anything is changed: a list that cannot be read would let somebody come back.
  const erased = readList(listFile(target)).length;
  if (existsSync(target)) {
    if (!force)
      throw new Error(
        `There is a database at ${target}. Stop the service and add --force; the old one is kept beside it.`,
      );
    const kept = freeName(`${target}.before-restore`);
    putAside(target, kept);
    console.log(`The database that was there is kept as ${kept}.`);
  }
  putInPlace(file, target);
  await writeDown(settings.databaseUrl);
  if (erased) await eraseAgain(env);
  console.log(`${file} is in place. Start the service again.`);
}

/** In the trail of each workspace of the database that is in place now. */
async function writeDown(databaseUrl: string): Promise<void> {
  const engine = await openEngine(databaseUrl, 'restore');
  try {
    for (const { id } of await everyWorkspace(engine)) {
      const line = { act: 'restore', by: null, via: 'cli' } as const;
      await engine.commit(auditOps({ workspaceId: id, clock: systemClock }, line), id);
    }
  } finally {
    await engine.close();
  }
}

/** The first name that nothing has yet: a second restore must not throw away what the first one kept. */
function freeName(name: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}-${n}`;
    if (!existsSync(candidate)) return candidate;
  }
}

function sqliteFile(settings: Settings): string {
  if (settings.databaseUrl.startsWith('sqlite:')) return settings.databaseUrl.slice('sqlite:'.length);
  throw new Error('A PostgreSQL database is restored with its own tool: pg_restore --clean --dbname <url> <file>.');
}
