/**
 * What names an erased person elsewhere: their messages in enquiries of others, their address in copies and quotes, and what
 * the team wrote for everybody. Words of others stay; the address, or the name, in them goes.
 */
import { getTableColumns } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { MessageId, RawId, WorkspaceId } from '../../core/ids.ts';
import { hasMark, type Marks, withoutMarks } from '../../core/marks.ts';
import type { Instant } from '../../core/time.ts';
import type { Stepped } from '../../ports/erasure.ts';
import type { ErasureRow } from '../../ports/erasure-rows.ts';
import type { Op } from '../../ports/store.ts';
import { columnName } from '../commit.ts';
import type { Engine } from '../engine.ts';
import type { Tables } from '../tables.ts';
import { anyOf, passedOnPattern, patternOf } from './patterns.ts';
import { emptied, emptyRaws, REASONED } from './words.ts';

/** Rows that are changed in one commit. */
const ROWS_AT_ONCE = 100;
/** Mails that are looked through in one read, and their bytes: a database takes some seconds for so many. */
const RAWS_AT_ONCE = 500;
const RAW_BYTES_AT_ONCE = 50_000_000;

interface Looked {
  table: keyof Tables;
  columns: string[];
  /** What the team wrote for everybody may name a person; two customers may have one name. */
  names?: true;
  /** A row with a mark in it goes as a whole. */
  goes?: true;
  /** Only rows for which this is true. */
  only?: string;
  /** The column with the enquiry that a row belongs to. */
  of?: 'id' | 'enquiry_id';
}

/** In this order. */
const LOOKED_AT: readonly Looked[] = [
  {
    table: 'messages',
    columns: ['from', 'text', 'folded', 'warnings', 'names', 'subject', 'others', 'forwardOf', 'details', 'echo'],
    of: 'enquiry_id',
  },
  { table: 'enquiries', columns: ['subject'], of: 'id' },
  { table: 'replies', columns: ['text', 'formatted', 'copies', 'failure'], of: 'enquiry_id' },
  { table: 'remarks', columns: ['text', 'formatted', 'leftOut'], names: true, of: 'enquiry_id' },
  { table: 'participants', columns: ['address'], goes: true, of: 'enquiry_id' },
  { table: 'reminders', columns: ['words'], names: true, of: 'enquiry_id' },
  { table: 'asks', columns: ['note'], names: true, of: 'enquiry_id' },
  { table: 'savedReplies', columns: ['title', 'text', 'formatted', 'proposed'], names: true },
  { table: 'articles', columns: ['title', 'text'], names: true },
  { table: 'gatherings', columns: ['title', 'nextStep', 'notice'], names: true },
  { table: 'rounds', columns: ['text'], names: true },
  { table: 'alerts', columns: ['words'], names: true },
  { table: 'letters', columns: ['subject', 'text', 'html'], names: true },
  { table: 'practices', columns: ['course'], names: true },
  // What is still to be done is done: it is what somebody of the team says now.
  { table: 'jobs', columns: ['payload', 'lastError'], names: true, goes: true, only: "state = 'dead'" },
  { table: 'seen', columns: ['id'], goes: true },
];
const RAWS = LOOKED_AT.length;
const REASONS = RAWS + 1;

/** Place: `<n-th table> <after which row>`. */
export function othersStep(engine: Engine, ws: WorkspaceId): (row: ErasureRow) => Promise<Stepped> {
  return async ({ place, marks, customerId, askedAt }) => {
    const cut = place.indexOf(' ');
    const [n, after] = cut < 0 ? [0, ''] : [Number(place.slice(0, cut)), place.slice(cut + 1)];
    if (!marks || n > REASONS) return { done: true };
    const last =
      n === RAWS
        ? await lookAtRaws(engine, ws, { marks, askedAt }, after)
        : n === REASONS
          ? await lookAtReasons(engine, ws, marks, after)
          : await lookAt(engine, ws, LOOKED_AT[n]!, marks, after);
    if (last !== null) return { place: `${n} ${last}` };
    if (n === RAWS)
      await engine.rows('update article_uses set customer_id = null where workspace_id = ? and customer_id = ?', [
        ws,
        customerId,
      ]);
    return { place: `${n + 1} ` };
  };
}

/** @returns after which row it goes on; null at the end of the table */
async function lookAt(
  engine: Engine,
  ws: WorkspaceId,
  looked: Looked,
  marks: Marks,
  after: string,
): Promise<string | null> {
  const sought = looked.names ? [...marks.addresses, ...marks.names] : marks.addresses;
  if (sought.length === 0) return null;
  const { columns, name, key } = shapeOf(engine, looked);
  const { sql, values } = anyOf(engine, columns, sought);
  const raw = looked.table === 'messages' ? ', raw_id' : '';
  const fresh = looked.of ? whoeverIsNew(ws, looked.of, marks) : { sql: 'true', values: [] };
  const rows = await engine.slowRows<Record<string, unknown>>(
    `select ${[...new Set([key, 'id', ...columns.map(each => `"${each.name}"`)])].join(', ')}${raw} from ${name}
     where workspace_id = ? and ${key} > ? and ${looked.only ?? 'true'} and ${sql} and ${fresh.sql} order by ${key} limit ?`,
    [ws, key === 'seq' ? Number(after || 0) : after, ...values, ...fresh.values, ROWS_AT_ONCE],
  );
  const ops = await Promise.all(rows.map(row => changed(engine, ws, looked, columns, row, sought)));
  if (ops.length) await engine.commit(ops.flat(), ws);
  return rows.length < ROWS_AT_ONCE ? null : String(rows.at(-1)![key]);
}

/** Whoever has one of these addresses by now came after it was asked for: what is theirs stays. */
function whoeverIsNew(ws: WorkspaceId, column: string, { addresses }: Marks): { sql: string; values: string[] } {
  const theirs = `select e.id from enquiries e join identities i on i.workspace_id = e.workspace_id and i.id = e.identity_id
    where e.workspace_id = ? and lower(i.address) in (${addresses.map(() => '?').join(', ')})`;
  return addresses.length
    ? { sql: `${column} not in (${theirs})`, values: [ws, ...addresses] }
    : { sql: 'true', values: [] };
}

interface Shape {
  columns: { key: string; name: string; json: boolean }[];
  /** As the database calls the table. */
  name: string;
  /** What its rows are in the order of. */
  key: 'seq' | 'id';
}

function shapeOf(engine: Engine, { table, columns }: Looked): Shape {
  const all = getTableColumns(engine.tables[table]) as unknown as Record<string, SQLiteColumn>;
  return {
    columns: columns.map(key => ({
      key,
      name: columnName(key),
      json: (all[key]!.dataType as string) === 'json',
    })),
    name: columnName(table),
    key: 'seq' in all ? 'seq' : 'id',
  };
}

async function changed(
  engine: Engine,
  ws: WorkspaceId,
  { table, goes }: Looked,
  columns: Shape['columns'],
  row: Record<string, unknown>,
  marks: readonly string[],
): Promise<Op[]> {
  const id = String(row.id);
  const set: Record<string, unknown> = {};
  for (const { key, name, json } of columns) {
    const value = json && typeof row[name] === 'string' ? JSON.parse(row[name]) : row[name];
    if (value === null || value === undefined || !hasMark(json ? value : String(value), marks)) continue;
    set[key] = scrubbed(value, marks);
  }
  if (Object.keys(set).length === 0) return [];
  if (goes) return [{ do: 'delete', table, where: { id } } as Op];
  if (table !== 'messages') return [{ do: 'update', table, id, set } as Op];
  return ofOthers(engine, ws, { id: id as MessageId, raw_id: (row.raw_id ?? null) as RawId | null }, set, marks);
}

/** A message that the person wrote goes; one in which they are only named keeps its words, and not how it came. */
async function ofOthers(
  engine: Engine,
  ws: WorkspaceId,
  message: { id: MessageId; raw_id: RawId | null },
  set: Record<string, unknown>,
  marks: readonly string[],
): Promise<Op[]> {
  const { from } = set as { from?: { address?: string } | null };
  const [kept] = await engine.rows<{ from: unknown }>('select "from" from messages where workspace_id = ? and id = ?', [
    ws,
    message.id,
  ]);
  const sender = (typeof kept?.from === 'string' ? JSON.parse(kept.from) : kept?.from) as { address: string } | null;
  if (from !== undefined && sender && marks.includes(sender.address.toLowerCase()))
    return emptied(engine, ws, [message]);
  const raws = message.raw_id ? await emptyRaws(engine, ws, [message.raw_id]) : [];
  return [{ do: 'update', table: 'messages', id: message.id, set }, ...raws];
}

/** Every text in a value without the marks; of a list of addresses the person's own are taken out. */
export function scrubbed(value: unknown, marks: readonly string[]): unknown {
  if (typeof value === 'string') return withoutMarks(value, marks);
  if (Array.isArray(value)) {
    const rest = value.filter(each => typeof each !== 'string' || !marks.includes(each.toLowerCase()));
    return rest.map(each => scrubbed(each, marks));
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [withoutMarks(key, marks), scrubbed(each, marks)]),
  );
}

/**
 * How a mail came names more than its words: a header, what HTML hides, and what became no message, such as a bounce. What
 * came after it was asked for is somebody new's.
 */
async function lookAtRaws(
  engine: Engine,
  ws: WorkspaceId,
  { marks, askedAt }: { marks: Marks; askedAt: Instant },
  after: string,
): Promise<string | null> {
  const { addresses } = marks;
  if (addresses.length === 0) return null;
  const { last, more } = await rawsPage(engine, ws, after);
  if (last === null) return null;
  // A mail's own lines end where its writer's do not.
  const text =
    engine.kind === 'sqlite'
      ? `lower(replace(cast(bytes as text), '=' || char(13, 10), ''))`
      : `lower(replace(encode(bytes, 'escape'), '=' || chr(13) || chr(10), ''))`;
  const patterns = addresses.flatMap(each => [patternOf(each, 'inside'), passedOnPattern(each)]);
  // With its limit the inner one is not taken apart: each text is made once.
  const rows = await engine.slowRows<{ id: RawId; bytes: Uint8Array; alone: unknown }>(
    `select id, bytes, not exists (select 1 from messages m where m.workspace_id = ? and m.raw_id = r.id) as alone
     from (select id, bytes, ${text} as words from raws where workspace_id = ? and id > ? and id <= ?
       and received_at <= ? and length(bytes) > 0 order by id limit ?) r
     where ${patterns.map(() => `words like ? escape '\\'`).join(' or ')} order by id`,
    [ws, ws, after, last, askedAt, RAWS_AT_ONCE, ...patterns],
  );
  const named = rows.filter(each => {
    const words = Buffer.from(each.bytes).toString().replaceAll('=\r\n', '');
    return hasMark(words, addresses) || (each.alone && hasLoosely(words, addresses));
  });
  const ops = await emptyRaws(
    engine,
    ws,
    named.map(each => each.id),
  );
  if (ops.length) await engine.commit(ops, ws);
  return more ? last : null;
}

/** Up to which raw one read goes: one at least, and no more bytes than a database takes in its time. */
async function rawsPage(
  engine: Engine,
  ws: WorkspaceId,
  after: string,
): Promise<{ last: RawId | null; more: boolean }> {
  const rows = await engine.slowRows<{ id: RawId; size: number }>(
    'select id, length(bytes) as size from raws where workspace_id = ? and id > ? order by id limit ?',
    [ws, after, RAWS_AT_ONCE],
  );
  let n = 0;
  for (let bytes = 0; n < rows.length; n++) {
    bytes += Number(rows[n]!.size);
    if (n > 0 && bytes > RAW_BYTES_AT_ONCE) break;
  }
  return { last: rows[n - 1]?.id ?? null, more: n < rows.length || n === RAWS_AT_ONCE };
}

/** What became no message, such as a bounce, is nobody's words: it goes also where a longer address may stand there. */
function hasLoosely(text: string, addresses: readonly string[]): boolean {
  const words = text.toLowerCase();
  const mails = addresses.filter(each => each.indexOf('@') > 0);
  return mails.some(each => ['@', '%40', '=40', '='].some(at => words.includes(each.replace('@', at))));
}

/** What a server said about a copy that it did not take. */
async function lookAtReasons(engine: Engine, ws: WorkspaceId, marks: Marks, after: string): Promise<string | null> {
  const { addresses } = marks;
  if (addresses.length === 0) return null;
  const lite = engine.kind === 'sqlite';
  const { sql, values } = anyOf(engine, [{ name: 'data', json: true }], addresses);
  const rows = await engine.slowRows<{ seq: number; data: unknown }>(
    `select seq, data from events where workspace_id = ? and seq > ? and type in (${REASONED}) and ${sql} order by seq limit ?`,
    [ws, Number(after || 0), ...values, ROWS_AT_ONCE],
  );
  for (const { seq, data } of rows) {
    const kept = typeof data === 'string' ? JSON.parse(data) : data;
    if (!hasMark(kept, addresses)) continue;
    await engine.rows(`update events set data = ${lite ? '?' : '?::jsonb'} where workspace_id = ? and seq = ?`, [
      JSON.stringify(scrubbed(kept, addresses)),
      ws,
      seq,
    ]);
  }
  return rows.length < ROWS_AT_ONCE ? null : String(rows.at(-1)!.seq);
}
