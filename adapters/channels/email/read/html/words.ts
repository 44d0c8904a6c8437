/** Turns marked-up words into lines of text, with marks for struck-out words, cells and gaps. */
import { compile } from 'html-to-text';
import { escapedHtml } from '../../../../../src/core/html.ts';
import { withoutTrail } from './signature.ts';

/** Real letters are far smaller; what is longer is cut, and the full message has it all. */
export const HTML_CHARS_MAX = 1_000_000;
/** Rows and paragraphs shown: html-to-text grows slower than linear beyond. */
const CHILDREN_MAX = 20_000;
/** Stands where the converter gave up. */
const CUT = '[…]';
/** Between the cells of a row. */
const CELLS_APART = ' | ';
/** What a row has where one of its cells is empty. */
const EMPTY_CELL = '–';
/** Around struck words: read as plain words, "40 EUR 30 EUR" would be two prices. */
export const STRUCK = ['(struck out: ', ')'] as const;
/** Characters that stand for these while the text is made; what the mail has of them is taken out. */
export const STRUCK_FROM = '\u0002';
export const STRUCK_TO = '\u0003';
export const CELL_END = '\u0004';
export const PART_END = '\u0005';
/** Between parts that a browser draws apart though nothing stands between them. */
export const APART = '\u0006';
const OUR_MARKS = /[\u0001-\u0006]/g;
const GLUED = /[\p{L}\p{N}\]]$/u;
const GLUED_TO = /^[\p{L}\p{N}[]/u;

/** Made once: it sorts out its selectors each time that it is made, which takes longer than a letter's text. */
const converted = compile({
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

export function escapeText(text: string): string {
  return escapedHtml(text.replace(OUR_MARKS, ''));
}

export function toText(markup: string, warnings: string[]): string {
  try {
    const text = converted(markup);
    if (text.includes(CUT)) warnings.push('Part of this mail could not be shown; the full message has everything.');
    return tidy(text);
  } catch {
    warnings.push('The layout of this mail could not be read; only its text is shown.');
    return tidy(
      markup
        .replace(/<[^>]{0,2000}>/g, ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&'),
    );
  }
}

/** No zero-width filling (preheaders are padded with it), no towers of blank lines. */
function tidy(text: string): string {
  return withStruck(withGaps(text))
    .replace(/\u00ad|\u034f|\u061c|\u180e|[\u200b\u200e\u200f\u2060-\u2064\ufeff]/g, '')
    .split('\n')
    .map(line => (line.includes(CELL_END) ? inCells(line) : withoutTrail(line)))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function inCells(line: string): string {
  const cells = line.split(CELL_END).map(each => each.trim());
  const filled = cells.filter(each => each !== '');
  return filled.length > 1 ? cells.map(each => each || EMPTY_CELL).join(CELLS_APART) : (filled[0] ?? '');
}

/** `Size Qty`: a blank where words would touch; before a comma there is none. */
function withGaps(text: string): string {
  if (!text.includes(APART)) return text;
  return text.replace(/[^\S\n]*\u0006[\u0006 ]*/g, (found, at: number) => {
    const touches =
      GLUED.test(text.slice(at - 2, at)) && GLUED_TO.test(text.slice(at + found.length, at + found.length + 2));
    return touches || / /.test(found) ? ' ' : '';
  });
}

/** `(struck out: 40 EUR) 30 EUR`: neighbours within a line are one, and blanks stand outside. */
function withStruck(text: string): string {
  if (!text.includes(STRUCK_FROM)) return text;
  return text
    .replace(/\u0002( *)/g, '$1\u0002')
    .replace(/( ?)\u0003( ?)\u0002/g, '$1$2')
    .replace(/(?<=[\p{L}\p{N}])\u0002/gu, ' \u0002')
    .replace(/ ?\u0003(?=[\p{L}\p{N}])/gu, '\u0003 ')
    .replaceAll(STRUCK_FROM, STRUCK[0])
    .replace(/ ?\u0003/g, STRUCK[1]);
}
