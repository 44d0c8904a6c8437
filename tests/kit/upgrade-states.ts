/** The kept databases, one for each state of the tables that was released, and how their rows are read. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import pg from 'pg';
import { journal, migrationsOf } from '../../src/store/migrations.ts';

type Kind = 'sqlite' | 'postgres';
const FOLDER = join(import.meta.dirname, '../fixtures/upgrades');

/** Rows of each table, as text, each sorted: what was there before is looked for in what is there after. */
export type Snapshot = Map<string, Record<string, string>[]>;

/** Names of the states, oldest first. */
export function statesOf(kind: Kind): string[] {
  return journal(migrationsOf(kind)).map(each => each.tag);
}

export function stateFile(kind: Kind, tag: string): string {
  return join(FOLDER, kind, `${tag}.${kind === 'sqlite' ? 'db' : 'sql'}.br`);
}

/** Puts a database in this state at `file`, where nothing is yet. */
export function putState(tag: string, file: string): void {
  writeFileSync(file, brotliDecompressSync(readFileSync(stateFile('sqlite', tag))), { mode: 0o600, flag: 'wx' });
}

/** Fills an empty database. */
export async function fillState(tag: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(brotliDecompressSync(readFileSync(stateFile('postgres', tag))).toString('utf8'));
  } finally {
    await client.end();
  }
}

/** Not ours, or made anew from the others: the index of words, and who changed the tables. */
const LEFT_OUT = /^(sqlite_|messages_fts)/;
const CHANGED_BY = 'tables_changed_by';

/** Every value as the engine itself writes it, so that nothing is lost on the way. */
export function snapshotSqlite(file: string): Snapshot {
  const client = new Database(file, { readonly: true });
  try {
    const tables = client.prepare(`select name from sqlite_master where type = 'table'`).all() as { name: string }[];
    return new Map(
      tables
        .filter(({ name }) => !LEFT_OUT.test(name))
        .map(({ name }) => {
          const columns = (client.pragma(`table_info("${name}")`) as { name: string }[]).map(each => each.name);
          const asked = columns.map(each => `quote("${each}") as "${each}"`).join(', ');
          return [name, sorted(client.prepare(`select ${asked} from "${name}"`).all() as Record<string, string>[])];
        }),
    );
  } finally {
    client.close();
  }
}

export async function snapshotPostgres(url: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; columns: string[] }>(
      `select table_name as name, array_agg(column_name::text order by ordinal_position) as columns
       from information_schema.columns where table_schema = 'public' group by table_name`,
    );
    const found: Snapshot = new Map();
    for (const { name, columns } of rows) {
      const asked = columns.map(each => `"${each}"::text as "${each}"`).join(', ');
      found.set(name, sorted((await client.query(`select ${asked} from "${name}"`)).rows));
    }
    const made = await client.query('select hash, created_at::text from drizzle.__drizzle_migrations');
    return found.set('__drizzle_migrations', sorted(made.rows));
  } finally {
    await client.end();
  }
}

function sorted(rows: Record<string, string>[]): Record<string, string>[] {
  return rows
    .filter(each => !each.id?.includes(CHANGED_BY))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/**
 * What is not as it was, in words. Each row from before has to be there after, column by column; a column that is new holds
 * nothing, or what its declaration says.
 */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const found: string[] = [];
  for (const [table, rows] of before) {
    const now = after.get(table);
    if (!now) {
      found.push(`${table} is gone`);
      continue;
    }
    if (table !== '__drizzle_migrations' && now.length !== rows.length)
      found.push(`${table} has ${now.length} rows, and had ${rows.length}`);
    const columns = Object.keys(rows[0] ?? {});
    const there = new Map<string, number>();
    const keyOf = (row: Record<string, string>) => JSON.stringify(columns.map(each => row[each]));
    for (const row of now) there.set(keyOf(row), (there.get(keyOf(row)) ?? 0) + 1);
    for (const row of rows) {
      const left = there.get(keyOf(row)) ?? 0;
      if (left === 0) found.push(`${table} lacks ${JSON.stringify(row).slice(0, 300)}`);
      there.set(keyOf(row), left - 1);
    }
    for (const row of now)
      for (const [column, value] of Object.entries(row))
        if (
          columns.length &&
          !columns.includes(column) &&
          ![null, 'NULL', ...(DEFAULTS[`${table}.${column}`] ?? [])].includes(value)
        )
          found.push(`${table}.${column} is new and holds ${value}`);
  }
  return found;
}

/** New columns that hold something from the beginning, as the engines write it. */
const DEFAULTS: Record<string, string[]> = { 'jobs.slot': ['rest', `'rest'`] };
