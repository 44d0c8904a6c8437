import { describe, expect, test } from 'vitest';
import { looksLikeId, makeId } from '../../src/core/ids.ts';
import { clampText, cleanText, firstLine, isBlank } from '../../src/core/message.ts';
import { DAY, durationInWords, HOUR, MINUTE } from '../../src/core/time.ts';

describe('text', () => {
  test('NUL, lone surrogates, bidi overrides and control characters go; everything a person wrote stays', () => {
    expect(cleanText('a\u0000b\u202ec\r\nd\te \ud800f 👍 مرحبا')).toBe('abc\nd\te \ufffdf 👍 مرحبا');
  });
  test('cutting never splits a character', () => {
    expect(clampText('ab👍', 3)).toEqual({ text: 'ab', cut: true });
    expect(clampText('ab👍', 4)).toEqual({ text: 'ab👍', cut: false });
  });
  test('zero-width characters and spaces are nothing to read', () => {
    expect(isBlank(' \u200b\u2060\n\t')).toBe(true);
    expect(isBlank('👍')).toBe(false);
    expect(firstLine('\n \n  hello \nworld')).toBe('hello');
  });
});

describe('ids and durations', () => {
  test('ids sort by time and say what they are', () => {
    const [a, b] = [makeId('enquiry', 1_000, new Uint8Array(10)), makeId('enquiry', 2_000, new Uint8Array(10))];
    expect(a < b).toBe(true);
    expect(looksLikeId('enquiry', a)).toBe(true);
    expect(looksLikeId('reply', a)).toBe(false);
    expect(looksLikeId('enquiry', null)).toBe(false);
  });
  test('durations read on a phone', () => {
    expect([0, 3 * MINUTE, 2 * HOUR + 10 * MINUTE, 2 * HOUR, DAY, 4 * DAY].map(durationInWords)).toEqual([
      'just now',
      '3 min',
      '2 h 10 min',
      '2 h',
      '1 day',
      '4 days',
    ]);
  });
});
