/** The rules of a mail's own style sheet, as far as they can hide something: plain selectors, no screens of one size only. */
import type { Element } from './tree.ts';

const RULES_MAX = 5_000;
/** Rules of one name that are looked at: a sheet that repeats itself thousands of times is bait. */
const RULES_OF_NAME_MAX = 50;

interface Rule {
  tag: string;
  classes: string[];
  id: string;
  /** Names that must stand around it, in any order. */
  around: string[];
  body: string;
}
/** What a sheet says. */
export interface Sheet {
  /** Rules by the name an element must have for them: `.class`, `#id` or `tag`. */
  rules: Map<string, Rule[]>;
  /** Names that any of them wants around its element; nobody asks for others. */
  around: Set<string>;
}

export function readSheet(styles: string): Sheet {
  const sheet: Sheet = { rules: new Map(), around: new Set() };
  const css = styles.replace(/<!--|-->/g, ' ').replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, ' ');
  const within: string[] = [];
  let from = 0;
  let rules = 0;
  for (let i = 0; i < css.length && rules < RULES_MAX; i++) {
    if (css[i] === '{') {
      within.push(css.slice(from, i).trim().toLowerCase());
      from = i + 1;
    } else if (css[i] === '}') {
      const selector = within.pop() ?? '';
      // What holds for every screen holds here; what holds for small ones only does not.
      const everywhere = within.every(each => /^@media\s*(only\s*)?(screen|all|screen, ?all)?\s*$/.test(each));
      if (everywhere && selector && !selector.startsWith('@'))
        rules += add(sheet, selector, css.slice(from, i).toLowerCase());
      from = i + 1;
    } else if (within.length === 0 && css[i] === ';') from = i + 1;
  }
  return sheet;
}

function add(sheet: Sheet, selectors: string, body: string): number {
  let added = 0;
  for (const selector of selectors.split(',', 50)) {
    const parts = selector
      .replace(/\s*[>+~]\s*/g, ' ')
      .trim()
      .split(/\s+/);
    const last = parts.pop() ?? '';
    // Pseudo classes and attributes tell nothing about how it looks at rest, except :root.
    if (/[:[*]/.test(last) || last.length > 200) continue;
    const tag = /^[a-z][a-z0-9]*/.exec(last)?.[0] ?? '';
    const classes = last.match(/\.[a-z0-9_-]+/g) ?? [];
    const id = /#[a-z0-9_-]+/.exec(last)?.[0] ?? '';
    const key = id || classes[0] || tag;
    if (!key) continue;
    const around = parts.flatMap(part => part.match(/[.#]?[a-z0-9_-]+/g) ?? []);
    const list = sheet.rules.get(key) ?? [];
    if (list.length < RULES_OF_NAME_MAX) list.push({ tag, classes, id, around, body });
    sheet.rules.set(key, list);
    for (const each of around) sheet.around.add(each);
    added++;
  }
  return added;
}

/** What the sheet declares for an element of these names; `around` holds the names of the elements it stands in. */
export function declaredBySheet(names: readonly string[], around: ReadonlySet<string>, { rules }: Sheet): string {
  if (!names.some(name => rules.has(name))) return '';
  const own = new Set(names);
  return names
    .flatMap(name => rules.get(name) ?? [])
    .filter(
      rule =>
        (!rule.tag || own.has(rule.tag)) &&
        (!rule.id || own.has(rule.id)) &&
        rule.classes.every(each => own.has(each)) &&
        rule.around.every(each => around.has(each) || each === 'html' || each === 'body'),
    )
    .map(rule => rule.body)
    .join(';');
}

/** `td`, `.price`, `#total`: how a style sheet can call it. */
export function selectorsOf({ tag, attributes }: Element): string[] {
  const classes = (attributes.class ?? '').toLowerCase().slice(0, 2_000).split(/\s+/).filter(Boolean);
  return [tag, ...classes.map(each => `.${each}`), ...(attributes.id ? [`#${attributes.id.toLowerCase()}`] : [])];
}
