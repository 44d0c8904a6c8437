/**
 * The HTML part of a reply, from the same words as its text part. Everything a person typed is escaped; the only tags are
 * those written here. No colours of its own, so that it is readable light and dark; no class or style that Outlook's Word,
 * Gmail or a phone would not take.
 */
import type { Cell, ListItem, Passage, Span } from '../../../../src/core/formatted.ts';
import { escapedHtml } from '../../../../src/core/html.ts';

const PAGE =
  '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"></head>';
const BODY = 'font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.45;overflow-wrap:anywhere';
const MONO = 'font-family:Consolas,Menlo,monospace;font-size:14px';
/** Grey that is seen on white and on black. */
const RULE = '1px solid #8a8a8a';
const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

interface HtmlParts {
  passages: Passage[];
  signature: string | null;
  /** The customer's last words below, with who wrote them when. */
  quoted: { intro: string; text: string } | null;
}

export function htmlOf({ passages, signature, quoted }: HtmlParts): string {
  const below = signature
    ? `<div class="gmail_signature"><div><br></div><div>-- </div>${plainLines(signature)}</div>`
    : '';
  // The class and the type let other programs, and our own, fold the history.
  const history = quoted
    ? `<div class="gmail_quote"><div><br></div>${plainLines(quoted.intro)}<blockquote type="cite" style="margin:0;padding:0 0 0 10px;border-left:${RULE}">${plainLines(quoted.text)}</blockquote></div>`
    : '';
  return `${PAGE}<body style="${BODY}">${passages.map(passageHtml).join('')}${below}${history}</body></html>`;
}

/** Which way words run: by their first letter; null where none of them has a direction. */
function directionOf(text: string): 'rtl' | 'ltr' | null {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter === undefined ? null : RTL.test(letter) ? 'rtl' : 'ltr';
}

function passageHtml(passage: Passage, n: number, all: Passage[]): string {
  switch (passage.as) {
    case 'words': {
      const lines = linesOf(passage.spans);
      // The break before what follows is that of the passage itself.
      if (n < all.length - 1 && lines.length > 1 && lines.at(-1)!.length === 0) lines.pop();
      return lines.map(lineHtml).join('');
    }
    case 'quote':
      return `<blockquote style="margin:6px 0;padding:0 0 0 10px;border-left:3px solid #8a8a8a">${linesOf(passage.spans).map(lineHtml).join('')}</blockquote>`;
    case 'code':
      return `<pre dir="ltr" style="margin:6px 0;padding:6px 8px;border:${RULE};white-space:pre-wrap;${MONO}">${escapedHtml(passage.text)}</pre>`;
    case 'list':
      return listHtml(passage.items);
    case 'table':
      return tableHtml(passage.rows);
  }
}

function plainLines(text: string): string {
  return linesOf([{ text }]).map(lineHtml).join('');
}

/** Spans cut where lines end. */
function linesOf(spans: Span[]): Span[][] {
  const lines: Span[][] = [[]];
  for (const span of spans) {
    for (const [i, text] of span.text.split('\n').entries()) {
      if (i > 0) lines.push([]);
      if (text) lines.at(-1)!.push({ ...span, text });
    }
  }
  return lines;
}

/** Each line has its own direction: mail mixes languages, and programs do not take dir="auto". */
function lineHtml(spans: Span[]): string {
  return spans.length ? `<div${dirOf(spans)}>${inlineHtml(spans)}</div>` : '<div><br></div>';
}

function dirOf(spans: Span[]): string {
  const direction = directionOf(spans.map(each => each.text).join(''));
  return direction ? ` dir="${direction}"` : '';
}

function inlineHtml(spans: Span[]): string {
  let open = true;
  return spans
    .map(span => {
      const html = spanHtml(span, open);
      open = /[ \t]$/.test(span.text);
      return html;
    })
    .join('');
}

/** @param open what stands before is a space or the beginning of a line: there a space would be lost */
function spanHtml(span: Span, open: boolean): string {
  let html = span.link || span.code ? spaced(span.text, open) : linked(span.text, open);
  if (span.code) html = `<code style="${MONO}">${html}</code>`;
  if (span.struck) html = `<s>${html}</s>`;
  if (span.underlined) html = `<u>${html}</u>`;
  if (span.italic) html = `<i>${html}</i>`;
  if (span.bold) html = `<b>${html}</b>`;
  return span.link ? `<a href="${escapedHtml(span.link)}">${html}</a>` : html;
}

/** Addresses of pages become links that show what they lead to. */
function linked(text: string, open: boolean): string {
  let html = '';
  let at = 0;
  for (const found of text.matchAll(/\bhttps?:\/\/[^\s<>"'`]+/gi)) {
    const url = withoutEnd(found[0]);
    if (!URL.canParse(url)) continue;
    html += `${spaced(text.slice(at, found.index), at === 0 && open)}<a href="${escapedHtml(url)}">${escapedHtml(url)}</a>`;
    at = found.index + url.length;
  }
  return html + spaced(text.slice(at), at === 0 && open);
}

/** A dot that ends the sentence, or a bracket that was opened before the address, is none of it. */
function withoutEnd(url: string): string {
  let rest = url;
  for (;;) {
    const last = rest.at(-1)!;
    const brackets = last === ')' ? '(' : last === ']' ? '[' : null;
    if (brackets ? rest.split(brackets).length >= rest.split(last).length : !/[.,;:!?…。，、]/.test(last)) return rest;
    rest = rest.slice(0, -1);
  }
}

/** Escaped, with spaces that HTML would swallow kept; a tab is four. */
function spaced(text: string, open: boolean): string {
  return escapedHtml(text.replaceAll('\t', '    '))
    .replace(/ {2,}/g, run => `${'&nbsp;'.repeat(run.length - 1)} `)
    .replace(/^ /, open ? '&nbsp;' : ' ');
}

/** Flat items with a depth become lists in lists: a deeper one stands in the item above it. */
function listHtml(items: ListItem[]): string {
  const open: { depth: number; tag: 'ul' | 'ol'; next: number }[] = [];
  let html = '';
  const close = () => {
    html += `</li></${open.pop()!.tag}>`;
  };
  for (const { depth, number, spans } of items) {
    const tag = number === null ? 'ul' : 'ol';
    while (open.length && (open.at(-1)!.depth > depth || (open.at(-1)!.depth === depth && open.at(-1)!.tag !== tag)))
      close();
    const top = open.at(-1);
    if (top?.depth === depth) html += '</li>';
    else {
      html += `<${tag}${dirOf(spans)}${number !== null && number !== 1 ? ` start="${number}"` : ''} style="margin:4px 0;padding-inline-start:24px">`;
      open.push({ depth, tag, next: number ?? 0 });
    }
    const list = open.at(-1)!;
    html += `<li${dirOf(spans)}${number !== null && number !== list.next ? ` value="${number}"` : ''}>${linesOf(spans).map(inlineHtml).join('<br>')}`;
    list.next = (number ?? 0) + 1;
  }
  while (open.length) close();
  return html;
}

/** Scrolls by itself where it is wider than the screen. */
function tableHtml(rows: Cell[][]): string {
  const cell = ({ spans, align }: Cell) =>
    `<td${dirOf(spans)}${align ? ` align="${align}"` : ''} style="border:${RULE};padding:4px 8px;vertical-align:top">${linesOf(spans).map(inlineHtml).join('<br>') || '&nbsp;'}</td>`;
  const body = rows.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('');
  return `<div style="overflow-x:auto;margin:6px 0"><table cellspacing="0" style="border-collapse:collapse;overflow-wrap:normal">${body}</table></div>`;
}
