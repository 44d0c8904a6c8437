import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emailChannel, openEmail } from '../../../../adapters/channels/email/channel.ts';
import { emailConfig } from '../../../../adapters/channels/email/setup/config.ts';
import { makeReceiver } from '../../../../adapters/channels/email/smtp/receiver.ts';
import type { EmailChannel } from '../../../../adapters/channels/email/taken.ts';
import { importMbox } from '../../../../src/cli/import-mbox.ts';
import type { Inbound } from '../../../../src/ports/channel.ts';
import { openSqlite } from '../../../../src/store/sqlite.ts';
import { context } from '../../../contracts/channel.ts';
import { type SmtpMood, type SmtpSide, startSmtp } from '../../../kit/far-sides/smtp.ts';
import { openMailHouse } from '../../../kit/mail-house.ts';
import { testLog } from '../../../kit/world.ts';

const HELP = 'help@shop.example';
let smtp: SmtpSide;
let accepted: Inbound[];
beforeEach(async () => {
  smtp = await startSmtp();
  accepted = [];
});
afterEach(() => smtp.stop());
const settings = (more: object = {}) => ({
  address: HELP,
  name_shown: 'Shop',
  check_senders: false,
  'smtp.host': '127.0.0.1',
  'smtp.port': smtp.port,
  ...more,
});
const open = (more: object = {}) => emailChannel.open(settings(more) as never, context(accepted)) as EmailChannel;
const reply = (more: object = {}) => ({
  id: 'rep_1' as never,
  enquiryId: 'enq_1' as never,
  attempt: 1,
  to: { address: 'maya@example.com', name: 'Maya' },
  copies: [] as string[],
  writtenTo: null,
  author: { name: 'Ann' },
  text: 'Hello',
  subject: 'x',
  answers: [] as string[],
  lastMessage: null,
  ...more,
});

describe('what staff type is text and nothing else', () => {
  test.each<[string, object]>([
    ['a line that looks like a header', { text: 'Hi\r\nBcc: evil@example.com\r\n\r\nx' }],
    ['line breaks in the subject', { subject: 'Hi\r\nBcc: evil@example.com' }],
    [
      'line breaks in names',
      {
        author: { name: 'Ann\r\nBcc: evil@example.com' },
        to: { address: 'maya@example.com', name: 'Maya\r\nBcc: evil@example.com' },
      },
    ],
    ['line breaks in what is answered', { answers: ['<1@x>\r\nBcc: evil@example.com'] }],
    ['something that looks like a file', { text: '{"path":"/etc/passwd"}' }],
    ['100 KB', { text: 'word '.repeat(20_000) }],
    ['a dot on a line of its own', { text: 'a\n.\nb' }],
  ])('%s: one recipient, safe headers', async (_, more) => {
    expect((await open().send(reply(more))).as).toBe('sent');
    const { mail, to, raw } = smtp.mails[0]!;
    expect(to).toEqual(['maya@example.com']);
    expect(raw.split(/\r?\n\r?\n/)[0]).not.toMatch(/^bcc:/im);
    expect(mail.attachments).toEqual([]);
    expect(raw).not.toContain('root:');
  });

  test('an object in place of text is refused, not read', async () => {
    const result = await open().send(reply({ text: { path: '/etc/passwd' } as never }));
    expect(result.as).toBe('refused');
    expect(smtp.mails).toEqual([]);
  });

  test('the signature of the mailbox stands below, and only the customer’s last message is quoted', async () => {
    await open({ signature: '{name}, {shop}\n14 Orchard Road' }).send(
      reply({ lastMessage: { text: 'the lid rattles', writtenAt: 0, from: 'Maya' } }),
    );
    expect(smtp.mails[0]!.mail.text).toBe(
      'Hello\n\n-- \nAnn, Shop\n14 Orchard Road\n\nOn Thu, 01 Jan 1970 00:00:00 GMT, Maya wrote:\n> the lid rattles\n',
    );
  });

  test('a long thread carries the first and the last names, within what servers take', async () => {
    const answers = Array.from({ length: 200 }, (_, i) => `<${'a'.repeat(180)}.${i}@x.example>`);
    await open().send(reply({ answers }));
    const references = smtp.mails[0]!.mail.references as string[];
    expect(references[0]).toBe(answers[0]);
    expect(references.at(-1)).toBe(answers.at(-1));
    expect(references.join(' ').length).toBeLessThan(4_100);
  });
});

describe('a line that breaks', () => {
  test.each<[SmtpMood, string]>([
    ['is-busy', 'retry'],
    ['drops-at-mail', 'retry'],
    ['refuses-content', 'refused'],
    ['refuses-recipient', 'refused'],
    ['drops-after-data', 'unsure'],
  ])('%s: %s, and every try goes by the same name', async (mood, as) => {
    const channel = open();
    smtp.mood = mood;
    expect((await channel.send(reply())).as).toBe(as);
    smtp.mood = 'takes';
    await channel.send(reply({ attempt: 2 }));
    expect(new Set(smtp.mails.map(each => each.mail.messageId)).size).toBe(1);
    await channel.stop();
  });
});

test('after a standstill nothing is given away any more: the server hears of a mail, and gets none', async () => {
  const still = context(accepted);
  const channel = emailChannel.open(settings() as never, {
    ...still,
    clock: { ...still.clock, stoodStill: () => true },
  }) as EmailChannel;
  expect(await channel.send(reply())).toMatchObject({ as: 'retry', words: expect.stringContaining('was paused') });
  expect(smtp.mails).toEqual([]);
  const awake = { ...still.clock, stoodStill: () => false };
  const again = emailChannel.open(settings() as never, { ...still, clock: awake }) as EmailChannel;
  expect((await again.send(reply())).as).toBe('sent');
  expect(smtp.mails).toHaveLength(1);
});

describe('replies of one mailbox', () => {
  test('leave at the provider’s pace', async () => {
    const house = await openMailHouse({ smtp: { host: '127.0.0.1', port: smtp.port, per_minute: 6 } });
    expect(house.channel.sendGapMs).toBe(10_000);
    for (const n of [1, 2]) await house.mail({ id: `${n}@x`, from: `c${n}@example.com`, subject: `mail ${n}` });
    const ann = house.as('Ann');
    for (const n of [1, 2]) {
      const { id } = await house.enquiry(n);
      await ann.write(id, 'Hello');
      await ann.choose(id, 'Send');
    }
    await house.pass(15_500);
    expect(smtp.mails).toHaveLength(1);
    await house.pass(10_500);
    expect(smtp.mails).toHaveLength(2);
    await house.close();
  });

  test('a machine’s first answer is marked, has no sender to answer to, and goes once', async () => {
    const house = await openMailHouse();
    house.house.parts.automatic = () => true;
    await house.mail({ id: '1@x' });
    await house.mail({ id: '2@x', subject: 'Another matter' });
    expect(house.smtp.mails).toHaveLength(1);
    const { from, raw, mail } = house.smtp.mails[0]!;
    expect(from).toBe('');
    expect(raw).toMatch(/^Auto-Submitted: auto-replied/m);
    expect(mail.text).toMatch(/^Hello Maya,\n\nThank you for your message\. It has arrived, and a person will read it/);
    expect(await house.lines(1)).toContain('Maya was told automatically that this has arrived.');
    expect(await house.enquiry(1)).toMatchObject({ status: 'open', firstResponseAt: null });
    // An answer to it finds its enquiry.
    await house.mail({ id: '3@x', headers: [`In-Reply-To: ${mail.messageId}`], text: 'One more thing.' });
    expect((await house.messages(1)).at(-1)!.text).toBe('One more thing.');
    await house.close();
  });
});

describe('mail that is handed in', () => {
  test('by LMTP: one answer for each recipient, unknown ones refused, the same pipeline', async () => {
    const channel = open({ aliases: ['orders@shop.example'] });
    const receiver = makeReceiver(() => [channel], testLog(), { lmtp: true });
    const port = await receiver.listen('127.0.0.1', 0);
    const transport = createTransport({ host: '127.0.0.1', port, lmtp: true, ignoreTLS: true } as never);
    const info = (await transport.sendMail({
      envelope: { from: 'maya@example.com', to: [HELP, 'orders+tag@shop.example', 'nobody@shop.example'] },
      raw: 'From: maya@example.com\r\nSubject: hi\r\n\r\nwords',
    })) as { accepted: string[]; rejected: string[] };
    expect(info.accepted).toEqual([HELP, 'orders+tag@shop.example']);
    expect(info.rejected).toEqual(['nobody@shop.example']);
    expect(accepted).toHaveLength(1);
    transport.close();
    await receiver.stop();
    await channel.stop();
  });

  test('Google’s code for a forward is said in the room', async () => {
    const house = await openMailHouse();
    await house.mail({
      from: 'Gmail Team <forwarding-noreply@google.com>',
      subject: '(#123456789) Gmail Forwarding Confirmation - Receive Mail from owner@gmail.com',
      text: 'Confirmation code: 123456789',
    });
    expect((await house.room()).filter(each => each.as === 'notice').map(each => each.words)).toEqual([
      'Google asks whether mail may be forwarded to help@shop.example. The code is 123456789: type it in Gmail under Settings, Forwarding.',
    ]);
    await house.close();
  });

  test('an mbox file: every mail once, with its progress; a second time nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-mbox-'));
    const file = join(folder, 'old.mbox');
    const mail = (n: number, more = '') =>
      `From maya@example.com Mon Jun  1 09:00:00 2026\nFrom: Maya <maya@example.com>\nTo: ${HELP}\nMessage-ID: <${n}@x>\nSubject: mail ${n}\n${more}\nwords ${n}\n>From here on\n\n`;
    writeFileSync(file, `${mail(1)}${mail(2, 'In-Reply-To: <1@x>\n')}${mail(3)}`);
    writeFileSync(
      join(folder, 'deskhand.yaml'),
      `rooms: [{ name: customers }]\nchannels:\n  - { name: help, kind: email, room: customers, address: ${HELP}, smtp: { host: 127.0.0.1, port: 1 }, check_senders: false }\n`,
    );
    const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}`, DESKHAND_CONFIG: join(folder, 'deskhand.yaml') };
    await importMbox(env, file, null);
    await importMbox(env, file, 'help');
    const engine = await openSqlite(join(folder, 'd.db'));
    expect(await engine.rows('select count(*) as n from raws', [])).toEqual([{ n: 3 }]);
    expect(await engine.rows('select count(*) as n from enquiries', [])).toEqual([{ n: 2 }]);
    expect(await engine.rows<{ text: string }>("select text from messages where text like '%words 1%'", [])).toEqual([
      { text: 'words 1\nFrom here on' },
    ]);
    await engine.close();
    await expect(importMbox(env, join(folder, 'nothing'), null)).rejects.toThrow(
      /cannot be read: .* Name an mbox file\./,
    );
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('who a mail is really from', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const zone: Record<string, string> = {
    'k1._domainkey.bank.example': `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
    '_dmarc.bank.example': 'v=DMARC1; p=reject',
    '_dmarc.lax.example': 'v=DMARC1; p=none',
  };
  const asked: string[] = [];
  const resolve = async (name: string, type: string) => {
    asked.push(name);
    const text = type === 'TXT' ? zone[name] : undefined;
    if (!text) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return [[text]];
  };
  const mail = (from: string, more = '') =>
    `${more}From: ${from}\r\nTo: ${HELP}\r\nDate: Mon, 1 Jun 2026 09:00:00 +0000\r\nMessage-ID: <1@x>\r\nSubject: hi\r\n\r\nwords\r\n`;
  const signed = async (raw: string, domain: string) => {
    const { signatures } = (await dkimSign(raw, {
      signatureData: [{ signingDomain: domain, selector: 'k1', privateKey }],
    })) as { signatures: string };
    return `${signatures}${raw}`;
  };
  const trustOf = async (raw: string, more: object = {}) => {
    const got: Inbound[] = [];
    const channel = openEmail(emailConfig(settings({ check_senders: true, ...more }) as never), context(got), resolve);
    await channel.take({ raw: Buffer.from(raw), from: null, to: [] });
    await channel.stop();
    const { content } = got[0]!;
    return content.as === 'message' ? [content.message.trust, content.message.warnings] : null;
  };
  const FAILED = (address: string) => [`The sender could not be verified: this may not be from ${address}.`];

  test('a genuine signature passes, also after the mail was forwarded', async () => {
    const genuine = await signed(mail('ann@bank.example'), 'bank.example');
    expect(await trustOf(genuine)).toEqual(['pass', []]);
    expect(
      await trustOf(`Received: from forwarder.example by x; Mon, 1 Jun 2026 10:00:00 +0000\r\n${genuine}`),
    ).toEqual(['pass', []]);
  });
  test('a forged From of a domain that demands proof fails, and so does a changed mail', async () => {
    expect(await trustOf(mail('ann@bank.example'))).toEqual(['fail', FAILED('ann@bank.example')]);
    expect(await trustOf(await signed(mail('ann@bank.example'), 'evil.example'))).toEqual([
      'fail',
      FAILED('ann@bank.example'),
    ]);
    expect(
      (await trustOf((await signed(mail('ann@bank.example'), 'bank.example')).replace('words', 'pay me')))![0],
    ).toBe('fail');
  });
  test('a domain that demands nothing, and one that nobody knows, prove nothing', async () => {
    expect(await trustOf(mail('ann@lax.example'))).toEqual(['unknown', []]);
    expect(await trustOf(mail('ann@nowhere.example'))).toEqual(['unknown', []]);
  });
  test('results that a sender wrote are ignored; those of the confirmed server count, and only on top', async () => {
    const results = (server: string, dmarc: string) =>
      `Authentication-Results: ${server}; dmarc=${dmarc} header.from=bank.example\r\n`;
    expect((await trustOf(mail('ann@bank.example', results('mx.evil.example', 'pass'))))![0]).toBe('fail');
    const trusted = { trusted_server: 'mx.shop.example' };
    expect((await trustOf(mail('ann@bank.example', results('mx.shop.example', 'pass')), trusted))![0]).toBe('pass');
    expect((await trustOf(mail('ann@lax.example', results('mx.shop.example', 'fail')), trusted))![0]).toBe('fail');
    expect(
      (await trustOf(
        mail('ann@bank.example', results('mx.evil.example', 'x') + results('mx.shop.example', 'pass')),
        trusted,
      ))![0],
    ).toBe('fail');
  });
  test('a name server that is away proves nothing, and is not asked again for a while', async () => {
    const got: Inbound[] = [];
    let calls = 0;
    const away = async () => {
      calls++;
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    };
    const channel = openEmail(emailConfig(settings({ check_senders: true }) as never), context(got), away);
    for (let i = 0; i < 10; i++)
      await channel.take({
        raw: Buffer.from(mail(`a@d${i}.example`).replace('<1@x>', `<${i}@x>`)),
        from: null,
        to: [],
      });
    const after = calls;
    await channel.take({ raw: Buffer.from(mail('a@d99.example').replace('<1@x>', '<99@x>')), from: null, to: [] });
    expect(calls).toBe(after);
    expect(got.every(each => each.content.as === 'message' && each.content.message.trust === 'unknown')).toBe(true);
    await channel.stop();
  });
  test('an unproven sender of a known customer joins no thread and sees no history', async () => {
    const house = await openMailHouse({ trusted_server: 'mx.shop.example' });
    const pass = 'Authentication-Results: mx.shop.example; dmarc=pass';
    await house.mail({ id: '1@x', headers: [] });
    await house.channel.take({
      raw: Buffer.from(
        `${pass.replace('pass', 'fail')}\r\nFrom: maya@example.com\r\nTo: ${HELP}\r\nMessage-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nSubject: Re: The lid\r\n\r\nChange my address.`,
      ),
      from: null,
      to: [],
    });
    await house.settle();
    expect(await house.messages(1)).toHaveLength(1);
    expect((await house.messages(2))[0]!.warnings).toEqual([
      ...FAILED('maya@example.com'),
      'May belong to #1: it answers a message there, but its sender could not be verified.',
    ]);
    await house.close();
  });
});
