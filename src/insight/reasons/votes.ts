/** What the likest of earlier enquiries say about the contact reason of a text, beside what the classifier says. Pure. */

/** How sharply a likeness counts: one that is twice as like weighs as much as sixteen. */
const SHARPNESS = 4;
/** Everything can be, about as often as it was: so that no reason has nothing. */
const PRIOR = 0.01;

/** An earlier enquiry that is like it. */
export interface Vote {
  /** Which class, from 0. */
  is: number;
  /** From 0 to 1. */
  likeness: number;
}

/**
 * @param prior how often each class was chosen, together 1
 * @returns one for each class, together 1; the prior where nothing is like it
 */
export function countVotes(votes: readonly Vote[], prior: Float64Array): Float64Array {
  const counted = new Float64Array(prior.length);
  let all = 0;
  for (const { is, likeness } of votes) {
    const weight = likeness ** SHARPNESS;
    counted[is] = counted[is]! + weight;
    all += weight;
  }
  return counted.map((each, k) => (all === 0 ? prior[k]! : (each / all + PRIOR * prior[k]!) / (1 + PRIOR)));
}

/** A part of one and the rest of the other. */
export function mixed(votes: Float64Array, other: Float64Array | null, share: number): Float64Array {
  return other === null ? votes : votes.map((each, k) => (1 - share) * each + share * other[k]!);
}

export function priorOf(classes: readonly number[], n: number): Float64Array {
  const prior = new Float64Array(n).fill(0.5);
  for (const each of classes) prior[each] = prior[each]! + 1;
  const all = prior.reduce((a, b) => a + b, 0);
  return prior.map(each => each / all);
}
