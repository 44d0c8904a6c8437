/**
 * Chooses what customers said about a matter: one short sentence each of different customers, typical of all of them, without
 * who they are. Pure.
 */
import { isFunctionWord } from '../knowledge/concepts.ts';
import type { Holds } from '../knowledge/names.ts';
import { wordsOf } from '../knowledge/terms.ts';
import { impersonal, withoutNumbers } from './impersonal.ts';

export interface Quotable {
  number: number;
  customer: string;
  sentences: readonly string[];
  /** Names and addresses of whoever wrote. */
  names: readonly string[];
}

export interface Quote {
  /** Who wrote it is not in it. */
  text: string;
  /** The enquiry it is of. */
  number: number;
}

/** With how it begins, as it was written. */
interface Chosen extends Quote {
  begins: string;
}

/** Shorter says nothing, longer is not read. */
const CHARS_MIN = 24;
const CHARS_MAX = 150;
const WORDS_MIN = 5;
/** Where more was taken out than this share of the words, too little is left. */
const TAKEN_MAX = 0.2;
/** Looked at for each that is wanted: taking out who wrote costs some ms. */
const TRIED_FOR_EACH = 3;

/** @param words what the matter is called, as they write it: sentences with these words first */
export function quotesOf(
  among: readonly Quotable[],
  {
    words,
    limit,
    holds,
    team,
    taken,
  }: {
    words: readonly string[];
    limit: number;
    holds: Holds;
    /** Names of the team. */
    team: readonly string[];
    /** Enquiries that are quoted already, by their numbers, and how their quotes begin. */
    taken: ReadonlySet<number | string>;
  },
): Chosen[] {
  const often = new Map<string, number>();
  for (const { sentences } of among)
    for (const word of new Set(sentences.flatMap(wordsOf)))
      if (!isFunctionWord(word)) often.set(word, (often.get(word) ?? 0) + 1);
  const wanted = new Set(words.flatMap(wordsOf));
  const candidates = among
    .filter(each => !taken.has(each.number))
    .flatMap(each => {
      const best = each.sentences
        .map(sentence => ({ sentence, ...weigh(sentence, often, wanted) }))
        .filter(({ sentence, told }) => fits(sentence) && told >= WORDS_MIN)
        .sort((a, b) => b.weight - a.weight)[0];
      return best ? [{ ...each, ...best }] : [];
    })
    .sort((a, b) => b.weight - a.weight || b.number - a.number);
  const chosen: Chosen[] = [];
  const heard = new Set<string>();
  let tried = 0;
  for (const { customer, sentence, number, names } of candidates) {
    if (chosen.length >= limit || tried >= limit * TRIED_FOR_EACH) break;
    const alike = beginningOf(sentence);
    if (heard.has(customer) || heard.has(alike) || taken.has(alike)) continue;
    tried++;
    const text = quoted(sentence, [...names, ...team], holds);
    if (text === null) continue;
    heard.add(customer).add(alike);
    chosen.push({ text, number, begins: alike });
  }
  return chosen;
}

/** Two that begin alike say the same. */
function beginningOf(sentence: string): string {
  return wordsOf(sentence).slice(0, 6).join(' ');
}

function fits(sentence: string): boolean {
  return sentence.length >= CHARS_MIN && sentence.length <= CHARS_MAX && !/[<>{}|\\]/.test(sentence);
}

function weigh(sentence: string, often: ReadonlyMap<string, number>, wanted: ReadonlySet<string>) {
  const words = wordsOf(sentence);
  const telling = words.filter(each => !isFunctionWord(each));
  const sum = telling.reduce((total, each) => total + Math.log1p(often.get(each) ?? 0) + (wanted.has(each) ? 3 : 0), 0);
  return { told: words.length, weight: sum / Math.sqrt(telling.length + 2) };
}

/** @returns null where too little of it is left */
function quoted(sentence: string, names: readonly string[], holds: Holds): string | null {
  const text = withoutNumbers(impersonal(sentence, { names, holds }).text).trim();
  const gone = text.match(/\[[a-z ]+\]/g)?.length ?? 0;
  const left = wordsOf(text.replace(/\[[a-z ]+\]/g, ' ')).length;
  if (left < WORDS_MIN || gone / (left + gone) > TAKEN_MAX) return null;
  return text.replace(/\s+/g, ' ');
}
