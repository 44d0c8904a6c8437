/** The thread behind slow reads of SQLite: its own connection, one statement at a time. */
import { flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

// It is ended, which is no exit at which this would be done: without it, each one loads the compiler anew.
flushCompileCache();

/** It reads much once. */
const CACHE_KB = 2_000;

const client = new Database(workerData.file);
client.pragma('query_only = ON');
client.pragma(`cache_size = -${CACHE_KB}`);

parentPort?.on('message', ({ id, sql, values }: { id: number; sql: string; values: unknown[] }) => {
  try {
    // A backup writes, though not to this database.
    if (sql.startsWith('vacuum into')) client.pragma('query_only = OFF');
    const statement = client.prepare(sql);
    const rows = statement.reader ? statement.all(...values) : [];
    if (!statement.reader) statement.run(...values);
    parentPort?.postMessage({ id, rows });
  } catch (error) {
    parentPort?.postMessage({ id, error: (error as Error).message });
  } finally {
    client.pragma('query_only = ON');
  }
});
