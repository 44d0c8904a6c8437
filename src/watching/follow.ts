/** Shows live customers the state of their enquiry, and what they wrote on another channel. */
import type { EnquiryId, MessageId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import { followMerges } from '../posting/merges.ts';
import { nameOnChannel } from '../posting/name-shown.ts';

/** @param seen the team has read everything up to then */
export async function followEnquiry(parts: Parts, enquiryId: EnquiryId, seen: Instant | null): Promise<void> {
  const { store, clock } = parts;
  const asked = await store.enquiry(enquiryId);
  const watched = asked && parts.channel(asked.channelId)?.watched;
  const identity = asked && (await store.identity(asked.identityId));
  if (!asked || !watched || !identity) return;
  // Whether they may write is about the person, not about one of their enquiries.
  await watched.standing(identity.address, identity.standing ?? null);
  const enquiry = await followMerges(store, asked);
  const newest = await store.newestEnquiryOf(identity.id, asked.channelId);
  const shown = newest && (await followMerges(store, newest));
  // A later enquiry of the same visitor is what they see now.
  if (!enquiry || !shown || (shown.id !== enquiry.id && shown.openedAt >= enquiry.openedAt)) return;
  const owner = enquiry.ownerId ? await store.staff(enquiry.ownerId) : null;
  await watched.follow({
    to: identity.address,
    version: clock.now(),
    status: enquiry.status,
    owner: enquiry.ownerId ? { name: await nameOnChannel(parts, owner, enquiry.channelId) } : null,
    resolvedAt: enquiry.resolvedAt,
    told: enquiry.firstResponseAt === null && enquiry.resolvedAt === null ? await toldBy(parts, enquiry.id) : null,
    seen,
  });
}

async function toldBy({ store }: Parts, id: EnquiryId): Promise<Instant | null> {
  const told = (await store.events(id)).find(each => each.event.type === 'AnsweredByMachine')?.event;
  return told?.type === 'AnsweredByMachine' ? (told.by ?? null) : null;
}

export async function echoMessage(parts: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<void> {
  const [enquiry, message] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.message(messageId)]);
  const watched = enquiry && parts.channel(enquiry.channelId)?.watched;
  const identity = enquiry && (await parts.store.identity(enquiry.identityId));
  if (!enquiry || !message || !watched || !identity || message.kind !== 'human') return;
  const email = await watched.emailOf(identity.address);
  // Only the customer's own words: what others who take part wrote is not for the chat.
  if (!email || message.from?.address.toLowerCase() !== email.address.toLowerCase()) return;
  // An address that somebody typed may be another person's: whoever sits at the chat learns that an answer came, not what it says.
  const text = email.verified ? message.text : '';
  await watched.echo(identity.address, { id: message.id, text, writtenAt: message.writtenAt });
}
