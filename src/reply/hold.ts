/** Turns a remark into a held reply that its author can still undo, edit or delete. */

import { decideHold } from '../core/decide-reply.ts';
import { type Enquiry, type Refusal, refuse } from '../core/enquiry.ts';
import { formattedFor } from '../core/formatted.ts';
import type { RemarkId, StaffId } from '../core/ids.ts';
import { isBlank } from '../core/message.ts';
import { TEAM_NAME } from '../core/name-shown.ts';
import type { Reply, ReplyCommand } from '../core/reply.ts';
import { placeBehind } from '../core/turns.ts';
import { sendable } from '../desk/actions.ts';
import { isFromForm } from '../desk/cards.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Recorded } from '../ports/store.ts';
import { answeringOf } from '../posting/answering.ts';
import { openStops } from '../posting/coaching.ts';
import { previewFingerprint } from '../posting/fingerprint.ts';
import { lengthOver } from '../posting/length.ts';
import { nameOnChannel } from '../posting/name-shown.ts';
import { reachOf } from '../posting/reach.ts';
import { filesOf } from './remark.ts';

type Hold = Extract<ReplyCommand, { do: 'hold' }>;

interface HoldRequest {
  remark: RemarkRow;
  by: StaffId;
  andResolve: boolean;
  /** The fingerprint that came with the press; null for a button without one, absent where no preview was shown. */
  shown?: string | null;
  /** Stops that came with the press: its author saw them and pressed again. */
  confirmed?: readonly string[];
}

/**
 * The deliberate act. Of two presses of Send one holds a reply; the other finds the remark already gone and does nothing.
 */
export async function holdReply(parts: Parts, request: HoldRequest): Promise<Recorded> {
  const { remark, by, andResolve } = request;
  return parts.recorder.change(remark.enquiryId, async ({ enquiry, replies, now }) => {
    // Read inside: whoever held this remark a moment ago has changed the enquiry, and then we are asked again.
    const current = await parts.store.remark(remark.id as RemarkId);
    if (!current || current.lane === 'reply' || current.lane === 'deleted') return { events: [] };
    const leaving = await leavingAs(parts, enquiry, current, request);
    if ('refusal' in leaving) return leaving;
    const { text } = leaving;
    const behind = placeBehind(replies, enquiry.channelId, now);
    const holdMs = Math.max(leaving.holdMs, behind ? behind.looksAt - now : 0);
    const id = parts.ids.make('reply');
    const { seenCustomerMessages } = current;
    const decision = decideHold(
      enquiry,
      { do: 'hold', reply: id, by, andResolve, seenCustomerMessages, ...leaving, holdMs },
      now,
    );
    if (!decision.ok) return decision;
    const everybody = (await reachOf(parts, enquiry, current.onlyCustomer ?? false)).copies.addresses;
    const author = await parts.store.staff(by);
    const reply: Reply = {
      id,
      workspaceId: parts.workspaceId,
      enquiryId: enquiry.id,
      authorId: by,
      shownAs: (await nameOnChannel(parts, author, enquiry.channelId)) ?? TEAM_NAME,
      channelId: enquiry.channelId,
      identityId: enquiry.identityId,
      copies: everybody.length ? everybody : null,
      text,
      formatted: formattedFor(text, current.formatted),
      status: 'held',
      holdUntil: Math.max(now + holdMs, behind?.until ?? 0),
      andResolve,
      attempt: 0,
      seenCustomerMessages: current.seenCustomerMessages,
      postRef: isFromForm(current) ? null : current.postRef,
      externalId: null,
      failure: behind?.failure ?? null,
      heldAt: now,
      sentAt: null,
    };
    return {
      events: decision.events,
      ops: [
        { do: 'insert', table: 'replies', row: reply },
        { do: 'update', table: 'remarks', id: current.id, set: { lane: 'reply', replyId: id } },
        ...(author?.nameToldAt === null
          ? [{ do: 'update' as const, table: 'staff' as const, id: by, set: { nameToldAt: now } }]
          : []),
      ],
    };
  });
}

/** What would leave, as the decision needs it; a refusal where its channel cannot carry it or another thing was shown. */
async function leavingAs(
  parts: Parts,
  enquiry: Enquiry,
  remark: RemarkRow,
  { by, shown, confirmed: stops }: HoldRequest,
): Promise<Refusal | Pick<Hold, 'text' | 'hasFiles' | 'confirmed' | 'tooLong' | 'holdMs'>> {
  if (!parts.kinds.of(enquiry.channelKind).answerable) return refuse('cannot-be-answered');
  const channel = parts.channel(enquiry.channelId);
  if (!channel) return refuse('channel-not-running');
  if ((await answeringOf(parts, enquiry)).refused !== null) return refuse('not-from-here');
  const { limits } = channel;
  const confirmed = typeof shown === 'string';
  // Pressed in an older preview: what would leave is shown first, whatever it is now.
  if (shown !== undefined && shown !== (await previewFingerprint(parts, remark, by))) {
    // A button of the home names no preview: one is shown now.
    return refuse(enquiry.visibility === 'public' && !confirmed ? 'public-not-confirmed' : 'changed-since');
  }
  if ((await openStops(parts, enquiry, remark, stops)).length > 0) return refuse('look-again');
  const text = sendable(remark);
  const files = (await filesOf(parts, remark.postRef)).filter(each => !each.withheld);
  const carries = limits.attachments;
  if (files.length && !carries && isBlank(text)) return refuse('files-not-carried');
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0);
  if (carries && (files.length > carries.countMax || bytes > carries.bytesMax)) return refuse('files-too-large');
  return {
    text,
    hasFiles: files.length > 0 && carries !== null,
    confirmed,
    tooLong: lengthOver(limits, text, enquiry.visibility) > 0,
    holdMs: parts.holdMs(enquiry.channelKind, limits.holdMs),
  };
}
