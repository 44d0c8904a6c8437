/** JSON Lines in, one line of JSON out for each, in order: how programs outside ask what the help makes of something. */
import { readFileSync } from 'node:fs';
import type { Json } from '../ports/json.ts';

/** A line that cannot be used: the sentence says what it should look like. */
export class BadLine extends Error {}

/** A bad line is told on standard error and as `{ error }` in its place, so that the others keep theirs. */
export async function answerLines(
  files: readonly string[],
  answer: (line: Record<string, unknown>) => Json | Promise<Json>,
  show: (answered: Json) => string = JSON.stringify,
): Promise<void> {
  for (const file of files) {
    let text: string;
    try {
      text = readFileSync(file === '-' ? 0 : file, 'utf8');
    } catch (error) {
      console.error(`${file} cannot be read: ${(error as Error).message}`);
      process.exitCode = 1;
      continue;
    }
    const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
    for (const [i, line] of lines.entries()) {
      if (line.trim() === '') continue;
      try {
        console.log(show(await answer(objectOf(line))));
      } catch (error) {
        if (!(error instanceof BadLine)) throw error;
        console.error(`${file}, line ${i + 1}: ${error.message}.`);
        console.log(JSON.stringify({ error: error.message }));
        process.exitCode = 1;
      }
    }
  }
}

function objectOf(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadLine('this is not JSON; write one object in each line');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new BadLine('each line must be an object, as in {"text":"Thanks Maya","names":["Maya"]}');
  return value as Record<string, unknown>;
}
