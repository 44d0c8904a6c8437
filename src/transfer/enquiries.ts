/** One row for each enquiry, for spreadsheets and other programs: CSV and JSON Lines. Columns are described in docs/export.md. */
import type { WorkspaceId } from '../core/ids.ts';
import type { Engine } from '../store/engine.ts';
import { notPractice } from '../store/tables.ts';
import { csvField, csvHead, hoursOf, localTimes, type Separator } from './csv.ts';

const ROWS_AT_ONCE = 2_000;

/**
 * In this order in both files. Moments are ISO 8601 in UTC, `_local` ones on the wall clock of the time zone; durations are
 * ms, `_h` ones hours; what does not apply is empty (CSV) or null.
 */
const ENQUIRY_COLUMNS = [
  'number',
  'id',
  'status',
  'channel',
  'channel_kind',
  'room',
  'customer',
  'address',
  'subject',
  'contact_reason',
  'opened_at',
  'opened_local',
  'customer_messages',
  'first_response_at',
  'first_response_local',
  'first_response_ms',
  'first_response_h',
  'first_response_open_ms',
  'first_response_open_h',
  'answers',
  'first_resolved_at',
  'first_resolved_local',
  'first_resolution_ms',
  'first_resolution_h',
  'first_resolution_open_ms',
  'first_resolution_open_h',
  'resolved_at',
  'resolved_local',
  'full_resolution_ms',
  'full_resolution_h',
  'full_resolution_open_ms',
  'full_resolution_open_h',
  'resolutions',
  'reopened',
  'first_contact',
  'asked',
  'rating',
  'promise_kept',
  'merged_into',
  'linked_to',
] as const;

type Value = string | number | boolean | null;
interface Row {
  id: string;
  number: number;
  status: string;
  channel_id: string;
  channel_kind: string;
  room_id: string;
  customer: string | null;
  address: string | null;
  channel_kind_of_address: string | null;
  subject: string | null;
  contact_reason: string | null;
  opened_at: number;
  customer_messages: number;
  merged_into: string | null;
  linked_to: string | null;
}
interface Measured {
  enquiry_id: string;
  what: string;
  at: number;
  calendar_ms: number | null;
  open_ms: number | null;
  previous_at: number | null;
  lasting: boolean | number | null;
  came_back: boolean | number | null;
  first_contact: boolean | number | null;
  asked: boolean | number | null;
  score: number | null;
  kept: boolean | number | null;
}

interface EnquiryLines {
  csv: string;
  jsonl: string;
  rows: number;
  /** Those that are in other rooms. */
  left: number;
}

/** How the table is written. */
export interface TableLook {
  /** Of `_local` columns. */
  timezone: string;
  separator: Separator;
  /** Does a customer know this address, or is it a name that only we use? */
  isAddress(channelKind: string, address: string): boolean;
  /** Only what is in these rooms; null or absent: everything. */
  rooms?: readonly string[] | null;
}

export function enquiriesHead({ separator }: Pick<TableLook, 'separator'>): string {
  return csvHead(ENQUIRY_COLUMNS, separator);
}

/** Pages of both files, oldest enquiry first. While one is written, the next one is read. */
export async function* enquiryLines(
  engine: Pick<Engine, 'slowRows'>,
  ws: WorkspaceId,
  look: TableLook,
): AsyncGenerator<EnquiryLines> {
  const local = localTimes(look.timezone);
  const names = await namesOf(engine, ws);
  const may = (room: string) => !look.rooms || look.rooms.includes(room);
  let next: Promise<Page> | null = readPage(engine, ws, '');
  while (next) {
    const page: Page = await next;
    if (page.rows.length === 0) return;
    next = page.rows.length < ROWS_AT_ONCE ? null : readPage(engine, ws, page.rows.at(-1)!.id);
    // Should it fail while this page is still being written: it is heard when it is its turn.
    next?.catch(() => {});
    let [csv, jsonl] = ['', ''];
    const rows = page.rows.filter(each => may(each.room_id));
    const numbers = new Map(page.others.filter(each => may(each.room_id)).map(each => [each.id, each.number]));
    for (const row of rows) {
      if (row.address && !look.isAddress(row.channel_kind_of_address ?? row.channel_kind, row.address))
        row.address = null;
      const values = valuesOf(row, page.measured.get(row.id) ?? [], names, numbers, local);
      csv += `${values.map(each => csvField(each, look.separator)).join(look.separator)}\r\n`;
      jsonl += jsonLine(values);
    }
    yield { csv, jsonl, rows: rows.length, left: page.rows.length - rows.length };
  }
}

interface Other {
  id: string;
  number: number;
  room_id: string;
}

interface Page {
  rows: Row[];
  /** By the id of the enquiry. */
  measured: Map<string, Measured[]>;
  /** Other enquiries that they name. */
  others: Other[];
}

async function readPage(engine: Pick<Engine, 'slowRows'>, ws: WorkspaceId, after: string): Promise<Page> {
  const rows = await engine.slowRows<Row>(
    `select e.id, e.number, e.status, e.channel_id, e.channel_kind, e.room_id, c.name as customer, i.address,
       i.channel_kind as channel_kind_of_address, e.subject,
       e.contact_reason, e.opened_at, e.customer_messages, e.merged_into, e.linked_to
     from enquiries e left join customers c on c.workspace_id = e.workspace_id and c.id = e.customer_id
       left join identities i on i.workspace_id = e.workspace_id and i.id = e.identity_id
     where e.workspace_id = ? and e.id > ? and ${notPractice('e.')} order by e.id limit ?`,
    [ws, after, ROWS_AT_ONCE],
  );
  if (rows.length === 0) return { rows, measured: new Map(), others: [] };
  const named = [...new Set(rows.flatMap(row => [row.merged_into, row.linked_to].filter(each => each !== null)))];
  const [measured, others] = await Promise.all([
    engine.slowRows<Measured>(
      `select enquiry_id, what, at, calendar_ms, open_ms, previous_at, lasting, came_back, first_contact, asked, score, kept
       from measures where workspace_id = ? and enquiry_id >= ? and enquiry_id <= ? and n > 0 order by enquiry_id, n`,
      [ws, rows[0]!.id, rows.at(-1)!.id],
    ),
    named.length
      ? engine.slowRows<Other>(
          `select id, number, room_id from enquiries where workspace_id = ? and id in (${named.map(() => '?').join(', ')})`,
          [ws, ...named],
        )
      : [],
  ]);
  return { rows, measured: byEnquiry(measured), others };
}

function byEnquiry(measured: readonly Measured[]): Map<string, Measured[]> {
  const found = new Map<string, Measured[]>();
  for (const each of measured) {
    const known = found.get(each.enquiry_id);
    if (known) known.push(each);
    else found.set(each.enquiry_id, [each]);
  }
  return found;
}

/** Names of channels and rooms by their ids: few, and on every row. */
async function namesOf(engine: Pick<Engine, 'slowRows'>, ws: WorkspaceId): Promise<Map<string, string>> {
  const found = await Promise.all(
    ['channels', 'rooms'].map(table =>
      engine.slowRows<{ id: string; name: string }>(`select id, name from ${table} where workspace_id = ?`, [ws]),
    ),
  );
  return new Map(found.flat().map(each => [each.id, each.name]));
}

function valuesOf(
  row: Row,
  measured: readonly Measured[],
  names: ReadonlyMap<string, string>,
  numbers: ReadonlyMap<string, number>,
  local: (at: number) => string,
): Value[] {
  let [first, begun, lasting]: (Measured | null)[] = [null, null, null];
  let [answers, resolutions, reopened] = [0, 0, 0];
  for (const each of measured) {
    if (each.what === 'first') first = each;
    if (each.what === 'first' || each.what === 'next') answers++;
    if (each.what === 'reopened' && each.came_back) reopened++;
    if (each.what !== 'resolved') continue;
    resolutions++;
    if (each.previous_at === null) begun = each;
    if (each.lasting) lasting = each;
  }
  const rated = measured.findLast(each => each.what === 'resolved' && each.score !== null);
  const settled = measured.find(each => each.kept !== null);
  return [
    row.number,
    row.id,
    row.status,
    names.get(row.channel_id) ?? null,
    row.channel_kind,
    names.get(row.room_id) ?? null,
    row.customer,
    row.address,
    row.subject,
    row.contact_reason,
    ...moment(row.opened_at, local),
    row.customer_messages,
    ...moment(first?.at ?? null, local),
    ...duration(first?.calendar_ms ?? null),
    ...duration(first?.open_ms ?? null),
    answers,
    ...moment(begun?.at ?? null, local),
    ...duration(begun?.calendar_ms ?? null),
    ...duration(begun?.open_ms ?? null),
    ...moment(lasting?.at ?? null, local),
    ...duration(lasting?.calendar_ms ?? null),
    ...duration(lasting?.open_ms ?? null),
    resolutions,
    reopened,
    begun?.first_contact == null ? null : Boolean(begun.first_contact),
    measured.some(each => each.asked),
    rated?.score ?? null,
    settled?.kept == null ? null : Boolean(settled.kept),
    (row.merged_into && numbers.get(row.merged_into)) || null,
    (row.linked_to && numbers.get(row.linked_to)) || null,
  ];
}

function moment(at: number | null, local: (at: number) => string): [string | null, string | null] {
  return at === null ? [null, null] : [new Date(at).toISOString(), local(at)];
}

function duration(ms: number | null): [number | null, number | null] {
  return ms === null ? [null, null] : [ms, hoursOf(ms)];
}

const KEYS = ENQUIRY_COLUMNS.map((name, i) => `${i === 0 ? '{' : ','}"${name}":`);

function jsonLine(values: readonly Value[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    line += KEYS[i];
    line += typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  return `${line}}\n`;
}
