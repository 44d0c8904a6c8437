/** Offers to remind somebody of what their reply promises, and does so when they want it: never by itself. */
import type { ReplyId } from '../core/ids.ts';
import { isPractice } from '../core/practice.ts';
import type { Staff } from '../core/staff.ts';
import { button, noticeView } from '../desk/cards.ts';
import { PROMISES, promisedIn, whenDue } from '../desk/promises.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { Recorded } from '../ports/store.ts';
import { tell } from '../posting/privately.ts';
import { rememberPromise } from '../waiting/promised.ts';

/** A reply was just held: its author is asked once, beside the thread, where it promises something by a day. */
export async function offerReminder(parts: Parts, recorded: Recorded, { deskRef }: Person): Promise<void> {
  const held = recorded.ok ? recorded.events.find(each => each.type === 'ReplyHeld') : undefined;
  const reply = held && (await parts.store.reply(held.reply));
  // A promise to a customer who is made up is none.
  if (!reply || !recorded.ok || isPractice(recorded.enquiry)) return;
  const { clock, hours } = parts;
  const promised = promisedIn(reply.text, clock.now(), hours);
  if (!promised) return;
  const moment = whenDue(hours, promised.at, clock.now());
  const view = noticeView(PROMISES.offer(promised.words), [button('reminder.add', `Remind me ${moment}`, reply.id)]);
  await tell(parts, reply.enquiryId, deskRef, view, offerKey(reply.id));
}

/** Only its author is reminded; a second press finds it there. */
export async function rememberReply(parts: Parts, replyId: ReplyId, staff: Staff, { deskRef }: Person): Promise<void> {
  const { clock, hours, store } = parts;
  const reply = await store.reply(replyId);
  if (reply?.authorId !== staff.id) return;
  const promised = promisedIn(reply.text, reply.heldAt, hours);
  const isOver = !promised || promised.at <= clock.now() || reply.status === 'withdrawn';
  if (!isOver) {
    const { words, at: dueAt } = promised;
    await rememberPromise(parts, { enquiryId: reply.enquiryId, by: staff, words, dueAt, source: reply.id });
  }
  const words = isOver ? PROMISES.gone : PROMISES.set(whenDue(hours, promised.at, clock.now()));
  await tell(parts, reply.enquiryId, deskRef, noticeView(words), offerKey(replyId));
}

function offerKey(replyId: ReplyId): string {
  return `promise:${replyId}`;
}
