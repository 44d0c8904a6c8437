/** The answer out of a few that fits a question best, by the rule that finds past enquiries: for published answers. Pure. */
import { gistOf } from './gist.ts';
import { makePastIndex } from './past-index.ts';
import { rank } from './rank.ts';

/** Neighbours that are looked at. */
const LOOKED_AT = 40;

/** An answer, with everything that somebody may ask for it: questions that led to it, its title, what it says. */
interface Answerable {
  texts: readonly string[];
}

/** Which of the answers fits, by its place among them, and how sure that is, from 0 to 1. */
interface BestAnswer {
  at: number;
  sure: number;
  /** Sure enough to be offered unasked: right 19 times in 20. */
  near: boolean;
}

/** @returns what finds the best answer to a question; null where nothing is near. Quick: made once, asked often. */
export function makeBestAnswer(answers: readonly Answerable[]): (question: string) => BestAnswer | null {
  const index = makePastIndex();
  const places: number[] = [];
  for (const [at, { texts }] of answers.entries())
    for (const text of texts) {
      const sentences = gistOf(text);
      if (sentences.length === 0) continue;
      const number = places.push(at) - 1;
      const nobody = { by: null, answer: null, roomId: '' as never };
      index.put({ ...nobody, id: `${number}` as never, number, version: 1, sentences, reason: String(at) });
    }
  return question => {
    const sentences = gistOf(question);
    const [best] = rank(index, sentences, index.search(sentences, LOOKED_AT), 1);
    return best ? { at: places[best.number]!, sure: best.sure, near: best.near } : null;
  };
}
