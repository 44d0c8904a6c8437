/** Blanks in a saved reply, such as `{name}`: what is known is filled in, what is not stays and asks to be filled. Pure. */
import type { Cell, ListItem, Passage, Span } from '../../core/formatted.ts';

/** A blank by its name: letters, digits and spaces between braces, on one line. */
const BLANK = /\{\s*([\p{L}\p{N}][\p{L}\p{M}\p{N} '’_.#-]{0,38}?)\s*\}/gu;
/** A blank that stands in an address is filled in as a part of one. */
const IN_ADDRESS = /(?:\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\bmailto:)[^\s<>"]*$/i;
/** Longer than any address that somebody reads. */
const ADDRESS_CHARS_MAX = 2_000;

/** What the blanks of one reply stand for. */
export interface Known {
  /** The customer's first name; null where it is not known. */
  name: string | null;
  /** The number of the enquiry. */
  number: number;
  /** How the customer sees who answers; null where the channel shows nobody. */
  myName: string | null;
}

export function fillBlanks(text: string, known: Known): string {
  return text.replace(BLANK, (blank, name: string, at: number) => {
    const value = filledBy(name, known);
    if (value === null) return blank;
    const before = text.slice(Math.max(0, at - ADDRESS_CHARS_MAX), at);
    return IN_ADDRESS.test(before) ? encodeURIComponent(value) : value;
  });
}

/** The same with its look; the words of links and where they lead are filled in, too. */
export function fillPassages(passages: readonly Passage[], known: Known): Passage[] {
  return mapPassages(passages, text => fillBlanks(text, known));
}

/** Blanks that are left, by their names, each once. */
export function blanksIn(text: string): string[] {
  return [...new Set([...text.matchAll(BLANK)].map(found => found[1]!.trim()))];
}

function filledBy(name: string, { name: customer, number, myName }: Known): string | null {
  switch (name.trim().toLowerCase()) {
    case 'name':
    case 'first name':
      return customer;
    case 'number':
      return String(number);
    case 'my name':
      return myName;
    default:
      return null;
  }
}

/** Every text in it by another one. Where a link leads is a text of its own. */
export function mapPassages(passages: readonly Passage[], change: (text: string) => string): Passage[] {
  const span = (each: Span): Span => ({
    ...each,
    text: change(each.text),
    ...(each.link === undefined ? {} : { link: change(each.link) }),
  });
  const item = (each: ListItem): ListItem => ({ ...each, spans: each.spans.map(span) });
  const cell = (each: Cell): Cell => ({ ...each, spans: each.spans.map(span) });
  return passages.map((each): Passage => {
    if (each.as === 'code') return { ...each, text: change(each.text) };
    if (each.as === 'list') return { ...each, items: each.items.map(item) };
    if (each.as === 'table') return { ...each, rows: each.rows.map(row => row.map(cell)) };
    return { ...each, spans: each.spans.map(span) };
  });
}
