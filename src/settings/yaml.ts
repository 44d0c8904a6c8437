/** The text of the provisioning file: reads its YAML, knows on which line everything stands, and says what zod found in words. */
import { createRequire } from 'node:module';
import type { z } from 'zod';
import { lazy } from '../core/lazy.ts';
import { meantWords } from '../core/spelling.ts';

/** Most installations have no such file, and its reader is 72 modules. */
const yaml = lazy(() => createRequire(import.meta.url)('yaml') as typeof import('yaml'));

export interface ConfigFile {
  value: unknown;
  /** What is wrong with the YAML itself; null when it can be read. */
  broken: string | null;
  /** "deskhand.yaml, line 7": where a setting stands, or the nearest thing around it that does. */
  where(path: readonly PropertyKey[]): string;
}

export function readYaml(text: string, at: string): ConfigFile {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  // Editors on Windows put a mark before the first line.
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines });
  const [error] = document.errors;
  const where = (path: readonly PropertyKey[]) => {
    const offset = offsetOf(document.contents, path);
    return offset === null ? at : `${at}, line ${lines.linePos(offset).line}`;
  };
  if (!error) return { value: document.toJS() ?? {}, broken: null, where };
  const line = error.linePos?.[0].line;
  const said = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
  return {
    value: {},
    broken: `${at}${line ? `, line ${line}` : ''}: this is not valid YAML: ${said}. ${hint(said)}`,
    where,
  };
}

function hint(said: string): string {
  if (/tab/i.test(said)) return 'Indent with spaces: YAML takes no tabs.';
  if (/unique/i.test(said)) return 'Write each setting once.';
  return 'Check the indentation, the brackets and the quotes on this line and the one above.';
}

/** Where a key begins, or an item of a list; of a path that leads nowhere, where its last known part is. */
function offsetOf(node: unknown, path: readonly PropertyKey[]): number | null {
  const { isMap, isScalar, isSeq } = yaml();
  let at: number | null = null;
  let here = node;
  for (const part of path) {
    if (isMap(here)) {
      const pair = here.items.find(each => isScalar(each.key) && String(each.key.value) === String(part));
      if (!pair) return at;
      at = (pair.key as { range?: [number, number, number] }).range?.[0] ?? at;
      here = pair.value;
    } else if (isSeq(here)) {
      const item = here.items[Number(part)];
      if (!item) return at;
      at = (item as { range?: [number, number, number] }).range?.[0] ?? at;
      here = item;
    } else return at;
  }
  return at;
}

/** How each place is written, for whoever wrote a list for a map or left it empty. */
const EXAMPLES: [path: RegExp, example: string][] = [
  [/^rooms$/, 'rooms: [{ name: customers }]'],
  [/^channels$/, 'channels: [{ name: help, kind: email, room: customers, address: help@shop.example }]'],
  [/^hold_seconds/, 'hold_seconds: { email: 15, webchat: 3 }'],
  [/^hours\.timezone$/, 'timezone: Europe/London'],
  [/^hours\.closed/, 'closed: ["2026-12-25"]'],
  [/^hours\.dates/, 'dates: { "2026-12-24": ["09:00-12:00"] }'],
  [/^hours\.weekly/, 'weekly: { mon-fri: ["09:00-17:00"] }'],
  [/^hours$/, 'hours: { timezone: Europe/London, weekly: { mon-fri: ["09:00-17:00"] } }'],
  [/^answer_within/, 'answer_within: { email: 4 h }'],
  [/^escalate_to/, 'escalate_to: [Ann]'],
  [/^morning_line/, 'morning_line: off'],
  [/^rising_room/, 'rising_room: customers'],
  [/^boundary_text/, 'boundary_text: Please write to us without insults.'],
  [/^ask_rating/, 'ask_rating: { email: on }'],
  [/^language/, 'language: de'],
  [/^automatic_answer/, 'automatic_answer: { email: on }'],
];

const KINDS: Record<string, string> = {
  array: 'a list',
  object: 'a map of names and values',
  record: 'a map of names and values',
  string: 'text',
  number: 'a number',
  boolean: 'yes or no (true or false)',
};

/** One thing that the schema found, as sentences: where, what, and how it is written. */
export function issueWords(
  issue: z.core.$ZodIssue,
  file: ConfigFile,
  keysAt: (path: readonly PropertyKey[]) => string[],
): string[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    return issue.keys.map(
      key =>
        `${file.where([...issue.path, key])}: "${path ? `${path}.` : ''}${key}" is not known. ${meantWords(key, known)}`,
    );
  }
  const where = file.where(issue.path);
  const what = path ? `"${path}"` : 'the file';
  const example = EXAMPLES.find(([place]) => place.test(path))?.[1];
  const fix = example ? ` Write it as ${example}` : '';
  const wants = issue.code === 'invalid_type' ? KINDS[issue.expected] : issue.code === 'invalid_union' ? 'text' : null;
  const given = valueAt(file.value, issue.path);
  if (given === undefined && wants) return [`${where}: ${what} is missing.${fix || ` It must be ${wants}.`}`];
  if (given === null) return [`${where}: ${what} is empty. Take it away, or fill it in.${fix}`];
  if (wants) return [`${where}: ${what} must be ${wants}, and is ${shown(given)}.${fix}`];
  return [`${where}: ${what} is ${shown(given)}, and ${reason(issue)}.${fix}`];
}

function reason(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_big') return `must be ${issue.maximum} at most`;
  if (issue.code === 'too_small') return `must be ${issue.minimum} at least`;
  return /^must/.test(issue.message) ? issue.message : `cannot be used: ${issue.message}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value !== null && typeof value === 'object') return 'a map';
  const text = String(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const part of path) here = (here as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return here;
}
