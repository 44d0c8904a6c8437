/** `stats`, the picture and the export at 1,000,000 enquiries of two years, on both engines. */
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { makePainter } from '../adapters/pictures/vega/painter.ts';
import { systemClock, systemIds } from '../src/app/world.ts';
import { addDays, dayOf } from '../src/core/days.ts';
import { parsePeriod } from '../src/figures/period.ts';
import { makeReport } from '../src/figures/report.ts';
import { tallyUp } from '../src/figures/tallies.ts';
import type { Parts } from '../src/ports/parts.ts';
import type { Engine } from '../src/store/engine.ts';
import { openEngine } from '../src/store/store.ts';
import { lookOf } from '../src/transfer/answer.ts';
import { enquiriesHead, enquiryLines } from '../src/transfer/enquiries.ts';
import { openHouse } from '../tests/kit/house.ts';
import { NO_POSTGRES, startPostgres } from '../tests/kit/servers.ts';
import { median, ms } from './figures.ts';
import type { Result } from './run.ts';

const ENQUIRIES = Number(process.env.BENCH_ENQUIRIES ?? 1_000_000);
const DAY = 86_400_000;
const DAYS = 728;
const TIMES = 15;
const WEEK_MAX_MS = 100;
const YEARS_MAX_MS = 300;
const BLOCKED_MAX_MS = 20;
const PICTURE_MAX_MS = 500;
const ROWS_MIN = 50_000;

export async function benchStats(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-stats-'));
  const server = await startPostgres();
  const results: Result[] = [];
  try {
    for (const kind of ['sqlite', 'postgres'] as const) {
      if (kind === 'postgres' && !server.url) {
        console.log(NO_POSTGRES);
        continue;
      }
      const engine = await openEngine(
        kind === 'sqlite' ? `sqlite:${join(folder, 'stats.db')}` : await freshDatabase(server.url!, 'bench_stats'),
        'bench',
      );
      const shop = await openHouse({ engine, clock: systemClock as never, ids: systemIds });
      const { parts } = shop.house;
      await shop.house.loadSettings();
      console.log(`making ${ENQUIRIES.toLocaleString('en')} enquiries of two years on ${kind} …`);
      await fillEnquiries(engine, parts, ENQUIRIES);
      const begun = performance.now();
      const weeks = await tallyUp(parts, 1_000);
      console.log(`  ${weeks} weeks added up in ${ms(performance.now() - begun)}`);
      results.push(...(await measureStats(engine, parts, kind)), await measureExport(engine, parts, folder, kind));
      await engine.close();
    }
    results.push(...(await measurePicture()));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

/** An empty database on that server. */
export async function freshDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function measureStats(engine: Engine, parts: Parts, kind: string): Promise<Result[]> {
  const results: Result[] = [];
  const now = systemClock.now();
  const today = dayOf('UTC', now);
  for (const [what, words, most] of [
    ['stats week', ['week'], WEEK_MAX_MS],
    ['stats last week by reason', ['last', 'week'], WEEK_MAX_MS],
    ['stats over two years', [addDays(today, -DAYS + 1), today], YEARS_MAX_MS],
  ] as const) {
    const times: number[] = [];
    const blocked: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      const parsed = parsePeriod([...words], systemClock.now(), 'UTC');
      if (!parsed.ok) throw new Error(parsed.problem);
      const watch = watchLoop();
      const begun = performance.now();
      await makeReport(parts, parsed.pair, what.endsWith('reason') ? 'reason' : null);
      times.push(performance.now() - begun);
      blocked.push(watch.stop());
    }
    const from = what === 'stats over two years' ? now - DAYS * DAY : now - 7 * DAY;
    const baseline = await nativeTime(engine, from);
    results.push({
      what: `${what}, ${kind}, p50`,
      measured: `${ms(median(times))}, loop blocked ${ms(median(blocked))}`,
      baseline: `${ms(baseline)}: only the median and p90 of first responses, by the database itself`,
      target: `<= ${most} ms, <= ${BLOCKED_MAX_MS} ms`,
      ok: median(times) <= most && median(blocked) <= BLOCKED_MAX_MS,
    });
  }
  return results;
}

/** The longest time in which nothing else could run. */
export function watchLoop(): { stop(): number } {
  let [last, longest] = [performance.now(), 0];
  let running = true;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop: () => {
      running = false;
      return longest;
    },
  };
}

async function nativeTime(engine: Engine, from: number): Promise<number> {
  const sql =
    engine.kind === 'sqlite'
      ? `select percentile_cont(calendar_ms, 0.5) as m, percentile_cont(calendar_ms, 0.9) as p from measures where workspace_id = ? and at >= ? and what = 'first'`
      : `select percentile_cont(array[0.5, 0.9]) within group (order by calendar_ms) as m from measures where workspace_id = ? and at >= ? and what = 'first'`;
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    await engine.slowRows(sql, ['ws_test', from]);
    times.push(performance.now() - begun);
  }
  return median(times);
}

async function measureExport(engine: Engine, parts: Parts, folder: string, kind: string): Promise<Result> {
  const bare = async () => {
    const file = createWriteStream(join(folder, 'bare.jsonl'));
    let after = '';
    let n = 0;
    for (;;) {
      const rows = await engine.slowRows<{ id: string }>(
        'select * from enquiries where workspace_id = ? and id > ? order by id limit 2000',
        ['ws_test', after],
      );
      if (!file.write(rows.map(row => `${JSON.stringify(row)}\n`).join(''))) await once(file, 'drain');
      n += rows.length;
      if (rows.length < 2_000 || n >= 200_000) break;
      after = rows.at(-1)!.id;
    }
    file.end();
    await finished(file);
    return n;
  };
  const ours = async () => {
    const [csv, jsonl] = ['enquiries.csv', 'enquiries.jsonl'].map(name => createWriteStream(join(folder, name)));
    const look = lookOf(parts, ',');
    csv!.write(enquiriesHead(look));
    let n = 0;
    for await (const page of enquiryLines(engine, parts.workspaceId, look)) {
      for (const [file, text] of [
        [csv!, page.csv],
        [jsonl!, page.jsonl],
      ] as const)
        if (!file.write(text)) await once(file, 'drain');
      n += page.rows;
      if (n >= 200_000) break;
    }
    csv!.end();
    jsonl!.end();
    await Promise.all([finished(csv!), finished(jsonl!)]);
    return n;
  };
  const rate = async (work: () => Promise<number>) => {
    const begun = performance.now();
    const n = await work();
    return (n / (performance.now() - begun)) * 1_000;
  };
  const [plain, both]: [number[], number[]] = [[], []];
  for (let i = 0; i < 3; i++) {
    plain.push(await rate(bare));
    both.push(await rate(ours));
  }
  const [one, two] = [median(plain), median(both)];
  return {
    what: `export of enquiries with their figures, CSV and JSON Lines, ${kind}`,
    measured: `${Math.round(two).toLocaleString('en')} rows a second, ${(two / one).toFixed(2)} x`,
    baseline: `${Math.round(one).toLocaleString('en')}: bare select and write of the enquiries alone`,
    target: `>= ${ROWS_MIN.toLocaleString('en')} a second, or >= 0.5 x`,
    ok: two >= ROWS_MIN || two >= one * 0.5,
  };
}

async function measurePicture(): Promise<Result[]> {
  const bars = Array.from({ length: 14 }, (_, i) => `Mon ${i + 1} Nov`);
  const values = (n: number) => bars.map((_, i) => n + ((i * 7) % 11));
  const chart = (n: number) => ({
    title: 'New enquiries by day',
    alt: '',
    bars,
    series: ['help', 'site', 'log'].map(name => ({ name, values: values(n) })),
    line: { name: 'answered', values: values(3 * n) },
    unit: 'enquiries',
  });
  const [first, warm]: [number[], number[]] = [[], []];
  for (let i = 0; i < 3; i++) {
    const painter = makePainter();
    for (let k = 0; k < 5; k++) {
      const begun = performance.now();
      await painter.draw(chart(i * 5 + k), { widthPx: 360, dark: false });
      (k === 0 ? first : warm).push(performance.now() - begun);
    }
    await painter.stop();
  }
  return [
    {
      what: 'picture of two weeks, 360 px wide, p50',
      measured: `${ms(median(warm))}; the first one, with the libraries loaded, ${ms(median(first))}`,
      baseline: '37 ms to 115 ms: other libraries, measured elsewhere',
      target: `<= ${PICTURE_MAX_MS} ms`,
      ok: median(warm) <= PICTURE_MAX_MS && median(first) <= PICTURE_MAX_MS,
    },
  ];
}

/** Rows made by the database itself: two years up to now, with twelve people, five channels and twenty reasons. */
export async function fillEnquiries(engine: Engine, parts: Parts, enquiries: number): Promise<void> {
  const { store, workspaceId } = parts;
  const [room] = await store.rooms();
  const [post] = await store.channels();
  const now = systemClock.now();
  const start = now - DAYS * DAY;
  const gap = Math.floor((DAYS * DAY) / enquiries);
  for (let i = 1; i < 5; i++) {
    const row = { ...post!, id: `chan_${i}` as never, name: `channel-${i}` };
    await store.commit([{ do: 'insert', table: 'channels', row }]);
  }
  const from = (low: number, high: number) =>
    engine.kind === 'sqlite'
      ? `from (with recursive n(i) as (select ${low} union all select i + 1 from n where i + 1 < ${high}) select i from n) s`
      : `from generate_series(cast(${low} as bigint), ${high - 1}) as s(i)`;
  const pad = engine.kind === 'sqlite' ? `printf('%07d', i)` : `lpad(i::text, 7, '0')`;
  const id = `'enq_' || ${pad}`;
  const channel = `case i % 5 when 0 then '${post!.id}' else 'chan_' || (i % 5) end`;
  const reason = `case when i % 20 = 0 then null else 'Reason ' || (i % 20) end`;
  const opened = `${start} + i * ${gap}`;
  // From a minute to two days, most of them short.
  const wait = (factor: number) => `60000 + (i * ${factor} % 9973) * (i * ${factor} % 9973) * 17 / 10`;
  const [yes, no] = engine.kind === 'sqlite' ? ['1', '0'] : ['true', 'false'];
  const recent = enquiries - 3_000;
  const step = 50_000;
  for (let low = 0; low < enquiries; low += step) {
    const range = from(low, Math.min(enquiries, low + step));
    const ws = `'${workspaceId}'`;
    await engine.rows(
      `insert into customers (id, workspace_id, name, created_at) select 'cust_' || i, ${ws}, 'Customer ' || i, ${opened} ${range}`,
      [],
    );
    await engine.rows(
      `insert into identities (id, workspace_id, customer_id, channel_kind, address, created_at) select 'idn_' || i, ${ws}, 'cust_' || i, 'post', 'c' || i || '@example.com', ${opened} ${range}`,
      [],
    );
    await engine.rows(
      `insert into enquiries (id, workspace_id, number, version, status, channel_id, channel_kind, room_id, customer_id, identity_id, visibility, subject, contact_reason, opened_at, customer_messages, last_customer_at, waiting_since)
       select ${id}, ${ws}, i + 1, 4, case when i >= ${recent} then 'open' else 'resolved' end, ${channel}, 'post', '${room!.id}', 'cust_' || i, 'idn_' || i, 'private', 'The lid of kettle number ' || i || ' rattles', ${reason}, ${opened}, 1, ${opened}, case when i >= ${recent} then ${opened} end ${range}`,
      [],
    );
    const measures = (n: number, what: string, columns: string, values: string, where = '') =>
      engine.rows(
        `insert into measures (workspace_id, enquiry_id, n, what, channel_id, reason, staff_id, at${columns}) select ${ws}, ${id}, ${n}, '${what}', ${channel}, ${reason}, ${what === 'opened' ? 'null' : `'staff_' || (i % 12)`}, ${values} ${range} ${where}`,
        [],
      );
    const span = (factor: number) => `, ${wait(factor)}, (${wait(factor)}) / 3`;
    await measures(0, 'opened', '', opened);
    await measures(1, 'first', ', calendar_ms, open_ms', `${opened} + ${wait(31)}${span(31)}`, `where i < ${recent}`);
    await measures(
      2,
      'next',
      ', calendar_ms, open_ms',
      `${opened} + 2 * (${wait(57)})${span(57)}`,
      `where i < ${recent} and i % 2 = 0`,
    );
    await measures(
      3,
      'resolved',
      ', calendar_ms, open_ms, lasting, came_back, first_contact, asked, score',
      `${opened} + 3 * (${wait(71)})${span(71)}, ${yes}, ${no}, case when i % 3 = 0 then ${yes} else ${no} end, ${yes}, case when i % 4 = 0 then 5 end`,
      `where i < ${recent}`,
    );
  }
  await engine.rows('analyze', []);
}
