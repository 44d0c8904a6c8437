/** What is rising is found, and what is not is left alone. */
import { expect, test } from 'vitest';
import { makeCalendar } from '../../src/core/calendar.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/core/time.ts';
import { type Standing, verdictOn } from '../../src/insight/rising/book.ts';
import { localHours } from '../../src/insight/rising/clock.ts';
import { type Arrival, makeDetector } from '../../src/insight/rising/detector.ts';
import { BEGINS, seeded, type TrafficOptions, traffic } from '../kit/traffic.ts';

const LONDON = localHours(makeCalendar([{ from: 0, hours: { ...ALWAYS_OPEN, timezone: 'Europe/London' } }]));
const QUIET: TrafficOptions = { perDay: 20, size: 0, hours: 4, incidents: 0, weeks: 6 };

/** Posts as the program does; @returns what was posted */
function run(arrivals: readonly Arrival[]): Standing[] {
  const detector = makeDetector(LONDON);
  const alerts: Standing[] = [];
  for (const each of [...arrivals].sort((a, b) => a.at - b.at)) {
    detector.take(each);
    const verdict = verdictOn(detector, each, each.at, alerts);
    if (verdict?.as === 'new')
      alerts.push({
        id: `${each.number}`,
        topic: verdict.rise.topic,
        numbers: verdict.rise.numbers,
        at: each.at,
        quietUntil: null,
      });
    const theirs = verdict?.as === 'joins' ? alerts.findIndex(one => one.id === verdict.id) : -1;
    if (verdict?.as === 'joins')
      alerts[theirs] = { ...alerts[theirs]!, numbers: [...alerts[theirs]!.numbers, ...verdict.numbers] };
  }
  return alerts;
}

const plain = (options: TrafficOptions, seed = 1): Arrival[] =>
  traffic(seed, options).written.map(({ incident: _, ...each }) => ({ ...each, gist: null }));

/** Some who write at a moment, one each ten minutes. */
function some(n: number, at: Instant, more: Partial<Arrival> = {}): Arrival[] {
  return Array.from({ length: n }, (_, i) => ({
    number: 100_000 + i,
    at: at + i * 10 * MINUTE,
    customer: `new ${i}`,
    reason: 'reason 9',
    gist: null,
    ...more,
  }));
}

/** A Tuesday, with five weeks before it. */
const TUESDAY = BEGINS + 36 * DAY + 10 * HOUR;

test('five who write about a rare thing are one alert, which takes in those who follow', () => {
  const [alert, ...more] = run([...plain(QUIET), ...some(8, TUESDAY)]);
  expect(more).toEqual([]);
  expect(alert).toMatchObject({ topic: { as: 'reason', reason: 'reason 9' } });
  expect(alert!.at).toBeLessThan(TUESDAY + HOUR);
  expect(new Set(alert!.numbers)).toEqual(expect.objectContaining(new Set(some(8, TUESDAY).map(each => each.number))));
});

test('one customer who writes forty times is one customer', () => {
  expect(run([...plain(QUIET), ...some(40, TUESDAY, { customer: 'the same' })])).toEqual([]);
  expect(run([...plain(QUIET), ...some(40, TUESDAY)])).toHaveLength(1);
});

test('nothing is said before there are fourteen days and fifty enquiries', () => {
  const second = plain(QUIET).filter(each => each.at > TUESDAY - 9 * DAY);
  expect(run([...second, ...some(8, TUESDAY)])).toEqual([]);
  const few = plain({ ...QUIET, perDay: 1 });
  expect(few.filter(each => each.at < TUESDAY).length).toBeLessThan(42);
  expect(run([...few, ...some(8, TUESDAY)])).toEqual([]);
});

test('a day on which everything comes three times over is one alert of everything', () => {
  const alerts = run(plain({ ...QUIET, perDay: 60, surges: { 36: 3 } }));
  expect(alerts.map(each => each.topic.as)).toEqual(['everything']);
});

test('words that many use are an alert where no reason is known', () => {
  const random = seeded(3);
  const TALK = [
    'the bread was cold',
    'do you have rye today',
    'can I order a cake',
    'where is your shop',
    'my invoice is wrong',
    'is the cafe open',
  ];
  const talk = (n: number) =>
    `${TALK[Math.floor(random() * TALK.length)]} ${['please', 'number', 'again', 'tomorrow'][n % 4]}`;
  const usual = plain(QUIET).map(each => ({ ...each, reason: null, gist: talk(each.number) }));
  const said = [
    'the checkout is broken',
    'error at checkout',
    'I cannot pay, your checkout fails',
    'checkout page shows an error',
    'your checkout is broken again',
    'nothing happens at checkout',
  ];
  const alerts = run([...usual, ...some(6, TUESDAY, { reason: null }).map((each, i) => ({ ...each, gist: said[i]! }))]);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]!.topic).toMatchObject({ as: 'words', words: expect.arrayContaining(['checkout']) });
});

test('what the team knows already stays quiet, and is told again when that is taken back', () => {
  const detector = makeDetector(LONDON);
  const all = [...plain(QUIET), ...some(8, TUESDAY)].sort((a, b) => a.at - b.at);
  const known: Standing = {
    ...{ id: 'known', topic: { as: 'reason', reason: 'reason 9' }, numbers: [], at: TUESDAY - 3 * DAY },
    quietUntil: TUESDAY + DAY,
  };
  const verdicts = (alerts: Standing[]) =>
    all
      .filter(each => each.at < TUESDAY + 2 * HOUR)
      .flatMap(each => {
        if (!detector.has(each.number)) detector.take(each);
        return each.number >= 100_000 ? [verdictOn(detector, each, each.at, alerts)?.as] : [];
      });
  expect(verdicts([known])).not.toContain('new');
  expect(verdicts([{ ...known, quietUntil: null }])).toContain('new');
});

test('spam and merged enquiries count no more; a reason that is chosen later counts from then on', () => {
  const detector = makeDetector(LONDON);
  const late = some(6, TUESDAY, { reason: null });
  const before = plain(QUIET).filter(each => each.at < TUESDAY);
  for (const each of [...before, ...late]) detector.take(each);
  const now = late.at(-1)!.at;
  expect(detector.judge(late[5]!.number, now)).toEqual([]);
  for (const each of late) detector.rename(each.number, 'reason 9');
  expect(detector.judge(late[5]!.number, now)).toMatchObject([{ topic: { reason: 'reason 9' } }]);
  for (const each of late.slice(0, 4)) detector.remove(each.number);
  expect(detector.judge(late[5]!.number, now)).toEqual([]);
});

test('no more is held after years than after six weeks', () => {
  const detector = makeDetector(LONDON);
  const sizes: number[] = [];
  for (let week = 0; week < 60; week++)
    for (let i = 0; i < 140; i++) {
      detector.take({
        number: week * 140 + i,
        at: BEGINS + week * 7 * DAY + i * 72 * MINUTE,
        customer: `${i}`,
        reason: null,
        gist: `bread ${i}`,
      });
      if (i === 139) sizes.push(detector.size);
    }
  expect(sizes.at(-1)).toBeLessThan(140 * 6.5);
});

test('a week of the same hours is as usual through both clock changes', () => {
  // Each day at nine on the wall in London, through March and October.
  const days = Array.from({ length: 320 }, (_, day) => BEGINS + day * DAY);
  const summer = (at: Instant) => at > Date.UTC(2026, 2, 29, 1) && at < Date.UTC(2026, 9, 25, 1);
  const arrivals = days.flatMap((day, d) =>
    Array.from({ length: 6 }, (_, i): Arrival => {
      const at = day + (summer(day + 9 * HOUR) ? 8 : 9) * HOUR + i * MINUTE;
      return { number: d * 6 + i, at, customer: `${d} ${i}`, reason: 'opening', gist: null };
    }),
  );
  expect(run(arrivals)).toEqual([]);
});
