/**
 * An answer to many, before and after it is sent: who gets it, in which of their enquiries, in which words, and who does not
 * and why. Read in lists: 500 customers are some ten queries.
 */
import type { Customer, Identity } from '../core/customer.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { firstNameOf } from '../core/first-name.ts';
import { type Candidate, GATHERED_MAX, planRound, type RoundPlan } from '../core/gathering.ts';
import type { CustomerId, EnquiryId, StaffId } from '../core/ids.ts';
import { checkName } from '../core/name-shown.ts';
import { isPractice } from '../core/practice.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { isUnread } from '../core/unread-address.ts';
import { fillBlanks } from '../knowledge/saved/blanks.ts';
import type { GatheringRow, RoundPerson, RoundRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { answeringOf } from './answering.ts';
import { lengthOver } from './length.ts';
import { followMerges } from './merges.ts';
import { nameOnChannel } from './name-shown.ts';

/** An enquiry with all that its answer needs. */
export interface Addressee extends Candidate {
  enquiry: Enquiry;
  customer: Customer | null;
  identity: Identity | null;
  /** Their own words. */
  text: string;
}

/** Who may be told, and by whom. */
interface Telling {
  by: Staff;
  /** Rooms that they can read; absent or null: all of them. */
  rooms?: Person['rooms'] | null;
  /** Words with blanks. */
  text: string;
}

/** The enquiries of a finding or an incident where they are now; one that was merged counts as the other. */
export async function gatheredEnquiries({ store }: Pick<Parts, 'store'>, id: GatheringRow['id']): Promise<Enquiry[]> {
  const rows = await store.gathered(id, GATHERED_MAX);
  const found = new Map((await store.enquiriesById(rows.map(each => each.enquiryId))).map(each => [each.id, each]));
  const all = new Map<EnquiryId, Enquiry>();
  for (const { enquiryId } of rows) {
    const enquiry = found.get(enquiryId);
    const now = enquiry?.mergedInto ? await followMerges(store, enquiry) : enquiry;
    if (now && !isPractice(now)) all.set(now.id, now);
  }
  return [...all.values()];
}

/** What would go out to whom, if it were sent now. */
export async function roundPlan(
  parts: Parts,
  gathering: GatheringRow,
  telling: Telling,
  out: readonly CustomerId[],
): Promise<RoundPlan<Addressee>> {
  const [candidates, told] = await Promise.all([
    candidatesOf(parts, await gatheredEnquiries(parts, gathering.id), telling),
    toldBefore(parts, gathering),
  ]);
  return planRound(candidates, { by: telling.by.id, out: new Set(out), told });
}

/** Everything that decides about these enquiries, as it is now. */
export async function candidatesOf(
  parts: Parts,
  enquiries: readonly Enquiry[],
  { by, rooms = null, text }: Telling,
): Promise<Addressee[]> {
  const { store, kinds } = parts;
  const now = parts.clock.now();
  const [customers, identities, underWay, names] = await Promise.all([
    store.customersById([...new Set(enquiries.map(each => each.customerId))]),
    store.identitiesById([...new Set(enquiries.map(each => each.identityId))]),
    store.onTheirWay(enquiries.map(each => each.id)),
    namesOf(parts, enquiries, by),
  ]);
  const customerOf = new Map(customers.map(each => [each.id, each]));
  const identityOf = new Map(identities.map(each => [each.id, each]));
  return Promise.all(
    enquiries.map(async enquiry => {
      const customer = customerOf.get(enquiry.customerId) ?? null;
      const identity = identityOf.get(enquiry.identityId) ?? null;
      const channel = parts.channel(enquiry.channelId);
      const words = wordsFor(text, enquiry, customer, names.get(enquiry.channelId) ?? null);
      return {
        enquiry,
        customer,
        identity,
        text: words,
        readable: mayRead({ rooms }, enquiry),
        standing: identity ? standingOf(identity, now) : null,
        there: customer !== null && identity !== null,
        nobodyReads: identity !== null && isUnread(identity.address),
        answerable: kinds.of(enquiry.channelKind).answerable,
        running: channel !== null,
        // Only some channels can refuse, and they are asked one by one.
        refused: channel?.answering ? (await answeringOf(parts, enquiry)).refused !== null : false,
        tooLong: lengthOver(channel?.limits, words, enquiry.visibility) > 0,
        underWay: underWay.has(enquiry.id),
      };
    }),
  );
}

function standingOf({ standing, pausedUntil }: Identity, now: Instant): Candidate['standing'] {
  if (standing) return 'blocked';
  return pausedUntil && pausedUntil > now ? 'paused' : null;
}

async function namesOf(parts: Parts, enquiries: readonly Enquiry[], by: Staff): Promise<Map<string, string | null>> {
  const channels = [...new Set(enquiries.map(each => each.channelId))];
  return new Map(
    await Promise.all(channels.map(async id => [id as string, await nameOnChannel(parts, by, id)] as const)),
  );
}

/** A name that is not known takes the space before its blank along: "Hello {name}," is "Hello,". */
const NAME_BLANK = /[ \t]*\{\s*(?:first )?name\s*\}/giu;
const MY_NAME_BLANK = /\{\s*my name\s*\}/giu;

/** The words for one customer. */
function wordsFor(text: string, { number }: Enquiry, customer: Customer | null, myName: string | null): string {
  const name = customer?.name ? checkName(firstNameOf(customer.name)) : null;
  const known = { name: name?.ok ? name.name : null, number, myName };
  const withName = known.name === null ? text.replace(NAME_BLANK, '') : text;
  const filled = fillBlanks(myName === null ? withName.replace(MY_NAME_BLANK, '') : withName, known);
  return filled.trim();
}

/**
 * Who has it already, or is about to: a finding is told once to each customer, until it is fixed again. Of an incident there
 * may be several answers, one after the other.
 */
async function toldBefore({ store }: Parts, gathering: GatheringRow): Promise<Set<CustomerId>> {
  const told = new Set<CustomerId>();
  const rounds = (await store.roundsOf(gathering.id)).filter(
    each => each.state !== 'draft' && each.state !== 'dropped',
  );
  for (const round of rounds) {
    const isRunning = round.state === 'held' || round.state === 'going';
    if (isRunning) for (const { customerId } of round.people) told.add(customerId);
    const isOld = gathering.what === 'incident' || round.createdAt < (gathering.endedAt ?? 0);
    if (isRunning || isOld) continue;
    const customerOf = new Map(round.people.map(each => [each.enquiryId, each.customerId]));
    for (const { enquiryId, status } of await store.repliesOfRound(round.id)) {
      const customerId = customerOf.get(enquiryId);
      if (customerId && HAS_IT.has(status)) told.add(customerId);
    }
  }
  return told;
}

/** A reply in one of these states has reached its customer, may have, or is about to. */
const HAS_IT: ReadonlySet<string> = new Set(['held', 'leaving', 'sent', 'delivered', 'unsure']);

/** As they are kept. */
export function peopleOf(plan: RoundPlan<Addressee>): RoundPerson[] {
  return plan.going.map(({ enquiry }) => ({
    customerId: enquiry.customerId,
    enquiryId: enquiry.id,
    seen: enquiry.customerMessages,
  }));
}

/** How it went so far, in numbers. */
interface RoundCounts {
  all: number;
  /** Left: sent, or nobody can tell. */
  sent: number;
  /** Waiting for their turn. */
  waiting: number;
  /** Stopped: the customer wrote again, and the author is asked. */
  stopped: number;
  failed: number;
  takenBack: number;
}

export async function countRound({ store }: Pick<Parts, 'store'>, round: RoundRow): Promise<RoundCounts> {
  const replies = await store.repliesOfRound(round.id);
  const those = (is: (each: (typeof replies)[number]) => boolean) => replies.filter(is).length;
  return {
    all: round.people.length,
    sent: those(each => ['leaving', 'sent', 'delivered', 'unsure'].includes(each.status)),
    waiting: those(each => each.status === 'held' && each.holdUntil !== null),
    stopped: those(each => each.status === 'held' && each.holdUntil === null),
    failed: those(each => each.status === 'failed' || each.status === 'bounced'),
    takenBack: those(each => each.status === 'withdrawn'),
  };
}

/** @returns whoever may stop it: its author, and whoever looks after what it is about */
export function mayStop(round: RoundRow, gathering: GatheringRow | null, by: { id: StaffId; admin: boolean }): boolean {
  return by.admin || round.byId === by.id || gathering?.ownerId === by.id;
}
