/** An enquiry goes on in another room: a new card there, what was said last, and a pointer where it was. */
import type { EnquiryId } from '../core/ids.ts';
import { WORDS } from '../desk/wording.ts';
import { type EntryView, ThreadGone } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import { makeCard, OLD_THREAD, updateCard } from './card.ts';
import { postMessage } from './thread.ts';

/** Messages shown again in the new thread: the matter, not its whole history. */
const SHOWN_AGAIN_MAX = 10;

/** Running it again after a crash finishes what is left: each post has a key, and the row is changed once. */
export async function moveThread(parts: Parts, enquiryId: EnquiryId, version: number): Promise<void> {
  const { store, ids, workspaceId } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const stored = await store.event(enquiryId, version);
  const thread = await store.thread(enquiryId);
  if (!enquiry || !thread || stored?.event.type !== 'EnquiryMoved') return;
  const { from, to, by } = stored.event;
  const [room, oldRoom] = await Promise.all([store.room(to), store.room(from)]);
  const desk = await parts.desk(to);
  const card = await makeCard(parts, enquiry, desk);
  if (!room || !card) return;
  const noted = (await store.setting(movedFrom(enquiryId, version))) as string | null;
  const oldRef = noted ?? thread.ref;
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
  const oldDesk = await parts.desk(from);
  const away: EntryView = {
    as: 'line',
    words: WORDS.movedAway(name, room.name),
    buttons: [],
    tone: 'quiet',
    leadsTo: ref,
  };
  try {
    await oldDesk.post(oldRef, away, `moved-away:${enquiryId}:${version}`);
    await oldDesk.pointOn?.(oldRef, card, ref);
  } catch (error) {
    // Where nothing is left there is nothing to point from.
    if (!(error instanceof ThreadGone)) throw error;
  }
  await updateCard(parts, enquiryId);
}

function movedFrom(enquiryId: EnquiryId, version: number): string {
  return `moved:${enquiryId}:${version}`;
}
