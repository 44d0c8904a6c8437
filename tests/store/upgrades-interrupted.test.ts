/** Upgrades that break off at every statement, two at once, and versions that are too old, on both engines. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { run } from '../../src/cli.ts';
import { holdAlone } from '../../src/store/alone.ts';
import { checkCopy } from '../../src/store/backup.ts';
import { migratePostgres } from '../../src/store/migrate-postgres.ts';
import { migrateSqlite } from '../../src/store/migrate-sqlite.ts';
import { journal } from '../../src/store/migrations.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { freshPostgres } from '../kit/engines.ts';
import { differences, fillState, putState, snapshotPostgres, snapshotSqlite, statesOf } from '../kit/upgrade-states.ts';

const ROOT = join(import.meta.dirname, '../..');
const [OLDEST] = statesOf('sqlite');
const KEY = Buffer.alloc(32, 7).toString('base64');
/** There are fewer statements in all migrations; a loop that does not end is a fault. */
const STATEMENTS_MAX = 1_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-interrupted-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
const file = () => join(folder, 'd.db');
const copies = () => readdirSync(folder).filter(each => each.includes('.before-'));

/** A connection that is gone at its n-th statement. @returns whether it lived to the end */
function upgradeDyingAt(n: number): boolean {
  const client = new Database(file());
  client.pragma('synchronous = OFF');
  const exec = client.exec.bind(client);
  let done = 0;
  client.exec = sql => {
    if (done++ < n) return exec(sql);
    client.close();
    throw new Error('gone');
  };
  try {
    migrateSqlite(client, file(), false);
    client.close();
    return true;
  } catch (error) {
    expect((error as Error).message).toBe('gone');
    return false;
  }
}

describe('an upgrade of a SQLite file', () => {
  test('that breaks off at any statement leaves everything as it was, and can be done again', () => {
    putState(OLDEST!, file());
    const before = snapshotSqlite(file());
    let n = 0;
    while (!upgradeDyingAt(n)) {
      if (n % 10 === 0) expect(snapshotSqlite(file())).toEqual(before);
      expect(copies()).toEqual([]);
      expect(++n).toBeLessThan(STATEMENTS_MAX);
    }
    expect(n).toBeGreaterThan(journal().length * 2);
    expect(differences(before, snapshotSqlite(file()))).toEqual([]);
    checkCopy(join(folder, copies()[0]!));
  });

  test('whose process is killed in the middle is done again, and its copies are whole', async () => {
    putState(OLDEST!, file());
    const before = snapshotSqlite(file());
    // Killed while the copy is written, at the first change, in the middle, and before the last word.
    for (const at of ['vacuum into', 'begin immediate', 'CREATE TABLE `measures`', 'commit']) {
      expect(await killedAt(at)).toBe('SIGKILL');
      expect(snapshotSqlite(file())).toEqual(before);
    }
    await (await openSqlite(file())).close();
    expect(differences(before, snapshotSqlite(file()))).toEqual([]);
    const whole = copies().filter(each => !each.endsWith('.before-part'));
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.length).toBeLessThanOrEqual(3);
    for (const copy of whole) expect(differences(before, snapshotSqlite(join(folder, copy)))).toEqual([]);
  });

  test('waits for nobody who works on it: it is refused with a sentence, and nothing is changed', async () => {
    putState(OLDEST!, file());
    const before = snapshotSqlite(file());
    const other = holdAlone(file());
    await expect(openSqlite(file())).rejects.toThrow(
      /^The tables of \S+d\.db have to be changed for this version, and Deskhand is already running on it \(process \d+ on .+\)\. Nothing was changed\. Stop that one/,
    );
    expect(snapshotSqlite(file())).toEqual(before);
    expect(copies()).toEqual([]);
    other.release();
    await (await openSqlite(file())).close();
    expect(differences(before, snapshotSqlite(file()))).toEqual([]);
  });
});

/** A process of its own that dies, as by kill -9, when it is about to run this statement. */
function killedAt(statement: string): Promise<string | null> {
  const script = `
    import Database from 'better-sqlite3';
    import { openSqlite } from './src/store/sqlite.ts';
    const die = sql => { if (sql.includes(process.env.AT)) process.kill(process.pid, 'SIGKILL'); };
    for (const name of ['exec', 'prepare']) {
      const own = Database.prototype[name];
      Database.prototype[name] = function (sql) { die(sql); return own.call(this, sql); };
    }
    await openSqlite(process.env.FILE);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, AT: statement, FILE: file() },
    stdio: 'ignore',
  });
  return new Promise(resolve => child.once('close', (_, signal) => resolve(signal)));
}

/** A line to the server that breaks when so many questions have passed. */
async function lineBreakingAfter(url: string, questions: number): Promise<{ url: string; close(): Promise<void> }> {
  const to = new URL(url);
  const [port, host] = [Number(to.port), to.hostname];
  const open = new Set<Socket>();
  const server: Server = createServer(near => {
    const far = connect(port, host);
    let [left, started, kept] = [questions, false, Buffer.alloc(0)];
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const each of [near, far]) open.add(each.on('error', end).on('close', end));
    far.pipe(near);
    near.on('data', chunk => {
      kept = Buffer.concat([kept, chunk]);
      for (;;) {
        // The first message has no letter before its length.
        const head = started ? 1 : 0;
        if (kept.length < head + 4) return;
        const length = head + kept.readUInt32BE(head);
        if (kept.length < length) return;
        if (started && kept[0] === 'Q'.charCodeAt(0) && left-- === 0) return end();
        started = true;
        far.write(kept.subarray(0, length));
        kept = kept.subarray(length);
      }
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  to.port = String((server.address() as { port: number }).port);
  to.hostname = '127.0.0.1';
  return {
    url: to.href,
    close: () => {
      for (const each of open) each.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}

describe.skipIf(inject('postgres') === null)('an upgrade of a PostgreSQL database', () => {
  let fresh: Awaited<ReturnType<typeof freshPostgres>>;
  beforeEach(async () => {
    fresh = await freshPostgres();
    await fillState(OLDEST!, fresh.url);
  });
  afterEach(() => fresh.drop());

  test('whose line breaks at any statement leaves everything as it was, and can be done again', async () => {
    const before = await snapshotPostgres(fresh.url);
    let n = 0;
    for (let done = false; !done; n++) {
      const line = await lineBreakingAfter(fresh.url, n);
      done = await migratePostgres(line.url).then(
        () => true,
        () => false,
      );
      await line.close();
      if (n % 25 === 0 && !done) expect(await snapshotPostgres(fresh.url)).toEqual(before);
      expect(n).toBeLessThan(STATEMENTS_MAX);
    }
    expect(n).toBeGreaterThan(journal().length * 2);
    expect(differences(before, await snapshotPostgres(fresh.url))).toEqual([]);
  });

  test('at once by four processes is made once, and nobody is left holding the lock', async () => {
    const before = await snapshotPostgres(fresh.url);
    const told = await Promise.all(Array.from({ length: 4 }, () => migratePostgres(fresh.url)));
    expect(told.filter(each => each !== null)).toHaveLength(1);
    expect(differences(before, await snapshotPostgres(fresh.url))).toEqual([]);
    const client = new pg.Client({ connectionString: fresh.url });
    await client.connect();
    const { rows } = await client.query(
      `select count(*)::int as n from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())`,
    );
    await client.end();
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('under a process that still runs makes that one unready, and says why', async () => {
    const running = await openPostgres(fresh.url, 'test:old');
    await running.check();
    await running.rows('insert into drizzle.__drizzle_migrations (hash, created_at) values (?, ?)', ['f', FUTURE]);
    await expect(running.check()).rejects.toThrow(NEWER);
    await running.close();
  });
});

const FUTURE = 9_999_999_999_999;
const NEWER = /made by a newer version of Deskhand\. Start that version, or restore .*this is Deskhand \d+\.\d+\.\d+/;
const BY_99 = `update settings set value = '{"version":"99.1.0","newest":"9999_future"}' where id = 'tables_changed_by'`;

describe('a database of a newer version', () => {
  const said: string[] = [];
  const typed = async (url: string, ...words: string[]) => {
    vi.stubEnv('DATABASE_URL', url);
    vi.stubEnv('DESKHAND_SECRET_KEY', KEY);
    vi.stubEnv('MAIL_RECEIVER_PORT', '0');
    said.length = 0;
    for (const way of ['log', 'error'] as const)
      vi.spyOn(console, way).mockImplementation(line => void said.push(String(line)));
    await run(['node', 'deskhand', ...words]);
    const code = process.exitCode;
    process.exitCode = undefined;
    return code;
  };
  const refuses = async (url: string) => {
    for (const words of [
      ['migrate'],
      ['upgrade'],
      ['upgrade', '--check'],
      ['stats'],
      ['insight'],
      ['erase', 'maya@example.com'],
      ['export', join(folder, 'out')],
      ['backup', join(folder, 'b.db')],
    ]) {
      expect(`${words[0]} ${await typed(url, ...words)}`).toBe(`${words[0]} 1`);
      expect(said.join('\n')).toMatch(/Deskhand 99\.1\.0 changed its tables last, by 9999_future; this is Deskhand \d/);
    }
  };

  test('in a SQLite file is refused by every command, which names both versions and changes nothing', async () => {
    await (await openSqlite(file())).close();
    const client = new Database(file());
    client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run('future', FUTURE);
    client.exec(BY_99);
    client.close();
    const before = snapshotSqlite(file());
    await refuses(`sqlite:${file()}`);
    expect(snapshotSqlite(file())).toEqual(before);
    expect(await typed(`sqlite:${join(folder, 'other.db')}`, 'restore', file())).toBe(1);
    expect(said.join('\n')).toMatch(/Deskhand 99\.1\.0 changed its tables last/);
    expect(readdirSync(folder).filter(each => each.startsWith('other.db'))).toEqual([]);
  });

  test.skipIf(inject('postgres') === null)('on PostgreSQL, too', async () => {
    const { url, drop } = await freshPostgres();
    const engine = await openPostgres(url, 'test:newer');
    await engine.rows('insert into drizzle.__drizzle_migrations (hash, created_at) values (?, ?)', ['f', FUTURE]);
    await engine.rows(BY_99, []);
    await engine.close();
    await refuses(url);
    await drop();
  });
});
