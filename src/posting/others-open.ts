/** Other unfinished enquiries of the same customer that somebody can read: what an enquiry may be merged with. */
import type { Enquiry } from '../core/enquiry.ts';
import { mayRead } from '../core/readers.ts';
import type { EnquiryReads } from '../ports/reads.ts';

/** Of one customer, the newest first. */
const LOOKED_AT = 50;
/** More at once are a list to search, not a choice. */
const OFFERED_MAX = 5;
const UNFINISHED: ReadonlySet<Enquiry['status']> = new Set(['open', 'waiting', 'snoozed']);

/** @param by a person, or everybody in a room */
export async function othersOpen(
  { store }: { store: EnquiryReads },
  enquiry: Enquiry,
  by: Parameters<typeof mayRead>[0],
): Promise<Enquiry[]> {
  const all = await store.enquiriesOfCustomer(enquiry.customerId, LOOKED_AT);
  return all
    .filter(each => each.id !== enquiry.id && UNFINISHED.has(each.status) && each.visibility === enquiry.visibility)
    .filter(each => mayRead(by, each))
    .slice(0, OFFERED_MAX);
}
