/** How hard a text in English is to read: Flesch's reading ease (1948). Pure. */
import { languageOf } from '../core/language.ts';
import { sentencesOf, wordsOf } from './texts.ts';

/** Below it is the language of contracts; good replies to customers are at 50 and more. */
const EASE_MIN = 25;
/** In shorter texts one long word decides. */
const WORDS_MIN = 30;
/** Words of a sentence that nobody has to read twice. */
const SENTENCE_WORDS_MAX = 24;

/** @returns the longest sentence of a text that is hard to read, or null */
export function hardToRead(reply: string): string | null {
  const sentences = sentencesOf(reply.replace(/https?:\/\/\S+|[^\s@]{1,64}@\S+/g, ' ')).filter(
    each => wordsOf(each).length > 2,
  );
  const words = sentences.flatMap(wordsOf);
  if (words.length < WORDS_MIN || !isEnglish(reply)) return null;
  const syllables = words.reduce((sum, each) => sum + syllablesOf(each), 0);
  const ease = 206.835 - 1.015 * (words.length / sentences.length) - 84.6 * (syllables / words.length);
  const longest = sentences.reduce((one, other) => (wordsOf(other).length > wordsOf(one).length ? other : one));
  return ease < EASE_MIN && wordsOf(longest).length > SENTENCE_WORDS_MAX ? longest : null;
}

/** Long words leave few small ones to tell by. */
function isEnglish(text: string): boolean {
  const language = languageOf(text);
  return (
    language === 'en' || (language === null && (text.match(/\b(?:the|of|and|to|by|is|with)\b/gi)?.length ?? 0) > 2)
  );
}

/** Groups of vowels, without the silent e at the end: close enough for a mean. */
function syllablesOf(word: string): number {
  const small = word.toLowerCase().replace(/(?:[^laeiouy]es|[^td]ed|[^l]e)$/, each => each[0]!);
  return Math.max(1, small.match(/[aeiouy]+/g)?.length ?? 0);
}
