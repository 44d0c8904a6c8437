/**
 * Puts what the index found into the order in which it is shown: what its neighbours agree with goes up, and what says the
 * same as something above it goes down. Says how sure it is, and nothing where nothing is near. Pure.
 */
import type { Found } from './past-index.ts';
import type { Terms } from './terms.ts';

/** A past enquiry in its order. */
interface Ranked extends Omit<Found, 'terms'> {
  /** How sure it is that it helps, from 0 to 1; never larger than that of the one above. */
  sure: number;
  /** It is near enough to be offered. */
  near: boolean;
}

/** How like others are to a text, from 0 to 1. */
type Likeness = (to: Terms) => (other: Terms) => number;

/** Neighbours that have a say in how sure it is. */
const VOTERS = 10;
/** Neighbours that have a say in the order. */
const ORDERED = 24;
/** What several neighbours agree on counts this much beside the likeness alone. */
const ALONE = 0.3;
/** Where nobody said what the neighbours are about, they neither agree nor disagree. */
const UNKNOWN = 0.5;
const UNKNOWN_ORDER = 0.25;
/** The largest that can come of it; keeps `sure` within 1. */
const SURE_MAX = ALONE + 1;
/** Below this nothing is said at all: of questions that have an answer here, 1 in 100 is lost. */
const SURE_MIN = 0.12 / SURE_MAX;
/** From here on it is offered unasked: wrong for 1 in 20 questions that nobody here ever answered. */
const NEAR_MIN = 0.4 / SURE_MAX;
/** How far something goes down when one above it says the same. */
const SAME_WORDS = 0.4;
const SAME_REASON = 0.7;
/** Those below the best by more than this are something else. */
const BESIDE_BEST = 0.5;

/** @param found the likest first @param limit how many are wanted @param likeness of two that were found */
export function rank(found: readonly Found[], limit: number, likeness: Likeness): Ranked[] {
  const first = found.slice(0, ORDERED);
  const [order, sure] = [votes(first), votes(first.slice(0, VOTERS))];
  const scored = first.map(each => ({
    found: each,
    value: each.score * (1 + (order(each) ?? UNKNOWN_ORDER)),
    sure: (each.score * (ALONE + (sure(each) ?? UNKNOWN))) / SURE_MAX,
  }));
  const ranked: Ranked[] = [];
  for (const each of spread(scored, limit, likeness)) {
    const { terms: _, ...found } = each.found;
    const most = ranked.at(-1)?.sure ?? 1;
    const own = Math.min(most, each.sure);
    if (ranked.length === 0 && each.sure < SURE_MIN) return [];
    const isBeside = own >= (ranked[0]?.sure ?? own) * BESIDE_BEST;
    ranked.push({ ...found, sure: own, near: own >= NEAR_MIN && isBeside });
  }
  return ranked;
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
  sure: number;
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
