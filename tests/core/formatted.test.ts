import { describe, expect, test } from 'vitest';
import { formattedFor, lookOf, type Passage, textOf } from '../../src/core/formatted.ts';

const bold: Passage[] = [
  { as: 'words', spans: [{ text: 'The price is ' }, { text: '40 EUR', bold: true, struck: true }] },
];

describe('a look', () => {
  test('holds only while it says exactly the text', () => {
    expect(formattedFor('The price is (struck out: 40 EUR)', bold)).toBe(bold);
    expect(formattedFor('The price is 40 EUR', bold)).toBeNull();
    expect(formattedFor('The price is (struck out: 40 EUR)', null)).toBeNull();
  });

  test('is the same in whatever order a database gives its fields back', () => {
    const again = [{ spans: [{ text: 'The price is ' }, { struck: true, text: '40 EUR', bold: true }], as: 'words' }];
    expect(lookOf(again as Passage[])).toBe(lookOf(bold));
    expect(lookOf(null)).toBe(lookOf(undefined));
    expect(lookOf(bold)).not.toBe(lookOf([{ as: 'words', spans: [{ text: 'The price is 40 EUR' }] }]));
  });

  test('of a table of unlike rows still has its columns one under another', () => {
    const row = (...cells: string[]) => cells.map(text => ({ spans: [{ text }] }));
    const text = textOf([{ as: 'table', rows: [row('a'), row('long', 'b\nc', 'd'), []] }]);
    expect(text).toBe('a\nlong   b   d\n       c');
  });
});
