/**
 * Sends a reply by email when the customer has left the chat: to the address they gave, as the same reply with the same
 * outside name, so that their answer returns to the same thread. Without an address, its author is told.
 */
import { decideReply } from '../core/decide-reply.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, ReplyId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';

export async function goOn(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const { store, ids, workspaceId } = parts;
  const asked = await store.enquiry(enquiryId);
  const watched = asked && parts.channel(asked.channelId)?.watched;
  const identity = asked && (await store.identity(asked.identityId));
  if (!asked || !watched || !identity) return;
  const email = await watched.emailOf(identity.address);
  const mailbox = email && (await mailboxFor(parts, asked));
  const recorded = await parts.recorder.change(enquiryId, async ({ enquiry, now }) => {
    const reply = await store.reply(replyId);
    // They have it, or it is already on its way.
    if (!reply || reply.status !== 'sent' || reply.channelId !== enquiry.channelId) return { events: [] };
    // Spammers get no mail.
    if (enquiry.status === 'spam') return { events: [] };
    if (!email || !mailbox) {
      if (await saidBefore(parts, enquiryId)) return { events: [] };
      const because = email ? 'no-mailbox' : 'no-address';
      const decision = decideReply(enquiry, reply, { do: 'stayUnread', because }, now);
      return decision.ok ? { events: decision.events } : { events: [] };
    }
    const ops: Op[] = [];
    let to = await store.identityByAddress(mailbox.kind, email.address);
    if (!to) {
      // An address that somebody typed makes nobody the customer who is known by it: only what the shop vouches for does.
      // Nor does it give that person a name.
      const customerId = email.verified ? enquiry.customerId : ids.make('customer');
      if (!email.verified)
        ops.push({
          do: 'insert',
          table: 'customers',
          row: { id: customerId, workspaceId, name: null, createdAt: now },
        });
      to = {
        id: ids.make('identity'),
        workspaceId,
        customerId,
        channelKind: mailbox.kind,
        address: email.address,
        createdAt: now,
      };
      ops.push({ do: 'insert', table: 'identities', row: to });
    }
    // They may answer.
    if (!(await store.isParticipant(enquiryId, email.address))) {
      const row = { id: ids.make('event'), workspaceId, enquiryId, address: email.address };
      ops.push({ do: 'insert', table: 'participants', row });
    }
    const decision = decideReply(enquiry, reply, { do: 'goOn', channel: mailbox.id, identity: to.id }, now);
    return decision.ok ? { events: decision.events, ops, replies: [reply] } : { events: [] };
  });
  if (!recorded.ok) return;
  // Something goes there now: it stays this address. Looked up, for a process may have died before it could say so.
  const carrier = (await store.reply(replyId))?.channelId ?? asked.channelId;
  if (carrier !== asked.channelId) await watched.emailOf(identity.address, true);
}

/** Said once per departure: until they write again, nothing has changed. */
async function saidBefore({ store }: Parts, enquiryId: EnquiryId): Promise<boolean> {
  const events = await store.events(enquiryId);
  const last = (type: string) => events.findLastIndex(each => each.event.type === type);
  return last('ReplyUnread') > last('CustomerWrote');
}

/** A working mailbox, preferably of the same room. */
export async function mailboxFor(parts: Parts, enquiry: Enquiry): Promise<ChannelRow | null> {
  const open = (await parts.store.channels()).filter(each => {
    const { carriesOn, visibility } = parts.kinds.of(each.kind);
    // What was private goes on in private.
    return carriesOn && visibility !== 'public' && parts.channel(each.id);
  });
  return open.find(each => each.roomId === enquiry.roomId) ?? open[0] ?? null;
}
