/** Saved replies as something that a reply can begin with: those of the enquiry's room and of all rooms. */
import type { Enquiry } from '../core/enquiry.ts';
import { firstNameOf } from '../core/first-name.ts';
import { looksLikeId, type RoomId, type SavedId } from '../core/ids.ts';
import { clampText, isToUs } from '../core/message.ts';
import { checkName } from '../core/name-shown.ts';
import { SAVED, STARTS } from '../desk/saved-words.ts';
import { blanksIn, fillBlanks, fillPassages, type Known } from '../knowledge/saved/blanks.ts';
import { nearTo, typedFor } from '../knowledge/saved/match.ts';
import type { SavedReplyRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { SavedOffer } from '../ports/reads.ts';
import type { Person } from '../ports/staff.ts';
import type { Op } from '../ports/store.ts';
import type { StartView } from '../ports/views.ts';
import { languageOfEnquiry } from './by-machine.ts';
import { nameOnChannel, senderOn } from './name-shown.ts';
import { dueWords, maySee } from './saved-rights.ts';
import type { StartSource } from './start-source.ts';

const KIND = 'saved';
/** Of its words, in a list. */
const ABOUT_CHARS_MAX = 60;

export const savedStarts: StartSource = {
  kind: KIND,
  has: async (parts, enquiry, by) => (await offeredIn(parts, enquiry, by)).length > 0,
  find: async (parts, enquiry, typed, by) => {
    const offered = await offeredIn(parts, enquiry, by);
    if (offered.length === 0) return [];
    const found = typed.trim() === '' ? nearTo(offered, await askedIn(parts, enquiry)) : typedFor(offered, typed);
    return found.map(each => viewOf(parts, each));
  },
  begin: async (parts, enquiry, rest, by) => {
    const row = await savedBehind(parts, rest);
    if (!row || row.retiredAt !== null || !isOffered(row, enquiry, by)) return null;
    const known = await knownOf(parts, enquiry, by);
    const text = fillBlanks(row.text, known);
    const formatted = row.formatted ? fillPassages(row.formatted, known) : null;
    const files = (await parts.store.savedFilesOf(row.id)).map(each => each.name);
    const blanks = blanksIn(text);
    const due = dueWords(parts, row);
    const notes = [
      ...(due ? [`Its ${due}.`] : []),
      ...(blanks.length ? [STARTS.toFill(blanks)] : []),
      ...(files.length ? [STARTS.files(files)] : []),
    ];
    return { text, formatted, begun: `${KIND}:${row.id}:${row.version}`, title: row.title, notes };
  },
  attach: async ({ store, ids, workspaceId }, rest, messageId) => {
    const row = await savedBehind({ store }, rest);
    const files = row ? await store.savedFilesOf(row.id) : [];
    if (files.length === 0 || (await store.attachmentsOf(messageId)).length > 0) return files.length > 0;
    const ops: Op[] = [];
    for (const { id } of files) {
      const file = await store.savedFile(id);
      if (!file) continue;
      const { position, name, type, bytes, sha256, content } = file;
      const row = { id: ids.make('attachment'), workspaceId, messageId, position, name, type, bytes, sha256, content };
      ops.push({ do: 'insert', table: 'attachments', row: { ...row, withheld: null } });
    }
    await store.commit(ops);
    return true;
  },
};

/** The saved reply that stands behind a name, retired or not; null for any other name. @param rest `<id>` or `<id>:<version>` */
async function savedBehind({ store }: Pick<Parts, 'store'>, rest: string): Promise<SavedReplyRow | null> {
  const [id] = rest.split(':');
  return looksLikeId('saved', id) ? store.savedReply(id) : null;
}

/** The saved reply that something was begun with, and which version of it; null for anything else. */
export function savedIn(begun: string): { id: SavedId; version: number } | null {
  const [kind, id, version] = begun.split(':');
  return kind === KIND && looksLikeId('saved', id) ? { id, version: Number(version) } : null;
}

function isOffered(row: { roomId: RoomId | null }, enquiry: Enquiry, by: Person): boolean {
  return (row.roomId === null || row.roomId === enquiry.roomId) && maySee(by, row);
}

export async function offeredIn({ store }: Parts, enquiry: Enquiry, by: Person): Promise<SavedOffer[]> {
  return (await store.savedOffered()).filter(each => isOffered(each, enquiry, by));
}

function viewOf(parts: Parts, offer: SavedOffer): StartView {
  const due = dueWords(parts, offer);
  const { text, cut } = clampText(offer.text.replace(/\s+/gu, ' ').trim(), ABOUT_CHARS_MAX);
  const about = due ?? `${text}${cut ? '…' : ''}`;
  return {
    value: `${KIND}:${offer.id}`,
    label: offer.title,
    about,
    group: SAVED.group,
    ...(due ? { stale: true } : {}),
  };
}

/** What the blanks of a reply to this enquiry by this person stand for. */
export async function knownOf(parts: Parts, enquiry: Enquiry, by: Pick<Person, 'deskRef' | 'name'>): Promise<Known> {
  const [name, myName] = await Promise.all([greetedAs(parts, enquiry), senderAs(parts, enquiry, by)]);
  return { name, number: enquiry.number, myName };
}

/** The name by which a reply greets its customer; null where none is sure. */
export async function greetedAs({ store }: Parts, enquiry: Enquiry): Promise<string | null> {
  const customer = await store.customer(enquiry.customerId);
  const name = customer?.name ? checkName(firstNameOf(customer.name)) : null;
  return name?.ok ? name.name : null;
}

/** The name below a reply of this person; null where its channel shows none. */
export async function senderAs(
  parts: Parts,
  enquiry: Enquiry,
  by: Pick<Person, 'deskRef' | 'name'>,
): Promise<string | null> {
  const staff = await parts.store.staffByRef(by.deskRef);
  const me = staff ?? { name: by.name, shownAs: null };
  const own = await nameOnChannel(parts, me, enquiry.channelId);
  return own ?? (await senderOn(parts, me, enquiry.channelId, await languageOfEnquiry(parts, enquiry)));
}

/** What the customer asks: the subject, and what they wrote last. */
async function askedIn({ store }: Parts, enquiry: Enquiry): Promise<string> {
  const last = (await store.messages(enquiry.id)).findLast(isToUs);
  return `${enquiry.subject ?? ''}\n${last?.text ?? ''}`;
}
