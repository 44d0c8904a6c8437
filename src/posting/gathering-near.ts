/** Findings and incidents that an enquiry may belong to, by its words. A person decides; nothing is linked by itself. */
import type { Enquiry } from '../core/enquiry.ts';
import { isOver } from '../core/gathering.ts';
import type { EnquiryId } from '../core/ids.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { type Described, nearest } from '../knowledge/near.ts';
import { askedNow } from '../knowledge/question.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';

/** Of each kind, the newest that are compared: nobody keeps more open. */
const COMPARED_MAX = 50;
/** Enquiries of each whose words are compared. */
const TEXTS_MAX = 5;
/** Of an enquiry's words: what it is about stands at its beginning. */
const ASKED_CHARS_MAX = 2_000;

type Near = ReturnType<typeof nearest<GatheringRow>>;

export async function openFindingsNear(parts: Parts, enquiry: Enquiry): Promise<Near> {
  const all = await parts.store.gatherings('finding', COMPARED_MAX);
  return near(
    parts,
    enquiry,
    all.filter(each => !isOver(each.state)),
  );
}

export async function lastingNear(parts: Parts, enquiry: Enquiry): Promise<Near> {
  return near(parts, enquiry, await lastingIncidents(parts));
}

export async function lastingIncidents({ store }: Pick<Parts, 'store'>): Promise<GatheringRow[]> {
  return (await store.gatherings('incident', COMPARED_MAX)).filter(each => each.state === 'lasting');
}

async function near(parts: Parts, enquiry: Enquiry, all: readonly GatheringRow[]): Promise<Near> {
  if (all.length === 0) return [];
  const asked = await wordsOf(parts, enquiry);
  const described = await Promise.all(all.map(each => describe(parts, each, enquiry)));
  return nearest(asked, described);
}

/** By the words of enquiries that the whole room of this one can read: what others wrote shows in no suggestion. */
async function describe(parts: Parts, row: GatheringRow, enquiry: Enquiry): Promise<Described<GatheringRow>> {
  const { store } = parts;
  const links = (await store.gathered(row.id, TEXTS_MAX)).map(each => each.enquiryId);
  const there = (await store.enquiriesById(links)).filter(each => mayRead(everybodyIn(enquiry.roomId), each));
  const texts = await Promise.all(there.filter(each => each.id !== enquiry.id).map(each => wordsOf(parts, each)));
  return { of: row, title: row.title ?? '', texts };
}

async function wordsOf({ store }: Pick<Parts, 'store'>, enquiry: Enquiry): Promise<string> {
  const messages = await store.messages(enquiry.id);
  return askedNow(enquiry.subject, messages).join(' ').slice(0, ASKED_CHARS_MAX);
}

/** Enquiries of late that may belong to an incident, of those that its author can read. */
export async function mayBelong(
  parts: Parts,
  row: GatheringRow,
  readable: (each: Enquiry) => boolean,
  limit: number,
): Promise<Enquiry[]> {
  const { store } = parts;
  const there = new Set<EnquiryId>((await store.gathered(row.id, LOOKED_AT)).map(each => each.enquiryId));
  const open = (await store.openEnquiries(OPEN_READ)).filter(each => readable(each) && !there.has(each.id));
  const newest = open.toSorted((a, b) => b.openedAt - a.openedAt).slice(0, LOOKED_AT);
  const texts = await Promise.all(
    [...there].slice(0, TEXTS_MAX).map(async id => {
      const enquiry = await store.enquiry(id);
      return enquiry && readable(enquiry) ? wordsOf(parts, enquiry) : '';
    }),
  );
  const found: Enquiry[] = [];
  for (const each of newest) {
    const [one] = nearest(await wordsOf(parts, each), [{ of: each, title: row.title ?? '', texts }]);
    if (one?.near) found.push(each);
    if (found.length >= limit) break;
  }
  return found;
}

/** The newest open ones, whose words are read one by one: some 20 ms. */
const LOOKED_AT = 60;
const OPEN_READ = 1_000;
