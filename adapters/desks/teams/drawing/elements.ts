/** The elements of Deskhand's Adaptive Cards, and how text is put into them safely. Pure. */
import { PAGES_IN_TEXT } from '../../../../src/desk/message-notes.ts';

/** Any element of a card; what Teams draws of each stands in the schema of Adaptive Cards 1.5. */
export interface Element {
  type: string;
  [name: string]: unknown;
}

export interface Action {
  type: 'Action.Execute' | 'Action.Submit' | 'Action.OpenUrl' | 'Action.ShowCard' | 'Action.ToggleVisibility';
  title?: string;
  [name: string]: unknown;
}

export interface Card {
  type: 'AdaptiveCard';
  version: '1.5';
  body: Element[];
  actions?: Action[];
  /** Where a client is too old for the card. */
  fallbackText?: string;
  msteams?: { width: 'Full' };
}

/** A post as it is handed to Teams: never with text beside the card, for Teams would make two messages of it. */
export interface Drawn {
  card: Card;
  /** The notification: one plain sentence. */
  summary: string;
}

/** A notification shows about this much. */
const SUMMARY_CHARS_MAX = 300;
export const NAME_CHARS_MAX = 100;
/** Small words below a message: a file's name, a warning. */
const SMALL_CHARS_MAX = 700;
/** Links in one text that can be clicked; the rest stays text. */
const LINKS_MAX = 30;

/** Cuts by code points, never in the middle of a character. */
export function cut(text: string, charsMax: number): string {
  if (!isLonger(text, charsMax)) return text;
  return `${[...text.slice(0, charsMax * 2)].slice(0, Math.max(charsMax - 1, 0)).join('')}…`;
}

/** Whether `cut` leaves something out. */
export function isLonger(text: string, charsMax: number): boolean {
  // A character has two units at most: what is far longer need not be counted.
  return text.length > charsMax && (text.length > charsMax * 2 || [...text].length > charsMax);
}

/**
 * Text that is shown as it was written. Without what would be refused or hide something (control characters, lone
 * surrogates, bidi overrides), and with a word joiner, which nobody sees, inside of what Teams or a client would act on:
 * a mention, or the macros for the reader's clock.
 */
function literal(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/<(?=\/?at)/gi, '<\u2060')
    .replace(/\{(?=\{)/g, '{\u2060')
    .toWellFormed();
}

/** A label of a button or an input, a title, a summary: one line that is drawn as it is. */
export function plain(text: string, charsMax: number): string {
  return (
    cut(
      literal(text.slice(0, charsMax * 4))
        .replace(/\s+/g, ' ')
        .trim(),
      charsMax,
    ) || '…'
  );
}

/** @param charsMax need not be whole */
function shownOf(text: string, charsMax: number): string {
  // Only a little more than is shown is looked at: texts can be long, and some of it may be nothing to see.
  return cut(literal(text.slice(0, charsMax * 4 + 100)), charsMax);
}

interface Look {
  weight?: 'Bolder';
  size?: 'Small' | 'Medium';
  isSubtle?: true;
  fontType?: 'Monospace';
}

export interface Run extends Look {
  type: 'TextRun';
  text: string;
  selectAction?: Action;
}

/** Words of anybody. Where they stand, Teams knows no markup at all. */
export function run(text: string, charsMax: number, look: Look = {}): Run {
  return { type: 'TextRun', text: shownOf(text, charsMax), ...look };
}

/** Words that open something. */
export function linkRun(text: string, url: string, look: Look = {}): Run {
  return { ...run(text, text.length, look), selectAction: openUrl(url) };
}

export function openUrl(url: string, title?: string): Action {
  return { type: 'Action.OpenUrl', ...(title ? { title } : {}), url };
}

/** The only place for words that Deskhand did not write. */
export function rich(runs: Run[], more: { spacing?: string; separator?: true } = {}): Element {
  const shown = runs.filter(each => each.text !== '');
  return { type: 'RichTextBlock', inlines: shown.length ? shown : [{ type: 'TextRun', text: ' ' }], ...more };
}

/** Our own words in Markdown, which are fixed: only here does Teams put in the time on the reader's clock. */
export function fixed(words: string, more: Record<string, unknown> = {}): Element {
  return { type: 'TextBlock', text: words.replace(/[\\`*_~[\]<>#|]/g, '\\$&'), wrap: true, ...more };
}

export function small(text: string, share = 1): Element {
  return rich([run(text, SMALL_CHARS_MAX * share, { size: 'Small', isSubtle: true })], { spacing: 'Small' });
}

/** A moment, shown on the reader's own clock. */
export function moment(at: number): string {
  const iso = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return `{{DATE(${iso},SHORT)}}, {{TIME(${iso})}}`;
}

/** Words with their links; a link never shows another place than the one it leads to. */
export function words(text: string, charsMax: number): Run[] {
  let links = 0;
  return withParts(shownOf(text, charsMax), PAGES_IN_TEXT, url =>
    isPlainLink(url) && links++ < LINKS_MAX ? linkRun(url, url) : null,
  );
}

/** Text in which some parts are drawn in another way. @param draw null leaves a part as it is */
export function withParts(text: string, parts: RegExp, draw: (part: string) => Run | null): Run[] {
  const runs: Run[] = [];
  let at = 0;
  const upTo = (end: number) => {
    if (end > at) runs.push(run(text.slice(at, end), end - at));
  };
  for (const { 0: part, index } of text.matchAll(parts)) {
    const drawn = draw(part);
    if (!drawn) continue;
    upTo(index);
    runs.push(drawn);
    at = index + part.length;
  }
  upTo(text.length);
  return runs;
}

/** A host that reads as it is: no user part in front of it, no look-alike letters. */
function isPlainLink(url: string): boolean {
  if (!URL.canParse(url) || url.length > 2_000) return false;
  const parsed = new URL(url);
  return parsed.username === '' && !parsed.hostname.startsWith('xn--') && /^[\x21-\x7e]+$/.test(url);
}

const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Somebody's words, set apart from Deskhand's. */
export function quote(text: string, charsMax: number): Element {
  const items = [rich(words(text, charsMax))];
  const rtl = RIGHT_TO_LEFT.test(text.slice(0, 200));
  return { type: 'Container', style: 'emphasis', spacing: 'Small', items, ...(rtl ? { rtl } : {}) };
}

/** Bold words, followed by others on the same line. */
export function titled(bold: string, rest: string, more: { spacing?: string } = {}): Element {
  return rich([run(bold, NAME_CHARS_MAX, { weight: 'Bolder' }), run(rest, 500)], more);
}

export function cardOf(body: Element[], summary: string): Drawn {
  const short = plain(summary, SUMMARY_CHARS_MAX);
  return {
    summary: short,
    card: { type: 'AdaptiveCard', version: '1.5', body, fallbackText: short, msteams: { width: 'Full' } },
  };
}
