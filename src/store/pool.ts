/** Connections to PostgreSQL that are noticed when they break or fall silent; none of them can end the process. */
import pg from 'pg';
import type { SqlValue } from './engine.ts';
import { CONNECT_TIMEOUT_MS, KEEP_ALIVE_AFTER_MS } from './migrate-postgres.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Connections whose server process stays the same: what is set or prepared there is there the next time. */
const sessions = new WeakSet<pg.ClientBase>();

interface PoolLimits {
  max: number;
  /** The server gives up a statement after this. */
  statementMs: number;
  /** A connection that has said nothing for this long in the middle of a query is dead. */
  silentMs: number;
  /** The server ends a transaction that nobody has asked anything in for so long. Absent: never. */
  idleMs?: number;
  /** A connection that is not there by then is not waited for. */
  connectMs?: number;
}

/** @param fits throws where this is not the server that was meant */
export function openPool(
  url: string,
  { max, statementMs, silentMs, idleMs, connectMs = CONNECT_TIMEOUT_MS }: PoolLimits,
  fits: (client: pg.ClientBase) => Promise<void> = async () => {},
): pg.Pool {
  const options: pg.PoolConfig & { onConnect(client: pg.ClientBase): Promise<unknown> } = {
    connectionString: url,
    max,
    connectionTimeoutMillis: connectMs,
    query_timeout: silentMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    onConnect: async client => {
      // For its whole life: the pool listens only while it lies idle, and it can break just when it is handed out.
      client.on('error', () => {});
      await fits(client);
      if (!(await isDirect(client))) return;
      sessions.add(client);
      // As a statement and not with the connection: PgBouncer refuses to connect with settings it does not know.
      await client.query(`set statement_timeout = ${statementMs}${idleLimit(idleMs)}`);
    },
  };
  const pool = new pg.Pool(options);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/** PgBouncer and its like give a number of their own in place of that of the server's process, which may be another each time. */
export async function isDirect(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid === (client as { processID?: number | null }).processID;
}

/** Begins a transaction with the limits of its pool. @param how such as `read only` */
export async function begin(
  client: pg.ClientBase,
  { statementMs, idleMs }: Pick<PoolLimits, 'statementMs' | 'idleMs'>,
  how = '',
): Promise<void> {
  // Where the next transaction has another process, the limits go with each of them; in one message, so it costs no time.
  const limit = sessions.has(client)
    ? ''
    : `; set local statement_timeout = ${statementMs}${idleLimit(idleMs, 'local')}`;
  await client.query(`begin${how && ` ${how}`}${limit}`);
}

function idleLimit(idleMs: number | undefined, how = ''): string {
  return idleMs === undefined ? '' : `; set ${how} idle_in_transaction_session_timeout = ${idleMs}`;
}

/** Runs a statement that comes again and again; it is prepared where it can be found again. */
export function runOften(client: pg.ClientBase, text: string, values: SqlValue[]): Promise<pg.QueryResult> {
  const bound = values.map(bind);
  return client.query(sessions.has(client) ? { name: nameOf(text), text, values: bound } : { text, values: bound });
}

/** Runs SQL with `?` for values. */
export async function rowsFrom<T>(from: pg.ClientBase | pg.Pool, sql: string, values: SqlValue[]): Promise<T[]> {
  const asked = from as pg.ClientBase;
  return (await asked.query(numbered(sql), values.map(bind))).rows as T[];
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
