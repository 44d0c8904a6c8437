/** Names for use in sentences: the customer, the staff, the numbers of other enquiries, local times. */

import type { Enquiry } from '../core/enquiry.ts';
import { type OpeningHours, whenInWords } from '../core/hours.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { dateWords } from '../desk/dates.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { sideOf, type Who } from '../desk/wording.ts';
import type { CustomerReads, EnquiryReads, StaffReads } from '../ports/reads.ts';

interface WhoParts {
  store: CustomerReads & EnquiryReads & StaffReads;
  hours: OpeningHours;
  kinds: Kinds;
}

export async function whoOf(
  { store, hours, kinds }: WhoParts,
  enquiry: Enquiry,
  others: EnquiryId[] = [],
): Promise<Who> {
  const [customer, identity, staff] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
    store.allStaff(),
  ]);
  const names = new Map<string, string>(staff.map(each => [each.id, each.name]));
  const numbers = new Map<string, number>();
  for (const id of new Set([...others, enquiry.mergedInto ?? enquiry.id])) {
    const other = await store.enquiry(id);
    // It is said in this one's room.
    if (other && mayRead(everybodyIn(enquiry.roomId), other)) numbers.set(id, other.number);
  }
  return {
    side: sideOf(enquiry, kinds.of(enquiry.channelKind)),
    customer: customer && identity ? shownLabel(customer, identity, kinds) : 'The customer',
    owner: enquiry.ownerId ? (names.get(enquiry.ownerId) ?? null) : null,
    name: id => names.get(id) ?? 'Somebody',
    number: id => (numbers.has(id) ? `#${numbers.get(id)}` : 'another enquiry'),
    clock: at => whenInWords(hours, at),
    date: at => dateWords(hours, at),
  };
}
