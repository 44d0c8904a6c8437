/** What the classifier of contact reasons sees of a text: its words, what they mean, pairs of them, and pieces of each. Pure. */
import { hashOf, termsOf, wordsOf } from '../../knowledge/terms.ts';

/** Pieces of words, their ends marked, of this many characters. */
const [PIECE_MIN, PIECE_MAX] = [3, 5];
/** Of one text: a gist has at most 500 characters, which are some 400 of them in most languages. */
const FEATURES_MAX = 1_500;

/** @param sentences its gist @returns hashes of 32 bits, each once */
export function featuresOf(sentences: readonly string[]): Uint32Array {
  const found = new Set<number>();
  const text = sentences.join('\n');
  const words = wordsOf(text);
  const { words: meant, pairs } = termsOf(text);
  for (const [i, word] of words.entries()) {
    found.add(hashOf(`w${word}`));
    if (i > 0) found.add(hashOf(`p${words[i - 1]} ${word}`));
  }
  for (const each of meant) found.add(hashOf(`c${each}`));
  for (const each of pairs) found.add(hashOf(`q${each}`));
  for (const word of words) {
    const marked = ` ${word} `;
    for (let length = PIECE_MIN; length <= PIECE_MAX; length++)
      for (let at = 0; at + length <= marked.length; at++) found.add(hashOf(`g${marked.slice(at, at + length)}`));
  }
  return Uint32Array.from([...found].slice(0, FEATURES_MAX));
}
