/** What is about something that we sent: a bounce, and what a colleague answered from a program of their own. */
import { decide } from '../core/decide.ts';
import { decideReply } from '../core/decide-reply.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { AcceptResult } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { CustomerReads, ThreadReads } from '../ports/reads.ts';
import type { Op } from '../ports/store.ts';
import type { Coming, Taken } from './coming.ts';
import { matchEnquiry, nameKind } from './match.ts';
import { messageOps, rawOp } from './rows.ts';

/**
 * A bounce ends the reply it is about; one that belongs to no reply of ours, or is about somebody who never got it from
 * us, is shown like any message. What it says is kept in the enquiry either way.
 */
export async function bounced(parts: Parts, { channel, inbound, cursor }: Coming): Promise<AcceptResult | null> {
  if (inbound.content.as !== 'bounce') return null;
  const { bounce, message } = inbound.content;
  const refs = await parts.store.refs(nameKind(channel.kind), bounce.about);
  const about = refs.find(ref => ref.replyId !== null);
  const asked = about?.replyId ? await parts.store.reply(about.replyId) : null;
  if (!about?.replyId || !asked) return null;
  const identity = await parts.store.identity(asked.identityId);
  const missed = bounce.recipient;
  const inCopy = missed !== null && missed !== identity?.address && (asked.copies ?? []).includes(missed);
  const stranger = missed !== null && missed !== identity?.address && !inCopy && (asked.copies ?? []).length > 0;
  if (stranger) return null;
  const messageId = parts.ids.make('message');
  const [rawId, received] = [parts.ids.make('raw'), parts.clock.now()];
  const ops: Op[] = [rawOp(parts, channel.id, inbound, rawId, received), ...cursor];
  const note = inCopy ? [`${missed} did not get it: ${bounce.reason}`] : [];
  const rows = (enquiryId: EnquiryId) => [
    ...ops,
    ...messageOps(parts, channel.kind, enquiryId, messageId, rawId, message, inbound, note, received, false),
  ];
  const replyId = about.replyId;
  const recorded = await parts.recorder.change(about.enquiryId, async ({ enquiry, now }) => {
    if (await parts.store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
    const reply = await parts.store.reply(replyId);
    if (!reply) return { events: [], ops };
    // Its words are gone, and these would be new ones; that it came is kept, so that it does not come again.
    if (enquiry.erasedAt != null) return { events: [], ops: [withoutBytes(ops[0]!), ...cursor] };
    // Somebody in copy missed it: that is said, and the reply itself arrived all the same.
    if (inCopy && bounce.action === 'failed')
      return { events: [{ type: 'CopyMissed', reply: replyId, message: messageId }], ops: rows(enquiry.id) };
    const decision = decideReply(
      enquiry,
      reply,
      bounce.action === 'delivered'
        ? { do: 'deliver' }
        : // A server that gave up has ended it, whatever the first number of its code says.
          { do: 'bounce', ended: bounce.action === 'failed', reason: bounce.reason },
      now,
    );
    if (!decision.ok || inCopy) return { events: [], ops: rows(enquiry.id) };
    // Those in copy have it; another try is for the one who has not.
    const only: Op[] =
      bounce.action === 'failed' ? [{ do: 'update', table: 'replies', id: replyId, set: { copies: null } }] : [];
    const replies = [bounce.action === 'failed' ? { ...reply, copies: null } : reply];
    return { events: decision.events, ops: [...rows(enquiry.id), ...only], replies };
  });
  return recorded.ok ? { as: 'stored', enquiryId: about.enquiryId } : null;
}

function withoutBytes(op: Op): Op {
  return op.do === 'insert' && op.table === 'raws' ? { ...op, row: { ...op.row, bytes: new Uint8Array() } } : op;
}

/** A colleague answered from a mail program: it belongs to the enquiry it answers. What answers none is not ours to show. */
export async function answeredElsewhere(
  parts: Parts,
  { channel, threads, inbound, message, cursor }: Coming,
): Promise<Taken> {
  const { store, recorder, clock } = parts;
  const now = clock.now();
  const rawId = parts.ids.make('raw');
  const ops: Op[] = [rawOp(parts, channel.id, inbound, rawId, now), ...cursor];
  const refs = await store.refs(nameKind(channel.kind), message.answers);
  const proven = (message.proofs ?? []).flatMap(each => (each.of === 'enquiry' ? [each.id as EnquiryId] : []));
  for (const id of [...proven, ...refs.map(each => each.enquiryId)]) {
    const { enquiry } = await matchEnquiry(
      store,
      { ...message, proofs: [{ of: 'enquiry', id }], answers: [] },
      {
        identityId: (await store.enquiry(id))?.identityId ?? null,
        channelId: channel.id,
        channelKind: channel.kind,
        threads,
      },
      now,
    );
    if (!enquiry) continue;
    if (!(await reachedThem(store, enquiry, message.others))) continue;
    const messageId = parts.ids.make('message');
    const recorded = await recorder.change(enquiry.id, async loaded => {
      if (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey)) return { events: [] };
      const decision = decide(
        loaded.enquiry,
        loaded.replies,
        { do: 'answeredElsewhere', message: messageId },
        loaded.now,
      );
      if (!decision.ok) return decision;
      const rows = messageOps(parts, channel.kind, enquiry.id, messageId, rawId, message, inbound, [], now, false);
      return { events: decision.events, ops: [...ops, ...rows], replies: loaded.replies };
    });
    if (!recorded.ok) return { as: 'again' };
    return recorded.events.length ? { as: 'stored', enquiryId: enquiry.id } : { as: 'duplicate' };
  }
  return { as: 'stored', enquiryId: null };
}

/** Passed on to a supplier is not answered: it must have gone to the customer, or to one who takes part. */
export async function reachedThem(
  store: CustomerReads & ThreadReads,
  enquiry: Enquiry,
  others: string[],
): Promise<boolean> {
  const identity = await store.identity(enquiry.identityId);
  return (identity !== null && others.includes(identity.address)) || anyTakesPart(store, enquiry.id, others);
}

async function anyTakesPart(store: ThreadReads, enquiryId: EnquiryId, addresses: string[]): Promise<boolean> {
  for (const address of addresses) if (await store.isParticipant(enquiryId, address)) return true;
  return false;
}
