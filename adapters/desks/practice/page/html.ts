/** The page's template tag, and small words about time and size. */
import htm from 'htm';
import { h, type VNode } from 'preact';

type Template = (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
export const html = (htm as unknown as { bind(make: typeof h): Template }).bind(h);

const MINUTE = 60_000;

export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(at);
}

export function ago(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < 60 * MINUTE) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < 1_440 * MINUTE) return `${Math.floor(ms / (60 * MINUTE))} h`;
  return `${Math.floor(ms / (1_440 * MINUTE))} d`;
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Two letters and a colour of five for a face. */
export function initials(name: string): { letters: string; tone: number } {
  // Neither an emoji nor the bracket around a handle is an initial; a letter may be two units of UTF-16.
  const letters = (name.match(/[\p{L}\p{N}][^\s@.]*/gu) ?? ['?'])
    .slice(0, 2)
    .map(word => String.fromCodePoint(word.codePointAt(0) ?? 0))
    .join('')
    .toUpperCase();
  let sum = 0;
  for (const sign of name) sum += sign.codePointAt(0) ?? 0;
  return { letters, tone: sum % 5 };
}
