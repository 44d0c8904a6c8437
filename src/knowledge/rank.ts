/**
 * Puts what the index found into the order in which it is shown: what its neighbours agree with goes up, and what says the
 * same as something above it goes down. Says how sure it is, and nothing where nothing is near. Pure.
 */
import type { Found, PastIndex } from './past-index.ts';
import { type Likeness, makeSure, NEAR_MIN, SURE_MIN } from './sure.ts';
import type { Terms } from './terms.ts';

/** A past enquiry in its order. */
interface Ranked extends Omit<Found, 'terms' | 'like'> {
  /** How sure it is that it helps, from 0 to 1; never larger than that of the one above. */
  sure: number;
  /** It is near enough to be offered. */
  near: boolean;
}

/** Neighbours that have a say in the order. */
const ORDERED = 24;
/** Where nobody said what the neighbours are about, they neither agree nor disagree. */
const UNKNOWN_ORDER = 0.25;
/** How far something goes down when one above it says the same. */
const SAME_WORDS = 0.4;
const SAME_REASON = 0.7;
/** Those below the best by more than this are something else. */
const BESIDE_BEST = 0.5;

/**
 * @param index that found them
 * @param sentences that were asked
 * @param found the likest first
 * @param limit how many are wanted
 */
export function rank(
  index: Pick<PastIndex, 'alike' | 'termsOf' | 'size'>,
  sentences: readonly string[],
  found: readonly Found[],
  limit: number,
): Ranked[] {
  const likeness = remembered(to => index.alike(to));
  const first = found.slice(0, ORDERED);
  const order = votes(first);
  const sure = makeSure(found, { words: index.termsOf(sentences).contentWords.length, among: index.size }, likeness);
  const scored = first.map(each => ({ found: each, value: each.score * (1 + (order(each) ?? UNKNOWN_ORDER)) }));
  const ranked: Ranked[] = [];
  for (const { found: each } of spread(scored, limit, likeness)) {
    const { terms: _, like: __, ...found } = each;
    const own = Math.min(ranked.at(-1)?.sure ?? 1, sure(each));
    if (ranked.length === 0 && own < SURE_MIN) return [];
    const isBeside = own >= (ranked[0]?.sure ?? own) * BESIDE_BEST;
    ranked.push({ ...found, sure: own, near: own >= NEAR_MIN && isBeside });
  }
  return ranked;
}

/** The order and its certainty ask the same of most pairs. */
function remembered(likeness: Likeness): Likeness {
  const known = new Map<Terms, (other: Terms) => number>();
  return to => {
    const before = known.get(to);
    if (before) return before;
    const [compare, said] = [likeness(to), new Map<Terms, number>()];
    const asked = (other: Terms) => {
      const like = said.get(other) ?? compare(other);
      said.set(other, like);
      return like;
    };
    known.set(to, asked);
    return asked;
  };
}

/** For each of these: which share of what is like the question is about the same; null where nobody said. */
function votes(voters: readonly Found[]): (of: Found) => number | null {
  const reasons = tally(voters, each => each.reason);
  const answers = tally(voters, each => each.answer);
  return ({ reason, answer }) => {
    const byReason = reason === null ? null : reasons.share(reason);
    // An answer that nobody else got says nothing.
    const byAnswer = answer !== null && answers.times(answer) > 1 ? answers.share(answer) : null;
    return byReason === null ? byAnswer : Math.max(byReason, byAnswer ?? 0);
  };
}

function tally<T>(voters: readonly Found[], of: (found: Found) => T | null) {
  const weights = new Map<T, number>();
  const counts = new Map<T, number>();
  let all = 0;
  for (const each of voters) {
    all += each.score ** 2;
    const said = of(each);
    if (said === null) continue;
    weights.set(said, (weights.get(said) ?? 0) + each.score ** 2);
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return {
    share: (said: T) => (all === 0 ? 0 : (weights.get(said) ?? 0) / all),
    times: (said: T) => counts.get(said) ?? 0,
  };
}

interface Scored {
  found: Found;
  value: number;
}

/** One after the other, each the best that says something else than those before it. */
function spread(scored: readonly Scored[], limit: number, likeness: Likeness): Scored[] {
  const left = scored.map(each => ({ ...each, down: 0 }));
  const chosen: Scored[] = [];
  while (chosen.length < limit && left.length > 0) {
    let best = 0;
    for (let i = 1; i < left.length; i++) if (isBefore(left[i]!, left[best]!)) best = i;
    const [next] = left.splice(best, 1);
    chosen.push(next!);
    const toNext = likeness(next!.found.terms);
    for (const each of left) each.down = Math.max(each.down, sameness(each.found, next!.found, toNext));
  }
  return chosen;
}

function isBefore(a: Scored & { down: number }, b: Scored & { down: number }): boolean {
  const [x, y] = [a.value - a.down, b.value - b.down];
  return x > y || (x === y && a.found.number > b.found.number);
}

/** How much less is learnt from one after the other: told by what they were about, else by their words. */
function sameness(a: Found, b: Found, likeness: ReturnType<Likeness>): number {
  if (a.reason !== null && b.reason !== null) return a.reason === b.reason ? SAME_REASON : 0;
  if (a.answer !== null && a.answer === b.answer) return SAME_REASON;
  return SAME_WORDS * likeness(a.terms);
}
