/** What findings say of a period. */
import { expect, test } from 'vitest';
import { DAY } from '../../src/core/time.ts';
import { findingsFor } from '../../src/insight/findings.ts';
import type { GatheringRow } from '../../src/ports/gathering-rows.ts';

const row = (number: number, more: Partial<GatheringRow> = {}): GatheringRow =>
  ({
    what: 'finding',
    number,
    title: `Finding ${number}`,
    state: 'open',
    changedAt: 0,
    endedAt: null,
    ...more,
  }) as never;
const on = (...days: number[]) => days.map(each => ({ openedAt: each * DAY }));

test('a period has the findings that brought enquiries or changed in it, with what came before and after the fix', () => {
  const all = [
    { row: row(1), enquiries: on(1, 2, 12) },
    { row: row(2, { state: 'fixed', endedAt: 13 * DAY, changedAt: 13 * DAY }), enquiries: on(9, 11, 12, 14) },
    { row: row(3, { state: 'fixing', changedAt: 15 * DAY }), enquiries: on(3) },
    { row: row(4), enquiries: on(1) },
  ];
  expect(findingsFor(all, 10 * DAY, 17 * DAY)).toEqual([
    { number: 2, title: 'Finding 2', state: 'fixed', enquiries: 3, around: { before: 3, after: 1 } },
    { number: 1, title: 'Finding 1', state: 'open', enquiries: 1, around: null },
    { number: 3, title: 'Finding 3', state: 'fixing', enquiries: 0, around: null },
  ]);
  expect(findingsFor(all, 20 * DAY, 27 * DAY)).toEqual([]);
  // Its first moment is in it, its end is in the next one.
  expect(findingsFor(all, 9 * DAY, 11 * DAY).map(each => [each.number, each.enquiries])).toEqual([[2, 1]]);
});
