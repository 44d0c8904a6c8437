import { describe, expect, test } from 'vitest';
import { type Budget, type Meter, opensAt, usedUpWords, usedWords, windowAt } from '../../src/core/budget.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';

const NOW = Date.UTC(2026, 11, 31, 23, 50);
const notes: Budget = { name: 'notes', what: 'private notes', counts: ['note'], max: 15, window: 15 * MINUTE };
const month: Budget = { name: 'money', what: 'the board', counts: 'money', max: 2_500_000, window: 'month' };
const meter: Meter = { budgets: [notes, month], prices: { post: 200_000 }, currency: '$' };

describe('a budget', () => {
  test('has a window that begins with the first step and ends by itself', () => {
    const first = windowAt(notes, null, NOW);
    expect(first).toEqual({ used: 0, until: NOW + 15 * MINUTE, closedUntil: null });
    expect(windowAt(notes, { ...first, used: 3 }, NOW + 14 * MINUTE)).toEqual({ ...first, used: 3 });
    expect(windowAt(notes, { ...first, used: 3 }, NOW + 15 * MINUTE).used).toBe(0);
  });

  test('of a month ends with the month, at the end of a year too', () => {
    expect(windowAt(month, null, NOW).until).toBe(Date.UTC(2027, 0, 1));
    expect(windowAt(month, null, Date.UTC(2028, 1, 29)).until).toBe(Date.UTC(2028, 2, 1));
  });

  test.each([
    ['there is enough', { used: 14, closedUntil: null }, 1, null],
    ['it is used up', { used: 15, closedUntil: null }, 1, NOW + 15 * MINUTE],
    ['nothing is asked of it', { used: 15, closedUntil: NOW + DAY }, 0, null],
    ['the far side says so', { used: 0, closedUntil: NOW + DAY }, 1, NOW + DAY],
    ['what the far side said has passed', { used: 0, closedUntil: NOW }, 1, null],
    ['one step is more than a window holds, and nothing else went', { used: 0, closedUntil: null }, 16, null],
  ])('opens as it should when %s', (_, window, amount, opens) => {
    expect(opensAt(notes, { until: NOW + 15 * MINUTE, ...window }, amount, NOW)).toBe(opens);
  });

  test('of nothing lets nothing out', () => {
    expect(opensAt({ ...notes, max: 0 }, windowAt(notes, null, NOW), 1, NOW)).toBe(NOW + 15 * MINUTE);
  });

  test('is told to staff and to admins in sentences', () => {
    const at = windowAt(month, null, NOW);
    expect(usedUpWords(meter, notes, windowAt(notes, null, NOW), NOW)).toBe(
      'No more than 15 private notes in 15 min are allowed, and these are used up.',
    );
    expect(usedUpWords(meter, month, at, NOW)).toMatch(/^The budget of \$2\.50 for the board in a month is used up;/);
    // Closed by the far side with most of it left: raising the limit would not help.
    const closed = { ...at, used: 1, closedUntil: NOW + MINUTE };
    expect(usedUpWords(meter, month, closed, NOW)).toMatch(/^the board takes nothing that costs money at the moment/);
    expect(usedUpWords(meter, notes, closed, NOW)).toMatch(/^No private notes are taken at the moment/);
    expect(usedUpWords(meter, month, closed, NOW + MINUTE)).toMatch(/is used up/);
    expect(usedWords(meter, month, { ...at, used: 400_000 }, NOW)).toBe('$0.40 of $2.50 in a month used.');
    expect(usedWords(meter, month, { ...at, used: 2_500_000 }, NOW)).toMatch(/used\. What is to go waits for 10 min/);
  });
});
