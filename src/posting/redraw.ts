/** Shows a message in the threads as it is now, and takes files out of them, wherever the enquiry was moved since. */
import type { AttachmentId, EnquiryId, MessageId } from '../core/ids.ts';
import { type Desk, ThreadGone } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import { makeCard } from './card.ts';
import { movedFrom } from './move.ts';
import { broughtTo, ensureThread, messageEntry, type ShownEnquiry } from './thread.ts';

/** A thread in which an enquiry is shown, or was before a move. */
interface Place {
  desk: Desk;
  thread: string;
  /** It goes on elsewhere: its card should be a pointer. */
  left: boolean;
}

/** A message that stands in a thread already, as it is now; shown again after a move it has a post for each. */
export async function redrawMessage(parts: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  const message = await parts.store.message(messageId);
  if (!place || !message) return;
  const moves = await movesOf(parts, enquiryId);
  const entry = await messageEntry(parts, place, message, false);
  for (const at of await placesOf(parts, place, moves)) {
    await unlessGone(async () => {
      for (const again of ['', broughtTo(enquiryId), ...moves.map(each => `:${each.version}`)])
        await at.desk.redraw?.(at.thread, entry, `message:${messageId}${again}`);
      await redrawLeft(parts, place, at);
    });
  }
}

/** Where a desk cannot turn the card that was left behind into a pointer, the card still has the words. */
async function redrawLeft(parts: Parts, { enquiry }: ShownEnquiry, { desk, thread, left }: Place): Promise<void> {
  if (!left || desk.pointOn) return;
  const card = await makeCard(parts, enquiry, desk);
  if (card) await desk.updateCard(thread, card);
}

/** Takes files out of the threads of an enquiry; where one cannot be taken away, the thread says so. */
export async function takeFiles(parts: Parts, enquiryId: EnquiryId, files: AttachmentId[]): Promise<void> {
  const place = await ensureThread(parts, enquiryId);
  if (!place) return;
  for (const at of await placesOf(parts, place, await movesOf(parts, enquiryId))) {
    await unlessGone(async () => {
      for (const id of files) {
        const words = (await at.desk.detach?.(at.thread, `file:${id}`)) ?? null;
        if (words === null) continue;
        const line = { as: 'line' as const, words, buttons: [], tone: 'warning' as const };
        await at.desk.post(at.thread, line, `file:${id}:stays`);
      }
    });
  }
}

async function movesOf({ store }: Parts, enquiryId: EnquiryId) {
  return (await store.events(enquiryId)).flatMap(({ event, version }) =>
    event.type === 'EnquiryMoved' ? [{ version, from: event.from }] : [],
  );
}

async function placesOf(
  parts: Parts,
  { enquiry, desk, thread }: ShownEnquiry,
  moves: Awaited<ReturnType<typeof movesOf>>,
): Promise<Place[]> {
  const places: Place[] = [{ desk, thread: thread.ref, left: false }];
  for (const { version, from } of moves) {
    const ref = await parts.store.setting(movedFrom(enquiry.id, version));
    if (typeof ref === 'string' && ref) places.push({ desk: await parts.desk(from), thread: ref, left: true });
  }
  return places;
}

/** A thread that somebody deleted shows nothing any more. */
async function unlessGone(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ThreadGone)) throw error;
  }
}
