/**
 * Finds enquiries by number, by customer (name or address), by what they are about, and by what was written in them. Every
 * word must occur somewhere; what the words say of an enquiry itself comes before what merely mentions them.
 */
import { isFirstWords } from '../core/about.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { firstLine } from '../core/message.ts';
import { distance } from '../core/spelling.ts';
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

/** Of a name that is spelled otherwise, its beginning, with or without the first letter, or its end is mostly right. */
const PIECE_CHARS = 3;
/** Shorter words are near to everything. */
const NEAR_CHARS_MIN = 4;
/** Each is a condition more on a look through all customers. */
const NEAR_TERMS_MAX = 3;
const NEAR_CUSTOMERS_MAX = 500;
const NEAR_SHOWN_MAX = 5;

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

/** Enquiries of customers whose names are spelled almost like a word that was found nowhere: "Pattel", "Muller" for "Müller". */
export async function enquiriesOfNearNames(
  parts: Parts,
  words: string,
  readable: (enquiry: Enquiry) => boolean,
): Promise<string[]> {
  const { store } = parts;
  const terms = (words.match(/\p{L}+/gu) ?? []).filter(each => each.length >= NEAR_CHARS_MIN).slice(0, NEAR_TERMS_MAX);
  const pieces = terms.flatMap(term => [
    term.slice(0, PIECE_CHARS),
    term.slice(1, 1 + PIECE_CHARS),
    term.slice(-PIECE_CHARS),
  ]);
  const found = new Map<EnquiryId, Enquiry>();
  // All of them in one look: it goes through the customers, of whom there may be a hundred thousand.
  for (const { customer, identity } of await store.findCustomers(pieces, NEAR_CUSTOMERS_MAX, 'names')) {
    if (!terms.some(term => isNearly(term, customer.name ?? ''))) continue;
    for (const each of await store.enquiriesOfCustomer(customer.id, ENQUIRIES_OF_CUSTOMER_MAX))
      if (each.identityId === identity.id && readable(each)) found.set(each.id, each);
  }
  const newest = [...found.values()].sort((a, b) => b.number - a.number);
  return enquiryLines(parts, newest.slice(0, NEAR_SHOWN_MAX));
}

/** One letter is wrong, or two of a longer name; accents count for nothing. */
function isNearly(term: string, name: string): boolean {
  const bare = (word: string) => word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
  const sought = bare(term);
  const most = sought.length < 6 ? 1 : 2;
  const isExact = name.toLowerCase().includes(term.toLowerCase());
  return !isExact && (name.match(/[\p{L}\p{M}]+/gu) ?? []).some(each => distance(sought, bare(each)) <= most);
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
