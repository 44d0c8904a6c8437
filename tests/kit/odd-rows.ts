/** Rows that no shop should have, and some shop has: for every table and column that exists in a state of the tables. */

export interface Column {
  table: string;
  name: string;
  /** As PostgreSQL names it. */
  type: string;
  nullable: boolean;
  /** Given by the database itself. */
  counted: boolean;
  /** Part of what may be there only once. */
  unique: boolean;
}

export type Value = string | number | bigint | boolean | null | Uint8Array;
export type OddRow = Record<string, Value>;

const TEXTS = [
  '',
  'plain',
  'family 👩‍👩‍👧 and flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'שלום \u202E right to left \u202C عربي',
  `it's "quoted" \\ and ; -- closed`,
  'two\nlines\twith tab\r\n',
  'e\u0301 is not \u00e9',
  'long '.repeat(400),
];
const INTS = [0, -1, 2_147_483_647, -2_147_483_648];
/** Before 1970, in 2100, the last that a double holds, and one that it does not. */
const LONGS = [0n, -315_619_200_000n, 4_102_444_800_000n, 9_007_199_254_740_991n, 9_223_372_036_854_775_807n, -1n];
const JSONS = ['{}', '[]', '"words"', '{"n":-0,"deep":[{"a":null}],"emoji":"👋"}', '0', 'null', '{"":""}'];
const BYTES = [new Uint8Array(), Uint8Array.from({ length: 256 }, (_, i) => i), new Uint8Array(3)];
/** Only SQLite keeps a text with it. */
const NUL = 'before\0after';
/** Each value stands once; the last two rows of a table are alike but for what must differ. */
const ROWS = TEXTS.length + 2;

/** @param withNul whether the engine can keep a text with the character NUL */
export function oddRows(columns: Column[], withNul: boolean): OddRow[] {
  return Array.from({ length: ROWS }, (_, i) =>
    Object.fromEntries(columns.filter(each => !each.counted).map(each => [each.name, oddValue(each, i, withNul)])),
  );
}

function oddValue({ table, name, type, nullable, unique }: Column, row: number, withNul: boolean): Value {
  const i = Math.min(row, ROWS - 2);
  if (name === 'workspace_id') return i === 0 ? '' : 'ws_odd';
  if (unique && type === 'text') return `${table}-${row}-${TEXTS[row % 4]}`;
  if (unique && type !== 'text') return row;
  if (nullable && i % 3 === 0) return null;
  const at = <T>(values: T[]): T => values[i % values.length]!;
  if (type === 'text') return withNul && i === 1 && nullable ? NUL : at(TEXTS);
  if (type === 'integer') return at(INTS);
  if (type === 'bigint') return at(LONGS);
  if (type === 'boolean') return i % 2 === 0;
  if (type === 'jsonb') return at(JSONS);
  if (type === 'bytea') return at(BYTES);
  throw new Error(`Columns of the type ${type} (${table}.${name}) have no odd values yet: add some here.`);
}
