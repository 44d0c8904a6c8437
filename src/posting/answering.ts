/** Whether and where a reply to an enquiry can go, and what its author should know of it: asked of its channel. */
import type { Enquiry } from '../core/enquiry.ts';
import type { Echo } from '../core/message.ts';
import { sendable } from '../desk/actions.ts';
import type { Answering } from '../ports/channel.ts';
import type { OpenedChannels } from '../ports/parts.ts';
import type { CustomerReads, MessageReads } from '../ports/reads.ts';
import type { RemarkRow } from '../ports/rows.ts';

interface AnsweringParts extends OpenedChannels {
  store: CustomerReads & MessageReads;
}

const ALWAYS: Answering = { refused: null, notes: [], ways: [] };

export async function answeringOf(parts: AnsweringParts, enquiry: Enquiry): Promise<Answering> {
  const channel = parts.channel(enquiry.channelId);
  if (!channel?.answering) return ALWAYS;
  const { address, echoes } = await writtenBy(parts, enquiry);
  return channel.answering({ visibility: enquiry.visibility, address, echoes });
}

/** Sentences about these words, as they would be sent. */
export async function cautionsOf(
  parts: AnsweringParts,
  enquiry: Enquiry,
  remark: Pick<RemarkRow, 'text'>,
): Promise<string[]> {
  const channel = parts.channel(enquiry.channelId);
  if (!channel?.cautions) return [];
  const { echoes } = await writtenBy(parts, enquiry);
  return channel.cautions({ text: sendable(remark), visibility: enquiry.visibility, echoes });
}

/** What the channel asked to see again of each message that the customer wrote here, oldest first. */
async function writtenBy(
  { store }: AnsweringParts,
  { id, identityId }: Enquiry,
): Promise<{ address: string; echoes: Echo[] }> {
  const [identity, messages] = await Promise.all([store.identity(identityId), store.messages(id)]);
  const address = identity?.address ?? '';
  const own = messages.filter(each => each.direction === 'in' && (each.from?.address ?? address) === address);
  return { address, echoes: own.flatMap(each => (each.echo ? [each.echo] : [])) };
}
