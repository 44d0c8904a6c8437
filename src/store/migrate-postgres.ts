/**
 * Changes the tables of a PostgreSQL database: in one transaction, under a lock that ends with it. A lock of the session
 * would not hold behind PgBouncer, which gives each transaction whatever connection is free.
 */
import pg from 'pg';
import { StoreError } from './engine.ts';
import {
  type ChangedBy,
  changedByOf,
  changedWords,
  isNewer,
  journal,
  type Migration,
  migrationsOf,
  missingOf,
  pendingOf,
  recordChange,
  refuseNewer,
  WHO_CHANGED,
} from './migrations.ts';

/** Any number all instances agree on: whoever holds it migrates, the others wait. Older versions take the same one. */
const MIGRATION_LOCK = 7_317_424;
/** A table that another process uses for longer is in use: an export, or a service that should have been stopped. */
const TABLES_WITHIN_MS = 30_000;
/** A server that does not answer a connection in this time is down. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** The operating system asks a quiet connection after this whether the other side is there. */
export const KEEP_ALIVE_AFTER_MS = 10_000;
/** A goodbye that is not heard is not waited for. */
export const CLOSE_WITHIN_MS = 3_000;
/** A row is known by both, see `kit.postgres.ts`. */
export const POSTGRES_KEY = 'workspace_id, id';
const MIGRATIONS = migrationsOf('postgres');
const KNOWN = journal(MIGRATIONS);
const JOURNAL = 'drizzle.__drizzle_migrations';
const JOURNAL_TABLE = `create schema if not exists drizzle;
  create table if not exists ${JOURNAL} (id serial primary key, hash text not null, created_at bigint)`;

/** A connection, or a pool of them. */
type Asked = Pick<pg.Client, 'query'> | pg.Pool;

/**
 * @param setting where the address stands
 * @returns what was done, in words; null where there was nothing to do, or nothing to lose
 * @throws StoreError a sentence; the database is as it was then
 */
export async function migratePostgres(url: string, setting = 'DATABASE_URL'): Promise<string | null> {
  const client = await connectAlone(url, setting);
  try {
    await client.query('begin');
    // Without the lock, of six instances on an empty database one to four come up.
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    const applied = await appliedIn(client);
    refuseNewer(applied, KNOWN, await whoChanged(client));
    const missing = missingOf(applied, MIGRATIONS);
    if (missing.length) await change(client, missing);
    await client.query('commit');
    if (!missing.length || !applied.length) return null;
    const kept = 'PostgreSQL copies nothing by itself: the way back is the dump from before, see docs/upgrade.md.';
    return changedWords(
      missing.map(each => each.tag),
      kept,
    );
  } catch (error) {
    await client.query('rollback').catch(() => {});
    if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new StoreError(
      'The tables have to be changed for this version, and another process uses them. Nothing was changed. Stop every Deskhand on this database, exports too, then start again.',
      { cause: error },
    );
  } finally {
    await within(CLOSE_WITHIN_MS, client.end());
  }
}

/** What `lock_timeout` answers with. */
const LOCK_NOT_AVAILABLE = '55P03';

async function change(client: pg.Client, missing: Migration[]): Promise<void> {
  // An index of a large table may take longer than an administrator allows to single questions.
  await client.query(`set local statement_timeout = 0; set local lock_timeout = ${TABLES_WITHIN_MS}`);
  await client.query(JOURNAL_TABLE);
  for (const { statements, hash, when } of missing) {
    for (const statement of statements) await client.query(statement);
    await client.query(`insert into ${JOURNAL} (hash, created_at) values ('${hash}', ${when})`);
  }
  await client.query(recordChange(missing.at(-1)!.tag, POSTGRES_KEY));
}

/** What `migratePostgres` would do; changes nothing. */
export async function pendingInPostgres(url: string): Promise<{ steps: string[]; done: number }> {
  const client = await connectAlone(url);
  try {
    return pendingOf(await appliedIn(client), KNOWN, await whoChanged(client));
  } finally {
    await within(CLOSE_WITHIN_MS, client.end());
  }
}

/** @throws StoreError when a newer version has changed the tables meanwhile */
export async function refuseWhenNewer(asked: Asked): Promise<void> {
  const { rows } = await asked.query(`select max(created_at) as at from ${JOURNAL}`);
  const newest = Number(rows[0].at);
  if (isNewer([newest], KNOWN)) refuseNewer([newest], KNOWN, await whoChanged(asked));
}

/** The times of the migrations that were made. */
async function appliedIn(client: pg.Client): Promise<number[]> {
  const there = await client.query(`select to_regclass('${JOURNAL}') as name`);
  if (!there.rows[0].name) return [];
  const { rows } = await client.query(`select created_at from ${JOURNAL}`);
  return rows.map(row => Number(row.created_at));
}

async function whoChanged(asked: Asked): Promise<ChangedBy | null> {
  const there = await asked.query(`select to_regclass('settings') as name`);
  if (!there.rows[0].name) return null;
  return changedByOf((await asked.query(WHO_CHANGED)).rows[0]?.value);
}

/** A connection of its own, without a limit: another process may be migrating for minutes. */
async function connectAlone(url: string, setting = 'DATABASE_URL'): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    await within(CLOSE_WITHIN_MS, client.end());
    const why = (error as Error).message || (error as { code?: string }).code || 'no answer';
    throw new StoreError(
      `The PostgreSQL database cannot be reached: ${why}. Check ${setting} and that the server is running.`,
      { cause: error },
    );
  }
  return client;
}

/** Resolves when the work is done, or when nobody wants to wait any longer. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise(resolve => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), late]);
  clearTimeout(timer);
}
