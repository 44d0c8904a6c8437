import { expect, test } from 'vitest';
import { dearerWhenLonger } from './cost.ts';

test('quadratic work shows as dearer per character, work in proportion does not', () => {
  let sum = 0;
  const steps = (count: number) => {
    for (let i = 0; i < count; i++) sum = (sum + i) % 1_009;
  };
  expect(dearerWhenLonger(length => steps(length * length), 8_000)).toBeGreaterThan(4);
  expect(dearerWhenLonger(length => steps(length * 8_000), 8_000)).toBeLessThan(2);
  expect(sum).toBeGreaterThanOrEqual(0);
});
