/** Somebody wrote in the thread of an enquiry, edited or deleted what they wrote. */
import type { Enquiry } from '../../core/enquiry.ts';
import type { ReplyId } from '../../core/ids.ts';
import type { Staff } from '../../core/staff.ts';
import { type DurationMs, MINUTE } from '../../core/time.ts';
import { isTeamTalk } from '../../desk/actions.ts';
import { button, markView, noticeView, refusalView } from '../../desk/cards.ts';
import { refusalWords, WORDS } from '../../desk/wording.ts';
import type { ActionOf, PrivateView } from '../../ports/desk.ts';
import type { Parts } from '../../ports/parts.ts';
import { OLD_THREAD } from '../../posting/card.ts';
import { previewKey, showPreview, showRefusal, tell } from '../../posting/privately.ts';
import { placeOf } from '../../posting/thread.ts';
import { whoOf } from '../../posting/who.ts';
import { directReply } from '../../reply/direct.ts';
import { editRemark } from '../../reply/edit.ts';
import { writeRemark } from '../../reply/remark.ts';
import { send } from './send.ts';

/** A message that was delivered so long after it was written is stale. */
const LATE_AFTER: DurationMs = MINUTE;

/** @param overtaken an edit came before the message itself: never sent without a press */
export async function wrote(parts: Parts, action: ActionOf<'write'>, staff: Staff, overtaken = false): Promise<void> {
  const enquiry = await enquiryOfThread(parts, action.thread);
  if (!enquiry) return movedOn(parts, action);
  const { text, mentionsStaff, mayMention = false } = action;
  const postRef = action.post;
  // Written before the customer's newest words, or delivered long after it was written: nothing leaves by itself.
  const late =
    action.at !== undefined && (enquiry.lastCustomerAt > action.at || parts.clock.now() - action.at > LATE_AFTER);
  const written = { enquiry, staff, postRef, text, mentionsStaff, previewOnly: overtaken || late || mayMention };
  const { remark, lane } = await writeRemark(parts, written);
  if (lane === 'preview') {
    await showPreview(parts, remark, action.by, mayMention ? [WORDS.mayMention] : []);
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
  const { text, mentionsStaff, mayMention, files } = action;
  const outcome = await editRemark(parts, remark, { text, mentionsStaff, mayMention, files }, again);
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  const who = await whoOf(parts, enquiry);
  const say = (view: PrivateView) => tell(parts, enquiry.id, action.by.deskRef, view, `edited:${remark.id}`);
  switch (outcome.as) {
    case 'nothing':
    case 'taken':
      return;
    case 'draft':
      return showPreview(parts, outcome.remark, action.by, mayMention ? [WORDS.mayMention] : []);
    case 'talk':
      await tell(parts, enquiry.id, action.by.deskRef, null, previewKey(remark.id));
      if (outcome.was === 'reply') await say({ ...noticeView(WORDS.becameTalk(who)), post: remark.postRef });
      return;
    case 'stopped':
      return showRefusal(parts, enquiry.id, action.by, outcome.refusal, `edited:${remark.id}`);
    case 'late': {
      const sent = outcome.refusal === 'reply-already-sent' || outcome.refusal === 'reply-already-leaving';
      if (!sent) return say(refusalView(refusalWords(outcome.refusal, who)));
      if (remark.replyId) await markSent(parts, remark.replyId, WORDS.hasEarlierText(who));
      const correct = button('reply.correct', 'Send the correction', remark.id, 'primary');
      return say(noticeView(WORDS.editTooLate(who), isTeamTalk(text, mentionsStaff) ? [] : [correct], remark.postRef));
    }
  }
}

/** Colleagues see that the post is not what the customer has. */
async function markSent(parts: Parts, replyId: ReplyId, words: string): Promise<void> {
  const reply = await parts.store.reply(replyId);
  const place = reply && (await placeOf(parts, reply.enquiryId));
  if (!reply?.postRef || !place) return;
  const mark = markView(reply, await whoOf(parts, place.enquiry), place.enquiry.version);
  await place.desk.mark(place.thread.ref, reply.postRef, { ...mark, words });
}

export async function deleted(parts: Parts, action: ActionOf<'delete'>, staff: Staff): Promise<void> {
  const remark = await parts.store.remarkByPost(action.post);
  if (!remark) return neverWritten(parts, action, staff);
  if (remark.staffId !== staff.id) return;
  if (remark.lane !== 'reply' || !remark.replyId) {
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
  const late = recorded.refusal === 'reply-already-sent' || recorded.refusal === 'reply-already-leaving';
  if (!late)
    return tell(
      parts,
      enquiry.id,
      action.by.deskRef,
      refusalView(refusalWords(recorded.refusal, who)),
      `deleted:${remark.id}`,
    );
  const words = WORDS.deleteTooLate(who);
  await markSent(parts, remark.replyId, WORDS.hasThis(who));
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
