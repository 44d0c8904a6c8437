import { describe, expect, test } from 'vitest';
import { makeMailParser } from '../../../../adapters/channels/email/read/parser.ts';
import { receiveMail } from '../../../../adapters/channels/email/read/receive.ts';

const read = (text: string, byHand = false) =>
  receiveMail(Buffer.from(text, 'latin1'), { own: ['help@shop.example'], envelopeFrom: 'ann@x.example', byHand });
const HEAD = 'From: ann@x.example\r\nTo: help@shop.example\r\nSubject: lid\r\n';

describe('where the words of a mail begin', () => {
  test.each<[what: string, raw: string, text: string]>([
    ['only words', 'Hello, the lid rattles.\r\n\r\nAnn', 'Hello, the lid rattles.\n\nAnn'],
    ['one line', 'Hello, the lid rattles.', 'Hello, the lid rattles.'],
    ['one line with its end', 'Hello, the lid rattles.\r\n', 'Hello, the lid rattles.'],
    ['a first line with a colon', 'Hello: the lid rattles.\r\n\r\nAnn', 'Hello: the lid rattles.\n\nAnn'],
    [
      'lines that look like headers nobody knows',
      'Note: please call me back\r\nPhone: 12345\r\n\r\nAnn',
      'Note: please call me back\nPhone: 12345\n\nAnn',
    ],
    [
      'a taxi',
      'From: Berlin\r\nTo: Airport\r\nDate: Monday\r\n\r\nTwo people.',
      'From: Berlin\nTo: Airport\nDate: Monday\n\nTwo people.',
    ],
    ['a time', '10:30 is fine for me\r\n\r\nAnn', '10:30 is fine for me\n\nAnn'],
    ['a link', 'https://shop.example/x is broken\r\n\r\nAnn', 'https://shop.example/x is broken\n\nAnn'],
    ['blank lines above the words', '\r\n\r\nHello there\r\n\r\nAnn', 'Hello there\n\nAnn'],
    [
      'a sentence that begins with From',
      'From now on the lid rattles.\r\n\r\nAnn',
      'From now on the lid rattles.\n\nAnn',
    ],
    [
      'words above one header-like line',
      'This is it:\r\nSubject: a lid\r\n\r\nAnn',
      'This is it:\nSubject: a lid\n\nAnn',
    ],
    [
      'letters of another script',
      Buffer.from('Привет, крышка дребезжит.\r\n\r\nАня', 'utf8').toString('latin1'),
      'Привет, крышка дребезжит.\n\nАня',
    ],
    ...[
      'Name: Ann\r\nEmail: ann@x.example\r\nSubject: lid\r\nMessage: it rattles',
      'Subject: lid\r\nMessage: it rattles\r\n\r\nAnn',
      'Subject: lid\r\nOrder: 4711\r\nColour: blue\r\n\r\nPlease send.',
      'Nome: Ann\r\nSubject: lid\r\nDate: 3 May 2026 10:00\r\n\r\nHello',
      'X-Large: two shirts\r\nX-Small: one shirt\r\n\r\nThanks Ann',
      'X-Ray: broken\r\nX-Mas: gift\r\n\r\nAnn',
      'Received: one lid, two kettles\r\nMissing: the spoon\r\n\r\nAnn',
      'Re-sent: twice\r\nReceived: never\r\n\r\nAnn',
      'References: Mr Smith, Mrs Lee\r\nOrganization: Shop\r\n\r\nPlease call them.',
      'Date: 3 May 2026 10:00\r\n\r\nIs that ok?',
      'Date: 3 May 2026 10:00\r\nTime: 10:00\r\n\r\nok?',
      'List-Price: 30 EUR\r\n\r\nToo much.',
      'Content-Type: wool\r\n\r\nIs it?',
      'In-Reply-To: your letter of May\r\n\r\nNo thanks.',
      'Return-Path: via the garden\r\n\r\nAnn',
      'User-Manual: missing\r\n\r\nAnn',
      'Keywords: lid, kettle\r\nComments: it rattles\r\n\r\nAnn',
      'Sender: Ann Smith, Leeds\r\nReceiver: Tom\r\n\r\nTwo boxes',
    ].map((raw): [string, string, string] => ['a form', raw, raw.replaceAll('\r\n', '\n')]),
    ['a page', '<html><body><p>Hello: it rattles</p>\r\n\r\n<p>Ann</p></body></html>', 'Hello: it rattles\n\nAnn'],
    ['a quotation', '> ERROR E17\r\n\r\nAnn', '> ERROR E17\n\nAnn'],
  ])('no headers: %s', async (_, raw, text) => {
    for (const byHand of [false, true]) {
      const { message, from } = await read(raw, byHand);
      expect([message.text, message.folded, from.address]).toEqual([text, [], 'ann@x.example']);
    }
  });

  test.each<[what: string, raw: string]>([
    ['blank lines above', `\r\n \r\n${HEAD}\r\nHello\r\n\r\nAnn`],
    ['the line of a mailbox file above', `From ann@x.example Mon Nov  2 09:00:00 2026\r\n${HEAD}\r\nHello\r\n\r\nAnn`],
    ['the same, marked', `>From ann@x.example Mon Nov  2 09:00:00 2026\r\n${HEAD}\r\nHello\r\n\r\nAnn`],
    ['a byte order mark', `\u00ef\u00bb\u00bf${HEAD}\r\nHello\r\n\r\nAnn`],
    ['no blank line below', `${HEAD}Hello\r\n\r\nAnn`],
    ['line ends of CR', `${HEAD}\r\nHello\r\n\r\nAnn`.replaceAll('\r\n', '\r')],
    ['line ends of LF', `${HEAD}\r\nHello\r\n\r\nAnn`.replaceAll('\r\n', '\n')],
    ['line ends of CR CR LF', `${HEAD}\r\nHello\r\n\r\nAnn`.replaceAll('\r\n', '\r\r\n')],
    ['a head of CR over words of LF', `${HEAD}\r\n`.replaceAll('\r\n', '\r') + 'Hello\n\nAnn'],
    ['mixed line ends', 'From: ann@x.example\nTo: help@shop.example\r\nSubject: lid\n\r\nHello\r\rAnn\r\n'],
    ['a header of its own kind', `${HEAD}Gruppe: 7\r\nX-Mailer: y\r\n\r\nHello\r\n\r\nAnn`],
  ])('a head with %s is read', async (_, raw) => {
    for (const byHand of [false, true]) {
      const { message, from, to } = await read(raw, byHand);
      expect([message.text, message.subject, from.address, to]).toEqual([
        'Hello\n\nAnn',
        'lid',
        'ann@x.example',
        ['help@shop.example'],
      ]);
    }
  });

  test('a subject cut in two without a blank is one, and the headers below it count', async () => {
    const { message, to } = await read(
      'From: ann@x.example\r\nSubject: The lid of the kettle that\r\nI bought in May\r\nTo: help@shop.example\r\nContent-Type: text/html\r\n\r\n<p>It <b>rattles</b></p>',
    );
    expect([message.subject, message.text, to]).toEqual([
      'The lid of the kettle that I bought in May',
      'It rattles',
      ['help@shop.example'],
    ]);
  });

  test('a strange line in the head is kept with the words, and adds nothing to the sender', async () => {
    const { message, from } = await read('From: ann@x.example\r\nplease hurry\r\nSubject: lid\r\n\r\nHello');
    expect([from.address, message.text]).toEqual(['ann@x.example', 'please hurry\n\nHello']);
  });

  test('words with a colon right below the head, without a blank line between', async () => {
    expect((await read(`${HEAD}Hello: it rattles.\r\n\r\nAnn`)).message.text).toBe('Hello: it rattles.\n\nAnn');
  });

  test.each([
    [`${HEAD}Colour: blue\r\nSize: L\r\n\r\nThanks`, 'Colour: blue\nSize: L\n\nThanks'],
    [`Name: Ann\r\n${HEAD}\r\nIt rattles`, 'Name: Ann\n\nIt rattles'],
    [`Received: from a by b; Mon, 3 May 2026 10:00:00 +0200\r\n${HEAD}Gruppe: 7\r\n\r\nHello`, 'Hello'],
    ['Subject: lid\r\n\r\nIt rattles', 'It rattles'],
  ])('words beside a head are not lost in it: %j', async (raw, text) => {
    const { message } = await read(raw);
    expect([message.text, message.subject]).toEqual([text, 'lid']);
  });

  test('a lone CR within a header begins no second sender', async () => {
    const { from, message } = await read('From: eve@x.example\r\nSubject: x\rFrom: boss@shop.example\r\n\r\nHi');
    expect([from.address, message.subject]).toEqual(['eve@x.example', 'x From: boss@shop.example']);
  });

  test('mail without a head is worded for staff: who wrote is not known, what they wrote is', async () => {
    const parser = makeMailParser(500);
    const { message } = await parser.parse(Buffer.from('Hello, the lid rattles.'), { own: [] });
    await parser.stop();
    expect(message.text).toBe('Hello, the lid rattles.');
    expect(message.warnings[0]).toMatch(/^It names no sender/);
  });
});
