/** How X counts a text and what it makes a link of, held against X's own library. */
import fc from 'fast-check';
import tlds from 'tlds' with { type: 'json' };
import twitter from 'twitter-text';
import { describe, expect, test } from 'vitest';
import { hasLink, urlsIn, weightedLength } from '../../../../adapters/channels/x/rules/length.ts';
import { cpuMs } from '../../../kit/cost.ts';

const FAMILY = '👨‍👩‍👧‍👦';

describe('the length of a post', () => {
  test.each([
    ['', 0],
    ['Hello', 5],
    ['line\nline', 9],
    ['日本語', 6],
    ['한국어 ok', 9],
    ['ä', 1],
    ['a\u0308', 1],
    ['q\u0323\u0307', 3],
    ['“quoted” – it’s', 15],
    ['…', 2],
    ['€', 2],
    [FAMILY, 2],
    ['👍🏽', 2],
    ['🇩🇪', 2],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
    ['1️⃣', 2],
    ['❤️', 2],
    ['\u200d', 1],
    ['\ud83d', 2],
    ['https://example.com/a/very/long/path?with=a&query=too#and-more', 23],
    ['see example.com.', 28],
    ['https://t.co/abc123', 23],
    ['mail ann@example.com', 20],
    ['@ann.example.com', 16],
    ['a.example', 9],
  ])('%j', (text, length) => {
    expect(weightedLength(text)).toBe(length);
    expect(twitter.parseTweet(text).weightedLength).toBe(length);
  });

  test('280 umlauts of two code points each fit, 141 Chinese characters do not', () => {
    expect(weightedLength('a\u0308'.repeat(280))).toBe(280);
    expect(weightedLength('漢'.repeat(141))).toBe(282);
  });

  test('two links and a sentence, exactly 280 and one more', () => {
    const links = ' https://example.com/parcels/1234567890 https://example.org/terms';
    const text = 'x'.repeat(280 - 2 * 24) + links;
    expect([weightedLength(text), weightedLength(`x${text}`)]).toEqual([280, 281]);
  });
});

/** Endings that both lists have; those that are newer than the library it does not know. */
const KNOWN = tlds.filter(each => twitter.extractUrls(`https://a.${each}`)[0] === `https://a.${each}`);
const MEANT = fc.constantFrom(...KNOWN);
const HOST = fc.oneof(
  MEANT.map(each => `example.${each}`),
  MEANT.map(each => `my-shop.co.${each}`),
  fc.constantFrom(
    'example.com',
    't.co',
    'EXAMPLE.COM',
    'münchen.de',
    'xn--mnchen-3ya.de',
    '例え.jp',
    'a_b.example.org',
  ),
  fc.constantFrom('example.invalidending', 'a..com', '-a.com', 'a-.com', '.com', 'com', '1.2.3.4', 'localhost', 'v1.0'),
  fc.nat({ max: 70 }).map(n => `${'a'.repeat(n)}.com`),
  fc.nat({ max: 70 }).map(n => `${'漢字'.repeat(n)}.com`),
  fc.string({ unit: fc.constantFrom('ü', 'a', 'z', '語', 'ß', '-', '😀'), maxLength: 70 }).map(each => `${each}.net`),
);
const PATH = fc.oneof(
  fc.constantFrom(
    '',
    '/',
    '/a/b',
    '/a_(b)',
    '/a(b(c)d)',
    '/a(b',
    '/ü/ж',
    '/@ann/1',
    '/a.',
    '/a,',
    '/–',
    '/😀',
    '/a%20b',
  ),
  fc.constantFrom(
    '?q=1',
    '?a[]=b&c',
    '/x?q=ü',
    '/?',
    '#top',
    ':8080',
    ':8080/a',
    '/a!',
    "/it's",
    '/a|b',
    '/abc?d=e#f/',
  ),
  fc.string({ unit: fc.constantFrom(...'ab/().,!?=&#-_@:~;%+$*|[]'), maxLength: 12 }).map(each => `/${each}`),
);
const LINK = fc
  .tuple(fc.constantFrom('', 'https://', 'http://', 'HTTPS://', 'ftp://', 'www.', 'https:/', '//'), HOST, PATH)
  .map(parts => parts.join(''));
const EMOJI = fc.constantFrom(
  ...[FAMILY, '👍', '👍🏽', '👩🏿‍🔬', '🧔🏻', '🇩🇪', '🇨🇶', '🇩', '1️⃣', '#⃣', '❤️', '❤', '☺️', '🏳️‍🌈', '🏴‍☠️', '👁️‍🗨️', '👁‍🗨'],
  ...[
    '🫠',
    '🧑‍🎄',
    '😮‍💨',
    '❤️‍🔥',
    '🐻‍❄️',
    '👩‍❤️‍💋‍👨',
    '👨🏻‍🤝‍👨🏽',
    '⛹🏽‍♀️',
    '🕴️🏽',
    '⚧️',
    '©',
    '©️',
    '™',
    '🀄️',
    '\ufe0f',
    '\u200d',
    '🏽',
    '♀️',
  ],
);
const SIGN = fc.constantFrom(
  ...' \n\t.,:;!?-_/@#$%&()[]{}"\'`~^|\\<>+=*＠＃。、…–—“”€\u00a0\u2009\u200b\u200e\u061c\u3000\ufeff\ufffe',
);
const WORD = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcdeäß'), maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom(
    '日本語',
    '안녕',
    'שלום',
    'مرحبا',
    'नमस्ते',
    'e\u0301',
    'ạ\u0308',
    '\ud800',
    '@ann',
    '#tag',
    'ann@example.com',
  ),
);
const TEXT = fc
  .array(fc.oneof({ arbitrary: WORD, weight: 4 }, { arbitrary: SIGN, weight: 6 }, LINK, EMOJI), { maxLength: 14 })
  .map(parts => parts.join(''));

test('agrees with X’s own library on twenty thousand texts', () => {
  fc.assert(
    fc.property(TEXT, text => {
      expect([weightedLength(text), urlsIn(text)]).toEqual([
        twitter.parseTweet(text).weightedLength,
        twitter.extractUrls(text.normalize()),
      ]);
    }),
    { numRuns: 20_000, seed: 280 },
  );
}, 300_000);

test.each([
  ['On its way', false],
  ['at example.com', true],
  ['at https://shop.example/a', true],
  ['v1.0 of 24.12. at 10.30', false],
  ['ann@example.com', false],
  ['Ok.Thanks', false],
])('%j is billed as a text with a link: %s', (text, link) => {
  expect(hasLink(text)).toBe(link);
});

test('is counted at once, however long and odd', () => {
  const spent = cpuMs(() => {
    for (const unit of [
      '漢',
      'a',
      '.',
      'a.',
      '漢.',
      '/',
      '(',
      'https://a.com/(',
      '@',
      '👩‍👩‍👧',
      '\ufe0f',
      '漢字漢字.a',
      'a-',
      '-.',
      'https://',
    ])
      weightedLength(unit.repeat(Math.ceil(25_000 / unit.length)));
  });
  expect(spent).toBeLessThan(5_000);
});
