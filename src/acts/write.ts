/** Handles messages in an enquiry's thread, and edits and deletions of them. */
import { HINTS_MAX } from '../coach/checks.ts';
import { type Enquiry, type RefusalCode, whyErased } from '../core/enquiry.ts';
import { cleanText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { type DurationMs, MINUTE } from '../core/time.ts';
import { isTeamTalk } from '../desk/actions.ts';
import { button, noticeView, refusalView } from '../desk/cards.ts';
import { refusalWords, WORDS } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { ActionOf } from '../ports/staff.ts';
import type { PrivateView } from '../ports/views.ts';
import { OLD_THREAD } from '../posting/card.ts';
import { isAsSent, showWhatTheyHave } from '../posting/has.ts';
import { previewKey, showPreview, showRefusal, tell } from '../posting/privately.ts';
import { showMark } from '../posting/thread.ts';
import { whoOf } from '../posting/who.ts';
import { directReply } from '../reply/direct.ts';
import { editRemark } from '../reply/edit.ts';
import { writeRemark } from '../reply/remark.ts';
import { send } from './send.ts';

/** A message that was delivered so long after it was written is stale. */
const LATE_AFTER: DurationMs = MINUTE;

/** @param overtaken an edit came before the message itself: never sent without a press */
export async function wrote(parts: Parts, action: ActionOf<'write'>, staff: Staff, overtaken = false): Promise<void> {
  const enquiry = await enquiryOfThread(parts, action.thread);
  if (!enquiry) return movedOn(parts, action);
  // Nobody reads it there any more, and what it says may be about whoever was erased.
  if (enquiry.erasedAt != null)
    return showRefusal(parts, enquiry.id, action.by, whyErased(enquiry), `refused:${action.id}`);
  const { text, formatted, leftOut, mentionsStaff, mayMention = false } = action;
  const postRef = action.post;
  // Written before the customer's newest words, or delivered long after it was written: nothing leaves by itself.
  const late =
    action.at !== undefined && (enquiry.lastCustomerAt > action.at || parts.clock.now() - action.at > LATE_AFTER);
  const previewOnly = overtaken || late || mayMention;
  const written = { enquiry, staff, postRef, text, formatted, leftOut, mentionsStaff, previewOnly };
  const { remark, lane, stops = [] } = await writeRemark(parts, written);
  if (lane === 'preview') {
    // Writing here sends: what stopped it is shown, and the first press sends it.
    const seen = stops.slice(0, HINTS_MAX);
    const why = seen.length ? [refusalWords('look-again', await whoOf(parts, enquiry))] : [];
    const hints = [...why, ...(mayMention ? [WORDS.mayMention] : [])];
    await showPreview(parts, remark, action.by, hints, { confirmed: seen });
    await showWriting(parts, enquiry);
  }
  if (lane === 'send') await send(parts, remark, staff, action.by, false, action.id);
  if (lane === 'talk' && enquiry.status === 'merged') {
    await showRefusal(parts, enquiry.id, action.by, 'was-merged', `refused:${action.id}`);
  }
}

/** An answer is being written: a customer who watches sees that somebody is there. */
async function showWriting(parts: Parts, enquiry: Enquiry): Promise<void> {
  const channel = parts.channel(enquiry.channelId);
  if (!channel?.typing) return;
  try {
    const identity = await parts.store.identity(enquiry.identityId);
    if (identity) await channel.typing(identity.address);
  } catch (error) {
    parts.log.warn({ enquiry: enquiry.id, error: String(error) }, 'That somebody is writing could not be shown.');
  }
}

/** Written where the enquiry was before it was moved: its author is told where it goes on. */
async function movedOn(parts: Parts, action: ActionOf<'write'>): Promise<void> {
  const [old] = await parts.store.refs(OLD_THREAD, [action.thread]);
  const now = old && (await parts.store.thread(old.enquiryId));
  if (!now) return;
  const desk = await parts.desk(now.roomId);
  await desk.showPrivately(action.thread, action.by.deskRef, noticeView(WORDS.goesOnElsewhere), `moved:${action.post}`);
}

/** @param again this edit was done by a process that died before it could say so */
export async function edited(parts: Parts, action: ActionOf<'edit'>, staff: Staff, again: boolean): Promise<void> {
  const remark = await parts.store.remarkByPost(action.post);
  if (!remark) {
    // The edit overtook the message itself: it is the message, but nothing leaves because of it alone.
    return wrote(parts, { ...action, do: 'write' }, staff, true);
  }
  if (remark.staffId !== staff.id || remark.lane === 'deleted') return;
  const { text, mentionsStaff, mayMention } = action;
  const before = await parts.store.enquiry(remark.enquiryId);
  if (before?.erasedAt != null) return;
  const outcome = await editRemark(parts, remark, action, again);
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  const who = await whoOf(parts, enquiry);
  const say = (view: PrivateView) => tell(parts, enquiry.id, action.by.deskRef, view, `edited:${remark.id}`);
  switch (outcome.as) {
    case 'nothing':
    case 'taken':
      return;
    case 'draft':
      return showPreview(parts, outcome.remark, action.by, [
        ...(outcome.stopped ? [WORDS.stoppedByEdit(who)] : []),
        ...(mayMention ? [WORDS.mayMention] : []),
      ]);
    case 'talk':
      await tell(parts, enquiry.id, action.by.deskRef, null, previewKey(remark.id));
      if (outcome.was === 'reply') await say({ ...noticeView(WORDS.becameTalk(who)), post: remark.postRef });
      return;
    case 'stopped':
      return showRefusal(parts, enquiry.id, action.by, outcome.refusal, `edited:${remark.id}`);
    case 'late': {
      const correct = button('reply.correct', 'Send the correction', remark.id, 'primary');
      if (outcome.refusal === 'public-not-confirmed' || outcome.refusal === 'look-again') {
        const words = outcome.refusal === 'look-again' ? refusalWords('look-again', who) : WORDS.newWords(who);
        return say(noticeView(words, [{ ...correct, label: 'Preview the new words' }], remark.postRef));
      }
      if (!isTooLate(outcome.refusal)) return say(refusalView(refusalWords(outcome.refusal, who)));
      const talk = isTeamTalk(action, mentionsStaff);
      const differs = await showSent(parts, { ...remark, text: cleanText(text) }, talk);
      if (!differs) return tell(parts, enquiry.id, action.by.deskRef, null, `edited:${remark.id}`);
      return say(noticeView(WORDS.editTooLate(who), talk ? [] : [correct], remark.postRef));
    }
  }
}

/**
 * Colleagues see that the post is not what the customer has, and what that is. Done again it is the same.
 * @param always also where the words are the same: they stand here as team talk
 * @returns false when the post is again what was sent
 */
async function showSent(parts: Parts, remark: RemarkRow, always: boolean): Promise<boolean> {
  const reply = remark.replyId && (await parts.store.reply(remark.replyId));
  if (!reply) return true;
  const differs = always || !isAsSent(remark, reply);
  if (differs) await showWhatTheyHave(parts, remark, reply);
  await showMark(parts, remark.enquiryId, reply.id);
  return differs;
}

function isTooLate(refusal: RefusalCode | 'unknown'): boolean {
  return refusal === 'reply-already-sent' || refusal === 'reply-already-leaving';
}

export async function deleted(parts: Parts, action: ActionOf<'delete'>, staff: Staff): Promise<void> {
  const remark = await parts.store.remarkByPost(action.post);
  if (!remark) return neverWritten(parts, action, staff);
  if (remark.staffId !== staff.id) return;
  // Deleted after it was sent it is still that reply's: what this leads to may have been cut off half way.
  if ((remark.lane !== 'reply' && remark.lane !== 'deleted') || !remark.replyId) {
    await parts.store.commit([{ do: 'update', table: 'remarks', id: remark.id, set: { lane: 'deleted' } }]);
    return tell(parts, remark.enquiryId, action.by.deskRef, null, previewKey(remark.id));
  }
  const recorded = await directReply(parts, remark.replyId, {
    do: 'withdraw',
    by: staff.id,
    because: 'deleted',
    wroteIt: true,
  });
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (recorded.ok || !enquiry) return;
  const who = await whoOf(parts, enquiry);
  if (!isTooLate(recorded.refusal))
    return tell(
      parts,
      enquiry.id,
      action.by.deskRef,
      refusalView(refusalWords(recorded.refusal, who)),
      `deleted:${remark.id}`,
    );
  const words = WORDS.deleteTooLate(who);
  await parts.store.commit([{ do: 'update', table: 'remarks', id: remark.id, set: { lane: 'deleted' } }]);
  await showSent(parts, { ...remark, lane: 'deleted' }, true);
  await tell(parts, enquiry.id, action.by.deskRef, null, `edited:${remark.id}`);
  await tell(parts, enquiry.id, action.by.deskRef, noticeView(words), `deleted:${remark.id}`);
}

/** The deletion overtook the message: when that comes it is nothing any more. */
async function neverWritten(parts: Parts, action: ActionOf<'delete'>, staff: Staff): Promise<void> {
  const enquiry = await enquiryOfThread(parts, action.thread);
  if (!enquiry) return;
  await writeRemark(parts, { enquiry, staff, postRef: action.post, text: '', mentionsStaff: false, deleted: true });
}

async function enquiryOfThread(parts: Parts, thread: string): Promise<Enquiry | null> {
  const row = await parts.store.threadByRef(thread);
  return row && parts.store.enquiry(row.id);
}
