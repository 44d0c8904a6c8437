/** Finds marks of a person in columns of either engine: roughly in SQL, for sure in the program. */
import type { Engine } from '../engine.ts';

/** What is written in several ways, or SQLite does not know to be the same in lower case: the program looks again. */
const IN_ANY_WAY = /[^\x21-\x7e]+/gu;
/** The i of a name may have no dot, or one more, and its apostrophe be a curly one; an address may stand in a link, or in another address. */
const OF_A_NAME = /(?:[^\x21-\x7e]|[i'])+/gu;
const OF_AN_ADDRESS = /(?:[^\x21-\x7e]|(?<=.)@)+/gu;

/** @param how `inside` a longer text, or inside of `json` */
export function patternOf(mark: string, how: 'inside' | 'json'): string {
  const written = how === 'json' ? JSON.stringify(mark).slice(1, -1) : mark;
  const loose = mark.includes('@') ? OF_AN_ADDRESS : /\s|^\p{L}+$/u.test(mark) ? OF_A_NAME : IN_ANY_WAY;
  return `%${written.replace(/[\\%_]/g, each => `\\${each}`).replace(loose, '%')}%`;
}

/** As a server that passes mail on writes an address in its own. */
export function passedOnPattern(mark: string): string {
  const at = mark.lastIndexOf('@');
  return patternOf(`${mark.slice(at + 1)}=${mark.slice(0, at)}`, 'inside');
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
