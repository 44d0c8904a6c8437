/** Asks the coach about a reply: with what is known in its thread, and what is the team's own. Kept nowhere, told to nobody else. */
import { type Draft, HINTS_MAX, type Hint } from '../coach/checks.ts';
import { LESSONS } from '../coach/lessons.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { Spoken } from '../core/formatted.ts';
import { isToUs } from '../core/message.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { sendable } from '../desk/actions.ts';
import { hintButtons } from '../desk/cards.ts';
import { isFolded } from '../desk/shielded.ts';
import type { Parts } from '../ports/parts.ts';
import type { ShieldReads } from '../ports/reads.ts';
import type { MessageRow, RemarkRow } from '../ports/rows.ts';
import type { CoachView } from '../ports/views.ts';
import { tonesOf } from './tone.ts';

/** Its patterns are many: loaded for the first preview, and for no start. */
const coach = () => import('../coach/judge.ts');

/** Replies of somebody new: their hints carry the first line of the lesson. */
const FIRST_REPLIES = 3;
/** Earlier enquiries of the same customer whose numbers are theirs. */
const EARLIER_MAX = 3;

/** Where somebody is with a preview: which lesson they asked for, and which stops they pressed Send over. */
export interface Coached {
  why?: string;
  confirmed?: readonly string[];
}

/**
 * What is said beside a preview.
 * @param staff who sees it; of a colleague's words they are told only what stops them
 */
export async function coachFor(
  parts: Parts,
  enquiry: Enquiry,
  remark: RemarkRow,
  staff: Staff | null,
  { why, confirmed = [] }: Coached,
): Promise<CoachView[]> {
  const draft = await draftOf(parts, enquiry, remark);
  const isAuthor = staff?.id === remark.staffId;
  const { hintsFor, stopsOf } = await coach();
  const hints = isAuthor ? hintsFor(draft, staff.hintsOff ?? []) : stopsOf(draft).slice(0, HINTS_MAX);
  if (hints.length === 0) return [];
  const isNew = isAuthor && (await parts.store.repliesOf(staff.id, FIRST_REPLIES)).length < FIRST_REPLIES;
  return hints.map(({ check, words, stops }) => {
    const { lesson } = LESSONS[check];
    return {
      words,
      lesson: why === check ? [...lesson] : isNew ? [lesson[0]] : [],
      stops,
      buttons: isAuthor ? hintButtons(remark.id, check, { stops, isOpen: why === check, confirmed }) : [],
    };
  });
}

/** What stops these words and was not pressed over: the checks, in order. */
export async function openStops(
  parts: Pick<Parts, 'store'>,
  enquiry: Enquiry,
  words: Spoken,
  confirmed: readonly string[] = [],
): Promise<Hint[]> {
  const known = await knownIn(parts, enquiry);
  const draft = { reply: sendable(words), customer: { name: null, text: known.asked }, staff: { name: null } };
  const { stopsOf } = await coach();
  return stopsOf({ ...draft, thread: known.thread, theirs: known.theirs }).filter(
    each => !confirmed.includes(each.check),
  );
}

/** Their newest words, which nobody answered yet, and everything else that was written here. */
async function knownIn(
  { store }: Pick<Parts, 'store'>,
  { id, subject }: Enquiry,
): Promise<{ asked: string; unanswered: MessageRow[]; thread: string[]; theirs: string[]; messages: MessageRow[] }> {
  const messages = await store.messages(id);
  const answered = messages.findLastIndex(each => each.direction === 'out');
  const asked = messages.filter((each, i) => i > answered && isToUs(each));
  const others = messages.filter(each => !asked.includes(each)).map(each => each.text);
  return {
    asked: asked.map(each => each.text).join('\n'),
    unanswered: asked,
    thread: [...(subject ? [subject] : []), ...others],
    theirs: messages.filter(isToUs).map(each => each.text),
    messages,
  };
}

async function draftOf(parts: Parts, enquiry: Enquiry, remark: RemarkRow): Promise<Draft> {
  const { store, kinds } = parts;
  const [known, customer, identities, staff, rooms, channels] = await Promise.all([
    knownIn(parts, enquiry),
    store.customer(enquiry.customerId),
    store.identitiesOf(enquiry.customerId),
    store.allStaff(),
    store.rooms(),
    store.channels(),
  ]);
  const kind = kinds.of(enquiry.channelKind);
  const addresses = channels.flatMap(each => parts.channel(each.id)?.addresses ?? []);
  return {
    reply: sendable(remark),
    customer: { name: customer?.name ?? null, text: await shownOf(store, known.unanswered) },
    staff: { name: staff.find(each => each.id === remark.staffId)?.name ?? null },
    thread: known.thread,
    theirs: known.theirs,
    own: [
      ...identities.map(each => each.address),
      ...known.messages.flatMap(besides),
      ...(await earlierOf(parts, enquiry)),
      ...staff.map(each => each.name),
      ...rooms.map(each => each.name),
      ...addresses,
      ...(await store.savedOffered()).map(each => each.text),
    ],
    form: kind.live || kind.visibility !== 'private' ? 'chat' : 'letter',
    first: known.messages.every(each => each.direction === 'in'),
  };
}

/** What a hint may quote: of a message that is folded only what they need. */
async function shownOf(store: ShieldReads, messages: readonly MessageRow[]): Promise<string> {
  const tones = await tonesOf(store, messages);
  const texts = messages.map(each => (isFolded(tones.get(each.id)) ? (tones.get(each.id)?.gist ?? '') : each.text));
  return texts.filter(Boolean).join('\n');
}

/** What came along with a message: who wrote it, what is folded, and what was asked beforehand. */
function besides({ from, folded, details, forwardOf }: MessageRow): string[] {
  const people = [from, forwardOf].flatMap(each => (each ? [each.address, each.name ?? ''] : []));
  return [...people, ...folded.map(each => each.text), ...(details ?? []).map(each => each.value)];
}

/** What the same customer wrote and was told before, in the same room: nobody's but theirs. */
async function earlierOf({ store }: Parts, { id, customerId, roomId }: Enquiry): Promise<string[]> {
  const earlier = (await store.enquiriesOfCustomer(customerId, EARLIER_MAX + 1)).filter(
    each => each.id !== id && mayRead({ rooms: [roomId] }, each),
  );
  const messages = await Promise.all(earlier.slice(0, EARLIER_MAX).map(each => store.messages(each.id)));
  return messages.flat().map(each => each.text);
}
