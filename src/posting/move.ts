/** Moves an enquiry to another room: a new card there with the last messages, and a pointer in the old room. */
import type { EnquiryId } from '../core/ids.ts';
import { SECOND } from '../core/time.ts';
import { WORDS } from '../desk/wording.ts';
import { ThreadGone, TryLater } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { EntryView } from '../ports/views.ts';
import { makeCard, OLD_THREAD, refreshCard, showCard } from './card.ts';
import { postMessage } from './thread.ts';

/** Messages shown again in the new thread: the matter, not its whole history. */
const SHOWN_AGAIN_MAX = 10;

/** Running it again after a crash finishes what is left: each post has a key, and the row is changed once. */
export async function moveThread(parts: Parts, enquiryId: EnquiryId, version: number): Promise<void> {
  const { store, ids, workspaceId } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const stored = await store.event(enquiryId, version);
  const thread = await store.thread(enquiryId);
  if (!enquiry || stored?.event.type !== 'EnquiryMoved') return;
  if (!thread || (thread.roomId === stored.event.to && (await store.setting(movedFrom(enquiryId, version))) === null)) {
    // Its card never stood anywhere else (the old room was shut): it is, or will be, where it belongs now, and nothing is
    // left behind. It may have been posted there a moment ago, because it waited for so long.
    await showCard(parts, enquiryId);
    const row = { id: `${workspaceId}:${movedFrom(enquiryId, version)}`, workspaceId, value: '' };
    await store.commit([{ do: 'insert', table: 'settings', row }]);
    return;
  }
  const { from, to, by } = stored.event;
  const [room, oldRoom] = await Promise.all([store.room(to), store.room(from)]);
  const desk = await parts.desk(to);
  const card = await makeCard(parts, enquiry, desk);
  if (!room || !card) return;
  const noted = (await store.setting(movedFrom(enquiryId, version))) as string | null;
  const ref = await desk.postCard(room, card, `card:${enquiryId}:${version}`);
  if (noted === null) {
    await store.commit([
      { do: 'update', table: 'threads', id: enquiryId, set: { roomId: to, ref, shownVersion: enquiry.version } },
      {
        do: 'insert',
        table: 'refs',
        row: { id: ids.make('event'), workspaceId, kind: OLD_THREAD, ref: thread.ref, enquiryId, replyId: null },
      },
      {
        do: 'insert',
        table: 'settings',
        row: { id: `${workspaceId}:${movedFrom(enquiryId, version)}`, workspaceId, value: thread.ref },
      },
    ]);
  }
  const name = (await store.staff(by))?.name ?? 'Somebody';
  const line = (words: string): EntryView => ({ as: 'line', words, buttons: [], tone: 'quiet' });
  await desk.post(
    ref,
    line(WORDS.movedHere(name, oldRoom?.name ?? 'another room')),
    `moved-here:${enquiryId}:${version}`,
  );
  const messages = (await store.messages(enquiryId)).slice(1).slice(-SHOWN_AGAIN_MAX);
  for (const message of messages) await postMessage(parts, enquiryId, message.id, false, `:${version}`);
  // Somebody who was refreshing the old card meanwhile noted as shown what this one does not show.
  await refreshCard(parts, enquiryId, true);
}

/** Says in the old thread where it goes on. */
export async function pointOn(parts: Parts, enquiryId: EnquiryId, version: number): Promise<void> {
  const { store } = parts;
  const [enquiry, thread, stored] = await Promise.all([
    store.enquiry(enquiryId),
    store.thread(enquiryId),
    store.event(enquiryId, version),
  ]);
  const oldRef = (await store.setting(movedFrom(enquiryId, version))) as string | null;
  if (!enquiry || !thread || stored?.event.type !== 'EnquiryMoved') return;
  if (oldRef === '') return;
  if (oldRef === null) throw new TryLater(parts.clock.now() + SECOND, 'It has not been moved yet.');
  const { from, to, by } = stored.event;
  const desk = await parts.desk(from);
  const card = await makeCard(parts, enquiry, desk);
  const name = (await store.staff(by))?.name ?? 'Somebody';
  const words = WORDS.movedAway(name, (await store.room(to))?.name ?? 'another room');
  const away: EntryView = { as: 'line', words, buttons: [], tone: 'quiet', leadsTo: thread.ref };
  try {
    await desk.post(oldRef, away, `moved-away:${enquiryId}:${version}`);
    // What else the customer wrote in the room it went to is nothing for this one.
    if (card) await desk.pointOn?.(oldRef, { ...card, earlier: [] }, thread.ref);
  } catch (error) {
    // Where nothing is left there is nothing to point from.
    if (!(error instanceof ThreadGone)) throw error;
  }
}

/** The setting that says which thread an enquiry left with a move. */
export function movedFrom(enquiryId: EnquiryId, version: number): string {
  return `moved:${enquiryId}:${version}`;
}
