/**
 * Changes the tables of a SQLite file: a copy first, verified; then everything in one transaction, so that whatever breaks
 * on the way leaves the database as it was.
 */
import { renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { AlreadyRunning, holdAlone } from './alone.ts';
import { checkCopy, toDisk } from './backup.ts';
import { StoreError } from './engine.ts';
import { copiesOf } from './erase/list.ts';
import {
  beforeMigration,
  changedWords,
  journal,
  type Migration,
  migrationsOf,
  missingOf,
  recordChange,
  refuseNewer,
} from './migrations.ts';
import { makePrivateFile } from './private-files.ts';
import { appliedIn, whoChanged } from './recorded.ts';

/** The way back from the last three upgrades; each copy takes as much of the disk as the database. */
const COPIES_KEPT = 3;
/** What a migration writes beside the copy: indexes of one table, and the log. */
const SPARE_SHARE = 0.25;
/** A file is never divided: ids are unique in it by themselves. */
export const SQLITE_KEY = 'id';
const MIGRATIONS = migrationsOf('sqlite');
const JOURNAL_TABLE = `create table if not exists "__drizzle_migrations" (
  id serial primary key, hash text not null, created_at numeric)`;

/**
 * @param file null for one in memory
 * @param isAlone this process holds the file for itself already
 * @returns what was done, in words; null where there was nothing to do, or nothing to lose
 * @throws StoreError a sentence; the database is as it was then
 */
export function migrateSqlite(client: Database.Database, file: string | null, isAlone: boolean): string | null {
  const found = missingIn(client);
  if (!found.missing.length) return null;
  if (!found.hasData || !file) {
    change(client, file);
    return null;
  }
  // Whoever works on the tables meanwhile would do it by what an older version knows of them.
  const alone = isAlone ? null : aloneFor(file);
  try {
    // Whoever was here before may have done it.
    const { missing } = missingIn(client);
    if (!missing.length) return null;
    const copy = copyFirst(client, file, missing[0]!.tag);
    // Also those that nights of kills and starts left.
    forgetOldCopies(file);
    try {
      change(client, file);
    } catch (error) {
      // The database is as it was; a start that is tried again and again does not fill the disk.
      rmSync(copy, { force: true });
      throw error;
    }
    return changedWords(
      missing.map(each => each.tag),
      `As it was before, the database is kept as ${copy}.`,
    );
  } finally {
    alone?.release();
  }
}

function missingIn(client: Database.Database): { missing: Migration[]; hasData: boolean } {
  const applied = appliedIn(client);
  refuseNewer(applied, journal(MIGRATIONS), whoChanged(client));
  return { missing: missingOf(applied, MIGRATIONS), hasData: applied.length > 0 };
}

function aloneFor(file: string) {
  try {
    return holdAlone(file);
  } catch (error) {
    if (!(error instanceof AlreadyRunning)) throw error;
    throw new StoreError(
      `The tables of ${file} have to be changed for this version, and Deskhand is already running on it${error.holder}. Nothing was changed. Stop that one, or wait until its upgrade is done; then do it again.`,
    );
  }
}

/** All of it or nothing. What is missing is asked again inside: of several on a new file, one makes the tables. */
function change(client: Database.Database, file: string | null): void {
  // A rebuilt table is dropped on the way; with foreign keys on, its children would go with it, without an error.
  client.pragma('foreign_keys = OFF');
  try {
    client.exec('begin immediate');
    const { missing } = missingIn(client);
    client.exec(JOURNAL_TABLE);
    const record = client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)');
    for (const { statements, hash, when } of missing) {
      for (const statement of statements) client.exec(statement);
      record.run(hash, when);
    }
    if (missing.length) client.exec(recordChange(missing.at(-1)!.tag, SQLITE_KEY));
    const broken = client.pragma('foreign_key_check') as unknown[];
    if (broken.length)
      throw new StoreError(
        `The database ${file ?? ''} would have ${broken.length} broken references after the change of its tables. Nothing was changed: start the version from before, and report this.`,
      );
    client.exec('commit');
  } catch (error) {
    if (client.open && client.inTransaction) client.exec('rollback');
    throw error;
  } finally {
    if (client.open) client.pragma('foreign_keys = ON');
  }
}

/** A copy counts only once it is whole: until then it has another name, under which nobody looks for it. */
function copyFirst(client: Database.Database, file: string, tag: string): string {
  const copy = beforeMigration(file, tag);
  const disk = statfsSync(dirname(resolve(file)));
  if (disk.bavail * disk.bsize < roomFor(file))
    throw new StoreError(
      `There is no room for a copy of ${file} before its tables are changed. Free as much space as the file takes, then start again.`,
    );
  const part = `${file}.before-part`;
  rmSync(part, { force: true });
  // A copy is for nobody else on this machine either; SQLite writes into a file that is empty.
  makePrivateFile(part);
  try {
    client.prepare('vacuum into ?').run(part);
    checkCopy(part);
    toDisk(part);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  renameSync(part, copy);
  return copy;
}

/** Bytes that a copy of this file takes, and the change after it. */
export function roomFor(file: string): number {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return Math.ceil((statSync(file).size + log) * (1 + SPARE_SHARE));
}

/** Only those that upgrades made; what a restore replaced is somebody's to delete. */
function forgetOldCopies(file: string): void {
  const made = copiesOf(file)
    .filter(each => /\.before-\d{4}_\w+(-\d+)?$/.test(each))
    .map(each => ({ each, at: statSync(each).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { each } of made.slice(COPIES_KEPT)) rmSync(each, { force: true });
}
