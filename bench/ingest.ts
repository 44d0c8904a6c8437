/** Mail from a real IMAP server into the store, beside a bare loop of fetch, parse and insert on the same mailbox. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ImapFlow } from 'imapflow';
import { simpleParser } from 'mailparser';
import { readStart } from '../src/app/adapters.ts';
import { compose } from '../src/app/compose.ts';
import { makeLog } from '../src/server/log.ts';
import { type Dovecot, startDovecot } from '../tests/kit/far-sides/dovecot.ts';
import { startSmtp } from '../tests/kit/far-sides/smtp.ts';
import { until } from '../tests/kit/world.ts';
import { median } from './figures.ts';
import type { Result } from './run.ts';

const MAILS = 400;
const ROUNDS = 3;
const SHARE_MIN = 0.5;
const USER = 'help@shop.example';

export async function benchIngest(): Promise<Result[]> {
  const [bare, ours] = [[] as number[], [] as number[]];
  for (let round = 0; round < ROUNDS; round++) {
    const dovecot = await startDovecot();
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-ingest-'));
    try {
      // The service first meets an empty mailbox and starts there; then it is away while the mail comes.
      const smtp = await startSmtp();
      const service = await startService(folder, dovecot, smtp.port);
      await until(
        async () => (await service.house.health()).some(each => /read \d+ s ago/.test(each.words)),
        'connected',
      );
      await service.stop();
      for (let i = 0; i < MAILS; i++) await dovecot.deliver(USER, mail(i));
      bare.push(await bareLoop(dovecot, folder));
      const again = await startService(folder, dovecot, smtp.port);
      const count = async () =>
        Number((await again.engine.rows<{ n: number }>('select count(*) as n from raws', []))[0]?.n);
      await until(async () => (await count()) > 0, 'the first mail', 30_000);
      const began = performance.now();
      const first = await count();
      await until(async () => (await count()) >= MAILS, 'all mail', 120_000);
      ours.push((MAILS - first) / ((performance.now() - began) / 1000));
      await again.stop();
      await smtp.stop();
    } finally {
      dovecot.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const share = median(ours) / median(bare);
  return [
    {
      what: 'Ingest from Dovecot, whole pipeline with cards',
      measured: `${Math.round(median(ours))} mails/s, ${share.toFixed(2)} x`,
      baseline: `${Math.round(median(bare))} mails/s: imapflow fetch + mailparser + better-sqlite3 insert`,
      target: '>= 0.5 x',
      ok: share >= SHARE_MIN,
    },
  ];
}

function startService(folder: string, dovecot: Dovecot, smtpPort: number) {
  const config = join(folder, 'deskhand.yaml');
  writeFileSync(
    config,
    `rooms: [{ name: customers }]
channels:
  - name: help
    kind: email
    room: customers
    address: ${USER}
    imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, secure: false, user: "${USER}", password: ${dovecot.password} }
    smtp: { host: 127.0.0.1, port: ${smtpPort} }
`,
  );
  const start = readStart({
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
    DESKHAND_CONFIG: config,
    LOG_LEVEL: 'silent',
  });
  return compose(start, makeLog('silent'));
}

async function bareLoop(dovecot: Dovecot, folder: string): Promise<number> {
  const database = new Database(join(folder, `bare-${performance.now()}.db`));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('create table mails (uid integer primary key, sender text, subject text, body text, raw blob)');
  const insert = database.prepare('insert into mails values (?, ?, ?, ?, ?)');
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.imapPort,
    secure: false,
    auth: { user: USER, pass: dovecot.password },
    logger: false,
  });
  await client.connect();
  await client.mailboxOpen('INBOX');
  const uids = (await client.search({ all: true }, { uid: true })) || [];
  const began = performance.now();
  for (const uid of uids) {
    const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
    if (!message || !message.source) continue;
    const parsed = await simpleParser(message.source);
    insert.run(uid, parsed.from?.text ?? '', parsed.subject ?? '', parsed.text ?? '', message.source);
  }
  const perSecond = uids.length / ((performance.now() - began) / 1000);
  await client.logout();
  database.close();
  return perSecond;
}

function mail(i: number): string {
  const words = 'My kettle arrived on Tuesday and I love it, but the lid rattles when the water boils.\r\n'.repeat(12);
  return `From: Customer ${i} <c${i}@example.com>\r\nTo: ${USER}\r\nMessage-ID: <${i}@example.com>\r\nSubject: Enquiry ${i}\r\nDate: Mon, 1 Jun 2026 09:00:00 +0000\r\n\r\n${words}`;
}
