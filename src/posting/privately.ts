/** Shows previews, refusals and questions to one person only. */

import { NO_COPIES } from '../core/copies.ts';
import type { Enquiry, RefusalCode } from '../core/enquiry.ts';
import type { Spoken } from '../core/formatted.ts';
import type { ChannelId, EnquiryId, ReplyId, StaffId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { doubtsOf, sendable } from '../desk/actions.ts';
import {
  button,
  editButtons,
  isFromForm,
  nothingView,
  noticeView,
  previewView,
  refusalView,
  refusedView,
  stoppedView,
} from '../desk/cards.ts';
import { refusalWords, WORDS } from '../desk/wording.ts';
import type { ButtonView } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import type { PrivateView } from '../ports/views.ts';
import { answeringOf, cautionsOf } from './answering.ts';
import { languageOfEnquiry } from './by-machine.ts';
import { newestOf, stoppedWords } from './changes.ts';
import { type Coached, coachFor } from './coaching.ts';
import { previewFingerprint } from './fingerprint.ts';
import { leavingOf } from './left-out.ts';
import { measured } from './length.ts';
import { nameRuleOf, senderOn } from './name-shown.ts';
import { reachOf, reachWarnings } from './reach.ts';
import { suggestReasons } from './reasons.ts';
import { ensureThread } from './thread.ts';
import { toneOf } from './tone.ts';
import { whoOf } from './who.ts';

/** One preview per remark: an edit replaces it, a decision takes it away. */
export function previewKey(remarkId: string): string {
  return `preview:${remarkId}`;
}

export async function tell(
  parts: Parts,
  enquiryId: EnquiryId,
  person: string,
  view: PrivateView | null,
  key: string,
): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  await place?.desk.showPrivately(place.thread.ref, person, view, key);
}

export async function showPreview(
  parts: Parts,
  remark: RemarkRow,
  person: Pick<Person, 'deskRef'>,
  hints: string[] = [],
  coached: Coached = {},
): Promise<void> {
  const place = await ensureThread(parts, remark.enquiryId);
  if (!place) return;
  const staff = await parts.store.staffByRef(person.deskRef);
  const plain = await previewOf(parts, remark, place.enquiry, staff, hints, coached.confirmed);
  const coach =
    plain.tone === 'preview' && plain.quote ? await coachFor(parts, place.enquiry, remark, staff, coached) : [];
  const view = coach.length ? { ...plain, coach } : plain;
  // Words from a form have no post in which they could be edited.
  const own = isFromForm(remark) ? { ...view, post: null, buttons: withEdit(view.buttons, remark) } : view;
  // What becomes of a colleague's words otherwise is theirs to say.
  const sends = (each: ButtonView) => each.id === 'reply.send' || each.id === 'reply.send_and_resolve';
  const theirs = staff !== null && staff.id !== remark.staffId;
  const shown = theirs ? { ...own, buttons: own.buttons.filter(sends) } : own;
  await place.desk.showPrivately(place.thread.ref, person.deskRef, shown, previewKey(remark.id));
}

async function previewOf(
  parts: Parts,
  remark: RemarkRow,
  enquiry: Enquiry,
  staff: Staff | null,
  hints: string[],
  confirmed: readonly string[] = [],
): Promise<PrivateView> {
  const [reach, who, answering] = await Promise.all([
    reachOf(parts, enquiry),
    whoOf(parts, enquiry),
    answeringOf(parts, enquiry),
  ]);
  const { leftOut, files, nothing } = await leavingOf(parts, enquiry, remark);
  if (answering.refused !== null) return refusedView(remark, answering, [...hints, ...leftOut]);
  const by = staff?.id ?? remark.staffId;
  const language = await languageOfEnquiry(parts, enquiry);
  const sender = await senderOn(parts, staff, enquiry.channelId, language);
  const onlyCustomer = remark.onlyCustomer ?? false;
  const copies = { addresses: reach.copies.addresses, onlyCustomer };
  const reached = reachWarnings(onlyCustomer ? { ...reach, copies: NO_COPIES } : reach);
  const size = sizeOf(parts, enquiry, remark);
  const cautions = await cautionsOf(parts, enquiry, remark);
  const first = [...hints, ...leftOut, ...reached, ...size.hints, ...marksHint(remark), ...cautions];
  const going = [...answering.notes, ...(files.length ? [WORDS.filesGo(files.join(', '))] : [])];
  // What is unusual about this one goes before it; the label names the sender in any case.
  const told = first.length ? [] : await nameHint(parts, staff, enquiry.channelId, sender);
  const all = [...first, ...going, ...told];
  if (nothing) return nothingView(remark, all);
  const fingerprint = size.fits ? await previewFingerprint(parts, remark, by) : null;
  const address = reach.identity?.address ?? '';
  const kind = parts.kinds.of(enquiry.channelKind);
  return previewView({ remark, enquiry, kind, address, hints: all, who, fingerprint, copies, sender, confirmed });
}

function withEdit(buttons: ButtonView[], remark: RemarkRow): ButtonView[] {
  const sends = buttons.filter(each => each.id.startsWith('reply.send'));
  return [...sends, ...editButtons(remark, 'Edit'), ...buttons.slice(sends.length)];
}

/** How much room there is; what is too long would be refused, so that there is no Send. */
function sizeOf(
  parts: Parts,
  { channelId, visibility }: Enquiry,
  remark: RemarkRow,
): { fits: boolean; hints: string[] } {
  const { length, max, over, telling } = measured(parts.channel(channelId)?.limits, sendable(remark), visibility);
  if (over > 0) return { fits: false, hints: [WORDS.tooLong(over, max)] };
  return { fits: true, hints: telling ? [WORDS.lengthIs(length, max)] : [] };
}

/** Lines that are named in a hint, and characters of each: a phone shows about this much. */
const LINES_NAMED_MAX = 5;
const LINE_CHARS_MAX = 80;

/** Lines that their author perhaps meant for colleagues. */
function marksHint(words: Spoken): string[] {
  const { talk, code } = doubtsOf(words);
  return [
    ...(talk.length ? [WORDS.looksLikeTalk(named(talk))] : []),
    ...(code.length ? [WORDS.commentInCode(named(code))] : []),
  ];
}

function named(lines: string[]): string {
  const shown = lines.slice(0, LINES_NAMED_MAX).map(each => {
    const { text, cut } = clampText(each, LINE_CHARS_MAX);
    return `"${text}${cut ? '…' : ''}"`;
  });
  const more = lines.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** Before their first reply everybody learns how customers see them, and that it is theirs to choose. */
export async function nameHint(
  parts: Parts,
  staff: Staff | null,
  channelId: ChannelId,
  sender: string | null,
): Promise<string[]> {
  if (!staff || staff.nameToldAt || staff.shownAs || sender === null) return [];
  return (await nameRuleOf(parts, channelId)) === 'own' ? [WORDS.seenAs(sender)] : [];
}

export function reasonKey(enquiryId: EnquiryId): string {
  return `reason:${enquiryId}`;
}

/** After one press of Resolve: what it was about, one more press or none. */
export async function askReason(parts: Parts, enquiry: Enquiry, person: Person): Promise<void> {
  if (enquiry.contactReason) return;
  const { suggestions, preselected } = await suggestReasons(parts, enquiry);
  const look = (reason: string) => (reason === preselected ? 'primary' : 'plain');
  const buttons = [
    ...suggestions.map(({ reason }) => button('enquiry.reason', reason, `${enquiry.id} ${reason}`, look(reason))),
    button('enquiry.resolve', 'Another …', `${enquiry.id} reason`),
  ];
  await tell(parts, enquiry.id, person.deskRef, noticeView(WORDS.whatAbout, buttons), reasonKey(enquiry.id));
}

/** Why something was not done, to the one who tried; with the next step where there is one. */
export async function showRefusal(
  parts: Parts,
  enquiryId: EnquiryId,
  person: Person,
  code: RefusalCode | 'unknown',
  key: string,
  /** What was to be sent: from a form it stands nowhere else. */
  remark: RemarkRow | null = null,
): Promise<void> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return;
  const who = await whoOf(parts, enquiry);
  const isOthers = code === 'claimed-by-someone-else' || code === 'not-yours';
  const buttons = isOthers ? [button('enquiry.takeover', 'Ask to take over', enquiryId)] : [];
  const view = refusalView(refusalWords(code, who), buttons);
  const full: PrivateView =
    remark && isFromForm(remark)
      ? {
          ...view,
          quote: { label: WORDS.yourWords, text: remark.text },
          buttons: [...buttons, ...editButtons(remark, 'Edit')],
        }
      : view;
  // Of this there is one word to a person and enquiry, which goes when it is no longer so.
  await tell(parts, enquiryId, person.deskRef, full, OF_OWNER.has(code) ? ownedKey(enquiryId) : key);
}

/** True as long as the owner is the same. */
const OF_OWNER: ReadonlySet<RefusalCode | 'unknown'> = new Set([
  'claimed-by-someone-else',
  'not-yours',
  'owner-did-not-agree',
]);

/** What somebody was told of who has it, and what came of their wish to take over. */
function ownedKey(enquiryId: EnquiryId): string {
  return `owned:${enquiryId}`;
}

/** The owner is another one now, or nobody: wishes to take over are settled, and their buttons go. */
export async function settleTakeOvers(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const asked = (await parts.store.events(enquiryId)).flatMap(({ event }) =>
    event.type === 'TakeOverAsked' ? [event] : [],
  );
  for (const { by, owner } of asked) {
    const [asker, owning] = await Promise.all([parts.store.staff(by), parts.store.staff(owner)]);
    if (owning) await tell(parts, enquiryId, owning.deskRef, null, `takeover:${enquiryId}:${by}`);
    if (asker) await tell(parts, enquiryId, asker.deskRef, null, ownedKey(enquiryId));
  }
  // Whoever has it now may have been told that somebody else has.
  const enquiry = await parts.store.enquiry(enquiryId);
  const owner = enquiry?.ownerId ? await parts.store.staff(enquiry.ownerId) : null;
  if (owner) await tell(parts, enquiryId, owner.deskRef, null, ownedKey(enquiryId));
}

/** The customer wrote while the reply was held: the author decides. */
export async function showStopped(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const reply = await parts.store.reply(replyId);
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!reply || !enquiry || reply.status !== 'held' || reply.holdUntil !== null) return;
  const [author, who, { cause, message }] = await Promise.all([
    parts.store.staff(reply.authorId),
    whoOf(parts, enquiry),
    newestOf(parts.store, enquiryId),
  ]);
  if (!author) return;
  const tone = message ? await toneOf(parts.store, message) : undefined;
  const view = stoppedView(reply, message, who, tone);
  const words = stoppedWords(cause, who)?.question ?? view.words;
  await tell(parts, enquiryId, author.deskRef, { ...view, words }, stoppedKey(replyId));
}

export function stoppedKey(replyId: ReplyId): string {
  return `stopped:${replyId}`;
}

/** Somebody asks the owner to let them take over. */
export async function askOwner(parts: Parts, enquiryId: EnquiryId, by: StaffId, owner: StaffId): Promise<void> {
  const enquiry = await parts.store.enquiry(enquiryId);
  const [asker, owning] = await Promise.all([parts.store.staff(by), parts.store.staff(owner)]);
  if (!enquiry || !asker || !owning || enquiry.ownerId !== owner) return;
  const who = await whoOf(parts, enquiry);
  const agree = button('enquiry.handover', `Hand over to ${asker.name}`, `${enquiryId} ${by}`, 'primary');
  await tell(
    parts,
    enquiryId,
    owning.deskRef,
    noticeView(WORDS.takeOver(who, asker.name), [agree]),
    `takeover:${enquiryId}:${by}`,
  );
  await tell(parts, enquiryId, asker.deskRef, noticeView(WORDS.takeOverAsked(owning.name)), ownedKey(enquiryId));
}
