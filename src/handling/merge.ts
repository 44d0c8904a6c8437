/** Merges two enquiries of the same customer, or splits one; each in one commit. */
import { aboutOf, isFirstWords, subjectGiven } from '../core/about.ts';
import { decide } from '../core/decide.ts';
import { type Enquiry, refuse } from '../core/enquiry.ts';
import type { EnquiryId, MessageId, StaffId } from '../core/ids.ts';
import { isToUs } from '../core/message.ts';
import type { Parts } from '../ports/parts.ts';
import { NEXT_NUMBER, type Op, type Recorded } from '../ports/store.ts';
import { readsRoomOf } from '../posting/expert-card.ts';
import { asksGoAlong } from './asks-go-along.ts';
import { followOn } from './together.ts';

/** Moves everything of `from` to `into`; names of its messages lead to the other one from now on. */
export function mergeEnquiries(parts: Parts, from: EnquiryId, into: EnquiryId, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(from, async ({ enquiry, replies, now }) => {
    const target = await parts.store.enquiry(into);
    if (!target) return refuse('was-merged');
    // Somebody sits in front of the chat: there it has to go on.
    const watches = (each: Enquiry) => parts.channel(each.channelId)?.watched !== undefined;
    if (watches(enquiry) && !watches(target)) return refuse('merge-into-chat');
    const merged = decide(enquiry, replies, { do: 'merge', by, into: target }, now);
    if (!merged.ok) return merged;
    const messages = await parts.store.messages(from);
    const incoming = messages.filter(each => each.direction === 'in').map(each => each.id);
    const owner = await ownerWhoGoesAlong(parts, enquiry, target);
    const absorbed = decide(target, [], { do: 'absorb', by, from: enquiry, messages: incoming, owner }, now);
    if (!absorbed.ok) return absorbed;
    const ops: Op[] = messages.map(({ id }) => ({ do: 'update', table: 'messages', id, set: { enquiryId: into } }));
    ops.push(...(await followOn(parts, from, into)), ...(await asksGoAlong(parts, enquiry, target)));
    return { events: merged.events, ops, replies, also: [{ enquiry: target, events: absorbed.events }] };
  });
}

/** Whoever is in the middle of one has the other, too, where they read its room; what was resolved is nobody's work. */
async function ownerWhoGoesAlong(parts: Parts, from: Enquiry, into: Enquiry): Promise<StaffId | null> {
  const owner = from.ownerId && from.status !== 'resolved' ? await parts.store.staff(from.ownerId) : null;
  return owner && (await readsRoomOf(parts, into, owner)) ? owner.id : null;
}

/** Makes a new enquiry of some of the messages. The names stay where they are: answers follow the first matter. */
export async function splitEnquiry(parts: Parts, id: EnquiryId, messages: MessageId[], by: StaffId): Promise<Recorded> {
  const to = parts.ids.make('enquiry');
  return parts.recorder.change(id, async ({ enquiry, replies, now }) => {
    // What bystanders wrote stays where it was written.
    const incoming = (await parts.store.messages(id)).filter(isToUs);
    const moved = incoming.filter(each => messages.includes(each.id));
    const split = decide(
      enquiry,
      replies,
      { do: 'split', by, to, messages: moved.map(each => each.id), allMessages: incoming.length },
      now,
    );
    if (!split.ok) return split;
    const first = moved[0]!;
    const fresh: Enquiry = {
      ...enquiry,
      id: to,
      number: NEXT_NUMBER,
      version: 0,
      status: 'open',
      ownerId: null,
      subject: (first.subject === null ? aboutOf(first) : null) ?? subjectGiven(enquiry.subject, incoming),
      contactReason: null,
      openedAt: first.writtenAt,
      customerMessages: moved.length,
      lastCustomerAt: moved.at(-1)?.writtenAt ?? now,
      waitingSince: first.writtenAt,
      firstResponseAt: null,
      snoozedUntil: null,
      offeredAt: null,
      resolveAt: null,
      resolvedAt: null,
      linkedTo: id,
    };
    const ops: Op[] = moved.map(each => ({ do: 'update', table: 'messages', id: each.id, set: { enquiryId: to } }));
    // Called by words that are elsewhere now, it would be looked for in the wrong thread.
    const rest = incoming.filter(each => !moved.includes(each));
    const subject =
      moved.some(each => isFirstWords(enquiry.subject, each)) && rest.map(aboutOf).find(each => each !== null);
    if (subject) ops.push({ do: 'update', table: 'enquiries', id, set: { subject } });
    return {
      events: split.events,
      ops,
      also: [{ enquiry: fresh, events: [{ type: 'EnquiryOpened', message: first.id, linkedTo: id }], isNew: true }],
    };
  });
}
