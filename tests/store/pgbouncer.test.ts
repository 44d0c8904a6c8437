/** PostgreSQL through a real PgBouncer in transaction mode, which gives each transaction whatever connection is free. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { HOLD } from '../../src/settings/admin.ts';
import { keepSetting } from '../../src/settings/keep.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { storeContract } from '../contracts/store.ts';
import { freshPostgres, openFreshPostgres } from '../kit/engines.ts';
import { startLine } from '../kit/far-sides/line.ts';
import { type PgBouncer, startPgBouncer } from '../kit/far-sides/pgbouncer.ts';
import { openHouse } from '../kit/house.ts';
import { playDay } from '../kit/played-day.ts';
import { until } from '../kit/world.ts';

const WS = 'ws_test' as WorkspaceId;
/** Many more than there are connections behind the pooler. */
const COMMITS = 60;

describe.skipIf(!inject('pgbouncer'))('through PgBouncer in transaction mode', () => {
  let bouncer: PgBouncer;
  beforeAll(async () => {
    bouncer = await startPgBouncer(inject('postgres')!);
  });
  afterAll(() => bouncer.stop());

  /** A database with its tables, which nobody else uses. */
  const openThrough = async (more: { direct?: boolean; notices?: string[] } = {}) => {
    const fresh = await openFreshPostgres();
    await fresh.engine.close();
    const open = (instance: string): Promise<Engine> =>
      openPostgres(bouncer.through(fresh.url), instance, undefined, {
        directUrl: more.direct ? fresh.url : null,
        onNotice: words => void more.notices?.push(words),
      });
    return { open, url: fresh.url, close: fresh.close };
  };

  storeContract({
    name: 'postgres',
    there: inject('pgbouncer'),
    open: async () => {
      const { open, url, close } = await openThrough();
      const engine = await open('contract');
      return {
        engine,
        url,
        close: async () => {
          await engine.close();
          await close();
        },
      };
    },
  });

  test('a shop has its day', async () => {
    const { open, close } = await openThrough();
    const engine = await open('one');
    const house = await openHouse({ engine });
    await playDay(house, 'one');
    expect(house.log.lines.filter(each => each.level === 'error')).toEqual([]);
    expect(house.provider.delivered.length).toBeGreaterThan(1);
    await house.close();
    await engine.close();
    await close();
  });

  test('commits at once share few connections, and none leaves anything behind on them', async () => {
    const { open, url, close } = await openThrough();
    const engine = await open('one');
    const store = workspaceStore(engine, WS);
    const written = await Promise.all(
      Array.from({ length: COMMITS }, (_, i) =>
        store.commit([{ do: 'put', table: 'settings', row: { id: `${WS}:${i % 7}`, workspaceId: WS, value: i } }]),
      ),
    );
    // Two that meet in opposite order decide again; nothing else may go wrong.
    expect(written.filter(each => !each.ok && each.conflict !== 'version')).toEqual([]);
    await engine.snapshot(frozen => frozen.slowRows('select 1', []));
    await engine.slowRows('select 1', []);
    const through = new pg.Client({ connectionString: bouncer.through(url) });
    await through.connect();
    for (let i = 0; i < COMMITS; i++) {
      const { rows } = await through.query(`select current_setting('statement_timeout') as "limit",
        (select count(*) from pg_prepared_statements) as prepared, (select count(*) from pg_listening_channels()) as heard`);
      expect(rows).toEqual([{ limit: '0', prepared: 0, heard: 0 }]);
    }
    await through.end();
    await engine.close();
    await close();
  });

  test('a limit on statements holds in each transaction, and in that alone', async () => {
    const { open, url, close } = await openThrough();
    const engine = await open('one');
    const sql = `select current_setting('statement_timeout') as "limit"`;
    expect(await engine.snapshot(frozen => frozen.slowRows(sql, []))).toEqual([{ limit: '3min' }]);
    const past = new pg.Client({ connectionString: url });
    await past.connect();
    await past.query(`create function limit_kept() returns trigger language plpgsql as
      $$ begin new.value := to_jsonb(current_setting('statement_timeout')); return new; end $$`);
    await past.query('create trigger kept before insert on settings for each row execute function limit_kept()');
    await past.end();
    const store = workspaceStore(engine, WS);
    await store.commit([{ do: 'insert', table: 'settings', row: { id: `${WS}:x`, workspaceId: WS, value: 1 } }]);
    expect(await store.setting('x')).toBe('15s');
    await engine.close();
    await close();
  });

  test('what other processes say is looked for every 2 s, and a sentence says so', async () => {
    const notices: string[] = [];
    const { open, close } = await openThrough({ notices });
    const [one, two] = [await open('one'), await open('two')];
    const heard: string[] = [];
    two.subscribe(topic => void heard.push(topic));
    await until(() => notices.length === 2, 'both say so');
    expect(notices[0]).toMatch(
      /^DATABASE_URL leads through a pooler such as PgBouncer.*Set|set DATABASE_DIRECT_URL to/,
    );
    expect(two.troubles?.()).toEqual([notices[0]]);
    heard.length = 0;
    one.publish('room');
    await until(() => heard.includes('*'), 'everybody reads again');
    expect(heard).not.toContain('room');
    for (const each of [one, two]) await each.close();
    await close();
  });

  test('a setting that was changed in one process is taken up in another, by what is looked for', async () => {
    const { open, close } = await openThrough();
    const [one, two] = [await open('one'), await open('two')];
    const [here, there] = [await openHouse({ engine: one }), await openHouse({ engine: two })];
    await there.house.start();
    const { parts } = there.house;
    const held = () => parts.holdMs('email', 15_000);
    expect(held()).toBe(15_000);
    await keepSetting(here.house.parts.store, HOLD, { email: 40 });
    one.publish(`settings:${WS}`);
    await until(() => held() === 40_000, 'it is taken up');
    await there.house.stop();
    for (const each of [here, there]) await each.close();
    for (const each of [one, two]) await each.close();
    await close();
  });

  test('with DATABASE_DIRECT_URL they are heard by name, and nothing is said', async () => {
    const notices: string[] = [];
    const { open, close } = await openThrough({ direct: true, notices });
    const [one, two] = [await open('one'), await open('two')];
    const heard: string[] = [];
    two.subscribe(topic => void heard.push(topic));
    await until(() => heard.includes('*'), 'it listens');
    one.publish('room');
    await until(() => heard.includes('room'), 'it is heard');
    expect([notices, two.troubles?.()]).toEqual([[], []]);
    for (const each of [one, two]) await each.close();
    await close();
  });

  test('an address past it that leads through it as well is named', async () => {
    const { url, close } = await openThrough();
    const through = bouncer.through(url);
    const notices: string[] = [];
    const engine = await openPostgres(through, 'one', undefined, {
      directUrl: through,
      onNotice: words => void notices.push(words),
    });
    await until(() => notices.length > 0, 'it says so');
    expect(notices).toEqual([expect.stringMatching(/^DATABASE_DIRECT_URL leads through a pooler, too/)]);
    await engine.close();
    await close();
  });

  test('an address past it that falls silent is said once, changes are looked for, and it is heard again', async () => {
    const { url, close } = await openThrough();
    const at = new URL(url);
    const line = await startLine({ host: at.hostname, port: Number(at.port) });
    at.host = `127.0.0.1:${line.port}`;
    const notices: string[] = [];
    const engine = await openPostgres(bouncer.through(url), 'one', undefined, {
      directUrl: at.href,
      onNotice: words => void notices.push(words),
    });
    const heard: string[] = [];
    engine.subscribe(topic => void heard.push(topic));
    await until(() => heard.includes('*'), 'it listens');
    line.refuse();
    await until(() => notices.length > 0, 'it says so');
    heard.length = 0;
    await until(() => heard.filter(each => each === '*').length > 1, 'it is looked for');
    expect(notices).toEqual([expect.stringMatching(/^DATABASE_DIRECT_URL cannot be reached: .*seen within 2 s/)]);
    expect(engine.troubles?.()).toEqual([expect.stringContaining('cannot be reached')]);
    line.mend();
    await until(() => engine.troubles?.().length === 0, 'it listens again');
    await engine.close();
    await line.stop();
    await close();
  });

  test('several that start at once on an empty database make its tables once', async () => {
    const { url, drop } = await freshPostgres();
    const engines = await Promise.all(
      ['one', 'two', 'three', 'four'].map(each => openPostgres(bouncer.through(url), each)),
    );
    for (const each of engines) await each.check();
    for (const each of engines) await each.close();
    await drop();
  });
});
