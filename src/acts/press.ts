/** Handles a press of a button. */
import { isAway } from '../core/away.ts';
import type { EnquiryId, MessageId, StaffId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import type { Reply } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import { type ButtonMeaning, nameButton } from '../desk/actions.ts';
import { FORM_POST, isFromForm, noticeView, refusalView } from '../desk/cards.ts';
import { WORDS } from '../desk/wording.ts';
import { pressArticle } from '../handling/articles.ts';
import { agreeToTakeOver, commandEnquiry } from '../handling/command.ts';
import { muteHint } from '../handling/hints.ts';
import { joinCustomers, partCustomers } from '../handling/join.ts';
import { mergeEnquiries } from '../handling/merge.ts';
import { changeStanding, letTakePart, openFor } from '../handling/people.ts';
import { pressSaved } from '../handling/saved-replies.ts';
import { claim } from '../handling/together.ts';
import { sayWhoWrote } from '../handling/who-wrote.ts';
import { markAlert } from '../insight/rising/watch.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { ActionOf, Person } from '../ports/staff.ts';
import type { Recorded } from '../ports/store.ts';
import { cautionsOf } from '../posting/answering.ts';
import { openStops } from '../posting/coaching.ts';
import { joinKey } from '../posting/join.ts';
import { leavingOf } from '../posting/left-out.ts';
import { askReason, previewKey, reasonKey, showPreview, showRefusal, stoppedKey, tell } from '../posting/privately.ts';
import { reachOf, reachWarnings } from '../posting/reach.ts';
import { directReply } from '../reply/direct.ts';
import { addressRemark, filesOf, keepRemark, markSeen, writeRemark } from '../reply/remark.ts';
import { settlePromise } from '../waiting/promised.ts';
import { answer, type Dispatch, runCommand, sayTo, showInRoom } from './ask.ts';
import { askPrivately } from './ask-privately.ts';
import { pressedErase } from './erase.ts';
import { pressedOnExpert } from './expert.ts';
import { pressedGathering } from './gathering.ts';
import { keepInThread } from './keep.ts';
import { pressedPractice } from './practise.ts';
import { rememberReply } from './remember.ts';
import { send, showStops } from './send.ts';
import { pressedOnShield } from './shield.ts';
import { pressedSimilar } from './similar.ts';
import { offerRelief, pressedTogether } from './together.ts';

type Press = ActionOf<'press'>;

export async function pressed(dispatch: Dispatch, parts: Parts, action: Press, staff: Staff): Promise<void> {
  const named = nameButton(action.button, action.value, staff.id);
  const say = (words: string) => sayTo(dispatch, action, words);
  const refused = async (enquiryId: EnquiryId, recorded: Recorded | null) => {
    if (recorded === null || recorded.ok) return;
    if (recorded.refusal === 'unknown') await say(WORDS.enquiryNotKnown);
    else await showRefusal(parts, enquiryId, action.by, recorded.refusal, `refused:${action.id}`);
  };
  if (named.as === 'together') return refused(named.enquiryId, await pressedTogether(parts, named, action, staff));
  if (named.as === 'gathering' || named.as === 'round') return pressedGathering(dispatch, parts, named, action, staff);
  if (named.as === 'erase' || named.as === 'erase-now') return pressedErase(dispatch, named, action, staff);
  if (named.as === 'expert') return pressedOnExpert(dispatch, parts, named, action, staff);
  const view = await answerTo(parts, named, action, staff);
  if (view) return answer(dispatch, action, view);
  if (named.as === 'shield') return refused(named.enquiryId, await pressedOnShield(parts, named, action, staff, say));
  switch (named.as) {
    case 'enquiry':
      return refused(named.enquiryId, await pressedOnEnquiry(parts, named, action.by));
    case 'agree':
      // Whoever asked is told by the line in the thread; what was asked goes with it.
      return refused(named.enquiryId, await agreeToTakeOver(parts, named.enquiryId, named.to, staff.id));
    case 'reply': {
      const reply = await parts.store.reply(named.replyId);
      if (!reply) return say(WORDS.notThereAnyMore);
      const recorded = await directReply(parts, named.replyId, named.command);
      if (recorded.ok) await takeStopped(parts, reply);
      return refused(reply.enquiryId, recorded);
    }
    case 'send':
    case 'keep':
    case 'correct':
      return pressedOnWords(parts, named, action, staff, say);
    case 'send-post':
      return sendPost(parts, named.postRef, action, staff, say);
    case 'ask-privately':
      return (await askPrivately(parts, named.enquiryId, staff, action)) ? undefined : say(WORDS.noSuchButton);
    case 'address':
    case 'why':
    case 'mute':
      return (await pressedInPreview(parts, named, action.by, staff)) ? undefined : say(WORDS.notThereAnyMore);
    case 'merge':
      return refused(named.enquiryId, await mergeEnquiries(parts, named.enquiryId, named.into, staff.id));
    case 'join':
    case 'part':
    case 'standing':
    case 'similar':
      return refused(named.enquiryId, await pressedOnCustomer(parts, named, action.by, staff.id));
    case 'allow':
    case 'open-for':
    case 'ours':
    case 'theirs':
      return refused(named.enquiryId, await pressedOnMessage(parts, { ...named, as: named.as }, staff.id));
    case 'not-theirs':
      return tell(parts, named.enquiryId, action.by.deskRef, noticeView(WORDS.notTheirs), `theirs:${named.messageId}`);
    case 'remember':
    case 'practise':
    case 'practised':
    case 'no-lesson':
      return pressedOwn(dispatch, parts, named, action, staff);
    case 'show':
      return showInRoom(dispatch, action, staff, named);
    case 'alert':
      return (await pressedAlert(parts, named, action.by)) ? undefined : say(WORDS.notThereAnyMore);
    case 'run':
      return runCommand({ ...dispatch, parts }, action, staff, named);
    case 'form':
    case 'unknown':
      return say(named.as === 'form' ? WORDS.opensForm : WORDS.noSuchButton);
  }
}

/** What rises: whoever reads the room it stands in may say that the team knows. */
async function pressedAlert(
  parts: Parts,
  { id, state }: Extract<ButtonMeaning, { as: 'alert' }>,
  by: Person,
): Promise<boolean> {
  const alert = await parts.store.alert(id);
  return alert !== null && mayRead(by, alert) && markAlert(parts, id, state);
}

/** Its author decided about a reply that was stopped. */
async function takeStopped(parts: Parts, { id, authorId, enquiryId }: Reply): Promise<void> {
  const author = await parts.store.staff(authorId);
  if (author) await tell(parts, enquiryId, author.deskRef, null, stoppedKey(id));
}

/** What is answered to whoever pressed, and to nobody else; null for a press that shows what it did in the thread. */
async function answerTo(
  parts: Parts,
  named: ButtonMeaning,
  { id, by }: ActionOf<'press'>,
  staff: Staff,
): Promise<AnswerView | null> {
  if (named.as === 'saved') return pressSaved(parts, named, { id, staff, by });
  if (named.as === 'article') return pressArticle(parts, named, { id, staff, by });
  return named.as === 'promise' ? plainAnswer(await settlePromise(parts, named)) : null;
}

/** What is somebody's own: a practice, and reminders. Nobody else is told. */
async function pressedOwn(
  dispatch: Dispatch,
  parts: Parts,
  named: Extract<ButtonMeaning, { as: 'remember' | 'practise' | 'practised' | 'no-lesson' }>,
  action: ActionOf<'press'>,
  staff: Staff,
): Promise<void> {
  if (named.as === 'remember') return rememberReply(parts, named.replyId, staff, action.by);
  return pressedPractice(dispatch, named, action, staff);
}

/** Asks why, where something was resolved; says that a reason was taken down. */
async function pressedOnEnquiry(
  parts: Parts,
  named: Extract<ButtonMeaning, { as: 'enquiry' }>,
  by: Person,
): Promise<Recorded> {
  const { enquiryId, command } = named;
  const recorded =
    command.do === 'claim'
      ? await claim(parts, enquiryId, command.by)
      : await commandEnquiry(parts, enquiryId, await withPresence(parts, named));
  if (!recorded.ok) return recorded;
  if (command.do === 'claim') await offerRelief(parts, recorded.enquiry, command.by, by);
  if (recorded.events.some(each => each.type === 'EnquiryResolved')) await askReason(parts, recorded.enquiry, by);
  if (command.do === 'nameReason') {
    const words = noticeView(WORDS.reasonNamed(command.reason));
    await tell(parts, enquiryId, by.deskRef, words, reasonKey(enquiryId));
  }
  return recorded;
}

/** Who the customer is, what is to become of what they write, and what others like them were answered. */
async function pressedOnCustomer(
  parts: Parts,
  named: Extract<ButtonMeaning, { as: 'join' | 'part' | 'standing' | 'similar' }>,
  person: Person,
  by: StaffId,
): Promise<Recorded> {
  const { enquiryId } = named;
  if (named.as === 'similar') return pressedSimilar(parts, named, person);
  if (named.as === 'standing') return changeStanding(parts, enquiryId, named.standing, by);
  if (named.as === 'part') return partCustomers(parts, enquiryId, named.version, by);
  await tell(parts, enquiryId, person.deskRef, null, joinKey(enquiryId));
  return joinCustomers(parts, enquiryId, named.other, by);
}

/** To whom it goes, the lesson behind a hint, or no more of its kind: shown again to its author alone. @returns false: it is gone */
async function pressedInPreview(
  parts: Parts,
  named: Extract<ButtonMeaning, { as: 'address' | 'why' | 'mute' }>,
  by: Person,
  staff: Staff,
): Promise<boolean> {
  const remark = await parts.store.remark(named.remarkId);
  if (remark?.staffId !== staff.id) return false;
  // Team talk has a preview, too, once its author wants to send it.
  if (remark.lane !== 'preview' && (remark.lane !== 'talk' || named.as === 'address')) return false;
  if (named.as === 'address') await showPreview(parts, await addressRemark(parts, remark, named.onlyCustomer), by);
  if (named.as === 'why') await showPreview(parts, remark, by, [], { confirmed: named.confirmed, why: named.check });
  if (named.as !== 'mute') return true;
  const words = await muteHint(parts, staff, named.check);
  await showPreview(parts, remark, by, words ? [words] : [], { confirmed: named.confirmed });
  return true;
}

/** Who wrote a message, and whether they take part. */
function pressedOnMessage(
  parts: Parts,
  named: { as: 'allow' | 'open-for' | 'ours' | 'theirs'; enquiryId: EnquiryId; messageId: MessageId },
  by: StaffId,
): Promise<Recorded> {
  const { as, enquiryId, messageId } = named;
  if (as === 'allow') return letTakePart(parts, enquiryId, messageId, by);
  return as === 'open-for'
    ? openFor(parts, enquiryId, messageId, by)
    : sayWhoWrote(parts, enquiryId, messageId, by, as);
}

/** Send, Keep or Correct on a draft; only its author may. */
async function pressedOnWords(
  parts: Parts,
  named: Extract<ButtonMeaning, { as: 'send' | 'keep' | 'correct' }>,
  action: ActionOf<'press'>,
  staff: Staff,
  say: (words: string) => Promise<void>,
): Promise<void> {
  const remark = await parts.store.remark(named.remarkId);
  if (!remark || !(await mayPress(parts, named, remark, staff))) return say(WORDS.notThereAnyMore);
  if (named.as === 'correct') return correct(parts, remark, staff, action);
  if (named.as === 'send')
    return send(parts, remark, staff, action.by, named.andResolve, action.id, named.shown, named.confirmed);
  // Where its author sees it: from a form it is in no post yet.
  if (isFromForm(remark) && remark.lane === 'preview') await keepInThread(parts, remark);
  else await keepRemark(parts, remark);
  return tell(parts, remark.enquiryId, action.by.deskRef, null, previewKey(remark.id));
}

/** Its author; and who has a public enquiry sends a colleague's words from a preview of their own. */
async function mayPress(
  { store }: Parts,
  named: Extract<ButtonMeaning, { as: 'send' | 'keep' | 'correct' }>,
  remark: RemarkRow,
  staff: Staff,
): Promise<boolean> {
  if (remark.staffId === staff.id) return true;
  if (named.as !== 'send' || named.shown === null) return false;
  const enquiry = await store.enquiry(remark.enquiryId);
  return enquiry?.visibility === 'public' && enquiry.ownerId === staff.id;
}

/** A message of the thread goes out after all, by its own button: for its author, and for the enquiry's owner. */
async function sendPost(
  parts: Parts,
  postRef: string,
  action: ActionOf<'press'>,
  staff: Staff,
  say: (words: string) => Promise<void>,
): Promise<void> {
  const remark = await parts.store.remarkByPost(postRef);
  if (!remark || remark.lane === 'deleted') return say(WORDS.notThereAnyMore);
  if (remark.lane === 'reply') return;
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  if (remark.staffId !== staff.id && enquiry.ownerId !== staff.id) {
    return showRefusal(parts, enquiry.id, action.by, 'reply-not-yours', `refused:${action.id}`);
  }
  const left = (await filesOf(parts, remark.postRef)).filter(each => each.withheld);
  const { leftOut, nothing } = await leavingOf(parts, enquiry, remark);
  const warnings = reachWarnings(await reachOf(parts, enquiry, remark.onlyCustomer ?? false));
  const cautions = await cautionsOf(parts, enquiry, remark);
  const stops = await openStops(parts, enquiry, remark);
  const doubtful = leftOut.length + warnings.length + cautions.length > 0 || nothing;
  if (stops.length > 0 && remark.staffId === staff.id) return showStops(parts, remark, action.by);
  if (doubtful && remark.staffId === staff.id) return showPreview(parts, remark, action.by);
  if (left.length) {
    const words = WORDS.filesLeft(left.map(each => each.name).join(', '));
    return tell(parts, enquiry.id, action.by.deskRef, refusalView(words), `refused:${action.id}`);
  }
  if (remark.leftOut?.length) {
    const words = WORDS.partsLeft(remark.leftOut.join(' '));
    return tell(parts, enquiry.id, action.by.deskRef, refusalView(words), `refused:${action.id}`);
  }
  // In public the owner sees a preview of their own, and these in it.
  const unseen = [
    ...warnings,
    ...(enquiry.visibility === 'public' ? [] : [...cautions, ...stops.map(each => each.words)]),
  ];
  if (unseen.length) {
    const words = WORDS.authorSends(unseen.join(' '));
    return tell(parts, enquiry.id, action.by.deskRef, refusalView(words), `refused:${action.id}`);
  }
  return send(parts, await markSeen(parts, remark, enquiry.customerMessages), staff, action.by, false, action.id);
}

/** Nobody has to wait for the agreement of somebody who is away. */
async function withPresence(parts: Parts, { enquiryId, command }: Extract<ButtonMeaning, { as: 'enquiry' }>) {
  if (command.do !== 'askTakeOver') return command;
  const owner = (await parts.store.enquiry(enquiryId))?.ownerId;
  const staff = owner ? await parts.store.staff(owner) : null;
  return staff && isAway(staff, parts.clock.now()) ? { ...command, away: staff.id } : command;
}

/** The edited text goes out as a message of its own, after a preview like any other. */
async function correct(parts: Parts, remark: RemarkRow, staff: Staff, action: ActionOf<'press'>): Promise<void> {
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  await tell(parts, enquiry.id, action.by.deskRef, null, `edited:${remark.id}`);
  const postRef = `${FORM_POST}${action.id}`;
  const { remark: fresh, lane } = await writeRemark(parts, {
    enquiry,
    staff,
    postRef,
    text: remark.text,
    formatted: remark.formatted ?? null,
    leftOut: remark.leftOut ?? null,
    mentionsStaff: false,
  });
  if (lane === 'talk')
    return showRefusal(parts, enquiry.id, action.by, 'claimed-by-someone-else', `refused:${action.id}`);
  await showPreview(parts, fresh, action.by);
}
