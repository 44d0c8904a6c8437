import { expect, test } from 'vitest';
import { judgeTone } from '../../src/shield/judge.ts';
import { BLIND_AIMED } from './blind-abuse.ts';
import { BLIND_ANGRY } from './blind-angry.ts';
import { BLIND_INNOCENT, POLITE } from './blind-innocent.ts';

const aimed = (texts: readonly string[]) => texts.filter(each => judgeTone(each).level === 'aimed');

test('what is angry, innocent or polite is never folded', () => {
  expect(aimed([...BLIND_ANGRY, ...BLIND_INNOCENT, ...POLITE])).toEqual([]);
});

test('nineteen of twenty that are aimed at somebody are folded', () => {
  expect(aimed(BLIND_AIMED).length / BLIND_AIMED.length).toBeGreaterThan(0.95);
});
