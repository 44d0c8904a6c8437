/** What a model answered, in sentences with the sources that each of them names: plain text with `[1]`, or JSON. Pure. */
import { greetingLine, signOffLine } from '../phrases.ts';
import { levelled, withoutMarkup } from './plain.ts';

/** The number of a source, or the thread itself. */
export type Mark = number | 'T';

export interface Said {
  text: string;
  marks: Mark[];
}

/** A reply of more sentences is read by nobody. */
const SENTENCES_MAX = 30;
/** A longer one is none. */
const SENTENCE_CHARS_MAX = 600;
const LINES_MAX = 200;
/** Of an answer that is looked at: three times what any draft has. */
const CONTENT_CHARS_MAX = 8_000;

const NUMBERS = String.raw`(?:(?:sources?|quellen?|fuentes?|fonte|bron|nr\.?|no\.?|#)\s*)?(?:\d{1,3}|[Tt](?:hread)?)`;
/** `[1]`, `[1, T]`, `[source 2]`, `【1】`; a piece that stands for something has other words in it. */
const MARKS = new RegExp(
  String.raw`[[【]\s*(${NUMBERS}(?:\s*[,;&+/]\s*${NUMBERS}|\s+(?:and|und|et|y|e|en)\s+${NUMBERS}){0,9})\s*[\]】](?!\()`,
  'giu',
);
/** A mark behind the end of its sentence belongs in front of it. Thousands of full stops in a row end none. */
const MARKS_BEHIND = new RegExp(
  String.raw`([.!?…。！？]{1,8}["'”»)]{0,4})[ \t]{0,4}((?:[[【]\s*${NUMBERS}(?:\s*[,;&+/]\s*${NUMBERS}){0,9}\s*[\]】][ \t]*)+)`,
  'giu',
);
const ENDS = /(?<=[.!?…]["'”»)]?)[ \t]+|(?<=[。！？])/u;
/** What ends in a full stop and no sentence. */
const NO_END =
  /(?:^|[\s(])(?:e\.g|i\.e|z\.B|d\.h|u\.a|p\.ex|p\.es|bijv|ca|approx|nr|no|St|Mr|Mrs|Ms|Dr|Hr|Fr|Sr|Sra|etc|usw|incl|inkl|tel|\p{L}|\d{1,2})\.$/iu;

/** @returns none where it says that it has no answer */
export function saidIn(content: string): Said[] {
  const text = plainAnswer(content);
  if (/^\W*(?:none|keine?|aucune?|ninguna?|nessuna?|geen|nenhuma?)\W*$/iu.test(text)) return [];
  const said: Said[] = [];
  for (const line of text.split('\n').slice(0, LINES_MAX)) {
    const bare = line.replace(MARKS, '').trim();
    // Below a sign-off stands a name.
    if (signOffLine().test(bare)) break;
    for (const sentence of sentencesOf(line)) {
      const one = marked(sentence);
      if (/[\p{L}\p{N}]/u.test(one.text) && !isGreeting(one.text)) said.push(one);
      if (said.length >= SENTENCES_MAX) return said;
    }
  }
  return said;
}

function plainAnswer(content: string): string {
  const text = levelledLines(withoutMarkup(content.slice(0, CONTENT_CHARS_MAX)));
  return fromJson(text) ?? text;
}

function levelledLines(text: string): string {
  return levelled(text.replace(/\r\n?/g, '\n')).trim();
}

/** Small models answer in JSON when they read JSON. */
function fromJson(text: string): string | null {
  if (!/^[[{]/.test(text) || /^\[\s*(?:name|check|\d|T\b)/.test(text)) return null;
  try {
    const lines: string[] = [];
    gather(JSON.parse(text), lines, 0);
    return lines.length ? withoutMarkup(lines.join('\n')) : null;
  } catch {
    return null;
  }
}

/** Every sentence in it, with the sources that stand beside it. */
function gather(value: unknown, lines: string[], depth: number): void {
  if (depth > 4 || lines.length > LINES_MAX) return;
  if (typeof value === 'string') lines.push(value);
  else if (Array.isArray(value)) for (const each of value) gather(each, lines, depth + 1);
  else if (value !== null && typeof value === 'object') {
    const { text, sentence, source, sources, ...rest } = value as Record<string, unknown>;
    const words = typeof text === 'string' ? text : sentence;
    if (typeof words !== 'string') for (const each of Object.values(rest)) gather(each, lines, depth + 1);
    else {
      const named = [source, sources].flat(2).filter(each => typeof each === 'number' || typeof each === 'string');
      lines.push(`${words} ${named.map(each => `[${String(each).replace(/[[\]]/g, '')}]`).join('')}`);
    }
  }
}

function sentencesOf(line: string): string[] {
  const moved = line.replace(MARKS_BEHIND, (_, end: string, marks: string) => ` ${marks.trim()}${end} `);
  const made: string[] = [];
  for (const piece of moved.split(ENDS)) {
    const last = made.at(-1);
    if (last !== undefined && NO_END.test(last.trim())) made[made.length - 1] = `${last} ${piece}`;
    else made.push(piece);
  }
  return made.map(each => each.trim()).filter(Boolean);
}

function marked(sentence: string): Said {
  const marks: Mark[] = [];
  const text = sentence
    .replace(MARKS, (_, numbers: string) => {
      for (const [each] of numbers.matchAll(/\d{1,3}|\bt(?:hread)?\b/giu))
        marks.push(/^\d/.test(each) ? Number(each) : 'T');
      return ' ';
    })
    .replace(/\s+/gu, ' ')
    .replace(/ (?=[.,;:!?…])/gu, '')
    .trim();
  return { text: text.slice(0, SENTENCE_CHARS_MAX + 1), marks: [...new Set(marks)] };
}

function isGreeting(text: string): boolean {
  return text.length < 60 && text.replace(greetingLine(), '').trim() === '';
}

export function isTooLong({ text }: Said): boolean {
  return text.length > SENTENCE_CHARS_MAX;
}
