/** A reply that was sent, as text for everybody: names and numbers of its customer are blanks. */

import type { Enquiry } from '../core/enquiry.ts';
import { formattedFor, type Passage } from '../core/formatted.ts';
import { type EnquiryId, looksLikeId, type ReplyId, type RoomId } from '../core/ids.ts';
import { firstLine } from '../core/message.ts';
import { nameShown } from '../core/name-shown.ts';
import { mayRead } from '../core/readers.ts';
import type { Reply } from '../core/reply.ts';
import { SAVED } from '../desk/saved-words.ts';
import { type About, blankOut, identifiersIn, keyOf, signedNames } from '../knowledge/saved/blank-out.ts';
import { mapPassages } from '../knowledge/saved/blanks.ts';
import type { Parts } from '../ports/parts.ts';
import type { AttachmentRow, MessageRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import { SAVED_TITLE_CHARS_MAX } from './saved-limits.ts';

interface SentToSave {
  /** Which reply it is: `<enquiry> <reply>`. */
  from: string;
  title: string;
  text: string;
  formatted: Passage[] | null;
  files: Omit<AttachmentRow, 'content'>[];
  roomId: RoomId;
}

/** Told to this many other customers' enquiries at least, a number is the team's own. */
const SEARCHED_MAX = 5;

/** @param value `<enquiry> <reply>`, or `<enquiry> newest` for the one that was sent last */
export async function sentToSave(parts: Parts, value: string, by: Person): Promise<SentToSave | { refusal: string }> {
  const { store } = parts;
  const [enquiryId, which] = value.split(' ');
  const enquiry = looksLikeId('enquiry', enquiryId) ? await store.enquiry(enquiryId) : null;
  if (!enquiry || !mayRead(by, enquiry)) return { refusal: SAVED.nothingSent };
  const message = await sentIn(parts, enquiry.id, which);
  const reply = message?.replyId ? await store.reply(message.replyId) : null;
  if (!message || !reply) return { refusal: SAVED.nothingSent };
  const about = await aboutEnquiry(parts, enquiry, reply);
  const text = blankOut(reply.text, about);
  const look = formattedFor(reply.text, reply.formatted);
  const formatted = look
    ? formattedFor(
        text,
        mapPassages(look, part => blankOut(part, about)),
      )
    : null;
  const files = (await store.attachmentsOf(message.id)).filter(each => !each.withheld);
  return {
    from: `${enquiry.id} ${reply.id}`,
    title: titleOf(enquiry, text, about),
    text,
    formatted,
    files,
    roomId: enquiry.roomId,
  };
}

/** A reply of this enquiry, wherever a merge put it; the newest where none is named. */
async function sentIn({ store }: Parts, id: EnquiryId, which: string | undefined): Promise<MessageRow | null> {
  if (looksLikeId('reply', which)) {
    const message = await store.messageOfReply(which as ReplyId);
    return message?.enquiryId === id ? message : null;
  }
  return (await store.messages(id)).findLast(each => each.direction === 'out' && each.replyId !== null) ?? null;
}

/** What is known of an enquiry, for making a text of a reply to it that tells nothing of its customer. */
export async function aboutEnquiry(
  parts: Parts,
  enquiry: Enquiry,
  { text, authorId }: Pick<Reply, 'text' | 'authorId'>,
): Promise<About> {
  const { store } = parts;
  const [customer, identities, messages, author] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identitiesOf(enquiry.customerId),
    store.messages(enquiry.id),
    store.staff(authorId),
  ]);
  const incoming = messages.filter(each => each.direction === 'in');
  const addresses = identities.map(each => each.address);
  const own = (each: MessageRow) => each.from === null || addresses.includes(each.from.address);
  const signed = incoming.filter(own).flatMap(each => [each.text, ...each.folded.map(({ text }) => text)]);
  const called = [customer?.name, ...incoming.filter(own).map(each => each.from?.name), ...signed.flatMap(signedNames)];
  return {
    customer: [...called.flatMap(each => each ?? []), ...addresses.map(each => each.split('@')[0]!)],
    others: incoming.filter(each => !own(each)).flatMap(each => each.from?.name ?? []),
    me: author ? [author.name, nameShown(author, 'own') ?? ''].filter(Boolean) : [],
    number: enquiry.number,
    said: [enquiry.subject ?? '', ...addresses, ...incoming.map(saidIn)].join('\n'),
    common: await commonIn(parts, enquiry, text),
  };
}

function saidIn({ text, subject, from, others, details, folded }: MessageRow): string {
  const facts = (details ?? []).map(each => each.value);
  const below = folded.map(each => each.text);
  return [subject ?? '', from?.address ?? '', ...(others ?? []), text, ...below, ...facts].join('\n');
}

/** Numbers and addresses that stand in enquiries of other customers, too: the team's own telephone, its pages, its prices. */
async function commonIn({ store }: Parts, enquiry: Enquiry, text: string): Promise<Set<string>> {
  const common = new Set<string>();
  for (const each of identifiersIn(text)) {
    const hits = await store.search(each, SEARCHED_MAX);
    const same = hits.filter(hit => keyOf(hit.text).includes(keyOf(each)));
    const found = await store.enquiriesById([...new Set(same.map(hit => hit.enquiryId))]);
    if (found.some(other => other.customerId !== enquiry.customerId)) common.add(keyOf(each));
  }
  return common;
}

/** The contact reason, the subject, or how it begins: without what tells of the customer. */
function titleOf(enquiry: Enquiry, text: string, about: About): string {
  const bare = (words: string) =>
    firstLine(
      words
        .replace(/\{[^{}\n]*\}/g, ' ')
        .replace(/\s+/gu, ' ')
        .trim()
        .replace(/^[\s,.:;#!-]+|[\s,.:;#-]+$/gu, ''),
      SAVED_TITLE_CHARS_MAX,
    );
  const subject = bare(blankOut((enquiry.subject ?? '').replace(/^(?:\s*(?:re|aw|fwd?)\s*:)+/i, ''), about));
  const line = text.split('\n').find(each => each.trim() && !/^\s*\{?\S+\s*\{name\}/u.test(each)) ?? text;
  return (enquiry.contactReason ?? '').slice(0, SAVED_TITLE_CHARS_MAX) || subject || bare(line);
}
