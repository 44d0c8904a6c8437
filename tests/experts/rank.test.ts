/** Who knows, and who is named first. */
import { expect, test } from 'vitest';
import type { StaffId } from '../../src/core/ids.ts';
import { fairly, rankKnowers } from '../../src/experts/rank.ts';

const [tom, ann, ben] = ['staff_tom', 'staff_ann', 'staff_ben'] as StaffId[] as [StaffId, StaffId, StaffId];
const nobody = new Set<StaffId>();
const names = (all: { staffId: StaffId }[]) => all.map(each => each.staffId);

test('many that are a little like it count less than few that are much like it', () => {
  const near = [
    { staffId: tom, score: 0.9 },
    ...Array.from({ length: 3 }, () => ({ staffId: ann, score: 0.4 })),
    { staffId: ben, score: 0.3 },
  ];
  expect(names(rankKnowers(near, nobody))).toEqual([tom, ann, ben]);
});

test('what is hardly like it says nothing of who knows', () => {
  expect(rankKnowers([{ staffId: tom, score: 0.05 }], nobody)).toEqual([]);
  expect(rankKnowers([], nobody)).toEqual([]);
});

test('whoever volunteered for its topic is one of the two, without having resolved anything', () => {
  const near = [
    { staffId: tom, score: 0.9 },
    { staffId: ann, score: 0.5 },
  ];
  expect(names(rankKnowers(near, new Set([ben]))).slice(0, 2)).toEqual([tom, ben]);
  expect(names(rankKnowers([], new Set([ben])))).toEqual([ben]);
});

test('of those who know about as much, whoever was asked less goes first; the best is among the two', () => {
  const ranked = [
    { staffId: tom, score: 1 },
    { staffId: ann, score: 0.7 },
    { staffId: ben, score: 0.5 },
  ];
  const asked = (times: Record<string, number>) =>
    new Map(Object.entries(times).map(([id, n]) => [id as StaffId, { times: n, last: n }]));
  expect(names(fairly(ranked, asked({})))).toEqual([tom, ann, ben]);
  expect(names(fairly(ranked, asked({ [tom]: 3, [ann]: 1 })))).toEqual([ann, tom, ben]);
  // Too little is known of Ben's knowledge, however seldom he was asked.
  expect(names(fairly(ranked, asked({ [tom]: 3, [ann]: 3 })))).toEqual([tom, ann, ben]);
  expect(names(fairly(ranked.slice(0, 1), asked({})))).toEqual([tom]);
});

test('asked as often, whoever was asked longer ago goes first', () => {
  const ranked = [
    { staffId: tom, score: 1 },
    { staffId: ann, score: 0.9 },
  ];
  const asked = new Map([
    [tom, { times: 1, last: 20 }],
    [ann, { times: 1, last: 10 }],
  ]);
  expect(names(fairly(ranked, asked))).toEqual([ann, tom]);
});
