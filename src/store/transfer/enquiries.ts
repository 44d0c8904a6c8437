/** One row for each enquiry, for spreadsheets and other programs: CSV and JSON Lines. Columns are described in docs/export.md. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { Engine } from '../engine.ts';

const ROWS_AT_ONCE = 2_000;

/** In this order in both files. Moments are ISO 8601 in UTC, durations are ms; what does not apply is empty (CSV) or null. */
export const ENQUIRY_COLUMNS = [
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
  'owner',
  'opened_at',
  'customer_messages',
  'first_response_at',
  'first_response_ms',
  'first_response_open_ms',
  'answers',
  'first_resolved_at',
  'first_resolution_ms',
  'first_resolution_open_ms',
  'resolved_at',
  'full_resolution_ms',
  'full_resolution_open_ms',
  'resolutions',
  'reopened',
  'first_contact',
  'asked',
  'rating',
  'merged_into',
  'linked_to',
] as const;

type Value = string | number | boolean | null;
interface Row {
  id: string;
  number: number;
  status: string;
  channel: string | null;
  channel_kind: string;
  room: string | null;
  customer: string | null;
  address: string | null;
  subject: string | null;
  contact_reason: string | null;
  owner: string | null;
  opened_at: number;
  customer_messages: number;
  merged_number: number | null;
  linked_number: number | null;
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
}

export interface EnquiryLines {
  csv: string;
  jsonl: string;
  rows: number;
}

export function csvHead(): string {
  return `${ENQUIRY_COLUMNS.join(',')}\r\n`;
}

/** Pages of both files, oldest enquiry first. */
export async function* enquiryLines(engine: Engine, ws: WorkspaceId): AsyncGenerator<EnquiryLines> {
  let after = '';
  for (;;) {
    const rows = await engine.slowRows<Row>(
      `select e.id, e.number, e.status, ch.name as channel, e.channel_kind, r.name as room, c.name as customer, i.address, e.subject,
         e.contact_reason, s.name as owner, e.opened_at, e.customer_messages, m.number as merged_number, l.number as linked_number
       from enquiries e
         left join channels ch on ch.id = e.channel_id left join rooms r on r.id = e.room_id
         left join customers c on c.id = e.customer_id left join identities i on i.id = e.identity_id
         left join staff s on s.id = e.owner_id
         left join enquiries m on m.id = e.merged_into left join enquiries l on l.id = e.linked_to
       where e.workspace_id = ? and e.id > ? order by e.id limit ?`,
      [ws, after, ROWS_AT_ONCE],
    );
    if (rows.length === 0) return;
    const last = rows.at(-1)!.id;
    const measured = await engine.slowRows<Measured>(
      `select enquiry_id, what, at, calendar_ms, open_ms, previous_at, lasting, came_back, first_contact, asked, score
       from measures where workspace_id = ? and enquiry_id >= ? and enquiry_id <= ? order by enquiry_id, n`,
      [ws, rows[0]!.id, last],
    );
    const byEnquiry = new Map<string, Measured[]>();
    for (const each of measured) {
      const known = byEnquiry.get(each.enquiry_id);
      if (known) known.push(each);
      else byEnquiry.set(each.enquiry_id, [each]);
    }
    let [csv, jsonl] = ['', ''];
    for (const row of rows) {
      const values = valuesOf(row, byEnquiry.get(row.id) ?? []);
      csv += `${values.map(csvField).join(',')}\r\n`;
      jsonl += jsonLine(values);
    }
    yield { csv, jsonl, rows: rows.length };
    if (rows.length < ROWS_AT_ONCE) return;
    after = last;
  }
}

function valuesOf(row: Row, measured: readonly Measured[]): Value[] {
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
  return [
    row.number,
    row.id,
    row.status,
    row.channel,
    row.channel_kind,
    row.room,
    row.customer,
    row.address,
    row.subject,
    row.contact_reason,
    row.owner,
    instant(row.opened_at),
    row.customer_messages,
    first ? instant(first.at) : null,
    first?.calendar_ms ?? null,
    first?.open_ms ?? null,
    answers,
    begun ? instant(begun.at) : null,
    begun?.calendar_ms ?? null,
    begun?.open_ms ?? null,
    lasting ? instant(lasting.at) : null,
    lasting?.calendar_ms ?? null,
    lasting?.open_ms ?? null,
    resolutions,
    reopened,
    begun?.first_contact == null ? null : Boolean(begun.first_contact),
    measured.some(each => each.asked),
    rated?.score ?? null,
    row.merged_number,
    row.linked_number,
  ];
}

function instant(at: number): string {
  return new Date(at).toISOString();
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

const QUOTED = /[",\r\n]/;
/** A spreadsheet would take these for the beginning of a formula, which a customer could have written. */
const FORMULA = /^[=+\-@\t\r]/;

function csvField(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
