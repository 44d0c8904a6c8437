/**
 * From, Sent, To, Subject as a mail program writes them out above what it quotes. People write the same words for a
 * journey, a return, a gift card: so it must look like a program's, with addresses where addresses belong.
 */
import { isBlank } from '../../../../src/core/message.ts';
import { type HeaderKind, headerKind, isExact } from './quote-headers.ts';
import { isReplySubject } from './quote-words.ts';

/** Lines of a block: its headers, and what is wrapped below them. */
const BLOCK_LINES_MAX = 14;
/** This many lines in a row that are not headers end it. */
const LOOSE_LINES_MAX = 2;
/** `From: ann@x Date: Thu, 24 Mar 2016`: a block whose line breaks were lost. */
const ONE_LINE_BLOCK =
  /@.{0,200}\s\*?(date|sent|to|subject|gesendet|datum|an|betreff|envoyé|objet|fecha|para|asunto|inviato|oggetto)\s?:\*?\s/i;
/** `Reason: lid is scratched`: a form goes on. */
const FIELD = /^\s*\p{Lu}[\p{L} ]{1,30}\s?[:：]\s*\S/u;

/** The end of a line is looked at. */
const INTRODUCTION_CHARS = 100;

interface Found {
  seen: Set<HeaderKind>;
  /** An address stands behind From or To. */
  addressed: boolean;
  /** The date is as exact as a program's: a day and a time. */
  exact: boolean;
  /** The subject says that it answers. */
  answers: boolean;
  to: number;
}

/** The first line after a block that begins at `i`; null when there is none. Below a divider less is asked of it. */
export function headerBlockAt(lines: string[], i: number, where?: 'below a divider'): number | null {
  const first = headerKind(lines[i]!);
  if (!first || first === 'other') return null;
  if (first === 'from' && ONE_LINE_BLOCK.test(lines[i]!)) return i + 1;
  // The rest of a block that was none is none either.
  const above = i > 0 && !where ? headerKind(lines[i - 1]!) : null;
  if (above && above !== 'other') return null;
  const found = readBlock(lines, i);
  return (where ? found.seen.size >= 2 : isOfProgram(found, lines) && !isIntroduced(lines, i)) ? found.to : null;
}

function readBlock(lines: string[], i: number): Found {
  const found: Found = { seen: new Set(), addressed: false, exact: false, answers: false, to: i + 1 };
  let above: HeaderKind | null = null;
  let loose = 0;
  for (let j = i; j < lines.length && j < i + BLOCK_LINES_MAX && loose <= LOOSE_LINES_MAX; j++) {
    const line = lines[j]!;
    if (isBlank(line.slice(0, 500))) {
      // A blank line ends the block, unless headers go on right below it.
      if (!headerKind(lines[j + 1] ?? '') || found.seen.size > 2) break;
      continue;
    }
    const kind = headerKind(line);
    if (/@/.test(line) && holdsAddress(kind ?? above, kind, line)) found.addressed = true;
    if (!kind) {
      loose++;
      continue;
    }
    if (kind !== 'other') found.seen.add(kind);
    if (kind === 'date' && isExact(line)) found.exact = true;
    if (kind === 'subject' && isReplySubject(line.slice(line.search(/[:：]/) + 1).replace(/^[\s*_]+/, '')))
      found.answers = true;
    above = kind;
    found.to = j + 1;
    loose = 0;
  }
  return found;
}

/** Behind From or To, or on the line below it when that is nothing else. */
function holdsAddress(of: HeaderKind | null, kind: HeaderKind | null, line: string): boolean {
  return (of === 'from' || of === 'to') && (kind !== null || /^[^:：]{0,200}@[^:：\s]{1,100}\s*$|^\s*[<[(]/.test(line));
}

/** "I sent you this:" above it: then it is what the customer shows us. */
function isIntroduced(lines: string[], i: number): boolean {
  let above = i - 1;
  while (above >= 0 && i - above <= BLOCK_LINES_MAX && isBlank(lines[above]!)) above--;
  return /[:：]\s*$/.test((lines[above] ?? '').slice(-INTRODUCTION_CHARS));
}

function isOfProgram({ seen, addressed, exact, answers, to }: Found, lines: string[]): boolean {
  if (FIELD.test((lines[to] ?? '').slice(0, 200))) return false;
  const whole = seen.has('from') && seen.has('date') && seen.has('subject');
  // Outlook names people without their addresses, but then all else is there, and a blank line below it.
  if (!addressed) return whole && exact && (answers || (seen.has('to') && isBlank(lines[to] ?? '')));
  if (seen.has('from')) return seen.size >= 3 || (seen.size === 2 && !seen.has('to'));
  return seen.has('date') && (seen.size >= 3 || seen.has('to'));
}
