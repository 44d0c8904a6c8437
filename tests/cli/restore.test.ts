/** What `restore` takes, what it refuses, what it says, and that it may be killed at any moment. */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { restore } from '../../src/cli/backup.ts';
import { noteRestore } from '../../src/store/backup.ts';
import { parseKeys, seal } from '../../src/store/secrets.ts';
import { runCli } from '../kit/cli.ts';
import { putMigrated } from '../kit/migrated.ts';
import { putState, snapshotSqlite, statesOf } from '../kit/upgrade-states.ts';

const ROOT = join(import.meta.dirname, '../..');
const NEWEST = statesOf('sqlite').at(-1)!;
const keyOf = (n: number) => Buffer.alloc(32, n).toString('base64');
/** A restore has fewer calls of the system than this; a loop that does not end is a fault. */
const CALLS_MAX = 100;
const NOTED_AT = 1_790_000_000_000;

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-restore-'));
  mkdirSync(join(folder, 'data'));
  said = [];
  vi.spyOn(console, 'log').mockImplementation(line => void said.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
const inside = (...path: string[]) => join(folder, ...path);
const target = () => inside('data/d.db');
const env = (key?: string) => ({
  DATABASE_URL: `sqlite:${target()}`,
  ...(key ? { DESKHAND_SECRET_KEY: key } : {}),
});

/** A backup with a played day in it, and a database in its place that has none. */
async function both(): Promise<void> {
  putState(NEWEST, inside('b.db'));
  await putMigrated(target());
  change(target(), `insert into settings (id, workspace_id, value) values ('which', 'ws', '"old"')`);
}

function change(file: string, sql: string): void {
  const client = new Database(file);
  client.exec(sql);
  client.close();
}

describe('restore', () => {
  test('says what is in the backup and where the old database is; nothing else is left beside it', async () => {
    await both();
    const [before, old] = [snapshotSqlite(inside('b.db')), readFileSync(target())];
    await restore(env(), inside('b.db'), true);
    expect(said[0]).toMatch(/b\.db is whole: 14 enquiries; the newest entry is of \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/);
    expect(said.slice(1)).toEqual([
      `The database that was there is kept as ${target()}.before-restore.`,
      `${inside('b.db')} is in place. Start the service again.`,
    ]);
    expect(snapshotSqlite(target()).get('enquiries')).toEqual(before.get('enquiries'));
    expect(snapshotSqlite(`${target()}.before-restore`).get('settings')).toHaveLength(1);
    expect(old.length).toBeGreaterThan(0);
    expect(readdirSync(inside('data')).filter(each => each.includes('restoring'))).toEqual([]);
  });

  test.each<[string, (file: string) => void, RegExp]>([
    ['a half-copied backup', file => truncateSync(file, 300_000), /is only a part of a backup: 300000 of \d+ bytes/],
    ['an empty file', file => truncateSync(file, 0), /is empty\. Copy it again/],
    ['a letter', file => writeFileSync(file, 'Dear shop,\n'.repeat(500)), /cannot be opened as a database/],
    ['another program’s database', file => change(other(file), 'create table x (a)'), /is not a Deskhand backup/],
    ['a damaged one', file => spoil(file), /is damaged|cannot be opened/],
    [
      'one of a newer version',
      file => change(file, `insert into __drizzle_migrations (hash, created_at) values ('f', 9999999999999)`),
      /made by a newer version of Deskhand/,
    ],
  ])('refuses %s with a sentence, and touches nothing', async (_, hurt, words) => {
    await both();
    hurt(inside('b.db'));
    const before = readFileSync(target());
    await expect(restore(env(), inside('b.db'), true)).rejects.toThrow(words);
    expect(readFileSync(target()).equals(before)).toBe(true);
    expect(readdirSync(inside('data')).filter(each => /restor/.test(each))).toEqual([]);
  });

  test('refuses a key that does not fit, names both by their fingerprints, and takes the right one', async () => {
    await both();
    const [ours, other] = [parseKeys(keyOf(1))[0]!, parseKeys(keyOf(2))[0]!];
    const client = new Database(inside('b.db'));
    client.exec('update channels set sealed = null');
    client
      .prepare('update channels set sealed = ? where rowid = (select min(rowid) from channels)')
      .run(seal([ours], 'ws:channel:post', 'hunter2', Buffer.alloc(12)));
    client.close();
    const before = readFileSync(target());
    await expect(restore(env(keyOf(2)), inside('b.db'), true)).rejects.toThrow(
      `1 password in it was sealed with the key ${ours.id}, and the key here is ${other.id} (fingerprints). Nothing was changed.`,
    );
    await expect(restore(env(), inside('b.db'), true)).rejects.toThrow('there is no key here');
    expect(readFileSync(target()).equals(before)).toBe(true);
    expect(readdirSync(inside('data'))).not.toContain('deskhand.key');
    await restore(env(keyOf(1)), inside('b.db'), true);
    await restore(env(keyOf(2)), inside('b.db'), true, true);
    expect(readdirSync(inside('data'))).toContain('d.db.before-restore-2');
  });

  test('takes what stands in the log beside a copied database', async () => {
    await both();
    const client = new Database(inside('b.db'));
    client.pragma('journal_mode = WAL');
    client.exec(`insert into settings (id, workspace_id, value) values ('late', 'ws', '"late"')`);
    for (const each of ['', '-wal']) copyFileSync(inside(`b.db${each}`), inside(`copied.db${each}`));
    client.close();
    await restore(env(), inside('copied.db'), true);
    expect(JSON.stringify(snapshotSqlite(target()).get('settings'))).toContain('late');
  });

  test('that is killed at any moment leaves the old database or the new one, and is done again', async () => {
    await both();
    const before = snapshotSqlite(target());
    copyFileSync(inside('b.db'), inside('noted.db'));
    noteRestore(inside('noted.db'), NOTED_AT);
    const after = snapshotSqlite(inside('noted.db'));
    const seen = new Set<string>();
    const kept = inside('kept.db');
    copyFileSync(target(), kept);
    for (let n = 1, ended: string | null = 'SIGKILL'; ended === 'SIGKILL'; n++) {
      rmSync(inside('data'), { recursive: true });
      mkdirSync(inside('data'));
      copyFileSync(kept, target());
      ended = await killedAtCall(n);
      expect(existsSync(target())).toBe(true);
      const now = snapshotSqlite(target());
      seen.add(same(now, before) ? 'old' : same(now, after) ? 'new' : `neither, at call ${n}`);
      const aside = `${target()}.before-restore`;
      if (seen.has('new')) expect(same(snapshotSqlite(aside), before)).toBe(true);
      expect(n).toBeLessThan(CALLS_MAX);
    }
    expect([...seen]).toEqual(['old', 'new']);
    await restore(env(), inside('b.db'), true);
    expect(snapshotSqlite(target()).get('enquiries')).toEqual(after.get('enquiries'));
  });

  test('of an older version stands in its audit trail at once, and its tables stay those of its version', async () => {
    await putMigrated(target());
    for (const state of statesOf('sqlite').filter(each => each >= '0013')) {
      rmSync(inside('b.db'), { force: true });
      putState(state, inside('b.db'));
      const before = snapshotSqlite(inside('b.db'));
      said = [];
      await restore(env(), inside('b.db'), true);
      const after = snapshotSqlite(target());
      const noted = after.get('audit')!.filter(each => each.act === "'restore'");
      expect(noted.every(each => each.via === "'cli'" && each.by_id === 'NULL')).toBe(true);
      const workspaces = before.get('workspaces')!.map(each => each.id);
      expect(noted.map(each => each.workspace_id).toSorted()).toEqual(workspaces.toSorted());
      expect(after.get('audit')!.length).toBe(before.get('audit')!.length + noted.length);
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect(after.get('__drizzle_migrations')).toEqual(before.get('__drizzle_migrations'));
      expect(said.join(' ')).not.toMatch(/no audit trail/);
    }
    rmSync(inside('b.db'));
    putState(statesOf('sqlite').find(each => each.startsWith('0012'))!, inside('b.db'));
    said = [];
    await restore(env(), inside('b.db'), true);
    expect(said).toContain('Its version kept no audit trail yet: this restore stands in none.');
    expect(snapshotSqlite(target()).get('audit')).toBeUndefined();
  });

  test('by the command line: the sentence, the exit code, and the right key', async () => {
    await both();
    truncateSync(inside('b.db'), 200_000);
    const ended = await runCli(['restore', 'b.db', '--force'], folder, { DATABASE_URL: 'sqlite:data/d.db' });
    expect([ended.code, ended.err]).toEqual([1, expect.stringMatching(/^b\.db is only a part of a backup: 200000 of/)]);
  });
});

const same = (a: object, b: object) =>
  JSON.stringify([...(a as Map<string, unknown>)]) === JSON.stringify([...(b as Map<string, unknown>)]);

function other(file: string): string {
  rmSync(file);
  return file;
}

function spoil(file: string): void {
  const all = readFileSync(file);
  all.fill(0x5a, Math.floor(all.length / 2), Math.floor(all.length / 2) + 60_000);
  writeFileSync(file, all);
}

/** The two steps of a restore in a process that dies, as by kill -9, at its n-th call that changes a file. */
function killedAtCall(n: number): Promise<string | null> {
  const script = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let left = Number(process.env.N);
    for (const name of ['copyFileSync', 'chmodSync', 'linkSync', 'renameSync', 'rmSync', 'fsyncSync']) {
      const own = fs[name];
      fs[name] = (...args) => { if (--left === 0) process.kill(process.pid, 'SIGKILL'); return own(...args); };
    }
    syncBuiltinESMExports();
    const { noteRestore, putBeside, swapIn } = await import('./src/store/backup.ts');
    const { B, F } = process.env;
    const { coming } = putBeside(B, F);
    noteRestore(coming, ${NOTED_AT});
    swapIn(coming, F, F + '.before-restore');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, N: String(n), B: inside('b.db'), F: target() },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise(resolve => child.once('close', (_, signal) => resolve(signal)));
}
