/** One row for each enquiry, for spreadsheets and other programs: CSV and JSON Lines. Columns are described in docs/export.md. */
import type { WorkspaceId } from '../core/ids.ts';
import type { Engine } from '../store/engine.ts';

const ROWS_AT_ONCE = 2_000;

/** In this order in both files. Moments are ISO 8601 in UTC, durations are ms; what does not apply is empty (CSV) or null. */
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
  channel_id: string;
  channel_kind: string;
  room_id: string;
  customer: string | null;
  address: string | null;
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
}

interface EnquiryLines {
  csv: string;
  jsonl: string;
  rows: number;
}

export function csvHead(): string {
  return `${ENQUIRY_COLUMNS.join(',')}\r\n`;
}

/** Pages of both files, oldest enquiry first. While one is written, the next one is read. */
export async function* enquiryLines(engine: Pick<Engine, 'slowRows'>, ws: WorkspaceId): AsyncGenerator<EnquiryLines> {
  const names = await namesOf(engine, ws);
  let next: Promise<Page> | null = readPage(engine, ws, '');
  while (next) {
    const page: Page = await next;
    if (page.rows.length === 0) return;
    next = page.rows.length < ROWS_AT_ONCE ? null : readPage(engine, ws, page.rows.at(-1)!.id);
    // Should it fail while this page is still being written: it is heard when it is its turn.
    next?.catch(() => {});
    let [csv, jsonl] = ['', ''];
    for (const row of page.rows) {
      const values = valuesOf(row, page.measured.get(row.id) ?? [], names, page.numbers);
      csv += `${values.map(csvField).join(',')}\r\n`;
      jsonl += jsonLine(values);
    }
    yield { csv, jsonl, rows: page.rows.length };
  }
}

interface Page {
  rows: Row[];
  /** By the id of the enquiry. */
  measured: Map<string, Measured[]>;
  /** Numbers of other enquiries that they name. */
  numbers: Map<string, number>;
}

async function readPage(engine: Pick<Engine, 'slowRows'>, ws: WorkspaceId, after: string): Promise<Page> {
  const rows = await engine.slowRows<Row>(
    `select e.id, e.number, e.status, e.channel_id, e.channel_kind, e.room_id, c.name as customer, i.address, e.subject,
       e.contact_reason, e.opened_at, e.customer_messages, e.merged_into, e.linked_to
     from enquiries e left join customers c on c.id = e.customer_id left join identities i on i.id = e.identity_id
     where e.workspace_id = ? and e.id > ? order by e.id limit ?`,
    [ws, after, ROWS_AT_ONCE],
  );
  if (rows.length === 0) return { rows, measured: new Map(), numbers: new Map() };
  const others = [...new Set(rows.flatMap(row => [row.merged_into, row.linked_to].filter(each => each !== null)))];
  const [measured, numbers] = await Promise.all([
    engine.slowRows<Measured>(
      `select enquiry_id, what, at, calendar_ms, open_ms, previous_at, lasting, came_back, first_contact, asked, score
       from measures where workspace_id = ? and enquiry_id >= ? and enquiry_id <= ? and n > 0 order by enquiry_id, n`,
      [ws, rows[0]!.id, rows.at(-1)!.id],
    ),
    others.length
      ? engine.slowRows<{ id: string; number: number }>(
          `select id, number from enquiries where workspace_id = ? and id in (${others.map(() => '?').join(', ')})`,
          [ws, ...others],
        )
      : [],
  ]);
  return { rows, measured: byEnquiry(measured), numbers: new Map(numbers.map(each => [each.id, each.number])) };
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
    (row.merged_into && numbers.get(row.merged_into)) || null,
    (row.linked_to && numbers.get(row.linked_to)) || null,
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
