/**
 * Offers an enquiry to its room when the customer writes again and its owner is not there: away, or silent for longer than is
 * promised, or with two hard ones today already. Never while somebody is answering it.
 */
import { isAway } from '../core/away.ts';
import { dayOf, startOf } from '../core/days.ts';
import { decide } from '../core/decide.ts';
import type { Enquiry, EnquiryEvent, OfferReason } from '../core/enquiry.ts';
import { HARD_A_DAY, isHard } from '../core/hard.ts';
import type { EnquiryId, MessageId, StaffId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Recorded } from '../ports/store.ts';
import { isAnswered } from '../posting/working.ts';

/** Figures of one day that are looked through for reopened and rated enquiries. */
const MEASURES_MAX = 5_000;

/** The customer of an enquiry wrote `messageId`: is it offered now? */
export async function offerIfAlone(parts: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<void> {
  const message = await parts.store.message(messageId);
  if (!message) return;
  await parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const because = await reasonFor(parts, enquiry, message, now);
    if (!because || (await isSettled(parts, enquiryId, messageId))) return { events: [] };
    const working = await isAnswered(parts, enquiry, now);
    return decide(enquiry, replies, { do: 'offer', because, working }, now);
  });
}

/** Somebody was asked or decided since this message came: a burst is one question, whoever has it by now. */
async function isSettled({ store }: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<boolean> {
  const events = (await store.events(enquiryId)).map(each => each.event);
  const at = events.findIndex(each => each.type === 'CustomerWrote' && each.message === messageId);
  return events.slice(at + 1).some(each => SETTLES.has(each.type));
}
const SETTLES: ReadonlySet<EnquiryEvent['type']> = new Set<EnquiryEvent['type']>([
  ...(['EnquiryOffered', 'OfferEnded', 'EnquiryClaimed', 'EnquiryReleased'] as const),
  ...(['EnquiryTakenOver', 'EnquiryHandedOver'] as const),
]);

/** Its owner asks for somebody else, without a reason. */
export function offerMine(parts: Parts, enquiryId: EnquiryId, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(enquiryId, ({ enquiry, replies, now }) =>
    decide(enquiry, replies, { do: 'offer', because: 'asked', working: false, by }, now),
  );
}

async function reasonFor(
  parts: Parts,
  enquiry: Enquiry,
  message: MessageRow,
  now: Instant,
): Promise<OfferReason | null> {
  const { store, calendar, answerWithin } = parts;
  const { ownerId, channelKind, waitingSince } = enquiry;
  if (ownerId === null || enquiry.offeredAt != null) return null;
  const owner = await store.staff(ownerId);
  if (owner && isAway(owner, now)) return 'away';
  if ((await isHardToday(parts, enquiry, now)) && (await hasHadEnough(parts, enquiry, ownerId, now))) return 'hard';
  const target = answerWithin(channelKind);
  // Waiting since before this message: for that one, nobody can be silent yet.
  if (target === null || waitingSince === null || waitingSince >= message.writtenAt) return null;
  return calendar.openBetween(channelKind, waitingSince, now) >= target ? 'silent' : null;
}

/** Somebody has had two other hard ones today. Worked out from the enquiries when it matters, and kept nowhere. */
export async function hasHadEnough(parts: Parts, enquiry: Enquiry, staffId: StaffId, now: Instant): Promise<boolean> {
  const { store, hours } = parts;
  const today = startOf(hours.timezone, dayOf(hours.timezone, now));
  const { rows } = await store.measuresBetween(today, now + 1, MEASURES_MAX, null);
  const counted = rows.filter(each => each.what === 'reopened' || each.score !== null).map(each => each.enquiryId);
  const ids = [...new Set([...(await store.shieldedSince(today)), ...counted])].filter(each => each !== enquiry.id);
  let hard = 0;
  for (const other of await store.enquiriesById(ids)) {
    const [messages, events] = await Promise.all([store.messages(other.id), store.events(other.id)]);
    const lately = events.filter(each => each.at >= today);
    const theirs =
      other.ownerId === staffId || lately.some(({ event }) => 'by' in event && (event.by as string) === staffId);
    if (
      theirs &&
      isHard(
        messages.filter(each => each.writtenAt >= today),
        lately.map(each => each.event),
      )
    )
      hard++;
    if (hard >= HARD_A_DAY) return true;
  }
  return false;
}

/** Is it a hard one, as it stands today? */
export async function isHardToday({ store, hours }: Parts, enquiry: Enquiry, now: Instant): Promise<boolean> {
  const today = startOf(hours.timezone, dayOf(hours.timezone, now));
  const [messages, events] = await Promise.all([store.messages(enquiry.id), store.events(enquiry.id)]);
  const lately = events.filter(each => each.at >= today).map(each => each.event);
  return isHard(
    messages.filter(each => each.writtenAt >= today),
    lately,
  );
}
