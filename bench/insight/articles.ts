/**
 * Which questions an article answers unasked: ten questions led to each of Banking77's matters but some that nobody wrote an
 * article about; those, and Bitext's questions of a shop, must be met with silence. Beside a threshold on plain BM25.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { putArticle, putQuestion } from '../../src/knowledge/articles.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { makePastIndex } from '../../src/knowledge/past-index.ts';
import { rank } from '../../src/knowledge/rank.ts';
import { randomFrom } from '../../tests/kit/world.ts';
import type { Result } from '../run.ts';

interface Line {
  part?: 'train' | 'test';
  reason: string;
  text: string;
}
/** What is said to a question: which article, and how sure. */
interface Said {
  article: string | null;
  sure: number;
  near: boolean;
}

const QUESTIONS_OF_EACH = 10;
const HELD_OUT = 15;
const LOOKED_AT = 64;
const OUTSIDE = 1_000;
const FALSE_SHARE = 0.05;

export async function benchArticles(folder: string): Promise<Result[]> {
  const files = ['banking77.jsonl', 'bitext-replies.jsonl'].map(each => join(folder, each));
  if (!files.every(existsSync)) {
    console.log(`passed over articles: ${folder} has no ${files.map(each => each.split('/').at(-1)).join(' and ')}`);
    return [];
  }
  const [bank, shop] = files.map(read) as [Line[], Line[]];
  const random = randomFrom(20);
  const reasons = shuffled([...new Set(bank.map(each => each.reason))], random);
  const out = new Set(reasons.slice(0, HELD_OUT));
  const led = reasons
    .filter(each => !out.has(each))
    .flatMap(reason =>
      shuffled(
        bank.filter(each => each.part === 'train' && each.reason === reason),
        random,
      ).slice(0, QUESTIONS_OF_EACH),
    );
  const asked = bank.filter(each => each.part === 'test');
  const inside = asked.filter(each => !out.has(each.reason));
  const alike = asked.filter(each => out.has(each.reason));
  const outside = shuffled(shop, random).slice(0, OUTSIDE);
  const ours = articlesOf(led);
  const plain = plainOf(led);
  return [
    row('questions of a shop that has nothing to do with it', inside, outside, ours, plain),
    row(`${HELD_OUT} held-out matters of the same bank, the hardest there are`, inside, alike, ours, plain),
  ];
}

function read(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as Line);
}

function row(
  what: string,
  inside: readonly Line[],
  outside: readonly Line[],
  ours: (text: string) => Said,
  plain: (text: string) => Said,
): Result {
  const [mine, bm25] = [ours, plain].map(each => coverage(inside, outside, each)) as [Coverage, Coverage];
  return {
    what: `Articles: ${QUESTIONS_OF_EACH} questions led to each; answered at 5 % false answers to ${what}`,
    measured: `${mine.covered} % at ${mine.right} % right; as it is shown: ${mine.near} % at ${mine.nearRight} %, falsely ${mine.nearFalse} %`,
    baseline: `plain BM25 with a threshold: ${bm25.covered} % at ${bm25.right} % right`,
    target: '70 % at 95 %',
    ok: mine.covered >= 70 && mine.right >= 95,
  };
}

interface Coverage {
  covered: number;
  right: number;
  near: number;
  nearRight: number;
  nearFalse: number;
}

function coverage(inside: readonly Line[], outside: readonly Line[], say: (text: string) => Said): Coverage {
  const strange = outside.map(each => say(each.text)).sort((a, b) => b.sure - a.sure);
  const least = strange[Math.floor(strange.length * FALSE_SHARE)]!.sure;
  const own = inside.map(each => ({ ...say(each.text), reason: each.reason }));
  const over = own.filter(each => each.sure > least);
  const near = own.filter(each => each.near);
  const right = (some: typeof own) => percent(some.filter(each => each.article === each.reason).length, some.length);
  return {
    ...{ covered: percent(over.length, own.length), right: right(over) },
    ...{ near: percent(near.length, own.length), nearRight: right(near) },
    nearFalse: percent(strange.filter(each => each.near).length, strange.length),
  };
}

function articlesOf(led: readonly Line[]): (text: string) => Said {
  const index = makePastIndex();
  for (const reason of new Set(led.map(each => each.reason)))
    putArticle(index, { id: reason as never, title: `${reason.replaceAll('_', ' ')}?`, text: '' });
  for (const [n, { reason, text }] of led.entries())
    putQuestion(index, reason as never, gistOf(text), `${reason}:${n}`);
  return text => {
    const asked = gistOf(text);
    const [first] = rank(index, asked, index.search(asked, LOOKED_AT), 1);
    return { article: first?.reason ?? null, sure: first?.sure ?? 0, near: first?.near ?? false };
  };
}

/** Okapi BM25 over words, k1 1.2 and b 0.75; the article of the best question. */
function plainOf(led: readonly Line[]): (text: string) => Said {
  const docs = led.map(({ reason, text }) => ({ reason, words: wordsOf(text) }));
  const average = docs.reduce((sum, each) => sum + each.words.length, 0) / docs.length;
  const holding = new Map<string, number>();
  for (const { words } of docs) for (const word of new Set(words)) holding.set(word, (holding.get(word) ?? 0) + 1);
  return text => {
    const asked = new Set(wordsOf(text));
    let best: Said = { article: null, sure: 0, near: false };
    for (const { reason, words } of docs) {
      let sum = 0;
      for (const word of asked) {
        const times = words.filter(each => each === word).length;
        const n = holding.get(word) ?? 0;
        if (times === 0) continue;
        const idf = Math.log(1 + (docs.length - n + 0.5) / (n + 0.5));
        sum += (idf * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * words.length) / average));
      }
      if (sum > best.sure) best = { article: reason, sure: sum, near: false };
    }
    return best;
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, by: random() }))
    .sort((a, b) => a.by - b.by)
    .map(each => each.item);
}

function percent(n: number, of: number): number {
  return of === 0 ? 0 : Math.round((1000 * n) / of) / 10;
}
