/**
 * Erasing a customer, as rules: what an enquiry and its replies become. What is counted stays; who it was, and every word,
 * goes.
 */
import type { Decision, Enquiry, EnquiryEvent } from './enquiry.ts';
import { accept, refuse } from './enquiry.ts';
import type { StaffId } from './ids.ts';
import type { Reply } from './reply.ts';
import type { Instant } from './time.ts';

/**
 * Ends an enquiry for good. What is held is withdrawn in the same commit; what is on the wire is waited for.
 * @param by who erases; null from the command line
 */
export function decideErase(enquiry: Enquiry, replies: readonly Reply[], by: StaffId | null): Decision {
  if (enquiry.erasedAt != null) return accept();
  if (replies.some(each => each.status === 'leaving')) return refuse('reply-in-flight');
  const held = replies.filter(each => each.status === 'held');
  return accept<EnquiryEvent>(
    ...held.map(
      (each): EnquiryEvent => ({ type: 'ReplyWithdrawn', reply: each.id, by: each.authorId, because: 'deleted' }),
    ),
    { type: 'EnquiryErased', by },
  );
}

/**
 * Ends an enquiry whose words are older than they are kept. One that somebody has to do with, or had since, is left.
 * @param changedAt when its last event was
 */
export function decideEmpty(
  enquiry: Enquiry,
  replies: readonly Reply[],
  { days, before, changedAt }: { days: number; before: Instant; changedAt: Instant },
): Decision {
  const ended = enquiry.status === 'resolved' || enquiry.status === 'spam' || enquiry.status === 'merged';
  if (enquiry.erasedAt != null || !ended || changedAt >= before) return accept();
  if (replies.some(each => each.status === 'leaving' || each.status === 'held')) return accept();
  return accept<EnquiryEvent>({ type: 'EnquiryEmptied', days });
}
