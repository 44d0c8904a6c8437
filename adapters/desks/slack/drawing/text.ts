/** Text on its way to Slack: escaped, cut by code points, customers' words only where Slack takes them literally. Pure. */
import type { KnownBlock, RichTextBlock, RichTextElement } from '@slack/types';
import { PAGES_IN_TEXT } from '../../../../src/desk/message-notes.ts';

/** The notification's text: Slack takes 4,000 bytes of it in an update; a notification shows far less. */
const TEXT_BYTES_MAX = 3_800;
const TEXT_CHARS_MAX = 1_500;
export const SECTION_CHARS_MAX = 3_000;
export const HEADER_CHARS_MAX = 150;
export const BUTTON_CHARS_MAX = 75;
export const TITLE_CHARS_MAX = 24;
const NAME_CHARS_MAX = 60;
/** All blocks of a message together carry some 13,000 characters; the words themselves may have 3,000 of them. */
export const SMALL_CHARS_MAX = 700;
/** Links in one message that are made clickable; the rest stays text. */
const LINKS_MAX = 50;

/** mrkdwn has three control characters; everything else is harmless once these are escaped. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts by code points, never in the middle of a character. Cut first, escape afterwards: so no entity is ever cut. */
export function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const signs = [...text];
  return signs.length <= charsMax ? text : `${signs.slice(0, charsMax - 1).join('')}…`;
}

/** What Slack would refuse or hide: control characters, lone surrogates, bidi overrides. */
export function clean(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').toWellFormed();
}

/** Escaped text for the notification line and for fallbacks. */
export function notice(text: string): string {
  // Escaping makes it longer, five characters for one at worst, and a character may have four bytes.
  for (let charsMax = TEXT_CHARS_MAX; ; charsMax = Math.floor(charsMax / 2)) {
    const short = escaped(cut(clean(text), charsMax)) || ' ';
    if (Buffer.byteLength(short) <= TEXT_BYTES_MAX) return short;
  }
}

/** A text object that Slack shows as it is. */
export function plain(text: string, charsMax: number) {
  return {
    type: 'plain_text' as const,
    text: cut(clean(text), charsMax).trim() ? cut(clean(text), charsMax) : '…',
    emoji: false,
  };
}

/**
 * The name a customer's words are posted under. Always marked, so that it is never that of a colleague or of Slack's own
 * robot, and without characters that would make it look like another.
 */
export function customerName(name: string, what = 'customer'): string {
  const bare = clean(name.normalize('NFKC'))
    // "(@ann_b)" stays readable: an @ that begins a word goes, an underscore inside of one stays.
    .replace(/(?<![\p{L}\p{N}])@/gu, '')
    .replace(/[\p{Cf}\p{Cc}\p{Co}<>&@#*~`|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, ' ')
    .replace(/\(customer\)/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return `${cut(bare, NAME_CHARS_MAX) || 'Somebody'} (${what})`;
}

/** Words as rich text: literal, with http and mail addresses clickable and shown as they are. */
export function richWords(text: string, look: 'quote' | 'section' = 'section'): RichTextBlock {
  const elements = inline(clean(text));
  const parts = elements.length ? elements : [{ type: 'text' as const, text: ' ' }];
  return {
    type: 'rich_text',
    elements: [{ type: look === 'quote' ? 'rich_text_quote' : 'rich_text_section', elements: parts }],
  } as RichTextBlock;
}

/** Splits text into literal words and links; a link never shows another place than the one it leads to. */
function inline(text: string): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let at = 0;
  let links = 0;
  for (const found of text.matchAll(PAGES_IN_TEXT)) {
    const [url] = found;
    if (links >= LINKS_MAX || !isPlainLink(url)) continue;
    if (found.index > at) elements.push({ type: 'text', text: text.slice(at, found.index) });
    elements.push({ type: 'link', url, text: url });
    at = found.index + url.length;
    links++;
  }
  if (at < text.length) elements.push({ type: 'text', text: text.slice(at) });
  return elements;
}

/** A host that reads as it is: no user part in front of it, no look-alike letters. */
function isPlainLink(url: string): boolean {
  if (!URL.canParse(url) || url.length > 2_000) return false;
  const parsed = new URL(url);
  return parsed.username === '' && !parsed.hostname.startsWith('xn--') && /^[\x21-\x7e]+$/.test(url);
}

/** Bold words of ours or of a customer, on one line, followed by plain ones. */
export function titledWords(bold: string, rest: string): RichTextBlock {
  const elements: RichTextElement[] = [
    { type: 'text', text: cut(clean(bold), HEADER_CHARS_MAX) || ' ', style: { bold: true } },
  ];
  if (rest) elements.push({ type: 'text', text: cut(clean(rest), 500) });
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Small grey words. */
export function small(text: string): KnownBlock {
  return { type: 'context', elements: [plain(text, SMALL_CHARS_MAX)] };
}

/** "2 hours ago", on each reader's own clock: what Slack counts itself stays true without anybody drawing it again. */
export function longAgo(at: number): string {
  return moment(at, '{ago}');
}

/** A moment that each reader sees on their own clock. Our own token: nothing of a customer's is in it. */
function moment(at: number, format = '{date_short_pretty}, {time}'): string {
  const seconds = Math.floor(at / 1000);
  return `<!date^${seconds}^${format}|${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
}
