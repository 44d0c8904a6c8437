/** Reads every row of a workspace for an export, a page at a time. */
import type { WorkspaceId } from '../core/ids.ts';
import { PRACTICE_ROOMS, SCRIPTED } from '../core/practice.ts';
import type { Engine } from '../store/engine.ts';
import { notPractice } from '../store/tables.ts';

import { columnsOf, type Exported, lineOf, sqlName } from './format.ts';

/** An engine, or one moment of it. */
export type Frozen = Pick<Engine, 'kind' | 'tables' | 'slowRows'>;

/** Rows read at once where they are small: what is more costs memory, and is no faster. */
const ROWS_AT_ONCE = 2_000;
/** How many it begins with, until it is known how large the rows of a table are. */
const ROWS_FIRST = 200;
/** Characters of a page that is aimed at; a few times as much is in memory while it is passed on. */
const PAGE_CHARS = 1_000_000;
/** Columns of mails and files: how much is in them is asked before they are read, for one may have 25 MB. */
const LARGE: Partial<Record<Exported['table'], string>> = {
  raws: 'bytes',
  attachments: 'content',
  savedFiles: 'content',
};
const OWN = 'workspace_id = ?';
/** Secrets of desks and channels: sealed, and of no use elsewhere. */
const SECRET_OWNERS = `owner not like 'vault:%'`;

export async function countRows(engine: Frozen, ws: WorkspaceId, exported: Exported): Promise<number> {
  const condition = await conditionOf(engine, ws, exported);
  const [row] = await engine.slowRows<{ n: number }>(
    `select count(*) as n from ${sqlName(exported.table)} where ${condition.sql}`,
    condition.values,
  );
  return Number(row?.n ?? 0);
}

/** Hands over the lines of one table, in the order in which they came about. */
export async function* exportLines(engine: Frozen, ws: WorkspaceId, exported: Exported): AsyncGenerator<string[]> {
  const columns = columnsOf(engine, exported);
  const names = columns.map(each => `"${each.name}"`).join(', ');
  const { key, table } = exported;
  const condition = await conditionOf(engine, ws, exported);
  const ends = LARGE[table] ? endsOf(engine, exported, condition, LARGE[table]) : null;
  let limit = ends ? ROWS_AT_ONCE : ROWS_FIRST;
  let after: Key = key === 'seq' ? -1 : '';
  for (;;) {
    const end: Key | undefined = ends ? (await ends.next()).value : undefined;
    if (ends && end === undefined) return;
    const until = end === undefined ? [] : [end];
    const rows: Record<string, unknown>[] = await engine.slowRows(
      `select ${key}, ${names} from ${sqlName(table)} where ${condition.sql} and ${key} > ?${end === undefined ? '' : ` and ${key} <= ?`} order by ${key} limit ?`,
      [...condition.values, after, ...until, limit],
    );
    const lines = rows.map(row => lineOf(columns, row, ws, engine.kind));
    if (lines.length) yield lines;
    if (!ends && rows.length < limit) return;
    after = end ?? (rows.at(-1)![key] as Key);
    if (!ends) limit = fitting(lines);
  }
}

type Key = string | number;

/** How many rows like these make a page. */
function fitting(lines: readonly string[]): number {
  const chars = lines.reduce((sum, line) => sum + line.length, 0);
  return Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor((PAGE_CHARS * lines.length) / (chars || 1))));
}

/** The last key of each page, by what is in the rows: a page has one row, or as many as are aimed at. */
async function* endsOf(
  engine: Frozen,
  { table, key }: Exported,
  condition: Condition,
  column: string,
): AsyncGenerator<Key, undefined> {
  const size = `${engine.kind === 'sqlite' ? 'length' : 'octet_length'}("${column}")`;
  let after: Key = '';
  for (;;) {
    const rows: { id: Key; size: number | null }[] = await engine.slowRows(
      `select ${key} as id, ${size} as size from ${sqlName(table)} where ${condition.sql} and ${key} > ? order by ${key} limit ?`,
      [...condition.values, after, ROWS_AT_ONCE],
    );
    let chars = 0;
    for (const [i, row] of rows.entries()) {
      chars += Number(row.size ?? 0);
      const next = Number(rows[i + 1]?.size ?? 0);
      if (i < rows.length - 1 && chars + next <= PAGE_CHARS) continue;
      yield row.id;
      chars = 0;
    }
    if (rows.length < ROWS_AT_ONCE) return undefined;
    after = rows.at(-1)!.id;
  }
}

/** Each of its values is the workspace. */
interface Condition {
  sql: string;
  values: WorkspaceId[];
}

async function conditionOf(engine: Frozen, ws: WorkspaceId, { table }: Exported): Promise<Condition> {
  const more = table === 'shelf' ? [SECRET_OWNERS] : [];
  const left = (await practises(engine, ws)) ? practiceLeftOut(table) : [];
  const sql = [OWN, ...more, ...left].join(' and ');
  return { sql, values: Array<WorkspaceId>(sql.split(OWN).length - 1).fill(ws) };
}

/** Most of the time nobody does: then nothing has to be left out, which is asked of everything for each page. */
async function practises(engine: Frozen, ws: WorkspaceId): Promise<boolean> {
  const found = await Promise.all(
    [
      `select 1 from rooms where ${OWN} and id like '${PRACTICE_ROOMS}' limit 1`,
      `select 1 from identities where ${OWN} and address like '${SCRIPTED}%' limit 1`,
      `select 1 from enquiries where ${OWN} and not (${notPractice()}) limit 1`,
    ].map(sql => engine.slowRows(sql, [ws])),
  );
  return found.some(rows => rows.length > 0);
}

/** What somebody practises is nobody's history: it stays out of an export that is made meanwhile. */
function practiceLeftOut(table: Exported['table']): string[] {
  const made = `select id from enquiries where ${OWN} and not (${notPractice()})`;
  const customers = `select customer_id from identities where ${OWN} and address like '${SCRIPTED}%'`;
  const messages = `select m.raw_id from messages m where m.${OWN} and m.raw_id is not null and m.enquiry_id in (${made})`;
  switch (table) {
    case 'rooms':
      return [`id not like '${PRACTICE_ROOMS}'`];
    case 'enquiries':
      return [notPractice()];
    case 'threads':
      return [notPractice()];
    case 'events':
    case 'replies':
    case 'messages':
    case 'remarks':
    case 'refs':
    case 'participants':
    case 'reminders':
    case 'articleQuestions':
      return [`enquiry_id not in (${made})`];
    case 'raws':
      return [`id not in (${messages})`];
    case 'identities':
      return [`address not like '${SCRIPTED}%'`];
    case 'customers':
      return [`id not in (${customers})`];
    case 'shelf':
      return [`stream not like '%${PRACTICE_ROOMS}'`];
    default:
      return [];
  }
}
