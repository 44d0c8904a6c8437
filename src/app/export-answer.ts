/** The answer to `export` on a desk: the table of all enquiries, as CSV and JSON Lines in one zip. */
import { ZipFile } from 'yazl';
import { dayOf } from '../core/days.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import type { Engine } from '../store/engine.ts';
import { csvHead, enquiryLines } from '../store/transfer/enquiries.ts';

/** Desks take files of some size, and this one is made in memory: 150,000 enquiries or so. */
const BYTES_MAX = 100 * 1024 * 1024;

export async function exportAnswer(engine: Engine, { workspaceId, calendar, clock }: Parts): Promise<AnswerView> {
  const [csv, jsonl] = [[csvHead()], [] as string[]];
  let [rows, signs] = [0, 0];
  for await (const page of enquiryLines(engine, workspaceId)) {
    csv.push(page.csv);
    jsonl.push(page.jsonl);
    rows += page.rows;
    signs += page.csv.length + page.jsonl.length;
    if (signs > BYTES_MAX)
      return plainAnswer(
        `There are more enquiries than fit into one file here. Ask whoever runs Deskhand for them: deskhand export <folder>`,
      );
  }
  if (rows === 0) return plainAnswer('There are no enquiries to export yet.');
  const content = await zipOf({ 'enquiries.csv': csv.join(''), 'enquiries.jsonl': jsonl.join('') }, clock.now());
  const name = `enquiries-${dayOf(calendar.timezone, clock.now())}.zip`;
  const words = `${rows.toLocaleString('en')} enquiries, one row each, as CSV and JSON Lines. There are names and addresses of customers in it: keep it where only those can read it who need it. Everything there is, for moving elsewhere: deskhand export <folder>`;
  return { ...plainAnswer(words), file: { name, type: 'application/zip', content } };
}

async function zipOf(files: Record<string, string>, now: number): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name, { mtime: new Date(now) });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
