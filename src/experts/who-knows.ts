/** Finds who knows about a text: from what is stored, and from resolved enquiries like it. */
import type { OpeningHours } from '../core/hours.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import type { ExpertReads, StaffReads } from '../ports/reads.ts';
import { hasHelped } from './helping.ts';
import { fairly, type Knower, type Near, rankKnowers } from './rank.ts';
import { askedBefore, mayBeAsked, meeting, type Roll, unwilling } from './ready.ts';

/** A resolved enquiry like a text: who knows is told of it, never what. */
interface Like {
  enquiryId: EnquiryId;
  /** Who wrote the reply that resolved it; null for nobody that is known. */
  by: StaffId | null;
  /** Its contact reason. */
  reason: string | null;
  /** From 0 to 1. */
  likeness: number;
}

/** Asks that are counted when they are spread fairly. */
const FAIR_WITHIN: DurationMs = 14 * DAY;
interface KnowsParts {
  store: ExpertReads & StaffReads;
  hours: OpeningHours;
}

interface Sought {
  /** What the customer wants to know. */
  text: string;
  now: Instant;
  /** The likest first. */
  like: readonly Like[];
  /** Not these: who has it, who asks, who was asked already. */
  besides: ReadonlySet<StaffId>;
}

/** Who knows, in the order in which they are asked; `ready`: those who may be asked right now. */
export async function whoKnows(
  { store, hours }: KnowsParts,
  { text, now, like, besides }: Sought,
): Promise<{ all: Knower[]; ready: Knower[] }> {
  const roll = await rollOf(store, now);
  const { wants, never } = meeting(text, roll);
  const not = new Set([...besides, ...never, ...unwilling(roll)]);
  const people = new Map(roll.staff.map(each => [each.id, each]));
  const known = ({ staffId }: { staffId: StaffId }) => people.has(staffId) && !not.has(staffId);
  const near = (await resolversOf(store, like)).filter(known);
  const ranked = rankKnowers(near, new Set([...wants].filter(each => known({ staffId: each }))));
  const before = askedBefore(roll);
  const isReady = ({ staffId }: Knower) => mayBeAsked(people.get(staffId)!, roll, hours, now);
  return { all: fairly(ranked, before), ready: fairly(ranked, before, isReady) };
}

export async function rollOf(store: ExpertReads & StaffReads, now: Instant): Promise<Roll> {
  const [staff, topics, volunteers, asks] = await Promise.all([
    store.allStaff(),
    store.topics(),
    store.volunteers(),
    store.asksSince(now - FAIR_WITHIN),
  ]);
  return { staff, topics, volunteers, asks };
}

/** Whose knowledge resolved them: that of an expert who helped, else that of whoever wrote the answer. */
async function resolversOf(store: ExpertReads, like: readonly Like[]): Promise<Near[]> {
  const asks = (await store.asksOfAll(like.map(each => each.enquiryId))).filter(hasHelped);
  const helper = new Map(asks.map(each => [each.enquiryId, each.staffId]));
  return like.flatMap(({ enquiryId, by, reason, likeness: score }) => {
    const staffId = helper.get(enquiryId) ?? by;
    return staffId ? [{ staffId, score, matter: reason ?? enquiryId }] : [];
  });
}
