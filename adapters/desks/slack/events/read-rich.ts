/** Slack's rich text: sections, lists, quotes and code as passages with their look. Pure. */
import {
  DEPTH_MAX,
  type ListItem,
  type Passage,
  type Span,
  spanOf,
  spansText,
} from '../../../../src/core/formatted.ts';
import { LEFT_OUT } from '../../../../src/desk/left-out.ts';
import type { RichElement } from './message-shapes.ts';
import { channelSpans, groupSpans, type Reading, userSpans } from './read-mentions.ts';

export function readRich(elements: RichElement[], reading: Reading): Passage[] {
  const passages: Passage[] = [];
  for (const element of elements) {
    const passage = readElement(element, reading);
    const before = passages.at(-1);
    // Slack writes one list as many, wherever its depth changes.
    if (passage?.as === 'list' && before?.as === 'list') before.items.push(...passage.items);
    else if (passage) passages.push(passage);
  }
  return passages;
}

function readElement(element: RichElement, reading: Reading): Passage | null {
  const spans = () => readSpans(element.elements ?? [], reading);
  switch (element.type) {
    case 'rich_text_section':
      return { as: 'words', spans: spans() };
    case 'rich_text_quote':
      return { as: 'quote', spans: spans() };
    case 'rich_text_preformatted':
      return { as: 'code', text: spansText(spans()) };
    case 'rich_text_list':
      return { as: 'list', items: listItems(element, reading) };
    default:
      reading.leftOut.push(LEFT_OUT.piece(wordsIn(element)));
      return null;
  }
}

function listItems(list: RichElement, reading: Reading): ListItem[] {
  const first = 1 + (Number(list.offset) || 0);
  return (list.elements ?? []).map((item, i) => ({
    depth: Math.min(Math.max(0, Number(list.indent) || 0), DEPTH_MAX),
    number: list.style === 'ordered' ? first + i : null,
    spans: readSpans(item.elements ?? [], reading),
  }));
}

/** What is left out leaves no hole: of the two spaces around it one stays. */
function readSpans(elements: RichElement[], reading: Reading): Span[] {
  const spans: Span[] = [];
  let hole = false;
  for (const element of elements) {
    const found = readInline(element, reading);
    const [first, ...rest] = found;
    const before = spans.at(-1)?.text ?? ' ';
    if (first && hole && /\s$/.test(before) && first.text.startsWith(' '))
      spans.push({ ...first, text: first.text.slice(1) }, ...rest);
    else spans.push(...found);
    hole = found.length === 0;
  }
  return spans.filter(each => each.text !== '');
}

function readInline(element: RichElement, reading: Reading): Span[] {
  const style = styleOf(element.style);
  switch (element.type) {
    case 'text':
      return typeof element.text === 'string' ? [spanOf(element.text, style)] : [];
    case 'link': {
      const link = element.url ?? '';
      const label =
        typeof element.text === 'string' && element.text ? element.text : link.replace(/^(mailto|tel):/, '');
      return [spanOf(label, { ...style, link })];
    }
    case 'emoji': {
      const sign = element.unicode ? fromCodePoints(element.unicode) : '';
      if (!sign) reading.leftOut.push(LEFT_OUT.emoji(element.name ?? '', 'Slack'));
      return sign ? [spanOf(sign)] : [];
    }
    case 'user':
      return userSpans(element.user_id ?? '', reading, style);
    case 'usergroup':
      return groupSpans(element.usergroup_id ?? '', reading, style);
    case 'broadcast':
      reading.mentions.push(element.range ?? 'here');
      return [spanOf(`@${element.range ?? 'here'}`, style)];
    case 'channel':
      return channelSpans(element.channel_id ?? '', reading, style);
    case 'date':
      return [spanOf(element.fallback || dateWords(element.timestamp), style)];
    case 'color':
      return [spanOf(element.value ?? '', style)];
    default:
      reading.leftOut.push(LEFT_OUT.piece(wordsIn(element)));
      return [];
  }
}

const STYLES = { bold: 'bold', italic: 'italic', underline: 'underlined', strike: 'struck', code: 'code' } as const;

function styleOf(style: unknown): Omit<Span, 'text' | 'link'> {
  if (typeof style !== 'object' || style === null) return {};
  const on = Object.entries(STYLES).filter(([name]) => (style as Record<string, unknown>)[name] === true);
  return Object.fromEntries(on.map(([, look]) => [look, true]));
}

/** `1f44d-1f3fd` -> the emoji itself. */
function fromCodePoints(hex: string): string {
  const points = hex.split('-').map(each => Number.parseInt(each, 16));
  return points.every(each => each > 0 && each <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}

function dateWords(timestamp: number | undefined): string {
  return typeof timestamp === 'number' ? new Date(timestamp * 1000).toUTCString().replace(/:00 GMT$/, ' UTC') : '';
}

/** Whatever can be read of a piece that we do not know, to name it by. */
function wordsIn(element: RichElement): string {
  const own = [element.text, element.fallback, element.name].find(each => typeof each === 'string' && each !== '');
  return typeof own === 'string' ? own : (element.elements ?? []).map(wordsIn).filter(Boolean).join(' ');
}
