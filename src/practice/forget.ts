/** Deletes everything of a practice: nothing of it is kept, in no table and on no shelf. */
import type { Enquiry } from '../core/enquiry.ts';
import { practiceRoom } from '../core/practice.ts';
import type { Desk } from '../ports/desk.ts';
import type { PracticeRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { courseOf } from './course.ts';

/** A practice is one enquiry; whoever splits it has a few. */
const ENQUIRIES_MAX = 50;

export async function forget({ parts, desk }: { parts: Parts; desk: Desk }, row: PracticeRow): Promise<void> {
  const { store } = parts;
  const room = practiceRoom(row.staffId);
  const { enquiryId } = courseOf(row);
  const first = enquiryId && (await store.enquiry(enquiryId));
  const all = first ? await store.enquiriesOfCustomer(first.customerId, ENQUIRIES_MAX) : [];
  const ops: Op[] = [];
  for (const enquiry of all.filter(each => each.roomId === room)) {
    const messages = await store.messages(enquiry.id);
    const thread = await store.thread(enquiry.id);
    const replies = await Promise.all(messages.flatMap(each => (each.replyId ? [store.reply(each.replyId)] : [])));
    const posts = replies.flatMap(each => each?.postRef ?? []);
    if (thread) await desk.forget?.(thread.ref, posts);
    ops.push(...rowsOf(enquiry, messages));
  }
  if (first)
    ops.push(
      { do: 'delete', table: 'identities', where: { customerId: first.customerId } },
      { do: 'delete', table: 'customers', where: { id: first.customerId } },
    );
  await store.commit([
    ...ops,
    { do: 'delete', table: 'rooms', where: { id: room } },
    { do: 'delete', table: 'practices', where: { id: row.id } },
  ]);
}

function rowsOf({ id: enquiryId, workspaceId }: Enquiry, messages: readonly Pick<MessageRow, 'id' | 'rawId'>[]): Op[] {
  return [
    { do: 'delete', table: 'events', where: { enquiryId } },
    { do: 'delete', table: 'replies', where: { enquiryId } },
    { do: 'delete', table: 'messages', where: { enquiryId } },
    { do: 'delete', table: 'remarks', where: { enquiryId } },
    { do: 'delete', table: 'refs', where: { enquiryId } },
    { do: 'delete', table: 'participants', where: { enquiryId } },
    { do: 'delete', table: 'reminders', where: { enquiryId } },
    { do: 'delete', table: 'followers', where: { enquiryId } },
    { do: 'delete', table: 'asks', where: { enquiryId } },
    { do: 'delete', table: 'unlike', where: { enquiryId } },
    ...messages.flatMap(({ id: messageId, rawId }): Op[] => [
      { do: 'delete', table: 'attachments', where: { messageId } },
      { do: 'delete', table: 'shieldMarks', where: { id: messageId } },
      ...(rawId ? [{ do: 'delete' as const, table: 'raws' as const, where: { id: rawId } }] : []),
    ]),
    { do: 'delete', table: 'threads', where: { id: enquiryId } },
    { do: 'delete', table: 'settings', where: { id: `${workspaceId}:card-anew:${enquiryId}` } },
    { do: 'delete', table: 'enquiries', where: { id: enquiryId } },
  ];
}
