/** Which of some enquiries are still to be dealt with. */
import type { EnquiryId } from '../core/ids.ts';
import type { EnquiryReads } from '../ports/reads.ts';
import { followMerges } from './merges.ts';

const LIVING: readonly string[] = ['open', 'waiting', 'snoozed'];

/** One that was merged counts as what it was merged into. */
export async function livingAmong(store: EnquiryReads, ids: readonly EnquiryId[]): Promise<EnquiryId[]> {
  const living: EnquiryId[] = [];
  for (const each of await store.enquiriesById([...ids])) {
    const goesOn = await followMerges(store, each);
    if (goesOn && LIVING.includes(goesOn.status)) living.push(each.id);
  }
  return living;
}
