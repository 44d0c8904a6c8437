/**
 * Finds enquiries by number, by customer (name or address), by what they are about, and by what was written in them. Every
 * word must occur somewhere; what the words say of an enquiry itself comes before what merely mentions them.
 */
import { isFirstWords } from '../core/about.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { firstLine } from '../core/message.ts';
import { SHIELD_WORDS } from '../desk/shielded.ts';
import { shownSubject } from '../desk/shown-name.ts';
import type { Parts } from '../ports/parts.ts';
import type { SearchHit } from '../ports/reads.ts';
import { judgeTone } from '../shield/judge.ts';
import { enquiryLines, pageOf } from './lines.ts';

/** Words that are looked for one by one; more than that is a sentence, which is looked for in the texts as it is. */
const TERMS_MAX = 5;
/** Looked at for each word, the newest first: some pages of answers. */
const HITS_MAX = 200;
const CUSTOMERS_MAX = 20;
const ENQUIRIES_OF_CUSTOMER_MAX = 20;
const EXCERPT_CHARS_MAX = 80;

/** How near a place is to being what was meant. */
const WEIGHT = { number: 1_000, customer: 100, subject: 30, text: 10 };
type Place = keyof typeof WEIGHT;

/** Where the words were found, enquiry by enquiry. */
interface Found {
  /** For each word, the best place in which it occurs. */
  terms: Map<string, Place>;
  /** A message in which all of them occur. */
  hit: SearchHit | null;
}

/** @returns the lines of this page, and how many there are after it */
export async function findEnquiries(
  parts: Parts,
  words: string,
  readable: (enquiry: Enquiry) => boolean,
  page?: number,
): Promise<{ lines: string[]; after: number }> {
  const terms = [...new Set(words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])];
  const found = await lookEverywhere(parts, words, terms);
  const whole = [...found].filter(([, { terms: covered }]) => terms.every(each => covered.has(each)));
  const enquiries = await parts.store.enquiriesById(whole.map(([id]) => id));
  const weighed = enquiries
    .filter(readable)
    .map(enquiry => ({ enquiry, found: found.get(enquiry.id), weight: weightOf(found.get(enquiry.id)) }))
    .sort((a, b) => b.weight - a.weight || b.enquiry.number - a.enquiry.number);
  const { shown, after } = pageOf(weighed, page);
  const plain = await enquiryLines(
    parts,
    shown.map(each => each.enquiry),
  );
  return { lines: shown.map((each, i) => lineOf(each.found, terms) ?? plain[i] ?? ''), after };
}

/** The line of a text that has the words; null where the enquiry's own line says more: who it is from. */
function lineOf(found: Found | undefined, terms: string[]): string | null {
  const places = new Set(found?.terms.values());
  const hit = found?.hit;
  if (!hit || places.has('customer') || places.has('number')) return null;
  return `#${hit.number}${nameBefore(hit)}: ${excerpt(hit, terms)}`;
}

function weightOf(found: Found | undefined): number {
  return [...(found?.terms.values() ?? [])].reduce((sum, place) => sum + WEIGHT[place], 0);
}

async function lookEverywhere(parts: Parts, words: string, terms: string[]): Promise<Map<EnquiryId, Found>> {
  const { store } = parts;
  const found = new Map<EnquiryId, Found>();
  const add = (id: EnquiryId, covered: string[], place: Place, hit: SearchHit | null = null) => {
    const there = found.get(id) ?? { terms: new Map<string, Place>(), hit: null };
    for (const term of covered) {
      const before = there.terms.get(term);
      if (!before || WEIGHT[before] < WEIGHT[place]) there.terms.set(term, place);
    }
    found.set(id, { ...there, hit: there.hit ?? hit });
  };
  const ofCustomers = async (sought: string, covered: string[]) => {
    // An address leads to what came from it: elsewhere it would say whose it is to people who may not know.
    for (const { customer, identity } of await store.findCustomers(sought, CUSTOMERS_MAX))
      for (const { id, identityId } of await store.enquiriesOfCustomer(customer.id, ENQUIRIES_OF_CUSTOMER_MAX))
        if (identityId === identity.id) add(id, covered, 'customer');
  };
  const number = /^#?(\d{1,9})$/.exec(words.trim())?.[1];
  const named = number ? await store.enquiryByNumber(Number(number)) : null;
  if (named) add(named.id, terms, 'number');
  for (const hit of await store.search(words, HITS_MAX)) add(hit.enquiryId, terms, 'text', hit);
  await ofCustomers(words.trim(), terms);
  if (terms.length > TERMS_MAX) return found;
  for (const term of terms) {
    for (const id of await store.enquiriesAbout(term, HITS_MAX)) add(id, [term], 'subject');
    if (terms.length === 1) continue;
    await ofCustomers(term, [term]);
    for (const { enquiryId } of await store.search(term, HITS_MAX)) add(enquiryId, [term], 'text');
  }
  return found;
}

/** What is called by the words that were found says them once. */
function nameBefore({ subject, text }: SearchHit): string {
  return subject === null || isFirstWords(subject, { subject: null, text }) ? '' : ` ${shownSubject(subject)}`;
}

/** The line in which the words occur, not the greeting above it; of what is folded only what they need. */
function excerpt({ text }: SearchHit, terms: string[]): string {
  const tone = judgeTone(text);
  if (tone.level === 'aimed') return SHIELD_WORDS.summary(tone);
  const line = text.split('\n').find(each => terms.some(term => each.toLowerCase().includes(term)));
  return firstLine(line ?? text, EXCERPT_CHARS_MAX);
}
