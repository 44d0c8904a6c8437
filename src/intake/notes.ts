/** Notes beside a customer's message (a doubt, a new subject, a flood), and folding of our own words in it. Pure. */

import type { Enquiry } from '../core/enquiry.ts';
import type { CustomerId, RoomId } from '../core/ids.ts';
import type { KindFacts } from '../core/kinds.ts';
import { type InboundMessage, isBlank } from '../core/message.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { type DurationMs, HOUR, type Instant } from '../core/time.ts';
import { NOTES } from '../desk/notes.ts';
import { WORDS } from '../desk/wording.ts';
import type { MessageRow } from '../ports/rows.ts';

/** Messages an hour in one enquiry past which nobody is called any more: two machines may be talking to each other. */
const MESSAGES_PER_HOUR_MAX = 10;
const FLOOD_WITHIN: DurationMs = HOUR;
/** Lines of ours in a row, or letters of them, that are surely a quotation. */
const OWN_LINES_MIN = 3;
const OWN_CHARS_MIN = 60;
/** A piece of a line of ours that is longer than this is not a coincidence. */
const OWN_PIECE_CHARS_MIN = 12;
/** Of each message of ours that much is looked through. */
const OWN_CHARS_READ = 20_000;
const HEADING_CHARS_MAX = 200;
/** Replies of ours that are compared: a mail quotes the newest ones. */
const OWN_MESSAGES_MAX = 5;

/** @param roomId where the message is shown: an enquiry of another room is not named there */
export function doubtNote(doubtful: Enquiry | null, message: InboundMessage, roomId: RoomId): string[] {
  if (!doubtful) return [];
  const why = message.trust === 'fail' ? NOTES.unverified : NOTES.tookNoPart(message.from.address);
  return [NOTES.doubt(mayRead(everybodyIn(roomId), doubtful) ? doubtful.number : null, why)];
}

/** @param aside it stands in a customer's thread */
export function colleagueNote(aside: boolean): string {
  return aside ? WORDS.colleagueAside : NOTES.colleague;
}

/** Whoever looks at the card alone must not answer the colleague. */
export function forwardNote({ forwardOf, trust }: InboundMessage): string[] {
  return forwardOf ? [NOTES.passedOn(forwardOf.address, trust === 'pass')] : [];
}

/** The subject changed since a person last wrote: the thread stays, and says so. An absence note's subject is nobody's. */
export function subjectNote(earlier: MessageRow[], message: InboundMessage): string[] {
  const before = earlier.findLast(each => each.direction === 'in' && each.kind === 'human' && each.subject);
  if (!before || !message.subject || message.kind !== 'human') return [];
  const [was, is] = [matterOf(before.subject), matterOf(message.subject)];
  return !is || is === was ? [] : [NOTES.newSubject(message.subject.replace(/\s+/g, ' ').trim().slice(0, 150))];
}

/** A subject without prefixes and marks, for comparing; empty when nothing is left. */
export function matterOf(subject: string | null): string {
  return (subject ?? '')
    .replace(/^(\s*(\p{L}{1,8}|\[[^\]]{0,60}\])\s?(\[\d+\]|\(\d+\))?\s*[:：])+/u, '')
    .replace(/\[#\d+\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Machines that talk to each other show themselves by their speed or by saying the same again. Null: all is well. */
export function floodOf(earlier: MessageRow[], message: InboundMessage, now: Instant): string | null {
  // Of this sender: nobody else can silence them.
  const recent = earlier.filter(
    each =>
      each.direction === 'in' && each.from?.address === message.from.address && now - each.writtenAt < FLOOD_WITHIN,
  );
  if (recent.length >= MESSAGES_PER_HOUR_MAX) return NOTES.flood(MESSAGES_PER_HOUR_MAX);
  const same =
    !isBlank(message.text) &&
    recent.some(each => each.text === message.text && each.from?.address === message.from.address);
  return same ? NOTES.sameText : null;
}

/**
 * Folds what we wrote ourselves: we hold the text that was quoted, so its lines are found in any language, however they
 * were wrapped, and without anything that announces them. Only a stretch at the end of an answer goes, and never all of it.
 */
export function withoutOwnWords(message: InboundMessage, earlier: MessageRow[]): InboundMessage {
  const own = earlier.filter(each => each.direction === 'out').slice(-OWN_MESSAGES_MAX);
  if (own.length === 0 || message.answers.length === 0) return message;
  const ours = own.map(each => ` ${plain(each.text.slice(0, OWN_CHARS_READ))} `).join('\n');
  const known = new Set(own.flatMap(each => each.text.split('\n').map(plain)).filter(line => line.length > 0));
  const lines = message.text.split('\n');
  let from = lines.length;
  let [count, chars, marked, strange] = [0, 0, 0, 0];
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = plain(lines[i]!);
    if (line === '') continue;
    if (!known.has(line) && !(line.length >= OWN_PIECE_CHARS_MIN && ours.includes(` ${line} `))) {
      // A name or a date between our lines may be the mail program's; two strange lines are the customer's.
      if (++strange > 1 || count === 0) break;
      continue;
    }
    strange = 0;
    count++;
    chars += line.length;
    if (/^\s*[>|]/.test(lines[i]!)) marked += line.length;
    from = i;
  }
  // Words of ours behind a quote mark are a quotation, be they few; without marks a customer may say the same by chance.
  if (count < OWN_LINES_MIN && chars < OWN_CHARS_MIN && marked < OWN_PIECE_CHARS_MIN) return message;
  from = withItsHeading(lines, from);
  const kept = lines.slice(0, from).join('\n').trim();
  if (isBlank(kept)) return message;
  return {
    ...message,
    text: kept,
    folded: [{ why: 'quote', text: lines.slice(from).join('\n').trim() }, ...message.folded],
  };
}

/** The line above our words that says when somebody wrote them: it ends with a colon and holds a number. */
function withItsHeading(lines: string[], from: number): number {
  let above = from - 1;
  while (above >= 0 && plain(lines[above]!) === '') above--;
  const line = lines[above] ?? '';
  return line.length <= HEADING_CHARS_MAX && /\p{Nd}.*[:：]\s*$/u.test(line) && /\p{Nd}{2}|@/u.test(line)
    ? above
    : from;
}

function plain(text: string): string {
  return text
    .replace(/^[>|\s]+/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** An answer by mail to an enquiry that began elsewhere: nobody has proven that it is the same person. */
export function otherWayNote(
  enquiry: Enquiry | null,
  customer: CustomerId,
  kind: KindFacts,
  message: InboundMessage,
): string[] {
  if (!enquiry || enquiry.channelKind === kind.kind || enquiry.customerId === customer) return [];
  return [NOTES.otherWay(kind.words, message.from.address)];
}
