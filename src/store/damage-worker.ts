/** The thread behind the check of a SQLite file: table by table, so that it can be stopped in between. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { damageIn } from './damage.ts';

const client = new Database(workerData.file);
client.pragma('query_only = ON');
let found: string | null = null;
try {
  const tables = client
    .prepare(`select name from sqlite_schema where type = 'table' and rootpage > 0 order by rootpage`)
    .all() as {
    name: string;
  }[];
  for (const { name } of tables) {
    found = damageIn(client.pragma(`quick_check("${name.replaceAll('"', '""')}")`));
    if (found) break;
    await setImmediate();
  }
} catch (error) {
  const { code = '', message } = error as Error & { code?: string };
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)) found = message;
} finally {
  client.close();
}
parentPort?.postMessage(found);
