/** The thread behind slow reads of SQLite: its own connection, one statement at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const client = new Database(workerData.file);
client.pragma('query_only = ON');

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
