/** Follows an enquiry to the one it was merged into. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { EnquiryReads } from '../ports/reads.ts';

/** Merges in a row that are followed; more would be a loop. */
const MERGES_MAX = 20;

/** The name under which an enquiry goes on: its own, unless it was merged. */
export async function goesOnIn(store: EnquiryReads, id: EnquiryId): Promise<EnquiryId> {
  const enquiry = await store.enquiry(id);
  return (enquiry?.mergedInto && (await followMerges(store, enquiry))?.id) || id;
}

/** Where an enquiry goes on; null when that is gone, or would lead from private to public or back. */
export async function followMerges(store: EnquiryReads, enquiry: Enquiry): Promise<Enquiry | null> {
  let at: Enquiry | null = enquiry;
  for (let i = 0; at?.mergedInto && i < MERGES_MAX; i++) at = await store.enquiry(at.mergedInto);
  return at?.status === 'merged' || at?.visibility !== enquiry.visibility ? null : at;
}
