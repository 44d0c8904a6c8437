/** `deskhand backup` and `deskhand restore`: a consistent copy while the service runs, checked before it is trusted. */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import type { Env, Settings } from '../app/env.ts';
import { readStart } from '../app/settings.ts';
import { checkCopy } from '../store/backup.ts';
import { openEngine } from '../store/store.ts';

export async function backup(env: Env, file: string): Promise<void> {
  const { settings } = readStart(env);
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
  if (existsSync(target)) {
    if (!force)
      throw new Error(
        `There is a database at ${target}. Stop the service and add --force; the old one is kept beside it.`,
      );
    const kept = `${target}.before-restore`;
    rmSync(kept, { force: true });
    // The old one is brought to a single file first: its last writes are still in the log beside it.
    const engine = await openEngine(settings.databaseUrl, 'restore');
    await engine.backup(kept);
    await engine.close();
    for (const part of ['', '-wal', '-shm']) rmSync(`${target}${part}`, { force: true });
    console.log(`The database that was there is kept as ${kept}.`);
  }
  copyFileSync(file, `${target}.restoring`);
  renameSync(`${target}.restoring`, target);
  console.log(`${file} is in place. Start the service again.`);
}

function sqliteFile(settings: Settings): string {
  if (settings.databaseUrl.startsWith('sqlite:')) return settings.databaseUrl.slice('sqlite:'.length);
  throw new Error('A PostgreSQL database is restored with its own tool: pg_restore --clean --dbname <url> <file>.');
}
