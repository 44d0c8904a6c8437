/** Reads an export: checks each line, fills in optional fields, and writes many rows per statement. */

import type { WorkspaceId } from '../core/ids.ts';
import { isDay } from '../core/time.ts';
import type { Engine, SqlValue } from '../store/engine.ts';
import { type Column, columnsOf, EXPORTED, type Exported, ownId, sqlName } from './format.ts';

/** PostgreSQL takes 65,535 values in a statement, SQLite 32,766. */
const VALUES_MAX = 30_000;
const ROWS_MAX = 500;
/** What is left of them is written by these, the most first. */
const ROWS_FEW = [50, 5, 1];
/** They share a transaction, and wait for the disk once. */
const STATEMENTS_MAX = 4;
/** What waits to be written holds at most so much, and one row: some mails have 25 MB. */
const CHARS_MAX = 2_000_000;

/** A line that cannot be taken in; says which, why, and what to do. */
export class ImportError extends Error {
  override name = 'ImportError';
}

export type ImportedRow = Record<string, unknown>;

/** Reads one line of a table's file. Instants may be numbers (ms since 1970) or ISO 8601 texts. */
export function readLine(columns: readonly Column[], line: string, where: string): ImportedRow {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch (error) {
    throw new ImportError(
      `${where}: this is not JSON (${(error as Error).message}). Write one object in each line; if it was copied from elsewhere, copy it again.`,
    );
  }
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    throw new ImportError(`${where}: each line is one object, such as {"id":"..."}.`);
  // In its place: of millions of lines a second object each is what takes the time.
  const row = given as ImportedRow;
  const known = byKey(columns);
  for (const key in row) {
    const column = known.get(key);
    if (!column)
      throw new ImportError(
        `${where}: "${key}" is not known here. Known: ${columns.map(each => each.key).join(', ')}.`,
      );
    if (row[key] !== null) row[key] = readValue(column, row[key], where);
  }
  return row;
}

const BY_KEY = new WeakMap<readonly Column[], Map<string, Column>>();

/** Made once for a table, not for each of a million lines. */
function byKey(columns: readonly Column[]): Map<string, Column> {
  const known = BY_KEY.get(columns) ?? new Map(columns.map(each => [each.key, each]));
  BY_KEY.set(columns, known);
  return known;
}

function readValue({ key, kind }: Column, value: unknown, where: string): unknown {
  const wrong = (wanted: string) =>
    new ImportError(`${where}: "${key}" must be ${wanted}, not ${JSON.stringify(value).slice(0, 60)}.`);
  switch (kind) {
    case 'number': {
      const instant = typeof value === 'string' && INSTANT.test(key) ? readInstant(value) : value;
      if (typeof instant !== 'number' || !Number.isSafeInteger(instant))
        throw wrong(
          INSTANT.test(key) ? 'an instant: ms since 1970, or a text such as 2026-11-16T09:00:00Z' : 'a whole number',
        );
      return instant;
    }
    case 'bool':
      if (typeof value !== 'boolean') throw wrong('true or false');
      return value;
    case 'bytes': {
      if (typeof value !== 'string') throw wrong('a text in base64');
      const read = Buffer.from(value, 'base64');
      // The pattern takes ten times as long: it is asked where it does not show by the length.
      if (!isWhole(value, read.length) && !BASE64.test(value)) throw wrong('a text in base64');
      return read;
    }
    case 'json':
      return value;
    case 'text':
      if (typeof value !== 'string') throw wrong('a text');
      return value;
  }
}

/** What is no base64 is left out when it is read, and the bytes are fewer; two signs of another alphabet are read as well. */
function isWhole(text: string, bytes: number): boolean {
  const filled = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const plain = Buffer.byteLength(text) === text.length && !text.includes('-') && !text.includes('_');
  return plain && text.length % 4 === 0 && bytes === (text.length / 4) * 3 - filled;
}

/** With its zone: a time without one would be read in that of the machine. */
export function readInstant(text: string): number {
  // Of itself 31 June would become 1 July.
  return ISO.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
}

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Keys that hold moments. */
const INSTANT = /(^at|At|Until|Since)$/;

export interface Writer {
  /** @returns what has to be waited for before the next one; null for nothing */
  add(row: ImportedRow, where: string): Promise<void> | null;
  /** Writes what is still waiting. @returns how many rows there were */
  end(): Promise<number>;
}

/** @param fill gives what a row may leave out */
export function makeWriter(
  engine: Engine,
  ws: WorkspaceId,
  exported: Exported,
  fill: (row: ImportedRow) => void,
): Writer {
  const columns = columnsOf(engine, exported);
  const width = columns.length + 1;
  const most = Math.min(ROWS_MAX, Math.floor(VALUES_MAX / width));
  const insert = insertOf(engine.kind, exported.table, columns);
  // PostgreSQL would write them beside each other, and their order be lost.
  const together = engine.kind === 'sqlite' ? STATEMENTS_MAX : 1;
  // SQLite keeps each statement that it has prepared: of few lengths.
  const lengths = engine.kind === 'sqlite' ? [most, ...ROWS_FEW] : [];
  /** The values of all rows that wait, one after another. */
  let waiting: SqlValue[] = [];
  let underWay: Promise<void>[] = [];
  /** Read, and not written yet. */
  let chars = 0;
  let rows = 0;
  const write = async (some: SqlValue[], upTo: number) => {
    try {
      await engine.rows(insert(some.length / width), some);
    } catch (error) {
      throw new ImportError(
        `${exported.table}: the database took none of the rows up to number ${upTo} (${(error as Error).message}). Two rows may have the same id, or the data may be here already.`,
      );
    }
  };
  const begin = () => {
    for (let [from, all] = [0, waiting.length / width]; from < all; ) {
      const count = lengths.find(each => each <= all - from) ?? all - from;
      const some = count === all ? waiting : waiting.slice(from * width, (from + count) * width);
      from += count;
      const written = write(some, rows - all + from);
      // Heard with the others of its transaction.
      written.catch(() => {});
      underWay.push(written);
    }
    waiting = [];
  };
  const finish = async () => {
    const all = underWay;
    underWay = [];
    // All are over before anybody clears what they wrote.
    const failed = (await Promise.allSettled(all)).find(each => each.status === 'rejected');
    if (failed) throw failed.reason;
  };
  return {
    add: (row, where) => {
      fill(row);
      checkComplete(columns, row, where);
      waiting.push(ws);
      for (const column of columns) waiting.push(driverValue(column, row, ws));
      rows++;
      chars += sizeOf(row);
      if (waiting.length >= most * width || chars >= CHARS_MAX) begin();
      if (underWay.length < together && chars < CHARS_MAX) return null;
      chars = 0;
      return finish();
    },
    end: async () => {
      begin();
      await finish();
      return rows;
    },
  };
}

/** @returns the statement for so many rows */
function insertOf(
  engine: Engine['kind'],
  table: Exported['table'],
  columns: readonly Column[],
): (rows: number) => string {
  const names = ['workspace_id', ...columns.map(each => each.name)].map(name => `"${name}"`).join(', ');
  const json = engine === 'postgres' ? '?::jsonb' : '?';
  const marks = `(?, ${columns.map(each => (each.kind === 'json' ? json : '?')).join(', ')})`;
  return rows => `insert into ${sqlName(table)} (${names}) values ${Array(rows).fill(marks).join(', ')}`;
}

/** Only texts and bytes may be large. */
function sizeOf(row: ImportedRow): number {
  let size = 0;
  for (const key in row) {
    const value = row[key];
    if (typeof value === 'string' || value instanceof Uint8Array) size += value.length;
  }
  return size;
}

/** Is everything there that has to be? */
export function checkComplete(columns: readonly Column[], row: ImportedRow, where: string): void {
  for (const each of columns)
    if (each.required && isMissing(each, row[each.key])) throw new ImportError(`${where}: "${each.key}" is missing.`);
}

/** The null of JSON is a value. */
function isMissing({ kind }: Column, value: unknown): boolean {
  return value === undefined || (value === null && kind !== 'json');
}

function driverValue(column: Column, row: ImportedRow, ws: WorkspaceId): SqlValue {
  const value = row[column.key];
  if (value === undefined || (value === null && !(column.kind === 'json' && column.required))) return null;
  if (column.key === 'id') return ownId(String(value), ws);
  return column.toDriver(value) as SqlValue;
}

/** What is there of a workspace before anything is taken in. */
export async function enquiryCount(engine: Engine, ws: WorkspaceId): Promise<number> {
  const [row] = await engine.rows<{ n: number }>('select count(*) as n from enquiries where workspace_id = ?', [ws]);
  return Number(row?.n ?? 0);
}

/** What an admin set up; it stays where an import does not bring its own. */
export const SET_UP: readonly string[] = ['settings', 'rooms', 'channels', 'staff', 'shelf'];

/** What is never taken away: an import adds to it. */
export const STAYS: readonly string[] = ['audit'];

/** The last line of the audit trail that is here; 0 for none. */
export async function lastAudited(engine: Engine, ws: WorkspaceId): Promise<number> {
  const [row] = await engine.rows<{ n: number | null }>('select max(seq) as n from audit where workspace_id = ?', [ws]);
  return Number(row?.n ?? 0);
}

/**
 * Takes what an import brought away, so that nothing half taken in stays.
 * @param brought its tables
 * @param auditedUpTo the last line of the audit trail that was here before: those stay
 */
export async function clearWorkspace(
  engine: Engine,
  ws: WorkspaceId,
  brought: readonly string[],
  auditedUpTo: number,
): Promise<void> {
  await engine.rows('delete from audit where workspace_id = ? and seq > ?', [ws, auditedUpTo]);
  for (const { table } of [...EXPORTED].reverse()) {
    if (STAYS.includes(table) || (SET_UP.includes(table) && !brought.includes(table))) continue;
    const condition = table === 'shelf' ? ` and owner not like 'vault:%'` : '';
    await engine.rows(`delete from ${sqlName(table)} where workspace_id = ?${condition}`, [ws]);
  }
  for (const table of ['measures', 'tallies']) await engine.rows(`delete from ${table} where workspace_id = ?`, [ws]);
}
