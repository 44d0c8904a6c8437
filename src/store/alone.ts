/** One process on one SQLite file: a lock that the operating system frees when its process ends, however it ends. */
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import Database from 'better-sqlite3';
import { StoreError } from './engine.ts';
import { makePrivateFile } from './private-files.ts';

/** A process that is just ending has this long to release the lock. */
const WAIT_MS = 1_000;

/** Another process has the file. */
export class AlreadyRunning extends StoreError {
  /** " (process 12 on shop)", where that is known. */
  readonly holder: string;
  constructor(file: string, holder: string) {
    super(
      `Deskhand is already running on ${file}${holder}. Two at once would answer customers twice: stop that one first, or give this one a DATABASE_URL of its own.`,
    );
    this.holder = holder;
  }
}

export interface Alone {
  release(): void;
}

/**
 * Two services on one file would send every reply from both queues and hold each other's leases. The lock is SQLite's own,
 * on an empty database beside the real one: nothing is left behind that somebody would have to delete after a kill -9.
 * Commands that only read or copy work beside a running service and do not ask for it.
 * @param file the database, which exists
 */
export function holdAlone(file: string): Alone {
  const real = realpathSync(file);
  const lock = `${real}.lock`;
  makePrivateFile(lock);
  const client = new Database(lock, { timeout: WAIT_MS });
  try {
    client.exec('begin immediate');
  } catch (error) {
    client.close();
    if (!String((error as { code?: string }).code).startsWith('SQLITE_BUSY')) throw error;
    throw new AlreadyRunning(file, holderOf(real));
  }
  makePrivateFile(`${real}.pid`);
  writeFileSync(`${real}.pid`, `${process.pid} on ${hostname()}\n`);
  return {
    release: () => {
      if (client.open) client.close();
    },
  };
}

/** For words only: the lock says whether somebody is there, this says who. */
function holderOf(real: string): string {
  try {
    const who = readFileSync(`${real}.pid`, 'utf8').trim();
    return /^\d+ on \S+$/.test(who) ? ` (process ${who})` : '';
  } catch {
    return '';
  }
}
