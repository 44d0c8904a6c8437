/** Where a mail program's markup says that a quote begins: by class, id or shape, one line per program. */

import { headerKind } from '../quote-headers.ts';
import { announcesQuote, isForwardMark } from '../quote-words.ts';
import { type Element, type HtmlNode, innerText } from './tree.ts';

/** Blockquotes that a mail program puts around the history, and an editor around nothing. */
const MAIL_PROGRAM = /^(tutanota_quote|protonmail_quote|front-blockquote|iosymail|email_quote)$/;

/** The element is a quote as a whole. */
const QUOTES: { program: string; is(element: Element): boolean }[] = [
  {
    program: 'Gmail',
    is: each => each.tag === 'div' && hasClass(each, /^(gmail_quote|gmail_quote_container|gmail_attr)$/),
  },
  { program: 'Thunderbird', is: each => hasClass(each, /^moz-cite-prefix$/) },
  { program: 'Outlook for Mac', is: each => /^OLK_SRC_BODY_SECTION$/i.test(each.attributes.id ?? '') },
  {
    program: 'Yahoo',
    is: each =>
      hasClass(each, /^((ydp[0-9a-f]*)?yahoo_quoted|yahoo-quoted-begin|yqt\d+)$/i) ||
      /^yahoo_quoted/i.test(each.attributes.id ?? ''),
  },
  { program: 'Proton', is: each => hasClass(each, /^(protonmail_quote|moz-forward-container)$/) && !isForward(each) },
  {
    program: 'Zimbra',
    is: each =>
      each.attributes['data-marker'] === '__QUOTED_TEXT__' || each.attributes['data-marker'] === '__HEADERS__',
  },
  { program: 'Zoho', is: each => hasClass(each, /^(zmail_extra|zmail_extra_hr)$/) },
  { program: 'Spark', is: each => each.attributes.name === 'messageReplySection' },
  { program: 'GMX and web.de', is: each => each.attributes.name === 'quote' },
  { program: 'Tutanota', is: each => hasClass(each, /^tutanota_quote$/) },
  { program: 'Front', is: each => hasClass(each, /^front-blockquote$/) },
  {
    program: 'ClickMeeting and others',
    is: each =>
      hasClass(
        each,
        /^(cm_quote|freebirdFormviewerQuote|qt|mailquote|email_quote|quoted_text|ms-outlook-mobile-reference-message)$/,
      ),
  },
  { program: 'HEY, Basecamp', is: each => hasClass(each, /^(trix-quote|message-quote)$/) },
];

/** Everything from this element on, to the end of the mail, is quoted. */
const STARTS: { program: string; is(element: Element): boolean }[] = [
  {
    program: 'Outlook on the web',
    is: each =>
      /^(x_)*(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)$/i.test(each.attributes.id ?? ''),
  },
  { program: 'Hotmail', is: each => each.tag === 'hr' && /^(stopSpelling|zwchr)$/i.test(each.attributes.id ?? '') },
  { program: 'Zimbra', is: each => each.attributes['data-marker'] === '__DIVIDER__' },
  {
    program: 'Outlook',
    is: each =>
      each.tag === 'div' &&
      /border:\s*none;\s*border-top:\s*solid\s*#?(b5c4df|e1e1e1|[0-9a-f]{6})/i.test(each.attributes.style ?? '') &&
      beginsWithHeader(each),
  },
  {
    program: 'Windows Mail',
    is: each =>
      each.tag === 'div' &&
      /border-top[^;]*:\s*(1px\s+solid|solid\s+1px)?\s*(rgb\(229|#e5e5e5)/i.test(each.attributes.style ?? '') &&
      beginsWithHeader(each),
  },
];

/** What is set apart as a quote; whether only a mail program writes such a mark, or anybody may. */
export type Quotes = Map<HtmlNode, 'sure' | 'perhaps'>;

/**
 * What the markup sets apart. A forward is not a quote: it is what the mail is about. A blockquote, even of type "cite", is
 * what customers make to quote an error or a card's text: whether it is history is decided by what announces it.
 */
export function markQuotes(root: Element): Quotes {
  const roots: Quotes = new Map();
  let ended = false;
  const visit = (element: Element) => {
    for (const child of element.children) {
      if (ended) {
        // Each thing after the start, at whatever level, hangs on its own.
        if (typeof child !== 'string' || child.trim()) roots.set(child, 'sure');
        continue;
      }
      if (typeof child === 'string') {
        if (isForwardMark(child.slice(0, 200))) return;
        continue;
      }
      if (STARTS.some(each => each.is(child)) && !isForward(child)) {
        roots.set(child, 'sure');
        ended = true;
        continue;
      }
      if (QUOTES.some(each => each.is(child)) && !isForward(child)) {
        if (holdsAnswers(child)) markPieces(child, roots);
        else roots.set(child, 'sure');
        continue;
      }
      if (child.tag === 'blockquote' && !isForward(child)) {
        roots.set(child, hasClass(child, MAIL_PROGRAM) || beginsAsPostbox(child) ? 'sure' : 'perhaps');
        continue;
      }
      visit(child);
    }
  };
  visit(root);
  return roots;
}

/** Words beside the quoted ones: answers between or below them, which some programs keep within the same element. */
function holdsAnswers(quote: Element): boolean {
  if (quote.tag === 'blockquote') return false;
  const own: string[] = [];
  let quoted = false;
  const visit = (element: Element) => {
    for (const child of element.children) {
      if (typeof child === 'string') own.push(child);
      else if (child.tag === 'blockquote') quoted = true;
      else if (child.tag === 'br' || child.tag === 'div' || child.tag === 'p') {
        own.push('\n');
        if (!hasClass(child, /^(gmail_attr|gmail_signature|moz-cite-prefix)$/)) visit(child);
        own.push('\n');
      } else if (!hasClass(child, /^(gmail_attr|gmail_signature|moz-cite-prefix)$/)) visit(child);
    }
  };
  visit(quote);
  if (!quoted) return false;
  const words = own
    .join('')
    .replace(/\n\s*\n+/g, '\n\n')
    .trim();
  return words
    .split(/\n\n/)
    .map(each => each.replace(/\s+/g, ' ').trim())
    .some(each => each !== '' && !announcesQuote(each, true));
}

/** Postbox names the sender in a line of its own kind, at the top of a blockquote. */
function beginsAsPostbox(quote: Element): boolean {
  const first = quote.children.find(child => typeof child !== 'string');
  return first !== undefined && typeof first !== 'string' && hasClass(first, /^__pbConvHr$/);
}

/** Marks only what is quoted inside, so that the answers stay. */
function markPieces(element: Element, roots: Quotes): void {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.tag === 'blockquote' || hasClass(child, /^(gmail_attr|moz-cite-prefix)$/)) roots.set(child, 'sure');
    else markPieces(child, roots);
  }
}

/** `From: ...`, in any language. */
function beginsWithHeader(element: Element): boolean {
  const text = innerText(element).trimStart().slice(0, 300).replace(/\s+/g, ' ');
  return headerKind(text) === 'from' || headerKind(text) === 'date';
}

function hasClass(element: Element, wanted: RegExp): boolean {
  const { class: classes } = element.attributes;
  if (!classes) return false;
  return classes.split(/\s+/, 20).some(each => wanted.test(each.replace(/^(ecx|x_)+/, '')));
}

function isForward(element: Element): boolean {
  const first = innerText(element).trimStart().slice(0, 200).split('\n')[0] ?? '';
  return isForwardMark(first.slice(0, 120)) || /^-{3,}\s*forwarded message/i.test(first);
}
