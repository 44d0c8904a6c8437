/** Posts entries in an enquiry's thread: customer messages, quiet lines, failures, replies from forms, and marks. */
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import type { EnquiryId, MessageId, RemarkId, ReplyId } from '../core/ids.ts';
import { firstLine, isToUs } from '../core/message.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import type { Reply } from '../core/reply.ts';
import { sendable } from '../desk/actions.ts';
import { articleLine } from '../desk/article-words.ts';
import { button, editButtons, isFromForm, markView, messageView, whoWroteButtons } from '../desk/cards.ts';
import { changeLine } from '../desk/changes.ts';
import { ASKED, expertLine } from '../desk/expert-words.ts';
import { isFolded, pauseLine, unpauseButton } from '../desk/shielded.ts';
import { shownAddress, shownFile, shownName } from '../desk/shown-name.ts';
import { togetherLine } from '../desk/together.ts';
import { arrivedWords, lineWords, missingWords, unsureWords, type Who, WORDS, withSide } from '../desk/wording.ts';
import { isTold } from '../experts/told.ts';
import type { ButtonView } from '../ports/button.ts';
import { type Desk, Overtaken } from '../ports/desk.ts';
import type { JobPayloads } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow, ThreadRow } from '../ports/rows.ts';
import type { EntryView } from '../ports/views.ts';
import { isForAll, isForAllNow, isForRoom, noteSaid } from './bump.ts';
import { showCard, tellArrived } from './card.ts';
import { newestOf, stoppedWords } from './changes.ts';
import { shieldButtons } from './shield-help.ts';
import { toneOf } from './tone.ts';
import { whoOf } from './who.ts';

/** Of a customer's words in a line: what a phone shows. */
const QUESTION_CHARS_MAX = 140;

export interface ShownEnquiry {
  enquiry: Enquiry;
  thread: ThreadRow;
  desk: Desk;
}

/** Where an enquiry is shown, after posting its card if that has not happened yet; null when it is gone. */
export async function ensureThread(parts: Parts, enquiryId: EnquiryId): Promise<ShownEnquiry | null> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return null;
  if (!(await parts.store.thread(enquiryId))) await showCard(parts, enquiryId);
  const thread = await parts.store.thread(enquiryId);
  if (!thread) throw new Error('The card of this enquiry could not be posted.');
  return { enquiry, thread, desk: await parts.desk(thread.roomId) };
}

/** @param unheard it is also shown in the room where nobody looks after it and the room has not heard of it for long */
export async function showMessage(
  parts: Parts,
  { enquiryId, messageId, bump, unheard, again }: JobPayloads['thread.message'],
): Promise<void> {
  if (again) {
    // One that was written here and comes back is still where it was.
    if (!(await cameHere(parts, enquiryId, messageId)))
      await postMessage(parts, enquiryId, messageId, false, broughtTo(enquiryId));
    return;
  }
  const message = bump || unheard ? await parts.store.message(messageId) : null;
  const shown = message !== null && (await isForRoom(parts, enquiryId, message, unheard === true));
  await postMessage(parts, enquiryId, messageId, shown, '');
  if (shown) await noteSaid(parts, enquiryId);
}

async function cameHere({ store }: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<boolean> {
  const events = await store.events(enquiryId);
  return events.some(
    ({ event }) => (event.type === 'CustomerWrote' || event.type === 'EnquiryOpened') && event.message === messageId,
  );
}

/** Sets the post of a message apart that a merge or a split brought into an enquiry: a desk posts once for a key. */
export function broughtTo(enquiryId: EnquiryId): string {
  return `:in:${enquiryId}`;
}

/** @param again set apart in the key when it is shown once more, in another thread */
export async function postMessage(
  parts: Parts,
  enquiryId: EnquiryId,
  messageId: MessageId,
  bump: boolean,
  again: string,
): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const message = await parts.store.message(messageId);
  if (!place || !message) return;
  const entry = await messageEntry(parts, place, message, bump);
  await place.desk.post(place.thread.ref, entry, `message:${messageId}${again}`);
  if (message.direction === 'in') await tellArrived(parts, place.enquiry, message.writtenAt);
}

/** A message as it is now, for its post. */
export async function messageEntry(
  parts: Parts,
  place: ShownEnquiry,
  message: MessageRow,
  bump: boolean,
): Promise<EntryView> {
  const [who, identity, attachments, tone] = await Promise.all([
    whoOf(parts, place.enquiry),
    parts.store.identity(place.enquiry.identityId),
    parts.store.attachmentsOf(message.id),
    toneOf(parts.store, message),
  ]);
  const view = messageView(
    message,
    attachments,
    who.customer,
    identity?.address ?? '',
    place.desk.limits.cardTextCharsMax,
    tone,
  );
  const buttons = [
    ...whoWroteButtons(message, place.enquiry.id),
    ...(await shieldButtons(parts, place.enquiry, message, tone)),
  ];
  return {
    as: 'message',
    message: view,
    bump,
    ...(message.direction === 'out' ? { ours: true } : {}),
    ...(buttons.length ? { buttons } : {}),
  };
}

/** Puts the files of a customer's message into its thread; what is held back is named with the message itself. */
export async function showFiles(parts: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const message = await parts.store.message(messageId);
  // Pictures hurt, too: they come into the thread when somebody who looked at it says so.
  if (!place?.desk.attach || !message || isFolded(await toneOf(parts.store, message))) return;
  await attachFiles(parts, place, messageId);
}

/** Puts the files of a message into its thread, whatever it says. */
export async function attachFiles(parts: Parts, place: ShownEnquiry, messageId: MessageId): Promise<void> {
  for (const { id, withheld } of await parts.store.attachmentsOf(messageId)) {
    const file = withheld === null ? await parts.store.attachment(id) : null;
    if (!file?.content) continue;
    const { name, type, content } = file;
    await place.desk.attach?.(place.thread.ref, { id, name: shownFile(name), type, content }, `file:${id}`);
  }
}

/** Text from a form that its author keeps among colleagues, under their name. */
export async function showKept(parts: Parts, enquiryId: EnquiryId, remarkId: RemarkId): Promise<void> {
  const [place, remark] = await Promise.all([ensureThread(parts, enquiryId), parts.store.remark(remarkId)]);
  const author = remark && (await parts.store.staff(remark.staffId));
  if (!place || !remark || !author) return;
  const told = isTold(remark);
  const words = told ? ASKED.from(author.name, remark.text) : `${author.name}: ${remark.text}`;
  const buttons = editButtons(remark, told ? ASKED.use : 'Edit and send');
  await place.desk.post(place.thread.ref, { as: 'line', words, buttons, tone: 'quiet' }, `kept:${remark.id}`);
}

/** What the article is called that an event is about; null for others. */
async function titleIn({ store }: Parts, event: EnquiryEvent): Promise<string | null> {
  return 'article' in event && event.article ? ((await store.article(event.article))?.title ?? null) : null;
}

/** The line about the event that made this version of the enquiry. */
export async function showLine(parts: Parts, enquiryId: EnquiryId, version: number): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const stored = await parts.store.event(enquiryId, version);
  if (!place || !stored) return;
  const { event } = stored;
  const reply = 'reply' in event ? await parts.store.reply(event.reply) : null;
  const who = await whoOf(parts, place.enquiry, mentioned(event));
  const about = 'message' in event ? await parts.store.message(event.message) : null;
  const said =
    articleLine(event, who.customer, await titleIn(parts, event)) ??
    lineWords(event, who, reply) ??
    changeLine(event, who, about) ??
    togetherLine(event, who, await questionFor(parts, event, enquiryId)) ??
    expertLine(event, who.name) ??
    pauseLine(event, who);
  if (!said) return;
  const bump = isForAll(event) && (await isForAllNow(parts, place.enquiry, stored));
  const missed =
    event.type === 'ReplySent' && event.partly
      ? await missedBy(parts, enquiryId, event.reply)
      : event.type === 'CopyMissed' && about?.warnings.length
        ? ` ${about.warnings.join(' ')}`
        : '';
  const words =
    event.type === 'AskedWhose' && about?.forwardOf
      ? WORDS.askWhose(shownAddress(about.forwardOf.address))
      : `${said}${missed}`;
  const failed = event.type === 'ReplyFailed' || event.type === 'ReplyBounced';
  const buttons =
    failed && reply ? await againButtons(parts, reply) : lineButtons(event, enquiryId, version, about, who);
  const warns = event.type === 'StrangerWrote' || missed !== '';
  const tone = failed ? 'failure' : warns ? 'warning' : 'quiet';
  const leadsTo = await otherThread(parts, event, place);
  const more = { ...(bump ? { bump } : {}), ...(leadsTo ? { leadsTo } : {}) };
  const entry: EntryView = { as: 'line', words, buttons, tone, ...more };
  await place.desk.post(place.thread.ref, entry, `line:${enquiryId}:${version}`);
  if (bump) await noteSaid(parts, enquiryId);
}

/** Of the other enquiry that a line speaks of; null where it is not in this room, or not everybody in it may read it. */
async function otherThread(
  { store }: Parts,
  event: EnquiryEvent,
  { enquiry, thread }: ShownEnquiry,
): Promise<string | null> {
  const [id] = mentioned(event);
  const other = id ? await store.enquiry(id) : null;
  if (!other || !mayRead(everybodyIn(enquiry.roomId), other)) return null;
  const there = await store.thread(other.id);
  return there?.roomId === thread.roomId ? there.ref : null;
}

/** What a room is asked about: the customer's newest words, in short, and of what staff are shielded from only the gist. */
async function questionFor({ store }: Parts, event: EnquiryEvent, enquiryId: EnquiryId): Promise<string | null> {
  if (event.type !== 'RoomAsked') return null;
  const newest = (await store.messages(enquiryId)).findLast(each => isToUs(each) && each.kind === 'human');
  if (!newest) return null;
  const tone = await toneOf(store, newest);
  return (isFolded(tone) ? tone.gist : firstLine(newest.text, QUESTION_CHARS_MAX)) || null;
}

/** As it is, or edited first: words of a post are edited in the post. */
async function againButtons({ store }: Parts, reply: Reply): Promise<ButtonView[]> {
  const remark = await store.remarkOfReply(reply.id);
  const edit = remark && isFromForm(remark) ? editButtons(remark, 'Edit and send') : [];
  return [button('reply.retry', 'Try again', reply.id), ...edit];
}

function lineButtons(
  event: EnquiryEvent,
  id: EnquiryId,
  version: number,
  about: MessageRow | null,
  who: Who,
): ButtonView[] {
  if (event.type === 'EnquiryOffered') return [button('enquiry.claim', 'Claim', id, 'primary')];
  if (event.type === 'CustomersJoined') return [button('customer.part', 'Not the same person', `${id} ${version}`)];
  if (event.type === 'CustomerPaused' && event.until !== null) return [unpauseButton(id)];
  if (event.type === 'StrangerWrote')
    return [
      button(
        'enquiry.allow',
        `Let ${shownName(about?.from?.name ?? about?.from?.address ?? 'them')} take part`,
        `${id} ${event.message}`,
      ),
    ];
  if (event.type === 'AskedWhose' && about?.forwardOf)
    return [
      button(
        'enquiry.open_for',
        `Yes, open for ${shownName(about.forwardOf.name ?? about.forwardOf.address)}`,
        `${id} ${event.message}`,
        'primary',
      ),
      button('enquiry.not_theirs', 'No', `${id} ${event.message}`),
    ];
  if (event.type === 'MergeOffered')
    return [button('enquiry.merge', `Merge with ${who.number(event.into)}`, `${id} ${event.into}`)];
  return [];
}

/** Who in copy did not get a reply, and why. */
async function missedBy(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<string> {
  const sent = (await parts.store.messages(enquiryId)).find(each => each.replyId === replyId);
  return sent?.warnings.length ? ` ${sent.warnings.join(' ')}` : '';
}

function mentioned(event: EnquiryEvent): EnquiryId[] {
  if (event.type === 'EnquiryMerged' || event.type === 'MergeOffered') return [event.into];
  if (event.type === 'EnquiryAbsorbed') return [event.from];
  if (event.type === 'CustomersJoined' || event.type === 'CustomersParted') return event.other ? [event.other] : [];
  return event.type === 'EnquirySplit' ? [event.to] : [];
}

/** Nobody could say whether it arrived: the thread says so and asks, and what is found out later stands there instead. */
export async function showUnsure(
  parts: Parts,
  enquiryId: EnquiryId,
  replyId: ReplyId,
  tell: 'unknown' | 'missing' | 'arrived',
): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const reply = await parts.store.reply(replyId);
  if (!place || !reply || (reply.status !== 'unsure' && tell !== 'arrived')) return;
  const who = await whoOf(parts, place.enquiry);
  const key = `unsure:${replyId}:${reply.attempt}`;
  if (tell === 'arrived') {
    const words = arrivedWords(who, reply);
    await place.desk.redraw?.(place.thread.ref, { as: 'line', words, buttons: [], tone: 'quiet' }, key);
    return;
  }
  const buttons = [
    button('reply.arrived', 'It arrived', replyId),
    button('reply.retry', 'Send again', replyId, 'danger', `${who.customer} may get it twice. Send it again?`),
  ];
  const words = tell === 'missing' ? missingWords(who, reply) : unsureWords(who, reply);
  const entry: EntryView = { as: 'line', words, buttons, tone: 'failure' };
  await place.desk.post(place.thread.ref, entry, key);
  if (tell === 'missing') await place.desk.redraw?.(place.thread.ref, entry, key);
}

/** A reply that was written in a form appears in the thread, where its mark can sit. */
export async function showReply(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const reply = await parts.store.reply(replyId);
  if (!place || !reply || reply.postRef) return;
  const who = await whoOf(parts, place.enquiry);
  const entry: EntryView = {
    as: 'reply',
    author: who.name(reply.authorId),
    customer: withSide(who.side, who.customer),
    text: reply.text,
  };
  const postRef = await place.desk.post(place.thread.ref, entry, `reply:${replyId}`);
  await parts.store.commit([{ do: 'update', table: 'replies', id: replyId, set: { postRef } }]);
}

export async function showMark(parts: Parts, enquiryId: EnquiryId, replyId: ReplyId): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const reply = await parts.store.reply(replyId);
  if (!place || !reply?.postRef) return;
  const who = await whoOf(parts, place.enquiry);
  const mark = markView(reply, who, place.enquiry.version, reply.channelId !== place.enquiry.channelId);
  const stopped = mark.state === 'stopped' ? await newestOf(parts.store, enquiryId) : null;
  const words =
    (await earlierWords(parts, reply, who)) ?? (stopped && stoppedWords(stopped.cause, who)?.mark) ?? mark.words;
  const isDraftAgain =
    reply.status === 'withdrawn' && (await parts.store.remarkByPost(reply.postRef))?.lane === 'preview';
  const view = { ...mark, words, ...(isDraftAgain ? { isDraftAgain } : {}) };
  try {
    await place.desk.mark(place.thread.ref, reply.postRef, view);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    await showMark(parts, enquiryId, replyId);
  }
}

/** The post is not what the customer has any more: its mark says so, whatever else is to be said of the reply. */
async function earlierWords({ store }: Parts, reply: Reply, who: Who): Promise<string | null> {
  if (reply.status !== 'sent' && reply.status !== 'delivered') return null;
  const remark = await store.remarkOfReply(reply.id);
  if (!remark || isFromForm(remark)) return null;
  if (remark.lane === 'deleted') return WORDS.hasThis(who);
  return sendable(remark) === reply.text ? null : WORDS.hasEarlierText(who);
}

/** A job about this enquiry was given up: said where the work is. */
export async function showGivenUp(parts: Parts, enquiryId: EnquiryId, jobId: string): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  if (!place) return;
  const entry: EntryView = { as: 'line', words: WORDS.jobDead, buttons: [], tone: 'failure' };
  await place.desk.post(place.thread.ref, entry, `dead:${jobId}`);
}
