/**
 * 1, 2 and 4 processes on one PostgreSQL: mails received and posted, further mails posted under their card, and acts. Where all
 * share two cores the processor is the bound, so what each costs of it, in the processes and in PostgreSQL, is measured apart
 * from what waits for locks: if a unit costs the same with four processes, nothing that they share is the bound.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { NO_POSTGRES, startPostgres } from '../tests/kit/servers.ts';
import { benchPerEnquiry } from './per-enquiry.ts';
import type { Result } from './run.ts';

const COUNTS = [1, 2, 4];
const MAILS = Number(process.env.BENCH_MAILS ?? 100);
/** Not measured: code is compiled, pools are filled. */
const WARM_UP = 20;
/** What a file in a mail weighs in the second half of what is stored. */
const FILE_BYTES = 100_000;
/** As they are made here. */
const MAIL_BYTES = 1_800;
const TICKS_PER_SECOND = 100;
const LOOK_EVERY_MS = 20;
const SHOP = `automatic_answer: { email: off }
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1 } }
`;
/** Costs that differ by less are the same. */
const SAME = 1.1;

interface Unit {
  perSecond: number;
  /** Milliseconds of processor, for each. */
  processesMs: number;
  postgresMs: number;
  /** Of the looks at the database's connections, the share in which one waited for a lock, on average per connection at work. */
  lockShare: number;
}

const PHASES = ['mails received and posted', 'further mails, posted under their card', 'acts (claims)'] as const;
type Phase = (typeof PHASES)[number];

export async function benchProcesses(): Promise<Result[]> {
  const server = await startPostgres();
  if (!server.url) {
    console.log(NO_POSTGRES);
    return [];
  }
  try {
    const found = new Map<number, Awaited<ReturnType<typeof measure>>>();
    for (const count of COUNTS) {
      const one = await measure(server.url, count);
      found.set(count, one);
      console.log(`${count} processes: ${JSON.stringify(one)}`);
    }
    return [...PHASES.flatMap(phase => rowOf(phase, found)), ...stored(found.get(1)!), ...(await benchPerEnquiry())];
  } finally {
    await server.stop();
  }
}

function rowOf(phase: Phase, found: ReadonlyMap<number, { units: Record<Phase, Unit> }>): Result[] {
  const one = found.get(1)!.units[phase];
  const four = found.get(4)!.units[phase];
  const cost = (each: Unit) => each.processesMs + each.postgresMs;
  const words = ({ perSecond, processesMs, postgresMs, lockShare }: Unit) =>
    `${perSecond.toFixed(0)}/s, ${processesMs.toFixed(1)} + ${postgresMs.toFixed(1)} ms of processor each (Deskhand + PostgreSQL), ${(lockShare * 100).toFixed(1)} % of looks at a working connection found it waiting for a lock`;
  const ratio = cost(four) / cost(one);
  return [
    {
      what: `Processes: ${phase}, 4 processes on ${cpus().length} cores`,
      measured: `${words(four)}; ${ratio.toFixed(2)} x the processor of one`,
      baseline: `1 process: ${words(one)}; 2 processes: ${words(found.get(2)!.units[phase])}`,
      target: `<= ${SAME} x the processor of one`,
      ok: ratio <= SAME,
    },
  ];
}

function stored({ rows, bytes, withFile }: { rows: number; bytes: number; withFile: number }): Result[] {
  const kb = (each: number) => (each / 1024).toFixed(1);
  return [
    {
      what: 'Processes: what an enquiry of two mails and a claim leaves in PostgreSQL',
      measured: `${rows.toFixed(1)} rows, ${kb(bytes)} KB with indexes; a file of ${kb(FILE_BYTES)} KB in a mail adds ${kb(withFile)} KB`,
      baseline: `${kb(MAIL_BYTES * 2)} KB: the two mails as they came`,
      target: '-',
      ok: true,
    },
  ];
}

async function measure(serverUrl: string, count: number) {
  const name = `bench_processes_${process.pid}_${count}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-processes-'));
  writeFileSync(join(folder, 'deskhand.yaml'), SHOP);
  const secret = randomBytes(32).toString('base64');
  const children: Child[] = [];
  for (let i = 0; i < count; i++) children.push(await begin(url.href, folder, secret));
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    const work = makeWork({ client, admin, name, children });
    await work.mails(0, WARM_UP, 1);
    const first = await work.sizes();
    const units = {} as Record<Phase, Unit>;
    units['mails received and posted'] = await work.mails(WARM_UP, MAILS, 1);
    units['further mails, posted under their card'] = await work.mails(WARM_UP, MAILS, 2);
    units['acts (claims)'] = await work.claims();
    const second = await work.sizes();
    const withFiles = Math.ceil(MAILS / 4);
    await work.mails(WARM_UP + MAILS, withFiles, 1, FILE_BYTES);
    const third = await work.sizes();
    // The later enquiries have one mail alone; the mail with its file is what they add beyond that.
    const rows = (second.rows - first.rows) / MAILS;
    const bytes = (second.bytes - first.bytes) / MAILS;
    return { units, rows, bytes, withFile: (third.bytes - second.bytes) / withFiles - bytes / 2 };
  } finally {
    await client.end();
    await Promise.all(children.map(each => each.stop()));
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Child {
  tell(what: object): Promise<{ cpuMs: number }>;
  stop(): Promise<void>;
}

async function begin(url: string, folder: string, secret: string): Promise<Child> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'processes-server.ts'), {
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: url,
      DESKHAND_SECRET_KEY: secret,
      DESKHAND_CONFIG: join(folder, 'deskhand.yaml'),
      MAIL_RECEIVER_PORT: '0',
    },
  });
  const next = () => new Promise<{ cpuMs: number }>(resolve => child.once('message', each => resolve(each as never)));
  await next();
  return {
    tell: what => {
      const answer = next();
      child.send(what);
      return answer;
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve());
        child.send({ do: 'stop' });
      }),
  };
}

interface Standing {
  client: pg.Client;
  admin: pg.Client;
  name: string;
  children: Child[];
}

function makeWork({ client, admin, name, children }: Standing) {
  /** Of the connections to this database: their processor time so far, in ms. */
  const postgresCpu = async () => {
    const { rows } = await admin.query<{ pid: number }>('select pid from pg_stat_activity where datname = $1', [name]);
    const ticks = rows.map(({ pid }) => {
      // After the name, which is in brackets, the 12th and 13th field.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
      return Number(fields[11]) + Number(fields[12]);
    });
    return (ticks.reduce((sum, each) => sum + each, 0) * 1_000) / TICKS_PER_SECOND;
  };
  const processesCpu = async () =>
    (await Promise.all(children.map(each => each.tell({ do: 'cpu' })))).reduce((sum, each) => sum + each.cpuMs, 0);
  const left = async () => {
    const soon = `select count(*) as n from jobs where state = 'ready' and run_at < extract(epoch from now()) * 1000 + 20000`;
    return Number((await client.query<{ n: string }>(soon)).rows[0]!.n);
  };
  /** Until everything that follows from it is done, too. */
  const unit = async (n: number, tell: (child: Child, i: number) => Promise<unknown>): Promise<Unit> => {
    const before = [await processesCpu(), await postgresCpu()] as const;
    const began = performance.now();
    let [working, waiting, over] = [0, 0, false];
    const looks = (async () => {
      while (!over) {
        const { rows } = await admin.query<{ locks: string; active: string }>(
          `select count(*) filter (where wait_event_type in ('Lock', 'LWLock')) as locks, count(*) as active
           from pg_stat_activity where datname = $1 and state <> 'idle' and query not like 'listen%'`,
          [name],
        );
        working += Number(rows[0]!.active);
        waiting += Number(rows[0]!.locks);
        await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
      }
    })();
    await Promise.all(children.map(tell));
    while ((await left()) > 0) await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    const seconds = (performance.now() - began) / 1_000;
    over = true;
    await looks;
    const after = [await processesCpu(), await postgresCpu()] as const;
    return {
      perSecond: n / seconds,
      processesMs: (after[0] - before[0]) / n,
      postgresMs: (after[1] - before[1]) / n,
      lockShare: working ? waiting / working : 0,
    };
  };
  const share = <T>(all: T[], i: number) => all.filter((_, n) => n % children.length === i);
  return {
    mails: (from: number, n: number, which: number, fileBytes = 0) => {
      const mails = Array.from({ length: n }, (_, i) => mailOf(from + i, which, fileBytes));
      return unit(n, (child, i) => child.tell({ do: 'take', mails: share(mails, i) }));
    },
    claims: async () => {
      const { rows } = await client.query<{ id: string }>(`select id from enquiries where status = 'open'`);
      const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
      const actions = rows.map(({ id }, i) => ({
        ...{ id: `claim-${i}`, by, do: 'press', thread: null, button: 'enquiry.claim', value: id },
      }));
      return unit(actions.length, (child, i) => child.tell({ do: 'act', actions: share(actions, i) }));
    },
    sizes: async () => {
      await client.query('vacuum full');
      const { rows } = await client.query<{ table: string }>(
        `select quote_ident(relname) as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
      );
      let count = 0;
      for (const { table } of rows)
        count += Number((await client.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n);
      const size = await client.query<{ n: string }>('select pg_database_size($1) as n', [name]);
      return { rows: count, bytes: Number(size.rows[0]!.n) };
    },
  };
}

const WORDS = Array.from({ length: 2_000 }, () =>
  randomBytes(3).toString('base64').replace(/[+/]/g, 'e').toLowerCase(),
);

/** Three hundred words, as mails of customers have; of many different ones, or a database would pack them into nothing. */
function text(): string {
  return Array.from({ length: 300 }, () => WORDS[randomInt(WORDS.length)]).join(' ');
}

function mailOf(customer: number, which: number, fileBytes: number): { from: string; raw: string } {
  const from = `customer${customer}@example.com`;
  const head = [
    `From: Customer ${customer} <${from}>`,
    'To: help@shop.example',
    `Subject: ${which > 1 ? 'Re: ' : ''}Kettle ${customer}`,
    `Message-ID: <${customer}.${which}@example.com>`,
    ...(which > 1 ? [`In-Reply-To: <${customer}.1@example.com>`] : []),
    'MIME-Version: 1.0',
  ];
  const plain = ['Content-Type: text/plain; charset=utf-8', '', `${text()}\nNumber ${which} of ${customer}.`];
  if (!fileBytes) return { from, raw: [...head, ...plain].join('\r\n') };
  const file = randomBytes(fileBytes).toString('base64').replace(/.{76}/g, '$&\r\n');
  const parts = [
    '--b',
    ...plain,
    '--b',
    'Content-Type: image/jpeg; name="kettle.jpg"',
    'Content-Disposition: attachment; filename="kettle.jpg"',
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--b--',
  ];
  return { from, raw: [...head, 'Content-Type: multipart/mixed; boundary="b"', '', ...parts].join('\r\n') };
}
