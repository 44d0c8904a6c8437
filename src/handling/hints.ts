/** Which hints somebody wants before they send: their own choice, shown to nobody else. */
import { CHECKS, type Check, isStop } from '../coach/checks.ts';
import { LESSONS } from '../coach/lessons.ts';
import type { RoomId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import { runButton } from './lines.ts';

/** @returns what is said about it; null for what cannot be left out */
export async function muteHint(parts: Parts, staff: Staff, check: string): Promise<string | null> {
  const known = CHECKS.find(each => each === check);
  if (!known || isStop(known)) return null;
  await keep(parts, staff, [...(staff.hintsOff ?? []), known]);
  return `You will not be told about ${LESSONS[known].called} any more. To change that, type: hints`;
}

/** `hints`, `hints off <which>`, `hints on [<which>]`. Only the asker sees it. */
export async function answerHints(
  parts: Parts,
  staff: Staff,
  { turn, which }: { turn: 'on' | 'off' | null; which: string },
  room: RoomId | null,
): Promise<string | AnswerView> {
  const off = CHECKS.filter(each => !isStop(each) && (staff.hintsOff ?? []).includes(each));
  if (!turn) return listOf(off, room);
  const all = /^(all|everything)?$/i.test(which);
  const chosen = all
    ? MUTABLE
    : MUTABLE.filter(each => each === which.toLowerCase() || LESSONS[each].called === which.toLowerCase());
  if (chosen.length === 0) {
    if (CHECKS.some(each => isStop(each) && each === which.toLowerCase()))
      return 'Card numbers, passwords, internal links and gaps are always pointed out: they can hurt a customer.';
    return `There is no hint called "${which.slice(0, 40)}". Type hints to see what there is.`;
  }
  const rest = turn === 'on' ? off.filter(each => !chosen.includes(each)) : [...off, ...chosen];
  await keep(parts, staff, rest);
  return listOf(
    CHECKS.filter(each => rest.includes(each)),
    room,
  );
}

const MUTABLE = CHECKS.filter(each => !isStop(each));

function listOf(off: readonly Check[], room: RoomId | null): AnswerView {
  const on = MUTABLE.filter(each => !off.includes(each));
  const names = (checks: readonly Check[]) => checks.map(each => LESSONS[each].called).join(', ');
  const lines = [
    'Before you send, you alone see up to two hints. Nobody else sees them, and nothing about them is kept.',
    ...(on.length ? [`You are told about: ${names(on)}.`] : ['You are told nothing but what follows.']),
    ...(off.length ? [`Switched off: ${names(off)}.`] : []),
    'Always: card numbers, passwords, internal links, and places still to be filled in.',
  ];
  const buttons = [
    ...off
      .slice(0, BUTTONS_MAX)
      .map(each => runButton(room, `hints on ${each}`, `Tell me about ${LESSONS[each].called}`)),
    ...(off.length > 1 ? [runButton(room, 'hints on', 'Tell me everything')] : []),
    ...(off.length === 0 ? [runButton(room, 'hints off', 'Leave them all out')] : []),
  ];
  return { ...plainAnswer(lines.join('\n')), buttons };
}

/** A phone shows so many below each other. */
const BUTTONS_MAX = 4;

async function keep({ store }: Parts, { id }: Staff, checks: readonly Check[] | readonly string[]): Promise<void> {
  const hintsOff = [...new Set(checks)].sort();
  await store.commit([{ do: 'update', table: 'staff', id, set: { hintsOff: hintsOff.length ? hintsOff : null } }]);
}
