/**
 * What is written of late, against what is written otherwise: terms that many use, and texts that are more like each other
 * than like anything before. Holds hashes of what the last weeks were about, and words of the last day. Pure.
 */
import type { DurationMs, Instant } from '../../core/time.ts';
import { isFunctionWord } from '../../knowledge/concepts.ts';
import { termsOf, wordsOf } from '../../knowledge/terms.ts';
import type { Moment } from './moment.ts';
import { RECENT } from './usual.ts';

/** Texts of the past that are compared with: more would only take longer. */
const PAST_MAX = 3_000;
/** Texts of the last day that are compared: in a flood, the newest. */
const RECENT_MAX = 1_500;
/** An eighth more texts, within these bounds, and what is out of date is thrown out and all is weighed again. */
const SWEPT_AFTER = { min: 50, max: 300 };
/** So many of the past may be at least as like a text as those that count as its neighbours. */
const NEIGHBOURS = [1, 2, 4, 8, 16, 32, 64, 128];
/** Of the past: what is like more of it says nothing. */
const NEIGHBOURS_SHARE = 0.12;
const TERM_SHARE_MAX = 0.25;
/** Below this two texts have nothing in common. */
const LIKE_MIN = 0.05;
const BINS = 512;
/** Stars that one more text is counted in: the nearest ones. */
const STARS_MAX = 12;
/** A star is found by looking at many sizes, a term by its words alone: what chance does with the first is taken off. */
const STAR_HANDICAP = 0.4;
const TOGETHER_MIN = 4;

interface Text {
  seq: number;
  number: number;
  at: Instant;
  customer: string;
  grams: number[];
  terms: number[];
  norm: number;
  /** Kept for the last day: what the words of an alert are taken from. */
  words: string | null;
  gone: boolean;
  /** What was so like it in the past, and what is like it now. */
  star: Star | null;
}

interface Star {
  /** From how like on, and the share of the past that is so like; by `NEIGHBOURS`. */
  levels: { like: number; share: number }[];
  near: { text: Text; like: number }[];
}

/** Texts that rise together. */
interface Cluster {
  score: number;
  /** The newest first. */
  numbers: number[];
  since: Instant;
  /** How many of them would be usual in that time. */
  share: number;
}

export interface Texts {
  /** @param sentences its gist */
  put(arrival: { number: number; at: Instant; customer: string }, sentences: string): void;
  remove(number: number): void;
  moveTo(now: Instant): void;
  /** The strongest cluster that this one belongs to; null for none. @param others how many came since then */
  clusterOf(number: number, moment: Moment, others: (from: Instant) => number): Cluster | null;
  /** Is it about the same as these? */
  isLike(number: number, numbers: readonly number[]): boolean;
  /** What these have in common, in their own words, the most telling first. */
  wordsOf(numbers: readonly number[]): string[];
  /** By how many these have more of one term than would be usual for so many. */
  excess(numbers: readonly number[], usual: number): number;
  readonly size: number;
}

export function makeTexts(lookedBack: DurationMs): Texts {
  return new State(lookedBack);
}

class State implements Texts {
  private readonly lookedBack: DurationMs;
  private texts: Text[] = [];
  private readonly byNumber = new Map<number, Text>();
  private grams = new Map<number, Text[]>();
  private terms = new Map<number, Text[]>();
  private seq = 0;
  /** Of the past every so-manieth is kept. */
  private step = 1;
  private passed = 0;
  private added = 0;
  private sweptAfter = SWEPT_AFTER.min;
  /** How telling each piece of a word is, squared: as of the last sweep, so that old and new texts are weighed alike. */
  private weights = new Map<number, number>();
  private unknown = 1;
  private now: Instant = 0;
  /** The first text of the last day, by its place. */
  private recentFrom = 0;

  constructor(lookedBack: DurationMs) {
    this.lookedBack = lookedBack;
  }

  get size(): number {
    return this.texts.length;
  }

  put({ number, at, customer }: { number: number; at: Instant; customer: string }, sentences: string): void {
    const { contentGrams, contentWords, pairs } = termsOf(sentences);
    if (contentWords.length === 0) return;
    const text: Text = {
      seq: this.seq++,
      number,
      at,
      customer,
      grams: contentGrams,
      terms: [...contentWords, ...pairs],
      norm: 0,
      words: sentences,
      gone: false,
      star: null,
    };
    this.texts.push(text);
    this.byNumber.set(number, text);
    this.list(text);
    text.norm = this.normOf(text);
    this.star(text);
    if (++this.added >= this.sweptAfter || this.texts.length - this.recentFrom > RECENT_MAX) this.sweep();
  }

  remove(number: number): void {
    const text = this.byNumber.get(number);
    if (text) text.gone = true;
  }

  moveTo(now: Instant): void {
    this.now = now;
    for (; this.recentFrom < this.texts.length; this.recentFrom++) {
      const text = this.texts[this.recentFrom]!;
      if (text.at >= now - RECENT) break;
      text.words = null;
      text.star = null;
      if (this.passed++ % this.step !== 0) text.gone = true;
    }
  }

  /** Throws out what is too old, taken back, or more than is compared with. */
  private sweep(): void {
    const past = this.texts.slice(0, this.recentFrom).filter(each => !each.gone && each.at >= this.now - PAST_KEPT);
    const thinned = past.length > PAST_MAX ? past.filter((_, i) => i % 2 === 0) : past;
    if (thinned !== past) this.step *= 2;
    const recent = this.texts
      .slice(this.recentFrom)
      .filter(each => !each.gone)
      .slice(-RECENT_MAX * 0.8);
    this.texts = [...thinned, ...recent];
    this.recentFrom = thinned.length;
    this.added = 0;
    this.byNumber.clear();
    this.grams = new Map();
    this.terms = new Map();
    for (const [i, each] of this.texts.entries()) {
      each.seq = i;
      this.byNumber.set(each.number, each);
      this.list(each);
    }
    this.seq = this.texts.length;
    this.sweptAfter = Math.min(SWEPT_AFTER.max, Math.max(SWEPT_AFTER.min, this.texts.length / 8));
    this.weigh();
  }

  private list(text: Text): void {
    for (const each of text.grams) listed(this.grams, each, text);
    for (const each of text.terms) listed(this.terms, each, text);
  }

  private weight(gram: number): number {
    return this.weights.get(gram) ?? this.unknown;
  }

  private weigh(): void {
    this.unknown = Math.log((this.recentFrom + 50) / 1.5) ** 2;
    this.weights = new Map();
    for (const [gram, list] of this.grams)
      this.weights.set(gram, Math.max(0, Math.log((this.recentFrom + 50) / (list.length + 0.5))) ** 2);
    for (const each of this.texts) each.norm = this.normOf(each);
  }

  private normOf(text: Text): number {
    let sum = 0;
    for (const each of text.grams) sum += this.weight(each);
    return Math.sqrt(sum);
  }

  /** Compares a new text with all others; those of the last day learn of it. */
  private star(text: Text): void {
    const likeness = new Float64Array(this.seq);
    for (const each of text.grams) {
      const weight = this.weight(each);
      if (weight > 0) for (const other of this.grams.get(each)!) likeness[other.seq]! += weight;
    }
    const bins = new Uint32Array(BINS);
    let past = 0;
    for (let i = 0; i < this.recentFrom; i++) {
      const other = this.texts[i]!;
      if (other.gone) continue;
      past++;
      const shared = likeness[other.seq]!;
      // Most have nothing in common with it.
      if (shared === 0) {
        bins[0]!++;
        continue;
      }
      const like = shared / (other.norm * text.norm || Infinity);
      bins[Math.min(BINS - 1, Math.floor(like * BINS))]!++;
    }
    const levels = levelsOf(bins, past);
    text.star = { levels, near: [] };
    const least = levels.at(-1)?.like ?? 1;
    for (let i = this.texts.length - 2; i >= this.recentFrom; i--) {
      const other = this.texts[i]!;
      if (other.at < text.at - this.lookedBack) break;
      if (other.gone || !other.star) continue;
      const like = likeness[other.seq]! / (other.norm * text.norm || Infinity);
      if (like >= least) text.star.near.push({ text: other, like });
      if (like >= (other.star.levels.at(-1)?.like ?? 1)) other.star.near.push({ text, like });
    }
  }

  clusterOf(number: number, moment: Moment, others: (from: Instant) => number): Cluster | null {
    const text = this.byNumber.get(number);
    if (!text?.star || text.gone) return null;
    const from = moment.now - this.lookedBack;
    const all = others(from);
    const day = Math.log10(moment.perDay);
    let best: Cluster | null = null;
    /** @param members the newest first */
    const look = (members: readonly Text[], share: number, handicap: number) => {
      const customers = new Set<string>();
      for (const [i, each] of members.entries()) {
        customers.add(each.customer);
        const n = customers.size;
        if (n < TOGETHER_MIN || customers.has(members[i + 1]?.customer ?? '')) continue;
        const surprise = moment.surprise(n, each.at, share, others(each.at) - n, all - n);
        const score = surprise - day - handicap;
        if (best && score <= best.score) continue;
        best = { score, numbers: members.slice(0, i + 1).map(one => one.number), since: each.at, share };
      }
    };
    const past = Math.max(1, this.recentFrom);
    for (const term of text.terms) {
      const list = this.terms.get(term)!;
      const before = lowerBound(list, this.recentFrom);
      const share = (before + 0.5) / (past + 1);
      if (share > TERM_SHARE_MAX) continue;
      look(within(list.slice(before), from), share, 0);
    }
    const centres = [text, ...nearest(text.star.near, STARS_MAX).map(each => each.text)];
    for (const centre of centres) {
      if (!centre.star || centre.gone || centre.at < from) continue;
      for (const { like, share } of centre.star.levels) {
        const near = centre.star.near.filter(each => each.like >= like).map(each => each.text);
        look(
          within(
            [...near, centre].sort((a, b) => a.seq - b.seq),
            from,
          ),
          share,
          STAR_HANDICAP,
        );
      }
    }
    return best;
  }

  isLike(number: number, numbers: readonly number[]): boolean {
    const text = this.byNumber.get(number);
    if (!text?.star) return false;
    const of = new Set(numbers);
    // As like as one in thirty of the past, to a third of them.
    const like = text.star.levels.findLast(each => each.share <= 0.03)?.like ?? 1;
    const near = text.star.near.filter(each => of.has(each.text.number) && each.like >= like);
    return near.length * 3 >= of.size;
  }

  excess(numbers: readonly number[], usual: number): number {
    const counts = new Map<number, number>();
    for (const number of numbers)
      for (const term of this.byNumber.get(number)?.terms ?? []) counts.set(term, (counts.get(term) ?? 0) + 1);
    let most = 0;
    for (const [term, n] of counts) {
      const share = (lowerBound(this.terms.get(term)!, this.recentFrom) + 0.5) / (this.recentFrom + 1);
      if (share <= TERM_SHARE_MAX) most = Math.max(most, n - usual * share);
    }
    return most;
  }

  wordsOf(numbers: readonly number[]): string[] {
    const members = numbers.map(each => this.byNumber.get(each)).filter(each => each?.words != null) as Text[];
    const counts = new Map<number, number>();
    for (const each of members) for (const term of each.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    const telling = [...counts]
      .filter(([, n]) => n >= Math.max(2, members.length / 3))
      .map(([term, n]) => {
        const share = (lowerBound(this.terms.get(term)!, this.recentFrom) + 0.5) / (this.recentFrom + 1);
        return { term, n, telling: n * Math.log(n / (members.length * share)) };
      })
      .sort((a, b) => b.telling - a.telling);
    return spoken(
      telling.map(each => each.term),
      members.map(each => each.words ?? ''),
    );
  }
}

/** As long as what is usual is learnt from. */
const PAST_KEPT: DurationMs = 42 * RECENT;
/** Words of an alert. */
const WORDS_SHOWN = 3;

function listed(lists: Map<number, Text[]>, key: number, text: Text): void {
  const list = lists.get(key);
  if (list) list.push(text);
  else lists.set(key, [text]);
}

/** The newest first, without what is older or was taken back. */
function within(texts: readonly Text[], from: Instant): Text[] {
  const kept: Text[] = [];
  for (let i = texts.length - 1; i >= 0 && texts[i]!.at >= from; i--) if (!texts[i]!.gone) kept.push(texts[i]!);
  return kept;
}

function nearest(near: Star['near'], most: number): Star['near'] {
  return near.length <= most ? near : [...near].sort((a, b) => b.like - a.like).slice(0, most);
}

function lowerBound(list: readonly Text[], seq: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From how like on at most so many of the past are as like, and which share of it that is. */
function levelsOf(bins: Uint32Array, past: number): Star['levels'] {
  const levels: Star['levels'] = [];
  let count = 0;
  let bin = BINS;
  for (const most of NEIGHBOURS) {
    if (most > Math.max(8, past * NEIGHBOURS_SHARE)) break;
    while (bin > Math.floor(LIKE_MIN * BINS) && count + bins[bin - 1]! <= most) count += bins[--bin]!;
    // Of those that are exactly alike there are more than that: they cannot be told apart.
    if (bin === BINS) continue;
    const level = { like: Math.max(LIKE_MIN, bin / BINS), share: (count + 0.5) / Math.max(1, past) };
    if (level.like !== levels.at(-1)?.like) levels.push(level);
  }
  return levels;
}

/** Terms as they were written: one word, or two that stand near each other. */
function spoken(terms: readonly number[], texts: readonly string[]): string[] {
  const written = new Map<number, Map<string, number>>();
  for (const text of texts) {
    const words = wordsOf(text);
    const content = words.filter(each => !isFunctionWord(each));
    const pieces = [
      ...content,
      ...words.flatMap((each, i) => [
        each + ' ' + (words[i + 1] ?? ''),
        each + ' ' + (words[i + 1] ?? '') + ' ' + (words[i + 2] ?? ''),
      ]),
    ];
    for (const piece of new Set(pieces.map(each => each.trim()))) {
      const { contentWords, pairs } = termsOf(piece);
      const of = piece.includes(' ') ? (contentWords.length === 2 ? pairs : []) : contentWords;
      for (const term of of) {
        const forms = written.get(term) ?? new Map<string, number>();
        forms.set(piece, (forms.get(piece) ?? 0) + 1);
        written.set(term, forms);
      }
    }
  }
  const said: string[] = [];
  for (const term of terms) {
    const form = [...(written.get(term) ?? [])].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0];
    if (!form || said.some(each => each.includes(form) || form.includes(each))) continue;
    said.push(form);
    if (said.length === WORDS_SHOWN) break;
  }
  return said;
}
