/** `deskhand explain thanks|shield`: what the help makes of texts from outside. JSON Lines in, one line of JSON out for each, in order. */
import { readFileSync } from 'node:fs';
import { isOnlyThanks } from '../core/thanks.ts';
import type { Json } from '../ports/json.ts';
import { judgeTone } from '../shield/judge.ts';

/** A line that cannot be used: the sentence says what it should look like. */
class BadLine extends Error {}

/** What can be judged, and how; nothing is stored or sent. */
export const JUDGES: Record<string, (line: Record<string, unknown>) => Json> = {
  thanks: ({ text, names = [] }) => {
    if (typeof text !== 'string')
      throw new BadLine('"text" must be a text, as in {"text":"Thanks Maya","names":["Maya"]}');
    if (!Array.isArray(names) || names.some(each => typeof each !== 'string'))
      throw new BadLine('"names" must be a list of texts, as in {"text":"Thanks Maya","names":["Maya"]}');
    return { thanks: isOnlyThanks(text, names as string[]) };
  },
  shield: ({ text }) => {
    if (typeof text !== 'string') throw new BadLine('"text" must be a text, as in {"text":"Where is my parcel?"}');
    const { level, gist } = judgeTone(text);
    return { level, gist };
  },
};

/** A bad line is told on standard error and as `{ error }` in its place, so that the others keep theirs. */
export function judge(kind: string, files: string[]): void {
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
        console.log(JSON.stringify(JUDGES[kind]!(objectOf(line))));
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
