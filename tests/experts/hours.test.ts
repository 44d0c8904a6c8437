/** Hours in which somebody may be asked: as they are typed, and as the clock on the wall has them. */
import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN, parseHours } from '../../src/core/hours.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { askableUntil, askHoursTyped, askHoursWords, isAskable, readAskHours } from '../../src/experts/hours.ts';
import type { AskHours } from '../../src/ports/help-rows.ts';

const WORKDAYS = [0, 1, 2, 3, 4];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

test.each([
  ['9-12 mon-fri', { days: WORKDAYS, from: 540, to: 720 }],
  ['mon-fri 9-12', { days: WORKDAYS, from: 540, to: 720 }],
  ['9 – 12 weekdays', { days: WORKDAYS, from: 540, to: 720 }],
  ['13:30-17 tue, thu', { days: [1, 3], from: 810, to: 1020 }],
  ['9am-5pm on Mondays and Fridays', { days: [0, 4], from: 540, to: 1020 }],
  ['1-5pm', { days: EVERY_DAY, from: 780, to: 1020 }],
  ['9-5pm mon', { days: [0], from: 540, to: 1020 }],
  ['9.30 to 12 sat', { days: [5], from: 570, to: 720 }],
  ['22-6', { days: EVERY_DAY, from: 1320, to: 360 }],
  ['18-24 fri-mon', { days: [0, 4, 5, 6], from: 1080, to: 1440 }],
])('%j is read', (typed, hours) => {
  expect(readAskHours(typed)).toEqual(hours);
  expect(readAskHours(askHoursTyped(hours as AskHours))).toEqual(hours);
});

test.each(['', 'team', 'opening hours', 'The team’s hours'.replace('’', "'")])('%j are the opening hours', typed => {
  expect(readAskHours(typed)).toBeNull();
});

test.each([
  'whenever',
  '9',
  '25-26',
  '9-9',
  '9-12 someday',
  '9:70-10',
  '13pm-14pm',
])('%j is answered with how to write it', typed => {
  expect(readAskHours(typed)).toMatch(/Write hours such as 9-12 mon-fri/);
});

test('they are said as people read them', () => {
  expect(askHoursWords({ days: [0, 1, 2, 4, 6], from: 540, to: 725 })).toBe('9:00-12:05, Mon-Wed, Fri, Sun');
  expect(askHoursWords(null)).toBe('in opening hours');
});

const LONDON = parseHours({
  timezone: 'Europe/London',
  weekly: { 'mon-fri': ['09:00-12:30', '13:30-17:30'] },
  closed: ['2026-12-25'],
  dates: { '2026-12-24': ['09:00-11:00'] },
}).hours;
const at = (iso: string) => Date.parse(iso);

describe('the clock on the wall', () => {
  const mornings: AskHours = { days: WORKDAYS, from: 540, to: 720 };

  test.each([
    ['2026-11-30T08:59:59Z', false],
    ['2026-11-30T09:00:00Z', true],
    ['2026-11-30T11:59:59Z', true],
    ['2026-11-30T12:00:00Z', false],
    ['2026-11-28T10:00:00Z', false],
    // In summer the clock there is an hour ahead.
    ['2026-06-15T08:00:00Z', true],
    ['2026-06-15T11:00:00Z', false],
    // The Monday after each change of the clock.
    ['2026-03-30T08:00:00Z', true],
    ['2026-10-26T08:30:00Z', false],
    ['2026-10-26T09:30:00Z', true],
    // A day off of the team, and a short one.
    ['2026-12-25T10:00:00Z', false],
    ['2026-12-24T10:00:00Z', true],
    ['2026-12-24T11:30:00Z', false],
  ])('mornings, at %s: %j', (iso, may) => {
    expect(isAskable(mornings, LONDON, at(iso))).toBe(may);
  });

  test('who said nothing is asked in opening hours', () => {
    expect(isAskable(null, LONDON, at('2026-11-30T13:00:00Z'))).toBe(false);
    expect(isAskable(null, LONDON, at('2026-11-30T14:00:00Z'))).toBe(true);
    expect(isAskable(null, ALWAYS_OPEN, at('2026-11-30T03:00:00Z'))).toBe(true);
  });

  test('a night ends on the next morning, and belongs to the day on which it began', () => {
    const nights: AskHours = { days: [4], from: 22 * 60, to: 6 * 60 };
    expect(isAskable(nights, ALWAYS_OPEN, at('2026-11-27T22:00:00Z'))).toBe(true);
    expect(isAskable(nights, ALWAYS_OPEN, at('2026-11-28T05:59:00Z'))).toBe(true);
    expect(isAskable(nights, ALWAYS_OPEN, at('2026-11-28T06:00:00Z'))).toBe(false);
    expect(isAskable(nights, ALWAYS_OPEN, at('2026-11-28T22:00:00Z'))).toBe(false);
    expect(isAskable(nights, ALWAYS_OPEN, at('2026-11-27T05:00:00Z'))).toBe(false);
  });

  test('they end at the limit, or when the hours do', () => {
    const from = at('2026-11-30T11:50:00Z');
    expect(askableUntil(mornings, LONDON, from, from + HOUR)).toBe(from + 10 * MINUTE);
    expect(askableUntil(mornings, LONDON, from, from + 5 * MINUTE)).toBe(from + 5 * MINUTE);
  });
});
