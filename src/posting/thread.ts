/** Posts entries in an enquiry's thread: customer messages, quiet lines, failures, replies from forms, and marks. */
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import type { EnquiryId, MessageId, ReplyId } from '../core/ids.ts';
import { button, markView, messageView } from '../desk/cards.ts';
import { lineWords, unsureWords, WORDS } from '../desk/wording.ts';
import type { ButtonView, Desk, EntryView } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { ThreadRow } from '../ports/store.ts';
import { showCard } from './card.ts';
import { whoOf } from './who.ts';

interface Place {
  enquiry: Enquiry;
  thread: ThreadRow;
  desk: Desk;
}

/** Where an enquiry is shown, after posting its card if that has not happened yet; null when it is gone. */
export async function placeOf(parts: Parts, enquiryId: EnquiryId): Promise<Place | null> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return null;
  if (!(await parts.store.thread(enquiryId))) await showCard(parts, enquiryId);
  const thread = await parts.store.thread(enquiryId);
  if (!thread) throw new Error('The card of this enquiry could not be posted.');
  return { enquiry, thread, desk: await parts.desk(thread.roomId) };
}

export async function showMessage(
  parts: Parts,
  enquiryId: EnquiryId,
  messageId: MessageId,
  bump: boolean,
): Promise<void> {
  const place = await placeOf(parts, enquiryId);
  const message = await parts.store.message(messageId);
  if (!place || !message) return;
  const [who, identity, attachments] = await Promise.all([
    whoOf(parts, place.enquiry),
    parts.store.identity(place.enquiry.identityId),
    parts.store.attachmentsOf(messageId),
  ]);
  const view = messageView(
    message,
    attachments,
    who.customer,
    identity?.address ?? '',
    place.desk.limits.cardTextCharsMax,
  );
  await place.desk.post(place.thread.ref, { as: 'message', message: view, bump }, `message:${messageId}`);
}

/** The line about the event that made this version of the enquiry. */
export async function showLine(parts: Parts, enquiryId: EnquiryId, version: number): Promise<void> {
  const place = await placeOf(parts, enquiryId);
  const stored = await parts.store.event(enquiryId, version);
  if (!place || !stored) return;
  const { event } = stored;
  const reply = 'reply' in event ? await parts.store.reply(event.reply) : null;
  const who = await whoOf(parts, place.enquiry, mentioned(event));
  const words = lineWords(event, who, reply);
  if (!words) return;
  const failed = event.type === 'ReplyFailed' || event.type === 'ReplyBounced';
  const buttons: ButtonView[] = failed && reply ? [button('reply.retry', 'Try again', reply.id)] : [];
  const entry: EntryView = { as: 'line', words, buttons, tone: failed ? 'failure' : 'quiet' };
  await place.desk.post(place.thread.ref, entry, `line:${enquiryId}:${version}`);
}

function mentioned(event: EnquiryEvent): EnquiryId[] {
  if (event.type === 'EnquiryMerged') return [event.into];
  if (event.type === 'EnquiryAbsorbed') return [event.from];
  return event.type === 'EnquirySplit' ? [event.to] : [];
}

/** Nobody can say whether it arrived: the thread says so and asks. */
export async function showUnsure(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const place = await placeOf(parts, enquiryId);
  const reply = await parts.store.reply(replyId);
  if (!place || !reply || reply.status !== 'unsure') return;
  const who = await whoOf(parts, place.enquiry);
  const buttons = [
    button('reply.arrived', 'It arrived', replyId),
    button('reply.retry', 'Send again', replyId, 'danger', `${who.customer} may get it twice. Send it again?`),
  ];
  const entry: EntryView = { as: 'line', words: unsureWords(who, reply), buttons, tone: 'failure' };
  await place.desk.post(place.thread.ref, entry, `unsure:${replyId}:${reply.attempt}`);
}

/** A reply that was written in a form appears in the thread, where its mark can sit. */
export async function showReply(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const place = await placeOf(parts, enquiryId);
  const reply = await parts.store.reply(replyId);
  if (!place || !reply || reply.postRef) return;
  const who = await whoOf(parts, place.enquiry);
  const entry: EntryView = { as: 'reply', author: who.name(reply.authorId), customer: who.customer, text: reply.text };
  const postRef = await place.desk.post(place.thread.ref, entry, `reply:${replyId}`);
  await parts.store.commit([{ do: 'update', table: 'replies', id: replyId, set: { postRef } }]);
}

export async function showMark(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const place = await placeOf(parts, enquiryId);
  const reply = await parts.store.reply(replyId);
  if (!place || !reply?.postRef) return;
  await place.desk.mark(
    place.thread.ref,
    reply.postRef,
    markView(reply, await whoOf(parts, place.enquiry), place.enquiry.version),
  );
}

/** A job about this enquiry was given up: said where the work is. */
export async function showGivenUp(parts: Parts, enquiryId: EnquiryId, jobId: string): Promise<void> {
  const place = await placeOf(parts, enquiryId);
  if (!place) return;
  const entry: EntryView = { as: 'line', words: WORDS.jobDead, buttons: [], tone: 'failure' };
  await place.desk.post(place.thread.ref, entry, `dead:${jobId}`);
}
