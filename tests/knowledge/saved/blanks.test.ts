import { describe, expect, test } from 'vitest';
import type { Passage } from '../../../src/core/formatted.ts';
import { blanksIn, fillBlanks, fillPassages, type Known } from '../../../src/knowledge/saved/blanks.ts';
import { cpuMs } from '../../kit/cost.ts';

const known: Known = { name: 'Maya', number: 17, myName: 'Ann' };
const fill = (text: string, given: Partial<Known> = {}) => fillBlanks(text, { ...known, ...given });

describe('the blanks of a saved reply', () => {
  test.each([
    ['Hi {name}, this is {number}. {my name}', 'Hi Maya, this is 17. Ann'],
    ['Hi { Name }, {NUMBER}', 'Hi Maya, 17'],
    ['Hi {first name}', 'Hi Maya'],
    ['It comes by {day of delivery}.', 'It comes by {day of delivery}.'],
    ['{} { } {{name}} {a\nb} {-}', '{} { } {Maya} {a\nb} {-}'],
    ['مرحبا {name}، رقمك {رقم الطلب}', 'مرحبا Maya، رقمك {رقم الطلب}'],
  ])('%j is filled as %j', (text, filled) => expect(fill(text)).toBe(filled));

  test('what is not known stays, and is named once', () => {
    const text = fill('Hi {name}, {name}. {day}', { name: null });
    expect(text).toBe('Hi {name}, {name}. {day}');
    expect(blanksIn(text)).toEqual(['name', 'day']);
  });

  test('a name that looks like a blank is not filled again', () => {
    expect(fill('Hi {name}', { name: '{number}' })).toBe('Hi {number}');
  });

  test('inside an address it is filled as a part of one', () => {
    expect(fill('See https://shop.example/t?n={number}&who={name} or {name}', { name: 'Jo & Co' })).toBe(
      'See https://shop.example/t?n=17&who=Jo%20%26%20Co or Jo & Co',
    );
    const look: Passage[] = [
      { as: 'words', spans: [{ text: '{name}: ' }, { text: 'track', link: 'https://shop.example/{number}' }] },
      { as: 'list', items: [{ depth: 0, number: null, spans: [{ text: '{number}', bold: true }] }] },
      { as: 'table', rows: [[{ spans: [{ text: '{name}' }] }]] },
      { as: 'code', text: '{number}' },
    ];
    expect(fillPassages(look, known)).toEqual([
      { as: 'words', spans: [{ text: 'Maya: ' }, { text: 'track', link: 'https://shop.example/17' }] },
      { as: 'list', items: [{ depth: 0, number: null, spans: [{ text: '17', bold: true }] }] },
      { as: 'table', rows: [[{ spans: [{ text: 'Maya' }] }]] },
      { as: 'code', text: '17' },
    ]);
  });

  test('30 KB of braces take no time', () => {
    const spent = cpuMs(() => {
      fill('{'.repeat(30_000));
      fill('{name '.repeat(5_000));
      fill(`https://${'a'.repeat(15_000)}{name}${'{'.repeat(15_000)}`);
    });
    expect(spent).toBeLessThan(300);
  });
});
