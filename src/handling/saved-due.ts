/** Tells whoever keeps saved replies that they are due for a look, once, in opening hours; and that a new version is proposed. */
import { isOpen } from '../core/hours.ts';
import type { SavedId, StaffId } from '../core/ids.ts';
import { button } from '../desk/cards.ts';
import { SAVED } from '../desk/saved-words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import type { SavedReplyRow } from '../ports/help-rows.ts';
import { type JobPayloads, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { dueWords, mayChange } from '../posting/saved-rights.ts';

/** Named in one message; the others stand greyed in the list. */
const NAMED_MAX = 3;

/** Looks once; called every few minutes. Of two processes one has its commit refused. */
export async function remindOfReviews(parts: Parts): Promise<void> {
  const { store, clock, hours } = parts;
  const now = clock.now();
  if (!isOpen(hours, now)) return;
  const due = (await store.savedOffered()).filter(
    each => each.ownerId !== null && each.reviewAt !== null && each.reviewAt <= now,
  );
  const told = new Map<StaffId, SavedId[]>();
  const marks: Op[] = [];
  for (const each of due) {
    const mark = await markOf(parts, each);
    if (!mark) continue;
    marks.push(mark);
    told.set(each.ownerId!, [...(told.get(each.ownerId!) ?? []), each.id]);
  }
  if (marks.length === 0) return;
  const jobs = [...told].map(([person, saved]) =>
    job('person.saved', `saved:${person}`, { about: 'review', saved, person }),
  );
  await parts.recorder.enqueue(jobs, marks);
}

/** That somebody was told of this review; null when they were. */
export async function markOf(
  { store, workspaceId }: Parts,
  { id, reviewAt }: { id: string; reviewAt: number | null },
): Promise<Op | null> {
  const mark = `${workspaceId}:review:${id}`;
  const before = await store.schedule(mark);
  const version = reviewAt!;
  if (!before) return { do: 'insert', table: 'schedules', row: { id: mark, workspaceId, version } };
  if (before.version === version) return null;
  return { do: 'update', table: 'schedules', id: mark, expect: before.version, set: { version } };
}

/** What is still so when it is told. Whoever cannot read its room any more hears nothing of it. */
export async function tellOfSaved(parts: Parts, { about, saved, person }: JobPayloads['person.saved']): Promise<void> {
  const { store } = parts;
  const staff = await store.staff(person);
  const rows = (await Promise.all(saved.map(each => store.savedReply(each)))).flatMap(each => each ?? []);
  const still: SavedReplyRow[] = [];
  for (const row of rows) {
    const isStill = about === 'review' ? dueWords(parts, row) !== null : row.proposed !== null;
    if (staff && row.retiredAt === null && isStill && (await readsRoom(parts, staff.deskRef, row))) still.push(row);
  }
  const [first] = still;
  const room = first?.roomId ?? (await store.rooms())[0]?.id;
  if (!staff || !first || !room) return;
  if (!mayChange(first.ownerId ? await store.staff(first.ownerId) : null, staff, staff)) return;
  const view = about === 'review' ? reviewView(still) : proposalView(first);
  const key = `saved:${about}:${first.id}:${about === 'review' ? first.reviewAt : first.version}`;
  await (await parts.desk(room)).answer(staff.deskRef, null, view, key);
}

/** May this person still read that room? */
export async function readsRoom(
  { store, desk }: Parts,
  person: string,
  { roomId }: Pick<SavedReplyRow, 'roomId'>,
): Promise<boolean> {
  const room = roomId ? await store.room(roomId) : null;
  if (!roomId) return true;
  return room !== null && (await (await desk(roomId)).reads?.(person, room)) !== false;
}

function reviewView(rows: readonly SavedReplyRow[]): AnswerView {
  const buttons = rows.slice(0, NAMED_MAX).flatMap(({ id, title, version }): ButtonView[] => {
    const of = rows.length > 1 ? `: ${title}` : '';
    return [
      button('saved.fresh', `${SAVED.stillRight}${of}`, `${id} ${version}`),
      button('saved.edit', SAVED.edit(title), id),
    ];
  });
  const lines = rows.slice(0, NAMED_MAX).map(each => SAVED.reviewDue(each.title));
  const more = rows.length - lines.length;
  return { ...plainAnswer([...lines, ...(more > 0 ? [SAVED.moreDue(more)] : [])].join('\n')), buttons };
}

function proposalView({ id, title, version, proposed }: SavedReplyRow): AnswerView {
  const value = `${id} ${version}`;
  return {
    ...plainAnswer(`${SAVED.proposal(title)}\n\n${proposed ?? ''}`),
    buttons: [button('saved.take', SAVED.take, value, 'primary'), button('saved.keep', SAVED.keep, value)],
  };
}
