/** Actions on an existing reply: undo, send anyway, try again, "it arrived". */
import { decideReply } from '../core/decide-reply.ts';
import { refuse } from '../core/enquiry.ts';
import type { ReplyId } from '../core/ids.ts';
import { decided } from '../core/reply.ts';
import type { PlainReplyCommand } from '../desk/actions.ts';
import { isFromForm } from '../desk/cards.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op, Recorded } from '../ports/store.ts';
import { sentOps } from './sent.ts';

const UNKNOWN: Recorded = { ok: false, refusal: 'unknown' };

export async function directReply(parts: Parts, replyId: ReplyId, command: PlainReplyCommand): Promise<Recorded> {
  const asked = await parts.store.reply(replyId);
  if (!asked) return UNKNOWN;
  return parts.recorder.change(asked.enquiryId, async ({ enquiry, now }) => {
    const reply = await parts.store.reply(replyId);
    if (!reply) return refuse('reply-finished');
    // Whoever watches writes in bursts: the next line would stop it again, and its author has decided with the lines in sight.
    const atOnce = command.do === 'sendAnyway' && parts.kinds.of(enquiry.channelKind).live;
    const count = enquiry.customerMessages;
    const held = () => parts.holdMs(enquiry.channelKind, parts.channel(enquiry.channelId)?.limits.holdMs ?? 0);
    const holdMs = atOnce ? 0 : held();
    const timed = command.do === 'sendAnyway' || command.do === 'retry' ? { ...command, holdMs } : command;
    const decision = decideReply(enquiry, reply, timed, now);
    if (!decision.ok) return decision;
    const ops: Op[] = [];
    if (command.do === 'withdraw') {
      const remark = await parts.store.remarkOfReply(replyId);
      const lane = command.because === 'deleted' ? 'deleted' : 'talk';
      // Words from a form are in no post: they are a draft again, which their author is given back.
      const set =
        remark && isFromForm(remark)
          ? { lane: 'preview' as const }
          : { lane: lane as 'deleted' | 'talk', replyId: null };
      if (remark) ops.push({ do: 'update', table: 'remarks', id: remark.id, set });
    }
    if (command.do === 'confirmArrived') ops.push(...(await sentOps(parts, reply, [], now)));
    // With the reply itself: its row is written as a whole.
    const seen = timed === command ? {} : { seenCustomerMessages: atOnce ? decided(count) : count };
    return { events: decision.events, ops, replies: [{ ...reply, ...seen }] };
  });
}
