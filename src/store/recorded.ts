/** What a SQLite file says of itself: which changes to its tables were made, and by which version. */
import type Database from 'better-sqlite3';
import { type ChangedBy, changedByOf, WHO_CHANGED } from './migrations.ts';

/** The times of the migrations that were made in this file. */
export function appliedIn(client: Database.Database): number[] {
  if (!hasTable(client, '__drizzle_migrations')) return [];
  const rows = client.prepare('select created_at as at from __drizzle_migrations').all() as { at: number }[];
  return rows.map(row => Number(row.at));
}

export function whoChanged(client: Database.Database): ChangedBy | null {
  if (!hasTable(client, 'settings')) return null;
  const row = client.prepare(WHO_CHANGED).get() as { value: string } | undefined;
  return changedByOf(row?.value);
}

export function hasTable(client: Database.Database, name: string): boolean {
  return client.prepare(`select 1 from sqlite_master where type = 'table' and name = ?`).get(name) !== undefined;
}
