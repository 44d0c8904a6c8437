/** What the program takes of a processor while nothing happens: alone, and with a mailbox, the page of a desk and a visitor connected. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dovecot, startDovecot } from '../tests/kit/far-sides/dovecot.ts';
import { startSmtp } from '../tests/kit/far-sides/smtp.ts';
import { freePort } from '../tests/kit/servers.ts';
import { visit } from '../tests/kit/visitor.ts';
import { until } from '../tests/kit/world.ts';
import { spread } from './figures.ts';
import { watch } from './ingest/watched.ts';
import type { Result } from './run.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** By then memory was given back, and what is done once after a start is done. */
const SETTLED_AFTER_MS = 40_000;
/** Linux counts in hundredths of a second: of the target there are eighteen in it. */
const WATCHED_MS = 60_000;
const SHARE_MAX = 0.3;

export async function benchIdle(): Promise<Result[]> {
  const dovecot = await startDovecot();
  const smtp = await startSmtp();
  const [alone, connected]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      // Beside each other: neither does much.
      const [one, two] = await Promise.all([share(null, 0), share(dovecot, smtp.port)]);
      alone.push(one);
      connected.push(two);
    }
  } finally {
    dovecot.stop();
    await smtp.stop();
  }
  return [
    ['Processor of a desk without anybody, nothing happens', alone] as const,
    ['The same with a mailbox, the page of the desk and a visitor connected', connected] as const,
  ].map(([what, shares]) => ({
    what,
    measured: `${spread(shares, 2)} % of one`,
    baseline: '0: a program that waits',
    target: `<= ${SHARE_MAX} %`,
    ok: Math.max(...shares) <= SHARE_MAX,
  }));
}

/** @returns hundredths of one processor */
async function share(dovecot: Dovecot | null, smtpPort: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-idle-'));
  const config = join(folder, 'deskhand.yaml');
  const mailbox = dovecot
    ? `
  - { name: help, kind: email, room: customers, address: help@shop.example,
      imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, secure: false, user: idle@shop.example, password: ${dovecot.password} },
      smtp: { host: 127.0.0.1, port: ${smtpPort} } }`
    : '';
  writeFileSync(
    config,
    `rooms: [{ name: customers }]
channels:${mailbox}
  - { name: site, kind: webchat, room: customers, origins: ['https://shop.example'] }
`,
  );
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), DESKHAND_CONFIG: config, LOG_LEVEL: 'silent' };
  const service = watch(join(import.meta.dirname, '../src/start.cjs'), ['start'], { cwd: folder, env });
  const page = new AbortController();
  try {
    const ready = () =>
      fetch(`${url}/readyz`).then(
        response => response.ok,
        () => false,
      );
    await until(ready, 'ready', 60_000);
    const visitor = dovecot ? (await visit(url)).listen() : null;
    if (dovecot) void fetch(`${url}/practice/events?person=Ann`, { signal: page.signal }).catch(() => {});
    await new Promise(resolve => setTimeout(resolve, SETTLED_AFTER_MS));
    const before = service.cpuSeconds();
    await new Promise(resolve => setTimeout(resolve, WATCHED_MS));
    const taken = service.cpuSeconds() - before;
    visitor?.close();
    return (taken / (WATCHED_MS / 1_000)) * 100;
  } finally {
    page.abort();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
