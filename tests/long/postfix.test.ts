import { createTransport } from 'nodemailer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Engine } from '../../src/store/engine.ts';
import { type PostfixSide, startPostfix } from '../kit/far-sides/postfix.ts';
import { openMemory } from '../kit/migrated.ts';
import { openRealMailHouse, type RealMailHouse } from '../kit/real-mail-house.ts';
import { until } from '../kit/world.ts';

/** A real queue tries twice and gives up after some twenty seconds. */
const GIVES_UP_WITHIN_MS = 60_000;

describe.skipIf(!inject('postfix'))('on Postfix, Dovecot and Sieve', () => {
  let mta: PostfixSide;
  let engine: Engine;
  let shop: RealMailHouse;
  let user: string;
  let count = 0;
  beforeAll(async () => {
    mta = await startPostfix();
  });
  afterAll(() => mta.stop());
  beforeEach(async () => {
    user = `help${++count}@shop.example`;
    engine = await openMemory();
    shop = await open();
    await shop.connected();
  });
  afterEach(async () => {
    await shop.stop();
    await engine.close();
  });
  const open = (more: { automatic?: Record<string, boolean> } = {}) =>
    openRealMailHouse(
      engine,
      {
        address: user,
        plus_addresses: 'yes',
        sent_copy: 'yes',
        imap: { host: '127.0.0.1', port: mta.imapPort, secure: false, user, password: mta.password },
        smtp: { host: '127.0.0.1', port: mta.submissionPort, user, password: mta.password },
      },
      more,
    );
  /** A customer writes; a server of the Internet hands it in. */
  const write = async (from: string, subject: string, text: string, headers: Record<string, string> = {}) => {
    const transport = createTransport({ host: '127.0.0.1', port: mta.smtpPort, ignoreTLS: true });
    await transport.sendMail({ from, to: user, subject, text, headers });
    transport.close();
  };
  const first = () => until(async () => (await shop.enquiries())[0], 'the enquiry');

  test('there and back: a customer writes, is answered, and the copy lies in the sent folder', async () => {
    await write('maya@customer.example', 'The lid', 'It rattles.');
    const { id } = await first();
    await shop.answer(id, 'Send it back.');
    await write('maya@customer.example', 'Re: The lid', 'Done.');
    await until(
      async () => (await shop.enquiries()).length === 2 || (await shop.messages(id)).length === 3,
      'the next',
    );
    expect((await shop.messages(id)).map(each => each.direction)).toContain('out');
  });

  test('an address that does not exist and a mailbox that stays full: real reports, the right reply, plain words', async () => {
    mta.outside.answer('gone@elsewhere.example', 550);
    mta.outside.answer('full@elsewhere.example', 452);
    await write('gone@elsewhere.example', 'one', 'a');
    const one = await first();
    await write('full@elsewhere.example', 'two', 'b');
    const two = await until(async () => (await shop.enquiries())[1], 'the second');
    await shop.answer(one.id, 'Hello one');
    await shop.answer(two.id, 'Hello two');
    const said = (id: typeof one.id, words: RegExp) =>
      until(async () => (await shop.lines(id)).find(line => words.test(line)), String(words), GIVES_UP_WITHIN_MS);
    expect(await said(one.id, /did not reach/)).toMatch(
      /^This reply did not reach gone@elsewhere\.example: there is no such address\. \("Hello one"\)/,
    );
    expect(await said(two.id, /did not reach/)).toMatch(
      /^This reply did not reach full@elsewhere\.example: the mailbox is full\. \("Hello two"\)/,
    );
    const all = await shop.enquiries();
    expect(all.map(each => each.status)).toEqual(['open', 'open']);
    // The reports are in their threads, and made no enquiries of their own.
    expect(all).toHaveLength(2);
  });

  test('an absence note of Sieve: one quiet message, nothing goes back, the enquiry as it was', async () => {
    const bob = `bob${count}@customer.example`;
    mta.sieve(bob, 'require ["vacation"];\nvacation :days 1 :subject "Away" "I am away until Monday.";');
    await write(bob, 'The lid', 'It rattles.');
    const { id } = await first();
    await shop.answer(id, 'Send it back.');
    await until(async () => (await shop.messages(id)).some(each => each.kind === 'auto_reply'), 'the note', 20_000);
    const [enquiry] = await shop.enquiries();
    expect(enquiry).toMatchObject({ status: 'waiting', customerMessages: 1 });
    expect((await shop.messages(id)).filter(each => each.direction === 'out')).toHaveLength(1);
    expect(await shop.enquiries()).toHaveLength(1);
  });

  test('two machines that answer everything, without one header that says so: one automatic answer a day', async () => {
    await shop.stop();
    shop = await open({ automatic: { email: true } });
    await shop.connected();
    const robot = 'robot@elsewhere.example';
    const toRobot = () => mta.outside.mails.filter(each => each.to.includes(robot));
    await write(robot, 'Hello', 'I want to know something.');
    await until(() => toRobot().length === 1, 'our automatic answer', 20_000);
    expect(toRobot()[0]!.from).toBe('');
    expect(toRobot()[0]!.raw).toMatch(/^Auto-Submitted: auto-replied/m);
    // The robot answers what it gets, each time with a new number, as a new mail and as an answer.
    for (let i = 1; i <= 8; i++)
      await write(
        robot,
        `Ticket ${i} received`,
        `Thank you, your ticket ${i} was received.`,
        i % 2 ? { 'In-Reply-To': /^Message-ID: (.*)$/im.exec(toRobot()[0]!.raw)![1]! } : {},
      );
    await until(
      async () =>
        (await Promise.all((await shop.enquiries()).map(each => shop.messages(each.id))))
          .flat()
          .filter(each => each.direction === 'in').length === 9,
      'all of them',
      30_000,
    );
    await new Promise(resolve => setTimeout(resolve, 2_000));
    expect(toRobot()).toHaveLength(1);
  });

  test('a day: two hundred mails, answers, machines and a restart; every mail once, every answer once', async () => {
    const customers = Array.from({ length: 40 }, (_, i) => `c${i}.${count}@customer.example`);
    for (const [i, customer] of customers.entries()) await write(customer, `Question ${i}`, `Body ${i}`);
    await until(async () => (await shop.enquiries()).length === 40, 'all questions', 60_000);
    const enquiries = await shop.enquiries();
    for (const { id } of enquiries.slice(0, 10)) await shop.answer(id, 'Here is your answer.');
    // A restart in the middle of mail that keeps coming.
    const more = (async () => {
      for (let i = 0; i < 160; i++)
        await write(
          customers[i % 40]!,
          `More ${i}`,
          `Text ${i}`,
          i % 3 === 0 ? { 'Auto-Submitted': 'auto-replied' } : {},
        );
    })();
    await new Promise(resolve => setTimeout(resolve, 500));
    await shop.stop();
    shop = await open();
    await more;
    const incoming = async () =>
      (await Promise.all((await shop.enquiries()).map(each => shop.messages(each.id))))
        .flat()
        .filter(each => each.direction === 'in');
    await until(async () => (await incoming()).length >= 200, 'all mails', 60_000);
    await new Promise(resolve => setTimeout(resolve, 2_000));
    const texts = (await incoming()).map(each => each.text);
    expect(texts).toHaveLength(200);
    expect(new Set(texts).size).toBe(200);
  }, 180_000);
});
