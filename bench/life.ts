/**
 * A shop that lives for months: what grows in it, and what an old database costs. `LIFE=24,500,10,6 npm run bench -- life`
 * is 24 months of 500 enquiries a day: on 6 days of each month 10 of them are lived through, the others are copies of what
 * these left, and the days between are quiet. `LIFE=24,500,500,30` lives through all, at 50 ms or more each. Commits do not
 * wait for the disk here (`synchronous = OFF`, `synchronous_commit = off`): what is measured is what is left.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pg from 'pg';
import { checkCopy } from '../src/store/backup.ts';
import type { Engine } from '../src/store/engine.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { NO_POSTGRES, startPostgres } from '../tests/kit/servers.ts';
import { median, ms } from './figures.ts';
import { overBounds } from './life/bounds.ts';
import { type LifeShop, openLife } from './life/shop.ts';
import { type Weight, weigh } from './life/weigh.ts';
import type { Result } from './run.ts';
import { startOnce } from './start.ts';

const [MONTHS = 6, PER_DAY = 20, LIVED = 4, DAYS = 6] = (process.env.LIFE ?? '6,20').split(',').map(Number);
const ENGINES = (process.env.LIFE_ON ?? 'sqlite,postgres').split(',');
const MONTH_DAYS = 30;
/** How many enquiries each that is lived through stands for. */
const TIMES = Math.max(1, Math.round((PER_DAY * MONTH_DAYS) / (LIVED * DAYS)));
/** From here on nothing that is bounded grows any more, but what is kept for a quarter of a year. */
const SETTLED_AFTER_MONTHS = 4;
const START_MAX_MS = 3_000;
const HEAP_GROWS_MAX_MB = 30;
const ACTS = 15;
const MB = 1024 * 1024;

export async function benchLife(): Promise<Result[]> {
  setFlagsFromString('--expose-gc');
  globalThis.gc ??= runInNewContext('gc') as NodeJS.GCFunction;
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-life-'));
  const server = ENGINES.includes('postgres') ? await startPostgres() : { url: null, stop: async () => {} };
  const results: Result[] = [];
  try {
    if (ENGINES.includes('sqlite')) results.push(...(await onSqlite(folder)));
    if (server.url) results.push(...(await onPostgres(server.url, folder)));
    else if (ENGINES.includes('postgres')) console.log(NO_POSTGRES);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

interface Life {
  kind: Engine['kind'];
  opened: number;
  months: (Weight & { actMs: number; seconds: number })[];
}

async function live(engine: Engine): Promise<Life> {
  const shop = await openLife({ engine, perDay: LIVED, times: TIMES });
  const months: Life['months'] = [];
  for (let month = 1; month <= MONTHS; month++) {
    const began = performance.now();
    for (let day = 0; day < DAYS; day++) {
      await shop.day();
      if (MONTH_DAYS > DAYS) await shop.quiet(MONTH_DAYS / DAYS - 1);
    }
    const seconds = (performance.now() - began) / 1_000;
    const acts: number[] = [];
    for (let i = 0; i < ACTS; i++) acts.push(await shop.act());
    months.push({ ...(await weigh(engine, true)), actMs: median(acts), seconds });
    say(engine, month, months.at(-1)!, shop);
  }
  const before = (await weigh(engine, true)).rows;
  await shop.keep();
  const after = (await weigh(engine, true)).rows;
  for (const [name, n] of before)
    if (after.get(name) !== n) console.log(`a second look removed of ${name}: ${n} -> ${after.get(name)}`);
  await shop.close();
  return { kind: engine.kind, opened: shop.counts.opened, months };
}

function say(engine: Engine, month: number, weight: Life['months'][number], { counts }: LifeShop): void {
  const { rows, bytes, logBytes, heapMb, residentMb, actMs, seconds } = weight;
  console.log(
    `${engine.kind}, month ${month} of ${MONTHS} in ${seconds.toFixed(0)} s: ${counts.opened} enquiries, ${(bytes / MB).toFixed(0)} MB + ${(logBytes / MB).toFixed(0)} MB of log, heap ${heapMb.toFixed(0)} MB, resident ${residentMb.toFixed(0)} MB, an act ${ms(actMs)}`,
  );
  console.log(
    `  ${[...rows]
      .filter(([, n]) => n > 0)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ')}`,
  );
}

async function onSqlite(folder: string): Promise<Result[]> {
  const file = join(folder, 'life.db');
  const engine = await openSqlite(file, { synchronous: 'OFF' });
  const life = await live(engine);
  await engine.close();
  const start = await started(`sqlite:${file}`);
  const copy = join(folder, 'copy.db');
  const again = join(folder, 'again.db');
  const command = (url: string, ...args: string[]) =>
    timedRun(process.execPath, [join(import.meta.dirname, '../src/start.cjs'), ...args], folder, { DATABASE_URL: url });
  const backup = command(`sqlite:${file}`, 'backup', copy);
  const restore = command(`sqlite:${again}`, 'restore', copy, '--without-key');
  const found = checkCopy(again);
  const kept = await rowsIn(await openSqlite(again));
  return results(life, {
    start,
    backup,
    restore,
    bytes: statSync(file).size,
    whole: found.enquiries === enquiries(life),
    kept,
  });
}

async function onPostgres(at: string, folder: string): Promise<Result[]> {
  const url = await freshDatabase(at, 'life');
  // Of this database alone; a commit is there for everybody at once, and on the disk a moment later.
  await query(at, 'alter database life set synchronous_commit = off');
  const engine = await openPostgres(url, 'life');
  const life = await live(engine);
  await engine.close();
  const start = await started(url);
  const copy = join(folder, 'copy.pg');
  const again = await freshDatabase(at, 'life_again');
  const backup = timedRun('pg_dump', ['--format=custom', '--file', copy, url], folder);
  const restore = timedRun('pg_restore', ['--dbname', again, copy], folder);
  const other = await openPostgres(again, 'again');
  const kept = await rowsIn(other);
  const { bytes } = life.months.at(-1)!;
  for (const name of ['life', 'life_again']) await query(at, `drop database ${name} with (force)`);
  return results(life, { start, backup, restore, bytes, whole: kept.get('enquiries') === enquiries(life), kept });
}

async function rowsIn(engine: Engine): Promise<Map<string, number>> {
  const { rows } = await weigh(engine);
  await engine.close();
  return rows;
}

function enquiries({ months }: Life): number {
  return months.at(-1)!.rows.get('enquiries')!;
}

async function freshDatabase(at: string, name: string): Promise<string> {
  await query(at, `drop database if exists ${name} with (force)`);
  await query(at, `create database ${name}`);
  const url = new URL(at);
  url.pathname = `/${name}`;
  return url.href;
}

async function query(at: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** The program itself on this database, three times. */
async function started(url: string): Promise<number> {
  const times: number[] = [];
  const key = randomBytes(32).toString('base64');
  for (let i = 0; i < 3; i++) times.push((await startOnce(0, { DATABASE_URL: url, DESKHAND_SECRET_KEY: key })).readyMs);
  return median(times);
}

function timedRun(command: string, args: string[], folder: string, env: Record<string, string> = {}): number {
  const cwd = join(folder, 'run');
  mkdirSync(cwd, { recursive: true });
  const began = performance.now();
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: { PATH: process.env.PATH, ...env } });
  return performance.now() - began;
}

interface Old {
  start: number;
  backup: number;
  restore: number;
  bytes: number;
  /** What came back has every enquiry. */
  whole: boolean;
  kept: Map<string, number>;
}

function results({ kind, opened, months }: Life, old: Old): Result[] {
  const settled = months[Math.min(SETTLED_AFTER_MONTHS, months.length) - 1]!;
  const last = months.at(-1)!;
  const grown = overBounds(settled, last);
  const size = `${MONTHS} months at ${PER_DAY} enquiries a day (${opened.toLocaleString('en')}), ${kind}`;
  const perEnquiry = last.bytes / enquiries({ kind, opened, months });
  const secondHalf =
    months.length > 1
      ? (last.bytes - settled.bytes) / (last.rows.get('enquiries')! - settled.rows.get('enquiries')!)
      : perEnquiry;
  return [
    {
      what: `${size}: memory`,
      measured: `heap ${last.heapMb.toFixed(0)} MB, resident ${last.residentMb.toFixed(0)} MB`,
      baseline: `heap ${settled.heapMb.toFixed(0)} MB, resident ${settled.residentMb.toFixed(0)} MB after ${Math.min(SETTLED_AFTER_MONTHS, MONTHS)} months`,
      target: `heap grows <= ${HEAP_GROWS_MAX_MB} MB`,
      ok: last.heapMb - settled.heapMb <= HEAP_GROWS_MAX_MB,
    },
    {
      what: `${size}: what is only needed for a while`,
      measured: grown.length ? grown.join('; ') : 'no table and no kind of record that may not grow did',
      baseline: `after ${Math.min(SETTLED_AFTER_MONTHS, MONTHS)} months`,
      target: 'none grows',
      ok: grown.length === 0,
    },
    {
      what: `${size}: on the disk`,
      measured: `${(last.bytes / MB).toFixed(0)} MB and ${(last.logBytes / MB).toFixed(0)} MB of log; ${(secondHalf / 1024).toFixed(1)} KB for each enquiry since`,
      baseline: `${(settled.bytes / MB).toFixed(0)} MB after ${Math.min(SETTLED_AFTER_MONTHS, MONTHS)} months`,
      target: 'less for each enquiry than at first',
      ok: secondHalf <= (settled.bytes / settled.rows.get('enquiries')!) * 1.1,
    },
    {
      what: `${size}: an act at the end`,
      measured: ms(last.actMs),
      baseline: `${ms(months[0]!.actMs)} after the first month`,
      target: '<= 2 x',
      ok: last.actMs <= 2 * months[0]!.actMs,
    },
    {
      what: `${size}: start to /readyz`,
      measured: ms(old.start),
      baseline: `${(old.bytes / MB).toFixed(0)} MB of database`,
      target: '<= 3 s',
      ok: old.start <= START_MAX_MS,
    },
    {
      what: `${size}: backup and restore`,
      measured: `${ms(old.backup)} and ${ms(old.restore)}`,
      baseline: `${(old.bytes / MB).toFixed(0)} MB; ${old.whole ? 'every enquiry is there again' : 'NOT every enquiry is there again'}`,
      target: 'verified',
      ok: old.whole,
    },
  ];
}
