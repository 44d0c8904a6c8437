/** "Thanks, sorted", to an answer that a machine pointed at: it is solved. Thanks for anything else change nothing. */
import type { EnquiryId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import { solvedByCustomer } from '../posting/solved.ts';

export async function thankedForArticle(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const [enquiry, uses] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.articleUsesOf(enquiryId)]);
  const [use] = uses;
  // Once a person answered it is theirs that they thank for.
  if (!enquiry || !use || use.outcome !== 'shown' || enquiry.firstResponseAt !== null) return;
  await solvedByCustomer(parts, enquiryId, use);
}
