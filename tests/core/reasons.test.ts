/** Contact reasons: what becomes of them, and how everything that was chosen is counted all the same. */
import { expect, test } from 'vitest';
import {
  addReason,
  mergeReasons,
  REASON_NAME_CHARS_MAX,
  REASONS_OFFERED_MAX,
  type ReasonChange,
  type ReasonEntry,
  reasonEntriesIn,
  reasonMap,
  renameReason,
  restoreReason,
  retireReason,
} from '../../src/core/reasons.ts';
import { randomFrom } from '../kit/world.ts';

const list = (...names: string[]): ReasonEntry[] => names.map(name => ({ name, state: 'offered' }));
const done = (change: ReasonChange): ReasonEntry[] => {
  if (!change.ok) throw new Error(change.refusal);
  return change.entries;
};
const refused = (change: ReasonChange) => (change.ok ? 'done' : change.refusal);

test('what was merged counts as the other one, through any number of merges', () => {
  let entries = list('Refund', 'Money back', 'Returns', 'Other');
  entries = done(mergeReasons(entries, 'money  BACK', 'refund'));
  entries = done(mergeReasons(entries, 'Refund', 'Returns'));
  entries = done(renameReason(entries, 'Returns', 'Returns and refunds'));
  const map = reasonMap(entries);
  for (const each of ['Refund', 'Money back', 'money back ', 'Returns', 'RETURNS AND REFUNDS'])
    expect(map.now(each)).toBe('Returns and refunds');
  expect(map.now('Other')).toBe('Other');
  expect(map.nowOr(null)).toBeNull();
  expect(entries.filter(each => map.offers(each.name)).map(each => each.name)).toEqual([
    'Returns and refunds',
    'Other',
  ]);
});

test('nothing merges in a ring, into itself, or into what is part of it', () => {
  const entries = done(mergeReasons(list('A', 'B', 'C'), 'A', 'B'));
  expect(refused(mergeReasons(entries, 'B', 'A'))).toBe('part-of');
  expect(refused(mergeReasons(entries, 'A', 'C'))).toBe('part-of');
  expect(refused(mergeReasons(entries, 'C', 'A'))).toBe('part-of');
  expect(refused(mergeReasons(entries, 'C', ' c'))).toBe('itself');
  expect(refused(mergeReasons(entries, 'D', 'C'))).toBe('unknown');
  expect(refused(mergeReasons(entries, 'C', 'D'))).toBe('unknown');
  // What a broken import brings ends all the same.
  const ring: ReasonEntry[] = [
    { name: 'A', state: 'merged', into: 'B' },
    { name: 'B', state: 'merged', into: 'A' },
  ];
  expect(['A', 'B']).toContain(reasonMap(ring).now('A'));
});

test('the name of another reason is refused, other capitals are not, and an earlier name is taken up again', () => {
  const entries = list('Delivery', 'Refund');
  expect(renameReason(entries, 'Delivery', 'refund')).toMatchObject({ ok: false, refusal: 'there', name: 'Refund' });
  const spelt = done(renameReason(entries, 'delivery', 'DELIVERY'));
  expect(reasonMap(spelt).now('Delivery')).toBe('DELIVERY');
  const once = done(renameReason(entries, 'Delivery', 'Parcel'));
  expect(refused(addReason(once, 'delivery'))).toBe('part-of');
  const back = done(renameReason(once, 'Parcel', 'Delivery'));
  expect(reasonMap(back).now('Parcel')).toBe('Delivery');
  expect(reasonMap(back).now('Delivery')).toBe('Delivery');
  // Other capitals of what others count as: they still find it.
  const capitals = done(renameReason(back, 'Delivery', 'DELIVERY'));
  expect(reasonMap(capitals).now('parcel')).toBe('DELIVERY');
});

test('what is retired is counted under its name and can come back; what was merged can be on its own again', () => {
  const retired = done(retireReason(list('A', 'B'), 'a'));
  expect(reasonMap(retired).now('A')).toBe('A');
  expect(reasonMap(retired).offers('A')).toBe(false);
  expect(refused(addReason(retired, 'A'))).toBe('retired');
  expect(refused(retireReason(retired, 'A'))).toBe('retired');
  expect(refused(retireReason(retired, 'B'))).toBe('last');
  expect(reasonMap(done(restoreReason(retired, 'A'))).offers('A')).toBe(true);
  const merged = done(mergeReasons(list('A', 'B'), 'A', 'B'));
  expect(reasonMap(done(restoreReason(merged, 'A'))).now('A')).toBe('A');
  // Into a retired one: counted as it, offered no more.
  const into = done(mergeReasons(retired, 'B', 'A'));
  expect(reasonMap(into).now('B')).toBe('A');
});

test('names: an emoji is one, a dash is none; spaces, length and number are looked at', () => {
  const entries = list('A');
  expect(refused(addReason(entries, ' \n '))).toBe('empty');
  expect(refused(addReason(entries, '--'))).toBe('no-words');
  expect(refused(addReason(entries, '📦'))).toBe('done');
  expect(refused(addReason(entries, 'شحنة'))).toBe('done');
  expect(refused(addReason(entries, 'x'.repeat(REASON_NAME_CHARS_MAX + 1)))).toBe('too-long');
  expect(done(addReason(entries, '  two \n words '))[1]).toEqual({ name: 'two words', state: 'offered' });
  const many = list(...Array.from({ length: REASONS_OFFERED_MAX }, (_, i) => `R${i}`));
  expect(refused(addReason(many, 'one more'))).toBe('too-many');
  for (const each of ['constructor', '__proto__', 'toString']) expect(reasonMap(entries).now(each)).toBe(each);
});

test('names that nobody listed are one where only capitals and spaces differ', () => {
  const map = reasonMap([]);
  expect([map.now('Lost card'), map.now('lost  CARD'), map.now('Café'), map.now('CAFE\u0301')]).toEqual([
    'Lost card',
    'Lost card',
    'Café',
    'Café',
  ]);
});

test('a list that somebody wrote by hand is read as far as it is one', () => {
  expect(
    reasonEntriesIn([{ name: 'A', state: 'offered' }, null, 'B', { name: 'C', state: 'merged' }, { state: 1 }]),
  ).toEqual([{ name: 'A', state: 'offered' }]);
  expect(reasonEntriesIn({})).toEqual([]);
});

test('after any changes every reason counts as exactly one that is not merged', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomFrom(seed);
    const name = () => `r${Math.floor(random() * 9)}`;
    let entries = list('r0', 'r1', 'r2');
    for (let i = 0; i < 60; i++) {
      const changes = [
        () => addReason(entries, name()),
        () => mergeReasons(entries, name(), name()),
        () => renameReason(entries, name(), name()),
        () => retireReason(entries, name()),
        () => restoreReason(entries, name()),
      ];
      const change = changes[Math.floor(random() * changes.length)]!();
      if (change.ok) entries = change.entries;
      const map = reasonMap(entries);
      const ends = new Set(entries.filter(each => each.state !== 'merged').map(each => each.name));
      expect(entries.every(each => ends.has(map.now(each.name)))).toBe(true);
      expect(new Set(entries.map(each => each.name)).size).toBe(entries.length);
      expect(entries.some(each => each.state !== 'merged')).toBe(true);
    }
  }
});
