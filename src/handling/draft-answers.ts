/** Answers `drafts`: what was sent to a model for the asker's own drafts of the last hour, word for word, a page at a time. */
import type { RoomId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import type { Command } from '../desk/commands.ts';
import { DRAFT_WORDS, sentWords } from '../desk/draft-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import { runButton } from './lines.ts';

/** Every desk shows so much in one piece, and a phone scrolls through it. */
const PAGE_CHARS = 2_500;

export function answerDrafts(
  { drafting, clock }: Pick<Parts, 'drafting' | 'clock'>,
  { page = 1 }: Extract<Command, { do: 'drafts' }>,
  { staff, room }: { staff: Staff; room: RoomId | null },
): AnswerView {
  if (!drafting) return plainAnswer(DRAFT_WORDS.off);
  const { where, model } = drafting.model;
  const all = drafting.memory.of(staff.deskRef).map(each => {
    const { number, sent, sources } = each;
    return sentWords({ number, ago: clock.now() - each.at, where, model, sent, sources });
  });
  if (all.length === 0) return plainAnswer(DRAFT_WORDS.nothingKept);
  const letters = [...all.join('\n\n')];
  const shown = letters.slice((page - 1) * PAGE_CHARS, page * PAGE_CHARS).join('');
  const more = letters.length > page * PAGE_CHARS ? [runButton(room, `drafts page ${page + 1}`, 'Go on')] : [];
  // It is kept nowhere, also by a desk that keeps its answers.
  return { ...plainAnswer(shown || DRAFT_WORDS.gone), buttons: more, passing: true };
}
