import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { restore } from '../../src/cli/backup.ts';
import { upgrade } from '../../src/cli/upgrade.ts';
import { holdAlone } from '../../src/store/alone.ts';
import { journal } from '../../src/store/migrations.ts';
import { runCli } from '../kit/cli.ts';
import { openFreshPostgres } from '../kit/engines.ts';

const ROOT = join(import.meta.dirname, '../..');
const MISSING = journal()
  .slice(-2)
  .map(each => each.tag);

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-upgrade-'));
  said = [];
  vi.spyOn(console, 'log').mockImplementation(words => void said.push(String(words)));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
const file = () => join(folder, 'd.db');
const env = () => ({ DATABASE_URL: `sqlite:${file()}` });
const run = async (check: boolean, url = `sqlite:${file()}`) => {
  said = [];
  await upgrade({ DATABASE_URL: url, ...(url.startsWith('sqlite') ? {} : { DESKHAND_SECRET_KEY: KEY }) }, check);
  return said.slice(1);
};
const KEY = Buffer.alloc(32, 7).toString('base64');

/** A database as an earlier version left it: without the last two changes, with a customer's words in it. */
function oldDatabase(): void {
  const migrations = join(folder, 'migrations');
  cpSync(join(ROOT, 'migrations/sqlite'), migrations, { recursive: true });
  const path = join(migrations, 'meta/_journal.json');
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...kept, entries: kept.entries.slice(0, -2) }));
  const client = new Database(file());
  client.pragma('journal_mode = WAL');
  migrate(drizzle(client), { migrationsFolder: migrations });
  client.exec(`insert into settings (workspace_id, id, value) values ('ws', 'kept', '"the old words"')`);
  client.close();
  rmSync(migrations, { recursive: true });
}
const keptWords = () => {
  const client = new Database(file(), { readonly: true });
  const [row] = client.prepare(`select value from settings where id = 'kept'`).all() as { value: string }[];
  client.close();
  return row?.value;
};

test('an upgrade: the check changes nothing, the upgrade copies first, and the old version gets its copy back', async () => {
  oldDatabase();
  const before = readFileSync(file());
  const copy = `${file()}.before-${MISSING[0]}`;
  expect(await run(true)).toEqual([
    `2 changes to the tables are missing; the next start makes them: ${MISSING.join(', ')}.`,
    expect.stringMatching(
      /^Before that it is copied to \/.*\.before-\S+ \(1 MB\)\. To go back: .*restore .*--force"\.$/,
    ),
  ]);
  expect(readFileSync(file()).equals(before)).toBe(true);
  expect(existsSync(copy)).toBe(false);
  // Not while somebody works on it.
  const service = holdAlone(file());
  await expect(run(false)).rejects.toThrow('already running');
  service.release();
  expect(existsSync(copy)).toBe(false);

  expect((await run(false)).at(-1)).toBe('The tables are up to date. Start the service.');
  expect(await run(true)).toEqual([
    `The tables have all ${journal().length} changes that this version knows: nothing would change.`,
  ]);
  expect(existsSync(copy)).toBe(true);
  expect(keptWords()).toBe('"the old words"');

  copyFileSync(copy, join(folder, 'aside.db'));
  await restore(env(), copy, true);
  expect((await run(true))[0]).toContain('2 changes to the tables are missing');
  expect(keptWords()).toBe('"the old words"');
  // What the newer version had is kept.
  expect(readdirSync(folder)).toContain('d.db.before-restore');
});

test('where there is nothing yet nothing is made, and a database of a newer version is told before anything is stopped', async () => {
  expect(await run(true)).toEqual(['There is no database yet: the first start makes it.']);
  expect(readdirSync(folder)).toEqual([]);
  oldDatabase();
  const client = new Database(file());
  client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run('future', 9_999_999_999_999);
  client.close();
  await expect(run(true)).rejects.toThrow(/made by a newer version of Deskhand\. Start that version, or restore/);
});

test.skipIf(inject('postgres') === null)('on PostgreSQL the check says to copy first, and how', async () => {
  const { engine, url, close } = await openFreshPostgres();
  try {
    expect(await run(true, url)).toEqual([expect.stringContaining('nothing would change')]);
    const newest = 'select max(created_at) from drizzle.__drizzle_migrations';
    await engine.rows(`delete from drizzle.__drizzle_migrations where created_at = (${newest})`, []);
    expect(await run(true, url)).toEqual([
      `1 change to the tables is missing; the next start makes it: ${MISSING[1]}.`,
      expect.stringMatching(/Stop every process and copy it first: pg_dump --format=custom/),
    ]);
  } finally {
    await close();
  }
});

test('the command line says its version, and what settings this version does not take', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'deskhand.yaml'), 'romms: [{ name: customers }]\n');
  const [told, misspelt] = await Promise.all([runCli(['--version'], folder), runCli(['upgrade', '--check'], folder)]);
  expect(told).toEqual({ code: 0, out: `${version}\n`, err: '' });
  expect(misspelt).toMatchObject({ code: 2, err: expect.stringContaining('rooms') });
});
