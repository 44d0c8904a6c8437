/** Shows a live customer that someone on the team is writing. */
import type { EnquiryId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';

export async function showTyping({ store, channel: channelOf }: Parts, thread: string): Promise<void> {
  const row = await store.threadByRef(thread);
  const enquiry = row && (await store.enquiry(row.id as EnquiryId));
  const channel = enquiry && channelOf(enquiry.channelId);
  const identity = channel?.typing && (await store.identity(enquiry!.identityId));
  if (identity) await channel.typing?.(identity.address);
}
