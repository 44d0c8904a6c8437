/** Finds marks of a person in columns of either engine: roughly in SQL, for sure in the program. */
import type { Engine } from '../engine.ts';

/** Letters that SQLite does not know to be the same in lower case match anything here; the program looks again. */
const BEYOND_ASCII = /[^\x00-\x7f]/gu;

/** @param how `inside` a longer text, inside of `json`, or the `whole` of it */
export function patternOf(mark: string, how: 'inside' | 'json' | 'whole'): string {
  const written = how === 'json' ? JSON.stringify(mark).slice(1, -1) : mark;
  const pattern = written.replace(/[\\%_]/g, each => `\\${each}`).replace(BEYOND_ASCII, '_');
  return how === 'whole' ? pattern : `%${pattern}%`;
}

/** A condition that is true where any of these columns may have any of the marks, and its values. */
export function anyOf(
  engine: Pick<Engine, 'kind'>,
  columns: readonly { name: string; json: boolean }[],
  marks: readonly string[],
): { sql: string; values: string[] } {
  const tests: string[] = [];
  const values: string[] = [];
  for (const { name, json } of columns)
    for (const mark of marks) {
      const text = json && engine.kind === 'postgres' ? `"${name}"::text` : `"${name}"`;
      tests.push(`lower(${text}) like ? escape '\\'`);
      values.push(patternOf(mark, json ? 'json' : 'inside'));
    }
  return { sql: `(${tests.join(' or ')})`, values };
}
