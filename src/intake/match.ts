/** Finds the enquiry a customer's message belongs to, by what the message answers or by the running conversation. */
import { continues } from '../core/decide.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { ChannelId, IdentityId } from '../core/ids.ts';
import type { InboundMessage } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { WorkspaceStore } from '../ports/store.ts';

/** Merges in a row that are followed; more would be a loop. */
const MERGES_MAX = 20;

export interface Match {
  /** Null: open a new enquiry. */
  enquiry: Enquiry | null;
  /** The earlier enquiry a new one continues. */
  linkedTo: Enquiry | null;
  /** An enquiry whose message was answered by somebody who took no part in it: told to staff, never joined. */
  doubtful: Enquiry | null;
}

export interface Sender {
  identityId: IdentityId | null;
  channelId: ChannelId;
  channelKind: string;
  threads: 'names' | 'flat';
}

export async function matchEnquiry(
  store: WorkspaceStore,
  message: InboundMessage,
  sender: Sender,
  now: Instant,
): Promise<Match> {
  const none: Match = { enquiry: null, linkedTo: null, doubtful: null };
  if (sender.threads === 'flat') {
    const newest = sender.identityId ? await store.newestEnquiryOf(sender.identityId, sender.channelId) : null;
    const living = newest && (await followMerges(store, newest));
    if (!living) return none;
    return continues(living, now) ? { ...none, enquiry: living } : { ...none, linkedTo: living };
  }
  let doubtful: Enquiry | null = null;
  for (const ref of await store.refs(nameKind(sender.channelKind), message.answers)) {
    const found = await store.enquiry(ref.enquiryId);
    const living = found && (await followMerges(store, found));
    if (!living || !found) continue;
    const took =
      (sender.identityId !== null &&
        (sender.identityId === living.identityId || sender.identityId === found.identityId)) ||
      (await store.isParticipant(living.id, message.from.address)) ||
      (await store.isParticipant(found.id, message.from.address));
    // Whoever got hold of a Message-ID (a leaked forward) must not read or steer somebody else's thread.
    if (!took) doubtful ??= living;
    else return continues(living, now) ? { ...none, enquiry: living } : { ...none, linkedTo: living };
  }
  return { ...none, doubtful };
}

/** The kind under which a channel's names of messages are kept. */
export function nameKind(channelKind: string): string {
  return `name:${channelKind}`;
}

async function followMerges(store: WorkspaceStore, enquiry: Enquiry): Promise<Enquiry | null> {
  let at: Enquiry | null = enquiry;
  for (let i = 0; at?.mergedInto && i < MERGES_MAX; i++) at = await store.enquiry(at.mergedInto);
  return at?.status === 'merged' ? null : at;
}
