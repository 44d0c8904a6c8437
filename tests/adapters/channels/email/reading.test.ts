import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UnreadableMail } from '../../../../adapters/channels/email/read/limits.ts';
import { makeMailParser } from '../../../../adapters/channels/email/read/parser.ts';
import { type ReceivedMail, receiveMail } from '../../../../adapters/channels/email/read/receive.ts';
import { cpuMs } from '../../../kit/cost.ts';
import { randomFrom } from '../../../kit/world.ts';

const raw = (text: string) => Buffer.from(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'), 'latin1');
const read = (text: string | Buffer) =>
  receiveMail(typeof text === 'string' ? raw(text) : text, { own: ['help@shop.example'], ownName: 'Shop Help' });
/** A mail with these header lines. */
const mail = (headers: string, body = 'Hello') =>
  read(`From: Maya <maya@example.com>\nTo: help@shop.example\nMessage-ID: <1@x>\n${headers}\n\n${body}`);
const kind = async (headers: string, body?: string) => (await mail(headers, body)).message.kind;
const html = (body: string) => mail('Content-Type: text/html; charset=utf-8', body);

describe('what kind of mail it is', () => {
  test.each([
    'Auto-Submitted: auto-replied (vacation)',
    'Auto-Submitted: auto-generated',
    'X-Autoreply: yes',
    'X-Autorespond: x',
    'X-Auto-Reply-From: a@x',
    'X-Mail-Autoreply: true',
    'X-FC-MachineGenerated: true',
    'Precedence: auto_reply',
    'X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: a@x',
    'Delivered-To: autoresponder',
    'Subject: Automatic reply: The lid',
    'Subject: Out of Office: back on Monday',
    'Subject: Abwesenheitsnotiz: Deckel',
    'Subject: Autosvar: locket',
    'Subject: =?utf-8?Q?R=C3=A9ponse_automatique?= : couvercle',
    'Subject: Automatische Antwort: Deckel',
    'Subject: Respuesta =?utf-8?Q?autom=C3=A1tica?=: tapa',
    'Subject: Automatisch antwoord: deksel',
  ])('%s: an automatic reply', async headers => expect(await kind(headers)).toBe('auto_reply'));

  test.each([
    'Auto-Submitted: no',
    'X-Auto-Response-Suppress: All',
    'X-Auto-Response-Suppress: DR, OOF',
    'Subject: Re: Automatic reply from your shop never came',
    'Subject: When will you be out of office?',
    'Return-Path: <>',
    'X-Autoreply: no',
  ])('%s: a person', async headers => expect(await kind(headers)).toBe('human'));

  test('a machine of ours answers no list, no null sender, nobody, and nobody who asks for silence', async () => {
    for (const headers of [
      'List-Id: <news.x>',
      'Precedence: bulk',
      'Return-Path: <>',
      'X-Auto-Response-Suppress: All',
      'X-Loop: us',
    ])
      expect((await mail(headers)).message.noAutoAnswer, headers).toBe(true);
    expect((await read('From: no-reply@x.example\nSubject: x\n\nx')).message.noAutoAnswer).toBe(true);
    expect((await mail('Subject: x')).message.noAutoAnswer).toBe(false);
  });

  test('a list and a receipt', async () => {
    expect(await kind('List-Unsubscribe: <mailto:x@y>')).toBe('list');
    expect(
      await kind(
        'Content-Type: multipart/report; report-type=disposition-notification; boundary=b',
        '--b\n\nread\n--b--',
      ),
    ).toBe('receipt');
  });
});

describe('bounces', () => {
  const report = (action: string, status: string, code: string) =>
    `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; Gone@Example.com\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; ${code}\n\n--b\nContent-Type: message/rfc822\n\nFrom: help@shop.example\nMessage-ID: <d.rep_1@shop>\n\nbody\n--b--`;
  const SHAPES: [
    string,
    string,
    { permanent: boolean; status: string | null; action?: string; reason: string; id?: string | null },
  ][] = [
    [
      'Postfix',
      `From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\n${report('failed', '5.1.1', '550 5.1.1 User unknown')}`,
      { permanent: true, status: '5.1.1', reason: 'there is no such address.' },
    ],
    [
      'a report from a person’s address',
      `From: "Mail" <help@x.example>\nSubject: hm\n${report('failed', '5.2.2', '552 5.2.2 over quota')}`,
      { permanent: true, status: '5.2.2', reason: 'the mailbox is full.' },
    ],
    [
      'a delay',
      `From: postmaster@mx.example\nSubject: Delivery Status Notification (Delay)\n${report('delayed', '4.4.1', 'connection timed out')}`,
      {
        permanent: false,
        status: '4.4.1',
        action: 'delayed',
        reason: 'their mail server could not be reached for a long time.',
      },
    ],
    [
      'a delivery',
      `From: postmaster@mx.example\nSubject: Successful Mail Delivery Report\n${report('delivered', '2.1.5', '250 ok')}`,
      { permanent: false, status: '2.1.5', action: 'delivered', reason: 'their mail server did not take it.' },
    ],
    [
      'a status that says nothing, and words that do',
      `From: MAILER-DAEMON@x\nSubject: Undeliverable: x\n${report('failed', '5.0.0', '554 5.7.1 Message rejected as spam')}`,
      {
        permanent: true,
        status: '5.7.1',
        reason: 'their mail server refused it (as spam, or by one of their rules).',
      },
    ],
    [
      'qmail',
      "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nSubject: failure notice\n\nHi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<gone@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <help@shop.example>\nMessage-ID: <d.rep_1@shop>\nSubject: x\n\nbody",
      { permanent: true, status: '5.1.1', reason: 'there is no such address.' },
    ],
    [
      'Exim',
      'From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: gone@example.com\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients.\n\n  gone@example.com\n    SMTP error from remote mail server after RCPT TO:<gone@example.com>:\n    550 unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-ID: <d.rep_1@shop>\nFrom: help@shop.example\n\nx',
      { permanent: true, status: '5.0.0', reason: 'that mail domain does not exist or accepts no mail.' },
    ],
    [
      'Exchange',
      "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@x.example>\nSubject: Undeliverable: Your kettle\n\nDelivery has failed to these recipients or groups:\n\ngone@example.com\nThe email address you entered couldn't be found.\n\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n",
      { permanent: true, status: '5.1.1', reason: 'there is no such address.', id: null },
    ],
    [
      'a full mailbox in German',
      'From: Mailer-Daemon@mx.example\nSubject: Unzustellbar: Ihr Kessel\n\nIhre Nachricht konnte nicht zugestellt werden.\n\n<gone@example.com>: 452 4.2.2 mailbox full\n',
      { permanent: false, status: '4.2.2', reason: 'the mailbox is full.', id: null },
    ],
  ];
  test.each(SHAPES)('%s', async (_, text, { permanent, status, action = 'failed', reason, id = '<d.rep_1@shop>' }) => {
    const { bounce, message } = await read(text);
    expect(message.kind).toBe('bounce');
    expect(bounce).toMatchObject({ permanent, status, action, reason, recipient: 'gone@example.com' });
    expect(bounce?.about[0] ?? null).toBe(id);
  });

  test.each([
    [
      'a customer who asks about one',
      'Subject: Re: Undelivered Mail Returned to Sender\n\nI got "550 5.1.1 User unknown <help@shop.example>" when I wrote to you. Is the address right?',
    ],
    ['a person called Daemon', 'Subject: Undeliverable love\n\nHello'],
    [
      'a returned parcel',
      'Subject: Returned item\n\nMy parcel could not be delivered and was returned to sender. Please send it again.',
    ],
  ])('%s is none', async (_, text) => expect((await read(`From: maya@example.com\n${text}`)).bounce).toBeNull());
  test('a postmaster who writes as a person is none', async () => {
    expect(
      (await read('From: Postmaster <postmaster@example.com>\nSubject: Your order\n\nCan I have two kettles?')).bounce,
    ).toBeNull();
  });
});

describe('people are no machines', () => {
  test.each([
    [
      'Delivery failed',
      'my parcel could not be delivered, I paid 450 Euro.\n\nAnn\nann@cust.example',
      'ann@cust.example',
    ],
    ['Your forms', 'We were unable to deliver your forms.', 'delivery@restaurant.example'],
    ['Problem', 'user not found when I log in, ich konnte nicht bestellen', '"Bob" <postmaster@smallfirm.example>'],
    ['DSN 5.1.1', 'I got this from your server: 550 5.1.1 <help@shop.example> user unknown. Why?', 'ann@cust.example'],
    ['Auto: Ersatzteile für Golf', 'Haben Sie die?', 'ann@cust.example'],
    ['Abwesend bei Lieferung: was nun', 'Ich war nicht da.', 'ann@cust.example'],
    ['Out of office furniture', 'Do you have any?', 'ann@cust.example'],
    ['On vacation: please deliver next week', 'Thanks', 'ann@cust.example'],
  ])('%s', async (subject, text, from) =>
    expect((await read(`From: ${from}\nSubject: ${subject}\n\n${text}`)).message.kind).toBe('human'));

  test('what somebody typed into a form on a page is from a person, and no machine answers it', async () => {
    const { message } = await read(
      'From: forms@service.example\nReply-To: ann@cust.example\nAuto-Submitted: auto-generated\nSubject: Contact\n\nMy lamp is broken',
    );
    expect([message.kind, message.noAutoAnswer]).toEqual(['human', true]);
  });
});

describe('the customer’s words are never taken for history', () => {
  const text = async (headers: string, body: string) => (await mail(headers, body)).message.text;
  test('a form or a booking that looks like headers', async () => {
    const body =
      'A new message from your contact form.\n\nFrom: Ann <ann@x.example>\nSubject: Broken lamp\nDate: 2 Nov 2026 10:00\n\nMessage:\nMy lamp is broken';
    expect(await text('Subject: Contact form', body)).toContain('My lamp is broken');
    expect(
      await text('In-Reply-To: <1@y>', 'I want a taxi.\n\nFrom: Berlin Hbf\nTo: Airport\nDate: Monday\n\nTwo people.'),
    ).toContain('Two people.');
  });
  test('the last line before the announcement', async () => {
    const body = 'Hello\n\nmy number is 4711\nOn Mon, 2 Nov 2026 at 09:00, Shop <help@shop.example> wrote:\n> x';
    expect(await text('In-Reply-To: <1@y>', body)).toBe('Hello\n\nmy number is 4711');
    const german =
      'bitte 2 Stück\nan Herrn Maier\nnach Berlin\nAm 02.11.2026 um 09:00 schrieb Shop <help@shop.example>:\n> x';
    expect(await text('In-Reply-To: <1@y>', german)).toBe('bitte 2 Stück\nan Herrn Maier\nnach Berlin');
  });
  test('answers between the lines, in Gmail’s markup and below a header block', async () => {
    const gmail =
      '<div dir="ltr">Hi, see my answers.<br><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 2, 2026 at 9:00 AM Shop &lt;help@shop.example&gt; wrote:</div><blockquote class="gmail_quote">Which size?</blockquote><div>size 42</div><blockquote class="gmail_quote">Which colour?</blockquote><div>red please</div></div></div>';
    const shown = await text('In-Reply-To: <1@y>\nContent-Type: text/html', gmail);
    expect(shown).toContain('size 42');
    expect(shown).toContain('red please');
    const outlook =
      'Hi\n\n-----Original Message-----\nFrom: Shop <help@shop.example>\nSent: Monday, 2 Nov 2026 9:00\nTo: Ann\nSubject: x\n\n> Which size?\nsize 42\n> Which colour?\nred please';
    expect(await text('In-Reply-To: <1@y>', outlook)).toContain('size 42');
  });
  test.each([
    ['Kind regards\nAnn\n\nThe delivery address is 5 Main Street and I need it before Friday.', 'before Friday'],
    ['Cheers\nAnn\n\nOh and call me on 0171 5555 tonight please', 'call me'],
    ['Sent via DHL on Monday\ntracking 123456789', 'tracking 123456789'],
    [
      'Our offer needs three things.\n--\nfirst we want it blue\nsecond we want it to be big\nthird we want it now please',
      'third',
    ],
    ['Here is what I need:\n_____\n4 chairs\n_____\nPlease confirm by Friday. I will pay by card.', 'I will pay'],
  ])('%s', async (body, kept) => expect(await text('Subject: x', `Hello,\n\n${body}`)).toContain(kept));
  test('a blockquote in a first mail is what the customer wants to say', async () => {
    expect(
      await text('Content-Type: text/html', '<p>Print this on the card:</p><blockquote>Happy birthday</blockquote>'),
    ).toContain('Happy birthday');
  });
  test('a text file that is shown inline is not lost', async () => {
    const { message } = await mail(
      'Content-Type: multipart/mixed; boundary=x',
      '--x\nContent-Type: text/plain; charset=us-ascii\n\nsee file\n--x\nContent-Type: text/plain; charset=us-ascii; name=notes.txt\nContent-Disposition: inline; filename=notes.txt\n\nmy order list\n--x--',
    );
    expect(`${message.text} ${message.attachments.map(each => each.name)}`).toMatch(/my order list|notes\.txt/);
  });
  test('a mail without a sender is shown with what it says', async () => {
    const { message } = await read('To: help@shop.example\nSubject: Anonymous\n\nSomebody should know.');
    expect(message).toMatchObject({ subject: 'Anonymous', text: 'Somebody should know.' });
    expect(message.warnings[0]).toMatch(/^It names no sender/);
  });
});

describe('letters of every age', () => {
  const body = (type: string, bytes: number[] | string) =>
    read(
      Buffer.concat([
        raw(`From: a@x\nSubject: s\n${type}\n\n`),
        Buffer.from(bytes as never, ...(typeof bytes === 'string' ? ['latin1' as never] : [])),
      ]),
    );
  test.each<[string, string, number[] | string, string]>([
    ['Windows characters without a label', 'X: y', [0x93, 0x48, 0x69, 0x94, 0x20, 0x80], '“Hi” €'],
    [
      'Windows characters labelled us-ascii',
      'Content-Type: text/plain; charset=us-ascii',
      [0x47, 0x72, 0xfc, 0xdf, 0x65],
      'Grüße',
    ],
    [
      'Windows characters labelled utf-8',
      'Content-Type: text/plain; charset=utf-8',
      [0x47, 0x72, 0xfc, 0xdf, 0x65],
      'Grüße',
    ],
    [
      'UTF-8 labelled Latin 1',
      'Content-Type: text/plain; charset=iso-8859-1',
      [0x47, 0x72, 0xc3, 0xbc, 0xc3, 0x9f, 0x65],
      'Grüße',
    ],
    ['UTF-8 without a label', 'X: y', [0xe2, 0x9c, 0x93, 0x20, 0x6f, 0x6b], '✓ ok'],
    ['an unknown label', 'Content-Type: text/plain; charset=x-unknown', [0x47, 0x72, 0xc3, 0xbc], 'Grü'],
    ['unknown-8bit', 'Content-Type: text/plain; charset=unknown-8bit', [0xe9, 0x74, 0xe9], 'été'],
    ['utf-8//TRANSLIT', 'Content-Type: text/plain; charset="utf-8//TRANSLIT"', [0x47, 0x72, 0xc3, 0xbc], 'Grü'],
    ['Japanese in seven bits without a label', 'X: y', [0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42], 'あ'],
    [
      'Korean in seven bits',
      'Content-Type: text/plain; charset=iso-2022-kr',
      [0x1b, 0x24, 0x29, 0x43, 0x0e, 0x30, 0x21, 0x0f],
      '가',
    ],
    ['UTF-7', 'Content-Type: text/plain; charset=utf-7', 'Hi +AOk-', 'Hi é'],
    ['DOS', 'Content-Type: text/plain; charset=cp850', [0x47, 0x72, 0x81], 'Grü'],
    ['Russian', 'Content-Type: text/plain; charset=koi8-r', [0xf0, 0xd2, 0xc9], 'При'],
  ])('%s', async (_, type, bytes, text) => expect((await body(type, bytes)).message.text).toBe(text));

  test('a subject and a name in raw bytes', async () => {
    const { message } = await read(
      Buffer.concat([
        raw('From: J'),
        Buffer.from([0xf6]),
        raw('rg <j@x>\nSubject: Gr'),
        Buffer.from([0xfc, 0xdf, 0x65]),
        raw('\n\nx'),
      ]),
    );
    expect([message.from.name, message.subject]).toEqual(['Jörg', 'Grüße']);
  });
});

describe('what a reader would not have seen', () => {
  test.each([
    '<div style="display:none">SECRET</div>',
    '<div style="DISPLAY : NONE !important">SECRET</div>',
    '<span style="visibility:hidden">SECRET</span>',
    '<span style="font-size:0px">SECRET</span>',
    '<span style="font-size:1px">SECRET</span>',
    '<span style="color:#fff">SECRET</span>',
    '<div style="background:#333333"><span style="color:#333">SECRET</span></div>',
    '<font color="white">SECRET</font>',
    '<p hidden>SECRET</p>',
    '<p style="opacity:0">SECRET</p>',
    '<p style="position:absolute;left:-9999px">SECRET</p>',
    '<p style="text-indent:-9999px">SECRET</p>',
    '<div style="max-height:0;overflow:hidden">SECRET</div>',
    '<span style="color:#fff">SECRET <b>SECRET</b></span>',
    '<span style="color:transparent">SECRET</span>',
    '<span style="color:rgba(0,0,0,0)">SECRET</span>',
    '<span style="font:0/0 a">SECRET</span>',
    '<div style="width:0;overflow:hidden">SECRET</div>',
    '<div style="height:1px;overflow-y:hidden">SECRET</div>',
    '<div style="opacity:.01">SECRET</div>',
    '<div style="transform:scale(0)">SECRET</div>',
    '<div style="margin:0 0 0 -9999px">SECRET</div>',
    '<div style="clip-path:inset(100%)">SECRET</div>',
    '<div style="display:no/* */ne">SECRET</div>',
    '<div style="font-size:0"><span style="font-size:1em">SECRET</span></div>',
    '<style>.w span{display:none}</style><div class="w"><span>SECRET</span></div>',
    '<style>@media screen{article{display:none}}</style><article>SECRET</article>',
    '<dialog>SECRET</dialog>',
    '<style>.pre{display:none}</style><div class="pre">SECRET</div>',
    '<script>SECRET</script>',
    '<!-- SECRET -->',
    '<title>SECRET</title>',
    '<template>SECRET</template>',
  ])('%s', async markup => {
    const { message } = await html(`<p>Hello</p>${markup}<p>Bye</p>`);
    expect(message.text).toBe('Hello\n\nBye');
  });

  test('what is only hidden on small screens, or white on a dark button, stays', async () => {
    const { message } = await html(
      '<style>@media (max-width:600px){.wide{display:none}}</style><p class="wide">Kept</p><a style="background:#006;color:#fff" href="https://x.example/">Button</a>',
    );
    expect(message.text).toContain('Kept');
    expect(message.text).toContain('Button <https://x.example/>');
    const dark = await html('<body bgcolor="#000000" text="#ffffff"><p>Dark letters</p></body>');
    expect(dark.message.text).toBe('Dark letters');
    const styled = await html(
      '<style>body{background:#000} .m{display:none}</style><p style="color:#fff">Also dark</p>',
    );
    expect(styled.message.text).toBe('Also dark');
  });

  test('a link says where it really leads; programs and tracking pictures are taken out', async () => {
    const { message } = await html(
      '<a href="https://evil.example/login">https://www.bank.example</a> <a href="https://shop.example/x">www.shop.example</a> <a href="javascript:alert(1)">here</a> <img src="https://track.example/p.gif" width="1" height="1">',
    );
    expect(message.text).toContain(
      'https://www.bank.example [really leads to evil.example: https://evil.example/login]',
    );
    expect(message.text).not.toMatch(/javascript|track\.example/);
    expect(message.warnings).toEqual([
      'A link says www.bank.example but leads to evil.example.',
      'A link in this mail would run a program; it was taken out.',
    ]);
  });

  test('names that look like ours, and a name that is another address', async () => {
    const warned = async (from: string) => (await read(`From: ${from}\nSubject: x\n\nx`)).message.warnings;
    expect(await warned('Boss <boss@sh0p.example>')).toEqual([
      'sh0p.example looks like shop.example but is a different domain.',
    ]);
    expect(await warned('"ceo@shop.example" <x@evil.example>')).toEqual([
      "The sender's name says ceo@shop.example, but the mail is from x@evil.example.",
    ]);
    expect(await warned('Shop Help <x@evil.example>')).toEqual([
      'Shop Help is our own name, but this came from outside (x@evil.example).',
    ]);
    expect(await warned('Maya <maya@example.com>')).toEqual([]);
  });

  test('answers asked to another place are said, and go to the sender all the same', async () => {
    const { message } = await mail('Reply-To: other@elsewhere.example');
    expect(message.from.address).toBe('maya@example.com');
    expect(message.warnings[0]).toMatch(
      /^It asks that answers go to other@elsewhere\.example, which is not where it came from\. Your answer goes to maya@example\.com\.$/,
    );
  });
});

describe('more, or less, than a letter', () => {
  const part = (type: string, content: string, more = '') => `--b\nContent-Type: ${type}\n${more}\n${content}\n`;
  const multi = (...parts: string[]) => mail('Content-Type: multipart/mixed; boundary=b', `${parts.join('')}--b--`);
  const base64 = (bytes: number[] | string) => Buffer.from(bytes as never).toString('base64');
  const file = (name: string, type: string, bytes: number[] | string) =>
    part(
      `${type}; name="${name}"`,
      base64(bytes),
      `Content-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n`,
    );

  test('an invitation is one line, and nothing answers it', async () => {
    const { message } = await multi(
      part(
        'text/calendar; method=REQUEST',
        'BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Kettle talk\nDTSTART;TZID=Europe/London:20260602T100000\nDTEND;TZID=Europe/London:20260602T110000\nLOCATION:Shop\nORGANIZER;CN=Maya:mailto:maya@example.com\nEND:VEVENT\nEND:VCALENDAR',
      ),
    );
    expect(message.text).toBe(
      'Invitation: Kettle talk, 2026-06-02 10:00 to 11:00 (Europe/London), Shop, from Maya. Nothing was answered; do that in your calendar.',
    );
  });

  test.each<[string, string, RegExp]>([
    [
      'S/MIME encrypted',
      'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA',
      /^This mail is encrypted \(S\/MIME\)\. Read it in your mail program\./,
    ],
    [
      'PGP encrypted',
      'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n--b--',
      /^This mail is encrypted \(PGP\)/,
    ],
    ['PGP in the text', 'Subject: x\n\n-----BEGIN PGP MESSAGE-----\nabc', /^This mail is encrypted \(PGP\)/],
    ['nothing at all', 'Subject: x\n\n', /^$/],
    [
      'only a picture',
      `Content-Type: multipart/mixed; boundary=b\n\n${file('lid.png', 'image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])}--b--`,
      /^No words, only a picture: lid\.png\.$/,
    ],
    [
      'only pictures from elsewhere',
      'Content-Type: text/html\n\n<img src="https://x.example/a.png" width="600">',
      /^No words, only pictures that are kept on another server\. They were not fetched\.$/,
    ],
  ])('%s', async (_, text, shown) =>
    expect((await read(`From: maya@example.com\n${text}`)).message.text).toMatch(shown));

  test('signed mail: the words, without the signature as a file; winmail.dat is named', async () => {
    const signed = await mail(
      'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b',
      `${part('text/plain', 'Signed words')}${part('application/pgp-signature; name=signature.asc', 'x')}--b--`,
    );
    expect([signed.message.text, signed.message.attachments.map(each => [each.name, each.withheld])]).toEqual([
      'Signed words',
      [['signature.asc', 'aside: a mail program’s signature or key']],
    ]);
    const tnef = await multi(
      part('text/plain', 'Hi'),
      file('winmail.dat', 'application/ms-tnef', [0x78, 0x9f, 0x3e, 0x22]),
    );
    expect(tnef.message.warnings[0]).toMatch(
      /^It carries a winmail\.dat, which only Outlook can open\. Ask the sender/,
    );
  });

  test.each<[string, string, number[] | string]>([
    ['invoice.pdf.exe', 'application/pdf', 'x'],
    ['photo.jpg', 'image/jpeg', [0x4d, 0x5a, 0x90]],
    ['run.js', 'text/plain', 'x'],
    ['link.lnk', 'application/octet-stream', 'x'],
    ['disk.iso', 'application/octet-stream', 'x'],
    ['page.html', 'text/html', '<html>'],
    ['drawing.png', 'image/png', '<svg xmlns="x"><script>'],
    ['macro.docm', 'application/octet-stream', 'x'],
    ['locked.zip', 'application/zip', [0x50, 0x4b, 3, 4, 20, 0, 1, 0, 0, 0]],
    ['gpj.\u202eexe.doc\u202e.scr', 'application/octet-stream', 'x'],
  ])('%s is held back', async (name, type, bytes) => {
    const [held] = (await multi(part('text/plain', 'Hi'), file(name, type, bytes))).message.attachments;
    expect(held!.withheld).toMatch(/^held back/);
    expect(held!.name).not.toMatch(/\u202e/);
  });

  test('files by their content, 200 of them, and logos left out', async () => {
    const { message } = await multi(
      part('text/plain', 'Hi'),
      ...Array.from({ length: 200 }, (_, i) => file(`${i}.bin`, 'application/octet-stream', '%PDF-1.7')),
    );
    expect(message.attachments).toHaveLength(20);
    expect(message.attachments[0]).toMatchObject({ type: 'application/pdf', withheld: null });
    expect(message.warnings).toEqual(['180 more attachments are in the full message.']);
  });

  test('Google’s question about forwarding is recognised, with its code', async () => {
    const { forwardingCode } = await read(
      'From: Gmail Team <forwarding-noreply@google.com>\nSubject: (#123456789) Gmail Forwarding Confirmation - Receive Mail from owner@gmail.com\n\nConfirmation code: 123456789',
    );
    expect(forwardingCode).toBe('123456789');
    expect(
      (await read('From: eve@evil.example\nSubject: (#123456789) Gmail Forwarding Confirmation\n\nx')).forwardingCode,
    ).toBeNull();
  });
});

describe('a thousand broken mails', () => {
  const folder = join(import.meta.dirname, '../../../fixtures/email');
  const fixtures = readdirSync(folder).map(name => readFileSync(join(folder, name)));
  const random = randomFrom(42);
  const pick = (n: number) => Math.floor(random() * n);
  /** Cut, doubled, mixed up and with bytes changed: the same thousand on every machine. */
  const broken = () => {
    let bytes = Buffer.from(fixtures[pick(fixtures.length)]!);
    for (let n = pick(4); n >= 0; n--) {
      const [at, to] = [pick(bytes.length), pick(bytes.length)];
      const other = fixtures[pick(fixtures.length)]!;
      const how = pick(6);
      if (how === 0) bytes = Buffer.from(bytes.subarray(0, at));
      else if (how === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(at, to))]);
      else if (how === 2) bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(pick(other.length))]);
      else if (how === 3)
        bytes = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', random() < 0.5 ? '\n' : '\r'), 'latin1');
      else for (let i = 0; i < 20 && bytes.length; i++) bytes[pick(bytes.length)] = pick(256);
      if (bytes.length === 0) bytes = Buffer.from('x');
    }
    return bytes;
  };
  test('none throws but as unreadable, none takes two seconds, the others have a sender and a kind', async () => {
    let slowest = 0;
    let unreadable = 0;
    for (let i = 0; i < 1_000; i++) {
      const bytes = broken();
      const spent = await cpuMs(async () => {
        try {
          const { message } = await receiveMail(bytes, { own: ['help@shop.example'] });
          expect(typeof message.from.address).toBe('string');
          expect(message.kind).toMatch(/^(human|auto_reply|bounce|list|receipt)$/);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableMail);
          unreadable++;
        }
      });
      slowest = Math.max(slowest, spent);
    }
    expect(slowest).toBeLessThan(2_000);
    expect(unreadable).toBeLessThan(200);
  });
});

describe('mail that is built to stop a program', () => {
  const parser = makeMailParser(500);
  afterAll(() => parser.stop());
  const head = 'From: eve@evil.example\r\nSubject: bomb\r\n';
  const nested = (n: number) => {
    let text = head;
    for (let i = 0; i < n; i++) text += `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`;
    return `${text}Content-Type: text/plain\r\n\r\ndeep`;
  };
  const BOMBS: [string, () => string][] = [
    ['20,000 nested parts', () => nested(20_000)],
    [
      '50,000 parts',
      () =>
        `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(50_000)}--b--`,
    ],
    ['5 MB of header', () => `${head}X-Long: ${'a'.repeat(5_000_000)}\r\n\r\nwords`],
    ['300,000 header lines', () => `${head}${'X-Many: 1\r\n'.repeat(300_000)}\r\nwords`],
    [
      '100,000 recipients',
      () => `${head}To: ${Array.from({ length: 100_000 }, (_, i) => `u${i}@x.example`).join(', ')}\r\n\r\nwords`,
    ],
    ['a line of 10 MB', () => `${head}\r\n${'a'.repeat(10_000_000)}`],
    ['10 MB of "> "', () => `${head}\r\n${'> '.repeat(5_000_000)}`],
    [
      '400,000 nested elements',
      () => `${head}Content-Type: text/html\r\n\r\n${'<div>'.repeat(400_000)}words${'</div>'.repeat(400_000)}`,
    ],
    [
      '2 MB of flowed text',
      () => `${head}Content-Type: text/plain; format=flowed\r\n\r\n${'word word word \r\n'.repeat(130_000)}`,
    ],
    ['300,000 "On ... wrote"', () => `${head}\r\n${'On Mon, 1 Jun 2026 at 10:00 <a@x>\r\n'.repeat(300_000)}`],
    ['a name of 8 KB', () => `From: "${'a@'.repeat(4_000)}" <eve@evil.example>\r\nSubject: x\r\n\r\nwords`],
    [
      'a forward of 20,000 blank lines',
      () => `From: eve@evil.example\r\nSubject: Fwd: x\r\n\r\nx${'\r\n'.repeat(20_000)}y`,
    ],
    ['a forward of 200,000 blanks', () => `From: eve@evil.example\r\nSubject: Fwd: x\r\n\r\nx${' '.repeat(200_000)}y`],
    [
      'a bounce of 60,000 blank lines',
      () =>
        `From: eve@evil.example\r\nReturn-Path: <>\r\nSubject: Undelivered Mail\r\n\r\nuser unknown 550 5.1.1${'\r\n'.repeat(60_000)}y`,
    ],
    ['150,000 fixed blanks', () => `${head}Content-Type: text/html\r\n\r\nx${'&nbsp;'.repeat(150_000)}y`],
    [
      'parts that never end',
      () =>
        `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nX: y\r\n'.repeat(390)}${'x\r\n'.repeat(1_000_000)}`,
    ],
    [
      'a report for 60,000 letters',
      () =>
        `From: eve@evil.example\r\nSubject: x\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: ${'a'.repeat(60_000)}\r\nAction: failed\r\n--b--`,
    ],
    ['40,000 shared lines', () => `${head}\r\n${'x On Mon, a@b.c wrote:\r\n> a\r\n'.repeat(40_000)}`],
    [
      'a style sheet of 100,000 rules',
      () =>
        `${head}Content-Type: text/html\r\n\r\n<style>${'.a b .c{color:red}'.repeat(50_000)}</style>${'<p class="c">x</p>'.repeat(5_000)}`,
    ],
  ];
  test.each(BOMBS)('%s: read as far as it goes, in time, and never a throw but "unreadable"', async (_, make) => {
    const bytes = Buffer.from(make(), 'latin1');
    const mails: ReceivedMail[] = [];
    const ordinary = Buffer.from('From: maya@example.com\r\nSubject: lid\r\n\r\nHello');
    await parser.parse(ordinary, { own: [] });
    const began = performance.now();
    const bomb = parser.parse(bytes, { own: [] }).then(mail => mails.push(mail));
    const others = await Promise.all([1, 2, 3].map(() => parser.parse(ordinary, { own: [] })));
    const waited = performance.now() - began;
    await bomb;
    expect(others.map(each => each.message.text)).toEqual(['Hello', 'Hello', 'Hello']);
    expect(mails[0]!.message.from.address).toBe('eve@evil.example');
    // A second is the promise; this machine may be very busy.
    expect(waited).toBeLessThan(10_000);
    expect(performance.now() - began).toBeLessThan(60_000);
  });
});
