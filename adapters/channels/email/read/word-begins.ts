/**
 * Which of several lists of patterns can match in a sentence at all, by the words that they begin with: one look at each
 * word, where the patterns themselves look at each letter. It may name a list too many, and never one too few.
 */

interface Begins {
  /** Lists by a whole word that one of their patterns begins with. */
  words: Map<string, Set<number>>;
  /** By the first letters of a word that may go on, under the first two of them. */
  stems: Map<string, { stem: string; list: number }[]>;
}

const STEM_KEY_CHARS = 2;
/** `(in|on) the text*`: what patterns are written with, beside letters and blanks. */
const SPECIAL = /[()|?*]/;

/**
 * @param lists patterns with `|` between them; in them may stand groups, `?` behind a letter or a group, and `*` for any
 * letters at the end of a word
 */
export function beginsOf(lists: readonly string[]): Begins {
  const begins: Begins = { words: new Map(), stems: new Map() };
  for (const [list, patterns] of lists.entries())
    for (const written of spelledOut(patterns)) {
      const first = /^\p{L}+/u.exec(written)?.[0];
      if (!first) throw new Error(`A pattern begins with no letter: ${written}`);
      if (written[first.length] === '*') addStem(begins, folded(first), list);
      else addTo(begins.words, folded(first), list);
    }
  return begins;
}

/** The numbers of the lists that can match in it. */
export function languagesIn(sentence: string, { words, stems }: Begins): Set<number> {
  const found = new Set<number>();
  for (const word of new Set(sentence.match(/\p{L}+/gu)?.map(folded))) {
    for (const list of words.get(word) ?? []) found.add(list);
    for (let n = 1; n <= STEM_KEY_CHARS; n++)
      for (const { stem, list } of stems.get(word.slice(0, n)) ?? []) if (word.startsWith(stem)) found.add(list);
  }
  return found;
}

function addStem({ stems }: Begins, stem: string, list: number): void {
  const key = stem.slice(0, STEM_KEY_CHARS);
  const known = stems.get(key) ?? [];
  known.push({ stem, list });
  stems.set(key, known);
}

function addTo(words: Begins['words'], word: string, list: number): void {
  const known = words.get(word) ?? new Set();
  known.add(list);
  words.set(word, known);
}

/** As a pattern compares without regard to capitals: each letter with its other forms, both sigmas alike. */
function folded(word: string): string {
  if (/^[a-z]+$/.test(word)) return word;
  return word.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}

/** Every text that patterns stand for, with `*` left in them. */
function spelledOut(patterns: string): string[] {
  return alternativesOf(patterns).flatMap(each => spellOne(each));
}

function spellOne(pattern: string): string[] {
  const at = pattern.search(SPECIAL);
  if (at < 0) return [pattern];
  if (pattern[at] === '*') return spellOne(pattern.slice(at + 1)).map(rest => `${pattern.slice(0, at + 1)}${rest}`);
  if (pattern[at] === '?') {
    const rest = spellOne(pattern.slice(at + 1));
    return [pattern.slice(0, at), pattern.slice(0, at - 1)].flatMap(head => rest.map(each => head + each));
  }
  const end = closingOf(pattern, at);
  const optional = pattern[end + 1] === '?';
  const inner = [...spelledOut(pattern.slice(at + 1, end)), ...(optional ? [''] : [])];
  const rest = spellOne(pattern.slice(end + (optional ? 2 : 1)));
  return inner.flatMap(each => rest.map(tail => pattern.slice(0, at) + each + tail));
}

/** Between the bars that stand in no group. */
function alternativesOf(patterns: string): string[] {
  const found = [''];
  let depth = 0;
  for (const letter of patterns) {
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === '|' && depth === 0) found.push('');
    else found[found.length - 1] += letter;
  }
  return found;
}

function closingOf(pattern: string, open: number): number {
  let depth = 0;
  for (let i = open; i < pattern.length; i++) {
    if (pattern[i] === '(') depth++;
    if (pattern[i] === ')' && --depth === 0) return i;
  }
  throw new Error(`A group does not end: ${pattern}`);
}
