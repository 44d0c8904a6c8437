import { describe, expect, test } from 'vitest';
import { type Budget, type Meter, windowAt } from '../../src/core/budget.ts';
import { forecastOf, monthWords } from '../../src/core/forecast.ts';
import { DAY, HOUR } from '../../src/core/time.ts';

const month: Budget = { name: 'money', what: 'the board', counts: 'money', max: 10_000_000, window: 'month' };
const meter: Meter = { budgets: [month], prices: {}, currency: '$' };
const dollars = (n: number) => Math.round(n * 1_000_000);

/** On this day of March 2026, at noon, with so much used this month and so much spent lately. */
function on(day: number, used: number, lately: number, days: number) {
  const now = Date.UTC(2026, 2, day, 12);
  const at = { ...windowAt(month, null, now), used: dollars(used) };
  return { now, at, pace: { cost: dollars(lately), overMs: days * DAY } };
}
const words = ({ now, at, pace }: ReturnType<typeof on>, budget = month) => monthWords(meter, budget, at, pace, now);

describe('the forecast of a month', () => {
  test('adds what is left of the month at the rate of the last days to what was spent', () => {
    // 11.5 days are over, 19.5 are left, at 10 cents a day.
    expect(words(on(12, 2.1, 0.7, 7))).toBe(
      '$2.10 so far this month, about $4.05 by its end at this rate; the limit is $10.00.',
    );
  });

  test('is not made in the first two days of a month, or of a channel', () => {
    for (const early of [on(1, 0.2, 3, 7), on(2, 0.2, 3, 7), on(20, 0.2, 0.2, 1.9)]) {
      expect(forecastOf(month, early.at, early.pace, early.now)).toBeNull();
      expect(words(early)).toBe('$0.20 so far this month, too early to say how much by its end; the limit is $10.00.');
    }
    expect(forecastOf(month, on(3, 0.2, 3, 7).at, { cost: 0, overMs: 2 * DAY }, on(3, 0, 0, 0).now)).not.toBeNull();
  });

  test('knows a quiet week after a dear one, and a dear one after a quiet', () => {
    expect(words(on(22, 7, 0, 7))).toMatch(/\$7\.00 so far this month, about \$7\.00 by its end/);
    expect(words(on(22, 1, 1, 7))).toMatch(/\$1\.00 so far this month, about \$2\.36 by its end/);
  });

  test('says when the limit is reached, if it is within this month', () => {
    // A dollar a day from 4 on the 10th at noon.
    expect(words(on(10, 4, 7, 7))).toMatch(
      /about \$25\.50 by its end .* limit is \$10\.00, reached in about 6 days\.$/,
    );
    expect(words(on(31, 9.4, 7, 7))).toMatch(/about \$9\.90 by its end at this rate; the limit is \$10\.00\.$/);
    expect(words(on(20, 12, 7, 7))).not.toMatch(/reached/);
  });

  test('is of no use for more than it was given: what was given back cannot make a month cheaper than it is', () => {
    const { now, at } = on(12, 2, 0, 7);
    expect(forecastOf(month, at, { cost: -dollars(1), overMs: 7 * DAY }, now)).toEqual({
      byEnd: dollars(2),
      fullAt: null,
    });
  });

  test('comes with what the channel does at that share of its money', () => {
    const says = [
      { from: 0.8, words: 'Looks are rarer.' },
      { from: 1, words: 'No looks any more.' },
    ];
    const told = { ...month, says };
    expect(words(on(12, 7.99, 0, 7), told)).not.toMatch(/looks/i);
    expect(words(on(12, 8, 0, 7), told)).toMatch(/the limit is \$10\.00\. Looks are rarer\.$/);
    expect(words(on(12, 10, 0, 7), told)).toMatch(
      /the limit is \$10\.00\. No looks any more\. What is to go waits for 19 days more\.$/,
    );
  });

  test('ends with its month: an hour later the next one begins with nothing', () => {
    const last = Date.UTC(2026, 11, 31, 23, 30);
    const kept = { ...windowAt(month, null, last), used: dollars(9) };
    const pace = { cost: dollars(7), overMs: 7 * DAY };
    expect(monthWords(meter, month, windowAt(month, kept, last), pace, last)).toMatch(
      /^\$9\.00 so far this month, about \$9\.02 by/,
    );
    const next = last + HOUR;
    expect(monthWords(meter, month, windowAt(month, kept, next), pace, next)).toMatch(
      /^\$0\.00 so far this month, too early/,
    );
  });
});
