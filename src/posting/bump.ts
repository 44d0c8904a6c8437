/**
 * Which of an enquiry's posts are shown in the room as well, where people are told: not at night, not a hundred at once, and
 * nothing of somebody who was blocked. What is held back is said later, in one line.
 */
import { isAlerting } from '../core/alerting.ts';
import { isHere } from '../core/away.ts';
import type { Enquiry, EnquiryEvent, StoredEvent } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { HOUR, type Instant, MINUTE } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import { hasRoomFor, holdBack } from './summary.ts';

/** A room that has heard nothing of an enquiry for so long is told of a new message. */
const UNHEARD_AFTER = HOUR;
/** What comes later than this (an outage, a desk that was down) is no news by itself. */
const NEWS_FOR = 30 * MINUTE;

/** Events that are said in the room. */
export function isForAll({ type }: EnquiryEvent): boolean {
  return type === 'EnquiryOffered' || type === 'RoomAsked';
}

/** Somebody who asks the room is there, whatever the clock says; an offer can wait until others are. */
export async function isForAllNow(parts: Parts, enquiry: Enquiry, { event, at }: StoredEvent): Promise<boolean> {
  if (event.type === 'RoomAsked') return true;
  // Taken, kept or answered meanwhile.
  if (event.type !== 'EnquiryOffered' || enquiry.offeredAt == null) return false;
  return event.because === 'asked' || mayBump(parts, enquiry, at);
}

/** @param unheard it is no news by itself: only where nobody looks after the enquiry, and the room has long heard nothing */
export async function isForRoom(
  parts: Parts,
  enquiryId: EnquiryId,
  message: MessageRow,
  unheard: boolean,
): Promise<boolean> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return false;
  // The line that offers it stands in the room already, or comes next.
  if (enquiry.offeredAt != null && enquiry.offeredAt >= message.writtenAt) return false;
  if (unheard && !(await isUnheard(parts, enquiry))) return false;
  return mayBump(parts, enquiry, message.writtenAt);
}

async function isUnheard({ store, clock }: Parts, enquiry: Enquiry): Promise<boolean> {
  const now = clock.now();
  const thread = await store.thread(enquiry.id);
  if (now - (thread?.saidAt ?? enquiry.openedAt) < UNHEARD_AFTER) return false;
  const owner = enquiry.ownerId === null ? null : await store.staff(enquiry.ownerId);
  return owner === null || !isHere(owner, now);
}

/** @param at since when there has been something to tell */
async function mayBump(parts: Parts, enquiry: Enquiry, at: Instant): Promise<boolean> {
  const { store, clock, calendar } = parts;
  const now = clock.now();
  const identity = await store.identity(enquiry.identityId);
  if (identity && !isAlerting(identity, now)) return false;
  const open = calendar.openBetween(enquiry.channelKind, now, now + 1) > 0;
  if (open && now - at < NEWS_FOR && (await hasRoomFor(parts, enquiry.roomId))) return true;
  await holdBack(parts, enquiry, at);
  return false;
}

/** A card stands in the room whenever it comes; one that comes at night, or late, is counted in the line that follows. */
export async function countIfUnseen(parts: Parts, enquiry: Enquiry, at: Instant): Promise<void> {
  const { store, clock, calendar } = parts;
  const now = clock.now();
  const open = calendar.openBetween(enquiry.channelKind, now, now + 1) > 0;
  if ((open && now - at < NEWS_FOR) || enquiry.waitingSince === null || enquiry.customerMessages === 0) return;
  const identity = await store.identity(enquiry.identityId);
  if (identity && isAlerting(identity, now)) await holdBack(parts, enquiry, at);
}

/** The room has seen it, just now. */
export async function noteSaid({ store, clock }: Parts, enquiryId: EnquiryId): Promise<void> {
  await store.commit([{ do: 'update', table: 'threads', id: enquiryId, set: { saidAt: clock.now() } }]);
}
