/** Figures and exports by a real streaming replica: never older than the database itself, and without it where it fails. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { exportFolder } from '../../src/transfer/write-out.ts';
import { openFreshPostgres } from '../kit/engines.ts';
import { PROGRAMS, type Replicated, startReplicated } from '../kit/far-sides/replica.ts';
import { openHouse } from '../kit/house.ts';
import { playDay } from '../kit/played-day.ts';
import { until } from '../kit/world.ts';

const WS = 'ws_test' as WorkspaceId;
/** Written last while it was behind, and read ever after. */
const LAST = 119;
const WHERE = 'select pg_is_in_recovery() as replica';
const OWN = 'postgres://postgres@127.0.0.1:1/postgres';

describe.skipIf(inject('postgres') === null || !existsSync(PROGRAMS))('a replica for figures', () => {
  let servers: Replicated;
  let engine: Engine;
  let notices: string[];
  beforeAll(async () => {
    servers = await startReplicated();
  });
  afterAll(() => servers.stop());
  beforeEach(async () => {
    notices = [];
    engine = await openPostgres(servers.url, 'one', undefined, {
      readUrl: servers.replicaUrl,
      onNotice: words => void notices.push(words),
    });
  });
  afterEach(() => engine.close());

  const isOnReplica = async () => (await engine.figureRows!<{ replica: boolean }>(WHERE, []))[0]!.replica;
  const write = (value: number) =>
    workspaceStore(engine, WS).commit([
      { do: 'put', table: 'settings', row: { id: `${WS}:value`, workspaceId: WS, value } },
    ]);
  const read = async () =>
    (await engine.figureRows!<{ value: unknown }>('select value from settings where id = ?', [`${WS}:value`]))[0]
      ?.value;
  /** Nobody waits for longer than this for what the replica does not say, on a machine that is busy with other things. */
  const backIn = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };

  test('is asked for them, has what was written a moment before each time, and other reads go elsewhere', async () => {
    await until(isOnReplica, 'it is used');
    for (let i = 1; i <= 40; i++) {
      await write(i);
      expect(await read()).toBe(i);
    }
    expect(await isOnReplica()).toBe(true);
    expect(await engine.slowRows(WHERE, [])).toEqual([{ replica: false }]);
    expect(await engine.rows(WHERE, [])).toEqual([{ replica: false }]);
    const seen = await engine.snapshot(frozen => frozen.slowRows(WHERE, []));
    expect(seen).toEqual([{ replica: true }]);
    expect([notices, engine.troubles?.()]).toEqual([[], []]);
  });

  test('statistics and an export by it say what they say without it', async () => {
    const house = await openHouse({ engine });
    await playDay(house, 'one');
    const alone = await openPostgres(servers.url, 'two');
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-by-replica-'));
    try {
      const options = { workspace: 'Test', timezone: 'UTC', exportedAt: 'now' };
      for (const [name, by] of [
        ['with', engine],
        ['without', alone],
      ] as const)
        await exportFolder(by, WS, join(folder, name), options);
      const manifest = (name: string) => readFileSync(join(folder, name, 'manifest.json'), 'utf8');
      expect(manifest('with')).toBe(manifest('without'));
      expect(await house.as('Ann').command('stats today')).toMatch(/\b4\b/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await alone.close();
    await house.close();
  });

  test('that falls behind is left within a second, which is said once, and used again when it is back', async () => {
    servers.holdReplay();
    await write(100);
    expect(await read()).toBe(100);
    expect(notices.splice(0)).toEqual([
      'The replica in DATABASE_READ_URL is more than 0.5 s behind. Figures and exports are read from the database itself until then.',
    ]);
    expect(engine.troubles?.()).toHaveLength(1);
    for (let i = 101; i <= LAST; i++) {
      await write(i);
      expect(await read()).toBe(i);
    }
    expect(notices).toEqual([]);
    servers.goOnReplaying();
    await until(() => engine.troubles?.().length === 0, 'it is used again', 30_000);
    expect(notices.splice(0)).toEqual(['The replica in DATABASE_READ_URL is used for figures and exports.']);
    expect(await isOnReplica()).toBe(true);
  });

  test('whose machine hangs in the middle of an export is left, and the export is done without it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-hangs-'));
    try {
      let began = 0;
      const whole = await engine.snapshot(async frozen => {
        began++;
        const [first] = await frozen.slowRows<{ replica: boolean }>(WHERE, []);
        if (first!.replica) servers.freeze();
        return frozen.slowRows<{ n: number }>('select count(*) as n from enquiries', []);
      });
      expect([began, Number(whole[0]!.n)]).toEqual([2, 4]);
      expect(notices.splice(0)).toEqual([expect.stringMatching(/^The replica in DATABASE_READ_URL does not answer: /)]);
      expect(await read()).toBe(LAST);
    } finally {
      servers.thaw();
      rmSync(folder, { recursive: true, force: true });
    }
    await until(() => engine.troubles?.().length === 0, 'it is used again', 30_000);
    notices.splice(0);
  });

  test('that gives up a query for what it replays loses nobody an answer, and stays in use', async () => {
    await until(isOnReplica, 'it is used');
    const rows = await engine.figureRows!<{ n: number }>(
      `select case when pg_is_in_recovery() then cast('x' || pg_backend_pid() as integer) else 1 end as n`,
      [],
    );
    expect(rows).toEqual([{ n: 1 }]);
    expect([notices, await isOnReplica()]).toEqual([[], true]);
  });

  test('an error of the work itself is no fault of the replica, and it is not done twice', async () => {
    let began = 0;
    const failing = engine.snapshot(async () => {
      began++;
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect([began, engine.troubles?.()]).toEqual([1, []]);
  });

  test('that is stopped is left at once; many who ask then wait for nobody, and it is used again when it is back', async () => {
    servers.stopReplica();
    const took = await backIn(() => Promise.all(Array.from({ length: 20 }, read)));
    expect(took).toBeLessThan(5_000);
    expect(notices.splice(0)).toEqual([
      expect.stringMatching(/does not answer: .*from the database itself until then/),
    ]);
    servers.startReplica();
    await until(() => engine.troubles?.().length === 0, 'it is used again', 30_000);
    notices.splice(0);
    expect(await read()).toBe(LAST);
  });

  test.each<[string, () => Promise<{ url: string; close(): Promise<void> }>, RegExp]>([
    [
      'is the database itself',
      async () => ({ url: servers.url, close: async () => {} }),
      /^DATABASE_READ_URL does not name a streaming replica/,
    ],
    ['is of another database', openFreshPostgres, /^DATABASE_READ_URL does not name a streaming replica/],
    [
      'is not there',
      async () => ({ url: OWN, close: async () => {} }),
      /^The replica in DATABASE_READ_URL does not answer: /,
    ],
  ])('an address that %s is named at the start, and never read from', async (_, open, words) => {
    const { url, close } = await open();
    const said: string[] = [];
    const other = await openPostgres(servers.url, 'three', undefined, {
      readUrl: url,
      onNotice: each => void said.push(each),
    });
    await until(() => said.length > 0, 'it says so');
    expect(said).toEqual([expect.stringMatching(words)]);
    expect(
      await other.figureRows!<{ value: number }>('select value from settings where id = ?', [`${WS}:value`]),
    ).toEqual([{ value: LAST }]);
    const house = await openHouse({ engine: other });
    const item = { what: 'Database', ok: false, words: said[0] };
    expect(house.house.troubles()).toEqual([item]);
    expect(await house.house.health()).toContainEqual(item);
    expect((await house.house.ready()).find(each => each.what === 'Database')).toMatchObject({ ok: true });
    await house.close();
    await other.close();
    await close();
  });

  test('of the database as it was before it was put back from a backup is not read from, however far it is', async () => {
    const url = await servers.putBack();
    // Its log goes on beyond that of the database that was put back.
    const before = new pg.Client({ connectionString: servers.url });
    await before.connect();
    await before.query(`create table more as select repeat('x', 1000) as x from generate_series(1, 20000)`);
    await before.query(`update settings set value = '"of before"' where id = $1`, [`${WS}:value`]);
    await before.end();
    await until(async () => (await read()) === 'of before', 'the replica has it');
    const said: string[] = [];
    const other = await openPostgres(url, 'three', undefined, {
      readUrl: servers.replicaUrl,
      onNotice: each => void said.push(each),
    });
    await until(() => said.length > 0, 'it says so');
    const where = 'select value from settings where id = ?';
    expect(await other.figureRows!(where, [`${WS}:value`])).toEqual([{ value: LAST }]);
    expect(said).toEqual([expect.stringContaining('Figures and exports are read from the database itself')]);
    await other.close();
  });

  test('a role without special rights may ask all of it', async () => {
    const admin = new pg.Client({ connectionString: servers.url });
    await admin.connect();
    await admin.query('create role shop login');
    await admin.query('grant all on all tables in schema public to shop');
    await admin.query('grant usage on schema drizzle to shop; grant all on all tables in schema drizzle to shop');
    await admin.end();
    const as = (url: string) => url.replace('postgres@', 'shop@');
    const said: string[] = [];
    const other = await openPostgres(as(servers.url), 'four', undefined, {
      readUrl: as(servers.replicaUrl),
      onNotice: each => void said.push(each),
    });
    await until(async () => (await other.figureRows!<{ replica: boolean }>(WHERE, []))[0]!.replica, 'it is used');
    expect(said).toEqual([]);
    await other.close();
  });
});
