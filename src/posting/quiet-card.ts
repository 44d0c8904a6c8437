/**
 * The card of a new enquiry of somebody who alerts nobody. A post in a room rings wherever it comes by itself, so it comes
 * with the next working day, when the room is told what it begins with, and sooner as soon as somebody does something in it.
 */
import { isAlerting } from '../core/alerting.ts';
import type { EnquiryId } from '../core/ids.ts';
import { nextMorning } from '../core/morning.ts';
import { type DurationMs, type Instant, MINUTE } from '../core/time.ts';
import { TryLater } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import { showCard, wasPostedBefore } from './card.ts';

/** A pause that somebody ends is noticed after this. */
const LOOKED_AT_EVERY: DurationMs = 5 * MINUTE;

/** @throws TryLater while nobody is to be alerted; until then it stands in lists and in the Home */
export async function showCardInTime(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const now = parts.clock.now();
  const at = await quietUntil(parts, enquiryId);
  if (at !== null && at > now)
    throw new TryLater(Math.min(at, now + LOOKED_AT_EVERY), 'Its customer alerts nobody at the moment.');
  return showCard(parts, enquiryId);
}

/** Null for a card that is posted, or posted again, at once. */
async function quietUntil(parts: Parts, enquiryId: EnquiryId): Promise<Instant | null> {
  const { store, clock, hours } = parts;
  const enquiry = await store.enquiry(enquiryId);
  if (!enquiry || (await store.thread(enquiryId)) || (await wasPostedBefore(parts, enquiryId))) return null;
  const identity = await store.identity(enquiry.identityId);
  return identity === null || isAlerting(identity, clock.now()) ? null : nextMorning(hours, enquiry.openedAt);
}
