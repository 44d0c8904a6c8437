/** PostgreSQL: for many processes on one database. The same statements; LISTEN/NOTIFY only wakes. */
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { makeTurns } from '../core/in-turn.ts';
import type { TableName } from '../ports/rows.ts';
import type { CommitResult } from '../ports/store.ts';
import { makeToStatement, VersionConflict } from './commit.ts';
import { type Db, type Engine, type SqlValue, StoreError } from './engine.ts';
import { postgresKit } from './kit.postgres.ts';
import {
  CLOSE_WITHIN_MS,
  CONNECT_TIMEOUT_MS,
  KEEP_ALIVE_AFTER_MS,
  migratePostgres,
  POSTGRES_KEY,
  refuseWhenNewer,
  within,
} from './migrate-postgres.ts';
import { makeTables } from './tables.ts';

/** Ten connections carry the worker and the web: a job that waits for a far side holds none. Postgres allows 100 by default. */
const POOL_MAX = 10;
const RECONNECT_MS = 1_000;
/** The server gives up a statement after this; ours take milliseconds. */
const STATEMENT_WITHIN_MS = 15_000;
/**
 * A connection that has said nothing for this long in the middle of a query is dead, however open it looks: a firewall forgot
 * it, or the other machine lost its power. It is thrown away, and the next query gets a new one.
 */
const SILENT_AFTER_MS = 20_000;
/** Figures of years and exports may take longer; they have connections of their own. */
const SLOW_WITHIN_MS = 180_000;
const SLOW_POOL_MAX = 3;
/** The line that only listens is asked for a word this often: nobody would miss it otherwise. */
const LISTEN_ASKED_EVERY_MS = 15_000;
const CHANNEL = 'deskhand';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** What its own tools do. It cleans up by its own vacuum in its time, its administrator at once: docs/operations.md. */
const OWN_TOOLS: Pick<Engine, 'file' | 'clean' | 'backup'> = {
  file: null,
  clean: async () => 'done',
  backup: async () => {
    throw new StoreError(
      'A PostgreSQL database is backed up with its own tool: pg_dump --format=custom --file <file> <url>.',
    );
  },
};

/**
 * @param instance this process's own name: what it publishes itself, it need not hear back
 * @param onChange hears in words when this changed the tables of a database with data in it
 */
export async function openPostgres(url: string, instance: string, onChange?: (words: string) => void): Promise<Engine> {
  const changed = await migratePostgres(url);
  if (changed) onChange?.(changed);
  const pool = openPool(url, POOL_MAX, STATEMENT_WITHIN_MS, SILENT_AFTER_MS);
  const slowPool = openPool(url, SLOW_POOL_MAX, SLOW_WITHIN_MS, SLOW_WITHIN_MS);
  const tables = makeTables(postgresKit);
  const toStatement = makeToStatement(tables, n => `$${n}`, POSTGRES_KEY);
  const listeners = new Set<(topic: string) => void>();
  const tell = (topic: string) => {
    for (const listener of listeners) listener(topic);
  };
  const me = instance;
  const listening = listen(url, payload => {
    const cut = payload.indexOf(' ');
    if (payload.slice(0, cut) !== me) tell(payload.slice(cut + 1));
  });

  const rowsOf =
    (from: pg.Pool) =>
    async <T>(sql: string, values: SqlValue[]) =>
      (await from.query(numbered(sql), values.map(bind))).rows as T[];
  const rows = rowsOf(pool);
  return {
    kind: 'postgres',
    key: POSTGRES_KEY,
    db: drizzle(pool, { casing: 'snake_case' }) as unknown as Db,
    tables,
    commit: async (ops, workspaceId) => {
      const client = await pool.connect();
      let broken: Error | undefined;
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
        // A connection that broke or fell silent hears no rollback: it is thrown away, and the server rolls back by itself.
        if (isOfTheServer(error)) {
          await client.query('rollback').catch(failure => {
            broken = failure as Error;
          });
        } else broken = error as Error;
        const conflict = conflictOf(error);
        if (conflict) return conflict;
        throw error;
      } finally {
        client.release(broken);
      }
    },
    rows,
    slowRows: rowsOf(slowPool),
    snapshot: async work => {
      const client = await slowPool.connect();
      let broken: Error | undefined;
      // One at a time: it is one line to the server.
      const inTurn = makeTurns();
      const read = <T>(sql: string, values: SqlValue[]) =>
        inTurn('', async () => (await client.query(numbered(sql), values.map(bind))).rows as T[]);
      try {
        await client.query('begin isolation level repeatable read read only');
        return await work({ kind: 'postgres', tables, slowRows: read });
      } finally {
        await client.query('rollback').catch((error: Error) => {
          broken = error;
        });
        client.release(broken);
      }
    },
    check: async () => {
      // Another process may have upgraded the database under this one.
      await refuseWhenNewer(pool);
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
    ...OWN_TOOLS,
    close: async () => {
      await within(CLOSE_WITHIN_MS, Promise.all([listening.stop(), pool.end(), slowPool.end()]));
    },
  };
}

/** Connections that are noticed when they break or fall silent; none of them can end the process. */
function openPool(url: string, max: number, statementMs: number, silentMs: number): pg.Pool {
  const options: pg.PoolConfig & { onConnect(client: pg.ClientBase): Promise<unknown> } = {
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: silentMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    onConnect: client => {
      // For its whole life: the pool listens only while it lies idle, and it can break just when it is handed out.
      client.on('error', () => {});
      // As a statement and not with the connection: PgBouncer refuses to connect with settings it does not know.
      return client.query(`set statement_timeout = ${statementMs}`);
    },
  };
  const pool = new pg.Pool(options);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** Said by the server itself, on a connection that goes on; a fatal one is its last word. */
function isOfTheServer(error: unknown): boolean {
  if (error instanceof VersionConflict) return true;
  const { severity } = error as { severity?: string };
  return severity === 'ERROR';
}

/** Keeps one connection listening, for ever; after a break, or a silence, it tells everybody to refresh. */
function listen(url: string, hear: (payload: string) => void) {
  let stopped = false;
  let end = () => {};
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    if (stopped) return;
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    });
    let over = false;
    let asking: NodeJS.Timeout | undefined;
    const close = () => {
      over = true;
      clearInterval(asking);
      client.end().catch(() => {});
    };
    const again = () => {
      if (over) return;
      close();
      if (stopped) return;
      timer = setTimeout(() => {
        connecting = connect();
      }, RECONNECT_MS);
    };
    end = close;
    client.on('error', again);
    client.on('end', again);
    client.on('notification', message => hear(message.payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      asking = setInterval(() => client.query('select 1').catch(again), LISTEN_ASKED_EVERY_MS);
      if (over) clearInterval(asking);
      if (stopped) return;
      hear('- jobs');
      hear('- *');
    } catch {
      again();
    }
  };
  let connecting = connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      // Ended while it connects, a client would never say what became of it, and whoever stops would wait for that.
      await connecting;
      end();
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
