/** `deskhand backup` and `deskhand restore`: a consistent copy while the service runs, checked before it is trusted. */
import { existsSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readStart } from '../app/adapters.ts';
import { systemClock } from '../app/world.ts';
import type { Env, Settings } from '../settings/env.ts';
import { writtenKey } from '../settings/key-file.ts';
import { checkCopy, type Found, noteRestore, putBeside, refuseRunning, swapIn } from '../store/backup.ts';
import { listFile, readList } from '../store/erase/list.ts';
import { freeName } from '../store/migrations.ts';
import { makePrivateFolder } from '../store/private-files.ts';
import { parseKeys } from '../store/secrets.ts';
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
  console.log(contentWords(file, checkCopy(file)));
  console.log(
    `${file} is complete and was checked. Keep deskhand.key, from beside the database, in another place with it.`,
  );
}

/**
 * Nothing of the database that is there is touched before the backup lies beside it, whole and checked.
 * @param force replaces a database that is there; it is kept beside it
 * @param withoutKey the key that sealed the passwords is lost for good
 */
export async function restore(env: Env, file: string, force: boolean, withoutKey = false): Promise<void> {
  const { settings } = readStart(env);
  const target = sqliteFile(settings);
  if (!existsSync(file)) throw new Error(`${file} is not there. Name a backup made by "deskhand backup".`);
  // Read before anything is changed: a list that cannot be read would let somebody come back.
  const erased = readList(listFile(target)).length;
  const isThere = existsSync(target);
  if (isThere && !force) {
    checkCopy(file);
    throw new Error(
      `There is a database at ${target}. Stop the service and add --force; the old one is kept beside it.`,
    );
  }
  if (isThere) refuseRunning(target);
  const { coming, found } = putBeside(file, target);
  if (!withoutKey) checkKey(settings, target, coming, found);
  const isNoted = noteRestore(coming, systemClock.now());
  console.log(contentWords(file, found));
  const kept = isThere ? freeName(`${target}.before-restore`) : null;
  swapIn(coming, target, kept);
  if (kept) console.log(`The database that was there is kept as ${kept}.`);
  if (!isNoted) console.log('Its version kept no audit trail yet: this restore stands in none.');
  if (erased) await eraseAgain(env);
  console.log(`${file} is in place. Start the service again.`);
}

/** What an admin can tell by whether it is the right one. */
function contentWords(file: string, { enquiries, newest, steps }: Found): string {
  const many = enquiries === 1 ? '1 enquiry' : `${enquiries} enquiries`;
  const until = newest === null ? 'nothing has happened in it yet' : `the newest entry is of ${minuteOf(newest)}`;
  const older = steps.length
    ? ` It is of an older version: the next start of this one makes ${steps.length === 1 ? '1 change' : `${steps.length} changes`} to its tables.`
    : '';
  return `${file} is whole: ${many}; ${until}.${older}`;
}

function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** @throws Error when the passwords in it were sealed with other keys than the one that is at hand */
function checkKey(settings: Settings, target: string, coming: string, { sealedWith }: Found): void {
  const written = writtenKey(settings);
  const ours = written ? parseKeys(written).map(each => each.id) : [];
  const strange = [...sealedWith.keys()].filter(id => !ours.includes(id));
  if (!strange.length || strange.length < sealedWith.size) return;
  const count = [...sealedWith.values()].reduce((sum, each) => sum + each, 0);
  rmSync(coming);
  const put = `Put the deskhand.key that belongs to it beside ${target}, or set DESKHAND_SECRET_KEY to it`;
  throw new Error(
    `The key does not fit this backup: ${count === 1 ? '1 password in it was' : `${count} passwords in it were`} sealed with the key ${strange.join(', ')}, and ${ours.length ? `the key here is ${ours.join(', ')}` : 'there is no key here'} (fingerprints). Nothing was changed. ${put}, then restore again. Only if it is lost for good, add --without-key: everything else comes back, and you enter the passwords again.`,
  );
}

function sqliteFile(settings: Settings): string {
  if (settings.databaseUrl.startsWith('sqlite:')) return settings.databaseUrl.slice('sqlite:'.length);
  throw new Error('A PostgreSQL database is restored with its own tool: pg_restore --clean --dbname <url> <file>.');
}
