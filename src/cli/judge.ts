/** `deskhand explain thanks|shield|coach`: what the help makes of texts from outside. JSON Lines in, one line of JSON out for each, in order. */
import { hintsFor } from '../coach/judge.ts';
import { isOnlyThanks } from '../core/thanks.ts';
import type { Json } from '../ports/json.ts';
import { judgeTone } from '../shield/judge.ts';
import { answerLines, BadLine } from './json-lines.ts';

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

/** One line of JSON for each line, in order. */
export function judge(kind: string, files: string[]): Promise<void> {
  return answerLines(files, line => JUDGES[kind]!(line));
}
