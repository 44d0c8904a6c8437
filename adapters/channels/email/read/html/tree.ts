/** A light tree of a mail's markup, with limits: built in one pass, however broken or deep the markup is. */
import { Parser } from 'htmlparser2';

/** Elements nested deeper than this are hung up here: letters have 40, bombs have 400,000. */
const DEPTH_MAX = 150;
/** So many levels below the deepest one, the rest is read as bare words. */
const BEYOND_MAX = 3_000;
const PIECE_CHARS = 16 * 1024;
/** Enough for what stands deeper than anybody builds a letter. */
const HIDES = /display\s*:\s*none|visibility\s*:\s*hidden|font(-size)?\s*:\s*0|opacity\s*:\s*0/i;
/** Elements past this are not read: only a bomb has more. */
const ELEMENTS_MAX = 100_000;
/** Text of style sheets that is looked at. */
const STYLES_CHARS_MAX = 200_000;

export type HtmlNode = Element | string;
export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: HtmlNode[];
}

export function parseHtml(html: string): { root: Element; styles: string } {
  const root: Element = { tag: 'root', attributes: {}, children: [] };
  const open: Element[] = [root];
  /** Open elements below the deepest level that is kept: they are counted, not built. */
  let beyond = 0;
  let elements = 0;
  let styles = '';
  let inStyle = false;
  /** Levels below the deepest one that say of themselves that they are not shown. */
  const unseen: number[] = [];
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        if (tag === 'style') inStyle = true;
        if (open.length >= DEPTH_MAX || ++elements > ELEMENTS_MAX) {
          beyond++;
          if (HIDES.test(attributes.style ?? '') || 'hidden' in attributes) unseen.push(beyond);
          return;
        }
        const element: Element = { tag, attributes, children: [] };
        open.at(-1)!.children.push(element);
        open.push(element);
      },
      ontext: text => {
        if (inStyle) {
          if (styles.length < STYLES_CHARS_MAX) styles += text;
          return;
        }
        if (unseen.length === 0) open.at(-1)!.children.push(text);
      },
      onclosetag: tag => {
        if (tag === 'style') inStyle = false;
        if (beyond > 0) {
          if (unseen.at(-1) === beyond) unseen.pop();
          beyond--;
        } else if (open.length > 1) open.pop();
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true, recognizeSelfClosing: false },
  );
  let read = 0;
  // Piece by piece: the library's own work grows with the square of the depth.
  for (; read < html.length && beyond < BEYOND_MAX; read += PIECE_CHARS)
    parser.write(html.slice(read, read + PIECE_CHARS));
  parser.end();
  if (read < html.length) root.children.push(html.slice(read).replace(/<[^>]{0,2000}>/g, ' '));
  return { root, styles };
}

/** All words of an element, whatever they look like. */
export function innerText(node: HtmlNode): string {
  if (typeof node === 'string') return node;
  const parts: string[] = [];
  const visit = (element: Element) => {
    for (const child of element.children) {
      if (typeof child === 'string') parts.push(child);
      else if (child.tag === 'br') parts.push('\n');
      else if (child.tag !== 'style' && child.tag !== 'script') visit(child);
    }
  };
  visit(node);
  return parts.join('');
}
