/**
 * How sure it is that the answer of a past enquiry answers a question too: a probability, from how like the two are and how far
 * their neighbours agree. Pure.
 *
 * The weights were fitted (logistic regression) on two public sets of customers' questions, Banking77 and Bitext, and on both
 * mixed, with 10, 20 and 100 known of each reason, plain, with typos and wrapped in mail noise, beside questions of reasons
 * that were left out and questions about anything else, at 6 that were answered before in 10. Weights of one set told right
 * from wrong on the other as well as its own did: decision 019.
 */
import type { Found } from './past-index.ts';
import type { Terms } from './terms.ts';

/** How like others are to a text, from 0 to 1. */
export type Likeness = (to: Terms) => (other: Terms) => number;

/** From here on it is offered unasked: right for 19 in 20, and said to 1 in 20 who ask about something else. */
export const NEAR_MIN = 0.6;
/** Below this nothing is said at all. */
export const SURE_MIN = 0.05;

/** Neighbours that have a say. */
const VOTERS = 24;
/** Two questions that are as like as this ask the same, where nobody said what they are about. */
const ASKS_THE_SAME = 0.5;
/** From here on a neighbour is on its side. */
const ON_ITS_SIDE = 0.5;
/** Longer questions say no more than this one. */
const WORDS_MAX = 20;
/** Keeps logarithms away from nothing at all. */
const LIKE_MIN = 0.01;
const SHARE_MIN = 0.05;

/** Where somebody said what the neighbours are about, or gave them the same answer; and where only their words tell. */
const TOLD = { base: -0.978, like: 1.78, share: 2.81, rival: -0.826, covered: 2.215, words: 1.922, few: 4.244 };
const UNTOLD = { base: -0.526, like: 2.592, share: 1.178, rival: 0, covered: 0.883, words: 1.423, few: 7.271 };

/** What is known of a question beside what was found for it. */
interface Asked {
  /** Words of it that say something. */
  words: number;
  /** Past enquiries among which it was looked for: among a few, rarity says little, and little stands beside it. */
  among: number;
}

/**
 * @param found the likest first
 * @returns how sure it is of one of these
 */
export function makeSure(found: readonly Found[], { words, among }: Asked, likeness: Likeness): (of: Found) => number {
  const voters = found.slice(0, VOTERS);
  return of => {
    const toIt = likeness(of.terms);
    const seen = voters.map(each => ({
      each,
      same: each === of ? 1 : sameness(each, of, toIt),
      weight: each.score ** 3,
    }));
    const all = seen.reduce((sum, { weight }) => sum + weight, 0);
    if (all === 0) return 0;
    const share = seen.reduce((sum, { weight, same }) => sum + weight * same, 0) / all;
    const ours = seen.filter(({ same }) => same > ON_ITS_SIDE).map(({ each }) => each);
    const by = isTold(of, voters) ? TOLD : UNTOLD;
    const sum =
      by.base +
      by.like * Math.log(Math.max(of.score, LIKE_MIN)) +
      by.share * Math.log(share + SHARE_MIN) +
      (by.rival * rivalOf(seen.filter(({ same }) => same <= ON_ITS_SIDE))) / all +
      by.covered * Math.max(of.like.covered.contentGrams, ...ours.map(each => each.like.covered.contentGrams)) +
      by.words * Math.log(1 + Math.min(words, WORDS_MAX)) +
      by.few / Math.sqrt(among);
    return 1 / (1 + Math.exp(-sum));
  };
}

/** Whether two have the same answer, from 0 to 1. */
function sameness(a: Found, b: Found, toB: (other: Terms) => number): number {
  if (a.reason !== null && b.reason !== null) return a.reason === b.reason ? 1 : 0;
  if (a.answer !== null && a.answer === b.answer) return 1;
  return Math.min(1, toB(a.terms) / ASKS_THE_SAME);
}

function isTold({ reason, answer }: Found, voters: readonly Found[]): boolean {
  // An answer that nobody else got says nothing.
  return reason !== null || (answer !== null && voters.filter(each => each.answer === answer).length > 1);
}

/** What the strongest of the other matters weighs. */
function rivalOf(others: readonly { each: Found; weight: number }[]): number {
  const weights = new Map<string | number, number>();
  for (const { each, weight } of others) {
    const matter = each.reason ?? each.answer ?? each.id;
    weights.set(matter, (weights.get(matter) ?? 0) + weight);
  }
  return Math.max(0, ...weights.values());
}
