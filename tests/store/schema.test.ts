/** The tables as PostgreSQL has them after all migrations: every key of customers' data begins with the workspace. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openFreshPostgres } from '../kit/engines.ts';

/** Tables whose rows belong to no workspace, or to all: a distributed database keeps a copy of them on every machine. */
const OF_THE_INSTALLATION: Record<string, string> = {
  workspaces: 'the list of workspaces itself',
  leases: 'who leads, and how far the clock was moved: of processes, which serve every workspace',
};
/** Of the tool that migrates, not of ours. */
const JOURNAL = 'drizzle.__drizzle_migrations';

/** What PostgreSQL has for itself. */
const OURS = `s.nspname <> 'information_schema' and s.nspname not like 'pg\\_%'`;

interface Key {
  table: string;
  name: string;
  columns: string[];
}

describe.skipIf(inject('postgres') === null)('the schema of a PostgreSQL database', () => {
  let opened: Awaited<ReturnType<typeof openFreshPostgres>>;
  let client: pg.Client;
  beforeAll(async () => {
    opened = await openFreshPostgres();
    client = new pg.Client({ connectionString: opened.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await opened.close();
  });

  const rows = async <T extends object>(sql: string) => (await client.query<T>(sql)).rows;
  /** Unique indexes, those behind primary keys and constraints among them. */
  const uniques = () =>
    rows<Key>(`select i.indrelid::regclass::text as table, i.indexrelid::regclass::text as name,
        array(select pg_get_indexdef(i.indexrelid, n, true) from generate_series(1, i.indnkeyatts) n) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace s on s.oid = c.relnamespace
      where i.indisunique and ${OURS} order by 1, 2`);
  const wrong = (keys: Key[]) =>
    keys
      .filter(({ table }) => table !== JOURNAL && !(table in OF_THE_INSTALLATION))
      .filter(({ columns }) => columns[0] !== 'workspace_id')
      .map(({ table, name, columns }) => `${name} of ${table} begins with ${columns[0]}`);

  test('has the workspace in every table, never empty; others are known by name', async () => {
    const tables = await rows<{ name: string; column: boolean | null }>(
      `select c.oid::regclass::text as name, (select a.attnotnull from pg_attribute a
         where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as column
       from pg_class c join pg_namespace s on s.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'm', 'f') and ${OURS}`,
    );
    expect(tables.length).toBeGreaterThan(50);
    const without = tables.filter(each => each.column !== true).map(each => each.name);
    expect(without).toEqual([JOURNAL]);
    const names = tables.map(each => each.name);
    expect(Object.keys(OF_THE_INSTALLATION).filter(each => !names.includes(each))).toEqual([]);
  });

  test('has a primary key in every table, and each key that is unique begins with the workspace', async () => {
    const without = await rows(
      `select c.relname from pg_class c join pg_namespace s on s.oid = c.relnamespace where c.relkind = 'r' and ${OURS}
         and not exists (select 1 from pg_index i where i.indrelid = c.oid and i.indisprimary)`,
    );
    expect(without).toEqual([]);
    expect(wrong(await uniques())).toEqual([]);
    const excluded = await rows(`select conname from pg_constraint where contype = 'x'`);
    expect(excluded).toEqual([]);
  });

  test('refers to other tables, if ever, with the workspace on both sides', async () => {
    const crossing = `select k.conname as name from pg_constraint k where k.contype = 'f' and not exists (
      select 1 from unnest(k.conkey, k.confkey) as pair (here, there)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.here and a.attname = 'workspace_id'
      join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.there and b.attname = 'workspace_id')`;
    expect(await rows(crossing)).toEqual([]);
    await client.query('begin');
    await client.query(
      'alter table messages add constraint planted foreign key (workspace_id, enquiry_id) references enquiries',
    );
    expect(await rows(crossing)).toEqual([]);
    await client.query('create unique index planted_key on enquiries (id)');
    await client.query(
      'alter table messages add constraint planted_too foreign key (enquiry_id) references enquiries (id)',
    );
    expect(await rows(crossing)).toEqual([{ name: 'planted_too' }]);
    await client.query('rollback');
  });

  test('with a key that does not begin with it, or a table that nobody knows, is seen', async () => {
    await client.query('begin');
    await client.query('create table planted (id text primary key, workspace_id text not null)');
    await client.query('create unique index planted_names on customers (lower(name), workspace_id)');
    expect(wrong(await uniques())).toEqual([
      'planted_names of customers begins with lower(name)',
      'planted_pkey of planted begins with id',
    ]);
    await client.query('rollback');
  });
});
