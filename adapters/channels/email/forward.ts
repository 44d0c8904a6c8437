/** A customer's mail that a colleague forwarded to us: whose it was, and what it said. Asked before it is believed. */
import EmailForwardParser from 'email-forward-parser';
import { isForwardMark, isForwardSubject } from './quote-words.ts';

/** What the parser is given: its time grows with the text. */
const TEXT_CHARS_MAX = 30_000;

export interface Forwarded {
  address: string;
  name: string | null;
  subject: string | null;
}

/** The original sender of a forward; null when it is none, or when nobody can tell. */
export function readForward(text: string, subject: string | null): Forwarded | null {
  const marked = isForwardSubject(subject);
  if (!marked && !text.split('\n', 200).some(isForwardMark)) return null;
  try {
    // Towers of blanks make it slow, and say nothing.
    const plain = text
      .slice(0, TEXT_CHARS_MAX * 4)
      .replace(/[ \t\u00a0]{4,}/g, '   ')
      .replace(/(?:[ \t]*\n){4,}/g, '\n\n\n')
      .slice(0, TEXT_CHARS_MAX);
    const { forwarded, email } = new EmailForwardParser().read(plain, (subject ?? '').slice(0, 300));
    const address = email?.from?.address?.trim().toLowerCase() ?? '';
    if (!forwarded || !/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(address)) return null;
    return { address, name: email.from.name?.trim() || null, subject: email.subject?.trim() || null };
  } catch {
    return null;
  }
}
