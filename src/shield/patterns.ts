/**
 * Phrases over words: `a|b` is one of several, `?a|b` may be absent, `*3` is up to three words of any kind within a sentence,
 * `@name` a list of words, `^` where a sentence or its part begins, `$` where it ends (also among others: `now|$`). Found in one pass over the words.
 */
import type { Word } from './words.ts';

/** What a phrase says when it is found. */
export type Sense =
  | 'insult'
  /** Criticism in hard words. */
  | 'mild'
  /** Hurts when it is all that was said. */
  | 'bare'
  | 'slur'
  | 'sexual'
  | 'threat'
  /** Swears, at nobody. */
  | 'cuss'
  /** Means to hurt themselves. */
  | 'despair'
  /** Looks like one of these and is none: nothing else is looked for in its words. */
  | 'harmless';

interface Phrase {
  sense: Sense;
  /** How sure, 0 to 1. */
  score: number;
  slots: readonly Slot[];
}

type Slot =
  | { as: 'words'; words: ReadonlySet<string>; optional: boolean; mayEnd: boolean }
  | { as: 'gap'; most: number }
  | { as: 'begin' };

export type Lists = Readonly<Record<string, string>>;

/** Found: the words from `from` up to, not including, `to`. */
export interface Hit {
  sense: Sense;
  score: number;
  from: number;
  to: number;
}

/** Phrases by the words they can begin with. */
export class PhraseBook {
  readonly #byFirst = new Map<string, Phrase[]>();

  /** @param lines phrases of one sense, one in a line */
  add(sense: Sense, score: number, lines: string, lists: Lists): void {
    for (const line of lines.split('\n')) {
      const written = line.trim();
      if (!written) continue;
      const slots = written.split(/\s+/).map(each => slotOf(each, lists));
      const phrase: Phrase = { sense, score, slots };
      for (const first of firstsOf(slots)) {
        const known = this.#byFirst.get(first);
        if (known) known.push(phrase);
        else this.#byFirst.set(first, [phrase]);
      }
    }
  }

  /** Every phrase that stands in these words. */
  find(words: readonly Word[]): Hit[] {
    const hits: Hit[] = [];
    for (let i = 0; i < words.length; i++) {
      for (const form of words[i]!.forms) {
        for (const { sense, score, slots } of this.#byFirst.get(form) ?? []) {
          const to = matchFrom(slots, 0, words, i);
          if (to > i) hits.push({ sense, score, from: i, to });
        }
      }
    }
    return hits;
  }

  /** Can anything begin with this word? */
  knows(word: string): boolean {
    return this.#byFirst.has(word);
  }
}

function slotOf(written: string, lists: Lists): Slot {
  if (written === '^') return { as: 'begin' };
  if (/^\*\d$/.test(written)) return { as: 'gap', most: Number(written[1]) };
  const optional = written.startsWith('?');
  const words = new Set(
    written
      .slice(optional ? 1 : 0)
      .split('|')
      .flatMap(each => listed(each, lists)),
  );
  return { as: 'words', words, optional, mayEnd: words.delete('$') };
}

function listed(written: string, lists: Lists): string[] {
  if (!written.startsWith('@')) return [written];
  const list = lists[written.slice(1)];
  if (list === undefined)
    throw new Error(`A phrase names the list ${written}, which is not there. Add it, or spell it as it is.`);
  return list.split(' ').flatMap(each => listed(each, lists));
}

/** The words with which a match can begin: up to and with the first that must be there. */
function firstsOf(slots: readonly Slot[]): Set<string> {
  const firsts = new Set<string>();
  for (const slot of slots) {
    if (slot.as === 'begin') continue;
    if (slot.as !== 'words')
      throw new Error('A phrase must begin with a word: what it begins with is how it is found.');
    for (const word of slot.words) firsts.add(word);
    if (!slot.optional) break;
  }
  return firsts;
}

export function isBreak(word: Word | undefined): boolean {
  return word === undefined || word.forms[0] === '|';
}

function isComma(word: Word | undefined): boolean {
  return word?.forms[0] === ',';
}

/** @returns where the match ends, or -1 */
function matchFrom(slots: readonly Slot[], at: number, words: readonly Word[], i: number): number {
  const slot = slots[at];
  if (!slot) return i;
  if (slot.as === 'begin') return beginsAt(words, i) ? matchFrom(slots, at + 1, words, i) : -1;
  if (slot.as === 'gap') {
    let taken = 0;
    for (let next = i; ; next++) {
      if (!isComma(words[next])) {
        const to = matchFrom(slots, at + 1, words, next);
        if (to >= 0) return to;
        if (isBreak(words[next]) || taken === slot.most || isDenial(words[next]!)) return -1;
        taken++;
      } else if (next > i + 2 * slot.most) return -1;
    }
  }
  if (words[i]?.forms.some(form => slot.words.has(form))) {
    const to = matchFrom(slots, at + 1, words, i + 1);
    if (to >= 0) return to;
  }
  const passes = slot.optional || (slot.mayEnd && (isBreak(words[i]) || isComma(words[i])));
  return passes ? matchFrom(slots, at + 1, words, i) : -1;
}

const DENIALS = new Set(
  'not never nt dont didnt wont wouldnt isnt arent aint doesnt hardly nicht kein keine keinen pas jamais nunca non mai niet geen nooit nie nao ليس لست'.split(
    ' ',
  ),
);

/** What lies between two words may not turn them round. */
function isDenial(word: Word): boolean {
  return word.forms.some(each => DENIALS.has(each));
}

function beginsAt(words: readonly Word[], i: number): boolean {
  return i === 0 || isBreak(words[i - 1]) || isComma(words[i - 1]);
}
