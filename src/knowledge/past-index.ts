/**
 * The past enquiries of one workspace by what their customers wrote, in memory: ids, gists and where each piece of a word
 * stands. What it finds depends only on what is in it, never on the order in which it came. Pure.
 */
import type { EnquiryId, RoomId, StaffId } from '../core/ids.ts';
import { type CountTable, makeCountTable } from './count-table.ts';
import { DOCUMENTS_MAX, makePostings, type Postings } from './postings.ts';
import { hashOf, type Terms, termsOf, wordsOf } from './terms.ts';

/** A past enquiry, as it is compared. */
export interface PastEnquiry {
  id: EnquiryId;
  number: number;
  /** The enquiry's own: an older one never takes the place of a newer one. */
  version: number;
  /** Sentences of its gist. */
  sentences: readonly string[];
  reason: string | null;
  /** Answers that say the same have the same; null where there is nothing to tell by. */
  answer: number | null;
  /** Who wrote the reply that resolved it. */
  by: StaffId | null;
  /** Where it was when it was put in. */
  roomId: RoomId;
}

/** A past enquiry with how like it is: 0 for nothing in common, 1 for the same. */
export interface Found extends Omit<PastEnquiry, 'sentences' | 'version' | 'roomId'> {
  score: number;
  /** What it was compared by. */
  terms: Terms;
  /** Each comparison by itself, from 0 to 1. */
  like: Comparisons;
}

/** Two texts, by one thing after the other. */
interface Comparisons {
  /** BM25 over what the question gives itself. */
  bm25: number;
  /** What both have, over what each has. */
  dice: Record<keyof Terms, number>;
  /** Which share of the question is in the other. */
  covered: Record<keyof Terms, number>;
}

/** How often a sentence stands in a workspace's enquiries before nobody asks anything by it, and in which share of them. */
const LEARNED_MIN = 3;
const LEARNED_SHARE = 0.01;
/** Below this many words that say something, a text keeps its sentences, whatever they are. */
const WORDS_LEFT_MIN = 2;
/** Past enquiries that are compared closely. */
const CANDIDATES = 64;
/** Pieces of a query that are looked up: more is a letter, whose first lines say it. */
const GRAMS_MAX = 160;
/** Places of pieces that are looked at for one question, the rarest pieces first: some 2 ms. What is left out tells least. */
const LOOKED_AT_MAX = 250_000;
/** BM25's usual two, for texts of which most are of one length. */
const K1 = 1.5;
const B = 0.8;
/** How much each comparison weighs: found on half of a public set, see bench/README.md. */
const WEIGHTS = { bm25: 0.12, grams: 0.16, contentGrams: 0.2, words: 0.14, contentWords: 0.2, pairs: 0.18 };

export interface PastIndex {
  /** Puts an enquiry in, or in its own place; false when there is no room for it. */
  put(past: PastEnquiry): boolean;
  /** Takes it out and forgets its words. */
  remove(id: EnquiryId): void;
  /** Takes out the one with the lowest number. */
  removeOldest(): void;
  /** The version that it holds; null where it does not hold it. */
  version(id: EnquiryId): number | null;
  /** The most like this text among those that may be found, the likest first. */
  search(sentences: readonly string[], limit: number, may?: (past: PastEnquiry) => boolean): Found[];
  /** How like two texts are, by how rare their words are here: from 0 to 1. */
  likeness(a: readonly string[], b: readonly string[]): number;
  /** What a text is compared by here: without what everybody here writes. */
  termsOf(sentences: readonly string[]): Terms;
  /** The same of what was found, to one of them. */
  alike(to: Terms): (other: Terms) => number;
  ids(): EnquiryId[];
  /** Everything in it, to be put into another one. */
  all(): Iterable<PastEnquiry>;
  readonly size: number;
  /** Places that are taken for good by what was removed. */
  readonly lost: number;
  /** In how many enquiries a word is. */
  holds(word: string): number;
  bytes(): number;
}

export function makePastIndex(): PastIndex {
  return new Past();
}

/** A text that is compared, with how rare each of its parts is. */
interface Weighed {
  terms: Terms;
  sets: Record<keyof Terms, ReadonlySet<number>>;
  sums: Record<keyof Terms, number>;
}

/** A question whose sums are there. */
interface Searched {
  asked: string;
  query: Weighed;
  compared: Map<EnquiryId, Pick<Found, 'terms' | 'like'>>;
}

const PARTS: readonly (keyof Terms)[] = ['grams', 'contentGrams', 'words', 'contentWords', 'pairs'];

function forEachPart<T>(make: (part: keyof Terms) => T): Record<keyof Terms, T> {
  return {
    grams: make('grams'),
    contentGrams: make('contentGrams'),
    words: make('words'),
    contentWords: make('contentWords'),
    pairs: make('pairs'),
  };
}

class Past implements PastIndex {
  readonly #places = new Map<EnquiryId, number>();
  readonly #rows: (PastEnquiry | null)[] = [];
  readonly #lengths: number[] = [];
  readonly #grams: Postings = makePostings();
  readonly #words: CountTable = makeCountTable();
  readonly #pairs: CountTable = makeCountTable();
  readonly #sentences: CountTable = makeCountTable();
  #gramsInAll = 0;
  #sums = new Float32Array(0);
  #last: Searched | null = null;

  get size(): number {
    return this.#places.size;
  }

  get lost(): number {
    return this.#rows.length - this.size;
  }

  put(past: PastEnquiry): boolean {
    this.#last = null;
    const there = this.version(past.id);
    if (there !== null && there > past.version) return true;
    this.remove(past.id);
    if (this.#rows.length >= DOCUMENTS_MAX) return false;
    const place = this.#rows.length;
    const terms = termsOf(past.sentences.join('\n'));
    this.#rows.push(past);
    this.#lengths.push(terms.grams.length);
    this.#places.set(past.id, place);
    for (const gram of terms.grams) this.#grams.add(gram, place);
    this.#count(past, terms, 1);
    return true;
  }

  remove(id: EnquiryId): void {
    const place = this.#places.get(id);
    const past = place === undefined ? undefined : this.#rows[place];
    if (place === undefined || !past) return;
    this.#last = null;
    const terms = termsOf(past.sentences.join('\n'));
    for (const gram of terms.grams) this.#grams.drop(gram);
    this.#count(past, terms, -1);
    this.#rows[place] = null;
    this.#places.delete(id);
  }

  removeOldest(): void {
    const oldest = this.#rows.reduce<PastEnquiry | null>(
      (a, b) => (b !== null && (a === null || b.number < a.number) ? b : a),
      null,
    );
    if (oldest) this.remove(oldest.id);
  }

  #count(past: PastEnquiry, terms: Terms, by: 1 | -1): void {
    this.#gramsInAll += by * terms.grams.length;
    for (const word of terms.words) this.#words.add(word, by);
    for (const pair of terms.pairs) this.#pairs.add(pair, by);
    for (const sentence of new Set(past.sentences.map(sentenceHash))) this.#sentences.add(sentence, by);
  }

  version(id: EnquiryId): number | null {
    const place = this.#places.get(id);
    return place === undefined ? null : (this.#rows[place]?.version ?? null);
  }

  search(sentences: readonly string[], limit: number, may: (past: PastEnquiry) => boolean = () => true): Found[] {
    const last = this.#searched(sentences);
    if (this.size === 0 || last.query.terms.grams.length === 0) return [];
    const found = this.#candidates(last.query, may).map(({ past, bm25 }): Found => {
      const { id, number, reason, answer, by } = past;
      const known = last.compared.get(past.id);
      const terms = known?.terms ?? this.termsOf(past.sentences);
      const like = known?.like ?? this.#compare(last.query, terms, bm25);
      last.compared.set(past.id, { terms, like });
      return { id, number, reason, answer, by, terms, like, score: scoreOf(like) };
    });
    return found.sort((a, b) => b.score - a.score || b.number - a.number).slice(0, limit);
  }

  /** Several parts of one card ask the same: what was added up for the last question stays while nothing changes. */
  #searched(sentences: readonly string[]): Searched {
    const asked = sentences.join('\n');
    if (this.#last?.asked === asked) return this.#last;
    const query = this.#weigh(this.termsOf(sentences));
    this.#addUp(query);
    this.#last = { asked, query, compared: new Map() };
    return this.#last;
  }

  likeness(a: readonly string[], b: readonly string[]): number {
    return this.alike(this.termsOf(a))(this.termsOf(b));
  }

  alike(to: Terms): (other: Terms) => number {
    let weighed: Weighed | null = null;
    return other => {
      weighed ??= this.#weigh(to);
      const like = this.#compare(weighed, other, 0);
      // What BM25 would add is about the same as what the pieces of words say.
      return scoreOf({ ...like, bm25: like.dice.grams });
    };
  }

  /** What each enquiry has in common with it. */
  #addUp(query: Weighed): void {
    const rows = this.#rows.length;
    if (this.#sums.length < rows) this.#sums = new Float32Array(Math.ceil(rows * 1.5));
    const sums = this.#sums.fill(0, 0, rows);
    const grams = query.terms.grams.slice(0, GRAMS_MAX).map(gram => ({ gram, count: this.#grams.count(gram) }));
    let looked = 0;
    for (const { gram, count } of grams.sort((a, b) => a.count - b.count || a.gram - b.gram)) {
      looked += count;
      if (looked > LOOKED_AT_MAX && looked > count) break;
      this.#grams.addTo(sums, gram, this.#rarity('grams', gram));
    }
  }

  /** Those with the most pieces in common, by BM25 with each piece counted once; divided by what the query gives itself. */
  #candidates(query: Weighed, may: (past: PastEnquiry) => boolean): { past: PastEnquiry; bm25: number }[] {
    const sums = this.#sums;
    const average = this.#gramsInAll / this.size;
    const heap = new Best(CANDIDATES);
    for (let place = 0; place < this.#rows.length; place++) {
      const sum = sums[place]!;
      if (sum === 0) continue;
      const past = this.#rows[place];
      if (!past || !may(past)) continue;
      const k = K1 * (1 - B + (B * this.#lengths[place]!) / average);
      heap.offer((sum * (K1 + 1)) / (1 + k) / query.sums.grams, past);
    }
    return heap.all();
  }

  /** What both have over what each has, and over what the question has, each piece by its rarity. */
  #compare(query: Weighed, terms: Terms, bm25: number): Comparisons {
    const [dice, covered] = [forEachPart(() => 0), forEachPart(() => 0)];
    for (const part of PARTS) {
      const mine = query.sets[part];
      let both = 0;
      let theirs = 0;
      for (const each of terms[part]) {
        const rarity = this.#rarity(part, each);
        theirs += rarity;
        if (mine.has(each)) both += rarity;
      }
      const ours = query.sums[part];
      if (ours + theirs > 0) dice[part] = (2 * both) / (ours + theirs);
      if (ours > 0) covered[part] = both / ours;
    }
    return { bm25, dice, covered };
  }

  #rarity(part: keyof Terms, hash: number): number {
    const holding =
      part === 'grams' || part === 'contentGrams' ? this.#grams.count(hash) : this.#tableOf(part).get(hash);
    return Math.log(1 + (this.size - holding + 0.5) / (holding + 0.5));
  }

  #tableOf(part: keyof Terms): CountTable {
    return part === 'pairs' ? this.#pairs : this.#words;
  }

  #weigh(terms: Terms): Weighed {
    const sum = (part: keyof Terms) => terms[part].reduce((all, each) => all + this.#rarity(part, each), 0);
    return { terms, sets: forEachPart(part => new Set(terms[part])), sums: forEachPart(sum) };
  }

  termsOf(sentences: readonly string[]): Terms {
    return termsOf(this.#withoutLearned(sentences).join('\n'));
  }

  /** Without sentences that so many write here that nothing is asked by them; all of them where nothing would be left. */
  #withoutLearned(sentences: readonly string[]): readonly string[] {
    if (sentences.length < 2) return sentences;
    const often = Math.max(LEARNED_MIN, this.size * LEARNED_SHARE);
    const left = sentences.filter(each => this.#sentences.get(sentenceHash(each)) < often);
    return termsOf(left.join('\n')).contentWords.length < WORDS_LEFT_MIN ? sentences : left;
  }

  holds(word: string): number {
    return Math.max(0, ...termsOf(word).words.map(each => this.#words.get(each)));
  }

  ids(): EnquiryId[] {
    return [...this.#places.keys()];
  }

  *all(): Iterable<PastEnquiry> {
    for (const past of this.#rows) if (past) yield past;
  }

  bytes(): number {
    return this.#grams.bytes() + this.#sums.byteLength;
  }
}

function scoreOf({ bm25, dice }: Comparisons): number {
  let score = WEIGHTS.bm25 * Math.min(1, bm25);
  for (const part of PARTS) score += WEIGHTS[part] * dice[part];
  return score;
}

/** Sentences that differ only in numbers, marks and capitals are one. */
function sentenceHash(sentence: string): number {
  return hashOf(
    wordsOf(sentence)
      .map(each => each.replace(/\d+/g, '0'))
      .join(' '),
  );
}

/** Keeps the best of many; of equal ones the newer. */
class Best {
  readonly #kept: { past: PastEnquiry; bm25: number }[] = [];
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  offer(bm25: number, past: PastEnquiry): void {
    const kept = this.#kept;
    const last = kept.at(-1);
    if (kept.length >= this.#max && last && !isBetter(bm25, past, last)) return;
    let at = kept.length;
    while (at > 0 && isBetter(bm25, past, kept[at - 1]!)) at--;
    kept.splice(at, 0, { past, bm25 });
    if (kept.length > this.#max) kept.pop();
  }

  all(): { past: PastEnquiry; bm25: number }[] {
    return this.#kept;
  }
}

function isBetter(bm25: number, past: PastEnquiry, than: { past: PastEnquiry; bm25: number }): boolean {
  return bm25 > than.bm25 || (bm25 === than.bm25 && past.number > than.past.number);
}
