/** Checks backups of a database and restores them in place of the current one. */
import { chmodSync, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { AlreadyRunning, holdAlone } from './alone.ts';
import { isDamage } from './damage.ts';
import { StoreError } from './engine.ts';
import { FILE_MODE, makePrivateFolder } from './private-files.ts';

export function checkCopy(file: string): void {
  let client: Database.Database | null = null;
  try {
    client = new Database(file, { readonly: true, fileMustExist: true });
    const [first] = client.pragma('quick_check') as { quick_check: string }[];
    if (first?.quick_check !== 'ok')
      throw new StoreError(`${file} is damaged: ${first?.quick_check}. Use another backup.`);
    const table = client.prepare(`select 1 from sqlite_master where name = 'enquiries'`).get();
    if (!table) throw new StoreError(`${file} is not a Deskhand backup. Name a file made by "deskhand backup".`);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      `${file} cannot be opened as a database: ${(error as Error).message}. Name a file made by "deskhand backup".`,
    );
  } finally {
    client?.close();
  }
}

/**
 * Moves a database out of the way, with everything that belongs to it. Only while no service runs on it; a damaged one is
 * moved as it is, its log beside it.
 */
export function putAside(file: string, kept: string): void {
  const alone = aloneOn(file);
  try {
    const whole = toSingleFile(file);
    renameSync(file, kept);
    for (const companion of ['-wal', '-shm'])
      if (existsSync(`${file}${companion}`))
        if (whole) rmSync(`${file}${companion}`);
        else renameSync(`${file}${companion}`, `${kept}${companion}`);
  } finally {
    alone.release();
  }
}

/** @throws StoreError with what to do, while a service runs on it */
function aloneOn(file: string) {
  try {
    return holdAlone(file);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    throw new StoreError(`Deskhand is running on ${file}${error.holder}. Stop it first, then restore again.`);
  }
}

/** Takes the log into the database, which works only while nobody else has it open. False when it is damaged. */
function toSingleFile(file: string): boolean {
  const client = new Database(file);
  try {
    const mode = client.pragma('journal_mode = DELETE', { simple: true });
    if (mode === 'delete') return true;
  } catch (error) {
    if (isDamage(error)) return false;
  } finally {
    client.close();
  }
  throw new StoreError(
    `Something is still working on ${file}. Stop Deskhand and its commands first, then restore again.`,
  );
}

/** Puts a copy in place, whole or not at all, for nobody else on this machine. */
export function putInPlace(copy: string, file: string): void {
  makePrivateFolder(dirname(resolve(file)));
  const coming = `${file}.restoring`;
  rmSync(coming, { force: true });
  copyFileSync(copy, coming);
  // It came with the rights of the backup.
  chmodSync(coming, FILE_MODE);
  // The log of a database that somebody deleted must not be played into this one.
  for (const companion of ['-wal', '-shm']) rmSync(`${file}${companion}`, { force: true });
  renameSync(coming, file);
}
