import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBones } from '../../../../adapters/channels/email/read/mime.ts';
import { makeMailParser } from '../../../../adapters/channels/email/read/parser.ts';
import { readAuthentication, trustOf } from '../../../../adapters/channels/email/trust/authentication.ts';
import { HELP, type MailHouse, openMailHouse, rawMail, SALES } from '../../../kit/mail-house.ts';

const SERVER = 'mx.shop.example';
const verdict = (dmarc: string, more = '') => `Authentication-Results: ${SERVER}; dmarc=${dmarc}${more}`;
let house: MailHouse;
beforeEach(async () => {
  house = await openMailHouse({ trusted_server: SERVER, plus_addresses: 'yes', aliases: ['orders@shop.example'] });
});
afterEach(() => house.close());
const leftId = (n = 0) => house.smtp.mails[n]!.mail.messageId!;
const cards = async () => (await house.cards()).length;

describe('mail that says it is from us', () => {
  test('and answers nothing we know is an enquiry like any other: nothing is lost', async () => {
    await house.mail({
      from: 'orders@shop.example',
      headers: ['References: <order-5@shopsystem>', verdict('pass')],
      text: 'Maya asks about order 5.',
    });
    expect(await cards()).toBe(1);
    expect((await house.messages(1))[0]!.text).toBe('Maya asks about order 5.');
  });
  test('but was not proven silences nothing and lets nobody in', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    const forged = {
      from: HELP,
      to: `maya@example.com, ${HELP}`,
      headers: [verdict('fail'), 'In-Reply-To: <1@x>', 'Cc: eve@evil.example'],
      text: 'Case closed.',
    };
    await house.mail({ id: 'f@x', ...forged });
    expect(await house.enquiry(1)).toMatchObject({ status: 'open', firstResponseAt: null });
    await house.mail({
      id: 'g@x',
      from: 'eve@evil.example',
      headers: [verdict('pass'), 'In-Reply-To: <1@x>'],
      text: 'let me in',
    });
    expect(await house.messages(1)).toHaveLength(1);
  });
  test('and went to a supplier is no answer to the customer', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    await house.mail({
      id: 's@x',
      from: HELP,
      to: `supplier@firm.example, ${HELP}`,
      subject: 'Fwd: The lid',
      headers: [verdict('pass'), 'In-Reply-To: <1@x>'],
      text: 'Have you got one?',
    });
    expect(await house.enquiry(1)).toMatchObject({ status: 'open', firstResponseAt: null });
    await house.mail({
      id: 't@x',
      from: 'supplier@firm.example',
      headers: [verdict('pass'), 'In-Reply-To: <1@x>'],
      text: 'Yes.',
    });
    expect(await house.messages(1)).toHaveLength(1);
  });
  test('our reply that comes to our other mailbox is no enquiry, and gets no copy next time', async () => {
    await house.mail({ id: '1@x', to: HELP, headers: [verdict('pass'), `Cc: ${SALES}`] });
    await house.answer(1, 'Hello');
    expect(house.smtp.mails[0]!.to).toEqual(['maya@example.com']);
    await house.other.take({ raw: Buffer.from(house.smtp.mails[0]!.raw), from: HELP, to: [SALES] });
    await house.settle();
    expect(await cards()).toBe(1);
  });
});

describe('who gets the answer', () => {
  test('never anybody from a mail whose sender was not proven', async () => {
    await house.mail({ id: '1@x', headers: [verdict('fail'), 'Cc: eve@evil.example'] });
    await house.answer(1, 'Your password is secret');
    expect(house.smtp.mails[0]!.to).toEqual(['maya@example.com']);
  });
  test('nor from one that came in by a number anybody can type', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    await house.mail({ id: '2@x', subject: 'About [#1]', headers: ['Cc: eve@evil.example'], text: 'and more' });
    await house.answer(1, 'Hello');
    expect(house.smtp.mails[0]!.to).toEqual(['maya@example.com']);
  });
  test('an unproven mail about the same subject is not offered for putting together', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    await house.mail({ id: '2@x', headers: [verdict('fail'), 'Cc: eve@evil.example'] });
    expect(await house.lines(2)).toEqual([]);
  });
  test('whoever was let in gets the next one', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    await house.answer(1, 'Hello');
    await house.mail({
      id: '2@x',
      from: 'bob@example.com',
      headers: [verdict('pass'), `In-Reply-To: ${leftId()}`],
      text: 'I am her husband.',
    });
    const stranger = (await house.messages(1)).at(-1)!;
    await house.as('Ann').press('enquiry.allow', `${(await house.enquiry(1)).id} ${stranger.id}`);
    await house.answer(1, 'Hello both');
    expect(house.smtp.mails[1]!.to).toEqual(['maya@example.com', 'bob@example.com']);
  });
  test('one who is busy is tried again alone; those in copy have it once', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass'), 'Cc: bob@example.com'] });
    house.smtp.busy.add('maya@example.com');
    await house.answer(1, 'Hello both');
    expect(house.smtp.mails.map(each => each.to)).toEqual([['bob@example.com']]);
    house.smtp.busy.clear();
    await house.pass(10_000);
    expect(house.smtp.mails.map(each => each.to)).toEqual([['bob@example.com'], ['maya@example.com']]);
    expect((await house.enquiry(1)).status).toBe('waiting');
  });
});

describe('reports that are not what they say', () => {
  const report = (recipient: string, id: string) =>
    `--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ${recipient}\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${id}\n\n--b--`;
  const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
  test('somebody in copy was not reached: said so, the reply arrived, and nobody gets it twice', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass'), 'Cc: bob@example.com'] });
    await house.answer(1, 'Hello both');
    await house.mail({
      id: 'd@x',
      from: 'MAILER-DAEMON@mx.example',
      subject: 'Undelivered',
      headers: [type],
      text: report('bob@example.com', leftId()),
      envelope: { from: '' },
    });
    expect(await house.lines(1)).toContain(
      'Somebody in copy did not get this reply. bob@example.com did not get it: there is no such address.',
    );
    expect((await house.enquiry(1)).status).toBe('waiting');
    await house.mail({
      id: 'e@x',
      from: 'MAILER-DAEMON@mx.example',
      subject: 'Undelivered',
      headers: [type],
      text: report('maya@example.com', leftId()),
      envelope: { from: '' },
    });
    const reply = (await house.messages(1)).find(each => each.replyId)!.replyId!;
    await house.as('Ann').press('reply.retry', reply);
    await house.pass(16_000);
    expect(house.smtp.mails.map(each => each.to)).toEqual([
      ['maya@example.com', 'bob@example.com'],
      ['maya@example.com'],
    ]);
  });
  test('a person’s mail under the label of a report is shown and ends nothing', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    await house.answer(1, 'Hello');
    await house.mail({
      id: '2@x',
      from: 'eve@evil.example',
      headers: [type, `In-Reply-To: ${leftId()}`, verdict('pass')],
      text: '--b\nContent-Type: text/plain\n\nThis is my real question.\n--b--',
    });
    expect((await house.enquiry(1)).status).toBe('waiting');
    const all = [...(await house.messages(1)), ...((await cards()) > 1 ? await house.messages(2) : [])];
    expect(all.map(each => each.text)).toContain('This is my real question.');
  });
});

describe('what a server found out', () => {
  const trust = (lines: string[], from = 'example.com') =>
    trustOf(
      readAuthentication(readBones(Buffer.from(`${lines.join('\r\n')}\r\nFrom: maya@${from}\r\n\r\nx`)).headers),
      SERVER,
      from,
    );
  test.each<[string, string, string]>([
    [
      'a verdict hidden in an address',
      `Authentication-Results: ${SERVER}; spf=pass smtp.mailfrom="a; dmarc=pass "@evil.example; dmarc=fail header.from=example.com`,
      'fail',
    ],
    [
      'a verdict hidden in a comment',
      `Authentication-Results: ${SERVER}; spf=pass (x (; dmarc=pass) ;) ; dmarc=fail header.from=example.com`,
      'fail',
    ],
    ['a pass for somebody else', `Authentication-Results: ${SERVER}; dmarc=pass header.from=evil.example`, 'fail'],
    ['a pass', `Authentication-Results: ${SERVER}; dmarc=pass (p=REJECT) header.from=example.com`, 'pass'],
    [
      'a pass of another server',
      'Authentication-Results: mx.evil.example; dmarc=pass header.from=example.com',
      'unknown',
    ],
  ])('%s: %#', (_, line, expected) => expect(trust([line])).toBe(expected));
  test('two senders are one too many', async () => {
    await house.mail({ id: '1@x', headers: [verdict('pass')] });
    await house.mail({
      id: '2@x',
      headers: ['From: eve@evil.example', verdict('pass', ' header.from=evil.example'), 'In-Reply-To: <1@x>'],
    });
    expect(await house.messages(1)).toHaveLength(1);
  });
});

test('a stranger who reuses the name of a customer’s mail does not draw the next one to himself', async () => {
  await house.mail({
    id: 'e@x',
    from: 'eve@evil.example',
    headers: [verdict('pass'), 'Cc: maya@example.com'],
    text: 'mine',
  });
  await house.mail({ id: 'e@x', headers: [verdict('pass')], text: 'Maya’s own, under the same name' });
  await house.mail({ id: '2@x', headers: [verdict('pass'), 'In-Reply-To: <e@x>'], text: 'More of mine' });
  expect((await house.messages(2)).map(each => each.text)).toEqual(['Maya’s own, under the same name', 'More of mine']);
});

test('a customer is not silenced by what others write', async () => {
  await house.mail({ id: '1@x', headers: [verdict('pass')] });
  await house.answer(1, 'Hello');
  for (let i = 0; i < 11; i++)
    await house.mail({
      id: `e${i}@x`,
      from: 'eve@evil.example',
      headers: [verdict('pass'), `In-Reply-To: ${leftId()}`],
      text: `noise ${i}`,
    });
  await house.mail({
    id: '2@x',
    headers: [verdict('pass'), `In-Reply-To: ${leftId()}`],
    text: 'URGENT, and different',
  });
  expect((await house.room()).filter(each => each.as === 'bump')).toHaveLength(1);
});

test('old mail that is taken in later is not thanked for', async () => {
  house.house.parts.automatic = () => true;
  const old = new TextDecoder().decode(rawMail({ id: '1@x' })).replace('1 Jun 2026', '1 Jun 2019');
  await house.channel.take({ raw: new TextEncoder().encode(old), from: null, to: [] });
  await house.settle();
  expect(await cards()).toBe(1);
  expect(house.smtp.mails).toEqual([]);
});

test('a reader that goes to rest takes no mail along', async () => {
  const parser = makeMailParser(60);
  for (let i = 0; i < 25; i++) {
    const mail = await parser.parse(Buffer.from(`From: maya@example.com\r\nSubject: ${i}\r\n\r\nwords`), { own: [] });
    expect(mail.message.warnings).toEqual([]);
    await new Promise(resolve => setTimeout(resolve, 58 + (i % 5)));
  }
  await parser.stop();
});
