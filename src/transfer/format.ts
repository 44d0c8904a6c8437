/** The format of an export: which rows it holds, in which order, and how one row is written. docs/export.md describes it. */
import { hash } from 'node:crypto';
import { getTableColumns } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { columnName } from '../store/commit.ts';
import type { Engine } from '../store/engine.ts';
import type { Tables } from '../store/tables.ts';

/** Grows when a reader of the old format could not read the new one. */
export const FORMAT = 1;

export interface Exported {
  table: keyof Tables;
  /** What rows are read and numbered by: the database assigns `seq` anew, an id is kept. */
  key: 'seq' | 'id';
  /** Columns that are left out. */
  without?: string[];
}

/**
 * In the order in which they are taken in. Left out: what is reckoned from these again (`measures`, `tallies`), what
 * belongs to running processes (`leases`, `lanes`, `schedules`), and secrets.
 */
export const EXPORTED: readonly Exported[] = [
  { table: 'settings', key: 'id' },
  { table: 'rooms', key: 'id' },
  { table: 'channels', key: 'id', without: ['sealed'] },
  // That somebody took some minutes is theirs alone, and soon over; so is what they do not want to be told.
  { table: 'staff', key: 'id', without: ['quietUntil', 'hintsOff'] },
  { table: 'audit', key: 'seq' },
  { table: 'customers', key: 'id' },
  { table: 'identities', key: 'id' },
  { table: 'enquiries', key: 'id' },
  { table: 'events', key: 'seq' },
  { table: 'replies', key: 'id' },
  { table: 'raws', key: 'id' },
  { table: 'messages', key: 'seq' },
  { table: 'attachments', key: 'id' },
  { table: 'remarks', key: 'id' },
  { table: 'threads', key: 'id' },
  { table: 'refs', key: 'id' },
  { table: 'participants', key: 'id' },
  // How saved replies were edited of late is noticed anew.
  { table: 'savedReplies', key: 'id' },
  { table: 'savedFiles', key: 'id' },
  { table: 'unlike', key: 'id' },
  { table: 'articles', key: 'id' },
  { table: 'articleQuestions', key: 'id' },
  { table: 'articleUses', key: 'id' },
  { table: 'alerts', key: 'id' },
  { table: 'letters', key: 'id' },
  { table: 'letterMails', key: 'id' },
  { table: 'reminders', key: 'id' },
  { table: 'followers', key: 'id' },
  { table: 'shieldMarks', key: 'id' },
  // Not who was asked: nobody reads out of it who was slow, or did not want to.
  { table: 'topics', key: 'id' },
  { table: 'volunteers', key: 'id' },
  { table: 'reasonLists', key: 'id' },
  // Findings and incidents, and who was told of them: nobody is told twice after a move.
  { table: 'gatherings', key: 'id' },
  { table: 'gathered', key: 'id' },
  { table: 'rounds', key: 'id' },
  { table: 'roundCustomers', key: 'id' },
  { table: 'budgets', key: 'id' },
  { table: 'ledger', key: 'seq' },
  { table: 'shelf', key: 'id' },
  { table: 'seen', key: 'id' },
  // Where a job belongs is known by its kind.
  { table: 'jobs', key: 'seq', without: ['slot'] },
];

/** As the database calls it: `saved_replies`. */
export function sqlName(table: string): string {
  return columnName(table);
}

/** Stands for the workspace at the beginning of ids that begin with its name. */
const WORKSPACE_MARK = '~:';

export interface Column {
  /** As it is written: `openedAt`. */
  key: string;
  /** As the database has it: `opened_at`. */
  name: string;
  kind: 'text' | 'number' | 'bool' | 'json' | 'bytes';
  required: boolean;
  toDriver(value: unknown): unknown;
}

export function columnsOf(engine: Pick<Engine, 'tables'>, { table, without = [] }: Exported): Column[] {
  const columns = Object.entries(getTableColumns(engine.tables[table])) as [string, SQLiteColumn][];
  return columns
    .filter(([key]) => key !== 'workspaceId' && key !== 'seq' && !without.includes(key))
    .map(([key, column]) => ({
      key,
      name: columnName(key),
      kind: kindOf(column),
      required: column.notNull,
      toDriver: value => column.mapToDriverValue(value),
    }));
}

function kindOf(column: SQLiteColumn): Column['kind'] {
  switch (column.dataType as string) {
    case 'boolean':
      return 'bool';
    case 'json':
      return 'json';
    case 'buffer':
    case 'custom':
      return 'bytes';
    case 'number':
      return 'number';
    default:
      return 'text';
  }
}

/** One row of the database as one line: keys in order, JSON with its keys in order, so that equal rows are equal lines. */
export function lineOf(
  columns: readonly Column[],
  row: Record<string, unknown>,
  workspaceId: string,
  engine: Engine['kind'],
): string {
  const parts: string[] = [];
  for (const { key, name, kind, required } of columns) {
    const value = row[name];
    // The null of JSON is a value where there has to be one; PostgreSQL gives it back like a null of its own.
    const none = value === null || value === undefined || (kind === 'json' && engine === 'sqlite' && value === 'null');
    // What is not there is not written: a column that comes later changes no line of today.
    if (none && !(kind === 'json' && required)) continue;
    const text = none
      ? 'null'
      : kind === 'json'
        ? canonical(engine === 'sqlite' ? JSON.parse(String(value)) : value)
        : written(value, kind, key === 'id' ? workspaceId : null);
    parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}

function written(value: unknown, kind: Exclude<Column['kind'], 'json'>, workspaceId: string | null): string {
  switch (kind) {
    case 'number':
      return String(Number(value));
    case 'bool':
      return value === true || value === 1 ? 'true' : 'false';
    case 'bytes':
      // Nothing in it has to be escaped, and it may be a mail of 25 MB.
      return `"${asBuffer(value as Uint8Array).toString('base64')}"`;
    case 'text': {
      const text = String(value);
      const own = workspaceId !== null && text.startsWith(`${workspaceId}:`);
      return JSON.stringify(own ? `${WORKSPACE_MARK}${text.slice(workspaceId.length + 1)}` : text);
    }
  }
}

/** The same memory. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** JSON with the keys of every object in order: the two databases give them back in different ones. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}

/** An id as it is in this workspace. */
export function ownId(id: string, workspaceId: string): string {
  return id.startsWith(WORKSPACE_MARK) ? `${workspaceId}:${id.slice(WORKSPACE_MARK.length)}` : id;
}

/**
 * A sum of all lines of a file that does not depend on their order, for the two databases sort texts differently: the
 * SHA-256 of each line, added up in 32-bit words.
 */
interface LineSum {
  add(line: string): void;
  /** How many lines, and the sum in hexadecimal. */
  result(): { rows: number; sum: string };
}

export function makeLineSum(): LineSum {
  const words = new Uint32Array(8);
  let rows = 0;
  return {
    add: line => {
      rows++;
      // One character for each byte: of all ways to ask for it the quickest, with a million lines.
      const digest = hash('sha256', line, 'binary');
      for (let i = 0; i < 8; i++) words[i] = words[i]! + wordAt(digest, i * 4);
    },
    result: () => ({ rows, sum: [...words].map(each => each.toString(16).padStart(8, '0')).join('') }),
  };
}

function wordAt(digest: string, at: number): number {
  const byte = (i: number) => digest.charCodeAt(at + i);
  return (byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3);
}

/** What `manifest.json` says. */
export interface Manifest {
  format: number;
  exportedAt: string;
  workspace: string;
  timezone: string;
  /** By the name of the table: how many rows its file has, and their sum. */
  tables: Record<string, { rows: number; sum: string }>;
}
