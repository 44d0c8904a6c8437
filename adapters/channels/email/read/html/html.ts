/**
 * HTML to text that a person can read in a thread. First a pass over the markup: what a reader would not have seen is
 * taken out and kept apart, quotes are marked, links get their true host. Then the words. Nothing is ever fetched.
 */
import { type FoldedText, isBlank } from '../../../../../src/core/message.ts';
import { foldText } from '../fold.ts';
import { linkText } from '../links.ts';
import { emojiOf, fieldText } from './fields.ts';
import { hidesText, type Style, startStyle, styleOf } from './hidden.ts';
import { markQuotes, type Quotes } from './quotes.ts';
import { readSheet, type Sheet } from './sheet.ts';
import { keepMarks } from './signature.ts';
import { shapeOf, type TableShape } from './table.ts';
import { type Element, innerText, parseHtml } from './tree.ts';
import {
  APART,
  CELL_END,
  escapeText,
  HTML_CHARS_MAX,
  PART_END,
  STRUCK,
  STRUCK_FROM,
  STRUCK_TO,
  toText,
} from './words.ts';

export interface ReadHtml {
  text: string;
  folded: FoldedText[];
  warnings: string[];
  /** The markup itself said what is quoted. */
  marked: boolean;
  /** It holds struck words, which a plain text cannot show. */
  struck: boolean;
  /** Pictures were shown, by their names; for a mail that is nothing else. */
  pictures: string[];
  /** Ids of attached pictures that are shown within the text. */
  cids: string[];
}

const SKIPPED = new Set([
  'script',
  'style',
  'head',
  'title',
  'meta',
  'link',
  'template',
  'embed',
  'iframe',
  'svg',
  'math',
  'audio',
  'video',
  'canvas',
  'datalist',
  'base',
]);
/** Elements that stand on lines of their own in a browser, and that the converter takes for parts of a line. */
const BLOCKS = new Set(
  'html body dl dt dd center fieldset figure figcaption address details summary legend caption dir menu option optgroup tbody thead tfoot td th tr hgroup search'.split(
    ' ',
  ),
);
/** Blocks that are no more than words within a cell of a row. */
const FLAT = /^(p|div|center|section|article|h[1-6]|ul|ol|li|blockquote|pre|address|dl|dt|dd)$/;
const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'col', 'area']);

export function foldHtml(
  html: string,
  { forwarded = false, reply = true }: { forwarded?: boolean; reply?: boolean } = {},
): ReadHtml {
  const warnings: string[] = [];
  const cut = html.length > HTML_CHARS_MAX;
  if (cut) warnings.push('This mail is very long; open the full message for the rest.');
  const { root, styles } = parseHtml(cut ? html.slice(0, HTML_CHARS_MAX) : html);
  const sheet = readSheet(styles);
  keepMarks(root);
  const roots: Quotes = forwarded || !reply ? new Map() : markQuotes(root);
  const out: Out = {
    markup: [],
    hidden: [],
    quotes: [],
    pictures: [],
    cids: [],
    links: new Set(),
    sheet,
    roots,
    table: null,
    flat: false,
  };
  // What the sheet says of the whole page holds also where nobody wrote a body.
  const page = styleOf(
    { tag: 'body', attributes: {}, children: [] },
    styleOf({ tag: 'html', attributes: {}, children: [] }, startStyle, sheet),
    sheet,
  );
  write(root, out, { ...page, hidden: false }, warnings);
  // All at once: each run of the converter costs half a millisecond, and there may be thousands of quotes.
  const all = toText(
    [out.markup.join(''), ...out.quotes.map(each => each.markup.join(''))].join(`<p>${PART_END}</p>`),
    warnings,
  );
  const [main = '', ...texts] = all.split(PART_END).map(each => each.replace(/^\n+/, '').trimEnd());
  const marked = out.quotes.map(({ sure }, i) => ({ text: texts[i] ?? '', sure }));
  const { text, folded } = foldText(main, { forwarded, reply, marked });
  const hidden = out.hidden.map(each => each.replace(/\s+/g, ' ').trim()).filter(each => !isBlank(each));
  if (hidden.length && isBlank(text) && out.pictures.length === 0)
    warnings.push('All text in this mail is hidden from readers; open "Hidden text" only if you expect something.');
  if (hidden.length) folded.push({ why: 'hidden', text: hidden.join('\n') });
  for (const link of out.links) warnings.push(link);
  return {
    text,
    folded,
    warnings: [...new Set(warnings)],
    marked: roots.size > 0,
    struck: text.includes(STRUCK[0]),
    pictures: out.pictures,
    cids: out.cids,
  };
}

interface Out {
  markup: string[];
  hidden: string[];
  /** Markup of each quote, by its number. */
  quotes: { markup: string[]; sure: boolean }[];
  pictures: string[];
  cids: string[];
  /** What is wrong with links, in sentences. */
  links: Set<string>;
  sheet: Sheet;
  roots: Quotes;
  /** The table that is being written. */
  table: TableShape | null;
  /** Within a cell of a row: everything stays on its line. */
  flat: boolean;
}

/** Writes clean markup of what a reader sees; the tree is no deeper than its builder allows, so this cannot run away. */
function write(node: Element, out: Out, inherited: Style, warnings: string[]): void {
  for (const child of node.children) {
    const root = out.roots.get(child);
    if (root !== undefined) {
      const part: Out = { ...out, markup: [], quotes: [], roots: new Map() };
      write({ tag: 'div', attributes: {}, children: [child] }, part, inherited, warnings);
      const last = out.quotes.at(-1);
      // Parts that a mail program marked one after another are one quote.
      if (last?.sure && root === 'sure' && /\u0001<\/p>$/.test(out.markup.at(-1) ?? ''))
        last.markup.push(...part.markup);
      else {
        out.markup.push(`<p>\u0001${out.quotes.length}\u0001</p>`);
        out.quotes.push({ markup: part.markup, sure: root === 'sure' });
      }
      continue;
    }
    if (typeof child === 'string') {
      writeText(child, out, inherited);
      continue;
    }
    if (SKIPPED.has(child.tag)) continue;
    const style = styleOf(child, inherited, out.sheet);
    if (style.hidden) {
      out.hidden.push(innerText(child));
      continue;
    }
    writeElement(child, out, style, warnings);
  }
}

/** Words of the page; those that nobody sees are kept apart. */
function writeText(text: string, out: Out, style: Style): void {
  if (text.trim() && hidesText(style)) out.hidden.push(text);
  else if (text && style.struck && !isBlank(text)) out.markup.push(STRUCK_FROM, escapeText(text), STRUCK_TO);
  else if (text) out.markup.push(escapeText(text));
}

function writeElement(element: Element, out: Out, style: Style, warnings: string[]): void {
  const { tag, attributes } = element;
  if (tag === 'img') {
    const source = attributes.src ?? '';
    if (/^cid:/i.test(source)) out.cids.push(source.slice(4).trim());
    if (isTiny(attributes)) return;
    const emoji = emojiOf(attributes);
    if (emoji === null) out.pictures.push((attributes.alt ?? '').trim());
    else writeText(emoji, out, style);
    return;
  }
  const field = fieldText(element);
  if (field !== null) {
    out.markup.push(APART);
    writeText(field, out, style);
    out.markup.push(APART);
    return;
  }
  if (tag === 'a') {
    const inner: string[] = [];
    const part: Out = { ...out, markup: inner };
    write(element, part, style, warnings);
    const link = linkText(innerText(element), attributes.href ?? '');
    if (link.warning) out.links.add(link.warning);
    out.markup.push(inner.join(''), link.suffix ? escapeText(` ${link.suffix}`) : '');
    return;
  }
  if (VOID.has(tag)) {
    out.markup.push(out.flat ? ' ' : `<${tag}>`);
    return;
  }
  const cells = tag === 'tr' ? out.table?.lines.get(element) : undefined;
  if (cells && !out.flat) {
    writeRow(cells, out, style, warnings);
    return;
  }
  const name = /^[a-z][a-z0-9]{0,20}$/.test(tag) ? tag : 'span';
  const table = tag === 'table' ? shapeOf(element) : out.table;
  const as = asElement(name, style, out);
  const extra = extraOf(element, table);
  const apart = style.apart ? APART : '';
  out.markup.push(`${apart}<${as}${extra}>`);
  write(element, table === out.table ? out : { ...out, table }, style, warnings);
  out.markup.push(`</${as}>${apart}`);
}

function asElement(name: string, style: Style, out: Out): string {
  if (out.flat) return FLAT.test(name) || BLOCKS.has(name) ? 'span' : name;
  return name === 'table' || BLOCKS.has(name) || (style.block && /^(span|a|b|i|em|strong|font|label)$/.test(name))
    ? 'div'
    : name;
}

function extraOf({ tag, attributes }: Element, table: TableShape | null): string {
  // Word makes each line a paragraph without space around it.
  if (tag === 'p' && /MsoNormal|MsoPlainText/.test(attributes.class ?? '')) return ' class="tight"';
  if (tag === 'table' && table?.lines.size) return ' class="table"';
  return tag === 'ol' && /^\d{1,6}$/.test(attributes.start ?? '') ? ` start="${attributes.start}"` : '';
}

/** `Size | Qty`: the cells of one row on one line. */
function writeRow(cells: Element[], out: Out, style: Style, warnings: string[]): void {
  out.markup.push('<div>');
  for (const [i, cell] of cells.entries()) {
    if (i > 0) out.markup.push(` ${CELL_END} `);
    write({ tag: 'div', attributes: {}, children: [cell] }, { ...out, flat: true }, style, warnings);
  }
  out.markup.push('</div>');
}

/** A picture of one pixel counts who opened the mail. */
function isTiny({ width = '', height = '' }: Record<string, string>): boolean {
  return /^[0-2](px)?$/.test(width.trim()) || /^[0-2](px)?$/.test(height.trim());
}
