/** Claim, hold and receive at 1,000,000 stored enquiries beside the same at 1,000, on both engines. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { systemClock, systemIds } from '../src/app/world.ts';
import { commandEnquiry } from '../src/handling/command.ts';
import type { RemarkRow } from '../src/ports/rows.ts';
import { holdReply } from '../src/reply/hold.ts';
import { writeRemark } from '../src/reply/remark.ts';
import type { Engine } from '../src/store/engine.ts';
import { openEngine } from '../src/store/store.ts';
import { makeProvider } from '../tests/kit/far-sides/provider.ts';
import { openHouse } from '../tests/kit/house.ts';
import { NO_POSTGRES, startPostgres } from '../tests/kit/servers.ts';
import { median, ms, timed } from './figures.ts';
import type { Result } from './run.ts';

const SMALL = 1_000;
const LARGE = Number(process.env.BENCH_ENQUIRIES ?? 1_000_000);
const TIMES = 200;
const RATIO_MAX = 1.5;

type Times = Record<'claim' | 'hold' | 'receive', number>;

export async function benchMillion(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-million-'));
  const server = await startPostgres();
  const results: Result[] = [];
  try {
    for (const kind of ['sqlite', 'postgres'] as const) {
      if (kind === 'postgres' && !server.url) {
        console.log(NO_POSTGRES);
        continue;
      }
      const open = async (size: number) => {
        if (kind === 'sqlite') return openEngine(`sqlite:${join(folder, `${size}.db`)}`, 'bench');
        const client = new pg.Client({ connectionString: server.url! });
        await client.connect();
        await client.query(`create database bench_${size}`);
        await client.end();
        const url = new URL(server.url!);
        url.pathname = `/bench_${size}`;
        return openEngine(url.href, 'bench');
      };
      const [small, large] = [await prepare(await open(SMALL), SMALL), await prepare(await open(LARGE), LARGE)];
      const rounds: [Times, Times][] = [];
      // Taken in turns: what else the machine does meets both.
      for (let round = 0; round < 3; round++) rounds.push([await small.measure(), await large.measure()]);
      for (const what of ['claim', 'hold', 'receive'] as const) {
        const [one, many] = [median(rounds.map(each => each[0][what])), median(rounds.map(each => each[1][what]))];
        results.push({
          what: `${what} at ${LARGE.toLocaleString('en')} enquiries, ${kind}, p50`,
          measured: `${ms(many)}, ${(many / one).toFixed(2)} x`,
          baseline: `${ms(one)}: the same at 1,000`,
          target: '<= 1.5 x',
          ok: many / one <= RATIO_MAX,
        });
      }
      await small.close();
      await large.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

async function prepare(engine: Engine, size: number) {
  const provider = makeProvider({ holdMs: 3_600_000 });
  const shop = await openHouse({ engine, clock: systemClock as never, ids: systemIds, provider });
  const { parts } = shop.house;
  const [room] = await parts.store.rooms();
  const [channel] = await parts.store.channels();
  console.log(`making ${size.toLocaleString('en')} enquiries on ${engine.kind} …`);
  await fill(engine, size, room!.id, channel!.id);
  const staff = {
    id: systemIds.make('staff'),
    workspaceId: parts.workspaceId,
    deskRef: 'practice:ann',
    name: 'Ann',
    admin: true,
    createdAt: 0,
  };
  await parts.store.commit([{ do: 'insert', table: 'staff', row: staff }]);
  let at = Math.floor(size / 3);
  let written = 0;
  return {
    measure: async (): Promise<Times> => {
      const first = at;
      at += TIMES;
      const claim = await timed(TIMES, i =>
        commandEnquiry(parts, `enq_${first + i}` as never, { do: 'claim', by: staff.id }),
      );
      const remarks: RemarkRow[] = [];
      for (let i = 0; i < TIMES; i++) {
        const enquiry = (await parts.store.enquiry(`enq_${first + i}` as never))!;
        remarks.push(
          (await writeRemark(parts, { enquiry, staff, postRef: `p${first + i}`, text: 'Hello', mentionsStaff: false }))
            .remark,
        );
      }
      const hold = await timed(TIMES, i => holdReply(parts, { remark: remarks[i]!, by: staff.id, andResolve: false }));
      // Half from customers who wrote before, half from new ones.
      const receive = await timed(TIMES, i =>
        provider.write(i % 2 ? `c${(first + i * 7) % size}` : `new-${++written}`, 'Hello again', {
          id: `b${first + i}`,
        }),
      );
      return { claim: median(claim), hold: median(hold), receive: median(receive) };
    },
    close: () => engine.close(),
  };
}

/** Rows made by the database itself: an enquiry with its customer, message, raw input, name and two events each. */
export async function fill(engine: Engine, size: number, room: string, channel: string): Promise<void> {
  const [t0, ws] = [1_700_000_000_000, 'ws_test'];
  const json = (text: string) => (engine.kind === 'sqlite' ? `'${text}'` : `'${text}'::jsonb`);
  const bytes = engine.kind === 'sqlite' ? `cast('Hello' as blob)` : `'Hello'::bytea`;
  const from = (low: number, high: number) =>
    engine.kind === 'sqlite'
      ? `from (with recursive n(i) as (select ${low} union all select i + 1 from n where i + 1 < ${high}) select i from n) s`
      : `from generate_series(${low}, ${high - 1}) as s(i)`;
  const text = `'The lid of kettle number ' || i || ' rattles when the water boils, what can I do'`;
  const step = 50_000;
  for (let low = 0; low < size; low += step) {
    const range = from(low, Math.min(size, low + step));
    await engine.rows(
      `insert into customers (id, workspace_id, name, created_at) select 'cust_' || i, '${ws}', 'Customer ' || i, ${t0} + i ${range}`,
      [],
    );
    await engine.rows(
      `insert into identities (id, workspace_id, customer_id, channel_kind, address, created_at) select 'idn_' || i, '${ws}', 'cust_' || i, 'post', 'c' || i, ${t0} + i ${range}`,
      [],
    );
    await engine.rows(
      `insert into enquiries (id, workspace_id, number, version, status, channel_id, channel_kind, room_id, customer_id, identity_id, visibility, opened_at, customer_messages, last_customer_at, waiting_since)
       select 'enq_' || i, '${ws}', i + 1, 2, ${living(size)}, '${channel}', 'post', '${room}', 'cust_' || i, 'idn_' || i, 'private', ${t0} + i, 1, ${t0} + i, ${t0} + i ${range}`,
      [],
    );
    await engine.rows(
      `insert into messages (id, workspace_id, enquiry_id, direction, kind, text, folded, warnings, names, written_at) select 'msg_' || i, '${ws}', 'enq_' || i, 'in', 'human', ${text}, ${json('[]')}, ${json('[]')}, ${json('[]')}, ${t0} + i ${range}`,
      [],
    );
    await engine.rows(
      `insert into raws (id, workspace_id, channel_id, external_id, type, bytes, status, received_at) select 'raw_' || i, '${ws}', '${channel}', 'm' || i, 'text/plain', ${bytes}, 'understood', ${t0} + i ${range}`,
      [],
    );
    await engine.rows(
      `insert into refs (id, workspace_id, kind, ref, enquiry_id) select 'ref_' || i, '${ws}', 'name:post', 'm' || i, 'enq_' || i ${range}`,
      [],
    );
    for (const version of [1, 2]) {
      await engine.rows(
        `insert into events (workspace_id, enquiry_id, version, type, at, data) select '${ws}', 'enq_' || i, ${version}, 'CustomerWrote', ${t0} + i, ${json('{}')} ${range}`,
        [],
      );
    }
    if (size > 100_000 && (low / step) % 4 === 3) console.log(`  ${(low + step).toLocaleString('en')}`);
  }
  await engine.rows('analyze', []);
}

/** Open are those that are measured, and one in a hundred of the rest: a team that keeps up. */
function living(size: number): string {
  const first = Math.floor(size / 3);
  return `case when i >= ${first} and i < ${first + TIMES * 3} then 'open' when i % 100 = 0 then 'open' else 'resolved' end`;
}
