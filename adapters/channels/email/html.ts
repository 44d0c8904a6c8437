/** HTML to text that a person can read in a thread: nothing hidden, no script, no picture fetched. */
import { convert } from 'html-to-text';

/** Real letters are far smaller; what is longer is cut, and the full message has it all. */
const HTML_CHARS_MAX = 300_000;

/** Stands where the converter gave up. */
const CUT = '[…]';

/** What a reader would not have seen must not be read to staff, nor to any machine, as if the customer had said it. */
const HIDDEN = [
  '[hidden]',
  '[style*="display:none"]',
  '[style*="display: none"]',
  '[style*="visibility:hidden"]',
  '[style*="visibility: hidden"]',
  '[style*="font-size:0"]',
  '[style*="font-size: 0"]',
  '[style*="opacity:0;"]',
  '[style*="opacity: 0;"]',
  '[style*="mso-hide:all"]',
];

export function htmlToPlain(html: string): { text: string; warnings: string[] } {
  const warnings: string[] = [];
  const cut = html.length > HTML_CHARS_MAX;
  if (cut) warnings.push('This mail is very long; its end is only in the full message.');
  try {
    const text = convert(cut ? html.slice(0, HTML_CHARS_MAX) : html, {
      wordwrap: false,
      limits: { maxDepth: 200, maxChildNodes: 20_000, ellipsis: CUT },
      selectors: [
        ...HIDDEN.map(selector => ({ selector, format: 'skip' })),
        { selector: 'img', format: 'skip' },
        { selector: 'a', options: { ignoreHref: false, hideLinkHrefIfSameAsText: true, noAnchorUrl: true } },
        { selector: 'h1', options: { uppercase: false } },
        { selector: 'h2', options: { uppercase: false } },
        { selector: 'h3', options: { uppercase: false } },
        { selector: 'table', options: { uppercaseHeaderCells: false } },
      ],
    });
    if (text.includes(CUT)) warnings.push('A part of this mail could not be shown; all of it is in the full message.');
    return { text: text.replace(/\n{3,}/g, '\n\n').trim(), warnings };
  } catch {
    // Hundreds of thousands of nested elements end the stack; the words are still there.
    const text = html
      .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/[ \t]+/g, ' ')
      .trim();
    return { text, warnings: [...warnings, 'The layout of this mail could not be read; only its words are shown.'] };
  }
}
