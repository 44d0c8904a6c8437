/** Small checks of Block Kit that speak Slack's words: texts, lists, options and confirmations with their limits. */
import type { Json } from './shapes.ts';

/** What Slack would say, such as "must be less than 3001 characters [json-pointer:/blocks/0/text/text]". */
export interface Verdict {
  errors: string[];
  /** Where the block stands: an alert is for modals only, a file input too. */
  surface: 'message' | 'modal' | 'home';
  blockIds: Set<string>;
}

export const blame = (verdict: Verdict, words: string, at: string): void =>
  void verdict.errors.push(`${words} [json-pointer:${at}]`);

/** Slack counts characters as people do: code points, not UTF-16 units. */
export const charactersOf = (text: string): number => [...text].length;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Refuses fields nobody knows and misses those that must be there. Fields that are null count as absent. */
export function fields(verdict: Verdict, value: Json, at: string, known: string, required = ''): void {
  const names = known.split(' ').concat('type');
  for (const name of Object.keys(value))
    if (!names.includes(name)) blame(verdict, `invalid additional property: ${name}`, at);
  for (const name of required ? required.split(' ') : [])
    if (value[name] === undefined || value[name] === null) blame(verdict, `missing required field: ${name}`, at);
}

export function string(verdict: Verdict, value: unknown, at: string, max: number, min = 1): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') return void blame(verdict, 'must be a string', at);
  const length = charactersOf(value);
  if (length > max) blame(verdict, `must be less than ${max + 1} characters`, at);
  if (length < min) blame(verdict, `must be more than ${min - 1} characters`, at);
}

export function oneOf(verdict: Verdict, value: unknown, at: string, allowed: unknown[]): void {
  if (value !== undefined && value !== null && !allowed.includes(value))
    blame(verdict, `must be a valid enum value`, at);
}

export function list(verdict: Verdict, value: unknown, at: string, max: number, min = 1): Json[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    blame(verdict, 'must be an array', at);
    return [];
  }
  if (value.length > max) blame(verdict, `no more than ${max} items allowed`, at);
  if (value.length < min) blame(verdict, `must provide at least ${min} items`, at);
  return value;
}

export function text(
  verdict: Verdict,
  value: unknown,
  at: string,
  max: number,
  kinds: ('plain_text' | 'mrkdwn')[] = ['plain_text'],
): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) return void blame(verdict, 'must be an object', at);
  if (!kinds.includes(value.type)) return void blame(verdict, `unsupported type: ${value.type}`, `${at}/type`);
  fields(verdict, value, at, value.type === 'mrkdwn' ? 'text verbatim' : 'text emoji', 'text');
  const before = verdict.errors.length;
  string(verdict, value.text, `${at}/text`, max);
  if (typeof value.text === 'string' && value.text !== '' && value.text.trim() === '')
    blame(verdict, 'must be more than 0 characters', `${at}/text`);
  if (verdict.errors.length > before) blame(verdict, 'failed to match all allowed schemas', at);
}

export function confirm(verdict: Verdict, value: unknown, at: string): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) return void blame(verdict, 'must be an object', at);
  fields(verdict, value, at, 'title text confirm deny style', 'title text confirm deny');
  text(verdict, value.title, `${at}/title`, 100);
  text(verdict, value.text, `${at}/text`, 300, ['plain_text', 'mrkdwn']);
  text(verdict, value.confirm, `${at}/confirm`, 30);
  text(verdict, value.deny, `${at}/deny`, 30);
  oneOf(verdict, value.style, `${at}/style`, ['primary', 'danger']);
}

/** A choice: label 75, value 150, description 75. Only radio buttons and checkboxes take mrkdwn. */
export function option(verdict: Verdict, value: unknown, at: string, rich: boolean, withUrl = false): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) return void blame(verdict, 'must be an object', at);
  const kinds: ('plain_text' | 'mrkdwn')[] = rich ? ['plain_text', 'mrkdwn'] : ['plain_text'];
  fields(verdict, value, at, `text value description${withUrl ? ' url' : ''}`, 'text value');
  text(verdict, value.text, `${at}/text`, 75, kinds);
  string(verdict, value.value, `${at}/value`, 150);
  text(verdict, value.description, `${at}/description`, 75, kinds);
  string(verdict, value.url, `${at}/url`, 3_000);
}

/** What is chosen at first must be one of the choices, word for word. */
export function chosen(verdict: Verdict, initial: unknown, options: Json[], at: string): void {
  if (initial === undefined || initial === null) return;
  const same = (a: Json, b: Json) => a?.value === b?.value && a?.text?.text === b?.text?.text;
  for (const each of Array.isArray(initial) ? initial : [initial])
    if (!options.some(one => same(one, each))) blame(verdict, 'must match one of the provided options', at);
}

/** One after the other; a check may leave early. */
export function each<T>(items: T[], look: (item: T, n: number) => unknown): void {
  for (const [n, item] of items.entries()) look(item, n);
}
