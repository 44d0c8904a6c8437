import { expect, test } from 'vitest';
import { dearerWhenLonger } from './cost.ts';

test('quadratic work shows as dearer per character, work in proportion does not', () => {
  let sum = 0;
  const steps = (count: number) => {
    for (let i = 0; i < count; i++) sum += i % 7;
  };
  expect(dearerWhenLonger(length => steps(length * length), 5_000)).toBeGreaterThan(4);
  expect(dearerWhenLonger(length => steps(length * 5_000), 5_000)).toBeLessThan(2);
  expect(sum).toBeGreaterThan(0);
});
