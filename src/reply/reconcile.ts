/** Reconciles a reply after a silence: checks the channel's own records first, then asks the author. */
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import { outgoingReply, settle } from './release.ts';

/** @returns true when nobody can tell and people must be asked */
export async function reconcileReply(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<boolean> {
  const [enquiry, reply] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.reply(replyId)]);
  if (!enquiry || !reply || reply.status !== 'unsure') return false;
  const channel = parts.channel(reply.channelId);
  const found = channel?.lookUp ? await channel.lookUp(await outgoingReply(parts, enquiry, reply)) : 'unknown';
  if (found !== 'sent') return true;
  await settle(parts, enquiryId, replyId, { as: 'sent' }, reply.externalId ? [reply.externalId] : []);
  return false;
}
