/** Asks once more before two customers become one, with both of them in sight. */

import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { button, noticeView } from '../desk/cards.ts';
import { CHANGES } from '../desk/changes.ts';
import { shownLabel } from '../desk/shown-name.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { tell } from './privately.ts';

/** One question for each enquiry: a later one takes its place. */
export function joinKey(enquiryId: EnquiryId): string {
  return `join:${enquiryId}`;
}

export async function askJoin(parts: Parts, enquiry: Enquiry, other: Enquiry, person: Person): Promise<void> {
  const [this_, that] = await Promise.all([described(parts, enquiry), described(parts, other)]);
  const yes = button('customer.join', 'Yes, the same person', `${enquiry.id} ${other.id}`, 'primary');
  const view = noticeView(CHANGES.sameAs(this_, that, other.number), [yes]);
  await tell(parts, enquiry.id, person.deskRef, view, joinKey(enquiry.id));
}

/** "Maya Patel (email: maya@example.com)" */
async function described({ store, kinds }: Parts, { customerId, identityId, channelKind }: Enquiry): Promise<string> {
  const [customer, identity] = await Promise.all([store.customer(customerId), store.identity(identityId)]);
  if (!customer || !identity) return 'a customer';
  return `${shownLabel(customer, identity, kinds)} (${kinds.of(channelKind).words}: ${identity.address})`;
}
