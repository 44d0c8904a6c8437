/**
 * HTML to text that a person can read in a thread. First a pass over the markup: what a reader would not have seen is
 * taken out and kept apart, quotes are marked, links get their true host. Then the words. Nothing is ever fetched.
 */
import { convert } from 'html-to-text';
import { type FoldedText, isBlank } from '../../../src/core/message.ts';
import { foldText } from './fold.ts';
import { hidesText, type Style, startStyle, styleOf } from './html-hidden.ts';
import { markQuotes } from './html-quotes.ts';
import { readSheet, type Sheet } from './html-sheet.ts';
import { type Element, type HtmlNode, parseHtml, textOf } from './html-tree.ts';
import { linkText } from './links.ts';

/** Real letters are far smaller; what is longer is cut, and the full message has it all. */
const HTML_CHARS_MAX = 1_000_000;
/** Rows and paragraphs shown: html-to-text grows slower than linear beyond. */
const CHILDREN_MAX = 20_000;
/** Stands where the converter gave up. */
const CUT = '[…]';
/** A table with more columns than this is drawn as one; others are mostly layout. */
const LAYOUT_COLUMNS_MAX = 3;
/** A cell with more text than this is a paragraph. */
const CELL_CHARS_MAX = 60;

export interface ReadHtml {
  text: string;
  folded: FoldedText[];
  warnings: string[];
  /** The markup itself said what is quoted. */
  marked: boolean;
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
  const roots = forwarded || !reply ? new Set<HtmlNode>() : markQuotes(root);
  const out: Out = {
    markup: [],
    hidden: [],
    quotes: [],
    pictures: [],
    cids: [],
    links: new Set(),
    sheet,
    roots,
    forwarded,
  };
  // What the sheet says of the whole page holds also where nobody wrote a body.
  const page = styleOf(
    { tag: 'body', attributes: {}, children: [] },
    styleOf({ tag: 'html', attributes: {}, children: [] }, startStyle, sheet),
    sheet,
  );
  write(root, out, { ...page, hidden: false }, warnings);
  const quotes = out.quotes.map(each => toText(each, warnings));
  const main = toText(out.markup.join(''), warnings);
  const { text, folded } = foldText(main, { forwarded, reply, marked: quotes });
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
    pictures: out.pictures,
    cids: out.cids,
  };
}

interface Out {
  markup: string[];
  hidden: string[];
  /** Markup of each quote, by its number. */
  quotes: string[];
  pictures: string[];
  cids: string[];
  /** What is wrong with links, in sentences. */
  links: Set<string>;
  sheet: Sheet;
  roots: Set<HtmlNode>;
  forwarded: boolean;
}

/** Writes clean markup of what a reader sees; the tree is no deeper than its builder allows, so this cannot run away. */
function write(node: Element, out: Out, inherited: Style, warnings: string[]): void {
  for (const child of node.children) {
    if (out.roots.has(child)) {
      const part: Out = { ...out, markup: [], quotes: [], roots: new Set() };
      write({ tag: 'div', attributes: {}, children: [child] }, part, inherited, warnings);
      // Quotes that follow each other are one.
      const before = out.markup.at(-1);
      if (before && /\u0001<\/p>$/.test(before)) out.quotes[out.quotes.length - 1] += part.markup.join('');
      else {
        out.markup.push(`<p>\u0001${out.quotes.length}\u0001</p>`);
        out.quotes.push(part.markup.join(''));
      }
      continue;
    }
    if (typeof child === 'string') {
      if (child.trim() && hidesText(inherited)) out.hidden.push(child);
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
    out.markup.push(`<${tag}>`);
    return;
  }
  const name = /^[a-z][a-z0-9]{0,20}$/.test(tag) ? tag : 'span';
  const as = name === 'html' || name === 'body' ? 'div' : name;
  // Word makes each line a paragraph without space around it.
  const tight = as === 'p' && /MsoNormal|MsoPlainText/.test(attributes.class ?? '') ? ' class="tight"' : '';
  const extra = as === 'table' && isData(element) ? ' class="data"' : tight;
  const numbered = as === 'ol' && /^\d{1,6}$/.test(attributes.start ?? '') ? ` start="${attributes.start}"` : '';
  out.markup.push(`<${as}${extra}${numbered}>`);
  write(element, out, style, warnings);
  out.markup.push(`</${as}>`);
}

/** A picture of one pixel counts who opened the mail. */
function isTiny({ width = '', height = '' }: Record<string, string>): boolean {
  return /^[0-2](px)?$/.test(width.trim()) || /^[0-2](px)?$/.test(height.trim());
}

/** More than layout: several rows with more than three short cells each, and no table within. */
function isData(table: Element): boolean {
  let rows = 0;
  let layout = false;
  const visit = (node: Element, depth: number) => {
    for (const child of node.children) {
      if (typeof child === 'string' || depth > 3 || layout) continue;
      if (child.tag === 'table') layout = true;
      else if (child.tag === 'tr') {
        const cells = child.children.filter(each => typeof each !== 'string' && /^t[dh]$/.test(each.tag)) as Element[];
        if (cells.length > LAYOUT_COLUMNS_MAX) rows++;
        if (cells.some(each => holdsTable(each) || textOf(each).trim().length > CELL_CHARS_MAX)) layout = true;
      } else visit(child, depth + 1);
    }
  };
  visit(table, 0);
  return rows > 1 && !layout;
}

function holdsTable(cell: Element): boolean {
  return cell.children.some(each => typeof each !== 'string' && (each.tag === 'table' || holdsTable(each)));
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
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
        { selector: 'table.data', format: 'dataTable', options: { uppercaseHeaderCells: false, maxColumnWidth: 40 } },
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
  return text
    .replace(/\u00ad|\u034f|\u061c|\u180e|[\u200b\u200e\u200f\u2060-\u2064\ufeff]/g, '')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
