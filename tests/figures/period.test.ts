/** The time that people mean with their words. A Wednesday in November, in London, unless it says otherwise. */
import { describe, expect, test } from 'vitest';
import { parsePeriod } from '../../src/figures/period.ts';

const WEDNESDAY = '2026-11-18T12:00:00Z';
function days(words: string, now = WEDNESDAY, zone = 'Europe/London'): string {
  const parsed = parsePeriod(words.split(' ').filter(Boolean), Date.parse(now), zone);
  return parsed.ok ? `${parsed.pair.period.firstDay} ${parsed.pair.period.endDay}` : parsed.problem;
}
function before(words: string, now: string, zone = 'Europe/London'): string {
  const parsed = parsePeriod(words.split(' ').filter(Boolean), Date.parse(now), zone);
  if (!parsed.ok) return parsed.problem;
  const { previous } = parsed.pair;
  return `${previous.firstDay} ${previous.endDay} ${new Date(previous.until).toISOString()}`;
}

describe('words for a time', () => {
  test('mean whole days, the last one included', () => {
    expect(days('last 7 days')).toBe('2026-11-12 2026-11-19');
    expect(days('past 2 weeks')).toBe('2026-11-05 2026-11-19');
    expect(days('fri mon')).toBe('2026-11-13 2026-11-17');
    expect(days('dec 20 jan 5')).toBe('2025-12-20 2026-01-06');
    expect(days('december')).toBe('2025-12-01 2026-01-01');
    expect(days('nov')).toBe('2026-11-01 2026-12-01');
    expect(days('feb 2028', '2028-03-01T00:00:00Z')).toBe('2028-02-01 2028-03-01');
    expect(days('29 feb', '2028-02-29T10:00:00Z')).toBe('2028-02-29 2028-03-01');
    expect(days('1.11. 7.11.')).toBe('2026-11-01 2026-11-08');
    expect(days('2026-02-30')).toContain('not a date in the calendar');
  });

  // src/desk/dates.ts:71 yearOf, and src/figures/period.ts:133 ofDates: each date is read alone, the last such day that has
  // come. So in the middle of a month (or a week) its end is that of last year (or last week), and the answer is "Turn the
  // two around", which gives another time. Read the second one from the first: the next such day that is not before it.
  test('a month or a week that has begun may be named by its first and last day', () => {
    expect(days('1 nov 30 nov')).toBe('2026-11-01 2026-12-01');
    expect(days('16 nov to 22 nov')).toBe('2026-11-16 2026-11-23');
    expect(days('mon fri')).toBe('2026-11-16 2026-11-21');
  });

  // src/figures/period.ts:137: "since" with one date goes on until today, "from" with one is that day alone, without a
  // word; `deskhand stats --from` goes on until today.
  test('"from" a day goes on until today, as "since" and --from do', () => {
    expect(days('since 2026-11-01')).toBe('2026-11-01 2026-11-19');
    expect(days('from 2026-11-01')).toBe('2026-11-01 2026-11-19');
  });

  // src/figures/period.ts:108: links ("in") are only left out of dates, not of months.
  test('"in november 2025" is that month', () => {
    expect(days('in november 2025')).toBe('2025-11-01 2025-12-01');
  });
});

describe('what people type without thinking', () => {
  test.each([
    ['last monday', '2026-11-16 2026-11-17'],
    ['last june', '2026-06-01 2026-07-01'],
    ['june to august', '2026-06-01 2026-09-01'],
    ['nov to jan', '2026-11-01 2027-02-01'],
    ['since june', '2026-06-01 2026-11-19'],
    ['june 2025 to august 2025', '2025-06-01 2025-09-01'],
    ['1st of june', '2026-06-01 2026-06-02'],
    ['lastweek', '2026-11-09 2026-11-16'],
    ['12.6.-15.6.', '2026-06-12 2026-06-16'],
    ['1-12 june', '2026-06-01 2026-06-13'],
    ['1 to 12 june', '2026-06-01 2026-06-13'],
    ['mon-wed', '2026-11-16 2026-11-19'],
    ['2026-06', '2026-06-01 2026-07-01'],
    ['2020', '2020-01-01 2021-01-01'],
    ['q3', '2026-07-01 2026-10-01'],
    ['Q4', '2026-10-01 2027-01-01'],
    ['q1 2025', '2025-01-01 2025-04-01'],
    ['last quarter', '2026-07-01 2026-10-01'],
    ['2 weeks ago', '2026-11-02 2026-11-09'],
    ['a month ago', '2026-10-01 2026-11-01'],
    ['3 days ago', '2026-11-15 2026-11-16'],
    ['weekend', '2026-11-14 2026-11-16'],
  ])('%s', (words, meant) => {
    expect(days(words)).toBe(meant);
  });

  test('a weekend that has begun is the one that is meant', () => {
    expect(days('weekend', '2026-11-21T12:00:00Z')).toBe('2026-11-21 2026-11-23');
    expect(days('last weekend', '2026-11-22T12:00:00Z')).toBe('2026-11-14 2026-11-16');
  });

  test('what was turned around or misspelt is said, not guessed', () => {
    expect(days('12 june to 1 june')).toContain('Turn the two around');
    expect(days('28 dec to 3 jan', '2026-12-30T12:00:00Z')).toBe('2026-12-28 2027-01-04');
    expect(days('last wek')).toContain('Did you mean "stats last week"?');
    expect(days('2019-13')).toContain('not a day I know');
  });
});

describe('the period before', () => {
  test('is as long, and of a month the month before, at its end and in leap years too', () => {
    expect(before('month', '2026-03-31T12:00:00Z')).toBe('2026-02-01 2026-03-01 2026-03-01T00:00:00.000Z');
    expect(before('month', '2026-05-31T12:00:00Z')).toBe('2026-04-01 2026-05-01 2026-04-30T23:00:00.000Z');
    expect(before('month', '2028-02-29T12:00:00Z')).toBe('2028-01-01 2028-02-01 2028-01-29T12:00:00.000Z');
    expect(before('year', '2028-12-31T12:00:00Z')).toBe('2027-01-01 2028-01-01 2028-01-01T00:00:00.000Z');
    expect(before('last month', '2026-03-31T12:00:00Z')).toBe('2026-01-01 2026-02-01 2026-02-01T00:00:00.000Z');
    expect(before('2026-03-01 2026-03-31', '2026-05-31T12:00:00Z')).toBe(
      '2026-01-29 2026-03-01 2026-03-01T00:00:00.000Z',
    );
  });

  test('goes as far on the wall clock as this one has gone, when the clocks change too', () => {
    expect(before('week', WEDNESDAY)).toBe('2026-11-09 2026-11-16 2026-11-11T12:00:00.000Z');
    expect(before('today', '2026-03-29T01:30:00Z')).toBe('2026-03-28 2026-03-29 2026-03-28T02:30:00.000Z');
    expect(before('today', '2026-03-30T00:30:00Z')).toBe('2026-03-29 2026-03-30 2026-03-29T01:00:00.000Z');
    expect(before('week', '2026-03-30T00:30:00Z')).toBe('2026-03-23 2026-03-30 2026-03-23T01:30:00.000Z');
    // A day that Samoa left out has no length.
    expect(before('today', '2011-12-31T05:00:00Z', 'Pacific/Apia')).toBe(
      '2011-12-30 2011-12-31 2011-12-30T10:00:00.000Z',
    );
  });

  test('ends at a whole second at every second of a day', () => {
    for (let second = 0; second < 86_400; second += 7) {
      const now = Date.UTC(2026, 10, 18) + second * 1_000 + 999;
      const parsed = parsePeriod(['today'], now, 'Asia/Kathmandu');
      expect(parsed.ok && parsed.pair.previous.until % 1_000).toBe(0);
    }
  });
});
