/** Reads every row of a workspace for an export, a page at a time. */
import type { WorkspaceId } from '../core/ids.ts';
import { PRACTICE_ROOMS, SCRIPTED } from '../core/practice.ts';
import type { Engine } from '../store/engine.ts';
import { notPractice } from '../store/tables.ts';

import { columnsOf, type Exported, lineOf, sqlName } from './format.ts';

/** An engine, or one moment of it. */
export type Frozen = Pick<Engine, 'kind' | 'tables' | 'slowRows'>;

/** Rows read at once; of those with bytes in them, fewer, for one may be 25 MB. */
const ROWS_AT_ONCE = 2_000;
const LARGE_AT_ONCE = 4;
const LARGE: readonly string[] = ['raws', 'attachments', 'savedFiles'];
/** Secrets of desks and channels: sealed, and of no use elsewhere. */
const SECRET_OWNERS = `owner not like 'vault:%'`;

export async function countRows(engine: Frozen, ws: WorkspaceId, exported: Exported): Promise<number> {
  const [row] = await engine.slowRows<{ n: number }>(
    `select count(*) as n from ${sqlName(exported.table)} where ${conditionOf(exported)}`,
    [ws],
  );
  return Number(row?.n ?? 0);
}

/** Hands over the lines of one table, in the order in which they came about. */
export async function* exportLines(engine: Frozen, ws: WorkspaceId, exported: Exported): AsyncGenerator<string[]> {
  const columns = columnsOf(engine, exported);
  const names = columns.map(each => `"${each.name}"`).join(', ');
  const limit = LARGE.includes(exported.table) ? LARGE_AT_ONCE : ROWS_AT_ONCE;
  const { key } = exported;
  let after: string | number = key === 'seq' ? -1 : '';
  for (;;) {
    const rows: Record<string, unknown>[] = await engine.slowRows(
      `select ${key}, ${names} from ${sqlName(exported.table)} where ${conditionOf(exported)} and ${key} > ? order by ${key} limit ?`,
      [ws, after, limit],
    );
    if (rows.length) yield rows.map(row => lineOf(columns, row, ws, engine.kind));
    if (rows.length < limit) return;
    after = rows.at(-1)![key] as string | number;
  }
}

function conditionOf({ table }: Exported): string {
  const more = table === 'shelf' ? [SECRET_OWNERS] : [];
  return ['workspace_id = ?', ...more, ...practiceLeftOut(table)].join(' and ');
}

/** What somebody practises is nobody's history: it stays out of an export that is made meanwhile. */
function practiceLeftOut(table: Exported['table']): string[] {
  const made = `select id from enquiries where not (${notPractice()})`;
  const customers = `select customer_id from identities where address like '${SCRIPTED}%'`;
  const messages = `select m.raw_id from messages m where m.raw_id is not null and m.enquiry_id in (${made})`;
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
