/** `deskhand similar`: what the team answered before to questions like those of a file, from the same code as on the desk. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import type { EnquiryId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';
import { gistOf } from '../knowledge/gist.ts';
import { answerOf } from '../knowledge/question.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { answerLines, BadLine } from './json-lines.ts';

/** Results of one question. */
const RESULTS_MAX = 5;
/** Ten minutes: longer than 50,000 past enquiries take on a slow machine. */
const BUILT_WITHIN_MS = 600_000;
/** Of a question and an answer as they were written. */
const CHARS_MAX = 4_000;

export interface SimilarOptions {
  file: string;
  json?: boolean;
  near?: boolean;
  workspace?: string;
}

type Result = { number: number; score: number; question: string; answer: string };

/** One line for each question; nothing is stored or sent. */
export async function similar(
  env: Env,
  { file, json = false, near = false, workspace }: SimilarOptions,
): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const { house, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    if (!(await parts.history.ready(BUILT_WITHIN_MS)))
      throw new Error(
        'Past enquiries could not be looked through: the database did not answer. Try again, or run doctor.',
      );
    const written = new Map<EnquiryId, Pick<Result, 'question' | 'answer'>>();
    const results = async (text: string): Promise<Result[]> => {
      const found = await parts.history.similar({ sentences: gistOf(text) }, RESULTS_MAX);
      const made: Result[] = [];
      for (const { enquiryId, number, sure } of found.filter(each => each.near || !near)) {
        const of = written.get(enquiryId) ?? (await writtenIn(parts, enquiryId));
        written.set(enquiryId, of);
        made.push({ number, score: Math.round(sure * 10_000) / 10_000, ...of });
      }
      return made;
    };
    await answerLines(
      [file],
      async ({ text }) => {
        if (typeof text !== 'string') throw new BadLine('"text" must be a text, as in {"text":"Where is my refund?"}');
        return { results: await results(text) };
      },
      json ? JSON.stringify : inWords,
    );
  } finally {
    await close();
  }
}

async function writtenIn({ store }: Parts, id: EnquiryId): Promise<Pick<Result, 'question' | 'answer'>> {
  const [row] = await store.pastById([id]);
  const messages = row?.messages ?? [];
  const asked = messages.find(each => each.direction === 'in' && each.kind === 'human');
  const short = (text: string) => clampText(text, CHARS_MAX).text;
  return { question: short(asked?.text ?? ''), answer: short(answerOf(messages)?.message.text ?? '') };
}

/** For people: a question has a few lines below it, or one that says there is nothing. */
function inWords(answered: Json): string {
  const { results } = answered as { results: Result[] };
  if (results.length === 0) return 'Nothing like this was answered before.\n';
  const line = (text: string) => clampText(text.replace(/\s+/g, ' ').trim(), 100).text;
  return results
    .map(each => `#${each.number}  ${Math.round(each.score * 100)} %  ${line(each.question)}\n    ${line(each.answer)}`)
    .join('\n')
    .concat('\n');
}
