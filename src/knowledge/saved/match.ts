/** Which saved replies somebody means by what they typed, and which of them are near to what a customer asks. Pure. */
import { distance } from '../../core/spelling.ts';

interface Matched {
  title: string;
  /** How it begins. */
  text: string;
}

/** Words of what was typed that are looked at. */
const WORDS_MAX = 8;
/** A customer's words that are looked at: what they want stands at the beginning. */
const ASKED_WORDS_MAX = 200;
/** Of a saved reply: what it is about stands at its beginning. */
const NEAR_CHARS = 300;
/** From this length on a word may have one wrong letter. */
const FORGIVEN_FROM = 5;
/** In how many of all replies a word may stand and still say something. */
const COMMON_SHARE = 0.4;

/** Those that have every word that was typed, the best first: in the title before in the text, whole before begun. */
export function typedFor<T extends Matched>(all: readonly T[], typed: string): T[] {
  const wanted = wordsOf(typed).slice(0, WORDS_MAX);
  if (wanted.length === 0) return [...all];
  const whole = wanted.join(' ');
  const scored = all.flatMap((each, place) => {
    const { title, text } = readOnce(each);
    let score = title.join(' ').startsWith(whole) ? 100 : 0;
    for (const word of wanted) {
      const found = 10 * nearness(title, word) || standsIn(text, word);
      if (found === 0) return [];
      score += found;
    }
    return [{ each, score, place }];
  });
  return scored.sort((a, b) => b.score - a.score || a.place - b.place).map(({ each }) => each);
}

/** Rows are never changed, only read anew: what was read of one holds as long as it is kept. 500 long ones take 100 ms. */
const readBefore = new WeakMap<Matched, { title: string[]; text: string }>();

function readOnce(each: Matched): { title: string[]; text: string } {
  const before = readBefore.get(each);
  if (before) return before;
  const read = { title: wordsOf(each.title), text: ` ${plainOf(each.text)}` };
  readBefore.set(each, read);
  return read;
}

/** Those that share words with what a customer wrote, the nearest first; the others follow as they came. */
export function nearTo<T extends Matched>(all: readonly T[], asked: string): T[] {
  const words = new Set(wordsOf(asked).slice(0, ASKED_WORDS_MAX).map(stemOf));
  const found = all.map((each, place) => ({
    each,
    place,
    title: new Set(wordsOf(each.title).map(stemOf)),
    text: new Set(wordsOf(each.text.slice(0, NEAR_CHARS)).map(stemOf)),
  }));
  const many = Math.max(2, all.length * COMMON_SHARE);
  const weight = new Map<string, number>();
  for (const word of words) {
    const n = found.filter(({ title, text }) => title.has(word) || text.has(word)).length;
    if (n > 0 && (n < many || all.length < 5)) weight.set(word, Math.log(1 + all.length / n));
  }
  const score = ({ title, text }: (typeof found)[number]) => {
    let sum = 0;
    for (const [word, each] of weight) sum += title.has(word) ? 3 * each : text.has(word) ? each : 0;
    return sum;
  };
  return found
    .map(each => ({ ...each, score: score(each) }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ each }) => each);
}

/** How near the nearest of these words is: 3 the same, 2 begins so, 1 has it inside or one letter wrong. */
function nearness(words: readonly string[], wanted: string): number {
  let best = 0;
  for (const word of words) {
    if (word === wanted) return 3;
    if (word.startsWith(wanted)) best = Math.max(best, 2);
    else if (best === 0 && wanted.length > 2 && word.includes(wanted)) best = 1;
    else if (best === 0 && isNearly(word, wanted)) best = 1;
  }
  return best;
}

/** The same in a text that is not taken apart, which is ten times as quick. */
function standsIn(text: string, wanted: string): number {
  const first = text.indexOf(wanted);
  for (let at = first; at >= 0; at = text.indexOf(wanted, at + 1))
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')) return 2;
  return wanted.length > 2 && first >= 0 ? 1 : 0;
}

function isNearly(word: string, wanted: string): boolean {
  if (wanted.length < FORGIVEN_FROM || Math.abs(word.length - wanted.length) > 1 || word.length > 20) return false;
  return word[0] === wanted[0] && distance(word, wanted) <= 1;
}

/** In small letters, without marks. */
function plainOf(text: string): string {
  const small = text.toLowerCase();
  return /[^\x00-\x7f]/.test(small) ? small.normalize('NFKD').replace(/\p{M}/gu, '') : small;
}

/** Where words stand without spaces between them, each sign is one. */
function wordsOf(text: string): string[] {
  return plainOf(text).match(WORD) ?? [];
}

const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]|[^\P{L}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]+|\p{N}+/gu;

/** "refunds", "refunded" and "refund" are one word here. */
function stemOf(word: string): string {
  return word.length > 5 ? word.slice(0, Math.max(5, word.length - 3)) : word;
}
