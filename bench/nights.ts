/** What a night of retention costs at 100,000 old enquiries: processor, the longest commit, and what it holds up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pg from 'pg';
import { systemClock, systemIds } from '../src/app/world.ts';
import { retainOn } from '../src/handling/retention.ts';
import { keepSetting } from '../src/settings/keep.ts';
import type { Engine } from '../src/store/engine.ts';
import { makeRetaining } from '../src/store/erase/retaining.ts';
import { openEngine } from '../src/store/store.ts';
import { makeProvider } from '../tests/kit/far-sides/provider.ts';
import { openHouse } from '../tests/kit/house.ts';
import { NO_POSTGRES, startPostgres } from '../tests/kit/servers.ts';
import { ms } from './figures.ts';
import { fill } from './million.ts';
import type { Result } from './run.ts';

const SIZE = Number(process.env.BENCH_ENQUIRIES ?? 100_000);
/** Of a mail as it came, and of a file of every tenth enquiry. */
const MAIL_BYTES = 4_000;
const FILE_BYTES = 20_000;
/** A press waits behind one commit; a quarter of a second is not noticed. */
const COMMIT_MS_MAX = 250;
/** Of the four hours that a night has. */
const NIGHT_SECONDS_MAX = 60;

export async function benchNights(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-nights-'));
  const server = await startPostgres();
  const results: Result[] = [];
  try {
    for (const kind of ['sqlite', 'postgres'] as const) {
      if (kind === 'postgres' && !server.url) {
        console.log(NO_POSTGRES);
        continue;
      }
      const engine = await (kind === 'sqlite'
        ? openEngine(`sqlite:${join(folder, 'n.db')}`, 'bench')
        : onPostgres(server.url!));
      results.push(...(await nightOn(engine)));
      await engine.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

async function onPostgres(at: string): Promise<Engine> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  await client.query('create database bench_nights');
  await client.end();
  const url = new URL(at);
  url.pathname = '/bench_nights';
  return openEngine(url.href, 'bench');
}

async function nightOn(plain: Engine): Promise<Result[]> {
  const commits: number[] = [];
  const engine: Engine = {
    ...plain,
    // A service leaves a file of more than 100 MB for its next start.
    clean: async () => 'later',
    commit: async (ops, ws) => {
      const began = performance.now();
      const result = await plain.commit(ops, ws);
      commits.push(performance.now() - began);
      return result;
    },
  };
  const shop = await openHouse({ engine, clock: systemClock as never, ids: systemIds, provider: makeProvider() });
  const { parts } = shop.house;
  const [[room], [channel]] = [await parts.store.rooms(), await parts.store.channels()];
  console.log(`making ${SIZE.toLocaleString('en')} old enquiries on ${engine.kind} …`);
  await fill(plain, SIZE, room!.id, channel!.id);
  await thicken(plain);
  const retention = { everywhere: { texts: 400, files: 400, raws: 400 }, channels: {} };
  await keepSetting(parts.store, 'retention', retention);
  await keepSetting(parts.store, 'retention-night', { seen: Date.now(), shown: '[[400,400,400]]' });
  // Whatever the hour is here, it is night.
  const night = { ...parts, hours: { ...parts.hours, weekly: parts.hours.weekly.map(() => []) } };
  const retaining = makeRetaining(engine, parts.workspaceId);
  const began = { at: performance.now(), cpu: process.cpuUsage() };
  const first = performance.now();
  const cutoffs = { channels: [], others: { texts: Date.now(), files: Date.now(), raws: Date.now() } };
  const numbers = await retaining.numbers(cutoffs);
  const looked = performance.now() - first;
  commits.length = 0;
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  while ((await retainOn({ parts: night, retaining }, '2026-01-01')) !== null);
  loop.disable();
  const cpu = process.cpuUsage(began.cpu);
  const seconds = (cpu.user + cpu.system) / 1e6;
  const took = (performance.now() - began.at) / 1_000;
  const state = (await parts.store.setting('retention-night')) as { removed: Record<string, number> };
  const removed = `${state.removed.raws} mails, ${state.removed.files} files, ${state.removed.enquiries} enquiries`;
  const sorted = commits.toSorted((a, b) => a - b);
  const [longest, usual] = [sorted.at(-1)!, sorted[Math.floor(sorted.length * 0.99)]!];
  return [
    {
      what: `a night of retention at ${SIZE.toLocaleString('en')} old enquiries, ${engine.kind}: processor`,
      measured: `${seconds.toFixed(1)} s in ${took.toFixed(0)} s: ${removed}`,
      baseline: `${ms(looked)} to count what would go (${numbers.enquiries.toLocaleString('en')} enquiries)`,
      target: `<= ${NIGHT_SECONDS_MAX} s`,
      ok: seconds <= NIGHT_SECONDS_MAX,
    },
    {
      what: `a night of retention, ${engine.kind}: 99 of 100 commits of ${commits.length.toLocaleString('en')}`,
      measured: `${ms(usual)}, the longest ${ms(longest)}`,
      baseline: `${ms(loop.max / 1e6)}: longest that the loop was held`,
      target: `<= ${COMMIT_MS_MAX} ms`,
      ok: usual <= COMMIT_MS_MAX,
    },
  ];
}

/** Mails of a usual size, that are the messages', and a file for every tenth. */
async function thicken(engine: Engine): Promise<void> {
  const lite = engine.kind === 'sqlite';
  const bytes = (n: number) => (lite ? `randomblob(${n})` : `decode(repeat('ab', ${n}), 'hex')`);
  await engine.rows(`update raws set bytes = ${bytes(MAIL_BYTES)}`, []);
  await engine.rows(`update messages set raw_id = 'raw_' || substr(id, 5)`, []);
  await engine.rows(`update enquiries set resolved_at = opened_at where status = 'resolved'`, []);
  await engine.rows(
    `insert into attachments (id, workspace_id, message_id, position, name, type, bytes, sha256, content)
     select 'att_' || m.id, m.workspace_id, m.id, 0, 'a.pdf', 'application/pdf', ${FILE_BYTES}, 'x', ${bytes(FILE_BYTES)}
     from messages m where m.id like '%0'`,
    [],
  );
  await engine.rows('analyze', []);
}
