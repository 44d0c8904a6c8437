/**
 * Two customers turn out to be one, by a person's word and never by itself. Their enquiries show each other as earlier ones;
 * each is still answered only where it came from. It can be undone.
 */
import type { Customer } from '../core/customer.ts';
import { type Enquiry, type EnquiryEvent, type Refusal, refuse } from '../core/enquiry.ts';
import type { CustomerId, EnquiryId, IdentityId, StaffId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op, Plan, Recorded } from '../ports/store.ts';

/** Enquiries of one customer that change in one commit: a customer has a few, and past this something else is meant. */
const ENQUIRIES_MAX = 200;

type Joined = Extract<EnquiryEvent, { type: 'CustomersJoined' }>;

/** The customers of these two enquiries become the one who is known longer. */
export function joinCustomers(parts: Parts, id: EnquiryId, otherId: EnquiryId, by: StaffId): Promise<Recorded> {
  const { store, recorder } = parts;
  return recorder.change(id, async ({ enquiry }) => {
    const other = await store.enquiry(otherId);
    if (!other) return refuse('not-joined');
    if (other.customerId === enquiry.customerId) return refuse('same-customer');
    const pair = await Promise.all([store.customer(enquiry.customerId), store.customer(other.customerId)]);
    const [into, from] = pair.filter(each => each !== null).sort(byAge);
    if (!into || !from) return refuse('not-joined');
    const identities = (await store.identitiesOf(from.id)).map(each => each.id);
    const of = await store.enquiriesOfCustomer(from.id, ENQUIRIES_MAX + 1);
    const event = (about: EnquiryId | null): Joined => ({
      type: 'CustomersJoined',
      by,
      from: from.id,
      customer: into.id,
      identities: about === null ? [] : identities,
      other: about,
    });
    return changed(enquiry, other, of, event, moved(identities, into.id));
  });
}

/** Takes that back: the addresses that came with it, as far as they are still there, go where they were. */
export function partCustomers(parts: Parts, id: EnquiryId, version: number, by: StaffId): Promise<Recorded> {
  const { store, recorder } = parts;
  return recorder.change(id, async ({ enquiry }) => {
    const joined = (await store.event(id, version))?.event;
    if (joined?.type !== 'CustomersJoined' || joined.other === null) return refuse('not-joined');
    const there = (await store.identitiesOf(joined.customer)).map(each => each.id);
    const identities = joined.identities.filter(each => there.includes(each));
    const other = await store.enquiry(joined.other);
    if (identities.length === 0 || !other) return refuse('not-joined');
    const all = await store.enquiriesOfCustomer(joined.customer, ENQUIRIES_MAX + 1);
    const theirs = all.filter(each => identities.includes(each.identityId));
    const whose = (each: Enquiry) => (identities.includes(each.identityId) ? joined.from : each.customerId);
    const event = (about: EnquiryId | null, each: Enquiry): EnquiryEvent => ({
      type: 'CustomersParted',
      by,
      customer: whose(each),
      other: about,
    });
    return changed(enquiry, other, theirs, event, moved(identities, joined.from));
  });
}

/** One event for each of the enquiries; the two that were named have a line in their threads. */
function changed(
  enquiry: Enquiry,
  other: Enquiry,
  rest: Enquiry[],
  event: (about: EnquiryId | null, each: Enquiry) => EnquiryEvent,
  ops: Op[],
): Plan | Refusal {
  if (rest.length > ENQUIRIES_MAX) return refuse('too-many-enquiries');
  const others = rest.filter(each => each.id !== enquiry.id && each.id !== other.id);
  return {
    events: [event(other.id, enquiry)],
    ops,
    also: [
      { enquiry: other, events: [event(enquiry.id, other)] },
      ...others.map(each => ({ enquiry: each, events: [event(null, each)] })),
    ],
  };
}

function moved(identities: IdentityId[], customerId: CustomerId): Op[] {
  return identities.map(id => ({ do: 'update', table: 'identities', id, set: { customerId } }));
}

function byAge(a: Customer, b: Customer): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
