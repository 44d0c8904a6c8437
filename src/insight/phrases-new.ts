/**
 * The words and pairs of words by which customers are told apart: which come up most, and which nobody used before. Counted by
 * customers, not by messages. Pure.
 */
import { lazy } from '../core/lazy.ts';
import { conceptOf, isFunctionWord } from '../knowledge/concepts.ts';
import { stemOf } from '../knowledge/stems.ts';
import { isGivenName } from './given-names.ts';

/** One enquiry, as it is counted. */
interface Said {
  /** Whose it is: one customer counts once. */
  customer: string;
  /** The sentences of its gist. */
  sentences: readonly string[];
}

/** Words that belong together, and whose enquiries have them. */
interface Phrase {
  /** As most of them write it, in small letters. */
  words: string;
  /** Places of its enquiries in the list that was given. */
  at: number[];
  /** Customers now and before. */
  now: number;
  before: number;
}

/** Of so many customers at least; of fewer it may be chance. */
const CUSTOMERS_MIN = 3;
/** A word in more enquiries than this share says nothing. */
const SHARE_MAX = 0.4;
/** So unlikely by chance, from what was usual. */
const CHANCE_MAX = 0.005;
/** Shown at most. */
const NEW_MAX = 3;
const GROUPS_MAX = 6;
/** Phrases whose enquiries are the same to this share say the same. */
const SAME_SHARE = 0.5;
const WORD_CHARS_MIN = 3;

const wordPattern = lazy(() => /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu);
/** In every enquiry of every shop. */
const everywhere = lazy(
  () =>
    new Set(
      `order orders ordered bestellung bestellt commande pedido ordine bestelling please thanks hello help question today yesterday tomorrow
  morning week know want would could like just also still really got get make made time day days told said new good`.split(
        /\s+/,
      ),
    ),
);

interface Counted {
  at: Set<number>;
  customers: Set<string>;
  spelled: Map<string, number>;
  pair: boolean;
}

/** What is counted of each enquiry: a key by what its words mean, and how it is spelled there. */
function unitsOf(
  sentences: readonly string[],
  names: ReadonlySet<string>,
): Map<string, { words: string; pair: boolean }> {
  const found = new Map<string, { words: string; pair: boolean }>();
  for (const sentence of sentences) {
    let last: { meant: string; word: string; end: number } | null = null;
    for (const each of sentence.matchAll(wordPattern())) {
      const word = each[0].replace(/['’]s$/u, '');
      const plain = word.toLowerCase();
      const bare = plain.normalize('NFD').replace(/[\p{M}'’]/gu, '');
      // A name or a number is nobody's news.
      const skipped = /\d/.test(word) || names.has(plain) || isGivenName(word) || bare.length < WORD_CHARS_MIN;
      if (skipped || isFunctionWord(bare) || everywhere().has(bare)) {
        if (skipped) last = null;
        continue;
      }
      const meant = conceptOf(stemOf(bare));
      if (!found.has(meant)) found.set(meant, { words: plain, pair: false });
      if (last && last.meant !== meant && each.index - last.end <= 12) {
        const words = sentence.slice(last.end - last.word.length, each.index + word.length).toLowerCase();
        const key = [last.meant, meant].sort().join(' ');
        if (!/[,;:!?()]/.test(words) && !found.has(key))
          found.set(key, { words: words.replace(/\s+/g, ' '), pair: true });
      }
      last = { meant, word, end: each.index + word.length };
    }
  }
  return found;
}

function countAll(said: readonly Said[], names: ReadonlySet<string>): Map<string, Counted> {
  const all = new Map<string, Counted>();
  for (const [i, { customer, sentences }] of said.entries()) {
    for (const [key, { words, pair }] of unitsOf(sentences, names)) {
      const there = all.get(key) ?? { at: new Set(), customers: new Set(), spelled: new Map(), pair };
      all.set(key, there);
      there.at.add(i);
      there.customers.add(customer);
      there.spelled.set(words, (there.spelled.get(words) ?? 0) + 1);
    }
  }
  return all;
}

export interface Phrases {
  /** Nobody wrote them before. */
  fresh: Phrase[];
  /** What comes up most, whatever was before. */
  groups: Phrase[];
}

/** @param names of staff and customers, in small letters: they are no topics */
export function phrasesOf(now: readonly Said[], before: readonly Said[], names: ReadonlySet<string>): Phrases {
  const [counted, known] = [countAll(now, names), countAll(before, names)];
  const customers = new Set(now.map(each => each.customer)).size;
  const earlier = new Set(before.map(each => each.customer)).size;
  const all = [...counted].flatMap(([key, each]) => {
    if (each.customers.size < CUSTOMERS_MIN) return [];
    const was = known.get(key)?.customers.size ?? 0;
    const usual = ((was + 0.5) * customers) / Math.max(1, earlier + 1);
    return [{ each, was, chance: poissonTail(each.customers.size, usual) }];
  });
  const phrase = ({ each, was }: (typeof all)[number]): Phrase => ({
    words: [...each.spelled].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]![0],
    at: [...each.at],
    now: each.customers.size,
    before: was,
  });
  const news = all
    .filter(each => each.was === 0 && earlier >= CUSTOMERS_MIN && each.chance <= CHANCE_MAX)
    .sort((a, b) => a.chance - b.chance || Number(b.each.pair) - Number(a.each.pair));
  // A pair says more than either of its words.
  const weight = ({ each }: (typeof all)[number]) => each.customers.size * (each.pair ? 2 : 1);
  const often = all
    .filter(({ each }) => customers < 8 || each.customers.size / customers <= SHARE_MAX)
    .sort((a, b) => weight(b) - weight(a));
  return {
    fresh: apart(withPairs(news.map(phrase)), NEW_MAX),
    groups: apart(often.map(phrase), GROUPS_MAX),
  };
}

/** Where two words stand together nearly always, the pair goes first. */
function withPairs(phrases: Phrase[]): Phrase[] {
  return phrases.map((each, i) => {
    if (each.words.includes(' ')) return each;
    const own = new Set(each.at);
    const pair = phrases
      .slice(i + 1)
      .find(other => other.words.includes(' ') && other.now >= each.now * 0.6 && other.at.every(at => own.has(at)));
    return pair ? { ...each, words: pair.words } : each;
  });
}

/** The first of those that are about the same enquiries. */
function apart(phrases: readonly Phrase[], max: number): Phrase[] {
  const kept: Phrase[] = [];
  for (const each of phrases) {
    if (kept.length >= max) break;
    const same = kept.some(other => {
      const shared = each.at.filter(at => other.at.includes(at)).length;
      // One word alone is soon about something else.
      const most = each.words.includes(' ') ? SAME_SHARE : SAME_SHARE / 2;
      return shared / Math.min(each.at.length, other.at.length) > most;
    });
    if (!same) kept.push(each);
  }
  return kept;
}

/** How likely so many or more are where `mean` are usual. */
function poissonTail(n: number, mean: number): number {
  let term = Math.exp(-mean);
  let below = 0;
  for (let k = 0; k < n; k++) {
    below += term;
    term *= mean / (k + 1);
  }
  return Math.max(0, 1 - below);
}
