import { randomBytes } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { emailChannel } from '../../adapters/channels/email/channel.ts';
import { makeReceiver, type Receiver } from '../../adapters/channels/email/smtp/receiver.ts';
import type { EmailChannel } from '../../adapters/channels/email/taken.ts';
import { readSettings } from '../../src/ports/settings.ts';
import type { Engine } from '../../src/store/engine.ts';
import { freshPostgres } from '../kit/engines.ts';
import { startDovecot } from '../kit/far-sides/dovecot.ts';
import { type Line, startLine } from '../kit/far-sides/line.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { rawMail } from '../kit/mail-house.ts';
import { openMemory } from '../kit/migrated.ts';
import { openRealMailHouse } from '../kit/real-mail-house.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { testLog, until } from '../kit/world.ts';

/** Handed over while the connections break. */
const MAILS = 60;
const BREAKING_FOR_MS = 10_000;
const HELP = 'help@shop.example';

/** As drizzle hands on what a driver said. */
function wrapped(cause: Error): Error {
  return new Error('Failed query: insert into "raws" values ($1)\nparams: words of a customer', { cause });
}
const coded = (message: string, code: string, Kind: ErrorConstructor = Error) =>
  Object.assign(new Kind(message), { code });

/** Reasons that are not in the mail. */
const NOT_ITS_FAULT: [string, () => Error][] = [
  ['the database shuts down', () => coded('terminating connection due to administrator command', '57P01')],
  ['the same, wrapped by the query builder', () => wrapped(coded('terminating connection', '57P01'))],
  ['wrapped twice', () => wrapped(wrapped(coded('the database system is starting up', '57P03')))],
  ['the connection broke, wrapped', () => wrapped(new Error('Connection terminated unexpectedly'))],
  ['two addresses, both refused', () => new AggregateError([coded('', 'ECONNREFUSED'), coded('', 'ECONNREFUSED')], '')],
  ['a query that took too long', () => wrapped(new Error('Query read timeout'))],
  ['PostgreSQL is out of memory', () => wrapped(coded('out of memory', '53200'))],
  ['PostgreSQL has an internal error', () => wrapped(coded('could not read block 7', 'XX001'))],
  ['a transaction that is no more', () => wrapped(coded('current transaction is aborted', '25P02'))],
  ['read only after a failover', () => wrapped(coded('cannot execute INSERT in a read-only transaction', '25006'))],
  ['the disk is full', () => coded('database or disk is full', 'SQLITE_FULL')],
  ['the file is locked', () => wrapped(coded('database is locked', 'SQLITE_BUSY'))],
  ['the file cannot be read', () => coded('disk I/O error', 'SQLITE_IOERR_READ')],
  ['no room for a file', () => coded('no space left on device', 'ENOSPC')],
  ['too many open files', () => coded('too many open files', 'EMFILE')],
  ['no memory', () => new RangeError('Array buffer allocation failed')],
  ['a thread that died', () => new Error('The reading thread of the database ended.')],
  ['a secret that does not open', () => new Error('Unsupported state or unable to authenticate data')],
  ['a table that is not there', () => coded('no such table: raws', 'SQLITE_ERROR')],
  ['a column that is missing', () => wrapped(coded('column "slot" does not exist', '42703'))],
  ['a mistake of ours', () => new TypeError("Cannot read properties of undefined (reading 'id')")],
  ['something that is no error', () => 'gone' as never],
];

describe('a mail that cannot be stored, handed in over SMTP', () => {
  let engine: Engine;
  let fail: (() => unknown) | null;
  let shop: TestHouse;
  let receiver: Receiver;
  let port: number;
  const openAll = async (lmtp = false) => {
    engine = await openMemory();
    fail = null;
    const flaky: Engine = {
      ...engine,
      commit: async (ops, ws) => {
        if (fail && ops.some(op => op.do === 'insert' && op.table === 'raws')) throw fail();
        return engine.commit(ops, ws);
      },
    };
    const given = { address: HELP, name_shown: 'Shop', check_senders: false, smtp: { host: '127.0.0.1', port: 9 } };
    const settings = readSettings(emailChannel.settings, given as never, 'help').settings;
    shop = await openHouse({
      engine: flaky,
      kinds: [emailChannel],
      channels: [{ name: 'help', kind: 'email', room: 'customers', schema: emailChannel.settings, settings }],
    });
    const channel = shop.house.channels().find(each => each.kind === 'email') as EmailChannel;
    receiver = makeReceiver(() => [channel], testLog(), { lmtp });
    port = await receiver.listen('127.0.0.1', 0);
  };
  beforeEach(() => openAll());
  afterEach(async () => {
    await receiver.stop();
    for (const channel of shop.house.channels()) await channel.stop();
    await engine.close();
  });
  const send = async (raw: Uint8Array, lmtp = false) => {
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...(lmtp ? { lmtp: true } : {}) });
    try {
      const envelope = { from: 'maya@example.com', to: HELP };
      // Over LMTP each recipient has an answer of its own.
      const info = (await transport.sendMail({ envelope, raw: Buffer.from(raw) })) as {
        rejectedErrors?: { responseCode: number }[];
      };
      return info.rejectedErrors?.[0]?.responseCode ?? 250;
    } catch (error) {
      return (error as { responseCode?: number }).responseCode ?? 0;
    } finally {
      transport.close();
    }
  };
  const kept = () => engine.rows<{ kind: string; text: string }>(`select kind, text from messages`, []);

  test.each(NOT_ITS_FAULT)('%s: 451, and when it is sent again it is there as it was written', async (_, make) => {
    const raw = rawMail({ id: 'one', text: 'The lid rattles.' });
    fail = make;
    expect(await send(raw)).toBe(451);
    expect(await send(raw)).toBe(451);
    expect(await kept()).toEqual([]);
    fail = null;
    expect(await send(raw)).toBe(250);
    expect(await kept()).toEqual([{ kind: 'human', text: 'The lid rattles.' }]);
  });

  test('over LMTP each recipient is told the same', async () => {
    await receiver.stop();
    await openAll(true);
    fail = () => wrapped(coded('terminating connection', '57P01'));
    expect(await send(rawMail({ id: 'one' }), true)).toBe(451);
    fail = null;
    expect(await send(rawMail({ id: 'one' }), true)).toBe(250);
  });

  test.each([
    [
      'a character that cannot be stored',
      () => wrapped(coded('invalid byte sequence for encoding "UTF8": 0x00', '22021')),
    ],
    ['a value that is too long for an index', () => wrapped(coded('index row size 3000 exceeds maximum', '54000'))],
    ['a value that is too big', () => coded('string or blob too big', 'SQLITE_TOOBIG')],
  ])('%s: the mail’s own doing, kept and shown as one that could not be read', async (_, make) => {
    let times = 0;
    fail = () => {
      if (++times === 1) return make();
      fail = null;
      return make();
    };
    // The first try of the mail itself fails, what stands in for it does not.
    const failOnce = fail;
    fail = () => {
      const error = failOnce();
      fail = null;
      return error;
    };
    expect(await send(rawMail({ id: 'one' }))).toBe(250);
    expect((await kept()).map(each => each.kind)).toEqual(['unreadable']);
  });

  test('one that fails for reasons nobody knows, while others go through, is shown after a while and stands in no way', async () => {
    const bad = rawMail({ id: 'bad', subject: 'bad' });
    const real = shop.house.parts;
    fail = () => new TypeError('of this one only');
    expect(await send(bad)).toBe(451);
    fail = null;
    shop.clock.advance(60_000);
    expect(await send(rawMail({ id: 'good', subject: 'good' }))).toBe(250);
    for (let i = 0; i < 2; i++) {
      fail = () => new TypeError('of this one only');
      expect(await send(bad)).toBe(451);
    }
    shop.clock.advance(10 * 60_000);
    fail = () => {
      fail = null;
      return new TypeError('of this one only');
    };
    expect(await send(bad)).toBe(250);
    expect((await kept()).map(each => each.kind)).toEqual(['human', 'unreadable']);
    expect(real.workspaceId).toBe('ws_test');
  });
});

describe.skipIf(!inject('dovecot'))('a mailbox whose mail cannot be stored', () => {
  test('keeps its place, takes what it can, and says that the trouble is here', async () => {
    const dovecot = await startDovecot();
    const engine = await openMemory();
    let broken = true;
    const flaky: Engine = {
      ...engine,
      commit: async (ops, ws) => {
        const inserts = ops.flatMap(op => (op.do === 'insert' && op.table === 'messages' ? [op.row.text] : []));
        if (broken && inserts.some(text => text?.includes('two'))) throw new TypeError('a mistake of ours');
        return engine.commit(ops, ws);
      },
    };
    const raw = (words: string) =>
      `From: ${words}@example.com\r\nTo: ${HELP}\r\nMessage-ID: <${words}@x>\r\nSubject: ${words}\r\n\r\nwords ${words}`;
    const house = await openRealMailHouse(flaky, {
      address: HELP,
      smtp: { host: '127.0.0.1', port: 9 },
      imap: { host: '127.0.0.1', port: dovecot.imapPort, secure: false, user: HELP, password: 'secret' },
    });
    try {
      await house.connected();
      for (const words of ['one', 'two', 'three']) await dovecot.deliver(HELP, raw(words));
      const texts = async () =>
        (await engine.rows<{ text: string }>('select text from messages order by seq', [])).map(each =>
          each.text.trim(),
        );
      await until(async () => (await texts()).length === 2, 'the others are taken', 30_000);
      expect((await texts()).sort()).toEqual(['words one', 'words three']);
      await until(
        async () => /cannot be stored here/.test((await house.channel.check())[0]?.words ?? ''),
        'it says where the trouble is',
        30_000,
      );
      broken = false;
      await until(async () => (await texts()).length === 3, 'it comes again', 60_000);
      expect((await texts()).at(-1)).toBe('words two');
    } finally {
      await house.stop();
      await engine.close();
      dovecot.stop();
    }
  });
});

describe('a real database in trouble', () => {
  let shop: Shop | null = null;
  afterEach(async () => {
    await shop?.stop();
    shop = null;
  });
  const states = async () =>
    (await shop!.running.engine.rows<{ kind: string }>('select distinct kind from messages', [])).map(
      each => each.kind,
    );

  test('SQLite is full: mail and chat wait at their source and are taken as they are when there is room', async () => {
    shop = await openShop();
    const { engine } = shop.running;
    const [pages] = await engine.rows<{ page_count: number }>('pragma page_count', []);
    await engine.rows(`pragma max_page_count = ${pages!.page_count + 2}`, []);
    const long = 'word '.repeat(40_000);
    const refused = await shop.mail({ subject: 'long', text: long }).then(
      () => 250,
      error => error.responseCode,
    );
    expect(refused).toBe(451);
    const chat = await shop.chat().catch(() => null);
    if (chat) for (let i = 0; i < 3; i++) expect([200, 503]).toContain((await chat.send('x'.repeat(3_900))).status);
    await engine.rows('pragma max_page_count = 1073741823', []);
    await shop.mail({ subject: 'long', text: long });
    await until(async () => (await shop!.cards()).some(each => each.card.subject === 'long'), 'the card');
    expect(await states()).toEqual(['human']);
  });

  test.skipIf(inject('postgres') === null)(
    'PostgreSQL whose connections break again and again: each mail is refused or whole, and none "could not be read"',
    async () => {
      const fresh = await freshPostgres();
      const at = new URL(fresh.url);
      const line: Line = await startLine({ host: at.hostname, port: Number(at.port) });
      at.port = String(line.port);
      shop = await openShop({
        env: { DATABASE_URL: at.href, DESKHAND_SECRET_KEY: randomBytes(32).toString('base64') },
        yaml: 'hold_seconds: { email: 0 }\n',
      });
      const answers: number[] = [];
      const left = Array.from({ length: MAILS }, (_, i) => i);
      let cutting = true;
      const enough = setTimeout(() => {
        cutting = false;
      }, BREAKING_FOR_MS);
      const cutter = (async () => {
        while (cutting) {
          await new Promise(resolve => setTimeout(resolve, 150));
          line.cut();
        }
      })();
      const one = async () => {
        for (let i = left.shift(); i !== undefined; i = left.shift()) {
          const raw = `From: c${i}@example.com\r\nMessage-ID: <${i}@example.com>\r\nSubject: mail ${i}\r\n\r\nwords ${i}\r\n`;
          const code = await shop!.mail({ from: `c${i}@example.com`, raw }).then(
            () => 250,
            error => error.responseCode ?? 0,
          );
          answers.push(code);
          // As a mail server does, only sooner.
          if (code !== 250) {
            left.push(i);
            await new Promise(resolve => setTimeout(resolve, 100));
          }
        }
      };
      await Promise.all([one(), one(), one(), one()]);
      clearTimeout(enough);
      cutting = false;
      await cutter;
      expect([...new Set(answers)].filter(code => code !== 250 && code !== 451)).toEqual([]);
      const rows = await until(
        async () => {
          const found = await shop!.running.engine
            .rows<{ kind: string; text: string }>(`select kind, text from messages`, [])
            .catch(() => []);
          return found.length >= MAILS ? found : null;
        },
        'all are kept',
        30_000,
      );
      expect(new Set(rows.map(each => each.kind))).toEqual(new Set(['human']));
      expect(new Set(rows.map(each => each.text.trim())).size).toBe(MAILS);
      expect(rows).toHaveLength(MAILS);
      await shop.stop();
      shop = null;
      await line.stop();
      await fresh.drop();
    },
    120_000,
  );
});
