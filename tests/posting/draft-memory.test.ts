import { expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { makeDraftMemory } from '../../src/posting/draft-memory.ts';
import { testClock, testIds } from '../kit/world.ts';

const MINUTE = 60_000;
const clock = testClock();
const memory = () => makeDraftMemory({ clock, ids: testIds(clock) });
const about = (n: number, by = 'practice:ann') => ({ enquiryId: `enq_${n}` as EnquiryId, number: n, by });
const made = async () => ({ ok: true as const, text: 'A new lid.', notes: [] });

test('drafts are remembered for an hour, the same one for ten minutes, and a hundred of them at most', async () => {
  const drafts = memory();
  const first = drafts.begin('1', about(1), made);
  expect(first.settled).toBeNull();
  expect(await first.outcome).toEqual({ ok: true, text: 'A new lid.', notes: [] });
  expect(drafts.byId(first.id)?.settled).toMatchObject({ text: 'A new lid.' });
  expect(drafts.find('1')).toBe(first);
  clock.advance(10 * MINUTE + 1);
  expect(drafts.find('1')).toBeNull();
  expect(drafts.byId(first.id)).toBe(first);
  for (let n = 2; n <= 101; n++) await drafts.begin(String(n), about(n), made).outcome;
  expect(drafts.of('practice:ann').map(each => each.number)).toEqual(Array.from({ length: 100 }, (_, i) => 101 - i));
  expect(drafts.byId(first.id)).toBeNull();
  clock.advance(60 * MINUTE + 1);
  expect(drafts.of('practice:ann')).toEqual([]);
});

test('what was released is not given again, and what was erased is not known any more', async () => {
  const drafts = memory();
  const one = drafts.begin('1', about(1), made);
  drafts.release(one.id);
  expect(drafts.find('1')).toBeNull();
  expect(drafts.of('practice:ann')).toEqual([one]);
  const two = drafts.begin('2', about(2, 'practice:ben'), made);
  drafts.forget(about(1).enquiryId);
  expect([drafts.of('practice:ann'), drafts.of('practice:ben')]).toEqual([[], [two]]);
  // One that is still being written when it is forgotten ends for nobody.
  drafts.forget(about(2).enquiryId);
  await two.outcome;
  expect(drafts.byId(two.id)).toBeNull();
});
