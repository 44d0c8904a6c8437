/** Handles what is pressed around a practice: begin, finish, or no lesson, thanks. */
import type { Staff } from '../core/staff.ts';
import type { ButtonMeaning } from '../desk/actions.ts';
import { PRACTICE } from '../desk/practice-words.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { ActionOf } from '../ports/staff.ts';
import { beginPractice } from '../practice/begin.ts';
import { finishPractice } from '../practice/end.ts';
import type { Dispatch } from './ask.ts';

export async function pressedPractice(
  { parts, desk, practice }: Dispatch,
  named: Extract<ButtonMeaning, { as: 'practise' | 'practised' | 'no-lesson' }>,
  { id, by }: ActionOf<'press'>,
  staff: Staff,
): Promise<void> {
  if (named.as === 'practised') return finishPractice(parts, staff);
  // Taken or not, the first lesson is not offered again.
  if (named.as === 'no-lesson' || named.which === LESSON)
    await parts.store.commit([
      { do: 'update', table: 'staff', id: staff.id, set: { lessonOfferedAt: parts.clock.now() } },
    ]);
  const { rooms = null } = by;
  const view =
    named.as === 'practise'
      ? await beginPractice(practice, { staff, which: named.which, key: id, rooms })
      : plainAnswer(PRACTICE.lessonNo);
  return desk.answer(by.deskRef, null, view, `answer:${id}`);
}

/** The script of somebody's first day. */
const LESSON = 'lesson';
