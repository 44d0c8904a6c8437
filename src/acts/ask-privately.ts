/** Asks a customer in public to write privately: the text is made here, and its preview is shown like any other. */
import { textsIn } from '../core/customer-texts/texts.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { FORM_POST } from '../desk/cards.ts';
import type { Parts } from '../ports/parts.ts';
import type { ActionOf } from '../ports/staff.ts';
import { languageOfEnquiry } from '../posting/by-machine.ts';
import { showPreview, showRefusal } from '../posting/privately.ts';
import { writeRemark } from '../reply/remark.ts';

/** @returns false where there is nothing to ask: it is private already, or cannot be */
export async function askPrivately(
  parts: Parts,
  enquiryId: EnquiryId,
  staff: Staff,
  action: ActionOf<'press'>,
): Promise<boolean> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (enquiry?.visibility !== 'public' || !parts.kinds.of(enquiry.channelKind).asksPrivately) return false;
  const text = textsIn(await languageOfEnquiry(parts, enquiry))('writePrivately');
  const postRef = `${FORM_POST}${action.id}`;
  const { remark, lane } = await writeRemark(parts, { enquiry, staff, postRef, text, mentionsStaff: false });
  if (lane === 'talk')
    await showRefusal(parts, enquiryId, action.by, 'claimed-by-someone-else', `refused:${action.id}`);
  else await showPreview(parts, remark, action.by);
  return true;
}
