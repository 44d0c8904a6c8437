/**
 * What SQLite is told of how our rows are spread, so that it finds them in the same way on the first day and after years. Told
 * nothing, it believes that ten rows have the same workspace, and reads everything a workspace ever had where a better index
 * is there; told what it measures by itself, it would find its ways anew each time, and block the service meanwhile.
 */
import type Database from 'better-sqlite3';

/** A shop after a year. Only how tables compare counts, and that a large one is large. */
const ROWS = 100_000;
const ROWS_OF: Record<string, number> = {
  ...{ events: 800_000, messages: 250_000, refs: 300_000, shelf: 400_000, measures: 300_000 },
  ...{ seen: 10_000, jobs: 500, asks: 500, practices: 20, tallies: 20_000, audit: 2_000, erasures: 100 },
};
/** What people set up, and rows by the name of a room, a channel or a lane. */
const FEW_ROWS = 20;
const FEW = new Set([
  ...['workspaces', 'rooms', 'channels', 'staff', 'settings', 'schedules', 'leases', 'lanes', 'budgets', 'topics'],
  ...['volunteers', 'reason_lists', 'saved_replies', 'saved_files', 'articles', 'gatherings', 'rounds', 'letters'],
]);
/** A partial index is of what is not done yet. */
const UNDONE_ROWS = 500;

/** Which share of the rows has the same value in a column; in one that is not named here each has its own. */
const SHARE: Record<string, number> = {
  workspace_id: 0.4,
  ...{ channel_id: 0.5, room_id: 0.5, channel_kind: 0.5, kind: 0.5, owner: 0.3, stream: 0.2, lane: 0.3, status: 0.5 },
  ...{ what: 0.2, state: 0.5, slot: 0.5, staff_id: 0.1, owner_id: 0.1, by_id: 0.1, contact_reason: 0.1, n: 0.2 },
  ...{ enquiry_id: 0.000_01, customer_id: 0.000_02, identity_id: 0.000_02 },
};

interface Index {
  name: string;
  table: string;
  columns: string[];
  unique: boolean;
  partial: boolean;
}

/** Tells it, where it has not been told the same before; what was measured of a database once is forgotten. */
export function tellPlanner(client: Database.Database): void {
  const told = indexesOf(client).map(each => [each.table, each.name, spreadOf(each)] as const);
  const tables = client.prepare(`select name from sqlite_master where name in ('sqlite_stat1', 'sqlite_stat4')`);
  const there = tables.pluck().all() as string[];
  const known = there.includes('sqlite_stat1')
    ? client.prepare('select tbl, idx, stat from sqlite_stat1 order by tbl, idx').raw().all()
    : [];
  if (JSON.stringify(known) === JSON.stringify(told)) return;
  client.transaction(() => {
    // Only by looking at something it makes the tables of what it knows.
    client.exec('analyze workspaces');
    for (const table of ['sqlite_stat1', 'sqlite_stat4']) client.exec(`delete from ${table}`);
    const put = client.prepare('insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)');
    for (const each of told) put.run(...each);
  })();
  client.exec('analyze sqlite_schema');
}

function indexesOf(client: Database.Database): Index[] {
  const sql = `select m.name as "table", i.name, i."unique", i.partial,
      (select json_group_array(c.name) from pragma_index_info(i.name) c) as columns
    from sqlite_master m, pragma_index_list(m.name) i
    where m.type = 'table' and m.name not like 'messages_fts%' and m.name not like '\\_\\_%' escape '\\'
    order by m.name, i.name`;
  const rows = client.prepare(sql).all() as (Omit<Index, 'columns' | 'unique' | 'partial'> & {
    columns: string;
    unique: number;
    partial: number;
  })[];
  return rows.map(each => ({
    ...each,
    columns: JSON.parse(each.columns) as string[],
    unique: each.unique === 1,
    partial: each.partial === 1,
  }));
}

/** As SQLite keeps it: how many rows there are, and how many share the first column, the first two, and so on. */
function spreadOf({ table, columns, unique, partial }: Index): string {
  const rows = partial ? UNDONE_ROWS : FEW.has(table) ? FEW_ROWS : (ROWS_OF[table] ?? ROWS);
  let sharing = rows;
  const prefixes = columns.map((column, i) => {
    const isWhole = unique && i === columns.length - 1;
    sharing = isWhole ? 1 : Math.max(1, Math.round(sharing * (SHARE[column] ?? 0)));
    return sharing;
  });
  return [rows, ...prefixes].join(' ');
}
