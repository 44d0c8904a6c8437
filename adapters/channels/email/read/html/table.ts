/** Tells data tables, such as a price list, from tables that only lay out the page. */
import { type Element, innerText } from './tree.ts';

/** A cell with more text than this is a paragraph, and stands on lines of its own. */
const CELL_CHARS_MAX = 80;
/** Tables within tables place things; deeper than this nobody looks. */
const DEPTH_MAX = 20;
const BLOCK = /^(p|div|li|ul|ol|h[1-6]|blockquote|pre|section|article|center|dt|dd|address)$/;

export interface TableShape {
  /** Rows whose cells are written on one line, by the cells that are written. */
  lines: Map<Element, Element[]>;
}

/** Looks at the rows of one table; those of tables within it are looked at when their turn comes. */
export function shapeOf(table: Element): TableShape {
  const rows = rowsOf(table, 0).map(row => ({ row, cells: cellsOf(row) }));
  const short = rows.filter(({ cells }) => cells.length > 1 && cells.every(isShort));
  const columns = new Set(short.flatMap(({ cells }) => cells.flatMap((cell, i) => (isEmpty(cell) ? [] : [i]))));
  // A column that is empty in every row keeps others apart on a page, and says nothing.
  return { lines: new Map(short.map(({ row, cells }) => [row, cells.filter((_, i) => columns.has(i))])) };
}

function rowsOf(element: Element, depth: number): Element[] {
  if (depth > DEPTH_MAX) return [];
  const found: Element[] = [];
  for (const child of element.children) {
    if (typeof child === 'string' || child.tag === 'table') continue;
    if (child.tag === 'tr') found.push(child);
    else if (/^(thead|tbody|tfoot|form|colgroup)$/.test(child.tag)) found.push(...rowsOf(child, depth + 1));
  }
  return found;
}

function cellsOf(row: Element): Element[] {
  return row.children.filter((each): each is Element => typeof each !== 'string' && /^t[dh]$/.test(each.tag));
}

function isEmpty(cell: Element): boolean {
  return !/[^\s\u00a0\u200b]/.test(innerText(cell));
}

/** One line of words. */
function isShort(cell: Element): boolean {
  const words = innerText(cell).replace(/\s+/g, ' ').trim();
  return words.length <= CELL_CHARS_MAX && linesOf(cell, 0) <= 1;
}

/** How many lines its blocks and breaks make; one that holds a table is many. */
function linesOf(element: Element, depth: number): number {
  let lines = 0;
  let open = false;
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (!open && /[^\s\u00a0]/.test(child)) lines++;
      open ||= /[^\s\u00a0]/.test(child);
    } else if (child.tag === 'table' || depth > DEPTH_MAX) return 2;
    else if (child.tag === 'br') open = false;
    else {
      const inner = linesOf(child, depth + 1);
      if (BLOCK.test(child.tag)) {
        lines += inner;
        open = false;
      } else if (inner > 0) {
        lines += open ? inner - 1 : inner;
        open = true;
      }
    }
    if (lines > 1) return lines;
  }
  return lines;
}
