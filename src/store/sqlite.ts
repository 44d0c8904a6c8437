/** SQLite: the embedded default. One process, one file on a local disk; writes that wait together share one fsync. */
import { existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { TableName } from '../ports/rows.ts';
import type { CommitResult, Op } from '../ports/store.ts';
import { type Alone, AlreadyRunning, holdAlone } from './alone.ts';
import { makeToStatement, VersionConflict } from './commit.ts';
import { checkWhole, damageWords, isDamage } from './damage.ts';
import { type Db, type Engine, type SqlValue, StoreError } from './engine.ts';
import { sqliteKit } from './kit.ts';
import { migrateSqlite, SQLITE_KEY } from './migrate-sqlite.ts';
import { tellPlanner } from './planner.ts';
import { makePrivateFile, makePrivateFolder, mendRights } from './private-files.ts';
import { makeTables, type Tables } from './tables.ts';
import { makePrepare, makeWriteGroups } from './write-groups.ts';

/** Rows are passed on at once: what they leave behind is small. */
const READER_YOUNG_MB = 4;
/** Another process that holds the write lock longer than this is broken, not busy. */
const BUSY_TIMEOUT_MS = 5_000;
/** Pages of the file that are kept in memory; the system keeps the others at hand. Twice as much reads no faster. */
const CACHE_KB = 8_000;
/** Up to this size (in pages of 4 KB: 4 MB) the slowest read takes some ms: less than a thread for it to begin, and 10 MB less. */
const READ_AT_ONCE_PAGES_MAX = 1_000;
/** Nothing was written for so long: the work is over. */
const AT_REST_AFTER_MS = 15_000;
/** A customer's mail needs about this much room; less on the disk is as good as none. */
const PROBE_CHARS = 64 * 1024;
/** So often the probe is written while all is well: each costs the disk two commits. */
const PROBED_EVERY_MS = 60_000;
/**
 * The log beside the file grows while somebody reads for long (figures of years, a backup), and would stay as large as it once
 * was: 518 MB were seen beside a file of 630 MB. Once all of it is in the file it is cut back to this; it needs 4 MB by itself.
 */
const LOG_BYTES_MAX = 16 * 1024 * 1024;
/** What changes something; everything else runs at once. */
const WRITES = /^\s*(insert|update|delete|with)\b/i;

function openFile(file: string, image?: Buffer): Database.Database {
  try {
    if (image) return new Database(image);
    if (file !== ':memory:') {
      makePrivateFolder(dirname(file));
      // Before the first byte is in it; the log beside it gets the rights that the file has.
      makePrivateFile(file);
      mendRights(realpathSync(file));
    }
    return new Database(file);
  } catch (error) {
    throw new StoreError(
      `The database ${file} cannot be opened: ${(error as Error).message}. Check that its folder is there, and that whoever runs Deskhand may write to it.`,
    );
  }
}

export interface SqliteOptions {
  synchronous?: 'FULL' | 'OFF';
  /** For the service: nobody else may be it on this file, and the file is looked through. */
  service?: {
    /** Damage that was found after the start, in words. */
    onDamage(words: string): void;
    /** The tables were changed, in words: where the copy from before is, or that there is none. */
    onChange?(words: string): void;
  };
  /** Up to this size the file is rewritten while a service runs; a larger one at its next start. */
  cleanedAtOnceBytesMax?: number;
  /** For `:memory:`: the bytes of a database to begin with, in place of an empty one. */
  image?: Buffer;
}

/** Some 3 s in which nothing else is written: 710 MB, a shop with 100,000 enquiries, took 21 s on a busy machine. */
const CLEANED_AT_ONCE_BYTES_MAX = 100 * 1024 * 1024;
/** `user_version` of a file that is to be rewritten at the next start. */
const TO_BE_CLEANED = 1;

/**
 * Opens the file, upgrades its tables (after a copy of it, when there is something to lose) and returns the
 * engine. `:memory:` for tests that need no file.
 */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<Engine> {
  const client = openFile(file, options.image);
  const held: { alone?: Alone; check?: { stop(): Promise<void> } } = {};
  const letGo = async () => {
    await held.check?.stop();
    held.alone?.release();
  };
  try {
    const service = file === ':memory:' ? undefined : options.service;
    if (service) held.alone = holdAlone(file);
    // Before it is looked through: a restored file has another mode, which nobody can change while somebody reads.
    client.pragma('journal_mode = WAL');
    if (service) held.check = await checkWhole(client, file, service.onDamage);
    // After WAL this build would fall back to NORMAL, which may lose mails already answered "received" at a power cut.
    client.pragma(`synchronous = ${options.synchronous ?? 'FULL'}`);
    client.pragma(`journal_size_limit = ${LOG_BYTES_MAX}`);
    client.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    client.pragma(`cache_size = -${CACHE_KB}`);
    client.pragma('foreign_keys = ON');
    client.pragma('secure_delete = ON');
    const changed = migrateSqlite(client, file === ':memory:' ? null : file, held.alone !== undefined);
    if (changed) options.service?.onChange?.(changed);
    tellPlanner(client);
    if (held.alone) freeLeases(client);
    const reads = drizzle(withPreparedReads(client), { casing: 'snake_case' });
    if (held.alone && client.pragma('user_version', { simple: true }) === TO_BE_CLEANED) cleanFile(client);
    const engine = makeEngine(client, reads as unknown as Db, makeTables(sqliteKit), file);
    return {
      ...engine,
      clean: () => engine.clean().then(() => cleanOrLater(client, file, options, held.alone !== undefined)),
      close: async () => {
        await engine.close();
        await letGo();
      },
    };
  } catch (error) {
    client.close();
    await letGo();
    if (isDamage(error) && !(error instanceof StoreError))
      throw new StoreError(damageWords(file, (error as Error).message));
    throw error;
  }
}

/**
 * Whoever held these is dead, for the file is ours alone: what they were doing is taken up at once, not when their leases end.
 * An Undo that they had just been handed would wait for half a minute, and whoever pressed it with it.
 */
function freeLeases(client: Database.Database): void {
  client.exec(`update jobs set locked_by = null, locked_until = null where locked_by is not null`);
  client.exec(`update leases set until = 0 where until > 0`);
}

/**
 * The client as the query builder sees it: a statement is prepared once per text, which halves the time of a read. Only
 * selects go this way; they all leave their statement in the same mode.
 */
function withPreparedReads(client: Database.Database): Database.Database {
  const prepared = new Map<string, Database.Statement>();
  return new Proxy(client, {
    get: (target, name) => {
      if (name !== 'prepare') {
        const value = Reflect.get(target, name) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return (sql: string) => {
        const known = prepared.get(sql) ?? target.prepare(sql);
        prepared.set(sql, known);
        return known;
      };
    },
  });
}

function makeEngine(client: Database.Database, db: Db, tables: Tables, file: string): Engine {
  const toStatement = makeToStatement(tables, () => '?', SQLITE_KEY);
  /** The disk took a probe, and no write has failed since; ends by itself. */
  let probed: NodeJS.Timeout | null = null;
  const forget = () => {
    if (probed) clearTimeout(probed);
    probed = null;
  };
  const prepare = makePrepare(client);
  // After work the pages that were kept are given back.
  const atRest = setTimeout(() => client.open && client.pragma('shrink_memory'), AT_REST_AFTER_MS).unref();
  const writes = makeWriteGroups(client, prepare, forget);
  const runOps = (ops: Op[], workspaceId: string) => {
    for (const op of ops) {
      const { sql, values, mustChange } = toStatement(op, workspaceId);
      const { changes } = prepare(sql).run(...values);
      if (mustChange && changes === 0) throw new VersionConflict();
    }
  };
  const runSql = (sql: string, values: SqlValue[]) => {
    const statement = prepare(sql);
    const bound = values.map(value => (typeof value === 'boolean' ? Number(value) : value));
    if (statement.reader) return statement.all(...bound);
    statement.run(...bound);
    return [];
  };

  const listeners = new Set<(topic: string) => void>();
  const reader = file === ':memory:' ? null : new Reader(file);
  const pages = client.prepare('pragma page_count').pluck();
  const isSmall = () => (pages.get() as number) <= READ_AT_ONCE_PAGES_MAX;
  const engine: Engine = {
    kind: 'sqlite',
    key: SQLITE_KEY,
    db,
    tables,
    commit: async (ops, workspaceId) => {
      try {
        await writes.add(() => runOps(ops, workspaceId));
        atRest.refresh();
        return { ok: true };
      } catch (error) {
        const conflict = conflictOf(error);
        if (conflict) return conflict;
        throw error;
      }
    },
    rows: async <T>(sql: string, values: SqlValue[]) => {
      if (WRITES.test(sql)) return (await writes.add(() => runSql(sql, values))) as T[];
      return runSql(sql, values) as T[];
    },
    // Where it is small at once, but not with the writes: it waits for nobody's lock.
    slowRows: async <T>(sql: string, values: SqlValue[]) =>
      reader && !isSmall() ? reader.rows<T>(sql, values) : (runSql(sql, values) as T[]),
    snapshot: async work => {
      if (file === ':memory:') return work(engine);
      const own = new Reader(file);
      try {
        // The moment is that of the first read.
        await own.rows('begin', []);
        await own.rows('select count(*) from workspaces', []);
        return await work({ kind: 'sqlite', tables, slowRows: (sql, values) => own.rows(sql, values) });
      } finally {
        await own.close();
      }
    },
    check: async () => {
      // A real commit: what is rolled back never reaches the disk, so a full one would not be noticed.
      // Once in a while is enough; a write of anybody's that failed since asks for a new one.
      if (probed) return;
      const probe = `insert into settings (id, workspace_id, value) values ('probe', 'probe', ?)
        on conflict (id) do update set value = excluded.value`;
      prepare(probe).run('0'.repeat(PROBE_CHARS));
      prepare(probe).run('0');
      probed = setTimeout(forget, PROBED_EVERY_MS).unref();
    },
    publish: topic => {
      for (const listener of listeners) listener(topic);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    backup: target => copyTo(reader ?? engine, file, target),
    file: file === ':memory:' ? null : file,
    clean: () => writes.done().then(() => 'done'),
    close: async () => {
      forget();
      clearTimeout(atRest);
      await writes.done();
      await reader?.close();
      if (client.open) client.close();
    },
  };
  return engine;
}

async function copyTo(from: Pick<Reader, 'rows'>, file: string, target: string): Promise<void> {
  if (existsSync(target)) throw new StoreError(`${target} exists already. Name a file that does not.`);
  makePrivateFile(target);
  try {
    // In the reader thread: the copy of 2 GB takes seconds, the loop must not.
    await from.rows('vacuum into ?', [target]);
  } catch (error) {
    rmSync(target, { force: true });
    throw isDamage(error) ? new StoreError(damageWords(file, (error as Error).message)) : error;
  }
}

/** Beside a service a large file is not rewritten: everything that wants to write would wait for it. */
function cleanOrLater(
  client: Database.Database,
  file: string,
  { cleanedAtOnceBytesMax = CLEANED_AT_ONCE_BYTES_MAX }: SqliteOptions,
  isService: boolean,
): 'done' | 'busy' | 'later' {
  forgetSamples(client);
  const large = file !== ':memory:' && statSync(file).size > cleanedAtOnceBytesMax;
  if (large && (isService || hasService(file))) {
    client.pragma(`user_version = ${TO_BE_CLEANED}`);
    const [log] = client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return log?.busy === 0 ? 'later' : 'busy';
  }
  return cleanFile(client) ? 'done' : 'busy';
}

/** Whoever measures the file by a tool of their own leaves values of indexed columns in it, addresses among them. */
function forgetSamples(client: Database.Database): void {
  if (client.prepare(`select 1 from sqlite_master where name = 'sqlite_stat4'`).get())
    client.exec('delete from sqlite_stat4');
}

function hasService(file: string): boolean {
  try {
    holdAlone(file).release();
    return false;
  } catch (error) {
    if (error instanceof AlreadyRunning) return true;
    throw error;
  }
}

/** Freed pages are overwritten at once (`secure_delete`); what was moved within pages, and the log, keep traces until now. */
function cleanFile(client: Database.Database): boolean {
  try {
    client.exec('vacuum');
    const [log] = client.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (log?.busy !== 0) return false;
    client.pragma('user_version = 0');
    return true;
  } catch (error) {
    if (/^SQLITE_(BUSY|LOCKED)/.test((error as { code?: string }).code ?? '')) return false;
    throw error;
  }
}

function conflictOf(error: unknown): CommitResult | null {
  if (error instanceof VersionConflict) return { ok: false, conflict: 'version' };
  const { code, message = '' } = error as { code?: string; message?: string };
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return null;
  const table = /failed: (\w+)\./.exec(message)?.[1] ?? '';
  return { ok: false, conflict: 'unique', table: table as TableName };
}

/** A thread with its own read-only connection: slow reads there do not hold up anybody's claim. */
class Reader {
  #file: string;
  #worker: Worker | null = null;
  #next = 0;
  #open = new Map<number, { resolve(rows: unknown[]): void; reject(error: Error): void }>();

  constructor(file: string) {
    this.#file = file;
  }

  rows<T>(sql: string, values: SqlValue[]): Promise<T[]> {
    const worker = this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve: rows => resolve(rows as T[]), reject });
      worker.postMessage({ id, sql, values });
    });
  }

  async close() {
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./reader.ts', import.meta.url), {
      workerData: { file: this.#file },
      resourceLimits: { maxYoungGenerationSizeMb: READER_YOUNG_MB },
    });
    worker.unref();
    worker.on('message', ({ id, rows, error }: { id: number; rows?: unknown[]; error?: string }) => {
      const waiting = this.#open.get(id);
      this.#open.delete(id);
      if (error === undefined) waiting?.resolve(rows ?? []);
      else waiting?.reject(new StoreError(error));
    });
    const fail = (error: Error) => {
      this.#worker = null;
      for (const waiting of this.#open.values()) waiting.reject(error);
      this.#open.clear();
    };
    worker.on('error', error => fail(error as Error));
    worker.on('exit', () => fail(new StoreError('The reading thread of the database ended.')));
    this.#worker = worker;
    return worker;
  }
}
