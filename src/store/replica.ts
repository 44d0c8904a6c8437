/**
 * A streaming replica for reads that may take longer. It is asked only once it has everything that the database itself had at
 * that moment, so nobody reads anything old there; whenever it is not there, or not so far, the database itself is asked.
 */
import type pg from 'pg';
import type { SqlValue } from './engine.ts';
import { begin, openPool, rowsFrom } from './pool.ts';

/** Further behind than this it is of no use: whoever asked has waited for it. A replica in the same place is behind by some ms. */
const BEHIND_MAX_MS = 500;
const LOOKED_AGAIN_AFTER_MS = 20;
/** A replica that is well answers a small question in some ms. */
const ANSWERS_WITHIN_MS = 500;
/** All in all nobody waits for longer before the database itself is asked. */
const READY_WITHIN_MS = 900;
/** While it reads, it is asked this often whether it is still there. */
const WATCHED_EVERY_MS = 500;
/** One that was not well is tried again. */
const TRIED_EVERY_MS = 5_000;
/** Figures and an export at the same time; whoever finds none free asks the database itself. */
const CONNECTIONS_MAX = 3;

const MEANWHILE = 'Figures and exports are read from the database itself until then.';
const NO_REPLICA =
  'DATABASE_READ_URL does not name a streaming replica of the database in DATABASE_URL, so it is not used. Figures and exports are read from the database itself. Correct it, or remove it.';
const BEHIND = `The replica in DATABASE_READ_URL is more than ${BEHIND_MAX_MS / 1_000} s behind. ${MEANWHILE}`;
const WELL = 'The replica in DATABASE_READ_URL is used for figures and exports.';

/** What was meant to be the replica is none. */
class NotOne extends Error {}
class IsBehind extends Error {}

export interface Replica {
  /** @returns null where it cannot be asked now */
  rows<T>(sql: string, values: SqlValue[]): Promise<T[] | null>;
  /** All reads see one moment. @returns null where it cannot be asked now, or failed on the way */
  snapshot<T>(work: (read: Read) => Promise<T>): Promise<{ value: T } | null>;
  /** Why it is not used, in a sentence. */
  troubles(): string[];
  stop(): Promise<unknown>;
}

type Read = <T>(sql: string, values: SqlValue[]) => Promise<T[]>;

/** @param tell hears when it is not used any more, and when it is used again */
export function openReplica(
  url: string,
  primary: pg.Pool,
  limits: { statementMs: number },
  tell: (words: string) => void,
): Replica {
  const fits = makeFits(primary);
  const waits = { connectMs: ANSWERS_WITHIN_MS };
  const asking = openPool(url, { max: 2, statementMs: ANSWERS_WITHIN_MS, silentMs: ANSWERS_WITHIN_MS, ...waits }, fits);
  const { statementMs } = limits;
  const pool = openPool(url, { max: CONNECTIONS_MAX, statementMs, silentMs: statementMs, ...waits }, fits);
  let [stopped, trouble] = [false, null as string | null];
  const fail = (error: unknown) => {
    const words = wordsOf(error);
    if (!stopped && trouble === null) tell(words);
    trouble = words;
  };
  const isReady = async (): Promise<boolean> => {
    // A database that does not answer is heard of by whoever asks it next.
    const position = await positionOf(primary).catch(() => null);
    if (position === null) return false;
    await inTime(READY_WITHIN_MS, hasAll(asking, position));
    return true;
  };
  const trying = setInterval(() => {
    if (trouble === null || stopped) return;
    isReady().then(is => {
      if (!is || stopped) return;
      trouble = null;
      tell(WELL);
    }, fail);
  }, TRIED_EVERY_MS);
  // What is wrong from the beginning is said at the start, and not when somebody first asks.
  const first = isReady().catch(fail);

  let underWay = 0;
  const ask = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<{ value: T } | null> => {
    if (trouble !== null || underWay >= CONNECTIONS_MAX || stopped) return null;
    underWay++;
    try {
      if (!(await isReady())) return null;
      return { value: await watched(pool, asking, work) };
    } catch (error) {
      // What the server itself refuses (a query that it gave up for what is replayed) is no trouble of the line.
      if ((error as { severity?: string }).severity !== 'ERROR') fail(error);
      return null;
    } finally {
      underWay--;
    }
  };
  return {
    rows: async <T>(sql: string, values: SqlValue[]) =>
      (await ask(client => rowsFrom<T>(client, sql, values)))?.value ?? null,
    snapshot: work => snapshotOn(ask, statementMs, work),
    troubles: () => (trouble === null ? [] : [trouble]),
    stop: async () => {
      stopped = true;
      clearInterval(trying);
      await first;
      await Promise.all([asking.end(), pool.end()]);
    },
  };
}

/** An error of the work's own is thrown; one of the replica means that it has to be done elsewhere. */
async function snapshotOn<T>(
  ask: <R>(work: (client: pg.PoolClient) => Promise<R>) => Promise<{ value: R } | null>,
  statementMs: number,
  work: (read: Read) => Promise<T>,
): Promise<{ value: T } | null> {
  const own: { error?: unknown } = {};
  const done = await ask(async client => {
    let failed: unknown = null;
    const read: Read = (sql, values) =>
      rowsFrom<never>(client, sql, values).catch(error => {
        failed = error;
        throw error;
      });
    await begin(client, { statementMs }, 'isolation level repeatable read read only');
    try {
      return { value: await work(read) };
    } catch (error) {
      if (failed) throw failed;
      own.error = error;
      return null;
    } finally {
      await client.query('rollback').catch(() => {});
    }
  });
  if ('error' in own) throw own.error;
  return done?.value ?? null;
}

/** Runs `work`; a replica that does not even answer a small question meanwhile is not waited for. */
async function watched<T>(pool: pg.Pool, asking: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let watching: NodeJS.Timeout | undefined;
  const gone = new Promise<never>((_, reject) => {
    watching = setInterval(() => asking.query('select 1').catch(reject), WATCHED_EVERY_MS);
  });
  const working = work(client);
  working.catch(() => {});
  try {
    return await Promise.race([working, gone]);
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    clearInterval(watching);
    client.release(broken);
    // Its connection is gone, so it ends at once: nobody does it a second time meanwhile.
    if (broken) await working.catch(() => {});
  }
}

/** A place in a server's log. */
interface Position {
  /** Up to where everything is on the disk, what was acknowledged among it. */
  at: string;
  /** Another one after a database was put back from a backup: what its replica has from before is no part of it. */
  timeline: number;
}

async function positionOf(primary: pg.Pool): Promise<Position> {
  const { rows } = await primary.query<Position>(
    'select pg_current_wal_flush_lsn()::text as at, timeline_id as timeline from pg_control_checkpoint()',
  );
  return rows[0]!;
}

/** Resolves when the replica has everything up to there. */
async function hasAll(asking: pg.Pool, { at, timeline }: Position): Promise<void> {
  for (let waited = 0; waited <= BEHIND_MAX_MS; waited += LOOKED_AGAIN_AFTER_MS) {
    const { rows } = await asking.query<{ replica: boolean; there: boolean | null }>(
      `select pg_is_in_recovery() as replica, pg_last_wal_replay_lsn() >= $1::pg_lsn and timeline_id = $2 as there
       from pg_control_checkpoint()`,
      [at, timeline],
    );
    if (!rows[0]?.replica) throw new NotOne();
    if (rows[0].there) return;
    await new Promise(resolve => setTimeout(resolve, LOOKED_AGAIN_AFTER_MS));
  }
  throw new IsBehind();
}

/** A replica of another database has other people's rows: it is not to be read from. */
function makeFits(primary: pg.Pool): (client: pg.ClientBase) => Promise<void> {
  const who = 'select system_identifier::text as server, current_database() as name from pg_control_system()';
  return async client => {
    const [own, other] = await Promise.all([primary.query(who), client.query(who)]);
    if (JSON.stringify(own.rows) !== JSON.stringify(other.rows)) throw new NotOne();
  };
}

async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof NotOne) return NO_REPLICA;
  if (error instanceof IsBehind) return BEHIND;
  const { message, code } = error as { message?: string; code?: string };
  return `The replica in DATABASE_READ_URL does not answer: ${message || code || 'no reason was given'}. ${MEANWHILE}`;
}
