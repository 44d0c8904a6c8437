/** Finds planted words in everything that a program keeps: each file of a folder byte for byte, and each column of each table. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/store/engine.ts';

/** An index shortens words that begin alike: what stands behind the first letters is looked for, too. */
const SHORTENED = 2;
/** What is left of a shorter word stands in many others. */
const SHORTENED_FROM = 7;

/** As it stands, without its first letters, in base64 at each of three places, and as two bytes a letter. */
function formsOf(word: string): string[] {
  const base64 = [0, 1, 2].map(n => {
    const text = Buffer.from(`${' '.repeat(n)}${word}`)
      .toString('base64')
      .replace(/=+$/, '');
    // The letters at either end depend on what stands beside them.
    return text.slice(n === 0 ? 0 : n + 1, -1);
  });
  const wide = Buffer.from(word, 'utf16le').toString('latin1');
  const rest = word.length < SHORTENED_FROM ? [] : [word.slice(SHORTENED)];
  return [word, ...rest, ...base64, wide].map(each => each.toLowerCase());
}

/** @returns those of these words that stand in a text, in whatever form */
function wordsIn(text: string, words: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return words.filter(each => formsOf(each).some(form => lower.includes(form)));
}

/** "d.db-wal: Vx8addr" for each word in each file. */
export function plantedInFiles(folder: string, words: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(each => each.isFile())
    .flatMap(each => {
      const text = readFileSync(join(each.parentPath, each.name)).toString('latin1');
      return wordsIn(text, words).map(word => `${each.name}: ${word}`);
    });
}

/** "messages.text: Vx8addr" for each word in each column. */
export async function plantedInTables(engine: Engine, words: readonly string[]): Promise<string[]> {
  const names = await engine.rows<{ name: string }>(
    engine.kind === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : `select table_name as name from information_schema.tables where table_schema = 'public'`,
    [],
  );
  const found = new Set<string>();
  for (const { name } of names) {
    const rows = await engine.rows<Record<string, unknown>>(`select * from "${name}"`, []);
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        for (const word of wordsIn(textOf(value), words)) found.add(`${name}.${column}: ${word}`);
  }
  return [...found].sort();
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
