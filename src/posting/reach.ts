/** Works out whom a reply reaches and whom it does not, and warns its author before it is sent. */
import { type Copies, copiesFor, NO_COPIES } from '../core/copies.ts';
import type { Identity } from '../core/customer.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { isUnread } from '../core/unread-address.ts';
import { WORDS } from '../desk/wording.ts';
import type { OpenedChannels } from '../ports/parts.ts';
import type { CustomerReads, MessageReads } from '../ports/reads.ts';

/** Addresses that are named in a hint; the rest is a number. */
const NAMED_MAX = 3;

interface ReplyReach {
  identity: Identity | null;
  copies: Copies;
  /** The channel takes no more, whatever an admin says. */
  atMost: boolean;
}

/** @param onlyCustomer its author leaves out those in copy */
export async function reachOf(
  { store, channel }: OpenedChannels & { store: CustomerReads & MessageReads },
  enquiry: Enquiry,
  onlyCustomer = false,
): Promise<ReplyReach> {
  const [identity, messages] = await Promise.all([store.identity(enquiry.identityId), store.messages(enquiry.id)]);
  const limits = channel(enquiry.channelId)?.limits;
  const max = limits?.copiesMax ?? Number.POSITIVE_INFINITY;
  return {
    identity,
    copies: identity && !onlyCustomer ? copiesFor(messages, identity, max) : NO_COPIES,
    atMost: max >= (limits?.copiesMost ?? 0),
  };
}

/** What must be seen before it leaves, also where replies leave by themselves. */
export function reachWarnings({ identity, copies, atMost }: ReplyReach): string[] {
  const { addresses, over, machines } = copies;
  return [
    ...(identity && isUnread(identity.address) ? [WORDS.nobodyReads(identity.address)] : []),
    ...(over.length ? [WORDS.notInCopy(addresses.length, named(over), over.length, !atMost)] : []),
    ...(machines.length ? [WORDS.noCopyToMachines(named(machines))] : []),
  ];
}

function named(addresses: string[]): string {
  const more = addresses.length - NAMED_MAX;
  return `${addresses.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
