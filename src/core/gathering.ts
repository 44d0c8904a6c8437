/**
 * Findings and incidents: their states, and who of their customers gets an answer to all of them. Each customer once, only
 * where they wrote, never in public. Pure.
 */
import type { Enquiry } from './enquiry.ts';
import type { CustomerId, EnquiryId, StaffId } from './ids.ts';

/** Of a finding: open, being fixed, fixed, will not be fixed. Of an incident: lasting, ended. */
export type GatheringState = 'open' | 'fixing' | 'fixed' | 'wont-fix' | 'lasting' | 'ended';

export const FINDING_STATES = ['open', 'fixing', 'fixed', 'wont-fix'] as const satisfies readonly GatheringState[];

/** Nothing more is to be done about it. */
export function isOver(state: GatheringState): boolean {
  return state === 'fixed' || state === 'wont-fix' || state === 'ended';
}

/**
 * Enquiries of one finding or incident. Its evidence is read whole, and its answer is previewed whole: 1,000 are read in
 * some 50 ms, and nobody looks through more before they press Send.
 */
export const GATHERED_MAX = 1_000;

/** Why a customer does not get the answer. */
export type LeftWhy =
  /** The author left them out. */
  | 'by-hand'
  /** In a room that the author cannot read. */
  | 'other-room'
  /** Everybody could read it. */
  | 'public'
  | 'blocked'
  | 'paused'
  /** The customer, the enquiry or the address is not there any more. */
  | 'gone'
  /** Nobody can write back to a call. */
  | 'no-way-back'
  /** The channel lets nothing through now: a private conversation that is over, for example. */
  | 'refused'
  /** The channel is not running here. */
  | 'no-channel'
  /** Somebody else has it, and it is not resolved. */
  | 'owned'
  /** A reply to them is on its way already. */
  | 'under-way'
  | 'spam'
  /** They were told before. */
  | 'told'
  | 'too-long'
  | 'nobody-reads';

/** These hold for the customer, whichever of their enquiries says so: somebody is in the middle of it, or must not. */
const OF_CUSTOMER: ReadonlySet<LeftWhy> = new Set<LeftWhy>([
  'by-hand',
  'blocked',
  'paused',
  'owned',
  'under-way',
  'told',
]);

/** What is to be known of an enquiry for that. */
export interface Candidate {
  enquiry: Pick<Enquiry, 'id' | 'customerId' | 'ownerId' | 'status' | 'visibility' | 'openedAt' | 'customerMessages'>;
  readable: boolean;
  standing: 'blocked' | 'paused' | null;
  /** The customer and their address are known. */
  there: boolean;
  nobodyReads: boolean;
  answerable: boolean;
  running: boolean;
  refused: boolean;
  tooLong: boolean;
  /** A reply is held, or on its way. */
  underWay: boolean;
}

/** Why nothing goes out in this enquiry by this person; null where it can. */
export function whyNot(each: Candidate, by: StaffId): LeftWhy | null {
  const { enquiry } = each;
  if (!each.there) return 'gone';
  if (each.standing) return each.standing;
  if (!each.readable) return 'other-room';
  if (enquiry.status === 'spam') return 'spam';
  if (enquiry.status === 'merged') return 'gone';
  if (enquiry.visibility === 'public') return 'public';
  if (enquiry.status !== 'resolved' && enquiry.ownerId !== null && enquiry.ownerId !== by) return 'owned';
  if (each.underWay) return 'under-way';
  if (!each.answerable) return 'no-way-back';
  if (!each.running) return 'no-channel';
  if (each.refused) return 'refused';
  if (each.nobodyReads) return 'nobody-reads';
  return each.tooLong ? 'too-long' : null;
}

export interface RoundPlan<C extends Candidate> {
  going: C[];
  left: { each: C; why: LeftWhy }[];
}

/**
 * Each customer once: in an enquiry that is not resolved before others, then in the newest. A reason that holds for the
 * customer keeps all of theirs back.
 */
export function planRound<C extends Candidate>(
  candidates: readonly C[],
  { by, out, told }: { by: StaffId; out: ReadonlySet<CustomerId>; told: ReadonlySet<CustomerId> },
): RoundPlan<C> {
  const ofCustomer = new Map<CustomerId, { each: C; why: LeftWhy | null }[]>();
  for (const each of candidates) {
    const id = each.enquiry.customerId;
    const why = told.has(id) ? 'told' : (whyNot(each, by) ?? (out.has(id) ? 'by-hand' : null));
    ofCustomer.set(id, [...(ofCustomer.get(id) ?? []), { each, why }]);
  }
  const plan: RoundPlan<C> = { going: [], left: [] };
  for (const all of ofCustomer.values()) {
    all.sort((a, b) => place(a.each) - place(b.each) || b.each.enquiry.openedAt - a.each.enquiry.openedAt);
    const stops = all.find(({ why }) => why !== null && OF_CUSTOMER.has(why));
    const free = all.find(({ why }) => why === null);
    if (free && !stops) plan.going.push(free.each);
    else {
      // Whom the author knows from no room of theirs is told of in no other word: each of those is said with a name.
      const known = all.filter(({ each }) => each.readable);
      const { each, why } = known.find(one => one.why === stops?.why) ?? known[0] ?? all[0]!;
      plan.left.push({ each, why: known.length === 0 ? 'other-room' : (stops?.why ?? why ?? 'by-hand') });
    }
  }
  return plan;
}

function place({ enquiry }: Candidate): number {
  return enquiry.status === 'resolved' ? 1 : 0;
}

/** `<gathering>:<enquiry>` */
export function gatheredId(gathering: string, enquiry: EnquiryId): string {
  return `${gathering}:${enquiry}`;
}
