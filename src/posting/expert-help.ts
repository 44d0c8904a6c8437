/** The line of help on a card that says who may know, and what an enquiry is about for that. */
import type { Enquiry } from '../core/enquiry.ts';
import type { RoomId, StaffId } from '../core/ids.ts';
import { isToUs } from '../core/message.ts';
import { isPractice } from '../core/practice.ts';
import type { Staff } from '../core/staff.ts';
import { button } from '../desk/cards.ts';
import { ON_CARD } from '../desk/expert-words.ts';
import { hasEnded, hasHelped } from '../experts/helping.ts';
import { type Knower, NEAR_MAX } from '../experts/rank.ts';
import { whoKnows } from '../experts/who-knows.ts';
import { askedNow, questionOf } from '../knowledge/question.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { HelpLine } from '../ports/views.ts';

/** Always two names, where there are two: one alone would be everybody's expert. */
const NAMED_MAX = 2;
/** Of the first message and the newest, which say what it is about. */
const SOUGHT_CHARS_MAX = 8_000;

/** Who may know about an enquiry. @param besides not these, beside who has it and who was asked */
export async function knowersOf(
  parts: Parts,
  enquiry: Enquiry,
  besides: readonly StaffId[] = [],
): Promise<{ all: Knower[]; ready: Knower[] }> {
  const asked = (await parts.store.asksOf(enquiry.id)).map(each => each.staffId);
  const not = new Set([...besides, ...asked, ...(enquiry.ownerId ? [enquiry.ownerId] : [])]);
  const messages = await parts.store.messages(enquiry.id);
  const by = await readableHere(parts, enquiry);
  const question = questionOf(() => askedNow(enquiry.subject, messages), { of: enquiry.id, by });
  const like = await parts.history.nearest(question, NEAR_MAX);
  const text = soughtIn(enquiry, messages);
  return whoKnows(parts, { text, now: parts.clock.now(), like, besides: not });
}

/** The words by which topics are met. */
export function soughtIn({ subject }: Enquiry, messages: readonly MessageRow[]): string {
  const said = messages.filter(isToUs).map(each => each.text);
  const words = said.length > 2 ? [said[0]!, said.at(-1)!] : said;
  return [subject ?? '', ...words].join('\n').slice(0, SOUGHT_CHARS_MAX);
}

/**
 * Who is named says that they had such a matter before: of rooms that not everybody here reads that would be told too much.
 * Whoever volunteered for a topic has said so themselves, and may be in any room.
 */
async function readableHere(parts: Parts, { roomId }: Enquiry): Promise<{ rooms: RoomId[] | null }> {
  return { rooms: (await parts.desk(roomId)).reads ? [roomId] : null };
}

export async function expertHelp(parts: Parts, enquiry: Enquiry): Promise<HelpLine | null> {
  // Who practises is alone with it: nobody is asked about a customer who is made up.
  if (hasEnded(enquiry) || isPractice(enquiry)) return null;
  const [asks, staff] = await Promise.all([parts.store.asksOf(enquiry.id), parts.store.allStaff()]);
  const names = (ids: readonly StaffId[]) => ids.flatMap(id => staff.find(each => each.id === id)?.name ?? []);
  const helped = asks.filter(hasHelped).map(each => each.staffId);
  if (helped.length) return { words: ON_CARD.helps(names(helped)), buttons: [] };
  if (asks.some(each => each.state === 'open')) return { words: ON_CARD.asked, buttons: [] };
  const { all, ready } = await knowersOf(parts, enquiry);
  const two = ready.slice(0, NAMED_MAX).flatMap(({ staffId }) => staff.find(each => each.id === staffId) ?? []);
  if (two.length) return { words: ON_CARD.mayKnow(two.map(each => each.name)), buttons: askButtons(enquiry, two) };
  if (all.length) return { words: ON_CARD.notNow, buttons: [] };
  return asks.length ? { words: ON_CARD.nobody, buttons: [] } : null;
}

export function askButtons({ id }: Pick<Enquiry, 'id'>, people: readonly Staff[]) {
  return people.map(each => button('enquiry.expert', ON_CARD.ask(each.name), `${id} ${each.id}`));
}
