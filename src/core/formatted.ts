/**
 * The look of what staff wrote, beside the plain text that says the same: for channels that can show it. Pure.
 *
 * The text is the truth: it is what is searched, previewed and counted, and what a channel without formatting sends. A look
 * whose text is not exactly the text of the reply is out of date and is not used (docs/decisions/008-formatted-replies.md).
 */
import { cleanText } from './message.ts';

/** A run of words in one look. */
export interface Span {
  text: string;
  bold?: true;
  italic?: true;
  underlined?: true;
  struck?: true;
  code?: true;
  /** Where it leads: http, https, mailto or tel. */
  link?: string;
}
export interface ListItem {
  /** 0 for the outermost. */
  depth: number;
  /** Null where it has a dot. */
  number: number | null;
  spans: Span[];
}
export interface Cell {
  spans: Span[];
  align?: 'center' | 'right';
}
export type Passage =
  | { as: 'words' | 'quote'; spans: Span[] }
  | { as: 'code'; text: string }
  | { as: 'list'; items: ListItem[] }
  | { as: 'table'; rows: Cell[][] };

/** What staff wrote: the words, and their look where there is one. */
export interface Spoken {
  text: string;
  formatted?: Passage[] | null | undefined;
}

/** Lists in lists: more is not a list that anybody reads. */
export const DEPTH_MAX = 8;
/** Between two columns of a table in text. */
const GAP = '   ';
/** What a link may lead to; anything else stays words. */
const LEADS = /^(https?:\/\/|mailto:|tel:)\S+$/i;

/** The look of a text, where it still says exactly that text; else null. */
export function formattedFor(text: string, formatted: Passage[] | null | undefined): Passage[] | null {
  return formatted && textOf(formatted) === text ? formatted : null;
}

/**
 * The text with fences around its blocks of code, for whoever looks for marks in it. The text alone does not say where code
 * begins, and there `//` is a comment.
 */
export function fencedText({ text, formatted }: Spoken): string {
  const look = formattedFor(text.trimEnd(), formatted);
  if (!look?.some(each => each.as === 'code')) return text;
  const fenced = (each: Passage) => (each.as === 'code' ? `\`\`\`\n${each.text}\n\`\`\`` : passageText(each, false));
  return look.map(fenced).join('\n');
}

/** A look as one text: the same look gives the same text, in whatever order a database gives its fields back. */
export function lookOf(formatted: Passage[] | null | undefined): string {
  return JSON.stringify(formatted ?? null, (_, value) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );
}

/** True when there is nothing in it that the text alone does not show. */
export function isPlain(passages: Passage[]): boolean {
  return passages.every(each => each.as === 'words' && each.spans.every(span => Object.keys(span).length === 1));
}

/** Readable alone: no mark of formatting that its author did not type, but a dash, a number and `>` where lines begin. */
export function textOf(passages: Passage[]): string {
  return passages
    .map((each, i) => passageText(each, i === passages.length - 1))
    .join('\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd();
}

function passageText(passage: Passage, last: boolean): string {
  switch (passage.as) {
    case 'words':
      // The break before what follows is that of the passage itself.
      return last ? spansText(passage.spans) : spansText(passage.spans).replace(/\n$/, '');
    case 'quote':
      return spansText(passage.spans)
        .split('\n')
        .map(line => `> ${line}`)
        .join('\n');
    case 'code':
      return passage.text;
    case 'list':
      return passage.items.map(itemText).join('\n');
    case 'table':
      return tableText(passage.rows);
  }
}

function itemText({ depth, number, spans }: ListItem): string {
  const indent = '  '.repeat(Math.min(depth, DEPTH_MAX));
  const bullet = number === null ? '-' : `${number}.`;
  const [first = '', ...rest] = spansText(spans).split('\n');
  const hang = ' '.repeat(bullet.length + 1);
  return [`${indent}${bullet} ${first}`, ...rest.map(line => `${indent}${hang}${line}`)].join('\n');
}

/** Words in a row; what was struck out says so, and a link says where it leads unless its words do. */
export function spansText(spans: Span[]): string {
  let text = '';
  for (let i = 0; i < spans.length; i++) {
    let piece = spanText(spans[i]!);
    if (!spans[i]!.struck) {
      text += piece;
      continue;
    }
    while (spans[i + 1]?.struck) piece += spanText(spans[++i]!);
    text += piece.split('\n').map(struckText).join('\n');
  }
  return text;
}

function struckText(line: string): string {
  const words = line.trim();
  if (!words) return line;
  const at = line.indexOf(words);
  return `${line.slice(0, at)}(struck out: ${words})${line.slice(at + words.length)}`;
}

function spanText({ text, link }: Span): string {
  if (!link) return text;
  const place = link.replace(/^(mailto|tel):/i, '');
  const bare = place.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  const label = text.trim();
  if (!label) return place;
  return [place, bare, `${bare}/`].includes(label) ? text : `${text} (${place})`;
}

/** Columns one under another, as wide as their widest cell. */
function tableText(rows: Cell[][]): string {
  const cells = rows.map(row => row.map(({ spans }) => spansText(spans).split('\n')));
  const columns = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: columns }, (_, n) =>
    Math.max(0, ...cells.flatMap(row => (row[n] ?? []).map(widthOf))),
  );
  const lines = rows.flatMap((row, r) => {
    const height = Math.max(1, ...cells[r]!.map(each => each.length));
    return Array.from({ length: height }, (_, h) =>
      widths
        .map((width, n) => padded(cells[r]![n]?.[h] ?? '', width, row[n]?.align))
        .join(GAP)
        .trimEnd(),
    );
  });
  return lines.join('\n');
}

function padded(text: string, width: number, align: Cell['align']): string {
  const missing = Math.max(0, width - widthOf(text));
  const before = align === 'right' ? missing : align === 'center' ? Math.floor(missing / 2) : 0;
  return `${' '.repeat(before)}${text}${' '.repeat(missing - before)}`;
}

/** Columns that a text takes where all letters are equally wide: two for Chinese, Japanese, Korean and emoji. */
function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text))
    width +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        segment,
      )
        ? 2
        : /^[\p{Mn}\p{Cf}]+$/u.test(segment)
          ? 0
          : 1;
  return width;
}

/** A span with the characters that a text may have, and a link only where it leads somewhere harmless. */
export function spanOf(text: string, look: Omit<Span, 'text'> = {}): Span {
  const { link, ...rest } = look;
  const clean = cleanText(text).replace(/\u00a0/g, ' ');
  return { text: clean, ...rest, ...(link && LEADS.test(link) ? { link: cleanText(link) } : {}) };
}
