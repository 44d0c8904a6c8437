/** Past enquiries that are like one: the line on its card, what one person is shown, and a draft of what was answered. */
import type { Enquiry } from '../core/enquiry.ts';
import { firstNameOf } from '../core/first-name.ts';
import type { EnquiryId } from '../core/ids.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { isFolded } from '../desk/shielded.ts';
import { shownSubject } from '../desk/shown-name.ts';
import { type Past, SIMILAR, SIMILAR_MAX, similarLine, similarView } from '../desk/similar-words.ts';
import { type Borrowed, draftOf } from '../knowledge/draft.ts';
import { gistOf } from '../knowledge/gist.ts';
import { answerOf, askedNow, questionOf } from '../knowledge/question.ts';
import { wordsOf } from '../knowledge/terms.ts';
import type { PastRow } from '../ports/history.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import type { HelpLine, PrivateView } from '../ports/views.ts';
import { greetedAs, senderAs } from './saved-starts.ts';
import { toneOf } from './tone.ts';

/** How long a card waits for past enquiries to be looked through for the first time: it comes without the line else. */
const CARD_WAITS_MS = 1_000;
/** Somebody who asks waits longer. */
const PERSON_WAITS_MS = 3_000;

/** What can be found by whoever asks; in an enquiry's own thread, where nobody says what else they read, in its room. */
type By = NonNullable<Parameters<typeof mayRead>[0]>;

/** "2 like this, answered before": of what everybody in the room can read. */
export async function similarOnCard(parts: Parts, enquiry: Enquiry): Promise<HelpLine | null> {
  if (enquiry.status === 'resolved' || !(await parts.history.ready(CARD_WAITS_MS))) return null;
  return similarLine(enquiry.id, (await near(parts, enquiry, everybodyIn(enquiry.roomId))).length);
}

/** What one person is shown. */
export async function similarFor(parts: Parts, enquiry: Enquiry, by: By): Promise<PrivateView> {
  if (!(await parts.history.ready(PERSON_WAITS_MS))) return similarView(enquiry.id, [], false);
  const rows = await Promise.all((await near(parts, enquiry, by)).map(each => pastOf(parts, each)));
  return similarView(
    enquiry.id,
    rows.filter(each => each !== null),
  );
}

/** Past enquiries whose answers may help, for this person. @param typed words to look for in place of the customer's */
export async function near(parts: Parts, enquiry: Enquiry, by: By, typed = ''): Promise<EnquiryId[]> {
  const messages = typed.trim() ? [] : await parts.store.messages(enquiry.id);
  const rooms = by.rooms ?? [enquiry.roomId];
  const question = questionOf(() => (typed.trim() ? [typed] : askedNow(enquiry.subject, messages)), {
    of: enquiry.id,
    by: { rooms },
  });
  const found = await parts.history.similar(question, SIMILAR_MAX);
  return found.filter(each => each.near || typed.trim() !== '').map(each => each.enquiryId);
}

/** A past enquiry as it is shown; null where it is gone, or holds nothing to be used again. */
export async function pastOf(parts: Parts, id: EnquiryId): Promise<Past | null> {
  const { store, clock } = parts;
  const [[row], enquiry] = await Promise.all([store.pastById([id]), store.enquiry(id)]);
  const answer = row ? answerOf(row.messages) : null;
  if (!enquiry || !answer) return null;
  const [messages, staff, thread, received] = await Promise.all([
    store.messages(id),
    answer.message.by ? store.staff(answer.message.by) : null,
    store.thread(id),
    receivedOf(parts, id),
  ]);
  return {
    enquiry,
    asked: await shownOf(parts, enquiry, messages),
    answer: bodyOf(answer.message.text),
    by: staff?.name ?? null,
    ago: Math.max(0, clock.now() - (enquiry.resolvedAt ?? clock.now())),
    received,
    thread: thread?.ref ?? null,
  };
}

/** What the customer wrote, in one line; nothing that was folded because it may upset. */
async function shownOf({ store }: Parts, { subject }: Enquiry, messages: readonly MessageRow[]): Promise<string> {
  const first = messages.find(each => each.direction === 'in' && each.kind === 'human');
  const tone = first && (await toneOf(store, first));
  if (isFolded(tone)) return tone?.gist ?? SIMILAR.folded;
  return (first ? gistOf(first.text).join(' ') : '') || (subject && shownSubject(subject)) || SIMILAR.noWords;
}

/** Without its greeting and sign-off, where something is left. */
function bodyOf(answer: string): string {
  const lines = answer.split('\n').filter(each => each.trim());
  const [first = '', ...rest] = lines;
  const isGreeting =
    rest.length > 0 &&
    gistOf(first).join('') === first.trim() &&
    wordsOf(first).length < 4 &&
    /[,!:]$/.test(first.trim());
  return (isGreeting ? rest : lines).join('\n');
}

/** How it was received: what was measured of its last resolution, and whether thanks came. */
async function receivedOf({ store }: Parts, id: EnquiryId): Promise<Past['received']> {
  const [measures, events] = await Promise.all([store.measuresOf(id), store.events(id)]);
  const resolved = measures.filter(each => each.what === 'resolved');
  return {
    score: resolved.findLast(each => each.score !== null)?.score ?? null,
    thanked: events.some(({ event }) => event.type === 'CustomerWrote' && event.thanksOnly),
    cameBack: resolved.some(each => each.cameBack === true),
  };
}

/**
 * What was answered there, for this customer and from this person, with everything of the other customer to be checked.
 * @returns null where it is gone, has been opened again, or is not for this person
 */
export async function draftFrom(
  parts: Parts,
  enquiry: Enquiry,
  id: EnquiryId,
  by: Person,
): Promise<{ text: string; number: number } | null> {
  const { store, history } = parts;
  const [[row], past] = await Promise.all([store.pastById([id]), store.enquiry(id)]);
  const answer = row ? answerOf(row.messages) : null;
  if (!row || !past || !answer || past.status !== 'resolved') return null;
  if (!mayRead({ rooms: by.rooms ?? [enquiry.roomId] }, past)) return null;
  const borrowed = await borrowedFrom(parts, past, row, answer.message.text);
  await history.ready(PERSON_WAITS_MS);
  const holds = await holdsOf(parts, [borrowed.answer, ...borrowed.texts]);
  const [customer, author] = await Promise.all([greetedAs(parts, enquiry), senderAs(parts, enquiry, by)]);
  return { text: draftOf(borrowed, { customer, author }, holds), number: past.number };
}

/** Everything that may belong to the customer of a past enquiry. */
async function borrowedFrom({ store }: Parts, past: Enquiry, row: PastRow, answer: string): Promise<Borrowed> {
  const [customer, identities, messages, staff] = await Promise.all([
    store.customer(past.customerId),
    store.identitiesOf(past.customerId),
    store.messages(past.id),
    store.allStaff(),
  ]);
  const theirs = messages.filter(each => each.direction === 'in');
  const people = theirs.flatMap(each => [
    each.from?.name,
    each.from?.address,
    each.forwardOf?.name,
    each.forwardOf?.address,
  ]);
  const names = [
    customer?.name,
    ...identities.map(each => each.address),
    ...people,
    ...messages.flatMap(each => each.others ?? []),
  ];
  const texts = theirs.flatMap(each => [
    each.text,
    ...each.folded.map(({ text }) => text),
    ...(each.details ?? []).map(({ value }) => value),
  ]);
  const authors = staff.flatMap(each => [each.name, firstNameOf(each.name)]);
  return {
    answer,
    names: names.filter(each => each != null),
    texts: [row.subject ?? '', ...texts].filter(Boolean),
    authors: authors.filter(each => each != null),
  };
}

/** How often each word of these stands in past enquiries. */
export async function holdsOf({ history }: Parts, texts: readonly string[]): Promise<(word: string) => number> {
  const words = new Set(texts.flatMap(each => each.match(/[\p{L}\p{M}'’-]+/gu) ?? []));
  const counts = await history.holding([...words]);
  return word => counts.get(word) ?? 0;
}
