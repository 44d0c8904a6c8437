/** JSON as X sends it: one value, a list of them, or one a line as the stream delivers them. Ids keep every digit. */

/** @returns the values in order; null when it is not JSON */
export function readJson(raw: Uint8Array): unknown[] | null {
  const text = new TextDecoder().decode(raw).trim();
  if (text === '') return null;
  try {
    const value = parse(text);
    return Array.isArray(value) && value.length ? value : [value];
  } catch {
    // A recording of the stream: one event a line, and empty lines that keep it open.
  }
  try {
    return text
      .split(/\r?\n/)
      .filter(each => each.trim() !== '')
      .map(parse);
  } catch {
    return null;
  }
}

/** Where X or a tool in between wrote an id as a number, JavaScript would round it: its digits are taken instead. */
function parse(text: string): unknown {
  const exact = (_key: string, value: unknown, { source }: { source?: string } = {}): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source) ? source : value;
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}
