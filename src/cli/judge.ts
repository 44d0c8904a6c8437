/** `deskhand explain thanks|shield|coach`: what the help makes of texts from outside. JSON Lines in, one line of JSON out for each, in order. */
import { readFileSync } from 'node:fs';
import { hintsFor } from '../coach/judge.ts';
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
  coach: ({ customer, staff, reply, thread, own, form }) => {
    if (typeof reply !== 'string') throw new BadLine(`"reply" must be a text${COACH_EXAMPLE}`);
    const { name: theirs, text } = part('customer', customer);
    const { name: ours } = part('staff', staff);
    if (form !== undefined && form !== null && form !== 'letter' && form !== 'chat')
      throw new BadLine(`"form" must be "letter" or "chat"${COACH_EXAMPLE}`);
    const hints = hintsFor({
      reply,
      customer: { name: theirs ?? null, text: text ?? '' },
      staff: { name: ours ?? null },
      thread: texts('thread', thread),
      own: texts('own', own),
      ...(form ? { form } : {}),
    });
    return { hints: hints.map(({ check, stops, words }) => ({ check, stops, words })) };
  },
};

const COACH_EXAMPLE =
  ', as in {"customer":{"name":"Maya","text":"Where is it?"},"staff":{"name":"Ann"},"reply":"Hi Maya, it left today.","thread":[]}';

/** Of a person in a line: both may be absent. */
function part(what: string, value: unknown): { name?: string | null; text?: string | null } {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new BadLine(`"${what}" must be an object${COACH_EXAMPLE}`);
  for (const each of ['name', 'text']) {
    const found = (value as Record<string, unknown>)[each] ?? '';
    if (typeof found !== 'string') throw new BadLine(`"${each}" of "${what}" must be a text${COACH_EXAMPLE}`);
  }
  return value;
}

function texts(what: string, value: unknown): string[] {
  const list = value ?? [];
  if (!Array.isArray(list) || list.some(each => typeof each !== 'string'))
    throw new BadLine(`"${what}" must be a list of texts${COACH_EXAMPLE}`);
  return list as string[];
}

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
