/** What the store does to erase a customer, in small steps that can be done again. */

import type { CustomerId, EnquiryId, ErasureId, IdentityId, MessageId, RoomId, WorkspaceId } from '../core/ids.ts';
import type { Marks } from '../core/marks.ts';
import type { Instant } from '../core/time.ts';
import type { ErasureNumbers, ErasureRow } from './erasure-rows.ts';
import type { Op } from './store.ts';

/** One step's end: where it goes on, or that it is done. */
export type Stepped = { place: string } | { done: true };

/** One line of the list beside the database. */
export interface ListedErasure {
  id: ErasureId;
  at: string;
  workspace: WorkspaceId;
  customer: CustomerId;
  identities: IdentityId[];
}

/** What the store does. Every step is one commit of bounded size, and does no harm when it is done once more. */
export interface Erasing {
  numbers(customerId: CustomerId): Promise<ErasureNumbers>;
  erasure(id: ErasureId): Promise<ErasureRow | null>;
  /** Of this customer, that are not done. */
  underWay(customerId: CustomerId): Promise<ErasureRow | null>;
  /** Those that are not done. */
  unfinished(): Promise<ErasureId[]>;
  /** What this customer is recognised by, in what others wrote. */
  marks(customerId: CustomerId): Promise<Marks>;
  /** Customers who are this one, and of whom a name is left, once these identities are theirs. */
  joinedInto(customerId: CustomerId, identities: readonly IdentityId[]): Promise<CustomerId[]>;
  /**
   * Takes the names from the customer, and from those who were joined into them, and the addresses from their identities: what
   * comes from now on is somebody new's.
   */
  anonymous(row: Pick<ErasureRow, 'customerId' | 'identities'>, joined: readonly CustomerId[]): Op[];
  /** Of a database that is older than that: what came from these addresses is this customer's, whoever had it then. */
  gather(row: Pick<ErasureRow, 'customerId' | 'identities'>): Promise<void>;
  /** Messages of an enquiry that were taken in after a moment. */
  cameAfter(enquiryId: EnquiryId, at: Instant): Promise<MessageId[]>;
  /** Posts in a room that named everybody who waited between two moments. */
  remindersIn(roomId: RoomId, from: Instant, to: Instant): Promise<string[]>;
  /** Keeps on a list beside the database that this was asked for, so that no backup brings it back. */
  list(row: ErasureRow): Promise<void>;
  /** What stands on that list for this workspace. @throws a sentence where it cannot be read */
  listed(): Promise<ListedErasure[]>;
  /** Copies of the database that lie beside it and still have everybody in them: they are deleted at the end. */
  copies(): string[];
  /** Their enquiries, in the order of their ids. */
  enquiriesAfter(customerId: CustomerId, after: string, limit: number): Promise<EnquiryId[]>;
  /** The names under which posts about an enquiry may stand on its desk, in order, and threads that it had before. */
  postsOf(enquiryId: EnquiryId): Promise<{ keys: string[]; files: string[]; posts: string[]; threads: string[] }>;
  words(row: ErasureRow): Promise<Stepped>;
  others(row: ErasureRow): Promise<Stepped>;
  shelf(row: ErasureRow): Promise<Stepped>;
  /**
   * Brings the log into the file and leaves nothing of what was deleted. @returns `busy`: to be tried again. `later`: the rest
   * is done when the service starts next
   */
  file(row: ErasureRow): Promise<'done' | 'busy' | 'later'>;
}
