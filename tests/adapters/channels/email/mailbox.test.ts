import { ImapFlow } from 'imapflow';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { emailChannel } from '../../../../adapters/channels/email/channel.ts';
import type { ChannelContext, Inbound } from '../../../../src/ports/channel.ts';
import { context } from '../../../contracts/channel.ts';
import { type Dovecot, startDovecot } from '../../../kit/far-sides/dovecot.ts';
import { type SmtpSide, startSmtp } from '../../../kit/far-sides/smtp.ts';
import { until } from '../../../kit/world.ts';

const USER = 'help@shop.example';
const mail = (n: number, more = '') =>
  `From: maya@example.com\r\nTo: ${USER}\r\nMessage-ID: <${n}@x>\r\nSubject: mail ${n}\r\n${more}\r\nwords ${n}`;

describe.skipIf(!inject('dovecot'))('a mailbox', () => {
  let dovecot: Dovecot;
  let smtp: SmtpSide;
  let accepted: Inbound[];
  let notices: string[];
  let given: ChannelContext;
  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startSmtp();
    accepted = [];
    notices = [];
    given = { ...context(accepted), notice: async (_key, words) => void notices.push(words) };
  });
  afterEach(async () => {
    await smtp.stop();
    dovecot.stop();
  });
  const open = (more: Record<string, string | number | boolean> = {}, at = given) =>
    emailChannel.open(
      {
        address: USER,
        name_shown: 'Shop',
        check_senders: false,
        'smtp.host': '127.0.0.1',
        'smtp.port': smtp.port,
        'imap.host': '127.0.0.1',
        'imap.port': dovecot.imapPort,
        'imap.secure': false,
        'imap.user': USER,
        'imap.password': 'secret',
        ...more,
      },
      at,
    );
  const connected = (channel: ReturnType<typeof open>) =>
    until(async () => (await channel.check())[0]?.words.startsWith('read'), 'connected');
  const client = async () => {
    const made = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.imapPort,
      secure: false,
      auth: { user: USER, pass: 'secret' },
      logger: false,
    });
    made.on('error', () => {});
    await made.connect();
    return made;
  };
  const subjects = () =>
    accepted.map(each =>
      each.content.as === 'message' || each.content.as === 'staff' ? each.content.message.subject : each.content.as,
    );

  test('mail that was read in a mail program before Deskhand saw it still comes', async () => {
    const channel = open();
    await channel.start();
    await connected(channel);
    await channel.stop();
    await dovecot.deliver(USER, mail(1));
    const other = await client();
    await other.mailboxOpen('INBOX');
    await other.messageFlagsAdd('1:*', ['\\Seen', '\\Answered']);
    await other.logout();
    const again = open();
    await again.start();
    await until(() => accepted.length === 1, 'the mail');
    await again.stop();
  });

  test('a crash after the mail was stored and before the cursor moved: read again, stored once', async () => {
    const channel = open();
    await channel.start();
    await connected(channel);
    const { saveCursor } = given;
    given.saveCursor = () => Promise.reject(new Error('killed'));
    await dovecot.deliver(USER, mail(1));
    await until(() => accepted.length === 1, 'stored');
    await channel.stop();
    given.saveCursor = saveCursor;
    const again = open();
    await again.start();
    await connected(again);
    await dovecot.deliver(USER, mail(2));
    await until(() => accepted.length === 2, 'the next');
    expect(subjects()).toEqual(['mail 1', 'mail 2']);
    await again.stop();
  });

  test('a server that freezes while we wait is given up and called again; one that is killed within seconds', async () => {
    const channel = open({ 'imap.idle_seconds': 2, 'imap.silence_seconds': 2 });
    await channel.start();
    await connected(channel);
    await dovecot.deliver(USER, mail(1));
    await until(() => accepted.length === 1, 'mail 1');
    dovecot.signal('SIGSTOP');
    await dovecot.deliver(USER, mail(2));
    await until(() => accepted.length === 2, 'mail 2 by another process of the server');
    dovecot.signal('SIGCONT');
    dovecot.signal('SIGKILL');
    await dovecot.deliver(USER, mail(3));
    await until(() => accepted.length === 3, 'mail 3', 15_000);
    expect(subjects()).toEqual(['mail 1', 'mail 2', 'mail 3']);
    await channel.stop();
  });

  test('too many connections: said in words, no alarm of a wrong password, and no hammering', async () => {
    dovecot.stop();
    dovecot = await startDovecot(2);
    const others = [await client(), await client()];
    const channel = open();
    await channel.start();
    const item = await until(async () => (await channel.check()).find(each => !each.ok), 'the words');
    expect(item.words).toMatch(/has too many connections .* Close mail programs that use this mailbox, or wait\.$/);
    for (const each of others) await each.logout();
    // There is room now, but coming back at once is what made it too much.
    await new Promise(resolve => setTimeout(resolve, 3_000));
    expect((await channel.check())[0]!.ok).toBe(false);
    expect(notices).toEqual([]);
    await channel.stop();
  });

  test('a wrong password is told in the room after three tries, once', async () => {
    // Nobody waits for the pauses between them.
    const { clock } = given;
    given.clock = { ...clock, sleep: (ms, signal) => clock.sleep(Math.min(ms, 300), signal) };
    const channel = open({ 'imap.password': 'wrong' });
    await channel.start();
    await until(() => notices.length === 1, 'the notice', 25_000);
    expect(notices[0]).toMatch(
      /^New mail cannot be read at the moment\. Cannot log in to .* Check the user name and the password.* it waits in the mailbox, and Deskhand keeps trying\.$/,
    );
    await channel.stop();
  });

  test('ten minutes without a good look are told once, on readiness too; the gap is filled and that is said', async () => {
    // Ten minutes pass at once: the trouble is said to have begun before.
    let shift = 0;
    const { clock } = given;
    given.clock = {
      ...clock,
      now: () => clock.now() + shift,
      sleep: (ms, signal) => clock.sleep(Math.min(ms, 300), signal),
    };
    const port = dovecot.imapPort;
    const channel = open();
    await channel.start();
    await connected(channel);
    expect(channel.trouble?.()).toBeNull();
    const readAt = channel.readAt!()!;
    expect(Math.abs(given.clock.now() - readAt)).toBeLessThan(60_000);
    dovecot.stop();
    await until(async () => !(await channel.check())[0]!.ok, 'noticed');
    expect(notices).toEqual([]);
    expect(channel.readAt!()).toBe(readAt);
    shift = 11 * 60_000;
    await until(() => notices.length === 1, 'the notice');
    expect(channel.trouble?.()).toMatch(
      /^help@shop\.example: The mail server 127\.0\.0\.1:\d+ (does not answer|answered)/,
    );
    dovecot = await startDovecot();
    await dovecot.deliver(USER, mail(1));
    expect(port).not.toBe(dovecot.imapPort);
    await channel.stop();
    // The same channel at the server's new port; a restart in between knows of the trouble.
    const again = open();
    await again.start();
    await until(() => notices.length === 2, 'the good news', 20_000);
    expect(notices[1]).toBe('Mail is read again. What came meanwhile is here now.');
    await again.stop();
  });

  test('answers from a mail program are read from the sent folder; our own copies there are not', async () => {
    const channel = open({ sent_copy: 'yes' });
    await channel.start();
    await connected(channel);
    const other = await client();
    await other.append(
      'Sent',
      `From: ${USER}\r\nTo: maya@example.com\r\nMessage-ID: <s1@x>\r\nIn-Reply-To: <1@x>\r\nSubject: Re: mail 1\r\n\r\nfrom my phone`,
      ['\\Seen'],
    );
    await other.append(
      'Sent',
      `From: ${USER}\r\nTo: friend@example.com\r\nMessage-ID: <s2@x>\r\nSubject: lunch\r\n\r\nnothing to do with customers`,
      ['\\Seen'],
    );
    const result = await channel.send({
      id: 'rep_1' as never,
      enquiryId: 'enq_1' as never,
      attempt: 1,
      to: { address: 'maya@example.com', name: null },
      copies: [],
      writtenTo: null,
      author: { name: 'Ann' },
      text: 'Hello',
      subject: 'x',
      answers: ['<1@x>'],
      lastMessage: null,
    });
    expect(result.as).toBe('sent');
    // A mail wakes it: then it looks into both folders.
    await dovecot.deliver(USER, mail(5));
    await until(() => accepted.some(each => each.content.as === 'staff'), 'the answer from the phone');
    await dovecot.deliver(USER, mail(6));
    await until(() => subjects().includes('mail 6'), 'mail 6');
    await dovecot.deliver(USER, mail(7));
    await until(() => subjects().includes('mail 7'), 'mail 7');
    expect(accepted.filter(each => each.content.as === 'staff')).toHaveLength(1);
    await other.mailboxOpen('Sent');
    const copies = (await other.search({ header: { 'message-id': smtp.mails[0]!.mail.messageId! } })) || [];
    expect(copies).toHaveLength(1);
    await other.logout();
    await channel.stop();
  });

  test('a provider that files replies by itself is noticed, and nothing is filed twice', async () => {
    let shift = 0;
    const { clock } = given;
    given.clock = { ...clock, now: () => clock.now() + shift };
    const channel = open();
    await channel.start();
    await connected(channel);
    await channel.send({
      id: 'rep_1' as never,
      enquiryId: 'enq_1' as never,
      attempt: 1,
      to: { address: 'maya@example.com', name: null },
      copies: [],
      writtenTo: null,
      author: { name: 'Ann' },
      text: 'Hello',
      subject: 'x',
      answers: [],
      lastMessage: null,
    });
    const other = await client();
    await other.append('Sent', smtp.mails[0]!.raw, ['\\Seen']);
    shift = 61_000;
    await dovecot.deliver(USER, mail(1));
    await until(
      async () =>
        ((await given.shelf.get('state', 'findings'))?.value as { filesSent?: boolean } | undefined)?.filesSent ===
        true,
      'noticed',
    );
    await other.mailboxOpen('Sent');
    expect(((await other.search({ all: true })) || []).length).toBe(1);
    await other.logout();
    await channel.stop();
  });

  test('the first start takes in unanswered mail of the last days, when asked to', async () => {
    for (const n of [1, 2, 3]) await dovecot.deliver(USER, mail(n));
    const other = await client();
    await other.mailboxOpen('INBOX');
    await other.messageFlagsAdd('1', ['\\Answered'], { uid: true });
    await other.append(
      'Sent',
      `From: ${USER}\r\nTo: maya@example.com\r\nMessage-ID: <s@x>\r\nIn-Reply-To: <2@x>\r\n\r\ndone`,
      ['\\Seen'],
    );
    await other.logout();
    const said: string[] = [];
    given.progress = what => ({
      at: (share, words) => void said.push(`${what} ${share} ${words}`),
      end: words => void said.push(words),
    });
    const channel = open({ 'imap.import_days': 7 });
    await channel.start();
    await until(() => said.at(-1)?.endsWith('taken in.'), 'all of it');
    expect(subjects()).toEqual(['mail 3']);
    expect(said).toEqual([
      'Unanswered mail of the last 7 days 0 0 of 1 are here',
      'Unanswered mail of the last 7 days 1 1 of 1 are here',
      '1 unanswered mail of the last 7 days taken in.',
    ]);
    await channel.stop();
  });

  test('old mail lets what is new pass, and goes on after a stop where it was', async () => {
    const old = 250;
    let again = 0;
    const { accept, saveCursor } = given;
    given.accept = async inbound => {
      const result = await accept(inbound);
      if (result.as === 'duplicate') again++;
      return result;
    };
    dovecot.fill(USER, old, i => mail(i));
    const channel = open({ 'imap.import_days': 7 });
    await channel.start();
    await until(() => accepted.length > 0, 'the first ones');
    await dovecot.deliver(USER, mail(1_000));
    await until(() => subjects().includes('mail 1000'), 'the new one');
    given.saveCursor = () => Promise.reject(new Error('killed'));
    const before = accepted.length;
    await until(() => accepted.length > before, 'more that nobody notes');
    await channel.stop();
    given.saveCursor = saveCursor;
    expect(subjects().indexOf('mail 1000')).toBeLessThan(old);
    const next = open({ 'imap.import_days': 7 });
    await next.start();
    await until(() => new Set(subjects()).size === old + 1, 'all of them');
    await connected(next);
    await next.stop();
    // What was stored before the stop, though nobody could note it, is not even read again.
    expect([accepted.length, again]).toEqual([old + 1, 0]);
    expect(new Set(accepted.filter(each => each.old).map(each => each.externalId)).size).toBe(old);
    expect(accepted.filter(each => !each.old)).toHaveLength(1);
  });

  test('trying the mailbox out says what it can do, and leaves nothing behind', async () => {
    // The far side delivers what we send to the mailbox, as a provider does.
    const forward = setInterval(() => {
      for (const each of smtp.mails.splice(0))
        void dovecot.deliver(each.to[0]!, `Authentication-Results: mx.shop.example; dkim=pass\r\n${each.raw}`);
    }, 50);
    const channel = open() as ReturnType<typeof open> & {
      probe(): Promise<{ what: string; ok: boolean; words: string }[]>;
    };
    const items = await channel.probe();
    clearInterval(forward);
    expect(items.map(each => [each.what, each.ok])).toEqual([
      ['trial mail', true],
      ['signed reply addresses', true],
      ['sender checks', true],
      ['sent folder', true],
    ]);
    expect(items[1]!.words).toMatch(/^mail to help\+anything@ arrives/);
    expect(items[2]!.words).toMatch(/^mx\.shop\.example checks senders/);
    expect((await given.shelf.get('state', 'findings'))?.value).toMatchObject({
      plusAddresses: true,
      filesSent: false,
      server: 'mx.shop.example',
    });
    const other = await client();
    await other.mailboxOpen('INBOX');
    expect((await other.search({ all: true })) || []).toEqual([]);
    await other.logout();
    await channel.stop();
  });
});
