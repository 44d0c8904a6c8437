import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCalendar } from '../../src/core/calendar.ts';
import {
  ALWAYS_OPEN,
  instantOf,
  isOpen,
  nextOpening,
  type OpeningHours,
  parseHours,
  wallTime,
} from '../../src/core/hours.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';

const openBetween = (hours: OpeningHours, from: number, to: number) =>
  makeCalendar([{ from: 0, hours }]).openBetween('email', from, to);

function hoursOf(timezone: string, weekly: Record<string, string[]>, more: object = {}): OpeningHours {
  const { hours, problems } = parseHours({ timezone, weekly, ...more });
  expect(problems).toEqual([]);
  return hours;
}
const LONDON = hoursOf('Europe/London', { 'mon-fri': ['09:00-12:30', '13:30-17:30'] }, { closed: ['2026-12-25'] });
const at = (text: string) => Date.parse(text);

describe('a shop in London with a lunch break', () => {
  test.each([
    ['2026-06-01T08:00Z', true],
    ['2026-06-01T07:59:59Z', false],
    ['2026-06-01T11:30Z', false],
    ['2026-06-01T12:30Z', true],
    ['2026-06-01T16:30Z', false],
    ['2026-12-01T09:00Z', true],
    ['2026-12-01T08:30Z', false],
    ['2026-12-25T10:00Z', false],
    ['2026-06-06T10:00Z', false],
  ])('%s open: %s', (text, open) => expect(isOpen(LONDON, at(text))).toBe(open));

  test('opens next after lunch, after the weekend, after Christmas', () => {
    expect(nextOpening(LONDON, at('2026-06-01T11:45Z'))).toBe(at('2026-06-01T12:30Z'));
    expect(nextOpening(LONDON, at('2026-06-05T17:00Z'))).toBe(at('2026-06-08T08:00Z'));
    expect(nextOpening(LONDON, at('2026-12-24T18:00Z'))).toBe(at('2026-12-28T09:00Z'));
    expect(nextOpening(LONDON, at('2026-06-01T10:00Z'))).toBe(at('2026-06-01T10:00Z'));
  });
  test('counts only open time, across a clock change and a weekend', () => {
    expect(openBetween(LONDON, at('2026-03-27T16:30Z'), at('2026-03-30T09:00Z'))).toBe(2 * HOUR);
    expect(openBetween(LONDON, at('2026-06-01T00:00Z'), at('2026-06-08T00:00Z'))).toBe(5 * 7.5 * HOUR);
  });
});

describe('clock changes', () => {
  test('a span over the night of the change is as long as it really is', () => {
    const night = hoursOf('Europe/Berlin', { sun: ['00:00-06:00'] });
    expect(openBetween(night, at('2026-03-28T12:00Z'), at('2026-03-29T12:00Z'))).toBe(5 * HOUR);
    expect(openBetween(night, at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'))).toBe(7 * HOUR);
  });
  test('a wall time that is skipped is the first moment after; one that comes twice is its first', () => {
    expect(instantOf('Europe/Berlin', { year: 2026, month: 3, day: 29 }, 150)).toBe(at('2026-03-29T01:00Z'));
    expect(instantOf('Europe/Berlin', { year: 2026, month: 10, day: 25 }, 150)).toBe(at('2026-10-25T00:30Z'));
    expect(instantOf('Australia/Lord_Howe', { year: 2026, month: 10, day: 4 }, 135)).toBe(at('2026-10-03T15:30Z'));
  });
});

describe('parsing', () => {
  test('says everything that is wrong at once, in sentences', () => {
    const { problems } = parseHours({
      timezone: 'Mars/Olympus',
      weekly: { monday: ['09:00-17:00'], tue: ['17:00-09:00', '9-5'], wed: ['09:00-12:00', '11:00-13:00'] },
      closed: ['25.12.2026'],
    });
    expect(problems).toHaveLength(6);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z"].*\.$/);
  });
  test('a business that never opens has no next opening', () => {
    expect(nextOpening(hoursOf('UTC', {}), 0)).toBeNull();
    expect(nextOpening(ALWAYS_OPEN, 12345)).toBe(12345);
  });
});

// The same cases every time, so that a failure is somebody's change; FC_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_260_601) });

describe('properties over ten years of random calendars', () => {
  const zone = fc.constantFrom(
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/Sao_Paulo',
    'Pacific/Apia',
    'Africa/Casablanca',
    'UTC',
  );
  const span = fc
    .tuple(fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 15, max: 720 }))
    .map(([from, long]) => ({ from, to: Math.min(1440, from + long) }));
  const day = fc.array(span, { maxLength: 3 }).map(spans => {
    const kept: { from: number; to: number }[] = [];
    for (const each of spans.sort((a, b) => a.from - b.from)) if (each.from >= (kept.at(-1)?.to ?? 0)) kept.push(each);
    return kept;
  });
  const calendar = fc.record({
    timezone: zone,
    weekly: fc.array(day, { minLength: 7, maxLength: 7 }),
    dates: fc.constant({}),
  });
  const instant = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });

  test('the next opening is open, is not before now, and nothing between is open', () => {
    fc.assert(
      fc.property(calendar, instant, fc.double({ min: 0, max: 1, noNaN: true }), (hours, now, share) => {
        const next = nextOpening(hours, now);
        if (next === null) return;
        expect(next).toBeGreaterThanOrEqual(now);
        expect(isOpen(hours, next)).toBe(true);
        if (next > now) expect(isOpen(hours, Math.floor(now + (next - now) * share * 0.999))).toBe(false);
      }),
      { numRuns: 400 },
    );
  });
  test('open time adds up: from a to c is from a to b and from b to c, and never more than the clock', () => {
    fc.assert(
      fc.property(
        calendar,
        instant,
        fc.integer({ min: 0, max: 20 * DAY }),
        fc.integer({ min: 0, max: 20 * DAY }),
        (hours, a, x, y) => {
          const [b, c] = [a + x, a + x + y];
          const whole = openBetween(hours, a, c);
          expect(openBetween(hours, a, b) + openBetween(hours, b, c)).toBe(whole);
          expect(whole).toBeLessThanOrEqual(c - a);
        },
      ),
      { numRuns: 150 },
    );
  });
  test('an instant of a wall time shows that wall time, unless the clock skipped it', () => {
    fc.assert(
      fc.property(zone, instant, (timezone, now) => {
        const wall = wallTime(timezone, Math.floor(now / MINUTE) * MINUTE);
        const back = wallTime(timezone, instantOf(timezone, wall, wall.minutes));
        expect(back).toEqual(wall);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('a wall clock shows the same whether its minute was asked for before or not, at every second', () => {
  const zones = [
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Monrovia',
    'Pacific/Apia',
  ];
  const asIntl = (timeZone: string, at: number) => {
    const shown = new Date(at).toLocaleString('sv-SE', { timeZone });
    const [date = '', time = ''] = shown.split(' ');
    const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
    return [date, hours * 60 + minutes + seconds / 60];
  };
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: -4e11, max: 2.2e12 }), (zone, at) => {
      for (const each of [at, at + 1_000, at, at + 59_999]) {
        const { year, month, day, minutes } = wallTime(zone, each);
        const date = [year, month, day].map(n => String(n).padStart(2, '0')).join('-');
        expect([date, minutes]).toEqual(asIntl(zone, each));
      }
    }),
    { numRuns: 200 },
  );
});
