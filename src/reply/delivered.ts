/** Marks a reply as delivered when the channel says so, sometimes before our own "sent" is recorded. */
import { decideReply } from '../core/decide-reply.ts';
import type { ReplyId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import { sentOps } from './sent.ts';

export async function replyDelivered(parts: Parts, replyId: ReplyId): Promise<void> {
  const asked = await parts.store.reply(replyId);
  if (!asked) return;
  await parts.recorder.change(asked.enquiryId, async ({ enquiry, now }) => {
    const reply = await parts.store.reply(replyId);
    const decision = reply && decideReply(enquiry, reply, { do: 'deliver' }, now);
    if (!reply || !decision?.ok) return { events: [] };
    const ops = reply.status === 'sent' ? [] : await sentOps(parts, reply, [], now);
    return { events: decision.events, ops, replies: [reply] };
  });
}
