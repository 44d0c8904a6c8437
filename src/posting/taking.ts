/** What a message to a customer costs in its channel's budgets. */
import type { UsedUp } from '../core/budget.ts';
import type { ChannelId, ReplyId } from '../core/ids.ts';
import type { Channel, OutgoingReply } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';

/** @returns ops for the commit by which it leaves; or when there is more again */
export async function takingOf(
  { budgets }: Parts,
  id: ChannelId,
  { meter, stepsOf }: Channel,
  message: Pick<OutgoingReply, 'text' | 'visibility' | 'copies'>,
  replyId?: ReplyId,
): Promise<{ ok: true; ops: Op[] } | UsedUp> {
  const steps = stepsOf?.(message) ?? [];
  return meter && steps.length ? budgets.plan(id, meter, steps, replyId) : { ok: true, ops: [] };
}
