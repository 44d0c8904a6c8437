/** Who knows, and who is named first. */
import { expect, test } from 'vitest';
import type { StaffId } from '../../src/core/ids.ts';
import { fairly, rankKnowers } from '../../src/experts/rank.ts';

const [tom, ann, ben] = ['staff_tom', 'staff_ann', 'staff_ben'] as StaffId[] as [StaffId, StaffId, StaffId];
const nobody = new Set<StaffId>();
const unasked = new Map();
let n = 0;
const near = (staffId: StaffId, score: number, matter = `enq_${++n}`) => ({ staffId, score, matter });
const ranked = (all: ReturnType<typeof near>[], volunteers = nobody) =>
  rankKnowers(all, volunteers).knowers.map(each => each.staffId);

test('many that are a little like it count less than one that is much like it', () => {
  const all = [near(tom, 0.9), near(ann, 0.4), near(ann, 0.4), near(ann, 0.4), near(ben, 0.3)];
  expect(ranked(all)).toEqual([tom, ann, ben]);
});

test('where nothing is near, nobody is guessed', () => {
  expect(ranked([near(tom, 0.15), near(ann, 0.14)])).toEqual([]);
  expect(ranked([])).toEqual([]);
  expect(ranked([near(tom, 0.5), near(ann, 0.09)])).toEqual([tom]);
});

test('whoever helped out once does not know a matter that somebody else resolves', () => {
  const all = [near(ben, 0.7, 'returns'), ...Array.from({ length: 8 }, () => near(tom, 0.6, 'returns'))];
  expect(ranked(all)).toEqual([tom, ben]);
});

test('whoever volunteered for its topic is one of the two, without having resolved anything', () => {
  const ranking = rankKnowers([near(tom, 0.9), near(ann, 0.5)], new Set([ben]));
  expect(fairly(ranking, unasked).map(each => each.staffId)).toEqual([tom, ben, ann]);
  expect(ranked([], new Set([ben]))).toEqual([ben]);
});

test('the second name is whoever knows where the first does not', () => {
  const all = [
    ...Array.from({ length: 4 }, () => near(tom, 0.7, 'returns')),
    ...Array.from({ length: 4 }, () => near(ann, 0.7, 'returns')),
    ...Array.from({ length: 4 }, () => near(ben, 0.65, 'repairs')),
  ];
  expect(fairly(rankKnowers(all, nobody), unasked).map(each => each.staffId)).toEqual([ann, ben, tom]);
});

test('of those who know about as much, whoever was asked less, or longer ago, goes first', () => {
  const ranking = rankKnowers([near(tom, 0.9), near(ann, 0.85), near(ben, 0.5)], nobody);
  const first = (times: Record<string, [number, number]>) =>
    fairly(ranking, new Map(Object.entries(times).map(([id, [t, last]]) => [id as StaffId, { times: t, last }]))).map(
      each => each.staffId,
    );
  expect(first({})).toEqual([tom, ann, ben]);
  expect(first({ [tom]: [3, 9], [ann]: [1, 9] })).toEqual([ann, tom, ben]);
  expect(first({ [tom]: [1, 9], [ann]: [1, 5] })).toEqual([ann, tom, ben]);
  // Too little is known of what Ben knows, however seldom he was asked.
  expect(first({ [tom]: [3, 9], [ann]: [3, 9] })).toEqual([tom, ann, ben]);
  expect(fairly(ranking, unasked, each => each.staffId === ben).map(each => each.staffId)).toEqual([ben]);
});
