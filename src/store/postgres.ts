/** PostgreSQL: for many processes on one database. The same statements; LISTEN/NOTIFY only wakes. */
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { makeTurns } from '../core/in-turn.ts';
import type { TableName } from '../ports/rows.ts';
import type { CommitResult } from '../ports/store.ts';
import { makeToStatement, takesNumber, VersionConflict } from './commit.ts';
import { type Beside, type Db, type Engine, jobsTopic, MISSED, type SqlValue, StoreError } from './engine.ts';
import { postgresKit } from './kit.postgres.ts';
import { CHANNEL, listen } from './listening.ts';
import { CLOSE_WITHIN_MS, migratePostgres, POSTGRES_KEY, refuseWhenNewer, within } from './migrate-postgres.ts';
import { begin, openPool, rowsFrom, runOften } from './pool.ts';
import { openReplica, type Replica } from './replica.ts';
import { makeTables, type Tables } from './tables.ts';

/** Ten connections carry the worker and the web: a job that waits for a far side holds none. Postgres allows 100 by default. */
const POOL_MAX = 10;
/** The server gives up a statement after this; ours take milliseconds. */
const STATEMENT_WITHIN_MS = 15_000;
/**
 * A connection that has said nothing for this long in the middle of a query is dead, however open it looks: a firewall forgot
 * it, or the other machine lost its power. It is thrown away, and the next query gets a new one.
 */
const SILENT_AFTER_MS = 20_000;
/**
 * A process that stands still in the middle of a commit holds rows that others wait for, such as the one that gives enquiries
 * their numbers: the server ends its transaction, sooner than their statements give up. It decides again when it goes on.
 */
const IDLE_WITHIN_MS = 8_000;
const LIMITS = { statementMs: STATEMENT_WITHIN_MS, idleMs: IDLE_WITHIN_MS };
/** Figures of years and exports may take longer; they have connections of their own. */
const SLOW_WITHIN_MS = 180_000;
const SLOW_POOL_MAX = 3;

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
export async function openPostgres(
  url: string,
  instance: string,
  onChange?: (words: string) => void,
  { directUrl = null, readUrl = null, onNotice }: Beside = {},
): Promise<Engine> {
  const changed = await (directUrl ? migratePostgres(directUrl, 'DATABASE_DIRECT_URL') : migratePostgres(url));
  if (changed) onChange?.(changed);
  const pool = openPool(url, { ...LIMITS, max: POOL_MAX, silentMs: SILENT_AFTER_MS });
  const slowPool = openPool(url, { max: SLOW_POOL_MAX, statementMs: SLOW_WITHIN_MS, silentMs: SLOW_WITHIN_MS });
  const tables = makeTables(postgresKit);
  const listeners = new Set<(topic: string) => void>();
  const tell = (topic: string) => {
    for (const listener of listeners) listener(topic);
  };
  const me = instance;
  const listening = listen(directUrl ?? url, directUrl !== null, {
    hear: payload => {
      const cut = payload.indexOf(' ');
      if (payload.slice(0, cut) !== me) tell(payload.slice(cut + 1));
    },
    missed: () => tell(MISSED),
    isThere: () => pool.query('select 1'),
    tell: words => onNotice?.(words),
  });
  const slowRows = <T>(sql: string, values: SqlValue[]) => rowsFrom<T>(slowPool, sql, values);
  const snapshot = makeSnapshot(slowPool, tables);
  const replica =
    readUrl === null ? null : openReplica(readUrl, pool, { statementMs: SLOW_WITHIN_MS }, words => onNotice?.(words));
  return {
    kind: 'postgres',
    key: POSTGRES_KEY,
    db: drizzle(pool, { casing: 'snake_case' }) as unknown as Db,
    tables,
    commit: makeCommit(pool, tables, instance),
    rows: (sql, values) => rowsFrom(pool, sql, values),
    slowRows,
    snapshot,
    ...(replica ? readsOf(replica, { tables, slowRows, snapshot }) : {}),
    check: async () => {
      // Another process may have upgraded the database under this one.
      await refuseWhenNewer(pool);
    },
    troubles: () => [...listening.troubles(), ...(replica?.troubles() ?? [])],
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
      await within(CLOSE_WITHIN_MS, Promise.all([listening.stop(), replica?.stop(), pool.end(), slowPool.end()]));
    },
  };
}

/** One at a time takes a number in a workspace, until its commit. The weaker lock lets others refer to the row. */
const ONE_NUMBERS = 'select 1 from workspaces where workspace_id = $1 and id = $2 for no key update';

/** All or nothing, and whoever waits for jobs is woken. */
function makeCommit(pool: pg.Pool, tables: Tables, instance: string): Engine['commit'] {
  const toStatement = makeToStatement(tables, n => `$${n}`, POSTGRES_KEY);
  return async (ops, workspaceId) => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await begin(client, LIMITS);
      for (const op of ops) {
        // A statement of its own: the next one sees what whoever had it before has committed.
        if (takesNumber(op)) await runOften(client, ONE_NUMBERS, [workspaceId, workspaceId]);
        const { sql, values, mustChange } = toStatement(op, workspaceId);
        const result = await runOften(client, sql, values);
        if (mustChange && result.rowCount === 0) throw new VersionConflict();
      }
      if (ops.some(op => op.do === 'insert' && op.table === 'jobs')) {
        await client.query('select pg_notify($1, $2)', [CHANNEL, `${instance} ${jobsTopic(workspaceId)}`]);
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
  };
}

function makeSnapshot(pool: pg.Pool, tables: Tables): Engine['snapshot'] {
  return async work => {
    const client = await pool.connect();
    let broken: Error | undefined;
    // One at a time: it is one line to the server.
    const inTurn = makeTurns();
    const read = <T>(sql: string, values: SqlValue[]) => inTurn('', () => rowsFrom<T>(client, sql, values));
    try {
      await begin(client, { statementMs: SLOW_WITHIN_MS }, 'isolation level repeatable read read only');
      return await work({ kind: 'postgres', tables, slowRows: read });
    } finally {
      await client.query('rollback').catch((error: Error) => {
        broken = error;
      });
      client.release(broken);
    }
  };
}

/** Figures and exports by a replica, and by the database itself where that cannot be asked. */
function readsOf(
  replica: Replica,
  { tables, slowRows, snapshot }: Pick<Engine, 'tables' | 'slowRows' | 'snapshot'>,
): Pick<Engine, 'snapshot'> & Required<Pick<Engine, 'figureRows'>> {
  return {
    figureRows: async (sql, values) => (await replica.rows(sql, values)) ?? slowRows(sql, values),
    snapshot: async work => {
      const inTurn = makeTurns();
      const done = await replica.snapshot(read =>
        work({ kind: 'postgres', tables, slowRows: (sql, values) => inTurn('', () => read(sql, values)) }),
      );
      return done ? done.value : snapshot(work);
    },
  };
}

/** Said by the server itself, on a connection that goes on; a fatal one is its last word. */
function isOfTheServer(error: unknown): boolean {
  if (error instanceof VersionConflict) return true;
  const { severity } = error as { severity?: string };
  return severity === 'ERROR';
}

function conflictOf(error: unknown): CommitResult | null {
  if (error instanceof VersionConflict) return { ok: false, conflict: 'version' };
  const { code, table } = error as { code?: string; table?: string };
  if (code === '23505') return { ok: false, conflict: 'unique', table: (table ?? '') as TableName };
  // Two batches met in opposite order, or both wrote first: one of them simply decides again.
  if (code === '40P01' || code === '40001') return { ok: false, conflict: 'version' };
  return null;
}
