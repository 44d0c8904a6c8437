import { describe, expect, test } from 'vitest';
import { anyCase } from '../../src/knowledge/any-case.ts';

describe('a pattern for letters of either case', () => {
  test.each([
    ['hi|hello', 'HeLLo', true],
    ['ol[áa]', 'OLÁ', true],
    ['gr(?:ü|ue)(?:ß|ss)', 'GRÜss', true],
    ['szanown\\p{L}*', 'Szanowna', true],
    ['sig\\.?(?:ra)?', 'SIG.RA', true],
    ['добрый (?:день|вечер)', 'Добрый День', true],
    ['こんにちは', 'こんにちは', true],
    ['hi', 'ho', false],
  ])('%s and %s', (pattern, text, fits) => {
    expect(new RegExp(`^(?:${anyCase(pattern)})$`, 'u').test(text)).toBe(fits);
  });
});
