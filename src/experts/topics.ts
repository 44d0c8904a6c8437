/** Topics as people write them, and whether a text is about one. Pure. */
import { clampText, cleanText } from '../core/message.ts';

/** A topic is a word or three, not a sentence. */
const TOPIC_CHARS_MAX = 40;
/** Far more than anybody knows about; a list on a phone. */
export const TOPICS_MAX = 30;
/** A long letter says what it is about well before this. */
const LOOKED_AT = 8_000;
/** Letters that two words must have in common at the front; shorter words must be the same. */
const STEM_CHARS = 4;
/** What may differ at the end: "stove" and "stoves", "repair" and "repairing". */
const ENDING_CHARS_MAX = 3;
/** Words of a topic that say nothing of it. */
const LITTLE = new Set('a an the and or of for to in on with about our my your questions question things'.split(' '));

/** As it is kept and compared: one line of small letters; empty where nothing is left. */
export function cleanTopic(typed: string): string {
  const line = cleanText(typed)
    .replace(/\s+/g, ' ')
    .replace(/^[\s"'“”„«»#.,;:-]+|[\s"'“”„«».,;:!?-]+$/gu, '')
    .toLowerCase();
  return clampText(line, TOPIC_CHARS_MAX).text.trim();
}

/** Topics out of one line, separated by commas, semicolons or new lines; each once, in their order. */
export function topicsIn(typed: string): string[] {
  const all = typed.split(/[,;\n،、]/u).map(cleanTopic);
  return [...new Set(all.filter(each => each !== ''))].slice(0, TOPICS_MAX);
}

/** Does the text speak of the topic? Each word of the topic has to be in it, as it is or with another ending. */
export function isAbout(topic: string, text: string): boolean {
  return aboutWith(text)(topic);
}

/** The same for many topics of one text. */
export function aboutWith(text: string): (topic: string) => boolean {
  const words = new Set(wordsOf(text.slice(0, LOOKED_AT)));
  const whole = text.slice(0, LOOKED_AT).toLowerCase();
  return topic => {
    const wanted = wordsOf(topic).filter(each => !LITTLE.has(each));
    if (wanted.length === 0) return false;
    return wanted.every(each => (HAS_SPACES.test(each) ? has(words, each) : whole.includes(each)));
  };
}

/** Scripts that put spaces between words. */
const HAS_SPACES = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{N}]+$/u;

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function has(words: ReadonlySet<string>, wanted: string): boolean {
  if (words.has(wanted)) return true;
  if (wanted.length < STEM_CHARS) return false;
  for (const word of words) if (isSameStem(word, wanted)) return true;
  return false;
}

/** "stove" and "stoves", "deliveries" and "delivery"; not "store" and "story". */
function isSameStem(one: string, other: string): boolean {
  let common = 0;
  while (common < one.length && one[common] === other[common]) common++;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (common < STEM_CHARS || long.length - common > ENDING_CHARS_MAX) return false;
  if (common === short.length) return true;
  const [end, ending] = [short.slice(common), long.slice(common)];
  return (end === 'y' && /^ie[sd]$/.test(ending)) || (end === 'e' && ending === 'ing');
}
