/** A table that somebody pasted or made in Slack. Pure. */
import { type Cell, type Passage, type Span, spanOf } from '../../../../src/core/formatted.ts';
import type { TableBlock, TableCell } from './message-shapes.ts';
import type { Reading } from './read-mentions.ts';
import { readRich } from './read-rich.ts';

export function readTable(block: TableBlock, reading: Reading): Passage[] {
  const rows = (Array.isArray(block.rows) ? block.rows : []).map(row =>
    (Array.isArray(row) ? row : []).map((cell, n) => readCell(cell, block.column_settings?.[n]?.align, reading)),
  );
  const caption = typeof block.caption === 'string' && block.caption ? [spanOf(block.caption)] : [];
  return [
    ...(caption.length ? [{ as: 'words' as const, spans: caption }] : []),
    ...(rows.length ? [{ as: 'table' as const, rows }] : []),
  ];
}

function readCell(cell: TableCell, align: string | undefined, reading: Reading): Cell {
  const aligned: Pick<Cell, 'align'> = align === 'right' || align === 'center' ? { align } : {};
  if (cell?.type === 'rich_text') return { spans: inOneCell(readRich(cell.elements ?? [], reading)), ...aligned };
  const words = typeof cell?.text === 'string' ? cell.text : cell?.value === undefined ? '' : String(cell.value);
  return { spans: [spanOf(words)], ...aligned };
}

/** Lists and paragraphs of a cell become lines. */
function inOneCell(passages: Passage[]): Span[] {
  const lines = passages.flatMap((each): Span[][] => {
    if (each.as === 'list')
      return each.items.map(({ number, spans }) => [spanOf(number === null ? '- ' : `${number}. `), ...spans]);
    if (each.as === 'code') return [[spanOf(each.text)]];
    return each.as === 'table' ? [] : [each.spans];
  });
  return lines.flatMap((spans, i) => (i === 0 ? spans : [spanOf('\n'), ...spans]));
}
