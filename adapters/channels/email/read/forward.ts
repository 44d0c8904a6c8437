/** A customer's mail that a colleague forwarded to us: whose it was, and what it said. Asked before it is believed. */
import EmailForwardParser from 'email-forward-parser';
import { isForwardMark, isForwardSubject } from './quote-words.ts';

/** What the parser is given: its time grows with the text. */
const TEXT_CHARS_MAX = 30_000;
/** ... and with the square of the lines that are nearly empty; the headers of what was forwarded stand near the top. */
const LINES_MAX = 1_000;
const SILENT_LINES_MAX = 2;
/** ... and with the square of a line: one of 30,000 open brackets cost two seconds. The lines it looks for are short. */
const LINE_CHARS_MAX = 1_000;

export interface Forwarded {
  address: string;
  name: string | null;
  subject: string | null;
}

/** Of lines without a word in a row, such as `>`, the first two; the parser looks at each of them with each other. */
function saysMore(): (line: string) => boolean {
  let silent = 0;
  return line => {
    silent = /[\p{L}\p{N}]/u.test(line) ? 0 : silent + 1;
    return silent <= SILENT_LINES_MAX;
  };
}

/** The original sender of a forward; null when it is none, or when nobody can tell. */
export function readForward(text: string, subject: string | null): Forwarded | null {
  const marked = isForwardSubject(subject);
  if (!marked && !text.split('\n', 200).some(isForwardMark)) return null;
  try {
    // Towers of blanks, marked as quoted or not, make it slow, and say nothing.
    const plain = text
      .slice(0, TEXT_CHARS_MAX * 4)
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
      .replace(/[^\S\n]{4,}/g, '   ')
      .replace(/(?:[^\S\n]*\n){4,}/g, '\n\n\n')
      .slice(0, TEXT_CHARS_MAX)
      .split('\n')
      .filter(saysMore())
      .slice(0, LINES_MAX)
      .map(line => line.slice(0, LINE_CHARS_MAX))
      .join('\n');
    const { forwarded, email } = new EmailForwardParser().read(plain, (subject ?? '').slice(0, 300));
    const address = email?.from?.address?.trim().toLowerCase() ?? '';
    if (!forwarded || !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(address)) return null;
    return { address, name: email.from.name?.trim() || null, subject: email.subject?.trim() || null };
  } catch {
    return null;
  }
}
