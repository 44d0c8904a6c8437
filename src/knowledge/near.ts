/** Whether what a customer asks is like something that a few words, and a few other enquiries, describe. Pure. */
import { type Terms, termsOf } from './terms.ts';

/** A finding or an incident: what it is called, and what its customers wrote. */
export interface Described<T> {
  of: T;
  title: string;
  texts: readonly string[];
}

/** From here on it is offered unasked: of the words of its title so many, or of the nearest text so much. */
const TITLE_SHARE = 0.6;
const TEXT_SHARE = 0.35;
/** Words that both have, before a text counts as like another one. */
const WORDS_MIN = 2;

/** The nearest first, each with whether it is near enough to be offered unasked. */
export function nearest<T>(asked: string, all: readonly Described<T>[]): { of: T; score: number; near: boolean }[] {
  const terms = termsOf(asked);
  const words = new Set(terms.contentWords);
  const scored = all.map(({ of, title, texts }) => {
    const named = termsOf(title).contentWords;
    const found = named.filter(each => words.has(each)).length;
    const byTitle = named.length ? found / named.length : 0;
    const byText = Math.max(0, ...texts.map(each => likeness(terms, termsOf(each))));
    const near = (byTitle >= TITLE_SHARE && found >= Math.min(WORDS_MIN, named.length)) || byText >= TEXT_SHARE;
    return { of, score: byTitle + byText, near };
  });
  return scored.sort((a, b) => b.score - a.score);
}

/** 0 for nothing in common, 1 for the same; 0 where they share a single word. */
function likeness(one: Terms, other: Terms): number {
  const words = new Set(one.contentWords);
  if (other.contentWords.filter(each => words.has(each)).length < WORDS_MIN) return 0;
  const grams = new Set(one.contentGrams);
  const shared = other.contentGrams.filter(each => grams.has(each)).length;
  const smaller = Math.min(one.contentGrams.length, other.contentGrams.length);
  const larger = Math.max(one.contentGrams.length, other.contentGrams.length);
  // A short one that is all inside a long letter is like it, and not the same.
  return smaller === 0 ? 0 : shared / Math.sqrt(smaller * larger);
}
