/** Tells every admin something, each privately; where nobody is known to be one, the first room hears that there is something. */
import type { AnswerView } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';

/** @param key said once */
export async function tellAdmins(parts: Parts, view: AnswerView, key: string): Promise<void> {
  const { store } = parts;
  const [room] = await store.rooms();
  if (!room) return;
  const desk = await parts.desk(room.id);
  const members = (await desk.members?.(room)) ?? [];
  const admins = new Set(
    [...(await store.allStaff()), ...members].filter(each => each.admin).map(each => each.deskRef),
  );
  for (const deskRef of admins) await desk.answer(deskRef, null, view, `${key}:${deskRef}`);
  if (admins.size === 0) await desk.notice(room, view.text.split('\n')[0]!, 'failure', key);
}
