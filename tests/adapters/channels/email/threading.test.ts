import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSignedNames } from '../../../../adapters/channels/email/trust/signed-names.ts';
import { HELP, type MailHouse, openMailHouse, SALES } from '../../../kit/mail-house.ts';

let house: MailHouse;
beforeEach(async () => {
  house = await openMailHouse({ plus_addresses: 'yes' });
});
afterEach(() => house.close());

/** The Message-ID of the n-th mail that left. */
const leftId = (n = 0) => house.smtp.mails[n]!.mail.messageId!;
const cards = async () => (await house.cards()).length;

describe('which enquiry a mail belongs to', () => {
  test('an answer goes to what it answers, and ours carries what mail programs need', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const { mail, to } = house.smtp.mails[0]!;
    expect(mail).toMatchObject({ inReplyTo: '<1@x>', subject: 'Re: The lid' });
    expect(mail.from?.value[0]?.address).toBe(HELP);
    expect(house.signs.readAddress(mail.replyTo!.value[0]!.address!)).toEqual({
      of: 'enquiry',
      id: (await house.enquiry(1)).id,
    });
    expect(to).toEqual(['maya@example.com']);
    await house.mail({ id: '2@x', subject: 'Re: The lid', headers: [`In-Reply-To: ${leftId()}`], text: 'Done.' });
    expect((await house.messages(1)).map(each => each.text)).toEqual(['The lid rattles.', 'Send it back.', 'Done.']);
  });

  test('a signed reply address alone is enough, in any case of letters, and whatever the subject and references say', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const address = house.smtp.mails[0]!.mail.replyTo!.value[0]!.address!;
    await house.mail({ id: '2@x', to: address.toUpperCase(), subject: 'Quite another subject', text: 'Here I am.' });
    await house.mail({ id: '3@x', subject: 'Fwd', text: 'By envelope.', envelope: { to: [address] } });
    expect(await cards()).toBe(1);
    expect((await house.messages(1)).map(each => each.text)).toContain('By envelope.');
  });

  test('Apple Mail overwrites References: In-Reply-To is enough; an id of a relay is known from its last word', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    await house.mail({ id: '2@x', headers: [`In-Reply-To: ${leftId()}`, 'References: <unknown@y>'], text: 'a' });
    await house.mail({ id: '3@x', headers: ['In-Reply-To: <unknown@y>', `References: <1@x> ${leftId()}`], text: 'b' });
    expect(await cards()).toBe(1);
    expect(await house.messages(1)).toHaveLength(4);
  });

  test('a relay that renames our mail says so, and an answer to that name finds its enquiry', async () => {
    await house.mail({ id: '1@x' });
    house.smtp.says = '250 Ok: renamed to <0100018f-renamed@relay.example>';
    await house.answer(1, 'Send it back.');
    await house.mail({ id: '2@x', headers: ['In-Reply-To: <0100018f-renamed@relay.example>'], text: 'Done.' });
    expect((await house.messages(1)).at(-1)!.text).toBe('Done.');
  });

  test('a forged or altered sign, or one of another workspace, matches nothing', async () => {
    await house.mail({ id: '1@x' });
    const { id } = await house.enquiry(1);
    const good = house.signs.replyAddress(HELP, id)!;
    const foreign = makeSignedNames(text => `${'0'.repeat(40)}${text.length}`.padEnd(64, '1')).replyAddress(HELP, id)!;
    for (const [i, to] of [
      good.replace(/.@/, each => (each[0] === 'a' ? 'b@' : 'a@')),
      foreign,
      good.replace('+e.', '+b.'),
    ].entries()) {
      await house.mail({ id: `f${i}@x`, from: 'Eve <eve@evil.example>', to, text: `try ${i}` });
    }
    expect(await house.messages(1)).toHaveLength(1);
    expect(await cards()).toBe(4);
  });

  test('another subject stays in the thread, says so, and is answered under the new one', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    await house.mail({
      id: '2@x',
      subject: 'Invoice is missing',
      headers: [`In-Reply-To: ${leftId()}`],
      text: 'Where is it?',
    });
    const last = (await house.messages(1)).at(-1)!;
    expect(last.warnings).toEqual([
      'The subject is now "Invoice is missing". If this is a different matter, it can be split off.',
    ]);
    await house.answer(1, 'Here it is.');
    expect(house.smtp.mails[1]!.mail.subject).toBe('Re: Invoice is missing');
  });

  test('a number in the subject counts for those who take part, and for nobody else', async () => {
    await house.mail({ id: '1@x' });
    await house.mail({ id: '2@x', subject: 'About [#1]', text: 'more' });
    await house.mail({ id: '3@x', from: 'eve@evil.example', subject: 'About [#1]', text: 'let me in' });
    expect((await house.messages(1)).map(each => each.text)).toEqual(['The lid rattles.', 'more']);
    expect(await cards()).toBe(2);
  });

  test('one mail to two of our addresses is one enquiry, and the thread says so once', async () => {
    const both = { id: '1@x', to: `${HELP}, ${SALES}` };
    await house.mail(both);
    await house.mail(both, house.other);
    await house.mail(both, house.other);
    expect(await cards()).toBe(1);
    expect(await house.lines(1)).toEqual(['Maya sent the same message to another address of ours.']);
  });

  test('two mails without Message-ID in the same second are two enquiries', async () => {
    await house.mail({ subject: 'one' });
    await house.mail({ subject: 'two' });
    expect(await cards()).toBe(2);
  });

  test('the same subject again is offered for putting together, never done by itself', async () => {
    await house.mail({ id: '1@x' });
    await house.mail({ id: '2@x', subject: 'RE: the lid', text: 'Anybody there?' });
    expect(await cards()).toBe(2);
    const { posts } = await house.thread((await house.enquiry(2)).id);
    const offer = posts.map(each => each.post).find(each => each.as === 'entry' && each.entry.as === 'line');
    const entry = offer?.as === 'entry' && offer.entry.as === 'line' ? offer.entry : null;
    expect(entry?.words).toBe('Maya wrote about the same subject in #1, which is still open.');
    const button = entry!.buttons[0]!;
    expect(button.label).toBe('Merge with #1');
    await house.as('Ann').press(button.id, button.value);
    expect((await house.enquiry(2)).status).toBe('merged');
    expect(await house.messages(1)).toHaveLength(2);
  });
});

describe('who takes part', () => {
  test('a colleague in copy answers the very first mail: same enquiry', async () => {
    await house.mail({ id: '1@x', headers: ['Cc: Bob <bob@example.com>'] });
    await house.mail({ id: '2@x', from: 'Bob <bob@example.com>', headers: ['In-Reply-To: <1@x>'], text: 'Me too.' });
    expect((await house.messages(1)).map(each => each.from?.address)).toEqual(['maya@example.com', 'bob@example.com']);
  });

  test('two people who answer one circular of ours are two enquiries', async () => {
    await house.mail({ id: 'a@x', headers: ['In-Reply-To: <circular@shop.example>'], text: 'Yes please' });
    await house.mail({
      id: 'b@y',
      from: 'tom@y.example',
      headers: ['In-Reply-To: <circular@shop.example>'],
      text: 'No thanks',
    });
    expect(await cards()).toBe(2);
  });

  test("a stranger with a leaked id of a customer's mail gets an enquiry of their own, with a note", async () => {
    await house.mail({ id: '1@x' });
    await house.mail({
      id: '2@x',
      from: 'Eve <eve@evil.example>',
      headers: ['In-Reply-To: <1@x>'],
      text: 'What is new?',
    });
    expect(await cards()).toBe(2);
    expect((await house.messages(2))[0]!.warnings).toEqual([
      'May belong to #1: it answers a message there, but eve@evil.example took no part in it.',
    ]);
  });

  test('a stranger with a genuine id of ours is held: shown, changes nothing, gets nothing, until staff allow it', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    await house.as('Ann').press('enquiry.resolve', (await house.enquiry(1)).id);
    await house.mail({
      id: '2@x',
      from: 'Eve <eve@evil.example>',
      headers: [`In-Reply-To: ${leftId()}`, 'Cc: spy@evil.example'],
      text: 'And my refund?',
    });
    expect(await cards()).toBe(1);
    expect((await house.enquiry(1)).status).toBe('resolved');
    const { posts } = await house.thread((await house.enquiry(1)).id);
    const entry = posts.flatMap(({ post }) =>
      post.as === 'entry' && post.entry.as === 'line' && post.entry.tone === 'warning' ? [post.entry] : [],
    )[0]!;
    expect(entry.words).toMatch(/^Someone new wrote in this enquiry and could not be verified\. They see none of it/);
    // A second mail is held as well, and nobody in its copy takes part.
    await house.mail({ id: '3@x', from: 'spy@evil.example', headers: ['In-Reply-To: <2@x>'], text: 'me too' });
    expect(await cards()).toBe(2);
    const [allow] = entry.buttons;
    expect(allow!.label).toBe('Let Eve take part');
    await house.as('Ann').press(allow!.id, allow!.value);
    expect(await house.enquiry(1)).toMatchObject({ status: 'open', customerMessages: 2 });
    await house.mail({
      id: '4@x',
      from: 'Eve <eve@evil.example>',
      headers: [`In-Reply-To: ${leftId()}`],
      text: 'Thanks for letting me in, and?',
    });
    expect((await house.messages(1)).at(-1)!.text).toMatch(/letting me in/);
    // Twice is said, not done.
    await house.as('Ann').press(allow!.id, allow!.value);
    expect((await house.as('Ann').privates((await house.enquiry(1)).id)).at(-1)?.words).toBe(
      'This person already takes part here.',
    );
    // The customer is still who gets the answers.
    await house.answer(1, 'Hello again.');
    expect(house.smtp.mails.at(-1)!.to[0]).toBe('maya@example.com');
  });

  test('what a contact form says is not proof: it never joins the thread of the one it names', async () => {
    await house.mail({ id: '1@x' });
    await house.mail({
      id: '2@x',
      from: 'Site <wordpress@shop.example>',
      headers: ['Reply-To: Maya <maya@example.com>', 'In-Reply-To: <1@x>'],
      text: 'I am Maya, really.',
    });
    expect(await cards()).toBe(2);
    const message = (await house.messages(2))[0]!;
    expect(message.from?.address).toBe('maya@example.com');
    expect(message.warnings[0]).toMatch(/^Sent through wordpress@shop\.example for maya@example\.com\./);
    expect(message.warnings).toContainEqual(expect.stringMatching(/^May belong to #1: .* could not be verified/));
  });
});

describe('who gets an answer', () => {
  const PREVIEW = async () => (await house.as('Ann').privates((await house.enquiry(1)).id)).at(-1)!;

  test("everybody who got the customer's mail, without ourselves; the preview says so, and one press leaves them out", async () => {
    await house.mail({
      id: '1@x',
      to: `${HELP}, bob@example.com`,
      headers: [`Cc: carol@example.com, ${SALES.replace('sales', 'help')}, no-reply@list.example`],
    });
    const { id } = await house.enquiry(1);
    const ann = house.as('Ann');
    await ann.write(id, 'Hello all');
    expect((await PREVIEW()).quote?.label).toBe(
      'To Maya, by email to maya@example.com, copy to bob@example.com, carol@example.com, from Ann at Shop',
    );
    await ann.choose(id, 'Only to Maya');
    expect((await PREVIEW()).quote?.label).toBe('To Maya, by email to maya@example.com, from Ann at Shop');
    await ann.choose(id, 'With copies again');
    await ann.choose(id, 'Send');
    await house.pass(16_000);
    expect(house.smtp.mails[0]!.to).toEqual(['maya@example.com', 'bob@example.com', 'carol@example.com']);
    await ann.write(id, 'Only you');
    await ann.choose(id, 'Only to Maya');
    await ann.choose(id, 'Send');
    await house.pass(16_000);
    expect(house.smtp.mails[1]!.to).toEqual(['maya@example.com']);
  });

  test('one of three is refused: the others have it, and the thread says who has not', async () => {
    await house.mail({ id: '1@x', headers: ['Cc: bob@example.com, gone@example.com'] });
    house.smtp.refused.add('gone@example.com');
    await house.answer(1, 'Hello all');
    expect(house.smtp.mails[0]!.to).toEqual(['maya@example.com', 'bob@example.com']);
    expect(await house.lines(1)).toContain(
      'Not everybody in copy got this reply. gone@example.com did not get it: there is no such address.',
    );
    expect((await house.enquiry(1)).status).toBe('waiting');
  });

  test('the alias the customer wrote to is what the answer comes from', async () => {
    const aliased = await openMailHouse({ aliases: ['orders@shop.example'] });
    await aliased.mail({ id: '1@x', to: 'undisclosed-recipients:;', headers: ['Delivered-To: orders@shop.example'] });
    await aliased.answer(1, 'Hello');
    expect(aliased.smtp.mails[0]!.mail.from?.value[0]?.address).toBe('orders@shop.example');
    await aliased.close();
  });
});

describe('mail of our own', () => {
  test('our reply that comes back by a copy or a list is no message, and makes no loop', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const { raw } = house.smtp.mails[0]!;
    await house.channel.take({ raw: new TextEncoder().encode(raw), from: HELP, to: [HELP] });
    await house.settle();
    expect(await house.messages(1)).toHaveLength(2);
    expect(await cards()).toBe(1);
  });

  test('an answer that a colleague wrote in a mail program is in the thread, and the ball is with the customer', async () => {
    await house.mail({ id: '1@x' });
    await house.mail({
      id: 's@shop',
      from: `Shop <${HELP}>`,
      to: `maya@example.com, ${HELP}`,
      headers: ['In-Reply-To: <1@x>'],
      text: 'I answered from my phone.',
    });
    expect(await house.enquiry(1)).toMatchObject({ status: 'waiting', waitingSince: null });
    expect((await house.messages(1)).at(-1)).toMatchObject({ direction: 'out', text: 'I answered from my phone.' });
    expect(await house.lines(1)).toContain('A colleague answered Maya outside Deskhand.');
    await house.mail({ id: '2@x', headers: ['In-Reply-To: <s@shop>'], text: 'Great, thanks, and the price?' });
    expect(await house.enquiry(1)).toMatchObject({ status: 'open' });
    expect(await cards()).toBe(1);
  });
});

describe("a customer's mail that a colleague passed on", () => {
  const forwards: [string, string, string][] = [
    [
      'Gmail',
      'Fwd: The lid',
      '---------- Forwarded message ---------\nFrom: Ann Smith <ann@example.com>\nDate: Mon, 1 Jun 2026 at 09:00\nSubject: The lid\nTo: <boss@shop.example>\n\nMy lid rattles.',
    ],
    [
      'Outlook',
      'FW: The lid',
      '\n\n________________________________\nFrom: Ann Smith <ann@example.com>\nSent: Monday, June 1, 2026 9:00 AM\nTo: Boss <boss@shop.example>\nSubject: The lid\n\nMy lid rattles.',
    ],
    [
      'Outlook in German',
      'WG: The lid',
      'Bitte kümmern.\n\n________________________________\nVon: Ann Smith <ann@example.com>\nGesendet: Montag, 1. Juni 2026 09:00\nAn: Boss <boss@shop.example>\nBetreff: The lid\n\nMy lid rattles.',
    ],
    [
      'Outlook in French',
      'TR: The lid',
      '\n________________________________\nDe : Ann Smith <ann@example.com>\nEnvoyé : lundi 1 juin 2026 09:00\nÀ : Boss <boss@shop.example>\nObjet : The lid\n\nMy lid rattles.',
    ],
    [
      'Apple Mail',
      'Fwd: The lid',
      'Begin forwarded message:\n\nFrom: Ann Smith <ann@example.com>\nSubject: The lid\nDate: 1 June 2026 at 09:00:00 BST\nTo: boss@shop.example\n\nMy lid rattles.',
    ],
    [
      'Thunderbird',
      'Fwd: The lid',
      '-------- Forwarded Message --------\nSubject: \tThe lid\nDate: \tMon, 1 Jun 2026 09:00:00 +0000\nFrom: \tAnn Smith <ann@example.com>\nTo: \tboss@shop.example\n\nMy lid rattles.',
    ],
    [
      'Yahoo',
      'Fw: The lid',
      '\n   ----- Forwarded Message ----- From: Ann Smith <ann@example.com>To: boss@shop.example <boss@shop.example>Sent: Monday, June 1, 2026, 09:00:00 AM GMTSubject: The lid\nMy lid rattles.',
    ],
    [
      'Outlook in Finnish',
      'VS: The lid',
      '\n________________________________\nLähettäjä: Ann Smith <ann@example.com>\nLähetetty: maanantai 1. kesäkuuta 2026 9.00\nVastaanottaja: Boss <boss@shop.example>\nAihe: The lid\n\nMy lid rattles.',
    ],
    [
      'Outlook in Spanish',
      'RV: The lid',
      '\n________________________________\nDe: Ann Smith <ann@example.com>\nEnviado: lunes, 1 de junio de 2026 9:00\nPara: Boss <boss@shop.example>\nAsunto: The lid\n\nMy lid rattles.',
    ],
    [
      'Gmail in Dutch',
      'Fwd: The lid',
      '---------- Forwarded message ---------\nVan: Ann Smith <ann@example.com>\nDate: ma 1 jun 2026 om 09:00\nSubject: The lid\nTo: <boss@shop.example>\n\nMy lid rattles.',
    ],
  ];
  const asked = async () => (await house.lines(1)).filter(line => line.startsWith('This looks like a message from'));

  test.each(forwards)('%s: asked, then opened for the customer, the whole text kept', async (_, subject, text) => {
    await house.mail({ id: 'f@shop', from: 'Boss <boss@shop.example>', subject, text });
    expect(await asked()).toEqual([
      'This looks like a message from ann@example.com that was passed on. Open it for ann@example.com? Answers then go there.',
    ]);
    const message = (await house.messages(1))[0]!;
    expect(message.text).toContain('My lid rattles.');
    expect(message.text).toContain('ann@example.com');
    await house.as('Ann').press('enquiry.open_for', `${(await house.enquiry(1)).id} ${message.id}`);
    await house.answer(1, 'We will mend it.');
    expect(house.smtp.mails[0]!.to).toEqual(['ann@example.com']);
  });

  test('as a file: asked, and its words are shown', async () => {
    const enclosed = 'From: Ann Smith <ann@example.com>\nSubject: The lid\nContent-Type: text/plain\n\nMy lid rattles.';
    await house.mail({
      id: 'f@shop',
      from: 'Boss <boss@shop.example>',
      subject: 'Please look',
      headers: ['Content-Type: multipart/mixed; boundary=b'],
      text: `--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n${enclosed}\n--b--`,
    });
    expect(await asked()).toHaveLength(1);
    expect((await house.messages(1))[0]!.text).toContain('My lid rattles.');
  });

  test('without a yes nothing changes; a stranger who forwards something is not asked about', async () => {
    const [, subject, text] = forwards[0]!;
    await house.mail({ id: 'f@shop', from: 'Boss <boss@shop.example>', subject, text });
    await house
      .as('Ann')
      .press('enquiry.not_theirs', `${(await house.enquiry(1)).id} ${(await house.messages(1))[0]!.id}`);
    await house.answer(1, 'Noted.');
    expect(house.smtp.mails[0]!.to).toEqual(['boss@shop.example']);
    await house.mail({ id: 'g@x', subject, text });
    expect(await house.lines(2)).toEqual([]);
  });
});

describe('machines', () => {
  test('an absence note is one quiet message: no answer, no bump, the enquiry as it was', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const before = await house.enquiry(1);
    await house.mail({
      id: '2@x',
      subject: 'Automatic reply: The lid',
      headers: ['Auto-Submitted: auto-replied', `In-Reply-To: ${leftId()}`],
      text: 'I am away.',
    });
    expect(await house.enquiry(1)).toMatchObject({ status: before.status, waitingSince: before.waitingSince });
    expect((await house.room()).filter(each => each.as === 'bump')).toEqual([]);
    expect(house.smtp.mails).toHaveLength(1);
  });

  test('a flood in one enquiry goes on quietly and says so', async () => {
    await house.mail({ id: '0@x' });
    for (let i = 1; i <= 12; i++)
      await house.mail({ id: `${i}@x`, headers: ['In-Reply-To: <0@x>'], text: `Ticket ${i} received` });
    const messages = await house.messages(1);
    expect(messages).toHaveLength(13);
    expect(messages.at(-1)!.warnings).toEqual([
      'More than 10 messages within an hour: they are shown quietly, and no automatic replies are sent.',
    ]);
  });

  test('a bounce ends the reply it is about; a delay is said and ends nothing; a forged signed id changes nothing', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const report = (action: string, status: string, id: string) =>
      `--b\nContent-Type: text/plain\n\nYour message\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; maya@example.com\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 452 4.2.2 mailbox full\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${id}\n\n--b--`;
    const dsn = (n: number, text: string, to = HELP) =>
      house.mail({
        id: `dsn${n}@mx`,
        from: 'MAILER-DAEMON@mx.example',
        to,
        subject: 'Undelivered Mail Returned to Sender',
        headers: ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
        text,
        envelope: { from: '' },
      });
    await dsn(
      1,
      report('failed', '5.1.1', leftId().replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@')),
      HELP.replace('@', '+b.0000000000000000000.aaaaaaaaaaaaaaaa@'),
    );
    expect((await house.enquiry(1)).status).toBe('waiting');
    await dsn(2, report('delayed', '4.4.1', leftId()));
    expect(await house.lines(1)).toContainEqual(
      expect.stringMatching(/^This reply has not reached Maya yet: the mailbox is full\./),
    );
    expect((await house.enquiry(1)).status).toBe('waiting');
    await dsn(3, report('failed', '4.2.2', leftId()));
    expect((await house.enquiry(1)).status).toBe('open');
    expect(await house.lines(1)).toContainEqual(
      expect.stringMatching(/^This reply did not reach Maya: the mailbox is full\. \("Send it back\."\)/),
    );
  });

  test('a bounce that names nothing but comes to a signed address is about that reply', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const { from } = house.smtp.mails[0]!;
    expect(from).toMatch(/^help\+b\./);
    await house.mail({
      id: 'q@mx',
      from: 'MAILER-DAEMON@mx.example',
      to: from,
      subject: 'failure notice',
      text: 'Hi. This is the qmail-send program. I was not able to deliver your message.\n\n<maya@example.com>:\nuser unknown',
      envelope: { from: '' },
    });
    expect(await house.lines(1)).toContainEqual(
      expect.stringMatching(/^This reply did not reach Maya: there is no such address\./),
    );
  });
});

test('what we wrote ourselves is folded in any language and without any marks', async () => {
  await house.mail({ id: '1@x' });
  await house.answer(
    1,
    'Dear Maya,\nplease send the lid back to us in the bag.\nWe will mend it for nothing.\nBest, Ann',
  );
  await house.mail({
    id: '2@x',
    headers: [`In-Reply-To: ${leftId()}`],
    text: 'Kiitos!\n\nDear Maya,\nplease send the lid back to us in the bag.\nWe will mend it for nothing.\nBest, Ann',
  });
  const last = (await house.messages(1)).at(-1)!;
  expect(last.text).toBe('Kiitos!');
  expect(last.folded[0]).toMatchObject({ why: 'quote', text: expect.stringContaining('please send the lid back') });
});

test.each<[how: string, quoted: string]>([
  [
    'wrapped anew and marked',
    '> Dear Maya, please send the lid back to us\n> in the bag. We will mend it for nothing.\n> Best, Ann',
  ],
  [
    'below a heading nobody knows',
    'Xyzzy 3. 10. 2026 10:00 Shop Help:\n\n> please send the lid back to us in the bag.',
  ],
  ['a part of it', '> please send the lid back'],
])('a quotation of ours that nothing announces is folded when it matches what we sent: %s', async (_, quoted) => {
  await house.mail({ id: '1@x' });
  await house.answer(
    1,
    'Dear Maya,\nplease send the lid back to us in the bag.\nWe will mend it for nothing.\nBest, Ann',
  );
  await house.mail({ id: '2@x', headers: [`In-Reply-To: ${leftId()}`], text: `Kiitos!\n\n${quoted}` });
  const last = (await house.messages(1)).at(-1)!;
  expect([last.text, last.folded]).toEqual(['Kiitos!', [{ why: 'quote', text: quoted }]]);
});

test('a quotation of somebody else, and our words said by the customer, stay', async () => {
  await house.mail({ id: '1@x' });
  await house.answer(1, 'Please send the lid back to us in the bag.');
  const text = 'The pump says:\n\n> ERROR E17\n> pump blocked';
  await house.mail({ id: '2@x', headers: [`In-Reply-To: ${leftId()}`], text });
  expect((await house.messages(1)).at(-1)!.text).toBe(text);
  await house.mail({ id: '3@x', headers: [`In-Reply-To: ${leftId()}`], text: 'I shall.\nin the bag.' });
  expect((await house.messages(1)).at(-1)!.text).toBe('I shall.\nin the bag.');
});
