/** What a language knows of abuse, and the book of all of them. */
import { type Lists, PhraseBook, type Sense } from './patterns.ts';

/** Phrases of one language; see `patterns.ts` for how they are written. */
export interface Lexicon {
  language: string;
  lists: Lists;
  /** Says what somebody is. */
  insult: string;
  /** Tells somebody where to go. */
  tells: string;
  /** Criticism in hard words: an attack when nothing else is said. */
  mild: string;
  /** Hurts when it is all that was said. */
  bare: string;
  threat: string;
  sexual: string;
  slur: string;
  cuss: string;
  despair: string;
  harmless: string;
}

/** How sure each kind of phrase is by itself. Criticism counts by what stands around it, and swearing is not aimed. */
const SCORES: Readonly<Record<Sense, number>> = {
  threat: 0.95,
  slur: 0.9,
  insult: 0.8,
  sexual: 0.75,
  mild: 0.4,
  bare: 0.6,
  despair: 1,
  cuss: 0,
  harmless: 0,
};

export function bookOf(lexicons: readonly Lexicon[]): PhraseBook {
  const book = new PhraseBook();
  for (const lexicon of lexicons) {
    const add = (sense: Sense, lines: string) => book.add(sense, SCORES[sense], lines, lexicon.lists);
    add('insult', lexicon.insult);
    add('insult', lexicon.tells);
    add('mild', lexicon.mild);
    add('bare', lexicon.bare);
    add('threat', lexicon.threat);
    add('sexual', lexicon.sexual);
    add('slur', lexicon.slur);
    add('cuss', lexicon.cuss);
    add('despair', lexicon.despair);
    add('harmless', lexicon.harmless);
  }
  return book;
}
