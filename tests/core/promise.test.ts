import { expect, test } from 'vitest';
import { makeCalendar } from '../../src/core/calendar.ts';
import { parseHours, type WrittenHours } from '../../src/core/hours.ts';
import { makePromiseRecord, type Waited } from '../../src/core/promise.ts';
import { randomOf } from '../figures/recount.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (iso: string) => Date.parse(iso);
const LONDON: WrittenHours = { timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] } };
const calendarOf = (written: WrittenHours) => makeCalendar([{ from: 0, hours: parseHours(written).hours }]);

/** Every Tuesday at 10:00, from that day on: answered after 0.5 h, 1 h, 1.5 h ... in turn, up to 5 h. */
function tuesdays(n: number, from = '2026-01-06T10:00:00Z'): Waited[] {
  return Array.from({ length: n }, (_, i) => {
    const openedAt = at(from) + Math.floor(i / 4) * 7 * DAY + (i % 4) * 1_000;
    return { openedAt, answeredAt: openedAt + ((i % 10) + 1) * 0.5 * HOUR, endedAt: null };
  });
}

/** Each of them after 4 h of opening hours. */
const within4h = () => tuesdays(40).map(each => ({ ...each, answeredAt: each.openedAt + 4 * HOUR }));

function toldAt(waits: readonly Waited[], moment: string, written = LONDON) {
  const record = makePromiseRecord(calendarOf(written), 'email');
  for (const each of waits) record.add(each);
  const { by, n } = record.at(at(moment));
  return { by: by === null ? null : new Date(by).toISOString(), n };
}

test('below 20 answered nothing is told but the opening hours', () => {
  const waits = tuesdays(25, '2026-01-06T10:00:00Z');
  expect(toldAt(waits.slice(0, 19), '2026-02-24T10:00:00Z')).toEqual({ by: null, n: 19 });
  expect(toldAt(waits.slice(0, 20), '2026-02-24T10:00:00Z')).toMatchObject({ by: expect.any(String), n: 20 });
  expect(toldAt([], '2026-02-24T10:00:00Z')).toEqual({ by: null, n: 0 });
});

test('what is told runs only while it is open: over a night, a weekend, days off, and the night in which clocks change', () => {
  const waits = within4h();
  const told = (moment: string, written?: WrittenHours) => toldAt(waits, moment, written).by;
  expect(told('2026-03-17T09:00:00Z')).toBe('2026-03-17T13:00:00.000Z');
  // Tuesday 16:00 has an hour left.
  expect(told('2026-03-17T16:00:00Z')).toBe('2026-03-18T12:00:00.000Z');
  // On Friday evening it is winter time, on Monday morning it is an hour later.
  expect(told('2026-03-27T16:00:00Z')).toBe('2026-03-30T11:00:00.000Z');
  expect(told('2026-03-27T16:00:00Z', { ...LONDON, closed: ['2026-03-30'] })).toBe('2026-03-31T11:00:00.000Z');
  // Closed for good: nothing can be told.
  expect(told('2026-03-27T16:00:00Z', { timezone: 'Europe/London', weekly: {} })).toBeNull();
});

test('it is said in half hours, and never past closing time', () => {
  const waits = within4h();
  expect(toldAt(waits, '2026-03-17T09:10:00Z').by).toBe('2026-03-17T13:30:00.000Z');
  const lunch: WrittenHours = { timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-13:12', '14:00-17:00'] } };
  expect(toldAt(waits, '2026-03-17T09:58:00Z', lunch).by).toBe('2026-03-17T13:12:00.000Z');
});

test('nothing that happens later is known: of any moment the same is told with and without what came after it', () => {
  const random = randomOf(5);
  const waits = tuesdays(120).map((each): Waited => {
    const end = each.openedAt + random() * 20 * DAY;
    const dice = random();
    if (dice < 0.1) return { ...each, answeredAt: null, endedAt: end };
    if (dice < 0.2) return { ...each, answeredAt: null, endedAt: end, void: true };
    return dice < 0.3 ? { ...each, answeredAt: null } : { ...each, answeredAt: end };
  });
  for (let day = 0; day < 200; day += 3) {
    const now = at('2026-02-10T12:00:00Z') + day * DAY;
    const known = waits
      .filter(each => each.openedAt <= now)
      .map((each): Waited => {
        const later = (moment: number | null) => moment !== null && moment > now;
        return later(each.answeredAt) || later(each.endedAt)
          ? { openedAt: each.openedAt, answeredAt: null, endedAt: null }
          : each;
      });
    const moment = new Date(now).toISOString();
    expect(toldAt(waits, moment)).toEqual(toldAt(known, moment));
  }
});

test('who still waits counts: a team that stopped answering this morning promises less by noon', () => {
  const waits = tuesdays(40);
  const waiting = Array.from({ length: 8 }, (_, i) => ({
    openedAt: at('2026-03-17T09:00:00Z') + i * 60_000,
    answeredAt: null,
    endedAt: null,
  }));
  const before = toldAt(waits, '2026-03-17T12:00:00Z').by!;
  expect(toldAt([...waits, ...waiting], '2026-03-17T12:00:00Z').by! > before).toBe(true);
  // Spam that somebody has marked is none of it; until then nobody knew.
  const spam = waiting.map(each => ({ ...each, endedAt: at('2026-03-17T11:00:00Z'), void: true }));
  expect(toldAt([...waits, ...spam], '2026-03-17T12:00:00Z').by).toBe(before);
  expect(toldAt([...waits, ...spam], '2026-03-17T10:59:00Z')).toEqual(
    toldAt([...waits, ...waiting], '2026-03-17T10:59:00Z'),
  );
});

/** Weeks of a shop: mail round the clock, waits in opening hours log-normal, one week with too few people. */
function simulate(seed: number, written: WrittenHours, perDay: number) {
  const random = randomOf(seed);
  const calendar = calendarOf(written);
  const start = at('2026-08-24T00:00:00Z');
  const waits: (Waited & { answeredAt: number; short: boolean })[] = [];
  for (let moment = start; moment < start + 16 * 7 * DAY; moment += (-Math.log(1 - random()) * DAY) / perDay) {
    const short = Math.floor((moment - start) / (7 * DAY)) === 10;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const answeredAt = calendar.openAfter('email', moment, 1.3 * HOUR * Math.exp(normal) * (short ? 1.6 : 1))!;
    waits.push({ openedAt: moment, answeredAt, endedAt: null, short });
  }
  return { calendar, waits };
}

test.each([
  [
    'a shop with a lunch break and Saturdays',
    { timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-12:30', '13:30-17:30'], sat: ['10:00-14:00'] } },
    12,
  ],
  ['a hotline at night', { timezone: 'America/New_York', weekly: { 'mon-sun': ['00:00-04:00', '20:00-24:00'] } }, 12],
  ['a small shop', LONDON, 4],
] as [string, WrittenHours, number][])('%s keeps four of five, also with too few people', (_, written, perDay) => {
  const kept = { open: [0, 0], closed: [0, 0], short: [0, 0] };
  for (let seed = 1; seed <= 48 / perDay; seed++) {
    const { calendar, waits } = simulate(seed, written, perDay);
    const record = makePromiseRecord(calendar, 'email');
    for (const each of waits) record.add(each);
    for (const { openedAt, answeredAt, short } of waits) {
      const { by } = record.at(openedAt);
      if (by === null) continue;
      const open = calendar.openBetween('email', openedAt, openedAt + 1) > 0;
      for (const of of [kept[open ? 'open' : 'closed'], ...(short ? [kept.short] : [])]) {
        of[0]! += answeredAt <= by ? 1 : 0;
        of[1]!++;
      }
    }
  }
  const rate = ([n, of]: number[]) => n! / of!;
  expect([rate(kept.open), rate(kept.closed)].every(each => each >= 0.78 && each <= 0.85)).toBe(true);
  expect(rate(kept.short)).toBeGreaterThan(0.73);
});
