import { describe, expect, test } from 'vitest';
import type { EnquiryEvent } from '../../src/core/enquiry.ts';
import { isHard } from '../../src/core/hard.ts';
import { oneMore } from '../../src/core/pace.ts';
import { MINUTE } from '../../src/core/time.ts';

const said = (...levels: ('none' | 'strong' | 'aimed')[]) =>
  levels.map(level => ({ direction: 'in' as const, shield: { level } }));
const reopened = { type: 'EnquiryReopened', because: 'customer-wrote' } as EnquiryEvent;
const rated = (score: number) => ({ type: 'CustomerRated', score, of: 0 }) as EnquiryEvent;

describe('an enquiry is hard', () => {
  test.each<[string, Parameters<typeof isHard>[0], EnquiryEvent[], boolean]>([
    ['with words aimed at staff', said('none', 'aimed'), [], true],
    ['with strong words again and again', said('strong', 'none', 'strong'), [], true],
    ['when it came back twice', [], [reopened, reopened], true],
    ['with a bad rating', [], [rated(2)], true],
  ])('%s', (_, messages, events, hard) => expect(isHard(messages, events)).toBe(hard));

  test.each<[string, Parameters<typeof isHard>[0], EnquiryEvent[]]>([
    ['however long it is', said('none', 'none', 'none', 'none'), []],
    ['for one strong word in trouble', said('strong', 'none'), []],
    ['for what staff wrote', [{ direction: 'out', shield: { level: 'aimed' } }], []],
    ['when it came back once, or was liked', [], [reopened, rated(5), rated(3)]],
    ['without a word', [{ direction: 'in', shield: null }, { direction: 'in' }], []],
  ])('but not %s', (_, messages, events) => expect(isHard(messages, events)).toBe(false));
});

test('a room is given five signs at once, then one a minute', () => {
  let until = 0;
  const given: number[] = [];
  for (let minute = 0; minute < 10; minute++) {
    for (let i = 0; i < 20; i++) {
      const next = oneMore(until, minute * MINUTE);
      if (next === null) continue;
      until = next;
      given[minute] = (given[minute] ?? 0) + 1;
    }
  }
  expect(given).toEqual([5, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
});
