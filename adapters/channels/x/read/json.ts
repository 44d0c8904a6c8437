/**
 * JSON as X sends it: one value, a list of them, or one a line as the stream delivers them. Ids keep every digit, and of
 * a page that was cut off, what is whole is read.
 */

interface ReadJson {
  values: unknown[];
  /** The end is missing. */
  isCutOff: boolean;
}

/** @returns null when it is not JSON */
export function readJson(raw: Uint8Array): ReadJson | null {
  const text = decoded(raw).trim();
  if (text === '') return null;
  const whole = parse(text);
  if (whole) return { values: ofValue(whole.value), isCutOff: false };
  // A recording of the stream: one event a line, and empty lines that keep it open.
  const lines = text.split(/\r?\n/).filter(each => each.trim() !== '');
  const read = lines.map(parse);
  const good = read.flatMap(each => (each ? [each.value] : []));
  if (read[0] && good.length === read.length) return { values: good, isCutOff: false };
  if (read[0] && good.length === read.length - 1 && !read.at(-1)) return { values: good, isCutOff: true };
  const first = parse(withoutEnd(text) ?? '');
  return first && { values: ofValue(first.value), isCutOff: true };
}

function ofValue(value: unknown): unknown[] {
  return Array.isArray(value) && value.length ? value : [value];
}

/** Windows' PowerShell saves in UTF-16, and says so in the first two bytes. */
function decoded(raw: Uint8Array): string {
  const mark = `${raw[0]} ${raw[1]}`;
  const encoding = mark === '255 254' ? 'utf-16le' : mark === '254 255' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(raw);
}

/** Where X or a tool in between wrote an id as a number, JavaScript would round it: its digits are taken instead. */
function parse(text: string): { value: unknown } | null {
  const exact = (_key: string, value: unknown, { source }: { source?: string } = {}): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source) ? source : value;
  try {
    return { value: JSON.parse(text, exact as (key: string, value: unknown) => unknown) };
  } catch {
    return null;
  }
}

/**
 * Up to the last item of a page that is whole, and closed: half an item could be read as another kind of thing.
 * @returns null where nothing of it is whole
 */
function withoutEnd(text: string): string | null {
  const open: string[] = [];
  let cut: { at: number; close: string } | null = null;
  for (let i = 0, inString = false; i < text.length; i++) {
    const character = text[i] ?? '';
    if (inString) {
      if (character === '\\') i++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (/[}\]]/.test(character)) {
      if (open.pop() !== character) return null;
    } else if (character === ',' && isBetweenItems(open)) cut = { at: i, close: open.toReversed().join('') };
  }
  return open.length > 0 && cut ? text.slice(0, cut.at) + cut.close : null;
}

/** Between two fields of an answer, or between two items of its list. */
function isBetweenItems(open: readonly string[]): boolean {
  return open.length === 1 || (open.length === 2 && open[0] === '}' && open[1] === ']');
}
