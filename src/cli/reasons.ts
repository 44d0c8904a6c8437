/** `deskhand reasons`: what texts of a file may be about, by what the team chose before, from the same code as on the desk. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { gistOf } from '../knowledge/gist.ts';
import type { Json } from '../ports/json.ts';
import { reasonsOf, type Suggested, suggestedOf } from '../posting/reasons.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { answerLines, BadLine } from './json-lines.ts';

/** Ten minutes: longer than it takes to learn from 4,000 choices on a slow machine. */
const LEARNT_WITHIN_MS = 600_000;

export interface ReasonsOptions {
  file: string;
  json?: boolean;
  workspace?: string;
}

/** One line for each text; nothing is stored or sent. */
export async function reasons(env: Env, { file, json = false, workspace }: ReasonsOptions): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const { house, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    if (!(await parts.reasons.learnt(LEARNT_WITHIN_MS)))
      throw new Error(
        'Past enquiries could not be looked through: the database did not answer. Try again, or run doctor.',
      );
    const now = await reasonsOf(parts.store);
    await answerLines(
      [file],
      async ({ text }) => {
        if (typeof text !== 'string') throw new BadLine('"text" must be a text, as in {"text":"Where is my refund?"}');
        const { suggestions, preselected } = suggestedOf(now, await parts.reasons.guess(gistOf(text)));
        return {
          suggestions: suggestions.map(each => ({ ...each, p: Math.round(each.p * 10_000) / 10_000 })),
          preselected,
        };
      },
      json ? JSON.stringify : inWords,
    );
  } finally {
    await close();
  }
}

/** For people: the three, and whether the first is chosen already. */
function inWords(answered: Json): string {
  const { suggestions, preselected } = answered as unknown as Pick<Suggested, 'suggestions' | 'preselected'>;
  const told = suggestions.map(({ reason, p }) => `${reason} (${Math.round(p * 100)} %)`).join(', ');
  return preselected === null ? told : `${told}; ${preselected} is chosen already`;
}
