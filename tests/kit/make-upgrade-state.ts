/**
 * `npm run upgrade-state`: keeps the newest state of the tables as a small database of each engine, with a day that this
 * version played and with odd rows in every table. A state that is kept already stays as it is. PostgreSQL's `pg_dump` is
 * needed. `-- <tag> <file>`: an older state, from a database that its version filled.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import pg from 'pg';
import { type Migration, migrationsOf, missingOf } from '../../src/store/migrations.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { openHouse } from './house.ts';
import { type Column, type OddRow, oddRows } from './odd-rows.ts';
import { playDay } from './played-day.ts';
import { startPostgres } from './servers.ts';
import { stateFile, statesOf } from './upgrade-states.ts';

const NAME = 'deskhand_state';

async function play(file: string): Promise<void> {
  const engine = await openSqlite(file);
  const house = await openHouse({ engine });
  await playDay(house, 'before');
  await house.close();
  await engine.close();
}

function until(kind: 'sqlite' | 'postgres', tag: string): Migration[] {
  const all = missingOf([], migrationsOf(kind));
  return all.slice(0, all.findIndex(each => each.tag === tag) + 1);
}

/** What was played, as far as this state has tables and columns for it. */
function playedRows(played: Database.Database, columns: Column[]): OddRow[] {
  const table = columns[0]!.table;
  if (!played.prepare('select 1 from sqlite_master where name = ?').get(table)) return [];
  const has = (played.pragma(`table_info("${table}")`) as { name: string }[]).map(each => each.name);
  const names = columns.map(each => each.name).filter(each => has.includes(each));
  const rows = played
    .prepare(`select ${names.map(each => `"${each}"`).join(', ')} from "${table}"`)
    .safeIntegers()
    .all();
  return (rows as OddRow[]).filter(row => !/^(probe|tables_changed_by)$/.test(String(row.id)));
}

async function makePostgres(tag: string, client: pg.Client): Promise<Map<string, Column[]>> {
  await client.query(`create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
  for (const { statements, hash, when } of until('postgres', tag)) {
    for (const statement of statements) await client.query(statement);
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [hash, when]);
  }
  const { rows } = await client.query<Column>(
    `select c.table_name as "table", c.column_name as name, c.data_type as type, c.is_nullable = 'YES' as nullable,
       c.is_identity = 'YES' as counted, exists (
         select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = c.table_name::regclass and i.indisunique and a.attname = c.column_name) as "unique"
     from information_schema.columns c where c.table_schema = 'public' order by 1, c.ordinal_position`,
  );
  const tables = new Map<string, Column[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return tables;
}

async function fillPostgres(client: pg.Client, columns: Column[], rows: OddRow[]): Promise<void> {
  const table = columns[0]!.table;
  for (const row of rows) {
    const names = Object.keys(row);
    const values = names.map(name => {
      const { type } = columns.find(each => each.name === name)!;
      return type === 'boolean' && row[name] !== null ? Boolean(Number(row[name])) : row[name];
    });
    await client.query(
      `insert into "${table}" (${names.map(each => `"${each}"`).join(', ')}) overriding system value
       values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      values,
    );
    const counted = columns.find(each => each.counted && names.includes(each.name));
    if (counted)
      await client.query(
        `select setval(pg_get_serial_sequence('${table}', '${counted.name}'), max("${counted.name}")) from "${table}"`,
      );
  }
}

function makeSqlite(tag: string, file: string): Database.Database {
  const client = new Database(file);
  client.exec(`create table "__drizzle_migrations" (id serial primary key, hash text not null, created_at numeric)`);
  for (const { statements, hash, when } of until('sqlite', tag)) {
    for (const statement of statements) client.exec(statement);
    client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run(hash, when);
  }
  return client;
}

function fillSqlite(client: Database.Database, table: string, rows: OddRow[]): void {
  for (const row of rows) {
    const names = Object.keys(row);
    const values = names.map(each => (typeof row[each] === 'boolean' ? Number(row[each]) : row[each]));
    client
      .prepare(
        `insert into "${table}" (${names.map(each => `"${each}"`).join(', ')}) values (${names.map(() => '?').join(', ')})`,
      )
      .run(...values);
  }
}

function dump(url: string): string {
  const base = '/usr/lib/postgresql';
  const beside = existsSync(base) ? join(base, readdirSync(base).sort().at(-1)!, 'bin/pg_dump') : 'pg_dump';
  const text = execFileSync(beside, ['--inserts', '--no-owner', '--no-privileges', url], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  // Meta-commands are for its own shell, and the schema is there in every database.
  return text.replace(/^\\.*\n/gm, '').replace(/^CREATE SCHEMA public;\n/m, '');
}

async function keep(tag: string, playedFile: string, serverUrl: string, folder: string): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`drop database if exists ${NAME}`);
  await admin.query(`create database ${NAME}`);
  const url = new URL(serverUrl);
  url.pathname = `/${NAME}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const played = new Database(playedFile, { readonly: true });
  const file = join(folder, `${tag}.db`);
  const sqlite = makeSqlite(tag, file);
  for (const [table, columns] of await makePostgres(tag, client)) {
    const rows = playedRows(played, columns);
    fillSqlite(sqlite, table, [...rows, ...oddRows(columns, true)]);
    await fillPostgres(client, columns, [...rows, ...oddRows(columns, false)]);
  }
  await client.end();
  sqlite.exec('vacuum');
  sqlite.close();
  writeFileSync(stateFile('sqlite', tag), brotliCompressSync(readFileSync(file)));
  writeFileSync(stateFile('postgres', tag), brotliCompressSync(dump(url.href)));
  await admin.query(`drop database ${NAME}`);
  await admin.end();
  console.log(`${tag} is kept.`);
}

const [tag = statesOf('sqlite').at(-1)!, from] = process.argv.slice(2);
if (existsSync(stateFile('sqlite', tag))) console.log(`${tag} is kept already.`);
else {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-state-'));
  const server = await startPostgres();
  try {
    if (!server.url) throw new Error('PostgreSQL is needed: apt-get install postgresql, or set PG_URL.');
    const played = from ?? join(folder, 'played.db');
    if (!from) await play(played);
    await keep(tag, played, server.url, folder);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
