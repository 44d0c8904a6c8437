/** PostgreSQL: for many processes on one database. The same statements; LISTEN/NOTIFY only wakes. */
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { TableName } from '../ports/rows.ts';
import type { CommitResult } from '../ports/store.ts';
import { makeToStatement, VersionConflict } from './commit.ts';
import { type Db, type Engine, type SqlValue, StoreError } from './engine.ts';
import { postgresKit } from './kit.postgres.ts';
import { journal, refuseNewer } from './sqlite.ts';
import { makeTables } from './tables.ts';

/** Ten connections carry a worker of eight jobs and the web; Postgres allows 100 by default. */
const POOL_MAX = 10;
/** Any number all instances agree on: whoever holds it migrates, the others wait. */
const MIGRATION_LOCK = 7_317_424;
/** A server that does not answer a connection in this time is down. */
const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_MS = 1_000;
const CHANNEL = 'deskhand';
const MIGRATIONS = join(import.meta.dirname, '../../migrations/postgres');

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** @param instance this process's own name: what it publishes itself, it need not hear back */
export async function openPostgres(url: string, instance: string): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: url, max: POOL_MAX, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    await migratePostgres(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const tables = makeTables(postgresKit);
  const toStatement = makeToStatement(tables, n => `$${n}`);
  const listeners = new Set<(topic: string) => void>();
  const tell = (topic: string) => {
    for (const listener of listeners) listener(topic);
  };
  const me = instance;
  const listening = listen(url, payload => {
    const cut = payload.indexOf(' ');
    if (payload.slice(0, cut) !== me) tell(payload.slice(cut + 1));
  });

  const rows = async <T>(sql: string, values: SqlValue[]) => {
    const result = await pool.query(numbered(sql), values.map(bind));
    return result.rows as T[];
  };
  return {
    kind: 'postgres',
    db: drizzle(pool, { casing: 'snake_case' }) as unknown as Db,
    tables,
    commit: async (ops, workspaceId) => {
      const client = await pool.connect();
      let broken: Error | undefined;
      // The pool listens only to idle clients; a connection that breaks in mid-commit would end the process.
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      try {
        await client.query('begin');
        for (const op of ops) {
          const { sql, values, mustChange } = toStatement(op, workspaceId);
          const result = await client.query({ name: nameOf(sql), text: sql, values: values.map(bind) });
          if (mustChange && result.rowCount === 0) throw new VersionConflict();
        }
        if (ops.some(op => op.do === 'insert' && op.table === 'jobs')) {
          await client.query('select pg_notify($1, $2)', [CHANNEL, `${me} jobs`]);
        }
        await client.query('commit');
        return { ok: true };
      } catch (error) {
        await client.query('rollback').catch(failure => {
          broken = failure as Error;
        });
        const conflict = conflictOf(error);
        if (conflict) return conflict;
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    rows,
    slowRows: rows,
    snapshot: async work => {
      const client = await pool.connect();
      let broken: Error | undefined;
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      // One at a time: it is one line to the server.
      let turn: Promise<unknown> = Promise.resolve();
      const read = <T>(sql: string, values: SqlValue[]) => {
        const next = turn.then(async () => (await client.query(numbered(sql), values.map(bind))).rows as T[]);
        turn = next.catch(() => {});
        return next;
      };
      try {
        await client.query('begin isolation level repeatable read read only');
        return await work({ kind: 'postgres', tables, slowRows: read });
      } finally {
        await client.query('rollback').catch((error: Error) => {
          broken = error;
        });
        client.off('error', onError);
        client.release(broken);
      }
    },
    check: async () => {
      await pool.query('select 1');
    },
    publish: topic => {
      tell(topic);
      // Lost when the database is away; those who listen read again when they are back.
      pool.query('select pg_notify($1, $2)', [CHANNEL, `${me} ${topic}`]).catch(() => {});
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    backup: async () => {
      throw new StoreError(
        'A PostgreSQL database is backed up with its own tool: pg_dump --format=custom --file <file> <url>.',
      );
    },
    close: async () => {
      await listening.stop();
      await pool.end();
    },
  };
}

async function migratePostgres(pool: pg.Pool) {
  const client = await pool.connect().catch((error: Error) => {
    throw new StoreError(
      `The PostgreSQL database cannot be reached: ${error.message}. Check DATABASE_URL and that the server is running.`,
    );
  });
  const ignore = () => {};
  client.on('error', ignore);
  try {
    // Without the lock, of six instances on an empty database one to four come up.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const there = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as name`);
    const applied = there.rows[0].name
      ? (await client.query('select created_at from drizzle.__drizzle_migrations')).rows
      : [];
    refuseNewer(
      applied.map(row => Number(row.created_at)),
      journal(MIGRATIONS),
    );
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    client.off('error', ignore);
    client.release();
  }
}

/** Keeps one connection listening, for ever; after a break it tells everybody to look again. */
function listen(url: string, hear: (payload: string) => void) {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    if (stopped) return;
    const next = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    const again = () => {
      if (client === next) client = null;
      next.removeAllListeners('end');
      next.end().catch(() => {});
      if (!stopped) timer = setTimeout(connect, RECONNECT_MS);
    };
    next.on('error', again);
    next.on('end', again);
    next.on('notification', message => hear(message.payload ?? ''));
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      client = next;
      hear('- jobs');
      hear('- *');
    } catch {
      again();
    }
  };
  const first = connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await first;
      client?.removeAllListeners('end');
      await client?.end().catch(() => {});
    },
  };
}

const names = new Map<string, string>();
/** Prepared statements are named by their text; Postgres cuts names at 63 characters. */
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  const name = `deskhand_${names.size}`;
  names.set(sql, name);
  return name;
}

/** `?` for values, as PostgreSQL numbers them. */
function numbered(sql: string): string {
  let n = 0;
  return sql.replace(/\?/g, () => `$${++n}`);
}

function bind(value: SqlValue) {
  return value instanceof Uint8Array && !Buffer.isBuffer(value) ? Buffer.from(value) : value;
}

function conflictOf(error: unknown): CommitResult | null {
  if (error instanceof VersionConflict) return { ok: false, conflict: 'version' };
  const { code, table } = error as { code?: string; table?: string };
  if (code === '23505') return { ok: false, conflict: 'unique', table: (table ?? '') as TableName };
  // Two batches met in opposite order, or both wrote first: one of them simply decides again.
  if (code === '40P01' || code === '40001') return { ok: false, conflict: 'version' };
  return null;
}
