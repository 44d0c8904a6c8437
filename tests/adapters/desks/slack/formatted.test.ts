import { parseDocument } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import type { Json, SayOptions } from '../../../kit/far-sides/slack/shapes.ts';
import { rich, section, slackMailOfEach, words } from '../../../kit/slack-mail.ts';

const begin = slackMailOfEach();
/** A dozen messages, one after another, on a machine with other things to do. */
const MANY_MESSAGES_MS = 120_000;
const cell = (text: string, style?: Json) => ({ type: 'rich_text', elements: [section(words(text, style))] });
const raw = (text: string) => ({ type: 'raw_text', text });
const list = (style: 'bullet' | 'ordered', indent: number, items: Json[][], offset?: number): Json => ({
  type: 'rich_text_list',
  style,
  indent,
  border: 0,
  ...(offset ? { offset } : {}),
  elements: items.map(each => section(...each)),
});
const prices = {
  type: 'table',
  block_id: 't',
  column_settings: [{ align: 'left' }, { align: 'right', is_wrapped: true }],
  rows: [
    [cell('Lid', { bold: true }), raw('Price')],
    [cell('Größe L'), { type: 'raw_number', value: 12 }],
    [cell('蓋 XL'), cell('9 & <b>')],
  ],
};

/** What staff see in Slack, the text part, and what is in the HTML part. */
const WRITTEN: [name: string, options: SayOptions, text: string, html: string[]][] = [
  [
    'bold, italic, underlined, struck out and code',
    {
      blocks: [
        rich(
          section(
            words('bold', { bold: true }),
            words(' and '),
            words('italic', { italic: true }),
            words(' and '),
            words('under', { underline: true }),
            words(', '),
            words('40 EUR', { strike: true }),
            words(' 30 EUR, '),
            words('npm  i', { code: true }),
          ),
        ),
      ],
    },
    'bold and italic and under, (struck out: 40 EUR) 30 EUR, npm  i',
    ['<b>bold</b>', '<i>italic</i>', '<u>under</u>', '<s>40 EUR</s>', '>npm&nbsp; i</code>'],
  ],
  [
    'struck words in two looks are one',
    {
      blocks: [
        rich(section(words('was '), words('40 ', { strike: true }), words('EUR', { strike: true, bold: true }))),
      ],
    },
    'was (struck out: 40 EUR)',
    ['<s>40 </s><b><s>EUR</s></b>'],
  ],
  [
    'links with their labels, an address that is its own label, mail and telephone',
    {
      blocks: [
        rich(
          section(
            { type: 'link', url: 'https://shop.example/?a=1&b="2"', text: 'our <page>' },
            words(' '),
            { type: 'link', url: 'http://shop.example', text: 'shop.example' },
            words(' '),
            { type: 'link', url: 'mailto:help@shop.example', text: 'help@shop.example' },
            words(' '),
            { type: 'link', url: 'tel:+4930123', text: 'call us' },
          ),
        ),
      ],
    },
    'our <page> (https://shop.example/?a=1&b="2") shop.example help@shop.example call us (+4930123)',
    [
      '<a href="https://shop.example/?a=1&amp;b=&quot;2&quot;">our &lt;page&gt;</a>',
      '<a href="http://shop.example">shop.example</a>',
      '<a href="mailto:help@shop.example">help@shop.example</a>',
      '<a href="tel:+4930123">call us</a>',
    ],
  ],
  [
    'lists in lists, numbered on after what stands between',
    {
      blocks: [
        rich(
          section(words('Please:\n')),
          list('ordered', 0, [[words('open')]]),
          list('bullet', 1, [[words('the lid')], [words('the box')]]),
          list('ordered', 0, [[words('close')]], 1),
          section(words('Thanks')),
        ),
      ],
    },
    'Please:\n1. open\n  - the lid\n  - the box\n2. close\nThanks',
    [
      '<li dir="ltr">open<ul',
      '<li dir="ltr">the lid</li><li dir="ltr">the box</li></ul></li><li dir="ltr">close</li></ol>',
    ],
  ],
  [
    'a quote and a code block with its spaces',
    {
      blocks: [
        rich({ type: 'rich_text_quote', elements: [words('It rattles\nloudly')] }, section(words('Run:')), {
          type: 'rich_text_preformatted',
          border: 0,
          elements: [words('if (a < b) {\n\treturn  1;\n}')],
        }),
      ],
    },
    '> It rattles\n> loudly\nRun:\nif (a < b) {\n\treturn  1;\n}',
    [
      '<blockquote',
      '<div dir="ltr">It rattles</div><div dir="ltr">loudly</div></blockquote>',
      '>if (a &lt; b) {\n\treturn  1;\n}</pre>',
    ],
  ],
  [
    'a table among its blocks',
    { blocks: [rich(section(words('Here are the prices:'))), prices] },
    'Here are the prices:\nLid         Price\nGröße L        12\n蓋 XL     9 & <b>',
    ['<td dir="ltr" style=', '<b>Lid</b></td>', '<td align="right"', '>9 &amp; &lt;b&gt;</td></tr></table>'],
  ],
  [
    'a table that hangs below the words',
    { blocks: [rich(section(words('Prices:')))], attachments: [{ id: 1, fallback: '[no preview]', blocks: [prices] }] },
    'Prices:\nLid         Price\nGröße L        12\n蓋 XL     9 & <b>',
    ['</tr></table>'],
  ],
  [
    'a colour, a date, an emoji in two tones',
    {
      blocks: [
        rich(
          section(
            words('In '),
            { type: 'color', value: '#F405B3' },
            words(' on '),
            { type: 'date', timestamp: 1_796_292_000, format: '{date}', fallback: '3 December' },
            words(' '),
            { type: 'emoji', name: '+1', unicode: '1f44d-1f3fd' },
          ),
        ),
      ],
    },
    'In #F405B3 on 3 December 👍🏽',
    ['In #F405B3 on 3 December 👍🏽'],
  ],
  [
    'two languages, each running its own way',
    { blocks: [rich(section(words('שלום מאיה\nHello Maya\nمرحبا\n\n123')))] },
    'שלום מאיה\nHello Maya\nمرحبا\n\n123',
    [
      '<div dir="rtl">שלום מאיה</div><div dir="ltr">Hello Maya</div><div dir="rtl">مرحبا</div><div><br></div><div>123</div>',
    ],
  ],
  [
    'characters that were typed and mean nothing',
    { blocks: [rich(section(words('2*3*4 snake_case_name ~5 EUR~ `x` <b>hi</b> &amp; <!channel>  two  spaces')))] },
    '2*3*4 snake_case_name ~5 EUR~ `x` <b>hi</b> &amp; <!channel>  two  spaces',
    ['2*3*4 snake_case_name ~5 EUR~ `x` &lt;b&gt;hi&lt;/b&gt; &amp;amp; &lt;!channel&gt;&nbsp; two&nbsp; spaces'],
  ],
  [
    'a link that would run a script',
    { blocks: [rich(section({ type: 'link', url: 'javascript:alert(1)', text: 'click' }))] },
    'click',
    ['<div dir="ltr">click</div>'],
  ],
];
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>' style="x:expression(1)" <a href='javascript:1'>`;
const TAGS = new Set('html head meta body div br b i u s code pre a ul ol li blockquote table tbody tr td'.split(' '));

describe('what staff write with a look', () => {
  test(
    'reaches the customer with it in HTML, and readable alone in text',
    async () => {
      const at = await begin();
      for (const [name, options, text, html] of WRITTEN) {
        const mail = await at.sent(options);
        expect(mail.text, name).toBe(text);
        for (const part of html) expect(mail.html, name).toContain(part);
        // The preview is what the text part says.
        expect(mail.preview.replaceAll('\n', ''), name).toContain(text.replaceAll('\n', ''));
      }
    },
    MANY_MESSAGES_MS,
  );

  test('brings no tag and no attribute of its own into the mail, whatever is typed in whichever field', async () => {
    const at = await begin();
    const leaf = (type: string, more: Json) => ({ type, ...more });
    const mail = await at.sent({
      blocks: [
        rich(
          section(words(HOSTILE, { bold: true }), leaf('link', { url: `https://x.example/${HOSTILE}`, text: HOSTILE })),
          section(leaf('link', { url: `https://x.example/"onmouseover="alert(1)`, text: 'label' })),
          section(
            leaf('color', { value: HOSTILE }),
            leaf('date', { timestamp: 1, format: '{date}', fallback: HOSTILE }),
          ),
          { type: 'rich_text_preformatted', elements: [words(HOSTILE)] },
          { type: 'rich_text_quote', elements: [words(HOSTILE)] },
          list('bullet', 0, [[words(HOSTILE)]]),
        ),
        { type: 'table', rows: [[raw(HOSTILE)]] },
      ],
    });
    const attributes = new Set([
      'href',
      'style',
      'dir',
      'class',
      'type',
      'charset',
      'name',
      'content',
      'align',
      'start',
      'value',
      'cellspacing',
    ]);
    const found: string[] = [];
    const see = (node: { name?: string; attribs?: Record<string, string>; children?: unknown[] }) => {
      if (node.name) {
        if (!TAGS.has(node.name) && node.name !== '!doctype') found.push(node.name);
        for (const [name, value] of Object.entries(node.attribs ?? {}))
          if (
            !attributes.has(name) ||
            /javascript|expression/i.test(name === 'href' ? value.slice(0, 11) : name === 'style' ? value : '')
          )
            found.push(`${node.name} ${name}=${value}`);
      }
      for (const each of node.children ?? []) see(each as never);
    };
    see(parseDocument(mail.html) as never);
    expect(found).toEqual([]);
    expect(mail.text).toContain(HOSTILE);
  });

  test('with a public channel names it, with a group says its words', async () => {
    const at = await begin();
    const open = at.team.channel('returns', { members: [at.ann] });
    const mail = await at.sent({
      blocks: [rich(section(words('Ask in '), { type: 'channel', channel_id: open.id }, words(' please')))],
    });
    expect(mail.text).toBe('Ask in returns please');
    expect(mail.preview).not.toContain('#');
  });

  test('leaves as it was shown: a look that was changed since is shown again first', async () => {
    const at = await begin();
    const preview = await at.preview({ text: 'The price is 40 EUR' });
    const { ts } = at.room.thread(at.root.ts).findLast(each => at.words(each).includes('40 EUR'))!;
    await at.ann.edit(at.room, ts, 'The price is *40 EUR*', { rich: true });
    await at.idle();
    await at.ann.press(preview as never, 'reply.send');
    await at.sees(at.ann, /changed since/);
    expect(at.smtp.mails).toHaveLength(0);
  });
});
