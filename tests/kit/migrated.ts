/** A SQLite file with all its tables, copied: to make them anew costs more than most of what a test does with them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Engine } from '../../src/store/engine.ts';
import { openSqlite, type SqliteOptions } from '../../src/store/sqlite.ts';

let made: Promise<Buffer> | undefined;

async function make(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-migrated-'));
  const file = join(folder, 'd.db');
  await (await openSqlite(file)).close();
  // In memory there is no log beside the file.
  const client = new Database(file);
  client.pragma('journal_mode = DELETE');
  client.close();
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

/** Puts it at `file`, where nothing is yet, readable by its owner alone. */
export async function putMigrated(file: string): Promise<void> {
  made ??= make();
  writeFileSync(file, await made, { mode: 0o600, flag: 'wx' });
}

/** In memory, where nothing of it stays. */
export async function openMemory(options: SqliteOptions = {}): Promise<Engine> {
  made ??= make();
  return openSqlite(':memory:', { ...options, image: await made });
}
