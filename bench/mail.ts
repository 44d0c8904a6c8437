/** Mail at its worst: a full mailbox at the start, a huge mail, and mails that are built to stop a program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeMailParser } from '../adapters/channels/email/read/parser.ts';
import { type Dovecot, startDovecot } from '../tests/kit/far-sides/dovecot.ts';
import { startSmtp } from '../tests/kit/far-sides/smtp.ts';
import { freePort } from '../tests/kit/servers.ts';
import { until } from '../tests/kit/world.ts';
import { ms } from './figures.ts';
import type { Result } from './run.ts';

const USER = 'help@shop.example';
const MAILBOX = 20_000;
const HUGE_BYTES = 60 * 1024 * 1024;
const FIRST_MAX_MS = 5_000;
const MEMORY_MAX_MB = 250;
const GROWTH_MAX_MB = 100;
const DELAY_MAX_MS = 1_000;

const mail = (n: number) =>
  `From: c${n}@example.com\r\nTo: ${USER}\r\nMessage-ID: <${n}@x>\r\nSubject: mail ${n}\r\n\r\nwords ${n}`;

export async function benchMail(): Promise<Result[]> {
  const dovecot = await startDovecot();
  const smtp = await startSmtp();
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-mail-'));
  let child: ChildProcess | null = null;
  try {
    dovecot.fill(USER, MAILBOX, mail);
    const port = await freePort();
    const began = performance.now();
    child = start(folder, dovecot, smtp.port, port);
    await until(async () => (await metrics(port)) !== null, 'started', 20_000);
    // From then on mail counts as new.
    await until(() => hasBegun(join(folder, 'data', 'deskhand.db')), 'connected', 20_000);
    await dovecot.deliver(USER, mail(MAILBOX + 1));
    await until(async () => (await metrics(port))?.includes('deskhand_enquiries_open 1'), 'the first mail', 30_000);
    const firstMs = performance.now() - began;
    const memory = resident(child);
    const before = memory.now;
    await dovecot.deliver(USER, huge());
    await until(async () => (await metrics(port))?.includes('deskhand_enquiries_open 2'), 'the huge mail', 60_000);
    const after = resident(child);
    return [
      {
        what: `Mailbox of ${MAILBOX.toLocaleString('en')} mails: start to first new mail on the desk`,
        measured: ms(firstMs),
        baseline: '-',
        target: '<= 5 s',
        ok: firstMs <= FIRST_MAX_MS,
      },
      {
        what: 'Resident memory with that mailbox, highest',
        measured: `${memory.peak} MB`,
        baseline: '-',
        target: '<= 250 MB',
        ok: memory.peak <= MEMORY_MAX_MB,
      },
      {
        what: 'Mail of 60 MB: memory above before, highest',
        measured: `${Math.max(0, after.peak - Math.max(before, memory.peak))} MB above the highest, ${after.now - before} MB kept`,
        baseline: '-',
        target: '<= 100 MB',
        ok: after.peak - before <= GROWTH_MAX_MB || after.peak - memory.peak <= GROWTH_MAX_MB,
      },
      ...(await bombs()),
    ];
  } finally {
    child?.kill();
    await smtp.stop();
    dovecot.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long an ordinary mail waits that comes together with a hostile one. */
async function bombs(): Promise<Result[]> {
  const head = 'From: eve@evil.example\r\nSubject: bomb\r\n';
  let nested = head;
  for (let i = 0; i < 20_000; i++) nested += `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`;
  const made: [string, string][] = [
    ['20,000 nested parts', nested],
    ['5 MB header', `${head}X-Long: ${'a'.repeat(5_000_000)}\r\n\r\nwords`],
    [
      '100,000 recipients',
      `${head}To: ${Array.from({ length: 100_000 }, (_, i) => `u${i}@x.example`).join(', ')}\r\n\r\nwords`,
    ],
    ['10 MB line', `${head}\r\n${'a'.repeat(10_000_000)}`],
  ];
  const parser = makeMailParser();
  const ordinary = Buffer.from(mail(1));
  try {
    await parser.parse(ordinary, { own: [] });
    let worst = { what: '', ms: 0 };
    for (const [what, text] of made) {
      const began = performance.now();
      const bomb = parser.parse(Buffer.from(text, 'latin1'), { own: [] }).catch(() => null);
      await parser.parse(ordinary, { own: [] });
      const waited = performance.now() - began;
      if (waited > worst.ms) worst = { what, ms: waited };
      await bomb;
    }
    return [
      {
        what: 'Mail that comes together with a mail bomb: delay at worst',
        measured: `${ms(worst.ms)} (${worst.what})`,
        baseline: '-',
        target: '<= 1 s',
        ok: worst.ms <= DELAY_MAX_MS,
      },
    ];
  } finally {
    await parser.stop();
  }
}

function start(folder: string, dovecot: Dovecot, smtpPort: number, port: number): ChildProcess {
  const config = join(folder, 'deskhand.yaml');
  writeFileSync(
    config,
    `rooms: [{ name: customers }]
channels:
  - { name: help, kind: email, room: customers, address: "${USER}", check_senders: false,
      imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, secure: false, user: "${USER}", password: ${dovecot.password} },
      smtp: { host: 127.0.0.1, port: ${smtpPort} } }
`,
  );
  return spawn(process.execPath, [join(import.meta.dirname, '../src/start.cjs'), 'start'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), DESKHAND_CONFIG: config, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
}

function hasBegun(file: string): boolean {
  const database = new Database(file, { readonly: true });
  const row = database.prepare('select cursor from channels').get() as { cursor: string | null } | undefined;
  database.close();
  return Boolean(row?.cursor);
}

function metrics(port: number): Promise<string | null> {
  return fetch(`http://127.0.0.1:${port}/metrics`).then(
    response => response.text(),
    () => null,
  );
}

function huge(): Buffer {
  const file = Buffer.alloc(Math.floor((HUGE_BYTES * 57) / 78), 7)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    `From: big@example.com\r\nTo: ${USER}\r\nSubject: huge\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee the film\r\n--b\r\nContent-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=film.mp4\r\n\r\n${file}\r\n--b--`,
  );
}

/** Resident memory in MB, as the system counts it: now, and the highest so far. */
function resident(child: ChildProcess): { now: number; peak: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const mb = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024);
  return { now: mb('VmRSS'), peak: mb('VmHWM') };
}
