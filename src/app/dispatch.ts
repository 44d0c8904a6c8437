/** Does what somebody did on a desk: finds who and which enquiry, names the command, hands it to the flow it belongs to. */
import { isAway } from '../core/away.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { type EnquiryId, looksLikeId, type ReplyId, type RoomId } from '../core/ids.ts';
import { clampText, cleanText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { type DurationMs, MINUTE } from '../core/time.ts';
import { isTeamTalk, type Named, nameButton, snoozeChoices } from '../desk/actions.ts';
import { button, markView, noticeView, refusalView } from '../desk/cards.ts';
import { refusalWords, WORDS } from '../desk/wording.ts';
import { answerCommand } from '../handling/answer.ts';
import { agreeToTakeOver, commandEnquiry } from '../handling/command.ts';
import { mergeEnquiries } from '../handling/merge.ts';
import { changeStanding, letTakePart, openFor } from '../handling/people.ts';
import { job } from '../outbox/jobs.ts';
import { deskKey, roomLane } from '../outbox/reactions.ts';
import { once } from '../outbox/record.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Person, StaffAction } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { Recorded, RemarkRow } from '../ports/store.ts';
import { OLD_THREAD } from '../posting/card.ts';
import { askReason, previewKey, reasonKey, showPreview, showRefusal, stoppedKey, tell } from '../posting/privately.ts';
import { placeOf } from '../posting/thread.ts';
import { whoOf } from '../posting/who.ts';
import { directReply, editReply } from '../reply/direct.ts';
import { holdReply } from '../reply/hold.ts';
import {
  addressRemark,
  FORM_POST,
  filesOf,
  keepRemark,
  markSeen,
  rewriteRemark,
  writeRemark,
} from '../reply/remark.ts';
import { type Dispatch, questionOf, showInRoom } from './ask.ts';
import { LET_GO } from './forms.ts';

/** A message that was delivered so long after it was written is stale. */
const LATE_AFTER: DurationMs = MINUTE;

/** Does one action. Running it a second time (after a crash) changes nothing more: its change and its mark are one commit. */
export async function perform(dispatch: Dispatch, action: StaffAction): Promise<void> {
  const { store, recorder, clock, workspaceId } = dispatch.parts;
  const done = `${workspaceId}:done:${action.id}`;
  const parts: Parts = { ...dispatch.parts, recorder: once(recorder, store, done, clock) };
  const staff = await staffOf(parts, action.by);
  if (endsAway(action) && isAway(staff, clock.now()))
    await store.commit([{ do: 'update', table: 'staff', id: staff.id, set: { awaySince: null, awayUntil: null } }]);
  switch (action.do) {
    case 'write':
      return wrote(parts, action, staff);
    case 'edit':
      return edited(parts, action, staff);
    case 'delete':
      return deleted(parts, action, staff);
    case 'press':
      return pressed(dispatch, parts, action, staff);
    case 'submit':
      return submitted(dispatch, parts, action, staff);
    case 'command': {
      const room = looksLikeId('room', action.room) ? (action.room as RoomId) : null;
      const view = await answerCommand(parts, questionOf(dispatch, action, staff, room, action.words));
      return dispatch.desk.answer(action.by.deskRef, action.room, view, `answer:${action.id}`);
    }
  }
}

/** Whoever claims or answers is here, whatever they said before. */
function endsAway(action: StaffAction): boolean {
  if (action.do === 'write') return true;
  return action.do === 'press' && /^(enquiry\.(claim|takeover)|reply\.send)/.test(action.button);
}

/** The staff row of a person the desk has authenticated; made on first sight, kept up to date. */
async function staffOf(parts: Parts, person: Person): Promise<Staff> {
  const name = clampText(cleanText(person.name).trim(), 80).text || person.deskRef;
  const known = await parts.store.staffByRef(person.deskRef);
  if (known) {
    if (known.name !== name || known.admin !== person.admin) {
      await parts.store.commit([{ do: 'update', table: 'staff', id: known.id, set: { name, admin: person.admin } }]);
    }
    return { ...known, name, admin: person.admin };
  }
  const row: Staff = {
    id: parts.ids.make('staff'),
    workspaceId: parts.workspaceId,
    deskRef: person.deskRef,
    name,
    admin: person.admin,
    createdAt: parts.clock.now(),
  };
  const result = await parts.store.commit([{ do: 'insert', table: 'staff', row }]);
  return result.ok ? row : ((await parts.store.staffByRef(person.deskRef)) ?? row);
}

async function enquiryOfThread(parts: Parts, thread: string): Promise<Enquiry | null> {
  const row = await parts.store.threadByRef(thread);
  return row && parts.store.enquiry(row.id);
}

type Of<K extends StaffAction['do']> = Extract<StaffAction, { do: K }>;

/** @param overtaken an edit came before the message itself: never sent without a press */
async function wrote(parts: Parts, action: Of<'write'>, staff: Staff, overtaken = false): Promise<void> {
  const enquiry = await enquiryOfThread(parts, action.thread);
  if (!enquiry) return movedOn(parts, action);
  const { text, mentionsStaff } = action;
  const postRef = action.post;
  // Written before the customer's newest words, or delivered long after it was written: nothing leaves by itself.
  const late =
    action.at !== undefined && (enquiry.lastCustomerAt > action.at || parts.clock.now() - action.at > LATE_AFTER);
  const written = { enquiry, staff, postRef, text, mentionsStaff, previewOnly: overtaken || late };
  const { remark, lane } = await writeRemark(parts, written);
  if (lane === 'preview') {
    await showPreview(parts, remark, action.by);
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
async function movedOn(parts: Parts, action: Of<'write'>): Promise<void> {
  const [old] = await parts.store.refs(OLD_THREAD, [action.thread]);
  const now = old && (await parts.store.thread(old.enquiryId));
  if (!now) return;
  const desk = await parts.desk(now.roomId);
  await desk.showPrivately(action.thread, action.by.deskRef, noticeView(WORDS.goesOnElsewhere), `moved:${action.post}`);
}

/** Holds the reply, or says why not; the preview goes either way, unless the customer wrote meanwhile. */
async function send(
  parts: Parts,
  remark: RemarkRow,
  staff: Staff,
  by: Person,
  andResolve: boolean,
  actionId: string,
  /** What the button was shown with; absent where the words came along with the act itself. */
  shown?: string | null,
) {
  const seenAs = shown === undefined ? {} : { shown };
  const recorded = await holdReply(parts, { remark, by: staff.id, andResolve, ...seenAs });
  if (recorded.ok) return tell(parts, remark.enquiryId, by.deskRef, null, previewKey(remark.id));
  if (recorded.refusal === 'changed-since') {
    const current = await parts.store.remark(remark.id);
    const enquiry = await parts.store.enquiry(remark.enquiryId);
    if (!current || !enquiry) return;
    return showPreview(parts, current, by, [refusalWords('changed-since', await whoOf(parts, enquiry))]);
  }
  if (recorded.refusal !== 'customer-wrote-again') {
    return showRefusal(parts, remark.enquiryId, by, recorded.refusal, `refused:${actionId}`);
  }
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  const newest = (await parts.store.messages(enquiry.id)).findLast(each => each.direction === 'in');
  const seen = await markSeen(parts, remark, enquiry.customerMessages);
  const who = await whoOf(parts, enquiry);
  const hint = refusalWords('customer-wrote-again', who);
  await showPreview(
    parts,
    seen,
    by,
    newest ? [hint, `${who.customer}: ${clampText(newest.text, 1_000).text}`] : [hint],
  );
}

async function edited(parts: Parts, action: Of<'edit'>, staff: Staff): Promise<void> {
  const remark = await parts.store.remarkByPost(action.post);
  if (!remark) {
    // The edit overtook the message itself: it is the message, but nothing leaves because of it alone.
    return wrote(parts, { ...action, do: 'write' }, staff, true);
  }
  if (remark.staffId !== staff.id || remark.lane === 'deleted') return;
  // A link that unfolded, a counter, a language that was noticed: the words are what counts, and they are the same.
  const filesChanged = action.files !== undefined && (await dropFiles(parts, remark, action.files));
  if (cleanText(action.text) === remark.text && !filesChanged) return;
  const rewritten = await rewriteRemark(parts, remark, action.text);
  if (isTeamTalk(action.text, action.mentionsStaff)) return becameTeamTalk(parts, rewritten, action, staff);
  if (remark.lane === 'preview') return showPreview(parts, rewritten, action.by);
  if (remark.lane !== 'reply' || !remark.replyId) return;
  const recorded = await editReply(parts, remark.replyId, staff.id, action.text, true);
  if (recorded.ok || recorded.refusal === 'unknown') return;
  if (recorded.refusal === 'text-too-long' || recorded.refusal === 'text-is-empty') {
    // The words were taken back, and the new ones cannot go: neither leaves.
    await directReply(parts, remark.replyId, { do: 'withdraw', by: staff.id, because: 'undo', wroteIt: true });
    return showRefusal(parts, remark.enquiryId, action.by, recorded.refusal, `edited:${remark.id}`);
  }
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  const who = await whoOf(parts, enquiry);
  const sent = recorded.refusal === 'reply-already-sent' || recorded.refusal === 'reply-already-leaving';
  const view = sent
    ? noticeView(
        WORDS.editTooLate(who),
        [button('reply.correct', 'Send the correction', remark.id, 'primary')],
        remark.postRef,
      )
    : refusalView(refusalWords(recorded.refusal, who));
  if (sent) await markSent(parts, remark.replyId, WORDS.hasEarlierText(who));
  await tell(parts, enquiry.id, action.by.deskRef, view, `edited:${remark.id}`);
}

/** Colleagues see that the post is not what the customer has. */
async function markSent(parts: Parts, replyId: ReplyId, words: string): Promise<void> {
  const reply = await parts.store.reply(replyId);
  const place = reply && (await placeOf(parts, reply.enquiryId));
  if (!reply?.postRef || !place) return;
  const mark = markView(reply, await whoOf(parts, place.enquiry), place.enquiry.version);
  await place.desk.mark(place.thread.ref, reply.postRef, { ...mark, words });
}

/** Files that their author took away again do not go out. */
async function dropFiles(parts: Parts, remark: RemarkRow, kept: string[]): Promise<boolean> {
  const there = await filesOf(parts, remark.postRef);
  const gone = there.filter(each => !kept.includes(each.id));
  const remarkFiles = gone.map(({ id }) => ({ do: 'delete' as const, table: 'attachments' as const, where: { id } }));
  // What has left already belongs to the message that was sent.
  if (gone.length) await parts.store.commit(remarkFiles);
  return gone.length > 0;
}

/** An edit made a draft or a held reply a word among colleagues: it must not leave. */
async function becameTeamTalk(parts: Parts, remark: RemarkRow, action: Of<'edit'>, staff: Staff): Promise<void> {
  await tell(parts, remark.enquiryId, action.by.deskRef, null, previewKey(remark.id));
  if (remark.lane === 'preview') return keepRemark(parts, remark);
  if (remark.lane !== 'reply' || !remark.replyId) return;
  const recorded = await directReply(parts, remark.replyId, {
    do: 'withdraw',
    by: staff.id,
    because: 'undo',
    wroteIt: true,
  });
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  const who = await whoOf(parts, enquiry);
  const view = recorded.ok ? noticeView(WORDS.becameTalk(who)) : refusalView(refusalWords(recorded.refusal, who));
  await tell(parts, enquiry.id, action.by.deskRef, { ...view, post: remark.postRef }, `edited:${remark.id}`);
}

async function deleted(parts: Parts, action: Of<'delete'>, staff: Staff): Promise<void> {
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
async function neverWritten(parts: Parts, action: Of<'delete'>, staff: Staff): Promise<void> {
  const enquiry = await enquiryOfThread(parts, action.thread);
  if (!enquiry) return;
  const { remark } = await writeRemark(parts, { enquiry, staff, postRef: action.post, text: '', mentionsStaff: true });
  await parts.store.commit([{ do: 'update', table: 'remarks', id: remark.id, set: { lane: 'deleted' } }]);
}

async function pressed(dispatch: Dispatch, parts: Parts, action: Of<'press'>, staff: Staff): Promise<void> {
  const named = nameButton(action.button, action.value, staff.id);
  const refused = async (enquiryId: EnquiryId, recorded: Recorded) => {
    if (!recorded.ok) await showRefusal(parts, enquiryId, action.by, recorded.refusal, `refused:${action.id}`);
  };
  switch (named.as) {
    case 'enquiry': {
      const recorded = await commandEnquiry(parts, named.enquiryId, await withPresence(parts, named));
      if (recorded.ok && recorded.events.some(each => each.type === 'EnquiryResolved'))
        await askReason(parts, recorded.enquiry, action.by);
      if (recorded.ok && named.command.do === 'nameReason')
        await tell(
          parts,
          named.enquiryId,
          action.by.deskRef,
          noticeView(WORDS.reasonNamed(named.command.reason)),
          reasonKey(named.enquiryId),
        );
      return refused(named.enquiryId, recorded);
    }
    case 'agree': {
      const recorded = await agreeToTakeOver(parts, named.enquiryId, named.to, staff.id);
      await tell(parts, named.enquiryId, action.by.deskRef, null, `takeover:${named.enquiryId}:${named.to}`);
      const asker = await parts.store.staff(named.to);
      if (recorded.ok && asker)
        await tell(parts, named.enquiryId, asker.deskRef, null, `asked:${named.enquiryId}:${named.to}`);
      return refused(named.enquiryId, recorded);
    }
    case 'reply': {
      const reply = await parts.store.reply(named.replyId);
      if (!reply) return;
      const recorded = await directReply(parts, named.replyId, named.command);
      const author = await parts.store.staff(reply.authorId);
      if (recorded.ok && author) await tell(parts, reply.enquiryId, author.deskRef, null, stoppedKey(reply.id));
      return refused(reply.enquiryId, recorded);
    }
    case 'send':
    case 'keep':
    case 'correct':
    case 'send-post': {
      const remark =
        named.as === 'send-post'
          ? await parts.store.remarkByPost(named.postRef)
          : await parts.store.remark(named.remarkId);
      if (!remark) return;
      if (named.as === 'correct') return correct(parts, remark, staff, action);
      // A preview is its author's own; sending somebody else's words is for the owner, by the message's own button.
      if (remark.staffId !== staff.id && named.as !== 'send-post') return;
      if (named.as === 'keep') {
        await keepRemark(parts, remark);
        return tell(parts, remark.enquiryId, action.by.deskRef, null, previewKey(remark.id));
      }
      if (named.as === 'send') return send(parts, remark, staff, action.by, named.andResolve, action.id, named.shown);
      const enquiry = await parts.store.enquiry(remark.enquiryId);
      if (!enquiry || remark.lane === 'reply' || remark.lane === 'deleted') return;
      if (remark.staffId !== staff.id && enquiry.ownerId !== staff.id) {
        return showRefusal(parts, enquiry.id, action.by, 'reply-not-yours', `refused:${action.id}`);
      }
      const left = (await filesOf(parts, remark.postRef)).filter(each => each.withheld);
      if (left.length && remark.staffId === staff.id) return showPreview(parts, remark, action.by);
      if (left.length) {
        const words = WORDS.filesLeft(left.map(each => each.name).join(', '));
        return tell(parts, enquiry.id, action.by.deskRef, refusalView(words), `refused:${action.id}`);
      }
      return send(parts, await markSeen(parts, remark, enquiry.customerMessages), staff, action.by, false, action.id);
    }
    case 'address': {
      const remark = await parts.store.remark(named.remarkId);
      if (!remark || remark.staffId !== staff.id || remark.lane !== 'preview') return;
      return showPreview(parts, await addressRemark(parts, remark, named.onlyCustomer), action.by);
    }
    case 'merge':
      return refused(named.enquiryId, await mergeEnquiries(parts, named.enquiryId, named.into, staff.id));
    case 'standing':
      return refused(named.enquiryId, await changeStanding(parts, named.enquiryId, named.standing, staff.id));
    case 'allow':
      return refused(named.enquiryId, await letTakePart(parts, named.enquiryId, named.messageId, staff.id));
    case 'open-for':
      return refused(named.enquiryId, await openFor(parts, named.enquiryId, named.messageId, staff.id));
    case 'not-theirs':
      return tell(parts, named.enquiryId, action.by.deskRef, noticeView(WORDS.notTheirs), `theirs:${named.messageId}`);
    case 'show':
      return showInRoom(dispatch, action, staff, named);
    case 'form':
    case 'unknown':
      return;
  }
}

/** Nobody has to wait for the agreement of somebody who is away. */
async function withPresence(parts: Parts, { enquiryId, command }: Extract<Named, { as: 'enquiry' }>) {
  if (command.do !== 'askTakeOver') return command;
  const owner = (await parts.store.enquiry(enquiryId))?.ownerId;
  const staff = owner ? await parts.store.staff(owner) : null;
  return staff && isAway(staff, parts.clock.now()) ? { ...command, away: staff.id } : command;
}

/** The edited text goes out as a message of its own, after a preview like any other. */
async function correct(parts: Parts, remark: RemarkRow, staff: Staff, action: Of<'press'>): Promise<void> {
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry || remark.staffId !== staff.id) return;
  await tell(parts, enquiry.id, action.by.deskRef, null, `edited:${remark.id}`);
  const postRef = `${FORM_POST}${action.id}`;
  const { remark: fresh, lane } = await writeRemark(parts, {
    enquiry,
    staff,
    postRef,
    text: remark.text,
    mentionsStaff: false,
  });
  if (lane === 'talk')
    return showRefusal(parts, enquiry.id, action.by, 'claimed-by-someone-else', `refused:${action.id}`);
  await showPreview(parts, fresh, action.by);
}

async function submitted(dispatch: Dispatch, parts: Parts, action: Of<'submit'>, staff: Staff): Promise<void> {
  const { enquiryId, values } = action;
  if (action.form === 'log.form') return logged(dispatch, action, staff);
  const enquiry = enquiryId && (await parts.store.enquiry(enquiryId));
  if (!enquiry || !enquiryId) return;
  const refused = async (recorded: Recorded) => {
    if (!recorded.ok) await showRefusal(parts, enquiryId, action.by, recorded.refusal, `refused:${action.id}`);
  };
  switch (action.form) {
    case 'reply.form': {
      const text = values.text ?? '';
      const postRef = `${FORM_POST}${action.id}`;
      const { remark } = await writeRemark(parts, { enquiry, staff, postRef, text, mentionsStaff: false });
      if (action.submit === 'reply.keep') return keepInThread(parts, remark);
      const seen = Number(values.seen);
      const addressed = values.copies === 'none' ? await addressRemark(parts, remark, true) : remark;
      const read = Number.isInteger(seen)
        ? await markSeen(parts, addressed, Math.min(seen, enquiry.customerMessages))
        : addressed;
      return send(parts, read, staff, action.by, action.submit === 'reply.send_and_resolve', action.id);
    }
    case 'resolve.form': {
      const reason = values.reason?.trim() || null;
      const recorded = await commandEnquiry(parts, enquiryId, { do: 'resolve', by: staff.id, reason });
      if (recorded.ok || recorded.refusal !== 'already-resolved' || !reason) return refused(recorded);
      return refused(await commandEnquiry(parts, enquiryId, { do: 'nameReason', by: staff.id, reason }));
    }
    case 'snooze.form': {
      const choice = snoozeChoices(parts.clock.now(), parts.hours).find(each => each.value === values.until);
      if (!choice) return;
      return refused(await commandEnquiry(parts, enquiryId, { do: 'snooze', by: staff.id, until: choice.until }));
    }
    case 'handover.form': {
      if (values.to === LET_GO) return refused(await commandEnquiry(parts, enquiryId, { do: 'release', by: staff.id }));
      const to = looksLikeId('staff', values.to) ? await parts.store.staff(values.to) : null;
      if (!to) return;
      return refused(await commandEnquiry(parts, enquiryId, { do: 'handOver', by: staff.id, to: to.id }));
    }
    case 'merge.form': {
      const into = await parts.store.enquiryByNumber(Number(values.into?.replace(/^#/, '')));
      if (!into)
        return tell(
          parts,
          enquiryId,
          action.by.deskRef,
          refusalView(`There is no enquiry #${values.into}.`),
          `refused:${action.id}`,
        );
      return refused(await mergeEnquiries(parts, enquiryId, into.id, staff.id));
    }
    // Settings are saved at once, by the desk: nothing of them is stored on the way.
    case 'settings.form':
      return;
  }
}

/** Text from the form that its author keeps among colleagues is posted in the thread under their name. */
async function keepInThread(parts: Parts, remark: RemarkRow): Promise<void> {
  await keepRemark(parts, remark);
  const { enquiryId } = remark;
  const roomId = (await parts.store.thread(enquiryId))?.roomId;
  const kept = job('thread.kept', deskKey(enquiryId), { enquiryId, remarkId: remark.id });
  await parts.recorder.enqueue([roomId ? { ...kept, lane: roomLane(roomId) } : kept]);
}

/** A phone call, or a visitor at the counter. */
async function logged(dispatch: Dispatch, action: Of<'submit'>, staff: Staff): Promise<void> {
  const { who = '', what = '', how = 'phone', callback = 'no' } = action.values;
  const text = await dispatch.log({ id: action.id, by: staff, who, what, how, callBack: callback === 'yes' });
  await dispatch.desk.answer(action.by.deskRef, null, plainAnswer(text), `answer:${action.id}`);
}
