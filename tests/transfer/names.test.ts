import { describe, expect, test } from 'vitest';
import { makeNames } from '../../src/transfer/names.ts';

describe('names of a whole history', () => {
  test('are known again, each with its number, and no other one is', () => {
    const names = makeNames();
    const name = (i: number) => `enq_01hzy3k4m5n6p7q8${String(i).padStart(7, '0')}`;
    const wrong: number[] = [];
    for (let i = 1; i <= 50_000; i++) if (names.keep(name(i), i) !== 0) wrong.push(i);
    for (let i = 1; i <= 50_000; i++) if (names.get(name(i)) !== i) wrong.push(i);
    for (let i = 50_001; i <= 100_000; i++) if (names.get(name(i)) !== 0) wrong.push(i);
    expect(wrong).toEqual([]);
  });

  test('keep their first number, and take another one where it is set', () => {
    const names = makeNames();
    expect(names.keep('a', 3)).toBe(0);
    expect(names.keep('a', 9)).toBe(3);
    names.set('a', 12);
    names.set('b', 1);
    expect([names.get('a'), names.get('b'), names.get(''), names.get('ab')]).toEqual([12, 1, 0, 0]);
  });

  test('are told apart where only one character differs, or its place', () => {
    const names = makeNames();
    const all = ['', '0', '00', '\u0000', '\u0000\u0000', 'ab', 'ba', 'é', 'e\u0301', '東', '京'];
    for (const [i, each] of all.entries()) expect(names.keep(each, i + 1)).toBe(0);
    for (const [i, each] of all.entries()) expect(names.get(each)).toBe(i + 1);
  });
});
