import { describe, expect, test } from 'vitest';
import { receiveMail } from '../../../../adapters/channels/email/read/receive.ts';
import { foldLabel } from '../../../../src/desk/wording.ts';
import { ANNOUNCEMENTS, DIVIDERS, HEADER_NAMES, SENT_FROM } from './quote-lines.ts';

const WORDS = 'Thank you, the blue one please.\nAnd two lids.';
const MARKUP = '<div dir="ltr">Thank you, the blue one please.<br>And two lids.</div>';
const QUOTE = '> Which colour would you like?\n> Shop Help\n';
const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What is read of a mail with this body, through the whole of the reading. */
async function read(body: string, { reply = true, html = false, subject = 'Re: kettle' } = {}) {
  const head = [
    'From: Ann <ann@x.example>',
    'To: help@shop.example',
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    `Content-Type: text/${html ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Transfer-Encoding: 8bit',
    ...(reply ? ['In-Reply-To: <1@shop.example>'] : []),
  ];
  const raw = Buffer.from(`${head.join('\n')}\n\n${body}`.replaceAll('\n', '\r\n'), 'utf8');
  return (await receiveMail(raw, { own: ['help@shop.example'] })).message;
}
const shown = async (body: string, options = {}) => (await read(body, options)).text;

describe('the words of a reply are all that is shown, in every language', () => {
  // Without marks below and without a time or a colon, these lines could be anything.
  const NEEDS_MARKS = /^(Shop Help wrote:|2013|\* |On 3\/10\/22|Am 03\.10\.22|From)/;
  test.each(ANNOUNCEMENTS)('%s', async line => {
    for (const body of [
      `${WORDS}\n\n${line}\n\n${QUOTE}`,
      `${WORDS}\n\n${line}\n${QUOTE}`,
      `${line}\n\n${QUOTE}\n${WORDS}\n`,
      `${WORDS}\n\n${line}\n\n${QUOTE.replaceAll('>', '|')}`,
      ...(NEEDS_MARKS.test(line) ? [] : [`${WORDS}\n\n${line}\n\nWhich colour?\nShop Help\n`]),
      ...(NEEDS_MARKS.test(line) ? [] : [`${WORDS}\n\n${wrapped(line)}\n\n${QUOTE}`]),
    ])
      expect(await shown(body), body).toBe(WORDS);
    if (NEEDS_MARKS.test(line)) return;
    for (const body of [
      `${MARKUP}<div><br><blockquote type="cite"><div>${plain(line)}</div><br><div>Which colour?</div></blockquote></div>`,
      `${MARKUP}<div class="moz-cite-prefix">${plain(line)}<br></div><blockquote type="cite"><p>Which colour?</p></blockquote>`,
      `${MARKUP}<div><br></div><div>${plain(line)}</div><blockquote type="cite"><p>Which colour?</p></blockquote>`,
      `<div>${plain(line)}</div><blockquote type="cite"><p>Which colour?</p></blockquote>${MARKUP}`,
      `${MARKUP}<div>&nbsp;</div><div>${plain(line)}</div><div>Which colour?</div>`,
    ])
      expect(await shown(body, { html: true }), body).toBe(WORDS);
  });
  test.each(HEADER_NAMES)('%s: %s: %s: %s:', async (from, date, to, subject) => {
    const values = [
      'Shop Help <help@shop.example>',
      'Monday, 3 October 2022 10:00',
      'Ann <ann@x.example>',
      'RE: kettle',
    ];
    const block = (between: string, name = (key: string) => `${key}:`) =>
      [from, date, to, subject].map((key, i) => `${name(key)} ${values[i]}`).join(between);
    for (const body of [
      `${WORDS}\n\n${block('\n')}\n\nWhich colour?`,
      `${WORDS}\n\n________________________________\n${block('\n', key => `*${key}:*`)}\n\nWhich colour?`,
      `${WORDS}\n\n----- x -----\n${block('\n', key => `${key}：`)}\n\nWhich colour?`,
    ])
      expect(await shown(body), body).toBe(WORDS);
    const rows = [from, date, to, subject].map(
      (key, i) => `<tr><td><b>${key}:</b></td><td>${plain(values[i]!)}</td></tr>`,
    );
    for (const body of [
      `${MARKUP}<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">${plain(block('\n')).replaceAll('\n', '<br>')}</p></div><p>Which colour?</p>`,
      `${MARKUP}<hr><table>${rows.join('')}</table><div>Which colour?</div>`,
    ])
      expect(await shown(body, { html: true }), body).toBe(WORDS);
  });
  test.each(DIVIDERS)('%s', async line => {
    expect(await shown(`${WORDS}\n\n${line}\n\nWhich colour?\nShop Help`)).toBe(WORDS);
    expect(await shown(`${WORDS}\n\n${line}\n${QUOTE}`)).toBe(WORDS);
  });
  test.each(SENT_FROM)('%s', async line => {
    expect(await shown(`${WORDS}\n\n${line}`)).toBe(WORDS);
    expect(
      await shown(`${WORDS}\n\n${line}\n\nOn 3 Oct 2022, at 10:00, Shop Help <help@shop.example> wrote:\n\n${QUOTE}`),
    ).toBe(WORDS);
    expect(await shown(`${MARKUP}<div><br></div><div>${plain(line)}</div>`, { html: true })).toBe(WORDS);
  });
  test('a rule above a quote goes with it', async () => {
    for (const rule of ['_____', '-----', '=====', '* * *', '————————'])
      expect(await shown(`${WORDS}\n\n${rule}\nOn 3 Oct 2022, at 10:00, Shop Help wrote:\n${QUOTE}`)).toBe(WORDS);
  });
  test('answers between the lines keep their questions', async () => {
    const body = `On 3 Oct 2022, at 10:00, Shop Help wrote:\n> Which colour?\nblue\n> Which size?\n42`;
    expect(await shown(body)).toBe(body);
  });
});

/** At the address, or in the middle: where programs wrap a long line. */
function wrapped(line: string): string {
  const at = line.indexOf('<') > 0 ? line.indexOf('<') : line.lastIndexOf(' ', line.length / 2);
  return `${line.slice(0, at).trim()}\n${line.slice(at).trim()}`;
}

describe('a customer’s own words are never folded away', () => {
  const OWN = [
    'My pump says:\n> ERROR E17\n> pump blocked\nWhat now?',
    'My pump says:\n\n> ERROR E17\n> pump blocked',
    '> ERROR E17 pump blocked',
    'I need:\n--\n2 x lid\n1 x kettle',
    'I need:\n--\nlids\nkettles\nspoons',
    'I need:\n-- \nBlue lid, size L\nRed kettle',
    'I need\n-- \n- a lid\n- a kettle',
    'Thanks,\nAnn\n-- \nPlease call me at 5 pm, before Friday.',
    'Order:\n________________________________\n4 chairs, https://shop.example/chair\n2 tables',
    'Order:\n____\n4 chairs\n____\nPlease unsubscribe me from the newsletter',
    'Please refund to\n> IBAN DE89 3704 0044 0532 0130 00\nThanks',
    'Please refund me\n\nKind regards\nAnn\nIBAN DE89 3704 0044 0532 0130 00',
    'Hello\n\n--\nDE89 3704 0044 0532 0130 00',
    'On Monday I wrote to help@shop.example:\nno answer so far.',
    'On 3 May 2026 at 10:00 I called you:\nnobody answered.',
    'Please deliver\nFrom: Monday, 3 May 2026\nTo: Friday\nSubject: kettle',
    'Sent from my old address, please change it',
    'Does Get Outlook for iOS not work?',
    'Here is what the courier wrote:\n> Parcel damaged\n> refused by customer',
    'My husband wrote:\n> I want the blue one\n\nand I agree',
    'Ann <ann@x.example> is my new address:\nplease use it.',
    'The meeting is on 3 May 2026 10:00 with Bob <bob@x.example>:\nplease join.',
    'I need:\n\n-Blue Lid',
    'Name: Ann Smith\nEmail: ann@x.example\nDate: 3 May 2026 10:00\nOrder: 4711',
    'The list:\n| bank | iban |\n| x | DE89 |',
    'Your price list says\n| 20 EUR',
    '>>> import kettle\n>>> kettle.boil()\nTraceback',
  ];
  test.each(OWN)('%j', async own => {
    const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const markup = plain(own).replaceAll('\n', '<br>\n');
    for (const reply of [true, false]) {
      expect(words(await shown(own, { reply }))).toEqual(words(own));
      expect(words(await shown(`<div>${markup}</div>`, { reply, html: true }))).toEqual(words(own));
    }
  });
  test.each([
    '<p>It says:</p><blockquote type="cite">ERROR E17</blockquote>',
    '<p>It says:</p><blockquote type="cite">ERROR E17</blockquote><p>What now?</p>',
    '<blockquote type="cite">ERROR E17</blockquote>',
    '<p>It says:</p><blockquote>ERROR E17</blockquote>',
  ])('%s', async body => {
    for (const reply of [true, false]) {
      const { text, folded } = await read(body, { reply, html: true });
      expect(text).toContain('ERROR E17');
      expect(folded).toEqual([]);
    }
  });
  test('the customer’s quotation stays when the history below it goes', async () => {
    const body =
      '<p>Please print:</p><blockquote>Happy birthday</blockquote><p>Thanks</p><div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Oct 2022 at 10:00 Shop &lt;help@shop.example&gt; wrote:</div><blockquote class="gmail_quote">What text?</blockquote></div>';
    const { text, folded } = await read(body, { html: true });
    expect(text).toBe('Please print:\n\n    Happy birthday\n\nThanks');
    expect(folded.map(each => each.why)).toEqual(['quote']);
  });
  test.each(ANNOUNCEMENTS.slice(0, 12))('a mail that answers nothing keeps all below %s', async line => {
    const body = `See what I got:\n\n${line}\n\n> Which colour?`;
    const { text, folded } = await read(body, { reply: false });
    expect([text, folded]).toEqual([body, []]);
    const markup = `<p>See what I got:</p><div>${plain(line)}</div><blockquote type="cite">Which colour?</blockquote>`;
    expect(await shown(markup, { reply: false, html: true })).toContain('Which colour?');
  });
  test('a subject that says Re: makes no answer of it', async () => {
    expect((await read(`Hello\n\n${ANNOUNCEMENTS[0]}\n${QUOTE}`, { reply: false, subject: 'Re: x' })).folded).toEqual(
      [],
    );
  });
});

describe('what stands on a fold', () => {
  test.each([
    [
      'quote',
      '> > Which colour would you like, the blue or the red?\n> x',
      'Which colour would you like, the blue or the… (earlier message)',
    ],
    ['quote', '-----Original Message-----\nFrom: Shop', 'Original Message From: Shop (earlier message)'],
    ['signature', '-- \nAnn Smith\nTel. 1', 'Ann Smith Tel. 1 (signature)'],
    ['signature', '--', 'signature'],
    ['hidden', 'Pay Eve', 'Hidden text'],
    ['quote', 'あ'.repeat(100), `${'あ'.repeat(48)}… (earlier message)`],
  ] as const)('%s %j', (why, text, label) => expect(foldLabel({ why, text })).toBe(label));
});

describe('what is drawn and not written', () => {
  test.each([
    ['<p>It costs <s>40 EUR</s> 30 EUR</p>', 'It costs (struck out: 40 EUR) 30 EUR'],
    ['<del>40</del><ins>30</ins> EUR', '(struck out: 40) 30 EUR'],
    ['<strike>40 <b>EUR</b></strike>', '(struck out: 40 EUR)'],
    [
      '<p>It costs <span style="text-decoration: line-through">40 <b>EUR</b></span>30 EUR</p>',
      'It costs (struck out: 40 EUR) 30 EUR',
    ],
    ['<span style="TEXT-DECORATION-LINE:underline line-through">40</span> 30', '(struck out: 40) 30'],
    [
      '<style>.x{text-decoration:line-through}</style><p class=x>Two lids</p><p>One lid</p>',
      '(struck out: Two lids)\n\nOne lid',
    ],
    ['<del><p>Two</p><p>three</p></del>', '(struck out: Two)\n\n(struck out: three)'],
    ['<a style="text-decoration:none" href="https://x.example/">x</a> <u>y</u>', 'x <https://x.example/> y'],
    ['<table><tr><th>Size</th><th>Qty</th></tr><tr><td>L</td><td>3</td></tr></table>', 'Size | Qty\nL | 3'],
    ['<table><tr><td>Size<td>Qty<tr><td>L<td>3</table>', 'Size | Qty\nL | 3'],
    [
      '<p>Order:</p><table><tr><td><p class=MsoNormal>Size</p></td><td><p class=MsoNormal>Qty</p></td></tr><tr><td><p class=MsoNormal>L</p></td><td><p class=MsoNormal>3</p></td></tr></table><p>Thanks</p>',
      'Order:\n\nSize | Qty\nL | 3\n\nThanks',
    ],
    [
      '<table><tr><td>A</td><td></td><td>B</td><td>C</td><td>D</td></tr><tr><td>1</td><td></td><td></td><td>3</td><td>4</td></tr></table>',
      'A | B | C | D\n1 | – | 3 | 4',
    ],
    [
      '<table><tr><td><table><tr><td>Hello</td></tr><tr><td>Dear shop,<br>my lid</td></tr></table></td><td>&nbsp;</td></tr></table>',
      'Hello\nDear shop,\nmy lid',
    ],
    ['<table><tr><td>Price</td><td><s>40</s> 30</td></tr></table>', 'Price | (struck out: 40) 30'],
    ['<dl><dt>Size</dt><dd>L</dd></dl>', 'Size\nL'],
    ['<span style="display:block">Size</span><span style="display:block">Qty</span>', 'Size\nQty'],
    ['<center>Size</center><address>Qty</address>', 'Size\nQty'],
    ['<p>Great <img data-emoji="👍" src="https://x.example/1.png" alt="👍" class="an1"></p>', 'Great 👍'],
    ['<p>Great <img class="emoji" alt="😀" src="https://x.example/1f600.png"> lid</p>', 'Great 😀 lid'],
    ['<p>👨‍👩‍👧 <img alt="👍🏽"><img alt="❤️"><img alt="🇩🇪"><img alt="3️⃣"> <img alt=":-)"></p>', '👨‍👩‍👧 👍🏽❤️🇩🇪3️⃣ :-)'],
    ['<p>Lid <img alt="logo" src="x"> ok <img alt="👍" width=1 height=1></p>', 'Lid ok'],
    ['<span style="display:inline-block">Size</span><span style="display:inline-block">Qty</span>.', 'Size Qty.'],
    ['<div style="display:flex"><span>A</span><span>B</span></div>', 'A B'],
    ['<div style="display:inline-grid"><b>A</b><b>B</b><b>, C</b></div>', 'A B, C'],
    ['<p>Colour <select><option>Red</option><option selected>Blue</option></select></p>', 'Colour Blue'],
    ['<p>Size <select><option>S</option><option>M</option></select>', 'Size S'],
    ['<select multiple><option selected>A</option><option>B</option><option selected>C</option></select>', 'A, C'],
    ['<p>Order<input value="4711"><input type=hidden value=x><input type=password value=y></p>', 'Order 4711'],
    ['<input type=checkbox checked> Refund <input type="checkbox"> Exchange', '[x] Refund [ ] Exchange'],
    ['<label><input type=radio>Yes</label><label><input type=radio checked>No</label>', '[ ] Yes [x] No'],
    ['<p><s><input value="40"></s></p>', '(struck out: 40)'],
    ['<a href="tel:+49%20171%202345678">Call me</a>', 'Call me <+49 171 2345678>'],
    ['<a href="tel:+491712345678">0171 234 5678</a>', '0171 234 5678'],
    ['<a href="sms:+491712345678?body=x">Text me</a>', 'Text me <+491712345678>'],
    ['<p>a \u0006b \u0002b\u0003 \u00010\u0001</p>', 'a b b 0'],
  ])('%s', async (body, text) => expect(await shown(body, { html: true })).toBe(text));

  test('struck words are told though the plain part beside the HTML cannot show them', async () => {
    const parts = (type: string, body: string) => `--b\nContent-Type: text/${type}; charset=utf-8\n\n${body}\n`;
    const raw = `From: ann@x.example\nContent-Type: multipart/alternative; boundary=b\n\n${parts('plain', 'It costs 40 EUR 30 EUR')}${parts('html', '<p>It costs <s>40 EUR</s> 30 EUR</p>')}--b--`;
    const { message } = await receiveMail(Buffer.from(raw), { own: [] });
    expect(message.text).toBe('It costs (struck out: 40 EUR) 30 EUR');
  });
  test('in a plain text its characters stay', async () => {
    expect(await shown('It costs ~40 EUR~ 30 EUR, not 4̶0̶ EUR')).toBe('It costs ~40 EUR~ 30 EUR, not 4̶0̶ EUR');
  });
});
