/** Tells the admins, each privately and once for an enquiry, that somebody is threatened in it; never in whose words. */
import type { EnquiryId } from '../core/ids.ts';
import { SHIELD_WORDS } from '../desk/shielded.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Desk } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import type { RoomRow } from '../ports/rows.ts';
import { ensureThread } from './thread.ts';
import { whoOf } from './who.ts';

export async function tellThreat(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store, clock, workspaceId } = parts;
  const told = `${workspaceId}:threat:${enquiryId}`;
  if (await store.seen(told)) return;
  const place = await ensureThread(parts, enquiryId);
  const room = place && (await store.room(place.enquiry.roomId));
  if (!place || !room) return;
  const { enquiry, desk, thread } = place;
  const { customer } = await whoOf(parts, enquiry);
  const links = [{ number: enquiry.number, thread: thread.ref }];
  const admins = await adminsOf(parts, desk, room);
  // Nobody is known to look after the team: then the room does.
  if (admins.size === 0)
    await desk.notice(room, SHIELD_WORDS.threatHere(enquiry.number), 'failure', `threat:${enquiryId}`);
  for (const deskRef of admins) {
    const reads = (await desk.reads?.(deskRef, room)) ?? true;
    const words = reads
      ? plainAnswer(SHIELD_WORDS.threat(enquiry.number, customer), links)
      : plainAnswer(SHIELD_WORDS.threatElsewhere(room.name));
    await desk.answer(deskRef, null, words, `threat:${enquiryId}:${deskRef}`);
  }
  await store.commit([{ do: 'insert', table: 'seen', row: { id: told, workspaceId, at: clock.now() } }]);
}

/** Who has used the desk, and who is in the room. */
async function adminsOf({ store }: Parts, desk: Desk, room: RoomRow): Promise<Set<string>> {
  const known = await store.allStaff();
  const members = (await desk.members?.(room)) ?? [];
  return new Set([...known, ...members].filter(each => each.admin).map(each => each.deskRef));
}
