/** Reconciles a reply after a silence: checks the channel's own records first, then asks the author. */
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import { DAY, type DurationMs, type Instant, MINUTE } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import { outgoingReply, settle } from './release.ts';

/** A far side that cannot tell yet is asked again after as long as it has been asked, and at least this. */
const AGAIN_AFTER_MIN: DurationMs = 4 * MINUTE;
/** By then somebody has asked the customer. */
const ASKED_FOR: DurationMs = DAY;

interface Reconciled {
  /** What to tell people: nobody knows so far, it is not there, or it arrived after all. Null: nothing. */
  tell: 'unknown' | 'missing' | 'arrived' | null;
  /** When to look again; null when that is of no use. */
  again: Instant | null;
}

export async function reconcileReply(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<Reconciled> {
  const [enquiry, reply] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.reply(replyId)]);
  if (!enquiry || !reply || reply.status !== 'unsure') return { tell: null, again: null };
  const channel = parts.channel(reply.channelId);
  const found = channel?.lookUp ? await channel.lookUp(await outgoingReply(parts, enquiry, reply)) : null;
  if (found === 'sent') {
    await settle(parts, enquiryId, replyId, { as: 'sent' }, reply.externalId ? [reply.externalId] : []);
    return { tell: 'arrived', again: null };
  }
  const now = parts.clock.now();
  const past = now - (reply.holdUntil ?? reply.heldAt);
  const isOpen = found === 'unknown' && past < ASKED_FOR;
  return {
    tell: found === 'not-sent' ? 'missing' : 'unknown',
    again: isOpen ? now + Math.max(AGAIN_AFTER_MIN, past) : null,
  };
}
