/** Letters that arrive as they were written: without a label, with raw bytes in headers, in UTF-7, in a signed envelope. */
import { readFileSync } from 'node:fs';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { explainMail } from '../../../../adapters/channels/email/read/explain.ts';
import { receiveMail } from '../../../../adapters/channels/email/read/receive.ts';
import type { JsonObject } from '../../../../src/ports/json.ts';

const explained = async (raw: Uint8Array | string) => (await explainMail(Buffer.from(raw as never))) as JsonObject;
const mail = (head: string, body: Uint8Array) =>
  Buffer.concat([Buffer.from(`From: Ann <ann@example.net>\nTo: help@shop.example\n${head}\n\n`), body]);

/** Lines of `charset charset | text`. */
const LINES = readFileSync(new URL('../../../fixtures/email/unlabelled.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => line.split(' | ') as [string, string]);

describe('without a label', () => {
  test.each(LINES)('%s: %s', async (charsets, text) => {
    for (const charset of charsets.split(' ')) {
      if (!iconv.encodingExists(charset)) continue;
      const bytes = iconv.encode(text, charset);
      expect((await explained(mail('Subject: x', bytes))).text).toBe(text);
      const flowed = mail(
        'Subject: x\nContent-Type: text/plain; format=flowed\nContent-Transfer-Encoding: 8bit',
        bytes,
      );
      expect((await explained(flowed)).text).toBe(text);
      const header = Buffer.concat([Buffer.from('From: ann@example.net\nSubject: '), bytes, Buffer.from('\n\nhi')]);
      expect((await explained(header)).subject).toBe(text);
    }
  });

  test('a page says itself what it is in', async () => {
    const page = '<html><head><meta charset="windows-1251"></head><body><p>Да</p></body></html>';
    const bytes = iconv.encode(page, 'windows-1251');
    expect((await explained(mail('Subject: x\nContent-Type: text/html', bytes))).text).toBe('Да');
  });

  test('what has a right label is read by it, and UTF-8 stays UTF-8', async () => {
    for (const [charsets, text] of LINES) {
      const utf8 = await explained(mail('Subject: x\nContent-Type: text/plain; charset=utf-8', Buffer.from(text)));
      expect(utf8.text).toBe(text);
      expect((await explained(mail('Subject: x', Buffer.from(text)))).text).toBe(text);
      const charset = charsets.split(' ')[0]!;
      const labelled = mail(`Subject: x\nContent-Type: text/plain; charset=${charset}`, iconv.encode(text, charset));
      expect((await explained(labelled)).text).toBe(text);
    }
  });
});

const bytes = (text: string, charset = 'utf-8') => iconv.encode(text, charset).toString('latin1');

test.each([
  ['raw bytes inside an encoded word', '=?iso-8859-1?Q?Gr\xfc\xdfe?=', 'Grüße'],
  ['raw UTF-8 inside an encoded word', `=?utf-8?Q?${bytes('Grüße aus Köln')}?=`, 'Grüße aus Köln'],
  ['raw bytes where base64 was promised', `=?utf-8?B?${bytes('Grüße')}?=`, 'Grüße'],
  ['raw bytes beside an encoded word', '=?utf-8?Q?Gr=C3=BC=C3=9Fe?= f\xfcr M\xfcller', 'Grüße für Müller'],
  ['raw KOI8-R inside an encoded word', `=?koi8-r?Q?${bytes('Привет', 'koi8-r')}?=`, 'Привет'],
  ['UTF-7', '=?UTF-7?Q?Gr+APwA3w-e?=', 'Grüße'],
  ['UTF-7 in base64', `=?utf-7?B?${Buffer.from('Gr+APwA3w-e').toString('base64')}?=`, 'Grüße'],
  ['UTF-7 by its old name', '=?unicode-1-1-utf-7?Q?+MEkwQg-?=', 'ぉあ'],
  ['a character cut in two', '=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=', 'Grüße'],
  ['a label that nobody knows', '=?x-unknown?Q?Gr=FC=DFe?=', 'Grüße'],
  ['Japanese in seven bits without a label', '\x1b$B$3$s\x1b(B', 'こん'],
])('a header with %s', async (_what, header, expected) => {
  const raw = Buffer.from(`From: ${header} <ann@example.net>\nSubject: ${header}\n\nhi`, 'latin1');
  const said = await explained(raw);
  expect([said.subject, said.from]).toEqual([expected, `${expected} <ann@example.net>`]);
});

test.each([
  ['<mailto:ann@example.net>', 'ann@example.net'],
  ['Ann <mailto:ann@example.net>', 'Ann <ann@example.net>'],
  ['mailto:ann@example.net', 'ann@example.net'],
  ['"Ann" ann@example.net', 'Ann <ann@example.net>'],
  ['Ann <ann@example.net', 'Ann <ann@example.net>'],
  ['Ann <<ann@example.net>>', 'Ann <ann@example.net>'],
  ['Ann [ann@example.net]', 'Ann <ann@example.net>'],
  ['<Ann ann@example.net>', 'Ann <ann@example.net>'],
  ['Ann <ann@ example.net>', 'Ann <ann@example.net>'],
  ["'ann@example.net'", 'ann@example.net'],
  ['ann@example.net (Ann)', 'Ann <ann@example.net>'],
])('From: %s', async (header, expected) => {
  expect((await explained(`From: ${header}\nTo: help@shop.example\nSubject: x\n\nhi`)).from).toBe(expected);
});

/** CMS signed-data around a letter, built by hand: DER, or BER without lengths and with the content in chunks. */
function signed(letter: string, how: 'der' | 'ber'): string {
  const tlv = (tag: number, ...inner: Buffer[]) => {
    const content = Buffer.concat(inner);
    const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
    return how === 'ber' && (tag & 0x20) !== 0
      ? Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.from([0, 0])])
      : Buffer.concat([Buffer.from([tag, ...length]), content]);
  };
  const oid = (last: number) => tlv(0x06, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last]));
  const bytes = Buffer.from(letter);
  const half = Math.floor(bytes.length / 2);
  const octets =
    how === 'der' ? tlv(0x04, bytes) : tlv(0x24, tlv(0x04, bytes.subarray(0, half)), tlv(0x04, bytes.subarray(half)));
  const data = tlv(0x30, tlv(0x02, Buffer.from([1])), tlv(0x31), tlv(0x30, oid(1), tlv(0xa0, octets)), tlv(0x31));
  return tlv(0x30, oid(2), tlv(0xa0, data)).toString('base64').replace(/.{64}/g, '$&\n');
}

describe('with a label that lies', () => {
  test.each([
    ['iso-8859-1', 'windows-1251', 'Где мой заказ? Крышка сломана'],
    ['iso-8859-1', 'gb18030', '您好，我的订单什么时候发货'],
    ['windows-1252', 'shift_jis', '注文した商品がまだ届きません'],
    ['ISO-8859-1', 'windows-1253', 'Το καπάκι έσπασε, θέλω επιστροφή χρημάτων'],
    ['windows-1252', 'utf-8', 'Größe für Müller'],
    ['iso-8859-15', 'utf-8', 'Größe'],
    ['windows-1251', 'utf-8', 'Где мой заказ'],
    ['iso-8859-2', 'utf-8', 'Książka'],
    ['koi8-r', 'utf-8', 'Крышка сломана'],
    ['koi8-r', 'windows-1251', 'Где мой заказ? Крышка сломана'],
    ['windows-1251', 'koi8-r', 'Где мой заказ? Крышка сломана'],
    ['x-user-defined', 'windows-1251', 'Где мой заказ'],
    ['iso-8859-1', 'windows-1252', 'Größe für Müller – 30 €'],
    ['iso-8859-1', 'windows-1252', 'Déjà reçu'],
    ['iso-8859-1', 'windows-1252', 'ÀÉÈ ÇÖÜ'],
    ['iso-8859-2', 'iso-8859-2', 'Zażółć gęślą jaźń'],
    ['koi8-r', 'koi8-r', 'ЗДРАВСТВУЙТЕ, где заказ'],
  ])('%s over %s: %s', async (label, charset, text) => {
    const head = `Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=${label}\nContent-Transfer-Encoding: 8bit`;
    expect((await explained(mail(head, iconv.encode(text, charset)))).text).toBe(text);
  });
});

describe('a sender written as no program should', () => {
  test.each([
    ['<mailto:ann@example.net?subject=hi>', ''],
    ['Ann Lee [mailto:ann@example.net]', 'Ann Lee'],
    ['Ann Lee &lt;ann@example.net&gt;', 'Ann Lee'],
    ['=?utf-8?q?Ann_Lee_=3Cann=40example=2Enet=3E?=', 'Ann Lee'],
    ['=?utf-8?Q?=C3=84nn?= <MAILTO:Ann@example.net>', 'Änn'],
    ['"a?b=c" <ann@example.net>', 'a?b=c'],
  ])('%s', async (from, name) => {
    const raw = Buffer.from(`From: ${from}\nTo: help@shop.example\nSubject: x\n\nhi`);
    const { message } = await receiveMail(raw, { own: ['help@shop.example'] });
    expect([message.from.address, message.from.name ?? '']).toEqual(['ann@example.net', name]);
  });
});

describe('a letter in a signed envelope (S/MIME) needs no key', () => {
  const letter =
    'From: eve@evil.example\r\nSubject: other\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe lid rattles. Grüße\r\n--b\r\nContent-Type: application/pdf; name=bill.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--b--\r\n';
  const wrap = (type: string, content: string) =>
    `From: Ann <ann@example.net>\nTo: help@shop.example\nSubject: The lid\nMIME-Version: 1.0\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${content}\n`;
  test.each([
    ['application/pkcs7-mime; smime-type=signed-data; name=smime.p7m', 'der'],
    ['application/x-pkcs7-mime; smime-type="signed-data"', 'ber'],
    ['application/pkcs7-mime; name="smime.p7m"', 'ber'],
    ['application/octet-stream; name="smime.p7m"', 'der'],
  ] as const)('%s, %s', async (type, how) => {
    const said = await explained(wrap(type, signed(letter, how)));
    expect(said).toMatchObject({ text: 'The lid rattles. Grüße', from: 'Ann <ann@example.net>', subject: 'The lid' });
    expect((said.attachments as JsonObject[]).map(each => each.name)).toEqual(['bill.pdf']);
    expect(said.warnings).toContain('Signed (S/MIME). Whether the signature is genuine was not checked.');
  });

  test.each([
    ['a company’s line', 'Content-Type: text/plain; charset=utf-8\n\nFooter of the firm – not for others'],
    [
      'a line of a list in base64',
      `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${Buffer.from('Footer of the firm – not for others').toString('base64')}`,
    ],
  ])('beside %s the letter is read, and that too', async (_, footer) => {
    const raw = `From: Ann <ann@example.net>\nTo: help@shop.example\nSubject: The lid\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${signed(letter, 'der')}\n--outer\n${footer}\n--outer--\n`;
    const said = await explained(raw);
    expect(said.text).toContain('The lid rattles. Grüße');
    expect(JSON.stringify(said)).toContain('Footer of the firm – not for others');
    expect((said.attachments as JsonObject[]).map(each => each.name)).toEqual(['bill.pdf']);
    expect(said.warnings).toContain('Signed (S/MIME). Whether the signature is genuine was not checked.');
  });

  test('one that is cut off, or no envelope at all, is said to be one and harms nothing', async () => {
    const whole = signed(letter, 'ber');
    for (const part of [whole.slice(0, 40), 'AAAA', 'MIAGCSqGSIb3DQEHAqCA'.repeat(2_000)]) {
      const said = await explained(wrap('application/pkcs7-mime; smime-type=signed-data', part));
      expect(said.subject).toBe('The lid');
    }
  });
});
