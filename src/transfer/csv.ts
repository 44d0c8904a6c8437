/** How a table is written as CSV so that a spreadsheet opens it as it is meant. Pure. */
import { wallTime } from '../core/hours.ts';
import { HOUR, type Instant, MINUTE } from '../core/time.ts';

/** What stands between fields. With a semicolon decimals have a comma, as spreadsheets there read them. */
export type Separator = ',' | ';' | '\t';

/** Spreadsheets take this for UTF-8; without it umlauts are broken in Excel. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Languages whose spreadsheets read commas as commas. */
const WITH_COMMA = ['en', 'ar'];

export function separatorFor(language: string): Separator {
  return WITH_COMMA.includes(language) ? ',' : ';';
}

/** `;`, `semicolon`, `,`, `comma`, `tab`; null for anything else. */
export function readSeparator(typed: string): Separator | null {
  const known: Record<string, Separator> = { ';': ';', semicolon: ';', ',': ',', comma: ',', tab: '\t', '\t': '\t' };
  return Object.hasOwn(known, typed.toLowerCase()) ? known[typed.toLowerCase()]! : null;
}

export function csvHead(columns: readonly string[], separator: Separator): string {
  return `${BYTE_ORDER_MARK}${columns.join(separator)}\r\n`;
}

/** Whatever separator a spreadsheet goes by, it does not cut a field in two. */
const QUOTED = /[",;\t\r\n]/;
/** Blanks, and characters that take no room. */
const BLANK = String.raw`(?:[\s\p{C}\p{Z}\u115F\u1160\u2800\u3164\uFFA0]|\p{M})`;
/** With these a formula begins, also in the full width of East Asian keyboards. */
const SIGN = String.raw`[=+\-@\u2212＝＋－＠﹦﹢﹣﹫]`;
/** What a spreadsheet could take for a formula, which a customer could have written: also behind blanks. */
const FORMULA = new RegExp(`^(?:[\\t\\r]|${BLANK}*${SIGN})`, 'u');
const IS_SIGN = new RegExp(`^${SIGN}$`, 'u');
/** A quote counts for nothing to one that reads it, and what stands behind it begins the cell. */
const IS_BLANK = new RegExp(`^(?:${BLANK}|["'])$`, 'u');
const LINE_ENDS = '\r\n\u0085\u2028\u2029';
const CUTS: Record<Separator, string> = { ',': `;\t|${LINE_ENDS}`, ';': `,\t|${LINE_ENDS}`, '\t': `,;|${LINE_ENDS}` };

/**
 * A spreadsheet that goes by another separator than ours sees our quotes in the middle of a line, where they count for
 * nothing: it cuts the field, and what stands behind begins the next one. So each part of it is guarded as well.
 */
function guardParts(value: string, cuts: string): string {
  let [guarded, from, begins] = ['', 0, -1];
  for (let at = 0; at < value.length; ) {
    const sign = String.fromCodePoint(value.codePointAt(at)!);
    at += sign.length;
    if (cuts.includes(sign)) begins = at;
    else if (begins >= 0 && IS_SIGN.test(sign)) {
      guarded += `${value.slice(from, begins)}'`;
      [from, begins] = [begins, -1];
    } else if (begins >= 0 && !IS_BLANK.test(sign)) begins = -1;
  }
  return guarded + value.slice(from);
}

export function csvField(value: string | number | boolean | null, separator: Separator): string {
  if (value === null) return '';
  if (typeof value === 'number' && separator === ';') return String(value).replace('.', ',');
  if (typeof value !== 'string') return String(value);
  const parts = guardParts(value, CUTS[separator]);
  const safe = FORMULA.test(value) ? `'${parts}` : parts;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** No zone of today moves its clock at any other moment than these. */
const QUARTER = 15 * MINUTE;

/** "2026-06-01 10:00:00", on the wall clock there: every spreadsheet takes that for a date. */
export function localTimes(timezone: string): (at: Instant) => string {
  const offsets = new Map<number, number>();
  return at => {
    const slot = Math.floor(at / QUARTER) * QUARTER;
    let offset = offsets.get(slot);
    if (offset === undefined) {
      const { year, month, day, minutes } = wallTime(timezone, slot);
      offset = Date.UTC(year, month - 1, day) + minutes * MINUTE - slot;
      offsets.set(slot, offset);
    }
    return new Date(at + offset).toISOString().slice(0, 19).replace('T', ' ');
  };
}

/** Hours of so many ms, to the third of a second. */
export function hoursOf(ms: number): number {
  return Math.round((ms / HOUR) * 10_000) / 10_000;
}
