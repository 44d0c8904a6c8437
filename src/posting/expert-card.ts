/** What somebody who is asked about an enquiry is shown of it, alone: the question, what was said, and nothing else of its room. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, MessageId } from '../core/ids.ts';
import { clampText, isToUs, WITHHELD_ASIDE } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { button } from '../desk/cards.ts';
import { ASKED } from '../desk/expert-words.ts';
import { isFolded } from '../desk/shielded.ts';
import { shownFile } from '../desk/shown-name.ts';
import { aboutWords } from '../desk/wording.ts';
import { hasEnded, hasHelped } from '../experts/helping.ts';
import type { ButtonView } from '../ports/button.ts';
import type { AskRow } from '../ports/help-rows.ts';
import type { JobPayloads } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { PrivateView } from '../ports/views.ts';
import { showMessage } from './thread.ts';
import { toneOf } from './tone.ts';
import { whoOf } from './who.ts';

/** Messages of before that are shown: a phone shows about this much. */
const BEFORE_MAX = 5;
/** Of each message; of one that is longer there is "Show all". */
const CHARS_MAX = 1_200;
const BEFORE_CHARS_MAX = 400;
const ABOUT_CHARS_MAX = 80;
const FILES_MAX = 10;

/** One card for an ask, in its own place until it is over. */
export function askKey({ id }: Pick<AskRow, 'id'>): string {
  return `ask:${id}`;
}

/** What the customer wrote since, to whoever helps from elsewhere: a post for each message. */
export function newestKey(ask: Pick<AskRow, 'id'>, { id }: Pick<MessageRow, 'id'>): string {
  return `${askKey(ask)}:${id}`;
}

/** Shows everybody who is asked about an enquiry how that stands; whoever cannot be reached is handed back. */
export async function showAsks(parts: Parts, enquiryId: EnquiryId): Promise<AskRow[]> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return [];
  const lost: AskRow[] = [];
  for (const ask of await parts.store.asksOf(enquiryId)) if (!(await showAsk(parts, enquiry, ask))) lost.push(ask);
  return lost;
}

/** @returns false where the person cannot be reached any more */
async function showAsk(parts: Parts, enquiry: Enquiry, ask: AskRow): Promise<boolean> {
  const expert = await parts.store.staff(ask.staffId);
  if (!expert) return ask.state !== 'open';
  const desk = await parts.desk(enquiry.roomId);
  const reached = await desk.showAlone(expert.deskRef, await viewOf(parts, enquiry, ask, expert), askKey(ask));
  return reached || ask.state !== 'open';
}

async function viewOf(parts: Parts, enquiry: Enquiry, ask: AskRow, expert: Staff): Promise<PrivateView | null> {
  const about = aboutOne(enquiry);
  // What they were asked stands on the card of the one it goes on in.
  if (enquiry.status === 'merged') return null;
  if (hasEnded(enquiry)) return hasHelped(ask) ? plain(ASKED.resolved(about)) : null;
  if (ask.state === 'over') return null;
  if (ask.state === 'open') return questionOf(parts, enquiry, ask, expert);
  const more = button('expert.tell', ASKED.tellMore, enquiry.id);
  const own = await parts.store.volunteer(expert.id);
  const again =
    own?.willing === false ? [button('expert.yes', ASKED.yes, '-'), button('expert.no', ASKED.never, '-')] : [];
  const hints = again.length ? [ASKED.again] : [];
  if (ask.state === 'told') return { ...plain(ASKED.told(about)), hints, buttons: [more, ...again] };
  const { reads, link } = await placeOf(parts, enquiry, expert);
  const tell = { ...more, label: ASKED.tell };
  return {
    ...plain(ASKED.joined(about)),
    hints: [reads ? ASKED.here : ASKED.away, ...hints],
    buttons: [tell, ...again],
    ...(reads && link ? { links: [{ label: ASKED.open, url: link }] } : {}),
  };
}

/** The question, with what the customer and the team wrote; what was folded as abuse stays folded. */
async function questionOf(parts: Parts, enquiry: Enquiry, ask: AskRow, expert: Staff): Promise<PrivateView> {
  const { store } = parts;
  const [asker, own, said, who] = await Promise.all([
    store.staff(ask.byId),
    store.volunteer(expert.id),
    store.messages(enquiry.id),
    whoOf(parts, enquiry),
  ]);
  const at = said.findLastIndex(isToUs);
  const newest = said[at];
  const name = asker?.name ?? 'A colleague';
  const nameOf = (each: MessageRow) => (isToUs(each) ? ASKED.wrote(who.customer) : ASKED.answered('The team'));
  const earlier = said.slice(Math.max(0, at - BEFORE_MAX), Math.max(at, 0));
  const before = await Promise.all(
    earlier.map(async each => ({ label: nameOf(each), text: (await shown(parts, each, BEFORE_CHARS_MAX)).text })),
  );
  const note = ask.note ? [{ label: ASKED.wantsToKnow(name), text: ask.note }] : [];
  const files = await filesOf(parts, said);
  const { text, cut } = newest ? await shown(parts, newest, CHARS_MAX) : { text: ASKED.noWords, cut: false };
  const { reads } = await placeOf(parts, enquiry, expert);
  return {
    words: ASKED.question(name, aboutOne(enquiry)),
    before: [...note, ...before],
    quote: { label: ASKED.wrote(who.customer), text },
    hints: [
      ...(files.length ? [ASKED.files(files)] : []),
      ...(own?.willing === false ? [ASKED.once] : []),
      ...(reads ? [] : [ASKED.only]),
    ],
    buttons: [...answers(enquiry), ...(cut && newest ? [button('message.show_all', 'Show all', newest.id)] : [])],
    tone: 'notice',
    post: null,
  };
}

function answers({ id }: Enquiry): ButtonView[] {
  return [
    button('expert.join', ASKED.join, id, 'primary'),
    button('expert.tell', ASKED.tell, id),
    button('expert.decline', ASKED.no, id),
  ];
}

async function shown({ store }: Parts, message: MessageRow, charsMax: number): Promise<{ text: string; cut: boolean }> {
  const { kind, text, warnings } = message;
  const tone = await toneOf(store, message);
  if (isFolded(tone)) return { text: ASKED.folded(tone.gist), cut: false };
  const words = kind === 'withdrawn' ? (warnings[0] ?? '') : text.trim();
  const { text: first, cut } = clampText(words || ASKED.noWords, charsMax);
  return { text: cut ? `${first}…` : first, cut };
}

/** Names of what came with it: the files themselves are where the room is. */
async function filesOf({ store }: Parts, said: readonly MessageRow[]): Promise<string[]> {
  const all = await Promise.all(said.filter(isToUs).map(each => store.attachmentsOf(each.id)));
  const named = all.flat().filter(each => !each.withheld?.startsWith(WITHHELD_ASIDE));
  return [...new Set(named.map(each => shownFile(each.name)))].slice(-FILES_MAX);
}

/** Whether somebody reads the room of an enquiry by themselves, and what opens its thread. */
export async function placeOf(
  parts: Parts,
  enquiry: Enquiry,
  { deskRef }: Pick<Staff, 'deskRef'>,
): Promise<{ reads: boolean; link: string | null }> {
  const [room, thread, desk] = await Promise.all([
    parts.store.room(enquiry.roomId),
    parts.store.thread(enquiry.id),
    parts.desk(enquiry.roomId),
  ]);
  const reads = room !== null && ((await desk.reads?.(deskRef, room)) ?? true);
  return { reads, link: thread ? (desk.linkTo?.(thread.ref) ?? null) : null };
}

/** Do they read the room of it? While their desk does not say so, they do not. */
export async function readsRoomOf(parts: Parts, enquiry: Enquiry, person: Pick<Staff, 'deskRef'>): Promise<boolean> {
  try {
    return (await placeOf(parts, enquiry, person)).reads;
  } catch (error) {
    parts.log.warn({ enquiryId: enquiry.id, error: String(error) }, 'The desk does not say who reads this room.');
    return false;
  }
}

/** `#17 "The lid of my kettle"` */
function aboutOne(enquiry: Enquiry): string {
  return `#${enquiry.number} "${clampText(aboutWords(enquiry), ABOUT_CHARS_MAX).text}"`;
}

function plain(words: string): PrivateView {
  return { words, quote: null, hints: [], buttons: [], tone: 'notice', post: null };
}

/** A message of the customer: in its thread, and to whoever helps with it from elsewhere. */
export async function showCustomerWords(parts: Parts, message: JobPayloads['thread.message']): Promise<void> {
  await showMessage(parts, message);
  await showToHelpers(parts, message.enquiryId, message.messageId);
}

/** Who helps with an enquiry and cannot read its room sees what the customer wrote since. */
async function showToHelpers(parts: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<void> {
  try {
    const [enquiry, message] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.message(messageId)]);
    if (enquiry && message && isToUs(message) && !hasEnded(enquiry)) await showNewest(parts, enquiry, message);
  } catch (error) {
    // Nothing in the thread waits for it.
    parts.log.warn({ enquiry: enquiryId, error: String(error) }, 'An expert could not be shown what a customer wrote.');
  }
}

async function showNewest(parts: Parts, enquiry: Enquiry, message: MessageRow): Promise<void> {
  for (const ask of (await parts.store.asksOf(enquiry.id)).filter(hasHelped)) {
    const expert = await parts.store.staff(ask.staffId);
    if (!expert || (await placeOf(parts, enquiry, expert)).reads) continue;
    const who = await whoOf(parts, enquiry);
    const { text, cut } = await shown(parts, message, CHARS_MAX);
    const view: PrivateView = {
      ...plain(ASKED.wroteAgain(who.customer, aboutOne(enquiry))),
      quote: { label: ASKED.wrote(who.customer), text },
      buttons: [
        button('expert.tell', ASKED.tell, enquiry.id, 'primary'),
        ...(cut ? [button('message.show_all', 'Show all', message.id)] : []),
      ],
    };
    await (await parts.desk(enquiry.roomId)).showAlone(expert.deskRef, view, newestKey(ask, message));
  }
}
