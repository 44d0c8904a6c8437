/** What a text is compared by: pieces of words, words by their stems, and pairs of words, each as a hash of 32 bits. Pure. */
import { conceptOf, isFunctionWord } from './concepts.ts';
import { stemOf } from './stems.ts';

/** The parts of a text that are compared; each list without repetition. */
export interface Terms {
  /** Pieces of three letters of each word, its ends marked; of two in scripts without spaces. */
  grams: number[];
  /** The same of words that say something by themselves. */
  contentGrams: number[];
  /** Words by what they mean. */
  words: number[];
  /** Without "the", "and", "how". */
  contentWords: number[];
  /** Two of these beside each other, in any order. */
  pairs: number[];
}

/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Of one word; a longer one is no word of a language. */
const WORD_CHARS_MAX = 40;

/** The words of a text in small letters, without marks; two characters at a time where nothing parts them. */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase().replace(/['’ʼ]/g, '');
  // Most of what is compared is plain, and is compared often.
  if (/^[\0-\x7f]*$/.test(lower)) return lower.match(/[a-z0-9]+/g)?.map(each => each.slice(0, WORD_CHARS_MAX)) ?? [];
  const plain = lower
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '')
    .normalize('NFC');
  const words: string[] = [];
  for (const [word] of plain.matchAll(WORD)) {
    if (UNSPACED.test(word)) words.push(...pairsOfCharacters(word));
    else words.push(word.slice(0, WORD_CHARS_MAX));
  }
  return words;
}

function pairsOfCharacters(word: string): string[] {
  const characters = [...word];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((each, i) => characters[i] + each);
}

/** @param text its gist, best without what the whole team always writes */
export function termsOf(text: string): Terms {
  const grams = new Set<number>();
  const contentGrams = new Set<number>();
  const words = new Set<number>();
  const contentWords = new Set<number>();
  const pairs = new Set<number>();
  let before: number | null = null;
  let beforeThat: number | null = null;
  for (const word of wordsOf(text)) {
    const stem = stemOf(word);
    const content = !isFunctionWord(word);
    addGrams(word, grams);
    if (content) addGrams(word, contentGrams);
    const meant = hashOf(conceptOf(stem));
    words.add(meant);
    if (!content) continue;
    contentWords.add(meant);
    for (const other of [before, beforeThat]) if (other !== null && other !== meant) pairs.add(pairOf(other, meant));
    beforeThat = before;
    before = meant;
  }
  return {
    grams: [...grams],
    contentGrams: [...contentGrams],
    words: [...words],
    contentWords: [...contentWords],
    pairs: [...pairs],
  };
}

const SPACE = 32;

function addGrams(word: string, into: Set<number>): void {
  if (word.length <= 2 && UNSPACED.test(word)) {
    into.add(hashOf(word));
    return;
  }
  let first = SPACE;
  let second = word.charCodeAt(0);
  for (let i = 1; i <= word.length; i++) {
    const third = i < word.length ? word.charCodeAt(i) : SPACE;
    into.add(mix(mix(mix(0x811c9dc5, first), second), third) >>> 0);
    first = second;
    second = third;
  }
}

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** FNV-1a. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash >>> 0;
}

/** The same for both orders. */
function pairOf(a: number, b: number): number {
  return mix(mix(0x9dc5, Math.min(a, b)), Math.max(a, b)) >>> 0;
}
