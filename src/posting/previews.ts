/** Shows previews again to those who are answering while a customer changes or takes back a message. */
import type { EnquiryId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import { newestOf, sinceShown } from './changes.ts';
import { showPreview } from './privately.ts';
import { whoOf } from './who.ts';

/** Drafts of one enquiry; more people do not answer at once. */
const DRAFTS_MAX = 20;

/** Words of the customer that stood in a preview go with it, and its author reads why. */
export async function showPreviewsAgain(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store } = parts;
  const [enquiry, drafts] = await Promise.all([store.enquiry(enquiryId), store.draftsIn(enquiryId, DRAFTS_MAX)]);
  if (!enquiry || drafts.length === 0) return;
  const hint = sinceShown((await newestOf(store, enquiryId)).cause, await whoOf(parts, enquiry));
  for (const draft of drafts) {
    const author = await store.staff(draft.staffId);
    if (author) await showPreview(parts, draft, author, hint ? [hint] : []);
  }
}
