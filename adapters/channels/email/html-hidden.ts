/**
 * What a reader of the mail would not have seen. Such text must not be read to staff, nor to any machine, as if the
 * customer had said it: it is how orders are smuggled past people.
 */
import type { Element } from './html-tree.ts';

/** What an element takes from those around it. */
export interface Style {
  hidden: boolean;
  /** Red, green, blue; null when it is not known. */
  color: Colour | null;
  background: Colour | null;
  fontPx: number;
}
type Colour = [number, number, number];

export const startStyle: Style = { hidden: false, color: [0, 0, 0], background: [255, 255, 255], fontPx: 16 };

/** Letters smaller than this cannot be read. */
const FONT_PX_MIN = 2;
/** Two colours this near (of 255 each) cannot be told apart. */
const CONTRAST_MIN = 12;
/** Moved this far to the side, it is off every screen. */
const OFF_SCREEN_PX = 900;
const RULES_MAX = 2_000;

/** Classes, ids and tags that a style sheet hides; only plain rules outside @media, which hide for some screens only. */
export type Sheet = Map<string, string>;

export function readSheet(styles: string): Sheet {
  const sheet: Sheet = new Map();
  const css = styles.replace(/<!--|-->/g, ' ').replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, ' ');
  let depth = 0;
  let from = 0;
  let selector = '';
  let rules = 0;
  for (let i = 0; i < css.length && rules < RULES_MAX; i++) {
    if (css[i] === '{') {
      if (depth === 0) selector = css.slice(from, i).trim();
      depth++;
      from = i + 1;
    } else if (css[i] === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0 && !selector.startsWith('@')) {
        const body = css.slice(from, i).toLowerCase();
        for (const each of selector.split(',')) {
          const name = each.trim().toLowerCase();
          if (/^[a-z0-9]*[.#][a-z0-9_-]{1,60}$/.test(name)) {
            sheet.set(name, `${sheet.get(name) ?? ''};${body}`);
            rules++;
          }
        }
      }
      if (depth === 0) selector = '';
      from = i + 1;
    } else if (depth === 0 && css[i] === ';') from = i + 1;
  }
  return sheet;
}

export function styleOf(element: Element, around: Style, sheet: Sheet): Style {
  const { attributes, tag } = element;
  const next: Style = { ...around };
  const declared = declarations(`${fromSheet(element, sheet)};${attributes.style ?? ''}`);
  const colour = parseColour(declared.get('color') ?? attributes.color ?? '');
  if (colour) next.color = colour;
  const background = declared.get('background-color') ?? declared.get('background') ?? attributes.bgcolor ?? '';
  if (background && background !== 'transparent' && background !== 'inherit') next.background = parseColour(background);
  if (declared.has('background-image') || attributes.background) next.background = null;
  const font = declared.get('font-size');
  if (font) next.fontPx = fontPx(font, around.fontPx);
  // Some mail programs set a table's font to nothing and each cell's to its own.
  if (/^t[dh]$/.test(tag) && next.fontPx < FONT_PX_MIN && !font) next.fontPx = around.fontPx;
  next.hidden =
    'hidden' in attributes ||
    /(^|\s)(display|visibility)\s*:\s*(none|hidden)/.test('') ||
    declared.get('display') === 'none' ||
    declared.get('visibility') === 'hidden' ||
    declared.get('mso-hide') === 'all' ||
    isZero(declared.get('opacity')) ||
    (isZero(declared.get('max-height')) && declared.get('overflow') === 'hidden') ||
    (isZero(declared.get('height')) && declared.get('overflow') === 'hidden') ||
    (isZero(declared.get('max-width')) && declared.get('overflow') === 'hidden') ||
    /^rect\(\s*0/.test(declared.get('clip') ?? '') ||
    offScreen(declared);
  return next;
}

/** @param style of the element itself, as `styleOf` made it */
export function isHidden(element: Element, style: Style): boolean {
  if (style.hidden) return true;
  if (!element.children.some(each => typeof each === 'string' && each.trim() !== '')) return false;
  if (style.fontPx < FONT_PX_MIN) return true;
  const { color, background } = style;
  return (
    color !== null &&
    background !== null &&
    element.children.every(each => typeof each === 'string' || each.tag === 'br') &&
    color.every((part, i) => Math.abs(part - background[i]!) < CONTRAST_MIN)
  );
}

function fromSheet({ tag, attributes }: Element, sheet: Sheet): string {
  if (sheet.size === 0) return '';
  const names = (attributes.class ?? '')
    .split(/\s+/, 12)
    .filter(Boolean)
    .map(each => `.${each.toLowerCase()}`);
  if (attributes.id) names.push(`#${attributes.id.toLowerCase()}`);
  return names.map(name => `${sheet.get(name) ?? ''};${sheet.get(`${tag}${name}`) ?? ''}`).join(';');
}

function declarations(style: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const each of style.slice(0, 4_000).split(';')) {
    const colon = each.indexOf(':');
    if (colon < 0) continue;
    found.set(
      each.slice(0, colon).trim().toLowerCase(),
      each
        .slice(colon + 1)
        .replace(/!\s*important/i, '')
        .trim()
        .toLowerCase(),
    );
  }
  return found;
}

function isZero(value: string | undefined): boolean {
  return value !== undefined && /^0*\.?0+(px|pt|em|rem|%)?$/.test(value);
}

function offScreen(declared: Map<string, string>): boolean {
  const far = (name: string) => Math.abs(Number.parseFloat(declared.get(name) ?? '0')) >= OFF_SCREEN_PX;
  const placed = /^(absolute|fixed)$/.test(declared.get('position') ?? '');
  if (far('text-indent')) return true;
  return (placed && (far('left') || far('top') || far('right'))) || /^-\d{4,}/.test(declared.get('margin-left') ?? '');
}

function fontPx(value: string, around: number): number {
  const number = Number.parseFloat(value);
  if (Number.isNaN(number)) return 16;
  if (value.endsWith('pt')) return number * 1.33;
  if (value.endsWith('%')) return (around * number) / 100;
  if (value.endsWith('em')) return (value.endsWith('rem') ? 16 : around || 16) * number;
  return number;
}

const NAMED: Record<string, Colour> = {
  white: [255, 255, 255],
  black: [0, 0, 0],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  ghostwhite: [248, 248, 255],
  red: [255, 0, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
};

function parseColour(value: string): Colour | null {
  const text = value.trim().toLowerCase();
  const named = NAMED[text.split(/\s/)[0] ?? ''];
  if (named) return named;
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(text)?.[1];
  if (hex) {
    const full = hex.length === 3 ? [...hex].map(each => each + each).join('') : hex;
    return [0, 2, 4].map(at => Number.parseInt(full.slice(at, at + 2), 16)) as Colour;
  }
  const rgb = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(text);
  return rgb ? ([Number(rgb[1]), Number(rgb[2]), Number(rgb[3])] as Colour) : null;
}
