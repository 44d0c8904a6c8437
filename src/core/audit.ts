/**
 * What the audit trail tells of a change: which values were there before and after, without anything that is a secret, an
 * address or somebody's words. Pure.
 */

/** A value as it is told; null: there was none. */
export type Told = string | number | boolean | null;
/** By the name of each value that changed: what it was, and what it is. */
export type Change = Record<string, [Told, Told]>;

/** Values told of one change; a file of settings has more names than anybody reads. */
const NAMES_MAX = 40;
/** A name, a choice or a time of day; whatever is longer are words that somebody wrote. */
const PLAIN = /^[\p{L}\p{N} ._:+/-]{0,40}$/u;
/** Called as secrets are: also a short and plain one is none of the trail's business. */
const SECRET_NAME = /(?:^|[._-])(?:tokens?|secrets?|keys?|passwords?|pass)$/i;
/** Made by a machine, so perhaps a key; or a number that somebody can be called at. */
const RAW = /(?=\S*\d)\S{16,}|\d[\d .-]{5,}\d/;

/** @param secrets names of values that are never told, only whether there is one */
export function changeOf(before: unknown, after: unknown, secrets: readonly string[] = []): Change {
  const [was, is] = [flat(before), flat(after)];
  const change: Change = {};
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(name) ?? null, is.get(name) ?? null];
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    if (Object.keys(change).length >= NAMES_MAX) break;
    const hidden = secrets.includes(name) || SECRET_NAME.test(name);
    const [from, to] = [told(old, hidden), told(now, hidden)];
    change[name] = [from, from === to ? `${to}, changed` : to];
  }
  return change;
}

/** Each value by its dotted name: what is told of it, and the value itself, for whoever compares it later. */
export function toldEach(value: unknown): [name: string, told: Told, value: unknown][] {
  return [...flat(value)].map(([name, each]) => [name, told(each, SECRET_NAME.test(name)), each]);
}

/** Values by their dotted names: `imap.port`. A single value has the name `value`. */
function flat(value: unknown, before = ''): Map<string, unknown> {
  if (value === null || value === undefined) return new Map();
  if (typeof value !== 'object' || Array.isArray(value)) return new Map([[before || 'value', value]]);
  return new Map(
    Object.entries(value).flatMap(([key, each]) => [...flat(each, before === '' ? key : `${before}.${key}`)]),
  );
}

function told(value: unknown, hidden: boolean): Told {
  if (value === null || value === '') return null;
  if (hidden) return 'set';
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  const text = String(value);
  return PLAIN.test(text) && !RAW.test(text) ? text : 'a text';
}
