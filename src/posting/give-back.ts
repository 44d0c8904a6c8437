/** Returns the text of a withdrawn reply that was written in a form: there is no post its author could edit. */
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import { WORDS } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import { showPreview } from './privately.ts';

export async function giveBack(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const reply = await parts.store.reply(replyId);
  if (reply?.status !== 'withdrawn' || reply.enquiryId !== enquiryId) return;
  const remark = await parts.store.remarkOfReply(replyId);
  // Sent again, kept or rewritten in the meantime.
  if (remark?.lane !== 'preview') return;
  const author = await parts.store.staff(remark.staffId);
  if (author) await showPreview(parts, remark, author, [WORDS.takenBack]);
}
