/** The answer to `export` on a desk: the table of all enquiries, as CSV and JSON Lines in one zip. */
import { Readable } from 'node:stream';
import { IMPORTED } from '../core/customer.ts';
import { dayOf } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import type { Engine } from '../store/engine.ts';
import { figureReads } from '../store/queries/figures.ts';
import { type Separator, separatorFor } from './csv.ts';
import { enquiriesHead, enquiryLines, type TableLook } from './enquiries.ts';

/** Desks take files of some size, and this one is made in memory: 150,000 enquiries or so. */
const BYTES_MAX = 100 * 1024 * 1024;

/** As the people of this workspace open tables, unless somebody says otherwise. */
export function lookOf({ calendar, kinds, language }: Parts, separator: Separator | null): TableLook {
  return {
    timezone: calendar.timezone,
    separator: separator ?? separatorFor(language),
    isAddress: (kind, address) => kind !== IMPORTED && kinds.of(kind).addressLabel(address).includes(address),
  };
}

/** @param separator between fields; null: as the language of the workspace has it @param rooms that the asker can read; null: all */
export async function exportAnswer(
  engine: Engine,
  parts: Parts,
  separator: Separator | null = null,
  rooms: readonly RoomId[] | null = null,
): Promise<AnswerView> {
  const { workspaceId, calendar, clock } = parts;
  const look = { ...lookOf(parts, separator), rooms };
  const [csv, jsonl] = [[Buffer.from(enquiriesHead(look))], [] as Buffer[]];
  let [rows, left, bytes] = [0, 0, 0];
  for await (const page of enquiryLines({ slowRows: figureReads(engine) }, workspaceId, look)) {
    const [table, lines] = [Buffer.from(page.csv), Buffer.from(page.jsonl)];
    csv.push(table);
    jsonl.push(lines);
    rows += page.rows;
    left += page.left;
    bytes += table.length + lines.length;
    if (bytes > BYTES_MAX)
      return plainAnswer(
        `There are more enquiries than fit in one file. Ask whoever runs Deskhand to run deskhand export <folder>`,
      );
  }
  if (rows === 0 && left > 0) return plainAnswer(`There are no enquiries in rooms that you can read. ${leftOut(left)}`);
  if (rows === 0) return plainAnswer('There are no enquiries to export yet.');
  const content = await zipOf({ 'enquiries.csv': csv, 'enquiries.jsonl': jsonl }, clock.now());
  const name = `enquiries-${dayOf(calendar.timezone, clock.now())}.zip`;
  const words = `${rows.toLocaleString('en')} ${rows === 1 ? 'enquiry' : 'enquiries'}, one row each, as CSV and JSON Lines. It contains names and addresses of customers: keep it where only people who need it can read it. ${left ? `${leftOut(left)} ` : ''}To move everything elsewhere, use deskhand export <folder>`;
  return { ...plainAnswer(words), file: { name, type: 'application/zip', content } };
}

function leftOut(n: number): string {
  return `${n === 1 ? '1 enquiry is' : `${n.toLocaleString('en')} enquiries are`} not in it: in rooms that you cannot read.`;
}

/** Piece by piece: others run in between. */
async function zipOf(files: Record<string, Buffer[]>, now: number): Promise<Uint8Array> {
  // Loaded by whoever exports.
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  for (const [name, pieces] of Object.entries(files))
    zip.addReadStream(Readable.from(pieces), name, { mtime: new Date(now) });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
