/** The stem of a word. Pure. */
const ENDINGS = ['ingly', 'edly', 'ing', 'ies', 'ed', 'es', 'ly', 's', 'e', 'y'];

/** Roughly: what is left must be the same for forms of one word, and need be no word. */
export function stemOf(word: string): string {
  const ending = ENDINGS.find(each => word.endsWith(each) && word.length - each.length >= 3);
  const stem = ending ? word.slice(0, -ending.length) : word;
  return stem.length > 3 && stem.at(-1) === stem.at(-2) ? stem.slice(0, -1) : stem;
}
