/** What staff wrote in Teams, from the markup that its window makes: words, look, mentions, and what is left out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity, Entity } from '../../../../adapters/desks/teams/activity.ts';
import { filesIn, readText, spoken } from '../../../../adapters/desks/teams/events/read.ts';
import { textOf } from '../../../../src/core/formatted.ts';

const BOT = { id: '28:7c1e3a10-95f4-4f6f-8a3b-2d1f0e6b9a55', name: 'Deskhand' };
const message = (html: string | null, more: Activity = {}): Activity => ({
  type: 'message',
  id: '1795962723456',
  recipient: BOT,
  ...(html === null ? {} : { attachments: [{ contentType: 'text/html', content: html }] }),
  ...more,
});
const said = (n: number, name: string) =>
  `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${n}">${name}</span>`;
const entity = (id: string, name: string): Entity => ({
  type: 'mention',
  mentioned: { id, name },
  text: `<at>${name}</at>`,
});
const emoji = (alt: string) =>
  `<span title="Bulb" type="(bulb)" class="animated-emoticon-20-bulb" itemscope=""><img itemscope="" itemtype="http://schema.skype.com/Emoji" itemid="bulb" src="https://statics.teams.cdn.office.net/evergreen-assets/personal-expressions/v2/assets/emoticons/bulb/default/20_f.png" title="Bulb" alt="${alt}" style="width:20px; height:20px"></span>`;

const WORDS: [name: string, html: string, text: string][] = [
  ['paragraphs are lines, and an empty one is an empty line', '<p>a</p>\n<p>&nbsp;</p>\n<p>b</p>', 'a\n\nb'],
  ['a break ends a line, and two leave an empty one', '<div>a<br>b<br><br>c<br></div><div>d</div>', 'a\nb\n\nc\nd'],
  ['an empty paragraph with a break is an empty line', '<p>a</p><p><br></p><p>b</p>', 'a\n\nb'],
  ['empty lines around the words are none', '<p>&nbsp;</p><p><br></p><p>a</p><p>&nbsp;</p>', 'a'],
  ['blanks and line ends in the markup are one blank', '<div>\r\n<div>  a\n   b </div>\n</div>', 'a b'],
  ['a fixed blank stays', '<p>12&nbsp;EUR&nbsp; net</p>', '12 EUR  net'],
  [
    'characters that are written as names',
    '<p>&lt;b&gt; &amp;amp; &quot;x&quot; &#43; &#x20AC;</p>',
    '<b> &amp; "x" + €',
  ],
  ['struck words say so', '<p>was <s>40</s> 30</p>', 'was (struck out: 40) 30'],
  ['a link says where it leads', '<p><a href="https://x.example/a">here</a></p>', 'here (https://x.example/a)'],
  ['a link that leads nowhere good is its words', '<p><a href="javascript:alert(1)">here</a></p>', 'here'],
  [
    'lists in lists, numbered from where they begin',
    '<ul>\n<li>one</li>\n<li>two\n<ol start="3">\n<li>three</li>\n<li><p>four</p></li>\n</ol>\n</li>\n</ul><p>end</p>',
    '- one\n- two\n  3. three\n  4. four\nend',
  ],
  ['a list right in a list', '<ul><ul><li>deep</li></ul><li>flat</li></ul>', '  - deep\n- flat'],
  ['an item outside a list', '<li>alone</li>', 'alone'],
  [
    'what its author set as a quotation',
    '<blockquote><p>you said</p><p>so</p></blockquote><p>Yes</p>',
    '> you said\n> so\nYes',
  ],
  [
    'a table',
    '<table>\n<tbody>\n<tr>\n<td>Total</td>\n<td>61</td>\n<td>&nbsp;</td>\n</tr>\n<tr>\n<td>Pass</td>\n<td><p>31</p></td>\n<td>51%</td>\n</tr>\n</tbody>\n</table>',
    'Total   61\nPass    31   51%',
  ],
  [
    'a block of code, without the empty paragraph that marks it',
    '<p>Run</p>\n<p itemtype="http://schema.skype.com/CodeBlockEditor" id="x_c1">\n&nbsp;</p>\n<pre class="language-plaintext" itemid="c1"><code>if a:<br>&nbsp; b</code></pre>',
    'Run\nif a:\n  b',
  ],
  [
    'a block of code that names its editor itself',
    '<pre itemtype="http://schema.skype.com/CodeBlockEditor"><code>ls</code></pre>',
    'ls',
  ],
  ['code as Graph has it', '<codeblock class="Bash"><code>ls<br>cd</code></codeblock>', 'ls\ncd'],
  ['an emoji is its sign', `<p>Look ${emoji('💡')}</p>`, 'Look 💡'],
  ['an emoji as Graph has it', '<p>Hi <emoji id="smile" alt="🙂" title="Smile"></emoji></p>', 'Hi 🙂'],
  [
    'words that nobody sees',
    '<p style="display: none">x</p><p hidden>y</p><p style="font-size:0px">z</p>a<script>1</script>',
    'a',
  ],
  ['a small font is seen', '<p style="font-size:0.9em">a</p>', 'a'],
  ['broken markup', '<b>bold <i>both</b> it</i> <p>next</div></span> end', 'bold both it\nnext end'],
  ['no markup at all', 'a < b and <3 you', 'a < b and <3 you'],
  ['a heading', '<h3>Prices</h3><p>12</p>', 'Prices\n12'],
];

describe('the words', () => {
  test.each(WORDS)('%s', (_name, html, text) => {
    const read = readText(message(html));
    expect(read.text).toBe(text);
    if (read.formatted) expect(textOf(read.formatted)).toBe(text);
  });

  test('their look is kept beside them', () => {
    const html =
      '<p>a <strong>b <em>c</em></strong> <u>d</u> <code>e</code> <span style="font-weight: bold">f</span> <a href="mailto:x@example.com">g</a></p>';
    expect(readText(message(html)).formatted).toEqual([
      {
        as: 'words',
        spans: [
          { text: 'a ' },
          { text: 'b ', bold: true },
          { text: 'c', bold: true, italic: true },
          { text: ' ' },
          { text: 'd', underlined: true },
          { text: ' ' },
          { text: 'e', code: true },
          { text: ' ' },
          { text: 'f', bold: true },
          { text: ' ' },
          { text: 'g', link: 'mailto:x@example.com' },
        ],
      },
    ]);
    expect(readText(message('<p>a</p>')).formatted).toBeUndefined();
  });

  test('a cell over two columns keeps the others in their places', () => {
    const html =
      '<table><tr><th colspan="2">Lid</th><th>Price</th></tr><tr><td>L</td><td>blue</td><td style="text-align: right">9</td></tr></table>';
    const [table] = readText(message(html)).formatted ?? [];
    expect(table).toMatchObject({ as: 'table', rows: [{ length: 3 }, { length: 3 }] });
    expect(readText(message(html)).text).toBe('Lid          Price\nL     blue       9');
  });

  test('without markup they are the plain text, in which only mentions and escaped characters are more', () => {
    const entities = [entity('29:b', 'Ben Carter')];
    const text = '\r\n<at>Ben Carter</at>&nbsp;say &lt;b&gt;: a < b,  <at>nobody\r\nx\n';
    const read = readText(message(null, { text, entities }));
    expect(read.text).toBe('@Ben Carter say <b>: a < b,  <at>nobody\nx');
    expect(read.mentions).toEqual([{ id: '29:b', name: 'Ben Carter' }]);
  });

  test('markup in which there are none leaves them to the plain text', () => {
    expect(readText(message('<div></div>', { text: 'typed on an old phone' })).text).toBe('typed on an old phone');
  });
});

describe('a mention', () => {
  test('of one person in several words is one, and two people are two', () => {
    const entities = [entity('29:c', 'Clément'), entity('29:c', 'BOSLE'), entity('29:b', 'Ben')];
    const html = `<p>${said(0, 'Clément')}&nbsp;${said(1, 'BOSLE')}&nbsp;${said(2, 'Ben')}&nbsp; please</p>`;
    const read = readText(message(html, { entities }));
    expect(read.text).toBe('@Clément BOSLE @Ben please');
    expect(read.mentions).toEqual([
      { id: '29:c', name: 'Clément BOSLE' },
      { id: '29:b', name: 'Ben' },
    ]);
  });

  test('within another element of the same mention is one', () => {
    const html = `<p><readonly class="skipProofing" itemtype="http://schema.skype.com/Mention">${said(0, 'Ben')}</readonly>, hello</p>`;
    const read = readText(message(html, { entities: [entity('29:b', 'Ben')] }));
    expect(read).toMatchObject({ text: '@Ben, hello', mentions: [{ id: '29:b' }] });
  });

  test('of a team, a tag or everybody counts, and so does one that Teams does not explain', () => {
    const read = readText(
      message(`<p>${said(0, 'customers')} <at id="7">Stranger</at></p>`, {
        entities: [{ type: 'mention', mentioned: { id: '19:x@thread.tacv2', name: 'customers', type: 'channel' } }],
      }),
    );
    expect(read.mentions).toEqual([
      { id: '19:x@thread.tacv2', name: 'customers' },
      { id: '', name: 'Stranger' },
    ]);
  });

  test('is read by customers as the desk says', () => {
    const entities = [entity('29:b', 'Ben Carter')];
    const read = readText(message(`<p>Ask ${said(0, 'Ben Carter')}&nbsp;today</p>`, { entities }), () => 'Ben');
    expect(read.text).toBe('Ask @Ben today');
  });
});

describe('words to Deskhand', () => {
  const us = entity(BOT.id.toUpperCase(), 'Deskhand');
  test.each([
    ['by mention', `<p>${said(0, 'Deskhand')}&nbsp;stats week</p>`, 'stats week'],
    ['with the mention in the middle', `<p>please ${said(0, 'Deskhand')}&nbsp;open</p>`, 'please open'],
    ['with the mention twice', `<p>${said(0, 'Deskhand')} ${said(0, 'Deskhand')}&nbsp;open</p>`, 'open'],
    ['by typing its name', '<p>/Deskhand&nbsp;stats&nbsp;week</p>', 'stats week'],
    ['by typing its name with another sign', '<p>@deskhand: help</p>', 'help'],
    ['with the slash of the command', '<p>/stats week</p>', 'stats week'],
    ['with nothing else', `<p>${said(0, 'Deskhand')}&nbsp;</p>`, ''],
    ['with a colleague', `<p>${said(0, 'Deskhand')}&nbsp;customer ${said(1, 'Ben')}</p>`, 'customer @Ben'],
    [
      'over two lines',
      `<p>${said(0, 'Deskhand')}&nbsp;log She rang</p><p>about the lid</p>`,
      'log She rang\nabout the lid',
    ],
    ['that only begin like its name', '<p>/deskhands</p>', 'deskhands'],
  ])('%s', (_name, html, words) => {
    expect(spoken(message(html, { entities: [us, entity('29:b', 'Ben')] }))).toBe(words);
  });
  test('without markup, or without its entity', () => {
    expect(spoken(message(null, { text: '<at>Deskhand</at>&nbsp;mine\n', entities: [us] }))).toBe('mine');
    expect(spoken(message(null, { text: '<at>Deskhand</at> mine' }))).toBe('mine');
  });
});

const picture =
  '<img alt="image" src="https://eu-api.asm.skype.com/v1/objects/0-a/views/imgo" itemtype="http://schema.skype.com/AMSImage">';
const card = (contentType: string, more: object = {}) => [{ contentType, ...more }];
const LEFT: [name: string, html: string, more: Activity, text: string, leftOut: RegExp][] = [
  ['a picture that Teams only shows', `<p>Look</p>${picture}`, {}, 'Look', /^The picture is left out/],
  [
    'a GIF',
    '<p>Look</p><img alt="A lid (GIF Image)" src="https://media.tenor.com/x.gif" itemtype="http://schema.skype.com/Giphy">',
    {},
    'Look',
    /\(a GIF\) \("A lid"\)/,
  ],
  [
    'a sticker',
    '<p>Hi</p><img alt="Grumpy cat" src="https://x.example/s" itemtype="http://schema.skype.com/Sticker">',
    {},
    'Hi',
    /"Grumpy cat"/,
  ],
  ['an emoji of the organisation', `<p>Ship it ${emoji(':shipit:')}</p>`, {}, 'Ship it', /:shipit: is left out/],
  [
    'a voice message',
    '<div><span itemid="bfb1" itemscope="" itemtype="http://schema.skype.com/InputExtension"></span></div>',
    {},
    '',
    /voice message/,
  ],
  [
    'the preview of a link',
    '<p>See https://x.example</p><span itemid="app-preview-carde5e5" itemtype="http://schema.skype.com/InputExtension"><span itemprop="cardId"></span></span>',
    {},
    'See https://x.example',
    /^$/,
  ],
  [
    'a message that was quoted',
    '<blockquote itemtype="http://schema.skype.com/Reply"><strong itemprop="mri">Ben</strong><p itemprop="preview">60 %</p></blockquote><p>Yes</p>',
    {},
    'Yes',
    /you quoted \("60 %"\)/,
  ],
  [
    'a message that was quoted, in the plain text',
    '',
    { text: '<quoted messageId="1"/>Yes', entities: [{ type: 'quotedReply', quotedReply: { preview: '60 %' } }] },
    'Yes',
    /you quoted \("60 %"\)/,
  ],
  [
    'a film',
    '<p>See</p><video src="https://x.example/v" itemtype="http://schema.skype.com/AMSVideo">',
    {},
    'See',
    /The video is left out/,
  ],
  ['something that nobody knows', '<p>See</p><object>A map</object>', {}, 'See', /does not know \("A map"\)/],
  ['a file in a channel', '<p>See</p><attachment id="1"></attachment>', {}, 'See', /^The file is left out/],
];

describe('what the customer does not get', () => {
  test.each(LEFT)('%s', (_name, html, more, text, leftOut) => {
    const read = readText(message(html, more));
    expect(read.text).toBe(text);
    expect(read.leftOut.join('\n')).toMatch(leftOut);
  });
  test.each([
    [
      'a card',
      'application/vnd.microsoft.card.adaptive',
      { content: { body: [{ type: 'TextBlock', text: 'Order 17' }] } },
      /card \("Order 17"\)/,
    ],
    ['a code snippet', 'application/vnd.microsoft.card.codesnippet', { content: '{"name":"a.ts"}' }, /code snippet/],
    ['a Loop component', 'application/vnd.microsoft.card.fluidEmbedCard', {}, /Loop component/],
    [
      'an announcement',
      'application/vnd.microsoft.teams.messaging-announcementBanner',
      { content: '{"title":"Sale"}' },
      /announcement \("Sale"\)/,
    ],
    ['a meeting', 'meetingReference', {}, /The meeting is/],
    [
      'a forwarded message',
      'forwardedMessageReference',
      { content: '{"messagePreview":"secret"}' },
      /forwarded message \("secret"\)/,
    ],
    ['a file of SharePoint', 'reference', { name: 'offer.docx' }, /The file \("offer.docx"\)/],
    ['a voice message', 'application/vnd.microsoft.activity.voice+json', {}, /voice message/],
    ['a new kind', 'application/x-hologram', {}, /does not know/],
  ])('%s beside the words', (_name, contentType, more, leftOut) => {
    const given = message('<p>Look</p>');
    given.attachments?.push(...card(contentType, more));
    expect(readText(given)).toMatchObject({ text: 'Look', leftOut: [expect.stringMatching(leftOut)] });
  });
});

describe('files', () => {
  const url = 'https://smba.trafficmanager.net/emea/v3/attachments/0-weu-d8-c0/views/original';
  test('pictures among the words are handed over, and not said to be left out', () => {
    const given = message(`<p>Two</p>${picture}${picture}`);
    given.attachments?.push({ contentType: 'image/*', contentUrl: url });
    expect(filesIn(given)).toEqual([{ id: '0-weu-d8-c0', file: { name: null, type: '', url, open: false } }]);
    // One of the two did not come along.
    expect(readText(given).leftOut).toEqual([expect.stringMatching(/^The picture is left out/)]);
  });
  test('which picture did not come along is told by its own name', () => {
    const gif =
      '<img alt="A lid (GIF Image)" src="https://media.tenor.com/x.gif" itemtype="http://schema.skype.com/Giphy">';
    const given = message(
      `<p>${gif}</p><p><img alt="image" src="https://eu-api.asm.skype.com/v1/objects/0-weu-d8-c0/views/imgo"></p>`,
    );
    given.attachments?.push({ contentType: 'image/*', contentUrl: url });
    expect(readText(given).leftOut).toEqual([expect.stringMatching(/GIF.*A lid/)]);
  });
  test('a file with an address of its own is fetched from there, and not in the personal chat', () => {
    const content = { downloadUrl: 'https://shop.sharepoint.com/x?tempauth=1', uniqueId: 'A1', fileType: 'txt' };
    const given = message('<p>See</p>', { conversation: { conversationType: 'channel' } });
    given.attachments?.push({
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'a.txt',
      content,
    });
    expect(filesIn(given)).toEqual([
      { id: 'A1', file: { name: 'a.txt', type: '', url: content.downloadUrl, open: true } },
    ]);
    expect(filesIn({ ...given, conversation: { conversationType: 'personal' } })).toEqual([]);
  });
});

const tags = [
  'p',
  'b',
  'ul',
  'ol',
  'li',
  'table',
  'tr',
  'td',
  'blockquote',
  'pre',
  'br',
  'at',
  'span',
  'a',
  'img',
  'attachment',
];
const markup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...tags).map(tag => `<${tag}>`),
      fc.constantFrom(...tags).map(tag => `</${tag}>`),
      fc.constantFrom('&nbsp;', '&', '<', '"', '\n', said(0, 'Ben'), '<img alt="x">', '<p style="display:none">'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 60 },
  )
  .map(parts => parts.join(''));

test('any markup is read, and the look says exactly what the text says', () => {
  fc.assert(
    fc.property(markup, fc.boolean(), (html, asText) => {
      const read = readText(asText ? message(null, { text: html }) : message(html));
      if (read.formatted) expect(textOf(read.formatted)).toBe(read.text);
      expect(read.text).toBe(read.text.trimEnd());
    }),
    { numRuns: 500 },
  );
});

test('markup that was made to be slow is read all the same', () => {
  const bombs = [
    '<b>'.repeat(80_000),
    '<b><i>'.repeat(20_000) + '</b></i>'.repeat(20_000),
    '<at>'.repeat(60_000),
    '<ul><li>'.repeat(30_000),
    '<table><tr><td>'.repeat(15_000),
    '<span itemtype="http://schema.skype.com/Mention">'.repeat(5_000),
    '&'.repeat(250_000),
  ];
  for (const bomb of bombs) {
    readText(message(bomb));
    readText(message(null, { text: bomb }));
  }
});
