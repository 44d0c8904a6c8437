/** Where a mail program's markup says that a quote begins: by class, id or shape, one line per program. */

import { type Element, type HtmlNode, textOf } from './html-tree.ts';
import { announcesQuote, headerKind, isForwardMark } from './quote-words.ts';

/** The element is a quote as a whole. */
const QUOTES: { program: string; is(element: Element): boolean }[] = [
  {
    program: 'Gmail',
    is: each => each.tag === 'div' && hasClass(each, /^(gmail_quote|gmail_quote_container|gmail_attr)$/),
  },
  { program: 'Thunderbird', is: each => hasClass(each, /^moz-cite-prefix$/) },
  {
    program: 'Apple Mail, Thunderbird and others',
    is: each => each.tag === 'blockquote' && /^cite$/i.test(each.attributes.type ?? ''),
  },
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

/** The roots of what is quoted. A forward is no quote: it is what the mail is about. */
export function markQuotes(root: Element): Set<HtmlNode> {
  const roots = new Set<HtmlNode>();
  let ended = false;
  const blockquotes: Element[] = [];
  const visit = (element: Element, inQuote: boolean) => {
    for (const child of element.children) {
      if (ended) {
        // Each thing after the start, at whatever level, hangs on its own.
        if (typeof child !== 'string' || child.trim()) roots.add(child);
        continue;
      }
      if (typeof child === 'string') {
        if (isForwardMark(child.slice(0, 200))) return;
        continue;
      }
      if (STARTS.some(each => each.is(child)) && !isForward(child)) {
        roots.add(child);
        ended = true;
        continue;
      }
      if (QUOTES.some(each => each.is(child)) && !isForward(child)) {
        if (holdsAnswers(child)) markPieces(child, roots);
        else roots.add(child);
        continue;
      }
      if (child.tag === 'blockquote' && !hasClass(child, /^gmail_quote$/) && !inQuote) blockquotes.push(child);
      visit(child, inQuote || child.tag === 'blockquote');
    }
  };
  visit(root, false);
  // The last plain blockquote is the history, unless everything stands in it.
  const last = blockquotes.at(-1);
  if (last && !isForward(last) && roots.size === 0) roots.add(last);
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

/** Marks only what is quoted inside, so that the answers stay. */
function markPieces(element: Element, roots: Set<HtmlNode>): void {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    if (child.tag === 'blockquote' || hasClass(child, /^(gmail_attr|moz-cite-prefix)$/)) roots.add(child);
    else markPieces(child, roots);
  }
}

/** `From: ...`, in any language. */
function beginsWithHeader(element: Element): boolean {
  const text = textOf(element).trimStart().slice(0, 300).replace(/\s+/g, ' ');
  return headerKind(text) === 'from' || headerKind(text) === 'date';
}

function hasClass(element: Element, wanted: RegExp): boolean {
  return (element.attributes.class ?? '').split(/\s+/, 20).some(each => wanted.test(each.replace(/^(ecx|x_)+/, '')));
}

function isForward(element: Element): boolean {
  const first = textOf(element).trimStart().slice(0, 200).split('\n')[0] ?? '';
  return isForwardMark(first.slice(0, 120)) || /^-{3,}\s*forwarded message/i.test(first);
}
