/** Handles a submitted form. */
import { ticked } from '../core/checklists.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { type EnquiryId, looksLikeId, type MessageId } from '../core/ids.ts';
import { isBlank, isToUs } from '../core/message.ts';
import { isPractice } from '../core/practice.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { FORM_POST, isFromForm } from '../desk/cards.ts';
import { LET_GO } from '../desk/forms.ts';
import { isGatheringForm } from '../desk/gathering-actions.ts';
import { STARTS } from '../desk/saved-words.ts';
import { WORDS } from '../desk/wording.ts';
import { publishArticle } from '../handling/articles.ts';
import { commandEnquiry } from '../handling/command.ts';
import { personChosen } from '../handling/hand-over.ts';
import { mergeEnquiries, splitEnquiry } from '../handling/merge.ts';
import { saveSaved } from '../handling/saved-replies.ts';
import { saveExpert } from '../handling/volunteer.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { ActionOf, Person } from '../ports/staff.ts';
import type { Op, Recorded } from '../ports/store.ts';
import { cautionsOf } from '../posting/answering.ts';
import { shownInForm } from '../posting/changes.ts';
import { changesIn } from '../posting/fingerprint.ts';
import { askJoin } from '../posting/join.ts';
import { previewKey, showPreview, showRefusal, tell } from '../posting/privately.ts';
import { addressRemark, filesOf, filesPlace, markSeen, writeRemark } from '../reply/remark.ts';
import { answer, type Dispatch, sayTo } from './ask.ts';
import { attachBegun, begunWords, comparing } from './begun.ts';
import { submittedAsk, submittedTell } from './expert.ts';
import { submittedGathering } from './gathering.ts';
import { keepInThread } from './keep.ts';
import { send } from './send.ts';
import { submittedDay } from './together.ts';

export async function submitted(
  dispatch: Dispatch,
  parts: Parts,
  action: ActionOf<'submit'>,
  staff: Staff,
): Promise<void> {
  const { enquiryId, values } = action;
  if (action.form === 'log.form') return logged(dispatch, action, staff);
  if (action.form === 'saved.form') {
    const act = { id: action.id, staff, by: action.by };
    return answer(dispatch, action, await saveSaved(parts, values, action.submit, act));
  }
  if (action.form === 'article.form') {
    const act = { id: action.id, staff, by: action.by };
    return answer(dispatch, action, await publishArticle(parts, values, act));
  }
  if (action.form === 'expert.form') return sayTo(dispatch, action, await saveExpert(parts, staff, action.values));
  if (isGatheringForm(action.form)) return submittedGathering(dispatch, parts, action, staff);
  const enquiry = enquiryId && (await parts.store.enquiry(enquiryId));
  const say = (words: string) => sayTo(dispatch, action, words);
  // Settings are saved at once, by the desk: nothing of them is stored on the way.
  if (action.form === 'settings.form') return;
  if (!enquiry || !enquiryId) return say(WORDS.notThereAnyMore);
  const refused = async (recorded: Recorded) => {
    if (!recorded.ok) await showRefusal(parts, enquiryId, action.by, recorded.refusal, `refused:${action.id}`);
  };
  switch (action.form) {
    case 'reply.form':
      return answered(dispatch, parts, enquiry, action, staff);
    case 'resolve.form':
    case 'snooze.form': {
      const done = await submittedDay(parts, enquiryId, action.form, values, staff);
      return done === null ? say(WORDS.noSuchTime) : refused(done);
    }
    case 'handover.form': {
      if (values.to === LET_GO || (!values.to && enquiry.ownerId))
        return refused(await commandEnquiry(parts, enquiryId, { do: 'release', by: staff.id }));
      const to = await personChosen(parts, enquiry, values.to ?? '');
      if ('refusal' in to) return say(to.refusal);
      return refused(await commandEnquiry(parts, enquiryId, { do: 'handOver', by: staff.id, to: to.id }));
    }
    case 'join.form': {
      const other = await named(parts, values.other, action.by);
      if (!other) return say(WORDS.noSuchEnquiry(values.other ?? ''));
      if (other.customerId === enquiry.customerId)
        return showRefusal(parts, enquiryId, action.by, 'same-customer', `refused:${action.id}`);
      return askJoin(parts, enquiry, other, action.by);
    }
    case 'merge.form': {
      const typed = values.into?.trim() || values.open || '';
      const into = await named(parts, typed, action.by);
      return into
        ? refused(await mergeEnquiries(parts, enquiryId, into.id, staff.id))
        : say(WORDS.noSuchEnquiry(typed));
    }
    case 'expert.ask.form':
      return submittedAsk(parts, enquiryId, action, staff);
    case 'expert.tell.form':
      return submittedTell(dispatch, parts, enquiryId, action, staff);
    case 'split.form':
      return refused(await splitEnquiry(parts, enquiryId, await chosen(parts, enquiryId, values.messages), staff.id));
    default:
      return say(WORDS.noSuchForm);
  }
}

/** A reply that was written in a form: shown first where its author has to know something, else sent. */
async function answered(
  dispatch: Dispatch,
  parts: Parts,
  enquiry: Enquiry,
  action: ActionOf<'submit'>,
  staff: Staff,
): Promise<void> {
  const { values } = action;
  const begun = await begunWords(parts, enquiry, values, action.by);
  const { text, formatted } = begun;
  if (values.whole === 'yes' && isBlank(text)) return sayTo(dispatch, action, STARTS.gone);
  const postRef = `${FORM_POST}${action.id}`;
  const { remark } = await writeRemark(parts, { enquiry, staff, postRef, text, formatted, mentionsStaff: false });
  await replaceDraft(parts, values.of, staff, action.by, remark);
  if (action.submit === 'reply.keep') return keepInThread(parts, remark);
  const seen = Number(values.seen);
  const addressed = values.copies === 'none' ? await addressRemark(parts, remark, true) : remark;
  const read = Number.isInteger(seen)
    ? await markSeen(parts, addressed, Math.min(seen, enquiry.customerMessages))
    : addressed;
  const before = Number(values.changes ?? 0);
  const stale = before !== (await changesIn(parts.store, enquiry.id));
  if (begun.saved) await parts.recorder.enqueue([comparing(parts, read, begun.saved)]);
  const look = [...begun.look, ...(await attachBegun(parts, enquiry, read, begun))];
  if (look.length) return showPreview(parts, read, action.by, begun.look);
  // What is to be known of the words is known before they are sent.
  if (!stale && (await cautionsOf(parts, enquiry, read)).length) return showPreview(parts, read, action.by);
  const shown = stale ? [shownInForm(before)] : [];
  return send(parts, read, staff, action.by, action.submit === 'reply.send_and_resolve', action.id, ...shown);
}

/**
 * Messages with commas between them; from a form that was opened before they were ticked, `only <message>`, or
 * `from <message>` for all after it, too. Nothing for words that nobody offered.
 */
async function chosen({ store }: Parts, enquiryId: EnquiryId, value = ''): Promise<MessageId[]> {
  const incoming = (await store.messages(enquiryId)).filter(isToUs).map(each => each.id);
  const [how, id] = value.split(' ');
  if (id === undefined) return incoming.filter(each => value.split(',').includes(each));
  const at = incoming.indexOf(id as MessageId);
  if (at < 0) return [];
  return how === 'from' ? incoming.slice(at) : incoming.slice(at, at + 1);
}

/** By its number. What they cannot read is not there for them: neither its customer's name nor a place to move things to. */
async function named({ store }: Parts, typed: string | undefined, by: Person): Promise<Enquiry | null> {
  const enquiry = await store.enquiryByNumber(Number(typed?.replace(/^#/, '')));
  // What is practised is nothing for a real enquiry.
  return enquiry && mayRead(by, enquiry) && !isPractice(enquiry) ? enquiry : null;
}

/** The form was opened with words that were given back: what was made of them takes their place. */
async function replaceDraft(
  parts: Parts,
  of: string | undefined,
  staff: Staff,
  by: Person,
  next: RemarkRow,
): Promise<void> {
  const draft = looksLikeId('remark', of) ? await parts.store.remark(of) : null;
  if (draft?.staffId !== staff.id || draft.lane !== 'preview') return;
  // Files that came with what it was begun with stay beside the words.
  const files = isFromForm(draft) ? await filesOf(parts, draft.postRef) : [];
  const messageId = filesPlace(next.postRef);
  await parts.store.commit([
    { do: 'update', table: 'remarks', id: draft.id, set: { lane: 'deleted' } },
    ...files.map(({ id }): Op => ({ do: 'update', table: 'attachments', id, set: { messageId } })),
  ]);
  await tell(parts, draft.enquiryId, by.deskRef, null, previewKey(draft.id));
}

/** A phone call, or a visitor at the counter. */
async function logged(dispatch: Dispatch, action: ActionOf<'submit'>, staff: Staff): Promise<void> {
  const { values } = action;
  const { who = '', what = '', how = 'phone', callback = 'no', reason = '', promised = '', when = '' } = values;
  const checked = ticked(await dispatch.parts.checklists(), reason, values);
  const told = { who, what, how, callBack: callback === 'yes', reason, promised, when, checked };
  const text = await dispatch.log({ id: action.id, by: staff, ...told });
  await dispatch.desk.answer(action.by.deskRef, null, plainAnswer(text), `answer:${action.id}`);
}
