/** Export and import of 100,000 enquiries by the command line, on both engines: memory, and how fast. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStart } from '../src/app/adapters.ts';
import { openParts } from '../src/app/compose.ts';
import { systemClock } from '../src/app/world.ts';
import { makeLog } from '../src/server/log.ts';
import type { Engine } from '../src/store/engine.ts';
import { NO_POSTGRES, startPostgres } from '../tests/kit/servers.ts';
import { spread } from './figures.ts';
import { type Watched, watch } from './ingest/watched.ts';
import type { Result } from './run.ts';
import { freshDatabase } from './stats.ts';

const ENQUIRIES = Number(process.env.BENCH_ENQUIRIES ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MEMORY_MAX_MB = 250;
const PER_SECOND_MIN = 2_000;
/** Of SQLite's log at most so much is written again at each of these steps. */
const STEP = 20_000;
const SPAN_MS = 600_000;

interface Run {
  perSecond: number;
  cpuSeconds: number;
  highestMb: number;
}

export async function benchTransfer(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-transfer-'));
  const server = await startPostgres();
  const results: Result[] = [];
  try {
    for (const kind of ['sqlite', 'postgres'] as const) {
      if (kind === 'postgres' && !server.url) {
        console.log(NO_POSTGRES);
        continue;
      }
      const fresh = async (name: string) =>
        kind === 'sqlite'
          ? `sqlite:${join(folder, `${name}.db`)}`
          : freshDatabase(server.url!, `bench_transfer_${name}_${process.pid}`);
      const full = await fresh('full');
      console.log(`making ${ENQUIRIES.toLocaleString('en')} enquiries on ${kind} …`);
      const rows = await fill(folder, full);
      const [out, into, again]: Run[][] = [[], [], []];
      for (let round = 0; round < ROUNDS; round++) {
        const to = join(folder, 'out');
        out!.push(await command(folder, full, ['export', to]));
        into!.push(await command(folder, await fresh(`in${round}`), ['import', to]));
        asFromElsewhere(to);
        again!.push(await command(folder, await fresh(`again${round}`), ['import', to]));
        for (const each of [to, join(folder, `in${round}.db`), join(folder, `again${round}.db`)])
          for (const end of ['', '-wal', '-shm']) rmSync(`${each}${end}`, { recursive: true, force: true });
      }
      const rowsEach = `${(rows / ENQUIRIES).toFixed(0)} rows each`;
      results.push(
        result(`Export of ${count()} enquiries, ${kind}`, out!, rowsEach, 0),
        result(`Import of them, ${kind}`, into!, rowsEach, PER_SECOND_MIN),
        result(`Import of them as another program would have written them, ${kind}`, again!, rowsEach, PER_SECOND_MIN),
      );
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

/** Nothing to compare with, and nothing that was derived: each word of it is checked. */
function asFromElsewhere(folder: string): void {
  rmSync(join(folder, 'manifest.json'));
  rmSync(join(folder, 'data', 'settings.jsonl'));
}

/** With PostgreSQL every process has the key. */
const KEY = randomBytes(32).toString('base64');

function envOf(folder: string, database: string): Record<string, string> {
  return { DATABASE_URL: database, DESKHAND_SECRET_KEY: KEY, DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' };
}

async function command(folder: string, database: string, args: string[]): Promise<Run> {
  const began = performance.now();
  const run: Watched = watch(join(import.meta.dirname, '../src/start.cjs'), args, {
    cwd: folder,
    env: envOf(folder, database),
  });
  let [cpuSeconds, highestMb] = [0, 0];
  const look = setInterval(() => {
    try {
      [cpuSeconds, highestMb] = [run.cpuSeconds(), run.highestMb() || highestMb];
    } catch {
      // It has just ended.
    }
  }, 50);
  const code = await new Promise<number | null>(resolve => run.process.once('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`deskhand ${args.join(' ')} ended with ${code}.`);
  return { perSecond: ENQUIRIES / ((performance.now() - began) / 1_000), cpuSeconds, highestMb };
}

function result(what: string, runs: Run[], rowsEach: string, least: number): Result {
  const of = (which: (run: Run) => number) => runs.map(which);
  const [fast, high] = [of(each => each.perSecond), of(each => each.highestMb)];
  const speed = least ? `, >= ${least.toLocaleString('en')} a second` : '';
  return {
    what,
    measured: `${spread(high)} MB; ${spread(fast)} a second, ${spread(
      of(each => each.cpuSeconds),
      1,
    )} s of processor`,
    baseline: `- (${rowsEach}, start of the program included)`,
    target: `<= ${MEMORY_MAX_MB} MB${speed}`,
    ok: Math.max(...high) <= MEMORY_MAX_MB && Math.min(...fast) >= least,
  };
}

function count(): string {
  return ENQUIRIES.toLocaleString('en');
}

/** Rows made by the database itself, as a shop has them after some years. @returns how many */
async function fill(folder: string, url: string): Promise<number> {
  const { house, engine, close } = await openParts(readStart(envOf(folder, url)), makeLog('silent'), null);
  const { parts } = house;
  const [[room], [channel]] = [await parts.store.rooms(), await parts.store.channels()];
  const start = systemClock.now() - (ENQUIRIES + 1) * SPAN_MS;
  const places = { ws: parts.workspaceId, room: room!.id, channel: channel!.id, kind: channel!.kind, start };
  for (const [table, rows] of tablesOf(engine, places))
    for (let low = 0; low < ENQUIRIES; low += STEP)
      await engine.rows(`insert into ${table} ${rows(low, Math.min(ENQUIRIES, low + STEP))}`, []);
  await engine.rows('analyze', []);
  await close();
  return tablesOf(engine, places).length * ENQUIRIES;
}

interface Places {
  ws: string;
  room: string;
  channel: string;
  kind: string;
  start: number;
}

const WORDS = 'The lid of my kettle rattles when the water boils, and I would like to know what I can do about it. ';

function tablesOf({ kind: engine }: Engine, { ws, room, channel, kind, start }: Places) {
  const sqlite = engine === 'sqlite';
  const from = (low: number, high: number) =>
    sqlite
      ? `from (with recursive n(i) as (select ${low} union all select i + 1 from n where i + 1 < ${high}) select i from n) s`
      : `from generate_series(cast(${low} as bigint), ${high - 1}) as s(i)`;
  const pad = sqlite ? `printf('%07d', i)` : `lpad(i::text, 7, '0')`;
  const json = (text: string) => (sqlite ? text : `(${text})::jsonb`);
  const [yes, bytes] = [
    sqlite ? '0' : 'false',
    (text: string) => (sqlite ? `cast(${text} as blob)` : `convert_to(${text}, 'UTF8')`),
  ];
  const id = (name: string) => `'${name}_01hzy3k4m5n6p7q8' || ${pad}`;
  const at = (minutes: number) => `${start} + i * ${SPAN_MS} + ${minutes * 60_000}`;
  const said = `'${WORDS.repeat(3)}' || i`;
  const made = (columns: string, values: string) => (low: number, high: number) =>
    `(workspace_id, ${columns}) select '${ws}', ${values} ${from(low, high)}`;
  const event = (version: number, type: string, data: string) =>
    made(
      'enquiry_id, version, type, at, data',
      `${id('enq')}, ${version}, '${type}', ${at(version * 3)}, ${json(data)}`,
    );
  const message = (name: string, direction: string, minutes: number, raw: string, reply: string) =>
    made(
      'id, enquiry_id, direction, kind, text, folded, warnings, names, raw_id, reply_id, written_at',
      `${id(name)}, ${id('enq')}, '${direction}', 'human', ${said}, ${json(`'[{"why":"quote","text":"${WORDS}"}]'`)}, ${json(`'[]'`)}, ${json(`'[]'`)}, ${raw}, ${reply}, ${at(minutes)}`,
    );
  const byStaff = `'{"by":"staff_1"}'`;
  return [
    ['customers', made('id, name, created_at', `${id('cust')}, 'Maya Patel ' || i, ${at(0)}`)],
    [
      'identities',
      made(
        'id, customer_id, channel_kind, address, created_at',
        `${id('idn')}, ${id('cust')}, '${kind}', 'maya.patel.' || i || '@example.com', ${at(0)}`,
      ),
    ],
    [
      'enquiries',
      made(
        'id, number, version, status, owner_id, channel_id, channel_kind, room_id, customer_id, identity_id, visibility, subject, opened_at, customer_messages, last_customer_at, first_response_at, resolved_at',
        `${id('enq')}, i + 1, 4, 'resolved', 'staff_1', '${channel}', '${kind}', '${room}', ${id('cust')}, ${id('idn')}, 'private', 'The lid of kettle ' || i || ' rattles', ${at(3)}, 1, ${at(3)}, ${at(9)}, ${at(12)}`,
      ),
    ],
    ['events', event(1, 'EnquiryOpened', `'{"message":"' || ${id('msg')} || '"}'`)],
    ['events', event(2, 'EnquiryClaimed', byStaff)],
    ['events', event(3, 'ReplySent', `'{"by":"staff_1","reply":"' || ${id('rep')} || '"}'`)],
    ['events', event(4, 'EnquiryResolved', byStaff)],
    [
      'replies',
      made(
        'id, enquiry_id, author_id, channel_id, identity_id, text, status, and_resolve, attempt, seen_customer_messages, held_at, sent_at',
        `${id('rep')}, ${id('enq')}, 'staff_1', '${channel}', ${id('idn')}, ${said}, 'sent', ${yes}, 1, 1, ${at(8)}, ${at(9)}`,
      ),
    ],
    [
      'raws',
      made(
        'id, channel_id, external_id, type, bytes, status, received_at',
        `${id('raw')}, '${channel}', 'uid-' || i, 'message/rfc822', ${bytes(`'${WORDS.repeat(30)}' || i`)}, 'understood', ${at(3)}`,
      ),
    ],
    ['messages', message('msg', 'in', 3, id('raw'), 'null')],
    ['messages', message('out', 'out', 9, 'null', id('rep'))],
    [
      'remarks',
      made(
        'id, enquiry_id, staff_id, post_ref, text, lane, reply_id, seen_customer_messages, written_at',
        `${id('rem')}, ${id('enq')}, 'staff_1', 'post:' || i, ${said}, 'customer', ${id('rep')}, 1, ${at(8)}`,
      ),
    ],
    ['threads', made('id, room_id, ref, shown_version', `${id('enq')}, '${room}', 'thread:' || i, 4`)],
    [
      'refs',
      made('id, kind, ref, enquiry_id', `${id('ref')}, 'message-id', '<' || i || '@example.com>', ${id('enq')}`),
    ],
    [
      'refs',
      made('id, kind, ref, enquiry_id', `${id('rex')}, 'message-id', '<out' || i || '@shop.example>', ${id('enq')}`),
    ],
  ] as const;
}
