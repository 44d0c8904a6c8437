import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobRow } from '../../src/outbox/job-row.ts';
import { checkCopy, putBeside, refuseRunning, swapIn } from '../../src/store/backup.ts';
import { checkWhole } from '../../src/store/damage.ts';
import { makeLeaseStore } from '../../src/store/queries/jobs.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { type RunningCli, runCli, startCli } from '../kit/cli.ts';
import { putState, statesOf } from '../kit/upgrade-states.ts';
import { until } from '../kit/world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-'));
});
afterEach(async () => {
  // A test that failed on the way leaves no service behind.
  for (const each of services.splice(0)) if (each.child.exitCode === null) await each.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const services: RunningCli[] = [];
async function start(env: Record<string, string> = {}): Promise<RunningCli> {
  // Its usual port may be somebody else's on this machine.
  const service = await startCli(folder, { MAIL_RECEIVER_PORT: '0', ...env });
  services.push(service);
  return service;
}
/** Ten processes one after the other, on a busy machine. */
const PROCESSES_MS = 180_000;

const inside = (...path: string[]) => join(folder, ...path);
const rights = (...path: string[]) => (statSync(inside(...path)).mode & 0o777).toString(8);
const DB = 'data/deskhand.db';

/** A database with enough in it that every part can be hit, stopped cleanly. */
async function filled(): Promise<void> {
  await (await openSqlite(inside(DB))).close();
  const client = new Database(inside(DB));
  const put = client.prepare(`insert into settings (id, workspace_id, value) values (?, 'ws', ?)`);
  client.transaction(() => {
    for (let i = 0; i < 500; i++) put.run(`k${i}`, `"${'word '.repeat(200)}"`);
  })();
  client.close();
}

/** Overwrites some bytes in the middle of the file, as a dying disk does. */
function spoil(at: number, bytes: number): void {
  const all = readFileSync(inside(DB));
  all.fill(0x5a, Math.floor(all.length * at), Math.floor(all.length * at) + bytes);
  writeFileSync(inside(DB), all);
}

describe('who may read what Deskhand keeps', () => {
  test(
    'a fresh start makes files and folder that only their owner can read, whatever the umask',
    async () => {
      const before = process.umask(0o000);
      try {
        const service = await start();
        expect(rights('data')).toBe('700');
        const made = readdirSync(inside('data'));
        expect(made).toEqual(
          expect.arrayContaining(['deskhand.db', 'deskhand.db-wal', 'deskhand.db-shm', 'deskhand.key']),
        );
        for (const each of made) expect(`${each} ${rights('data', each)}`).toBe(`${each} 600`);
        expect((await runCli(['backup', 'copies/today.db'], folder)).code).toBe(0);
        expect([rights('copies'), rights('copies/today.db')]).toEqual(['700', '600']);
        expect((await runCli(['export', 'out'], folder)).code).toBe(0);
        expect([rights('out'), rights('out/enquiries.csv'), rights('out/manifest.json')]).toEqual([
          '700',
          '600',
          '600',
        ]);
        await service.stop();
        chmodSync(inside('copies/today.db'), 0o644);
        expect((await runCli(['restore', 'copies/today.db', '--force'], folder)).code).toBe(0);
        for (const each of readdirSync(inside('data'))) expect(`${each} ${rights('data', each)}`).toBe(`${each} 600`);
      } finally {
        process.umask(before);
      }
    },
    PROCESSES_MS,
  );

  test(
    'what an older version left open to others is closed at the next start, copies and key too',
    async () => {
      await filled();
      const client = new Database(inside(DB));
      client.pragma('journal_mode = WAL');
      client.exec('create table x (a)');
      writeFileSync(inside('data/deskhand.key'), `${Buffer.alloc(32).toString('base64')}\n`);
      for (const copy of ['deskhand.db.before-0003_x', 'deskhand.db.before-restore'])
        writeFileSync(inside('data', copy), readFileSync(inside(DB)));
      const old = readdirSync(inside('data'));
      expect(old).toContain('deskhand.db-wal');
      for (const each of old) chmodSync(inside('data', each), 0o644);
      chmodSync(inside('data'), 0o755);
      const service = await start();
      for (const each of old.filter(name => existsSync(inside('data', name))))
        expect(`${each} ${rights('data', each)}`).toBe(`${each} 600`);
      expect(rights('data')).toBe('700');
      client.close();
      await service.stop();
    },
    PROCESSES_MS,
  );

  test('a folder that others use too stays theirs: only the files are closed', async () => {
    mkdirSync(inside('shared'));
    chmodSync(inside('shared'), 0o755);
    writeFileSync(inside('shared/menu.txt'), 'soup');
    chmodSync(inside('shared/menu.txt'), 0o644);
    await (await openSqlite(inside('shared/desk.db'))).close();
    expect([rights('shared'), rights('shared/menu.txt'), rights('shared/desk.db')]).toEqual(['755', '644', '600']);
  });

  test('a migration’s copy is closed too', async () => {
    mkdirSync(inside('data'), { recursive: true });
    putState(statesOf('sqlite').at(-2)!, inside(DB));
    await (await openSqlite(inside(DB))).close();
    const copy = readdirSync(inside('data')).find(each => each.includes('.before-'))!;
    expect(rights('data', copy)).toBe('600');
  });
});

describe('two services on one SQLite file', () => {
  test(
    'the second is refused with a sentence, by start and by doctor and restore; what only reads works beside the first',
    async () => {
      const first = await start();
      const refused =
        /^Deskhand is already running on \S+deskhand\.db \(process \d+ on .+\)\. Two at once .* stop that one first/;
      const off = { MAIL_RECEIVER_PORT: '0' };
      const [second, look, figures, copied] = await Promise.all(
        [['start'], ['doctor'], ['stats', 'week'], ['backup', 'b.db']].map(args => runCli(args, folder, off)),
      );
      expect([second!.code, second!.err]).toEqual([1, expect.stringMatching(refused)]);
      expect(second!.err).toContain(`(process ${first.child.pid} on `);
      expect([look!.code, look!.out]).toEqual([
        1,
        expect.stringMatching(/NOT OK {2}Start: Deskhand is already running on/),
      ]);
      expect([figures!.code, copied!.code]).toEqual([0, 0]);
      const restored = await runCli(['restore', 'b.db', '--force'], folder);
      expect([restored.code, restored.err]).toEqual([1, expect.stringMatching(/is running on .* Stop it first/)]);
      expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
      // The lock dies with its process, and what is left of it is nothing.
      await first.stop('SIGKILL');
      expect(existsSync(inside(`${DB}.lock`))).toBe(true);
      const again = await start(off);
      await again.stop();
    },
    PROCESSES_MS,
  );

  test('within one process too, and only until the first is closed', async () => {
    const service = { onDamage: () => {} };
    const first = await openSqlite(inside(DB), { service });
    await expect(openSqlite(inside(DB), { service })).rejects.toThrow(/already running on .*deskhand\.db \(process/);
    // By other ways to the same file.
    await expect(openSqlite(inside('data/../data/deskhand.db'), { service })).rejects.toThrow(/already running/);
    symlinkSync(inside(DB), inside('link.db'));
    await expect(openSqlite(inside('link.db'), { service })).rejects.toThrow(/already running/);
    expect(() => refuseRunning(inside(DB))).toThrow(/is running on .* Stop it first, then restore again/);
    await (await openSqlite(inside(DB))).close();
    await first.close();
    await (await openSqlite(inside(DB), { service })).close();
  });
});

describe('a damaged SQLite file', () => {
  test.each([
    ['garbage in its middle', () => spoil(0.5, 60_000)],
    ['garbage near its end', () => spoil(0.9, 20_000)],
    ['its second half gone', () => truncateSync(inside(DB), Math.floor(statSync(inside(DB)).size / 2))],
    ['its beginning gone', () => spoil(0, 4096)],
    ['a letter in its place', () => writeFileSync(inside(DB), 'Dear shop,\n'.repeat(500))],
  ])('%s: the service refuses it with what to do; the backup can be put in its place', async (_, hurt) => {
    await filled();
    const engine = await openSqlite(inside(DB));
    await engine.backup(inside('good.db'));
    await engine.close();
    hurt();
    const service = { onDamage: () => {} };
    await expect(openSqlite(inside(DB), { service })).rejects.toThrow(
      /^The database \S+deskhand\.db is damaged \(.+\)\..*deskhand restore <backup> --force/,
    );
    checkCopy(inside('good.db'));
    swapIn(putBeside(inside('good.db'), inside(DB)).coming, inside(DB), inside('data/kept.db'));
    expect(existsSync(inside('data/kept.db'))).toBe(true);
    await (await openSqlite(inside(DB), { service })).close();
  });

  test(
    'start and doctor say it, and restore takes the backup',
    async () => {
      await filled();
      expect((await runCli(['backup', 'good.db'], folder)).code).toBe(0);
      spoil(0.5, 60_000);
      const [started, look] = await Promise.all([
        runCli(['start'], folder, { MAIL_RECEIVER_PORT: '0' }),
        runCli(['doctor'], folder, { MAIL_RECEIVER_PORT: '0' }),
      ]);
      const words = /The database \S+ is damaged|already running/;
      expect([started.code, started.err]).toEqual([1, expect.stringMatching(words)]);
      expect([look.code, look.out]).toEqual([1, expect.stringMatching(words)]);
      const restored = await runCli(['restore', 'good.db', '--force'], folder);
      expect([restored.code, restored.err]).toEqual([0, '']);
      expect((await runCli(['doctor'], folder)).out).toContain('All is well.');
    },
    PROCESSES_MS,
  );

  test.each([
    ['at once', { atOnceBytesMax: 1e9 }],
    ['in its thread', { atOnceBytesMax: 0, withinMs: 20_000 }],
    ['after the time that a start waits', { atOnceBytesMax: 0, withinMs: 0 }],
  ])('what is wrong is found %s', async (when, bounds) => {
    await filled();
    spoil(0.5, 60_000);
    const client = new Database(inside(DB));
    const late: string[] = [];
    const check = checkWhole(client, inside(DB), words => late.push(words), bounds);
    if (when.startsWith('after')) {
      const { stop } = await check;
      await until(() => late[0], 'it is found', 20_000);
      expect(late[0]).toContain('is damaged');
      await stop();
    } else await expect(check).rejects.toThrow('is damaged');
    client.close();
  });

  test('a whole one says nothing', async () => {
    await filled();
    const said: string[] = [];
    await (await openSqlite(inside(DB), { service: { onDamage: words => said.push(words) } })).close();
    expect(said).toEqual([]);
  });
});

describe('what a dead process held', () => {
  const service = { onDamage: () => {} };
  const NOW = 1_000_000;

  test('is taken up at once by the next service on the file, and by nobody beside a running one', async () => {
    const file = inside(DB);
    const first = await openSqlite(file, { service });
    const row = jobRow({ kind: 'desk.act', key: 'act:t', payload: {} }, 'job_1', 'ws_a' as never, NOW);
    await first.commit([{ do: 'insert', table: 'jobs', row }], 'ws_a');
    await first.rows(`update jobs set locked_by = 'dead', locked_until = ?, attempts = 1`, [NOW + 30_000]);
    await makeLeaseStore(first).take('mailbox', 'dead', NOW, 30_000);
    const beside = await openSqlite(file);
    expect(await beside.rows('select locked_by as by from jobs', [])).toEqual([{ by: 'dead' }]);
    await beside.close();
    await first.close();
    const next = await openSqlite(file, { service });
    expect(await next.rows('select locked_by as by, attempts from jobs', [])).toEqual([{ by: null, attempts: 1 }]);
    expect(await makeLeaseStore(next).take('mailbox', 'living', NOW, 30_000)).toBe(2);
    await next.close();
  });
});

describe('a file from which somebody was erased', () => {
  /** Names that are moved within pages as others come, and are taken away: at least one of them leaves a trace in a page. */
  function erased(file: string): void {
    const client = new Database(file);
    client.pragma('journal_mode = WAL');
    client.pragma('secure_delete = ON');
    const put = client.prepare(`insert into customers (id, workspace_id, name, created_at) values (?, 'ws', ?, 1)`);
    client.transaction(() => {
      for (let i = 0; i < 6_000; i++) {
        const id = ((i * 7919) % 6007).toString(36).padStart(6, '0');
        put.run(`${id}${i}`, `${i % 5 === 0 ? 'zqvxkname' : 'other'}${id}`);
      }
    })();
    client.exec(`update customers set name = null where name like 'zqvxk%'`);
    client.close();
  }
  const traces = () => readFileSync(inside(DB)).toString('latin1').includes('zqvxkname');

  test('has a log that is small again after somebody read for long', async () => {
    const file = inside('d.db');
    const engine = await openSqlite(file, { service: { onDamage: () => {} } });
    const write = async (n: number) => {
      for (let i = 0; i < n; i++)
        await engine.rows('insert into seen (id, workspace_id, at) values (?, ?, 1)', [
          `${i}${'x'.repeat(400_000)}`,
          '',
        ]);
    };
    const log = () => statSync(`${file}-wal`).size;
    await write(1);
    const reader = new Database(file);
    reader.exec('begin');
    reader.prepare('select count(*) from seen').get();
    await engine.rows(`delete from seen`, []);
    await write(60);
    expect(log()).toBeGreaterThan(24_000_000);
    reader.exec('commit');
    reader.close();
    // The next writes put it into the file, and begin it anew.
    await engine.rows(`delete from seen`, []);
    await write(15);
    expect(log()).toBeLessThan(17_000_000);
    await engine.close();
  });

  test('is rewritten at once where it is small, so that no trace is left in its pages', async () => {
    await filled();
    erased(inside(DB));
    const engine = await openSqlite(inside(DB));
    expect(await engine.clean()).toBe('done');
    expect(traces()).toBe(false);
    await engine.close();
  });

  test('keeps no addresses in what the database notes for its planner', async () => {
    await filled();
    const client = new Database(inside(DB));
    client.pragma('secure_delete = ON');
    const put = client.prepare(
      `insert into identities (id, workspace_id, customer_id, channel_kind, address, created_at) values (?, 'ws', ?, 'email', ?, 1)`,
    );
    client.transaction(() => {
      for (let i = 0; i < 2_000; i++) put.run(`idn_${i}`, `cus_${i}`, `zqvxkname${i}@example.com`);
    })();
    client.exec('analyze');
    client.exec(`delete from identities where address like 'zqvxk%'`);
    client.close();
    expect(traces()).toBe(true);
    const engine = await openSqlite(inside(DB));
    expect(await engine.clean()).toBe('done');
    expect(traces()).toBe(false);
    await engine.close();
    expect(traces()).toBe(false);
  });

  test('is rewritten at the next start where it is large and a service runs: nobody waits for it meanwhile', async () => {
    await filled();
    erased(inside(DB));
    const options = { service: { onDamage: () => {} }, cleanedAtOnceBytesMax: 0 };
    const service = await openSqlite(inside(DB), options);
    expect(await service.clean()).toBe('later');
    const beside = await openSqlite(inside(DB), { cleanedAtOnceBytesMax: 0 });
    expect(await beside.clean()).toBe('later');
    await beside.close();
    await service.close();
    const next = await openSqlite(inside(DB), options);
    expect(traces()).toBe(false);
    await next.close();
  });
});
