/** Tells whether a message only says thanks, given the names of the customer and of those who answer them. */
import type { Enquiry } from '../core/enquiry.ts';
import { type InboundMessage, WITHHELD_ASIDE } from '../core/message.ts';
import { nameShown } from '../core/name-shown.ts';
import { isOnlyThanks, mayBeThanks } from '../core/thanks.ts';
import type { CustomerReads, StaffReads } from '../ports/reads.ts';

/** @param text the words as they are shown: without quotes and signatures */
export async function thanksAlone(
  store: CustomerReads & StaffReads,
  enquiry: Enquiry | null,
  message: InboundMessage,
  text: string,
): Promise<boolean> {
  // A picture or a form says something, whatever is written beside it; a logo does not.
  if (!mayBeThanks(text) || message.attachments.some(each => !each.withheld?.startsWith(WITHHELD_ASIDE))) return false;
  const [customer, staff] = await Promise.all([enquiry ? store.customer(enquiry.customerId) : null, store.allStaff()]);
  const theirs = staff.flatMap(each => [nameShown(each, 'own'), nameShown(each, 'first'), each.name]);
  const names = [message.from.name, customer?.name ?? null, ...theirs];
  return isOnlyThanks(
    text,
    names.filter(each => each !== null),
  );
}
