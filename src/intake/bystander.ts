/** Takes in what somebody who is not the customer wrote under a public enquiry: shown in its thread, and nobody waits. */
import { decideWords } from '../core/decide-words.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { InboundMessage } from '../core/message.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Op, Plan } from '../ports/store.ts';
import { followMerges } from '../posting/merges.ts';
import { nameKind } from './match.ts';
import { messageOps, rawOp } from './rows.ts';

/** @returns null when the enquiry was merged meanwhile: look again */
export async function takeBystander(
  parts: Parts,
  channel: ChannelRow,
  inbound: Inbound,
  given: InboundMessage,
  cursor: Op[],
): Promise<AcceptResult | null> {
  const { store, recorder, ids } = parts;
  const enquiry = await under(parts, channel, given);
  if (!enquiry) {
    if (cursor.length) await store.commit(cursor);
    return { as: 'stored', enquiryId: null };
  }
  const message: InboundMessage = given.kind === 'withdrawn' ? given : { ...given, kind: 'bystander' };
  const id = ids.make('message');
  const rawId = ids.make('raw');
  let ended = false;
  const recorded = await recorder.change(enquiry.id, async ({ enquiry: at, replies, now }): Promise<Plan> => {
    ended = at.status === 'merged';
    if (ended || (await store.rawKnown(channel.id, inbound.externalId, inbound.contentKey))) return { events: [] };
    return {
      events: decideWords(at, replies, { do: 'bystanderWrote', message: id }),
      ops: [
        rawOp(parts, channel.id, inbound, rawId, now),
        ...messageOps(parts, channel.kind, at.id, id, rawId, message, inbound, [], now, false),
        ...cursor,
      ],
    };
  });
  if (!recorded.ok || ended) return null;
  return recorded.events.length ? { as: 'stored', enquiryId: enquiry.id } : { as: 'duplicate' };
}

/** The enquiry that it stands under: of the same side of the wall, and not one that staff called spam. */
async function under({ store }: Parts, channel: ChannelRow, message: InboundMessage): Promise<Enquiry | null> {
  for (const { enquiryId } of await store.refs(nameKind(channel.kind), message.answers)) {
    const found = await store.enquiry(enquiryId);
    const enquiry = found && (await followMerges(store, found));
    if (enquiry && enquiry.visibility === message.visibility && enquiry.status !== 'spam' && enquiry.erasedAt == null)
      return enquiry;
  }
  return null;
}
