/** Whether one of the two who are named knows, and how evenly they are asked, beside the usual rules; on a public set with people made up. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnquiryId, RoomId, StaffId } from '../../src/core/ids.ts';
import { type AskedBefore, fairly, NEAR_MAX, type Near, rankKnowers } from '../../src/experts/rank.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { makePastIndex } from '../../src/knowledge/past-index.ts';
import type { Result } from '../run.ts';

const PEOPLE = Array.from({ length: 10 }, (_, i) => `staff_${i}` as StaffId);
/** Past enquiries of each reason. */
const KNOWN = 20;
/** Of these, resolved by somebody who happened to be there. */
const NOISE = 0.25;
const WORLDS = 5;
/** What the usual ways of choosing look at. */
const NEAREST = 15;

interface Question {
  part: 'train' | 'test';
  reason: string;
  text: string;
}

/** Who knows what, and who resolved each past enquiry. */
interface World {
  knows: ReadonlyMap<string, StaffId[]>;
  by: StaffId[];
}

type Like = { at: number; score: number }[];
/** @returns two people, by whom it is best to be told first */
type Rule = (like: Like, world: World, asked: Map<StaffId, AskedBefore>) => StaffId[];

export async function benchExperts(data: string): Promise<Result[]> {
  const path = join(data, 'banking77.jsonl');
  if (!existsSync(path)) return [];
  const all = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as Question);
  const past = firstOfEach(all.filter(each => each.part === 'train'));
  const asked = all.filter(each => each.part === 'test');
  const index = makePastIndex();
  for (const [at, { text }] of past.entries()) {
    const of = { id: `enq_${at}` as EnquiryId, roomId: 'room_1' as RoomId, sentences: gistOf(text) };
    index.put({ ...of, number: at + 1, version: 1, reason: null, answer: null, by: null });
  }
  const like = asked.map(({ text }) =>
    index.search(gistOf(text), NEAR_MAX).map(({ number, score }) => ({ at: number - 1, score })),
  );
  const worlds = Array.from({ length: WORLDS }, (_, i) => worldOf(past, drawing(i + 1)));
  const measured = (rule: Rule) => measure(rule, asked, like, worlds);
  const [withReasons, without] = [measured(ours(past)), measured(ours(null))];
  const baseline = `who resolved most: ${said(measured(busiest))}; who resolved the nearest: ${said(measured(nearest))}; sum of squares of 15: ${said(measured(squares))}`;
  const target = 'one of the two knows >= 91 %, most asked / mean <= 1.2';
  const row = (what: string, found: Measured) => {
    const ok = found.two >= 91 && found.load <= 1.2;
    return { what, measured: said(found), baseline, target, ok };
  };
  return [
    row('Experts: 20 of each reason, 25 % resolved by anybody', withReasons),
    row('Experts: the same, where no contact reason was chosen', without),
  ];
}

function firstOfEach(questions: Question[]): Question[] {
  const seen = new Map<string, number>();
  return questions.filter(({ reason }) => {
    const n = (seen.get(reason) ?? 0) + 1;
    seen.set(reason, n);
    return n <= KNOWN;
  });
}

/** Each reason is known to one or two of ten, who are dealt out evenly. */
function worldOf(past: Question[], draw: () => number): World {
  const hand: StaffId[] = [];
  const deal = () => {
    if (hand.length === 0)
      hand.push(
        ...PEOPLE.map(each => [draw(), each] as const)
          .toSorted()
          .map(([, each]) => each),
      );
    return hand.pop()!;
  };
  const knows = new Map<string, StaffId[]>();
  for (const reason of new Set(past.map(each => each.reason)))
    knows.set(reason, [...new Set(draw() < 0.5 ? [deal(), deal()] : [deal()])]);
  const of = <T>(list: readonly T[]) => list[Math.floor(draw() * list.length)]!;
  return { knows, by: past.map(({ reason }) => (draw() < NOISE ? of(PEOPLE) : of(knows.get(reason)!))) };
}

/** Always the same numbers, from 0 to 1. */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param past null: without the reasons */
function ours(past: Question[] | null): Rule {
  return (like, { by }, asked) => {
    const near: Near[] = like.map(({ at, score }) => ({
      staffId: by[at]!,
      score,
      matter: past ? past[at]!.reason : `${at}`,
    }));
    return fairly(rankKnowers(near, new Set()), asked).map(each => each.staffId);
  };
}

const busiest: Rule = (_like, { by }) => sorted(by.map(staffId => [staffId, 1]));
const nearest: Rule = (like, { by }) => [...new Set(like.map(({ at }) => by[at]!))];
const squares: Rule = (like, { by }) => sorted(like.slice(0, NEAREST).map(({ at, score }) => [by[at]!, score ** 2]));

function sorted(points: [StaffId, number][]): StaffId[] {
  const sums = new Map<StaffId, number>();
  for (const [staffId, more] of points) sums.set(staffId, (sums.get(staffId) ?? 0) + more);
  return [...sums].toSorted((a, b) => b[1] - a[1]).map(([staffId]) => staffId);
}

/** In per cent: the first knows, one of the two knows; and how often the busiest is asked, beside the mean. */
interface Measured {
  one: number;
  two: number;
  load: number;
}

function measure(rule: Rule, questions: Question[], like: Like[], worlds: World[]): Measured {
  const sums = { one: 0, two: 0, load: 0 };
  for (const world of worlds) {
    const asked = new Map<StaffId, AskedBefore>();
    for (const [i, { reason }] of questions.entries()) {
      const [first, second] = rule(like[i]!, world, asked);
      const knows = (each: StaffId | undefined) => each !== undefined && world.knows.get(reason)!.includes(each);
      sums.one += Number(knows(first));
      sums.two += Number(knows(first) || knows(second));
      if (first) asked.set(first, { times: (asked.get(first)?.times ?? 0) + 1, last: i });
    }
    const times = PEOPLE.map(each => asked.get(each)?.times ?? 0);
    sums.load += Math.max(...times) / (times.reduce((a, b) => a + b, 0) / times.length);
  }
  const all = questions.length * worlds.length;
  return { one: (100 * sums.one) / all, two: (100 * sums.two) / all, load: sums.load / worlds.length };
}

function said({ one, two, load }: Measured): string {
  return `first ${one.toFixed(1)} %, one of two ${two.toFixed(1)} %, most asked / mean ${load.toFixed(2)}`;
}
