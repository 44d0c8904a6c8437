/**
 * Says of a statement whether it stays within one workspace, by the plan that PostgreSQL makes for it: what a planner knows
 * of equal columns is what a distributed database needs to send the statement to one shard.
 */
import type pg from 'pg';

/** What was sent, with values that were sent with it. */
export interface Sent {
  text: string;
  values: readonly (string | null)[];
}

/** A node of `explain (format json)`, as far as it is looked at. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Operation?: string;
  'Conflict Arbiter Indexes'?: string[];
  Output?: string[];
  Plans?: PlanNode[];
  [condition: string]: unknown;
}

/** The tables of customers' data, with the place of `workspace_id` among their columns, and the columns of unique indexes. */
export interface Tables {
  places: ReadonlyMap<string, number>;
  uniques: ReadonlyMap<string, readonly string[]>;
}

/** Beginnings of what reads or writes rows; everything else is of the session. */
const OF_ROWS = /^\s*(select|insert|update|delete|with)\b/i;
const CONDITIONS = ['Index Cond', 'Recheck Cond', 'Filter', 'Join Filter', 'Hash Cond', 'Merge Cond'];

/**
 * @param client connected to a database with the same tables; nothing is run there
 * @returns what is wrong, in words; nothing for a statement of one workspace
 */
export async function crossings(client: pg.Client, { text, values }: Sent, tables: Tables): Promise<string[]> {
  if (!OF_ROWS.test(text)) return [];
  const { rows } = await client.query(`explain (verbose, format json) ${text}`, [...values]);
  const found: string[] = [];
  const workspaces = new Set<string>();
  const look = (node: PlanNode): void => {
    const table = node['Relation Name'] ?? '';
    if (tables.places.has(table))
      if (node['Node Type'] === 'ModifyTable') found.push(...ofWrite(node, tables, { text, values }, workspaces));
      else if (!bound(conditionsOf(node), workspaces)) found.push(`reads ${table} of every workspace`);
    for (const each of node.Plans ?? []) look(each);
  };
  look(rows[0]['QUERY PLAN'][0].Plan);
  if (workspaces.size > 1) found.push(`is about ${[...workspaces].sort().join(' and ')}`);
  return found;
}

/** A new row says whose it is, and what it may collide with is of the same workspace. Others are found by a scan below. */
function ofWrite(node: PlanNode, { places, uniques }: Tables, sent: Sent, workspaces: Set<string>): string[] {
  if (node.Operation !== 'Insert') return [];
  const table = node['Relation Name']!;
  // What is reckoned for it before stands beside it, and is looked at like any read.
  const rows = node.Plans?.find(each => each['Parent Relationship'] !== 'InitPlan');
  const one = constant(rows?.Output?.[places.get(table)! - 1] ?? '');
  const written = rows?.['Node Type'] === 'Values Scan' ? namedInRows(sent) : one === null ? [] : [one];
  const arbiters = node['Conflict Arbiter Indexes'] ?? [];
  for (const each of written) workspaces.add(each);
  return [
    ...(written.length === 0 ? [`inserts into ${table} for a workspace that is not named`] : []),
    ...arbiters
      .filter(each => uniques.get(each)?.[0] !== 'workspace_id')
      .map(each => `looks in ${each} for a row of any workspace`),
  ];
}

/** Of several rows whose values are all handed in, for the plan does not show them. */
function namedInRows({ text, values }: Sent): string[] {
  const columns = /^insert into \S+ \(([^)]*)\) values/i.exec(text)?.[1]?.split(',') ?? [];
  const place = columns.findIndex(each => each.trim().replaceAll('"', '') === 'workspace_id');
  if (place < 0 || values.length % columns.length !== 0) return [];
  return values.filter((_, i) => i % columns.length === place).map(String);
}

/** Of a scan, and of the indexes that lead it to its rows. */
function conditionsOf(node: PlanNode): string[] {
  const own = CONDITIONS.flatMap(each => (typeof node[each] === 'string' ? [node[each]] : []));
  const indexes = (node.Plans ?? []).filter(each => /^Bitmap (Index Scan|And)$/.test(each['Node Type']));
  return [...own, ...indexes.flatMap(conditionsOf)];
}

/** Is one of the conditions, which all hold, that the workspace is a certain one, or that of the row it hangs on? */
function bound(conditions: readonly string[], workspaces: Set<string>): boolean {
  let isBound = false;
  for (const each of conditions.flatMap(conjuncts)) {
    const other =
      /^\(?(?:"?\w+"?\.)?workspace_id = (.+?)\)?$/.exec(each)?.[1] ??
      /^\(?(.+) = (?:"?\w+"?\.)?workspace_id\)?$/.exec(each)?.[1];
    if (other === undefined) continue;
    const value = constant(other);
    if (value !== null) workspaces.add(value);
    if (value !== null || /^"?\w+"?\.workspace_id$/.test(other)) isBound = true;
  }
  return isBound;
}

function constant(expression: string): string | null {
  return /^'((?:[^']|'')*)'::text$/.exec(expression)?.[1] ?? null;
}

/** The parts of a condition that are joined by AND; one that is joined by OR is a single part. */
function conjuncts(condition: string): string[] {
  const inner = condition.startsWith('(') && condition.endsWith(')') ? condition.slice(1, -1) : condition;
  const parts: string[] = [];
  let [depth, isQuoted, from] = [0, false, 0];
  for (let i = 0; i < inner.length; i++) {
    const at = inner[i];
    if (at === `'`) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (at === '(') depth++;
    else if (at === ')') depth--;
    else if (depth === 0 && inner.startsWith(' AND ', i)) {
      parts.push(inner.slice(from, i));
      from = i + ' AND '.length;
    }
    // Not one condition in brackets, but several that only begin and end with one.
    if (depth < 0) return [condition];
  }
  return [...parts, inner.slice(from)];
}

/** As the database has them, and not as the program declares them. */
export async function tablesOf(client: pg.Client): Promise<Tables> {
  const columns = await client.query<{ table: string; place: number }>(
    `select c.relname as table, a.attnum as place from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'workspace_id'`,
  );
  const uniques = await client.query<{ index: string; columns: string[] }>(
    `select i.indexrelid::regclass::text as index,
       array(select pg_get_indexdef(i.indexrelid, n, true) from generate_series(1, i.indnkeyatts) n) as columns
     from pg_index i where i.indisunique`,
  );
  return {
    places: new Map(columns.rows.map(each => [each.table, each.place])),
    uniques: new Map(uniques.rows.map(each => [each.index, each.columns])),
  };
}
