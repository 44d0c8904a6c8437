/** Shows customers who watch where their enquiry stands, and what they wrote by another channel. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, MessageId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';

/** Merges in a row that are followed; more would be a loop. */
const MERGES_MAX = 20;

/** @param seen the team has read everything up to then */
export async function followEnquiry(parts: Parts, enquiryId: EnquiryId, seen: Instant | null): Promise<void> {
  const asked = await parts.store.enquiry(enquiryId);
  const enquiry = asked && (await livingOf(parts, asked));
  const watched = enquiry && parts.channel(enquiry.channelId)?.watched;
  if (!enquiry || !watched) return;
  const [identity, owner] = await Promise.all([
    parts.store.identity(enquiry.identityId),
    enquiry.ownerId ? parts.store.staff(enquiry.ownerId) : null,
  ]);
  if (!identity) return;
  // A later enquiry of the same visitor is what they see now.
  const newest = await parts.store.newestEnquiryOf(identity.id, enquiry.channelId);
  if (newest && newest.id !== enquiry.id && newest.openedAt > enquiry.openedAt) return;
  await watched.follow({
    to: identity.address,
    // Enquiries of one visitor follow each other: the number comes before the version.
    version: enquiry.number * VERSIONS_MAX + Math.min(enquiry.version, VERSIONS_MAX - 1),
    status: enquiry.status,
    owner: owner?.name ?? null,
    resolvedAt: enquiry.resolvedAt,
    standing: identity.standing ?? null,
    seen,
  });
}

/** Events of one enquiry; a chat with more has other troubles. */
const VERSIONS_MAX = 100_000;

export async function echoMessage(parts: Parts, enquiryId: EnquiryId, messageId: MessageId): Promise<void> {
  const [enquiry, message] = await Promise.all([parts.store.enquiry(enquiryId), parts.store.message(messageId)]);
  const watched = enquiry && parts.channel(enquiry.channelId)?.watched;
  const identity = enquiry && (await parts.store.identity(enquiry.identityId));
  if (!enquiry || !message || !watched || !identity || message.kind !== 'human') return;
  const { id, text, writtenAt } = message;
  // Only the customer's own words: what others who take part wrote is not for the chat.
  const address = (await watched.emailOf(identity.address))?.address.toLowerCase();
  if (!address || message.from?.address.toLowerCase() !== address) return;
  await watched.echo(identity.address, { id, text, writtenAt });
}

async function livingOf({ store }: Parts, enquiry: Enquiry): Promise<Enquiry | null> {
  let at: Enquiry | null = enquiry;
  for (let i = 0; at?.mergedInto && i < MERGES_MAX; i++) at = await store.enquiry(at.mergedInto);
  return at;
}
