/** A mailbox whose password is changed at its provider while customers write and staff answer: on real Dovecot, through `.env`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { HealthItem } from '../../src/ports/channel.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { type Dovecot, startDovecot } from '../kit/far-sides/dovecot.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { type PushedTime, pushedTime } from '../kit/pushed-time.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const USER = 'help@shop.example';
const LOOKED_AGAIN_MS = 11_000;
const mail = (n: number) =>
  `From: Maya <maya${n}@example.com>\r\nTo: ${USER}\r\nMessage-ID: <${n}@x>\r\nSubject: Matter ${n}\r\n\r\nWords ${n}`;

describe.skipIf(!inject('dovecot'))('a password that was changed at the provider', () => {
  let [dovecot, smtp, shop, time]: [Dovecot, SmtpSide, Shop, PushedTime] = [] as never;
  let writing = true;
  let customers = Promise.resolve();
  beforeEach(async () => {
    dovecot = await startDovecot();
    smtp = await startSmtp();
    smtp.password = dovecot.password;
    time = pushedTime();
  });
  afterEach(async () => {
    writing = false;
    await customers;
    await shop?.stop();
    await smtp.stop();
    dovecot.stop();
  });
  const begin = async () => {
    const server = `host: 127.0.0.1, secure: false, user: ${USER}, password: "\${HELP_PASSWORD}"`;
    shop = await openShop({
      time,
      dotenv: 'HELP_PASSWORD=secret\n',
      env: { MAIL_RECEIVER_PORT: '0' },
      yaml: `hold_seconds: { email: 0 }
channels:
  - { name: help, kind: email, room: customers, address: ${USER}, check_senders: false, sent_copy: "no",
      imap: { port: ${dovecot.imapPort}, ${server} }, smtp: { port: ${smtp.port}, ${server} } }
`,
    });
    const { parts } = shop.running.house;
    const channel = () => shop.running.house.channels().find(each => each.kind === 'email')!;
    await until(async () => (await channel().check())[0]?.words.startsWith('read'), 'the mailbox is read');
    const said = async () =>
      ((await (await fetch(`${shop.url}/readyz`)).json()) as { items: HealthItem[] }).items.find(
        each => each.what === 'Channel help',
      );
    /** Writes the new one down, and waits until it was looked at. */
    const putIn = async (password: string) => {
      writeFileSync(join(shop.folder, '.env'), `HELP_PASSWORD=${password}\n`);
      const before = JSON.stringify(await said());
      return until(async () => {
        time.push(LOOKED_AGAIN_MS);
        const now = await said();
        return JSON.stringify(now) === before ? null : now;
      }, 'it was looked at');
    };
    return { putIn, store: workspaceStore(shop.running.engine, parts.workspaceId) };
  };

  test('is put into the file: what came and what was to leave meanwhile is there once, and a wrong one changes nothing', async () => {
    const { putIn, store } = await begin();
    let sent = 0;
    customers = (async () => {
      while (writing) {
        const next = mail(++sent);
        // A server that reads its configuration anew hangs up; whoever sends mail comes again.
        await dovecot.deliver(USER, next).catch(() => dovecot.deliver(USER, next));
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    })();
    const [first] = await shop.cards(1);
    dovecot.changePassword('Second-password-2');
    smtp.password = dovecot.password;
    await shop.reply('Ann', first!.thread, 'On its way.');
    const waits = /^Not sent yet: .* refused the sign-in: .* Check the user name and the password/;
    const marks = async () => (await shop.thread(first!.thread)).posts.map(each => each.mark?.words ?? '');
    await until(async () => (await marks()).some(each => waits.test(each)), 'the reply waits');
    const lines = async () =>
      (await shop.thread(first!.thread)).posts.flatMap(({ post }) =>
        post.as === 'entry' && post.entry.as === 'line' ? [post.entry.words] : [],
      );
    const said = () => lines().then(all => all.filter(each => each.startsWith('This reply to Maya is not sent yet')));
    await until(async () => (await said()).length > 0, 'the thread says so');
    expect((await said())[0]).toMatch(
      /refused the sign-in: .*It is sent as soon as the sign-in works; nobody has to press/,
    );

    const wrong = await putIn('No-password-at-all-3');
    expect(wrong).toMatchObject({
      ok: false,
      words: expect.stringMatching(/^its new settings do not work, so the old ones stay in use\. .*Correct the file/),
    });
    const notices = () =>
      shop.room().then(all => all.flatMap(each => (each.as === 'notice' ? [each.words ?? ''] : [])));
    await until(async () => (await notices()).some(each => each.includes('do not work')), 'the room is told');

    expect(await putIn(dovecot.password)).toMatchObject({ ok: true, words: expect.stringContaining('are in use') });
    await until(() => smtp.mails.length > 0, 'the reply left');
    writing = false;
    await customers;
    await until(async () => (await store.highestNumber()) >= sent, 'all mails are here', 20_000);
    expect(await store.highestNumber()).toBe(sent);
    expect(smtp.mails.map(each => each.to)).toEqual([['maya1@example.com']]);
    expect(await said()).toHaveLength(1);
    expect((await notices()).filter(each => each.includes('do not work'))).toHaveLength(1);
    const [line] = await store.auditLines({ acts: ['channel'], limit: 9 });
    expect(line).toMatchObject({ via: 'file', about: 'help', change: { secrets: ['set', 'set, changed'] } });
  });
});
