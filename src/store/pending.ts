/** What an upgrade would change in the database, found without changing anything. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from './engine.ts';
import { roomFor } from './migrate-sqlite.ts';
import { beforeMigration, journal, pendingOf } from './migrations.ts';
import { appliedIn, whoChanged } from './recorded.ts';

export interface Pending {
  /** Null: there is no database yet, and the first start makes it. */
  database: 'sqlite' | 'postgres' | null;
  /** Names of the changes that the next start makes, in order. */
  steps: string[];
  /** How many it has. */
  done: number;
  /** SQLite: where the start puts a copy before it changes anything, and what that takes of the disk, in bytes. */
  copy: { file: string; bytes: number; freeBytes: number } | null;
}

/**
 * @param url `sqlite:<path>` or `postgres://...`
 * @throws StoreError when the database is newer than this program, cannot be opened, or is damaged
 */
export async function pendingMigrations(url: string): Promise<Pending> {
  if (url.startsWith('sqlite:')) return ofSqlite(url.slice('sqlite:'.length));
  const { pendingInPostgres } = await import('./migrate-postgres.ts');
  const found = await pendingInPostgres(url);
  return { ...found, database: found.done ? 'postgres' : null, copy: null };
}

function ofSqlite(file: string): Pending {
  if (!existsSync(file)) return { database: null, ...pendingOf([], journal()), copy: null };
  const client = open(file);
  try {
    const found = pendingOf(appliedIn(client), journal(), whoChanged(client));
    const disk = statfsSync(dirname(resolve(file)));
    const copy = { file: beforeMigration(file, found.steps[0]), bytes: roomFor(file) };
    const needed = found.done > 0 && found.steps.length > 0;
    return {
      ...found,
      database: found.done ? 'sqlite' : null,
      copy: needed ? { ...copy, freeBytes: disk.bavail * disk.bsize } : null,
    };
  } finally {
    client.close();
  }
}

function open(file: string): Database.Database {
  try {
    return new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new StoreError(
      `The database ${file} cannot be opened: ${(error as Error).message}. Check that whoever runs this command may read it.`,
    );
  }
}
