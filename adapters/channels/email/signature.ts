/** Where a signature at the end begins: by the standard mark, a phone's line, a closing, or a firm's footer. */
import { isBlank } from '../../../src/core/message.ts';
import { isClosing, isDeviceLine } from './quote-words.ts';

/** A line longer than this is no line of a signature. */
const LINE_CHARS_MAX = 1_000;
/** Lines of a signature: name, role, firm, street, town, phones, web, motto. */
const SIGNATURE_LINES_MAX = 12;
/** Lines below a polite closing that are still a signature. */
const CLOSING_LINES_MAX = 8;
/** A disclaimer or list footer behind a long rule may be longer than a signature. */
const FOOTER_LINES_MAX = 60;
/** Lines below a bare `--`, which is as often a rule between two points. */
const BARE_LINES_MAX = 6;
/** So many small words in a line make a sentence; names, streets and firms have fewer. */
const SENTENCE_WORDS_MIN = 4;

/** Where the signature at the end begins; null when there is none that is surely one. */
export function signatureStart(lines: string[]): number | null {
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1]!)) end--;
  let start: number | null = null;
  let filled = 0;
  for (let i = end - 1; i >= 0 && end - i <= FOOTER_LINES_MAX; i--) {
    const line = lines[i]!;
    if (isBlank(line)) continue;
    if (line.length > LINE_CHARS_MAX) break;
    if (filled <= SIGNATURE_LINES_MAX && line.replace(/\s+$/, ' ') === '-- ') start = i;
    else if (
      filled <= BARE_LINES_MAX &&
      /^\s*(--|—)\s*$/.test(line) &&
      (end - i <= 2 || noSentences(lines, i + 1, end))
    )
      start = i;
    // A footer between rules: a disclaimer, or what a mailing list adds.
    else if (/^\s*_{2,}\s*$/.test(line) && i > 0 && isFooter(lines, i + 1, end)) start = i;
    else if (filled <= SIGNATURE_LINES_MAX && isDeviceLine(line)) start = i;
    else if (filled <= CLOSING_LINES_MAX && isClosing(line) && shortLines(lines, i + 1, end)) start = i;
    else if (filled === 0 && i < end && isDashedName(lines, i)) start = i;
    else if (start === i + 1 || filled > 0 || start === null) filled++;
    if (start === i) filled = 0;
  }
  return start === null || start === 0 ? null : start;
}

/** A closing and a name are short; a sentence below a closing is a postscript that must be read. */
function shortLines(lines: string[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (lines[i]!.length > 80) return false;
  return noSentences(lines, from, to);
}

/** No line that somebody has to read: a question, a postscript, or words in small letters as in a sentence. */
function noSentences(lines: string[], from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const line = lines[i]!.slice(0, LINE_CHARS_MAX);
    if (
      /\?\s*$|^\s*p\.?\s?s\b|\b(address|adresse|lieferadresse|dirección|indirizzo|order|bestell\p{L}*|tracking|iban|konto)\b[^:]{0,20}:/iu.test(
        line,
      )
    )
      return false;
    if (/https?:|www\.|@|\||•|·/.test(line)) continue;
    const small = line.match(/(?:^|\s)\p{Ll}[\p{L}'’]*/gu)?.length ?? 0;
    if (small >= SENTENCE_WORDS_MIN) return false;
  }
  return true;
}

/** What firms and lists put below everything: legal words, an address to leave, a page. */
function isFooter(lines: string[], from: number, to: number): boolean {
  const text = lines.slice(from, to).join('\n').slice(0, 4_000);
  return /confidential|privileged|disclaimer|unsubscribe|mailing list|newsletter|virus|vertraulich|rechtlich|abmelden|confidentiel|désabonner|confidencial|riservat|destinatari|vertrouwelijk|afmelden|https?:\/\/|www\./i.test(
    text,
  );
}

/** "-Ann Smith" alone at the very end, after a blank line. */
function isDashedName(lines: string[], i: number): boolean {
  return /^[-–—]\s?\p{Lu}[\p{L}.'-]*(\s\p{Lu}[\p{L}.'-]*){1,2}\s*$/u.test(lines[i]!) && isBlank(lines[i - 1] ?? 'x');
}
