import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openSqlite } from '../../src/store/sqlite.ts';
import { type Dovecot, startDovecot } from '../kit/far-sides/dovecot.ts';
import { startSmtp } from '../kit/far-sides/smtp.ts';
import { openRealMailHouse } from '../kit/real-mail-house.ts';
import { until } from '../kit/world.ts';

const USER = 'help@shop.example';
const mail = (n: number) =>
  `From: c${n}@example.com\r\nTo: ${USER}\r\nMessage-ID: <${n}@x>\r\nSubject: mail ${n}\r\n\r\nwords ${n}`;

describe.skipIf(!inject('dovecot'))('a mailbox over time', () => {
  let dovecot: Dovecot;
  let folder: string;
  beforeEach(async () => {
    dovecot = await startDovecot();
    folder = mkdtempSync(join(tmpdir(), 'deskhand-long-'));
  });
  afterEach(() => {
    dovecot.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const settings = (smtpPort: number) => ({
    address: USER,
    imap: { host: '127.0.0.1', port: dovecot.imapPort, secure: false, user: USER, password: 'secret' },
    smtp: { host: '127.0.0.1', port: smtpPort },
  });

  test('two processes on one mailbox: one reads; when it dies the other takes over, and nothing is there twice', async () => {
    const smtp = await startSmtp();
    const engine = await openSqlite(join(folder, 'd.db'));
    const one = await openRealMailHouse(engine, settings(smtp.port), { instance: 'one' });
    await one.connected();
    const two = await openRealMailHouse(engine, settings(smtp.port), { instance: 'two' });
    await dovecot.deliver(USER, mail(1));
    await until(async () => (await two.enquiries()).length === 1, 'mail 1');
    // It dies without a word: its lease is not given back.
    engine.rows('update leases set owner = ? where id like ?', ['dead', 'channel:%']);
    await one.stop();
    await dovecot.deliver(USER, mail(2));
    await until(async () => (await two.enquiries()).length === 2, 'mail 2', 60_000);
    expect((await two.house.parts.store.counts()).open).toBe(2);
    await two.stop();
    await engine.close();
    await smtp.stop();
  });

  test('20,000 mails in the mailbox: none is imported, only the new one is here', async () => {
    const smtp = await startSmtp();
    dovecot.fill(USER, 20_000, i => mail(i));
    const engine = await openSqlite(join(folder, 'd.db'));
    const shop = await openRealMailHouse(engine, settings(smtp.port));
    await shop.connected();
    await dovecot.deliver(USER, mail(20_001));
    await until(async () => (await shop.enquiries()).length === 1, 'the new mail', 60_000);
    expect((await shop.enquiries()).map(each => each.subject)).toEqual(['mail 20001']);
    await shop.stop();
    await engine.close();
    await smtp.stop();
  });
});
