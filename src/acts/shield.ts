/** Handles the buttons on a message that is aimed at staff. */
import { textsIn } from '../core/customer-texts/texts.ts';
import type { MessageId, StaffId } from '../core/ids.ts';
import { isToUs } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { FORM_POST, noticeView } from '../desk/cards.ts';
import { dateWords, momentWords } from '../desk/dates.ts';
import { isFolded, SHIELD_WORDS, type ShieldMeaning, wasButton } from '../desk/shielded.ts';
import { WORDS } from '../desk/wording.ts';
import { commandEnquiry } from '../handling/command.ts';
import { markMessage } from '../handling/mark.ts';
import { pauseCustomer } from '../handling/people.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { ActionOf } from '../ports/staff.ts';
import type { Recorded } from '../ports/store.ts';
import { languageOfEnquiry } from '../posting/by-machine.ts';
import { openedKey, openedView } from '../posting/opened.ts';
import { showPreview, showRefusal, tell } from '../posting/privately.ts';
import { attachFiles, ensureThread } from '../posting/thread.ts';
import { tonesOf } from '../posting/tone.ts';
import { whoOf } from '../posting/who.ts';
import { writeRemark } from '../reply/remark.ts';

type OnMessage = Extract<ShieldMeaning, { messageId: MessageId }>;
type OnEnquiry = Exclude<ShieldMeaning, OnMessage>;

/** Messages that "This was abuse" offers to choose from, the newest first: of more, nobody knows which it was. */
const WHICH_MAX = 5;
/** Older than that, a weekday would be read as that of this week. */
const WEEKDAY_FOR: DurationMs = 6 * DAY;

/** @returns what was refused; null where there is nothing to refuse */
export async function pressedOnShield(
  parts: Parts,
  named: ShieldMeaning,
  action: ActionOf<'press'>,
  staff: Staff,
  say: (words: string) => Promise<void>,
): Promise<Recorded | null> {
  if (named.messageId !== undefined) {
    const message = await parts.store.message(named.messageId);
    const enquiry = message && (await parts.store.enquiry(message.enquiryId));
    if (!message || !enquiry || message.kind === 'withdrawn') {
      await say(WORDS.notThereAnyMore);
      return null;
    }
    await pressedOnMessage(parts, named.do, message, action, say);
    return null;
  }
  return pressedOnEnquiry(parts, named, action, staff, say);
}

async function pressedOnMessage(
  parts: Parts,
  what: OnMessage['do'],
  message: MessageRow,
  { by }: ActionOf<'press'>,
  say: (words: string) => Promise<void>,
): Promise<void> {
  const { enquiryId } = message;
  if (what === 'open')
    return tell(parts, enquiryId, by.deskRef, await openedView(parts, message), openedKey(message.id));
  if (what === 'files') {
    const place = await ensureThread(parts, enquiryId);
    if (!place?.desk.attach) return say(SHIELD_WORDS.noFiles);
    return attachFiles(parts, place, message.id);
  }
  const abuse = what === 'was';
  await markMessage(parts, message, abuse);
  // What was opened stands in the thread again, or is folded for this person, too.
  await tell(parts, enquiryId, by.deskRef, null, openedKey(message.id));
  await tell(parts, enquiryId, by.deskRef, null, `which:${enquiryId}`);
  return tell(parts, enquiryId, by.deskRef, noticeView(SHIELD_WORDS.marked(abuse)), `marked:${message.id}`);
}

async function pressedOnEnquiry(
  parts: Parts,
  { do: what, enquiryId }: OnEnquiry,
  action: ActionOf<'press'>,
  staff: Staff,
  say: (words: string) => Promise<void>,
): Promise<Recorded | null> {
  switch (what) {
    case 'pause':
    case 'unpause':
      return pauseCustomer(parts, enquiryId, what === 'pause', staff.id);
    case 'pass':
      return passOn(parts, enquiryId, action, staff.id, say);
    case 'newest': {
      const { store } = parts;
      const theirs = (await store.messages(enquiryId)).filter(each => isToUs(each) && each.kind !== 'withdrawn');
      const tones = await tonesOf(store, theirs);
      const shown = theirs.filter(each => !isFolded(tones.get(each.id)));
      const newest = theirs.at(-1);
      if (!newest) await say(WORDS.notThereAnyMore);
      else if (shown.length < 2) await pressedOnMessage(parts, 'was', shown[0] ?? newest, action, say);
      else await askWhich(parts, enquiryId, { shown: shown.slice(-WHICH_MAX).reverse(), newest: newest.id }, action);
      return null;
    }
    case 'boundary':
      if (!(await sayBoundary(parts, enquiryId, staff, action))) await say(WORDS.notThereAnyMore);
      return null;
  }
}

/** Which of several: named by when they wrote it, for its words need not be read again. */
async function askWhich(
  parts: Parts,
  enquiryId: OnEnquiry['enquiryId'],
  { shown, newest }: { shown: readonly MessageRow[]; newest: MessageId },
  { by }: ActionOf<'press'>,
): Promise<void> {
  const now = parts.clock.now();
  const words = shown.map(({ writtenAt }) =>
    now - writtenAt < WEEKDAY_FOR ? momentWords(parts.hours, writtenAt, now) : dateWords(parts.hours, writtenAt),
  );
  const buttons = shown.map((each, n) => {
    // Several of one minute are told apart by their order.
    const before = words.slice(0, n).filter(one => one === words[n]).length;
    const when = before ? `${words[n]} (${before + 1})` : words[n]!;
    return { ...wasButton(enquiryId, each.id), label: SHIELD_WORDS.of(when, each.id === newest) };
  });
  await tell(parts, enquiryId, by.deskRef, noticeView(SHIELD_WORDS.which, buttons), `which:${enquiryId}`);
}

/** Whoever has it lets it go, without a reason, and the room is asked. */
async function passOn(
  parts: Parts,
  enquiryId: OnEnquiry['enquiryId'],
  { by }: ActionOf<'press'>,
  staff: StaffId,
  say: (words: string) => Promise<void>,
): Promise<Recorded | null> {
  const before = await parts.store.enquiry(enquiryId);
  if (!before) return { ok: false, refusal: 'unknown' };
  if (before.ownerId !== null) {
    const recorded = await commandEnquiry(parts, enquiryId, { do: 'release', by: staff });
    if (!recorded.ok) return recorded;
  }
  const place = await ensureThread(parts, enquiryId);
  const room = place && (await parts.store.room(place.enquiry.roomId));
  if (!place || !room) return null;
  const { enquiry, desk, thread } = place;
  // Somebody has claimed it meanwhile, or it has ended.
  if (enquiry.ownerId !== null || enquiry.status === 'merged' || enquiry.status === 'spam') {
    await say(WORDS.notThereAnyMore);
    return null;
  }
  const { customer } = await whoOf(parts, enquiry);
  const words = plainAnswer(SHIELD_WORDS.passed(enquiry.number, customer), [
    { number: enquiry.number, thread: thread.ref },
  ]);
  await desk.show(room, words, `pass:${enquiryId}:${enquiry.version}`);
  await tell(parts, enquiryId, by.deskRef, noticeView(SHIELD_WORDS.taken), `passed:${enquiryId}`);
  return null;
}

/** The team's agreed words, as a draft: they leave by the usual preview, and never by themselves. */
async function sayBoundary(
  parts: Parts,
  enquiryId: OnEnquiry['enquiryId'],
  staff: Staff,
  action: ActionOf<'press'>,
): Promise<boolean> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry || !parts.kinds.of(enquiry.channelKind).answerable) return false;
  const text = parts.boundary() ?? textsIn(await languageOfEnquiry(parts, enquiry))('boundary');
  const postRef = `${FORM_POST}${action.id}`;
  const { remark, lane } = await writeRemark(parts, { enquiry, staff, postRef, text, mentionsStaff: false });
  if (lane === 'talk')
    await showRefusal(parts, enquiryId, action.by, 'claimed-by-someone-else', `refused:${action.id}`);
  else await showPreview(parts, remark, action.by);
  return true;
}
