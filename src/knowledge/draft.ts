/**
 * Makes a draft of what somebody else was answered: for this customer and from this author, with everything that belongs to
 * the other one turned into `[check: ...]`. When in doubt it is turned. Pure.
 */
import { clampText } from '../core/message.ts';
import { type Holds, initialsOf, namedIn, namesIn, partsOfNames } from './names.ts';
import { greetingOfOne, greetingParts, signOffLine } from './phrases.ts';
import { FORMS } from './theirs.ts';

export interface Borrowed {
  /** What was answered. */
  answer: string;
  /** Names and addresses of everybody who took part there but the team. */
  names: readonly string[];
  /** What customers wrote there. */
  texts: readonly string[];
  /** The names of whoever wrote the answer. */
  authors: readonly string[];
}

interface Fresh {
  /** How this customer is greeted; null where they have no name. */
  customer: string | null;
  /** How customers see whoever sends it; null where it is not said. */
  author: string | null;
}

/** Of an answer: more than any form takes. */
const ANSWER_CHARS_MAX = 6_000;
/** Of what customers wrote: names stand at its beginning and its end. */
const TEXT_CHARS_MAX = 4_000;
/** Lines at the end of an answer in which its author's name may stand. */
const SIGNED_LINES = 4;
/** Lines at its beginning in which it may greet. */
const GREETING_LINES = 3;

/** @param holds how often a word stands in past enquiries: what many wrote is nobody's name */
export function draftOf({ answer, names, texts, authors }: Borrowed, fresh: Fresh, holds: Holds): string {
  const left = new Left();
  const lines = clampText(answer, ANSWER_CHARS_MAX)
    .text.replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(/[\ue000-\uf8ff]/gu, '')
    .split('\n');
  greet(lines, fresh.customer, left);
  sign(lines, authors, fresh.author, left);
  let text = lines.join('\n');
  for (const { pattern, called } of FORMS) text = text.replace(pattern, found => left.check(called, found));
  const all = [...names, ...namesIn(texts.map(bothEnds), holds)];
  text = left.names(text, namedIn(text, partsOfNames([...all, ...authors]), initialsOf([...names, ...authors]), holds));
  return joined(left.filled(text)).trim();
}

/** The beginning and the end of a long text. */
function bothEnds(text: string): string {
  const half = TEXT_CHARS_MAX / 2;
  return text.length <= TEXT_CHARS_MAX ? text : `${text.slice(0, half)}\n${text.slice(-half)}`.toWellFormed();
}

/** The greeting is for this customer now. */
function greet(lines: string[], customer: string | null, left: Left): void {
  const at = lines.findIndex(each => each.trim());
  for (let i = at; i >= 0 && i < Math.min(at + GREETING_LINES, lines.length); i++) {
    const line = lines[i]!;
    const parts = greetingParts().exec(line);
    if (!parts) continue;
    const [whole, hello = '', whom = '', behind = ''] = parts;
    const end = behind.trim();
    const rest = line.slice(whole.length);
    // Without a mark behind it the words may go on: "Hello we are open".
    if (!end && rest.trim() && !whom.trim()) return;
    const isOne = greetingOfOne().test(hello.trim());
    const greeting = isOne ? left.check('greeting', hello) : left.keep(hello);
    const name = customer === null ? '' : ` ${left.keep(customer)}`;
    const gap = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(hello.trim()) || !rest ? '' : ' ';
    lines[i] = `${greeting}${name}${end || (rest.trim() ? ',' : '')}${rest ? gap + rest.trimStart() : ''}`;
    return;
  }
}

/** The name below it is that of whoever sends it now. */
function sign(lines: string[], authors: readonly string[], author: string | null, left: Left): void {
  const full = lines.flatMap((each, i) => (each.trim() ? [i] : [])).slice(-SIGNED_LINES);
  const signOff = full.find(i => signOffLine().test(lines[i]!.trim()));
  const mine = () => (author === null ? left.check('your name', '') : left.keep(author));
  let isSigned = false;
  for (const i of full) {
    for (const name of byLength(authors)) {
      const inLine = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(name)}(?![\\p{L}\\p{N}])`, 'giu');
      if (!inLine.test(lines[i]!) || (signOff !== undefined && i < signOff)) continue;
      const isLast =
        i === full.at(-1) &&
        lines[i]!.trimEnd()
          .replace(/[.!,\s]+$/, '')
          .toLowerCase()
          .endsWith(name.toLowerCase());
      if (signOff === undefined && lines[i]!.trim().length > name.length + 12 && !isLast) continue;
      const at = lines[i]!.toLowerCase().lastIndexOf(name.toLowerCase());
      const before = isLast ? lines[i]!.slice(0, at) : '';
      lines[i] = before + lines[i]!.slice(before.length).replace(inLine, () => mine());
      isSigned = true;
    }
  }
  if (isSigned || signOff === undefined) return;
  // Somebody signed with a name that nobody here goes by any more.
  const below = full.find(
    i => i > signOff && /^\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+\p{Lu}[\p{L}\p{M}'’.-]*){0,2}$/u.test(lines[i]!.trim()),
  );
  if (below !== undefined) lines[below] = mine();
}

/** Whole names before their parts. */
function byLength(names: readonly string[]): string[] {
  const parts = names.flatMap(each => [each, ...each.split(/\s+/)]).filter(each => each.length > 1);
  return [...new Set(parts)].sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** One mark for what stands beside itself: a name of three words is one name. */
function joined(text: string): string {
  return text.replace(/(\[check: [^\]]+\])(?:[ \t,/+&-]*(?:and |und |et |y |e |en )?\1)+/g, '$1');
}

const FIRST = 0xe000;

/** What is done with already: each stands as one character of its own, so that nothing looks at it again. */
class Left {
  readonly #parts: string[] = [];

  check(called: string, found: string): string {
    // What was taken out already may stand inside, such as a date in a sentence of numbers.
    return /^[\ue000-\uf8ff\s]+$/u.test(found) && found ? found : this.keep(`[check: ${called}]`);
  }

  keep(words: string): string {
    this.#parts.push(words);
    return String.fromCharCode(FIRST + Math.min(this.#parts.length - 1, 0x18fe));
  }

  names(text: string, places: { from: number; to: number }[]): string {
    const sorted = places.toSorted((a, b) => a.from - b.from || b.to - a.to);
    let made = '';
    let at = 0;
    for (const { from, to } of sorted) {
      if (to <= at) continue;
      made += text.slice(at, Math.max(at, from)) + this.keep('[check: name]');
      at = to;
    }
    return made + text.slice(at);
  }

  filled(text: string): string {
    return text.replace(/[\ue000-\uf8ff]/gu, each => this.#parts[each.charCodeAt(0) - FIRST] ?? '');
  }
}
