/** Posts an enquiry's root card, or brings it up to date; the card always shows the truth. */
import type { EnquiryId } from '../core/ids.ts';
import { cardView, EARLIER_MAX } from '../desk/cards.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/store.ts';
import { whoOf } from './who.ts';

export async function showCard(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store } = parts;
  const enquiry = await store.enquiry(enquiryId);
  if (!enquiry) return;
  const thread = await store.thread(enquiryId);
  if (thread && thread.shownVersion >= enquiry.version) return;
  const [customer, identity, messages, earlier, channel, room, who] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
    store.messages(enquiryId),
    store.enquiriesOfCustomer(enquiry.customerId, EARLIER_MAX + 1),
    store.channel(enquiry.channelId),
    store.room(enquiry.roomId),
    whoOf(parts, enquiry),
  ]);
  // After a merge the messages are elsewhere; the card still shows the one it was opened with.
  const message = messages.find(each => each.direction === 'in') ?? (await firstMessage(parts, enquiryId));
  if (!customer || !identity || !message || !room) return;
  const desk = await parts.desk(enquiry.roomId);
  const card = cardView({
    enquiry,
    customer,
    identity,
    message,
    attachments: await store.attachmentsOf(message.id),
    earlier: earlier.filter(each => each.id !== enquiryId && each.openedAt <= enquiry.openedAt),
    channelName: channel?.name ?? enquiry.channelKind,
    channelKnowsBothDirections: enquiry.channelKind === 'x',
    textCharsMax: desk.limits.cardTextCharsMax,
    who,
  });
  if (thread) {
    await desk.updateCard(thread.ref, card);
    await store.commit([{ do: 'update', table: 'threads', id: enquiryId, set: { shownVersion: enquiry.version } }]);
    return;
  }
  const ref = await desk.postCard(room, card, `card:${enquiryId}`);
  await store.commit([
    {
      do: 'insert',
      table: 'threads',
      row: { id: enquiryId, workspaceId: parts.workspaceId, roomId: room.id, ref, shownVersion: enquiry.version },
    },
  ]);
}

async function firstMessage({ store }: Parts, enquiryId: EnquiryId): Promise<MessageRow | null> {
  const opened = await store.event(enquiryId, 1);
  return opened?.event.type === 'EnquiryOpened' ? store.message(opened.event.message) : null;
}
