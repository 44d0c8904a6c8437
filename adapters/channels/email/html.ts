/**
 * HTML to text that a person can read in a thread. First a pass over the markup: what a reader would not have seen is
 * taken out and kept apart, quotes are marked, links get their true host. Then the words. Nothing is ever fetched.
 */
import { convert } from 'html-to-text';
import { type FoldedText, isBlank } from '../../../src/core/message.ts';
import { foldText } from './fold.ts';
import { hidesText, type Style, startStyle, styleOf } from './html-hidden.ts';
import { markQuotes, type Quotes } from './html-quotes.ts';
import { readSheet, type Sheet } from './html-sheet.ts';
import { keepMarks, withoutTrail } from './html-signature.ts';
import { shapeOf, type TableShape } from './html-table.ts';
import { type Element, parseHtml, textOf } from './html-tree.ts';
import { linkText } from './links.ts';

/** Real letters are far smaller; what is longer is cut, and the full message has it all. */
const HTML_CHARS_MAX = 1_000_000;
/** Rows and paragraphs shown: html-to-text grows slower than linear beyond. */
const CHILDREN_MAX = 20_000;
/** Stands where the converter gave up. */
const CUT = '[…]';
/** Between the cells of a row. */
const CELLS_APART = ' | ';
/** What a row has where one of its cells is empty. */
const EMPTY_CELL = '–';
/** Around struck words: read as plain words, "40 EUR 30 EUR" would be two prices. */
const STRUCK = ['(struck out: ', ')'] as const;
/** Characters that stand for these while the text is made; what the mail has of them is taken out. */
const [STRUCK_FROM, STRUCK_TO, CELL_END, PART_END] = ['\u0002', '\u0003', '\u0004', '\u0005'];
const OUR_MARKS = /[\u0001-\u0005]/g;

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
  'select',
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
  if (cut) warnings.push('This mail is very long; its end is only in the full message.');
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
  const [main = '', ...texts] = all.split(PART_END!).map(each => each.replace(/^\n+/, '').trimEnd());
  const marked = out.quotes.map(({ sure }, i) => ({ text: texts[i] ?? '', sure }));
  const { text, folded } = foldText(main, { forwarded, reply, marked });
  const hidden = out.hidden.map(each => each.replace(/\s+/g, ' ').trim()).filter(each => !isBlank(each));
  if (hidden.length && isBlank(text) && out.pictures.length === 0)
    warnings.push('All words of this mail are hidden from a reader; open "Hidden text" only if you expect something.');
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
      if (child.trim() && hidesText(inherited)) out.hidden.push(child);
      else if (child && inherited.struck && !isBlank(child))
        out.markup.push(STRUCK_FROM!, escapeText(child), STRUCK_TO!);
      else if (child) out.markup.push(escapeText(child));
      continue;
    }
    if (SKIPPED.has(child.tag)) continue;
    const style = styleOf(child, inherited, out.sheet);
    if (style.hidden) {
      out.hidden.push(textOf(child));
      continue;
    }
    writeElement(child, out, style, warnings);
  }
}

function writeElement(element: Element, out: Out, style: Style, warnings: string[]): void {
  const { tag, attributes } = element;
  if (tag === 'img') {
    const source = attributes.src ?? '';
    if (/^cid:/i.test(source)) out.cids.push(source.slice(4).trim());
    const alt = (attributes.alt ?? '').trim();
    if (!isTiny(attributes)) out.pictures.push(alt);
    return;
  }
  if (tag === 'a') {
    const inner: string[] = [];
    const part: Out = { ...out, markup: inner };
    write(element, part, style, warnings);
    const link = linkText(textOf(element), attributes.href ?? '');
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
  out.markup.push(`<${as}${extra}>`);
  write(element, table === out.table ? out : { ...out, table }, style, warnings);
  out.markup.push(`</${as}>`);
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

function escapeText(text: string): string {
  return text.replace(OUR_MARKS, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function toText(markup: string, warnings: string[]): string {
  try {
    const text = convert(markup, {
      formatters: {
        // Not the "> " of a reply: what is still here is the customer's own quotation.
        indented: (element, walk, builder) => {
          builder.openBlock({ leadingLineBreaks: 1, reservedLineLength: 4 });
          walk(element.children, builder);
          builder.closeBlock({ trailingLineBreaks: 1, blockTransform: block => block.replace(/^(?=.)/gm, '    ') });
        },
      },
      wordwrap: false,
      limits: { maxDepth: 250, maxChildNodes: CHILDREN_MAX, ellipsis: CUT, maxInputLength: HTML_CHARS_MAX * 2 },
      selectors: [
        { selector: 'h1', options: { uppercase: false } },
        { selector: 'h2', options: { uppercase: false } },
        { selector: 'h3', options: { uppercase: false } },
        { selector: 'h4', options: { uppercase: false } },
        { selector: 'h5', options: { uppercase: false } },
        { selector: 'h6', options: { uppercase: false } },
        { selector: 'hr', options: { length: 20 } },
        { selector: 'blockquote', format: 'indented' },
        { selector: 'p.tight', format: 'paragraph', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
        { selector: 'div.table', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
      ],
    });
    if (text.includes(CUT)) warnings.push('A part of this mail could not be shown; all of it is in the full message.');
    return tidy(text);
  } catch {
    warnings.push('The layout of this mail could not be read; only its words are shown.');
    return tidy(
      markup
        .replace(/<[^>]{0,2000}>/g, ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    );
  }
}

/** No zero-width filling (preheaders are padded with it), no towers of blank lines. */
function tidy(text: string): string {
  return withStruck(text)
    .replace(/\u00ad|\u034f|\u061c|\u180e|[\u200b\u200e\u200f\u2060-\u2064\ufeff]/g, '')
    .split('\n')
    .map(line => (line.includes(CELL_END!) ? inCells(line) : withoutTrail(line)))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function inCells(line: string): string {
  const cells = line.split(CELL_END!).map(each => each.trim());
  const filled = cells.filter(each => each !== '');
  return filled.length > 1 ? cells.map(each => each || EMPTY_CELL).join(CELLS_APART) : (filled[0] ?? '');
}

/** `(struck out: 40 EUR) 30 EUR`: neighbours within a line are one, and blanks stand outside. */
function withStruck(text: string): string {
  if (!text.includes(STRUCK_FROM!)) return text;
  return text
    .replace(/\u0002( *)/g, '$1\u0002')
    .replace(/( ?)\u0003( ?)\u0002/g, '$1$2')
    .replace(/(?<=[\p{L}\p{N}])\u0002/gu, ' \u0002')
    .replace(/ ?\u0003(?=[\p{L}\p{N}])/gu, '\u0003 ')
    .replaceAll(STRUCK_FROM!, STRUCK[0])
    .replace(/ ?\u0003/g, STRUCK[1]);
}
