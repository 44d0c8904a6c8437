/**
 * What a reader of the mail would not have seen. Such text must not be read to staff, nor to any machine, as if the
 * customer had said it: it is how orders are smuggled past people. Decided for each piece of text, by what it inherits.
 */
import { declaredBySheet, type Sheet, selectorsOf } from './sheet.ts';
import type { Element } from './tree.ts';

/** What an element takes from those around it. */
export interface Style {
  hidden: boolean;
  /** Red, green, blue, and how much of it there is (0 to 1); null when it is not known. */
  color: Colour | null;
  background: Colour | null;
  fontPx: number;
  /** A line goes through it: the writer took it back. */
  struck: boolean;
  /** Its words stand on lines of their own, whatever its name. */
  block: boolean;
  /** Drawn apart from its neighbours on the line. */
  apart: boolean;
  /** What stands in it is drawn apart. */
  spreads: boolean;
  /** Names of the elements around it. */
  around: ReadonlySet<string>;
}
type Colour = [number, number, number, number];

export const startStyle: Style = {
  hidden: false,
  color: [0, 0, 0, 1],
  background: [255, 255, 255, 1],
  fontPx: 16,
  struck: false,
  block: false,
  apart: false,
  spreads: false,
  around: new Set(),
};

/** Letters smaller than this cannot be read. */
const FONT_PX_MIN = 2.5;
/** Two colours this near (of 255 each) cannot be told apart. */
const CONTRAST_MIN = 16;
/** Moved this far to the left or up, it is off every screen; to the right a reader could still scroll there. */
const OFF_LEFT_PX = 300;
const OFF_RIGHT_PX = 5_000;
/** Less of a colour than this is nothing. */
const SEEN_MIN = 0.1;
const STYLE_CHARS_MAX = 20_000;

/** The style of an element, for itself and what stands in it. */
export function styleOf(element: Element, around: Style, sheet: Sheet): Style {
  const { attributes, tag } = element;
  const names = sheet.rules.size ? selectorsOf(element) : [];
  const written = `${declaredBySheet(names, around.around, sheet)};${attributes.style ?? ''}`;
  const news = names.filter(each => sheet.around.has(each) && !around.around.has(each));
  // Most elements say nothing of how they look: then they look as what is around them does.
  const silent = written === ';' && news.length === 0 && !STRIKES.test(tag) && !saysByAttribute(element);
  if (silent && !around.hidden && !around.block && !around.spreads && !around.apart) return around;
  const next: Style = { ...around, hidden: false };
  if (news.length) next.around = new Set([...around.around, ...news]);
  const { declared, takenOut } = understood(written);
  const colour = parseColour(
    declared.get('color') ?? attributes.color ?? (tag === 'body' ? attributes.text : '') ?? '',
  );
  if (colour) next.color = colour;
  const shown = declared.get('background-color') ?? declared.get('background') ?? attributes.bgcolor ?? '';
  if (shown && !/^(transparent|inherit|none|initial|unset)$/.test(shown)) next.background = parseColour(shown);
  if (declared.has('background-image') || attributes.background || /url\(/.test(shown)) next.background = null;
  const font =
    declared.get('font-size') ??
    /^(?:[a-z-]+\s+)*(\d*\.?\d+(?:px|pt|em|rem|%)?)(?:\/|\s|$)/.exec(declared.get('font') ?? '')?.[1];
  if (font !== undefined) next.fontPx = fontPx(font, around.fontPx);
  // Some mail programs set a table's font to nothing and each cell's to its own.
  if (tag === 'table' && next.fontPx < FONT_PX_MIN) next.fontPx = around.fontPx;
  const line = `${declared.get('text-decoration') ?? ''} ${declared.get('text-decoration-line') ?? ''}`;
  next.struck = around.struck || /line-through/.test(line) || (STRIKES.test(tag) && !/\bnone\b/.test(line));
  const display = declared.get('display') ?? '';
  next.block = /^(block|flex|grid|table|table-row|list-item)$/.test(display);
  next.spreads = /^(inline-)?(flex|grid)$/.test(display);
  next.apart = around.spreads || /^(inline-(block|flex|grid|table)|table-cell)$/.test(display);
  next.hidden = 'hidden' in attributes || (tag === 'dialog' && !('open' in attributes)) || takenOut;
  return next;
}

const STRIKES = /^(s|strike|del)$/;

/** Ways to say how it looks without a style. */
function saysByAttribute({ tag, attributes }: Element): boolean {
  return (
    tag === 'dialog' ||
    tag === 'body' ||
    'color' in attributes ||
    'bgcolor' in attributes ||
    'background' in attributes ||
    'hidden' in attributes
  );
}

/** The element is not drawn at all. */
function isTakenOut(declared: Map<string, string>): boolean {
  const value = (name: string) => declared.get(name) ?? '';
  const clipped = /hidden|clip|scroll/.test(`${value('overflow')} ${value('overflow-x')} ${value('overflow-y')}`);
  const flat = (name: string) => px(declared.get(name)) !== null && px(declared.get(name))! <= 1;
  return (
    value('display') === 'none' ||
    /^(hidden|collapse)$/.test(value('visibility')) ||
    (value('opacity') !== '' && Number.parseFloat(value('opacity')) < SEEN_MIN) ||
    /opacity\(\s*0?\.?0*%?\s*\)/.test(value('filter')) ||
    (clipped && (flat('height') || flat('max-height') || flat('width') || flat('max-width'))) ||
    (clipped && /^(9\d|\d{3,})%/.test(value('text-indent'))) ||
    /scale\w*\(\s*0(\.0+)?\s*[,)]/.test(value('transform')) ||
    /translate\w*\([^)]*-\d{3,}/.test(value('transform')) ||
    /inset\(\s*(5\d|[6-9]\d|100)%/.test(value('clip-path')) ||
    /^rect\(\s*[01](px)?[\s,]/.test(value('clip')) ||
    isOffScreen(declared)
  );
}

/** Letters that cannot be seen: too small, without colour, or in the colour of what is behind them. */
export function hidesText({ color, background, fontPx: size }: Style): boolean {
  if (size < FONT_PX_MIN) return true;
  if (color === null) return false;
  if (color[3] < SEEN_MIN) return true;
  return (
    background !== null &&
    background[3] > 0.5 &&
    [0, 1, 2].every(i => Math.abs(color[i]! - background[i]!) < CONTRAST_MIN)
  );
}

interface Understood {
  declared: ReadonlyMap<string, string>;
  takenOut: boolean;
}

/** Of a mail's elements most say the same as others; what was read of so many texts is kept, a letter has fewer. */
const KNOWN_MAX = 500;
/** Longer texts are read anew: kept, they would take more memory than they save time. */
const KNOWN_CHARS_MAX = 2_000;
const known = new Map<string, Understood>();

function understood(style: string): Understood {
  const before = known.get(style);
  if (before) return before;
  const declared = declarations(style);
  const read = { declared, takenOut: isTakenOut(declared) };
  if (style.length > KNOWN_CHARS_MAX) return read;
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(style, read);
  return read;
}

function declarations(style: string): Map<string, string> {
  const found = new Map<string, string>();
  const plain = style
    .slice(0, STYLE_CHARS_MAX)
    .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, code: string) =>
      String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
    );
  for (const each of plain.split(';')) {
    const colon = each.indexOf(':');
    if (colon < 0) continue;
    const name = each.slice(0, colon).trim().toLowerCase();
    found.set(
      name,
      each
        .slice(colon + 1)
        .replace(/!\s*important/i, '')
        .trim()
        .toLowerCase(),
    );
  }
  return found;
}

/** A length in pixels, roughly; null when it is none. */
function px(value: string | undefined): number | null {
  const found = /^(-?\d*\.?\d+)(px|pt|em|rem|vw|vh|%|)/.exec(value ?? '');
  if (!found) return null;
  const [, number, unit] = found;
  return Number(number) * (/em|rem/.test(unit!) ? 16 : /v[wh]|%/.test(unit!) ? 10 : 1);
}

function isOffScreen(declared: Map<string, string>): boolean {
  const value = (name: string) => px(declared.get(name)) ?? 0;
  if (value('text-indent') <= -OFF_LEFT_PX) return true;
  const margin = (declared.get('margin') ?? '').split(/\s+/).map(each => px(each) ?? 0);
  if ([...margin, value('margin-left'), value('margin-top')].some(each => each <= -OFF_LEFT_PX)) return true;
  if (!/^(absolute|fixed|relative)$/.test(declared.get('position') ?? '')) return false;
  return ['left', 'top', 'right', 'bottom'].some(side => value(side) <= -OFF_LEFT_PX || value(side) >= OFF_RIGHT_PX);
}

function fontPx(value: string, around: number): number {
  const number = Number.parseFloat(value);
  if (Number.isNaN(number)) return 16;
  if (value.endsWith('pt')) return number * 1.33;
  if (value.endsWith('%')) return (around * number) / 100;
  if (value.endsWith('rem')) return 16 * number;
  return value.endsWith('em') ? around * number : number;
}

const NAMED: Record<string, [number, number, number]> = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  ghostwhite: [248, 248, 255],
  red: [255, 0, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  green: [0, 128, 0],
  navy: [0, 0, 128],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  maroon: [128, 0, 0],
  orange: [255, 165, 0],
  purple: [128, 0, 128],
  lime: [0, 255, 0],
  teal: [0, 128, 128],
  aqua: [0, 255, 255],
  lightgray: [211, 211, 211],
  lightgrey: [211, 211, 211],
  darkblue: [0, 0, 139],
  beige: [245, 245, 220],
  azure: [240, 255, 255],
  mintcream: [245, 255, 250],
};

function parseColour(value: string): Colour | null {
  const text = value.trim().toLowerCase();
  if (text === '') return null;
  if (/^transparent\b/.test(text)) return [0, 0, 0, 0];
  for (const word of text.split(/\s+/, 6)) {
    const named = NAMED[word];
    if (named) return [...named, 1];
  }
  const hex = /(?:^|\s)#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?=\s|$|!)/.exec(text)?.[1];
  if (hex) {
    const full = hex.length < 6 ? [...hex].map(each => each + each).join('') : hex;
    const [r, g, b, a] = [0, 2, 4, 6].map(at => Number.parseInt(full.slice(at, at + 2) || 'ff', 16)) as Colour;
    return [r, g, b, a / 255];
  }
  const rgb = /rgba?\(\s*([\d.]+)(%?)[\s,]+([\d.]+)%?[\s,]+([\d.]+)%?(?:[\s,/]+([\d.]+)(%?))?/.exec(text);
  if (rgb) {
    const scale = rgb[2] === '%' ? 2.55 : 1;
    const alpha = rgb[5] === undefined ? 1 : Number(rgb[5]) / (rgb[6] === '%' ? 100 : 1);
    return [Number(rgb[1]) * scale, Number(rgb[3]) * scale, Number(rgb[4]) * scale, alpha];
  }
  const hsl = /hsla?\(\s*[\d.]+(?:deg)?[\s,]+[\d.]+%?[\s,]+([\d.]+)%(?:[\s,/]+([\d.]+))?/.exec(text);
  // Only black, white and nothing matter here; colours in between are not told apart by this.
  if (hsl && (hsl[2] !== undefined || /^(0|100)$/.test(hsl[1]!)))
    return [Number(hsl[1]) * 2.55, Number(hsl[1]) * 2.55, Number(hsl[1]) * 2.55, Number(hsl[2] ?? 1)];
  return null;
}
