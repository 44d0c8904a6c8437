/** Parses the markup of one message into a light tree, in one pass and within limits, however broken or deep it is. */
import { Parser } from 'htmlparser2';

/** Elements nested deeper than this are hung up here: what Teams writes has 15. */
const DEPTH_MAX = 100;
/** So many levels below, the rest is read as bare words: the parser's work grows with the square of them. */
const BEYOND_MAX = 1_000;
const PIECE_CHARS = 16 * 1024;

export type HtmlNode = Element | string;
export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: HtmlNode[];
}

export function treeOf(html: string): Element {
  const root: Element = { tag: 'root', attributes: {}, children: [] };
  const open = [root];
  let beyond = 0;
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (open.length > DEPTH_MAX) beyond++;
      else {
        const element: Element = { tag, attributes, children: [] };
        open.at(-1)!.children.push(element);
        open.push(element);
      }
    },
    ontext: text => {
      const { children } = open.at(-1)!;
      // A piece may end within a character.
      if (typeof children.at(-1) === 'string') children.push(`${children.pop()}${text}`);
      else children.push(text);
    },
    onclosetag: () => {
      if (beyond > 0) beyond--;
      else if (open.length > 1) open.pop();
    },
  });
  let read = 0;
  for (; read < html.length && beyond < BEYOND_MAX; read += PIECE_CHARS)
    parser.write(html.slice(read, read + PIECE_CHARS));
  parser.end();
  if (read < html.length) root.children.push(html.slice(read).replace(/<[^<>]{0,2000}>/g, ' '));
  return root;
}

/** Every word in it, line breaks kept. */
export function wordsIn(node: HtmlNode): string {
  if (typeof node === 'string') return node;
  return node.tag === 'br' ? '\n' : node.children.map(wordsIn).join('');
}

const UNSEEN = /^(script|style|head|title|template|noscript)$/;
const HIDES = /display:none|visibility:hidden|mso-hide:all|(font-size|opacity):0(?![.\d]*[1-9])/i;

/** Invisible in Teams, so nobody meant to send it. */
export function isHidden({ tag, attributes }: Element): boolean {
  return UNSEEN.test(tag) || 'hidden' in attributes || HIDES.test((attributes.style ?? '').replace(/\s/g, ''));
}
