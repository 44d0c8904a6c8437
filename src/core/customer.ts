/** A customer, and one address of theirs on one channel. */
import { isErasedAddress } from './erased-address.ts';
import type { CustomerId, IdentityId, WorkspaceId } from './ids.ts';
import type { Kinds } from './kinds.ts';
import type { Instant } from './time.ts';

/** Stands for the kind of channel of customers that an import named nowhere. */
export const IMPORTED = 'import';

export interface Customer {
  id: CustomerId;
  workspaceId: WorkspaceId;
  /** What they call themselves; null until they said. Never used to tell two customers apart. */
  name: string | null;
  createdAt: Instant;
}

export interface Identity {
  id: IdentityId;
  workspaceId: WorkspaceId;
  customerId: CustomerId;
  /** `email`, `webchat`, `x`: with `address` unique in a workspace. */
  channelKind: string;
  address: string;
  createdAt: Instant;
  /** What staff decided about messages from this address; null or absent for nothing. */
  standing?: Standing | null;
  /** Until then what they write alerts nobody; it is kept and shown as ever. */
  pausedUntil?: Instant | null;
}

/** `blocked`: they can write no more where the channel can refuse it. `muted`: what they write alerts nobody. */
export type Standing = 'blocked' | 'muted';

/** What staff call this customer: the name, else the readable part of the address. */
export function customerLabel(
  customer: Pick<Customer, 'name'>,
  identity: Pick<Identity, 'address' | 'channelKind'>,
  kinds: Kinds,
): string {
  if (customer.name) return customer.name;
  if (isErasedAddress(identity.address)) return 'an erased customer';
  // Nobody said who it was, where the enquiry came from.
  if (identity.channelKind === IMPORTED) return 'a customer';
  return kinds.of(identity.channelKind).addressLabel(identity.address);
}
