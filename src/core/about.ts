/** What an enquiry is called: the subject of a message, else its first words. Pure; staff read it, customers never do. */
import { lazy } from './lazy.ts';
import { clampText, cleanText, isBlank, type Shielded, SUBJECT_CHARS_MAX } from './message.ts';
import { lowerWords } from './thanks-grammar.ts';
import { greets } from './thanks-names.ts';

/** First words that name an enquiry: one line of a list on a phone is half of this, one on a desktop all of it. */
export const FIRST_WORDS_CHARS_MAX = 80;
/** Characters looked at: the rest of a long letter is nowhere near its first words. */
const LOOKED_AT = 2_000;
/** "Hi", "Good morning", "Hello dear shop": nobody knows yet what it is about. */
const GREETING_WORDS_MAX = 3;
/** Of greetings in two words, those whose second word is no greeting: "guten Morgen", "bom dia". */
const BEGINS_GREETING = new Set('guten god goda goeden bom boa bon bona jo xin iyi'.split(' '));
/** Whom a post is written to, before it says anything: "@kettleshop @tom my lid rattles". */
const WRITTEN_TO = /^(?:[.\s]*[@＠][\p{L}\p{N}_.-]+[\s,:;!.-]*)+/u;
/** What a cut must not end with. */
const LOOSE_END = /[\s,;:.\-–—(«„"'“‘]+$/u;

/** Its tables are loaded with the first one. */
const characters = lazy(() => new Intl.Segmenter());

/** What a message says of itself. */
interface Words {
  subject: string | null;
  text: string;
  /** How it sounds: what is aimed at staff is called by what they need. */
  shield?: Pick<Shielded, 'level' | 'gist'> | null;
}

/** Null where it has neither subject nor words: a file alone, or words that their author took back. */
export function aboutOf(message: Words): string | null {
  return subjectOf(message.subject) ?? beginning(message);
}

function beginning({ text, shield }: Words): string | null {
  return firstWords(shield?.level === 'aimed' ? (shield.gist ?? '') : text);
}

/** The subject as an enquiry keeps it: one line, null when nothing can be read. */
export function subjectOf(subject: string | null): string | null {
  const line = subject && clampText(oneLine(subject), SUBJECT_CHARS_MAX).text;
  return line && !isBlank(line) ? line : null;
}

/** Is this what the enquiry is called only because nobody gave it a subject? */
export function isFirstWords(name: string | null, message: Words): boolean {
  if (name === null || subjectOf(message.subject) !== null) return false;
  return firstWords(message.text) === name || beginning(message) === name;
}

/**
 * The subject that customers are told: one that somebody gave. First words may be a colleague's who passed a message on, or
 * those of somebody else who took part, so they stay with the staff.
 */
export function subjectGiven(name: string | null, messages: readonly Words[]): string | null {
  return messages.some(each => isFirstWords(name, each)) ? null : name;
}

/** Nothing but a greeting: the next message tells more. */
export function onlyGreeting(name: string): boolean {
  const words = lowerWords(name).filter(each => each !== '|');
  return (
    words.length <= GREETING_WORDS_MAX &&
    !/[?？؟\p{Nd}]/u.test(name) &&
    (greets(words) || BEGINS_GREETING.has(words[0] ?? ''))
  );
}

function firstWords(text: string): string | null {
  const whole = oneLine(clampText(text, LOOKED_AT).text);
  if (isBlank(whole)) return null;
  const said = whole.replace(WRITTEN_TO, '');
  const words = isBlank(said) ? whole : said;
  return cutBetweenWords(words);
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}

/** Between two words where they are parted, else between two characters as a person counts them: an emoji stays whole. */
function cutBetweenWords(words: string): string {
  if (words.length <= FIRST_WORDS_CHARS_MAX) return words;
  let at = 0;
  for (const { index, segment } of characters().segment(words.slice(0, 2 * FIRST_WORDS_CHARS_MAX))) {
    if (index + segment.length >= FIRST_WORDS_CHARS_MAX) break;
    at = index + segment.length;
  }
  const gap = words.lastIndexOf(' ', at);
  const cut = words.slice(0, gap > at / 2 ? gap : at).replace(LOOSE_END, '');
  return `${cut}…`;
}
