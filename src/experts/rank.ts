/** Who knows: people in the order of what they resolved and volunteered for, and which two of them are named. Pure. */
import type { StaffId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';

/** A resolved enquiry like this one, and who resolved it. */
export interface Near {
  staffId: StaffId;
  /** How like it is, 0 to 1. */
  score: number;
}

/** Somebody who may know. */
export interface Knower {
  staffId: StaffId;
  score: number;
}

/** Past enquiries that are looked at: with 5 a single odd one decides, with 60 those of other matters do. */
export const NEAR_MAX = 15;
/** Less like it than this, an enquiry says nothing of who knows. */
const LIKE_MIN = 0.15;
/** What a topic that fits is worth, beside the best of what was resolved: within the share below, and not above it. */
const TOPIC_SHARE = 0.8;
/** People with this share of the best are as good: the one who was asked less goes first. */
const FAIR_SHARE = 0.6;

/**
 * The sum of squared likenesses of what each has resolved, more for those who volunteered for a topic of the text.
 * @param volunteers who has a topic that fits, whatever they resolved
 * @returns the best first; nobody where nothing is near and no topic fits
 */
export function rankKnowers(near: readonly Near[], volunteers: ReadonlySet<StaffId>): Knower[] {
  const scores = new Map<StaffId, number>();
  for (const { staffId, score } of near.slice(0, NEAR_MAX))
    if (score >= LIKE_MIN) scores.set(staffId, (scores.get(staffId) ?? 0) + score * score);
  const best = Math.max(0, ...scores.values());
  for (const staffId of volunteers) scores.set(staffId, (scores.get(staffId) ?? 0) + TOPIC_SHARE * (best || 1));
  return [...scores]
    .map(([staffId, score]) => ({ staffId, score }))
    .sort((a, b) => b.score - a.score || (a.staffId < b.staffId ? -1 : 1));
}

/** When somebody was asked of late. */
export interface AskedBefore {
  /** How often, within some weeks. */
  times: number;
  last: Instant;
}

/**
 * The order in which people are asked: first whoever was asked least of those who know about as much as the best, then the
 * best of all others. Two are named, so that the best is among them.
 */
export function fairly(ranked: readonly Knower[], asked: ReadonlyMap<StaffId, AskedBefore>): Knower[] {
  const [best] = ranked;
  if (!best) return [];
  const times = ({ staffId }: Knower) => asked.get(staffId)?.times ?? 0;
  const last = ({ staffId }: Knower) => asked.get(staffId)?.last ?? 0;
  const [first = best] = ranked
    .filter(each => each.score >= FAIR_SHARE * best.score)
    .toSorted((a, b) => times(a) - times(b) || last(a) - last(b) || b.score - a.score);
  return [first, ...ranked.filter(each => each !== first)];
}
