/**
 * Enquiries that were lived through stand for many: the database copies what each left, once it ended, under other names.
 * So a shop of 500 a day is as full as it would be, and only some of them cost what living through them costs.
 */
import type { Engine } from '../../src/store/engine.ts';

/** Tables with a column `enquiry_id`, and what is a name in them beside that: it is another one in each copy. */
const OF_ENQUIRY: Record<string, readonly string[]> = {
  events: [],
  replies: ['id', 'identity_id', 'post_ref', 'external_id'],
  remarks: ['id', 'post_ref', 'reply_id'],
  messages: ['id', 'raw_id', 'reply_id'],
  participants: ['id'],
  refs: ['id', 'ref', 'reply_id'],
  measures: [],
};
/** Numbers that the database gives. */
const GIVEN = ['seq'];

/** What the names of a copy end with. */
const MARK = `'x' || copies.i`;

interface Copying {
  engine: Engine;
  ids: readonly string[];
  /** All copies, by their numbers: in one statement for each table. */
  copies: string;
}

/** Copies so many times what these enquiries left. @param n the number of the first copy: no name may come twice */
export async function copyEnquiries(engine: Engine, ids: readonly string[], times: number, n: number): Promise<void> {
  if (ids.length === 0 || times === 0) return;
  const last = n + times - 1;
  const copies = `with recursive copies(i) as (select ${n} union all select i + 1 from copies where i < ${last})`;
  const copying = { engine, ids, copies };
  const marks = ids.map(() => '?').join(', ');
  const of = (column: string) => ({ where: `${column} in (${marks})`, values: [...ids] });
  const inner = (column: string, table: string, more = '') =>
    `select ${column} from ${table} where enquiry_id in (${marks})${more}`;
  const enquiries = `select customer_id from enquiries where id in (${marks})`;
  const customers = { where: `id in (${enquiries})`, values: [...ids] };
  await insert(copying, 'customers', ['id'], customers, true);
  const identities = { where: `customer_id in (${enquiries})`, values: [...ids] };
  await insert(copying, 'identities', ['id', 'customer_id', 'address'], identities, true);
  await insert(copying, 'raws', ['id', 'external_id'], {
    where: `id in (${inner('raw_id', 'messages', ' and raw_id is not null')})`,
    values: [...ids],
  });
  const attachments = { where: `message_id in (${inner('id', 'messages')})`, values: [...ids] };
  await insert(copying, 'attachments', ['id', 'message_id'], attachments);
  await insert(copying, 'threads', ['id', 'ref'], of('id'));
  await copyShelf(copying, marks);
  for (const [table, names] of Object.entries(OF_ENQUIRY))
    await insert(copying, table, ['enquiry_id', ...names], of('enquiry_id'));
  await insert(copying, 'enquiries', ['id', 'customer_id', 'identity_id'], of('id'));
}

interface Rows {
  where: string;
  values: string[];
}

/** @param shared several of them may have it: a copy that is there already is enough */
async function insert(
  { engine, copies }: Copying,
  name: string,
  names: readonly string[],
  { where, values }: Rows,
  shared = false,
): Promise<void> {
  const columns = await columnsOf(engine, name);
  const read = columns.map(each => {
    if (each === 'number') return `(select max(number) from enquiries) + row_number() over (order by copies.i, number)`;
    return names.includes(each) ? `"${each}" || ${MARK}` : `"${each}"`;
  });
  const list = columns.map(each => `"${each}"`).join(', ');
  const again = shared ? ' on conflict do nothing' : '';
  await engine.rows(
    `${copies} insert into ${name} (${list}) select ${read.join(', ')} from ${name} cross join copies where ${where}${again}`,
    values,
  );
}

const known = new Map<string, string[]>();

async function columnsOf(engine: Engine, name: string): Promise<string[]> {
  const key = `${engine.kind} ${name}`;
  const there = known.get(key);
  if (there) return there;
  const rows = await (engine.kind === 'sqlite'
    ? engine.rows<{ name: string }>(`select name from pragma_table_info('${name}')`, [])
    : engine.rows<{ name: string }>(
        `select column_name as name from information_schema.columns where table_schema = current_schema() and table_name = ?`,
        [name],
      ));
  const columns = rows.map(each => each.name).filter(each => !GIVEN.includes(each));
  known.set(key, columns);
  return columns;
}

/** What the practice desk has of their threads: entries, marks, what single people saw there, and the card. */
async function copyShelf({ engine, copies, ids }: Copying, marks: string): Promise<void> {
  const refs = `select ref from threads where id in (${marks})`;
  const columns = 'id, workspace_id, owner, stream, n, key, version, value';
  const streams = `select 'thread:' || ref from (${refs}) r union all select 'marks:' || ref from (${refs}) r`;
  await engine.rows(
    `${copies} insert into shelf (${columns})
     select id || ${MARK}, workspace_id, owner, stream || ${MARK}, n, key, version, value
     from shelf cross join copies where owner = 'desk:practice' and stream in (${streams})`,
    [...ids, ...ids],
  );
  const lite = engine.kind === 'sqlite';
  const value = `replace(s.value${lite ? '' : '::text'}, s.key, s.key || ${MARK})${lite ? '' : '::jsonb'}`;
  await engine.rows(
    `${copies} insert into shelf (${columns}) select s.id || ${MARK}, s.workspace_id, s.owner, s.stream,
       (select max(n) from shelf m where m.workspace_id = s.workspace_id and m.owner = s.owner and m.stream = s.stream)
         + row_number() over (order by copies.i, s.n),
       s.key || ${MARK}, s.version, ${value}
     from shelf s cross join copies
     where s.owner = 'desk:practice' and s.stream in (select 'room:' || id from rooms) and s.key in (${refs})`,
    [...ids],
  );
}
