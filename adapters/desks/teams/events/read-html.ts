/** Reads Teams' markup as formatted passages: lines, lists, quotes, tables and code. Pure. */
import { type Cell, DEPTH_MAX, type ListItem, type Passage } from '../../../../src/core/formatted.ts';
import { LEFT_OUT } from '../../../../src/desk/left-out.ts';
import { flat, type Lines, type Look, makeLines } from '../../../../src/desks/lines.ts';
import { type Element, type HtmlNode, isHidden, treeOf, wordsIn } from './html.ts';
import { elementLeftOut, pictureLeftOut, TEAMS } from './left-out.ts';

/** What is gathered on the way. */
export interface Reading {
  /** Who is mentioned, and how they are called; null leaves the mention out. */
  mention(name: string, index: string): { name: string; who: string } | null;
  leftOut: string[];
  /** A sentence for each picture among the words: which of them come as files is not known here. */
  pictures: { src: string; sentence: string }[];
  /** Places where something hangs that is not in the words. */
  stubs: number;
}

/** The type of an element that quotes another message. */
export const QUOTED = 'schema.skype.com/Reply';
const BLOCKS = /^(p|div|h[1-6]|li|section|article|header|footer|figure|figcaption|center|d[ldt]|t[drh]|hr)$/;
const LOOKS: [RegExp, RegExp, Look][] = [
  [/^(b|strong|th|h[1-6])$/, /font-weight:(bold|[6-9]00)/i, { bold: true }],
  [/^(i|em)$/, /font-style:italic/i, { italic: true }],
  [/^(u|ins)$/, /text-decoration[\w-]*:[^;]*underline/i, { underlined: true }],
  [/^(s|strike|del)$/, /text-decoration[\w-]*:[^;]*line-through/i, { struck: true }],
  [/^code$/, /^$/, { code: true }],
];
/** Columns that one cell covers, at most. */
const COVERED_MAX = 20;

export function readHtml(html: string, reading: Reading): Passage[] {
  return passagesOf(treeOf(html).children, {}, reading);
}

function passagesOf(nodes: HtmlNode[], look: Look, reading: Reading): Passage[] {
  const lines = makeLines();
  for (const node of nodes) walk(node, look, lines, reading);
  return lines.done();
}

function walk(node: HtmlNode, look: Look, lines: Lines, reading: Reading) {
  if (typeof node === 'string') return lines.text(node, look);
  if (isHidden(node)) return;
  const { tag, children } = node;
  const leftOut = elementLeftOut(node);
  if (leftOut !== null) return reading.leftOut.push(leftOut);
  if (isMention(node) && !children.some(each => typeof each !== 'string' && isMention(each)))
    return readMention(node, lines, reading);
  switch (tag) {
    case 'br':
      return lines.breakLine();
    case 'img':
    case 'emoji':
    case 'customemoji':
      return readImage(node, look, lines, reading);
    case 'attachment':
      reading.stubs++;
      return;
    case 'pre':
    case 'codeblock':
      return lines.add({
        as: 'code',
        text: wordsIn(node)
          .replaceAll('\u00a0', ' ')
          .replace(/^\n|\n$/g, ''),
      });
    case 'blockquote':
      return readQuote(node, lines, reading);
    case 'ul':
    case 'ol':
      return lines.add({ as: 'list', items: listItems(node, 0, reading) });
    case 'table':
      return lines.add({ as: 'table', rows: rowsOf(node, reading) });
  }
  const block = BLOCKS.test(tag);
  if (block) lines.block();
  for (const child of children) walk(child, lookOf(node, look), lines, reading);
  if (block) lines.block();
}

function lookOf({ tag, attributes }: Element, around: Look): Look {
  const { style = '', href = '' } = attributes;
  const own = LOOKS.filter(([tags, styles]) => tags.test(tag) || (style && styles.test(style.replace(/\s/g, ''))));
  return Object.assign({}, around, ...own.map(([, , look]) => look), tag === 'a' && href ? { link: href } : {});
}

function isMention({ tag, attributes }: Element): boolean {
  return tag === 'at' || Boolean(attributes.itemtype?.endsWith('/Mention'));
}

function readMention(node: Element, lines: Lines, reading: Reading): void {
  const { itemid, id } = node.attributes;
  const name = wordsIn(node).replace(/\s+/g, ' ').trim().replace(/^@/, '');
  const found = reading.mention(name, itemid ?? id ?? '');
  if (found?.name) lines.mention(found.name, found.who);
}

function readImage({ tag, attributes }: Element, look: Look, lines: Lines, reading: Reading) {
  const { itemtype = '', src = '', alt = '', title = '', itemid = '' } = attributes;
  const emoji = tag !== 'img' || itemtype.endsWith('/Emoji') || /personal-expressions.*\/emoticons\//.test(src);
  if (!emoji) return reading.pictures.push({ src, sentence: pictureLeftOut(alt || title, `${itemtype} ${src}`) });
  // An emoji of the organisation's own has a name where others have a character.
  const sign = alt || title;
  if (tag !== 'customemoji' && !/^:[\w+-]+:$/.test(sign) && sign !== '') return lines.text(sign, look);
  reading.leftOut.push(LEFT_OUT.emoji((sign || itemid).replaceAll(':', ''), TEAMS));
}

function readQuote(node: Element, lines: Lines, reading: Reading) {
  if (!node.attributes.itemtype?.endsWith(QUOTED))
    return lines.add({ as: 'quote', spans: flat(passagesOf(node.children, {}, reading)) });
  const preview = elementsOf(node).find(each => /^(preview|copy)$/.test(each.attributes.itemprop ?? ''));
  reading.leftOut.push(LEFT_OUT.quoted(preview ? wordsIn(preview) : ''));
}

function elementsOf(node: Element): Element[] {
  return node.children.filter((each): each is Element => typeof each !== 'string' && !isHidden(each));
}

/** Lists within an item, and those that somebody's editor put beside the items, stand one step deeper. */
function listItems(list: Element, depth: number, reading: Reading): ListItem[] {
  const isList = (each: HtmlNode) => typeof each !== 'string' && /^[uo]l$/.test(each.tag);
  let number = list.tag === 'ol' ? Number.parseInt(list.attributes.start ?? '', 10) || 1 : null;
  return elementsOf(list).flatMap(item => {
    if (isList(item)) return listItems(item, depth + 1, reading);
    const spans = flat(
      passagesOf(
        item.children.filter(each => !isList(each)),
        {},
        reading,
      ),
    );
    const below = elementsOf(item)
      .filter(isList)
      .flatMap(each => listItems(each, depth + 1, reading));
    if (spans.length === 0 && below.length > 0) return below;
    const own: ListItem = { depth: Math.min(depth, DEPTH_MAX), number, spans };
    if (number !== null) number++;
    return [own, ...below];
  });
}

function rowsOf(element: Element, reading: Reading): Cell[][] {
  return elementsOf(element).flatMap(child => {
    if (/^(thead|tbody|tfoot)$/.test(child.tag)) return rowsOf(child, reading);
    if (child.tag === 'tr') return [elementsOf(child).flatMap(each => cellsOf(each, reading))];
    return /^col/.test(child.tag) ? [] : [cellsOf(child, reading)];
  });
}

function cellsOf(cell: Element, reading: Reading): Cell[] {
  const { style = '', align: given, colspan = '1' } = cell.attributes;
  const spans = flat(passagesOf(cell.children, lookOf(cell, {}), reading));
  const align = /text-align\s*:\s*(center|right)/i.exec(style)?.[1] ?? given;
  const covered = Math.min(COVERED_MAX, Number.parseInt(colspan, 10) || 1);
  const beside: Cell[] = Array.from({ length: Math.max(0, covered - 1) }, () => ({ spans: [] }));
  return [{ spans, ...(align === 'center' || align === 'right' ? { align } : {}) }, ...beside];
}
