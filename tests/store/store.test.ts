import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { getTableColumns } from 'drizzle-orm';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { checkCopy } from '../../src/store/backup.ts';
import { columnName } from '../../src/store/commit.ts';
import { sqliteKit } from '../../src/store/kit.ts';
import { parseKeys, seal, unseal } from '../../src/store/secrets.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { openEngine, workspaceStore } from '../../src/store/store.ts';
import { makeTables } from '../../src/store/tables.ts';
import { storeContract } from '../contracts/store.ts';
import { engineKinds, freshPostgres } from '../kit/engines.ts';
import { ENQUIRY } from '../kit/samples.ts';
import { putState, statesOf } from '../kit/upgrade-states.ts';
import { until } from '../kit/world.ts';

for (const kind of engineKinds()) storeContract(kind);

describe('secrets', () => {
  const keys = parseKeys(`${Buffer.alloc(32, 1).toString('base64')},${Buffer.alloc(32, 2).toString('base64')}`);
  const nonce = Buffer.alloc(12, 7);
  test('open again where they were sealed, with any of the keys', () => {
    const sealed = seal(keys, 'ws:mail', 'hunter2', nonce);
    expect(sealed).not.toContain('hunter2');
    expect(unseal(keys, 'ws:mail', sealed)).toBe('hunter2');
    expect(unseal([keys[1]!, keys[0]!], 'ws:mail', sealed)).toBe('hunter2');
  });
  test('open nowhere else, not when changed, not with a shortened tag, not with another key', () => {
    const sealed = seal(keys, 'ws:mail', 'hunter2', nonce);
    const parts = sealed.split(':');
    const short = [
      ...parts.slice(0, 3),
      Buffer.from(parts[3]!, 'base64url').subarray(0, 4).toString('base64url'),
      parts[4],
    ].join(':');
    expect(() => unseal(keys, 'other:mail', sealed)).toThrow(/belongs elsewhere/);
    expect(() => unseal(keys, 'ws:mail', `${sealed.slice(0, -2)}AA`)).toThrow();
    expect(() => unseal(keys, 'ws:mail', short)).toThrow();
    expect(() => unseal([keys[1]!], 'ws:mail', sealed)).toThrow(/another key/);
    expect(() => parseKeys('short')).toThrow(/openssl rand/);
  });
});

describe('migrations', () => {
  test('say what the tables say, for both engines', () => {
    for (const engine of ['sqlite', 'postgres']) {
      const folder = join(import.meta.dirname, `../../migrations/${engine}`);
      const files = readdirSync(folder).filter(each => each.endsWith('.sql'));
      const text = files.map(each => readFileSync(join(folder, each), 'utf8')).join('\n');
      for (const [key, table] of Object.entries(makeTables(sqliteKit))) {
        const name = columnName(key);
        const begun = new RegExp(`CREATE TABLE [\`"]${name}[\`"] \\(([\\s\\S]*?)\\n\\);`).exec(text)?.[1] ?? '';
        const added = text.match(new RegExp(`ALTER TABLE [\`"]${name}[\`"] ADD .*`, 'g')) ?? [];
        const made = [begun, ...added].join('\n');
        for (const column of Object.keys(getTableColumns(table)))
          expect(made, `${engine} ${name}`).toMatch(new RegExp(`[\`"]${columnName(column)}[\`"]`));
      }
    }
  });
});

describe('a SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => join(folder, 'd.db');

  test('keeps every commit through a power cut: WAL with FULL, and deleted words are overwritten', async () => {
    const engine = await openSqlite(file());
    const pragma = async (name: string) =>
      Object.values((await engine.rows<Record<string, unknown>>(`pragma ${name}`, []))[0]!)[0];
    expect(await pragma('journal_mode')).toBe('wal');
    await workspaceStore(engine, 'ws_test' as WorkspaceId).commit([{ do: 'insert', table: 'enquiries', row: ENQUIRY }]);
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('secure_delete')).toBe(1);
    expect(await pragma('foreign_keys')).toBe(1);
    await engine.close();
  });

  test('of a newer version is refused in words', async () => {
    await (await openSqlite(file())).close();
    const raw = new Database(file());
    raw.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run('future', 9_999_999_999_999);
    raw.close();
    await expect(openSqlite(file())).rejects.toThrow(/newer version of Deskhand\. Start that version/);
  });

  test('is copied before its tables are changed', async () => {
    const [before, tag] = statesOf('sqlite').slice(-2);
    putState(before!, file());
    await (await openSqlite(file())).close();
    expect(existsSync(`${file()}.before-${tag}`)).toBe(true);
    expect(() => checkCopy(`${file()}.before-${tag}`)).not.toThrow();
  });

  test('is backed up whole while somebody writes, and a broken copy is found', async () => {
    const engine = await openSqlite(file());
    const store = workspaceStore(engine, 'ws_test' as WorkspaceId);
    await store.commit([{ do: 'insert', table: 'enquiries', row: ENQUIRY }]);
    let writing = true;
    const writer = (async () => {
      for (let i = 2; writing; i++)
        await store.commit([
          { do: 'insert', table: 'enquiries', row: { ...ENQUIRY, id: `enq_${i}` as never, number: i } },
        ]);
    })();
    await engine.backup(join(folder, 'copy.db'));
    writing = false;
    await writer;
    checkCopy(join(folder, 'copy.db'));
    expect(statSync(join(folder, 'copy.db')).size).toBeGreaterThan(1_000);
    await expect(engine.backup(join(folder, 'copy.db'))).rejects.toThrow(/exists already/);
    await engine.close();
    copyFileSync(join(import.meta.dirname, 'store.test.ts'), join(folder, 'no.db'));
    expect(() => checkCopy(join(folder, 'no.db'))).toThrow(/cannot be opened as a database/);
  });

  test('that is full gives an error in words and takes the next commit when there is room', async () => {
    const engine = await openSqlite(file());
    const store = workspaceStore(engine, 'ws_test' as WorkspaceId);
    const pages = Object.values((await engine.rows<Record<string, number>>('pragma page_count', []))[0]!)[0]!;
    await engine.rows(`pragma max_page_count = ${pages + 1}`, []);
    const big = (i: number) =>
      store.commit([
        {
          do: 'insert',
          table: 'settings',
          row: { id: `s${i}`, workspaceId: 'ws_test' as WorkspaceId, value: 'x'.repeat(20_000) },
        },
      ]);
    await expect(Promise.all([big(1), big(2)])).rejects.toThrow(/full/);
    await expect(engine.check()).rejects.toThrow(/full/);
    await engine.rows('pragma max_page_count = 1000000', []);
    expect(await big(3)).toEqual({ ok: true });
    await engine.check();
    await engine.close();
  });

  test('of no known kind is refused with an example', async () => {
    await expect(openEngine('mysql://x', 'one')).rejects.toThrow(/Write sqlite:<path> or postgres/);
  });
});

const [, postgres] = engineKinds();
describe.skipIf(!postgres?.there)('PostgreSQL', () => {
  test('six processes that start on an empty database all come up', async () => {
    const { url, drop } = await freshPostgres();
    const engines = await Promise.all(Array.from({ length: 6 }, (_, i) => openEngine(url, `p${i}`)));
    for (const engine of engines) await engine.close();
    await drop();
  });
  test('a topic published by one process wakes the others', async () => {
    const { url, drop } = await freshPostgres();
    const [one, two] = [await openEngine(url, 'one'), await openEngine(url, 'two')];
    const heard = new Promise<string>(resolve => two.subscribe(topic => topic === 'room' && resolve(topic)));
    const again = setInterval(() => one.publish('room'), 50);
    expect(await heard).toBe('room');
    clearInterval(again);
    await one.close();
    await two.close();
    await drop();
  });
  test('connections that break in the middle of commits are errors, not the end of the process', async () => {
    const { url, drop } = await freshPostgres();
    const engine = await openEngine(url, 'one');
    const store = workspaceStore(engine, 'ws_test' as WorkspaceId);
    let failures = 0;
    let n = 0;
    const write = () =>
      store
        .commit([
          { do: 'insert', table: 'settings', row: { id: `s${++n}`, workspaceId: 'ws_test' as WorkspaceId, value: n } },
        ])
        .catch(() => void failures++);
    const killer = new pg.Client({ connectionString: url });
    await killer.connect();
    for (let i = 0; i < 5; i++) {
      const writes = Array.from({ length: 30 }, write);
      await killer.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await Promise.all(writes);
    }
    await killer.end();
    expect(failures).toBeGreaterThan(0);
    await until(async () => {
      const before = failures;
      await write();
      return failures === before;
    }, 'commits work again');
    await engine.close();
    await drop();
  });
  test('a server that is not there is named in a sentence', async () => {
    await expect(openEngine('postgres://nobody@127.0.0.1:1/x', 'one')).rejects.toThrow(
      /cannot be reached: .*Check DATABASE_URL/,
    );
  });
});
