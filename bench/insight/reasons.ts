/** Whether one of the three contact reasons that are suggested is the one, beside the usual rules; on a public set, for teams made up. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { makeReasonModel, VOTERS } from '../../src/insight/reasons/model.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { makePastIndex } from '../../src/knowledge/past-index.ts';
import { DATA } from '../people.ts';
import type { Result } from '../run.ts';

const REASONS = 12;
/** Each contact reason of a team is a mix of three of the set's 77. */
const MIXED = 3;
/** Of eight the mean moves by 0.8 points with the seeds; of so many by 0.3. */
const TEAMS = 48;
const ASKED = 300;
/** The usual way votes among so many of the likest. */
const PLAIN_VOTERS = 15;

interface Line {
  part: 'train' | 'test';
  reason: string;
  text: string;
}

/** Written, and what it is about, by its number. */
interface Told {
  text: string;
  is: number;
}

export async function benchReasons(): Promise<Result[]> {
  const path = join(DATA, 'banking77.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as Line);
  const results: Result[] = [];
  const rows = [
    { labels: 60, wanted: null, dressed: false },
    { labels: 120, wanted: 84, dressed: false },
    { labels: 300, wanted: 93, dressed: false },
    { labels: 300, wanted: 90, dressed: true },
  ];
  for (const { labels, wanted, dressed } of rows) results.push(await row(lines, labels, wanted, dressed));
  return results;
}

async function row(lines: Line[], labels: number, wanted: number | null, dressed: boolean): Promise<Result> {
  const sum = { all: 0, one: 0, three: 0, sure: 0, right: 0, plainOne: 0, plainThree: 0, most: 0, mostThree: 0, ms: 0 };
  for (let team = 1; team <= TEAMS; team++) {
    const { past, asked } = teamOf(lines, labels, drawing(team * 7_919 + 13));
    const found = await measure(dressed ? past.map(inMail) : past, dressed ? asked.map(inMail) : asked);
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += found[key];
  }
  const share = (n: number, of = sum.all) => `${((100 * n) / (of || 1)).toFixed(1)} %`;
  const three = (100 * sum.three) / sum.all;
  const right = sum.sure === 0 ? 100 : (100 * sum.right) / sum.sure;
  return {
    what: `Contact reasons after ${labels} labels${dressed ? ', in mails with greetings and signatures' : ''}`,
    measured: `first ${share(sum.one)}, one of three ${share(sum.three)}; preselected ${share(sum.sure)}, of these right ${share(sum.right, sum.sure)}; learnt in ${Math.round(sum.ms / TEAMS)} ms`,
    baseline: `most common: ${share(sum.most)} / ${share(sum.mostThree)}; votes of the 15 likest: ${share(sum.plainOne)} / ${share(sum.plainThree)}`,
    target: wanted === null ? '-' : `one of three >= ${wanted} %, preselected right >= 95 %`,
    ok: wanted === null || (three >= wanted && right >= 95),
  };
}

/** A team with its own reasons, some of them far more frequent than others. */
function teamOf(lines: Line[], labels: number, draw: () => number): { past: Told[]; asked: Told[] } {
  const names = [...new Set(lines.map(each => each.reason))];
  const shuffled = names
    .map(each => [draw(), each] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, each]) => each);
  const texts = (part: Line['part']) =>
    Map.groupBy(
      lines.filter(each => each.part === part),
      each => each.reason,
    );
  const volumes = Array.from({ length: REASONS }, (_, i) => 1 / (i + 2));
  const all = volumes.reduce((a, b) => a + b, 0);
  const pick = (): number => {
    let left = draw() * all;
    return Math.max(
      0,
      volumes.findIndex(each => {
        left -= each;
        return left < 0;
      }),
    );
  };
  const of = (from: Map<string, Line[]>, used: Set<Line>): Told => {
    for (;;) {
      const is = pick();
      const own = from.get(shuffled[is * MIXED + Math.floor(draw() * MIXED)]!)!;
      const line = own[Math.floor(draw() * own.length)]!;
      if (used.has(line)) continue;
      used.add(line);
      return { text: line.text, is };
    }
  };
  const [train, test] = [texts('train'), texts('test')];
  const used = new Set<Line>();
  return {
    past: Array.from({ length: labels }, () => of(train, used)),
    asked: Array.from({ length: ASKED }, () => of(test, new Set())),
  };
}

/** As a mail has it. */
function inMail({ text, is }: Told): Told {
  return {
    text: `Hello,\n\nI hope this finds you well. ${text}\n\nThank you in advance and kind regards\nJo Miller\n\nSent from my phone`,
    is,
  };
}

async function measure(past: Told[], asked: Told[]) {
  const index = makePastIndex();
  const labels = past.map(({ text, is }, n) => ({
    id: `enq_${n}` as EnquiryId,
    sentences: gistOf(text),
    reason: `reason ${is}`,
  }));
  for (const [n, each] of labels.entries())
    index.put({ ...each, number: n + 1, version: 1, answer: null, by: null, roomId: 'room_1' as RoomId });
  const nearest = (sentences: readonly string[], without: EnquiryId | null) =>
    index
      .search(sentences, VOTERS, each => each.id !== without)
      .map(({ id, score, reason }) => ({ id, score, reason: reason! }));
  const before = performance.now();
  const model = await makeReasonModel(labels, nearest, async () => {});
  const found = { all: 0, one: 0, three: 0, sure: 0, right: 0, plainOne: 0, plainThree: 0, most: 0, mostThree: 0 };
  const ms = performance.now() - before;
  const most = ordered(past.map(({ is }) => [`reason ${is}`, 1]));
  for (const { text, is } of asked) {
    const sentences = gistOf(text);
    const near = nearest(sentences, null);
    const { reasons, sure } = model.guess(sentences, near);
    const at = (names: string[]) => names.indexOf(`reason ${is}`);
    const place = at(reasons.map(each => each.reason));
    const plain = at(ordered(near.slice(0, PLAIN_VOTERS).map(({ reason, score }) => [reason, score])));
    found.all++;
    found.one += Number(place === 0);
    found.three += Number(place >= 0 && place < 3);
    found.sure += Number(sure);
    found.right += Number(sure && place === 0);
    found.plainOne += Number(plain === 0);
    found.plainThree += Number(plain >= 0 && plain < 3);
    found.most += Number(at(most) === 0);
    found.mostThree += Number(at(most.slice(0, 3)) >= 0);
  }
  return { ...found, ms };
}

function ordered(votes: [string, number][]): string[] {
  const sums = new Map<string, number>();
  for (const [reason, more] of votes) sums.set(reason, (sums.get(reason) ?? 0) + more);
  return [...sums].sort((a, b) => b[1] - a[1]).map(([reason]) => reason);
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
