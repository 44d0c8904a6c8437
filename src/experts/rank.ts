/** Who knows: people in the order of what they resolved and volunteered for, and which two of them are named. Pure. */
import type { StaffId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';

/** A resolved enquiry like this one, and who resolved it. */
export interface Near {
  staffId: StaffId;
  /** How like it is, 0 to 1. */
  score: number;
  /** The matter that it was about: its contact reason; where it has none it is a matter of its own. */
  matter: string;
}

/** Somebody who may know. */
export interface Knower {
  staffId: StaffId;
  score: number;
  /** How sure it is that they know each of the matters, 0 to 1. */
  knows: ReadonlyMap<string, number>;
}

/** How likely each matter is what the text is about, and who knows about them, the best first. */
interface Ranking {
  matters: ReadonlyMap<string, number>;
  knowers: Knower[];
}

/** Past enquiries that are looked at for who resolves such matters. */
export const NEAR_MAX = 40;
/** Of these, the ones that say which matter it is: with 5 a single odd one decides, with 60 those of others do. */
const TELLING_MAX = 15;
/** Where not even the nearest is as like as this, nobody is guessed; of questions of a public set 1 in 300 is below it. */
const NEAREST_MIN = 0.16;
/** Less like it than this, an enquiry says nothing of who knows. */
const LIKE_MIN = 0.1;
/** Who resolved this share of a matter knows it; cubed, so that whoever helped out once in ten times hardly does. */
const KNOWS_SHARE = 0.3;
/** Resolutions by nobody that are counted with each matter: one or two say little. */
const FEW = 2;
/** What a topic that fits is worth, beside everything that was resolved: within the share below, and not above it. */
const TOPIC_SHARE = 0.8;
/** People with this share of the best are as good: the one who was asked less goes first. */
const FAIR_SHARE = 0.75;
/** The matter of whoever volunteered for a topic of the text. No contact reason begins with a blank. */
const TOPIC = ' topic';

/**
 * Weighs which matters the text is about, by the cubed likeness of what is nearest, and who knows those: whoever resolved a
 * good share of each, or volunteered for a topic of the text.
 * @param near the likest first
 * @param volunteers who has a topic that fits, whatever they resolved
 * @returns nobody where nothing is near and no topic fits
 */
export function rankKnowers(near: readonly Near[], volunteers: ReadonlySet<StaffId>): Ranking {
  const like = (near[0]?.score ?? 0) < NEAREST_MIN ? [] : near.filter(each => each.score >= LIKE_MIN);
  const matters = new Map<string, number>();
  for (const { matter, score } of like.slice(0, TELLING_MAX))
    matters.set(matter, (matters.get(matter) ?? 0) + score ** 3);
  const all = [...matters.values()].reduce((a, b) => a + b, 0);
  if (volunteers.size) matters.set(TOPIC, TOPIC_SHARE * (all || 1));
  const people = new Map<StaffId, Map<string, number>>();
  const learn = (staffId: StaffId, matter: string, sure: number) =>
    people.set(staffId, (people.get(staffId) ?? new Map<string, number>()).set(matter, sure));
  for (const matter of matters.keys()) {
    const resolved = like.filter(each => each.matter === matter);
    for (const staffId of new Set(resolved.map(each => each.staffId))) {
      const own = resolved.filter(each => each.staffId === staffId).length;
      learn(staffId, matter, Math.min(1, own / (resolved.length + FEW) / KNOWS_SHARE) ** 3);
    }
  }
  for (const staffId of volunteers) learn(staffId, TOPIC, 1);
  const knowers = [...people].map(([staffId, knows]) => ({ staffId, knows, score: worth(matters, knows) }));
  return { matters, knowers: knowers.sort((a, b) => b.score - a.score || (a.staffId < b.staffId ? -1 : 1)) };
}

/** @param but what somebody else knows of them already */
function worth(matters: Ranking['matters'], knows: Knower['knows'], but?: Knower['knows']): number {
  return [...matters].reduce((sum, [matter, weight]) => {
    return sum + weight * (knows.get(matter) ?? 0) * (1 - (but?.get(matter) ?? 0));
  }, 0);
}

/** When somebody was asked of late. */
export interface AskedBefore {
  /** How often, within some weeks. */
  times: number;
  last: Instant;
}

/**
 * The order in which people are asked. First whoever was asked least of those who know about as much as the best; then
 * whoever is most likely to know where the first does not; then the others.
 */
export function fairly(
  { matters, knowers }: Ranking,
  asked: ReadonlyMap<StaffId, AskedBefore>,
  may: (person: Knower) => boolean = () => true,
): Knower[] {
  const ranked = knowers.filter(may);
  const [best] = ranked;
  if (!best) return [];
  const times = ({ staffId }: Knower) => asked.get(staffId)?.times ?? 0;
  const last = ({ staffId }: Knower) => asked.get(staffId)?.last ?? 0;
  const [first = best] = ranked
    .filter(each => each.score >= FAIR_SHARE * best.score)
    .toSorted((a, b) => times(a) - times(b) || last(a) - last(b) || b.score - a.score);
  const beside = (each: Knower) => worth(matters, each.knows, first.knows);
  const [second, ...rest] = ranked
    .filter(each => each !== first)
    .toSorted((a, b) => beside(b) - beside(a) || b.score - a.score);
  return second ? [first, second, ...rest.toSorted((a, b) => b.score - a.score)] : [first];
}
