/** What customers asked in a time, in their own words: a sample of bounded size, spread evenly over it. */

import type { CustomerId, EnquiryId, RoomId } from '../core/ids.ts';
import type { MessageKind } from '../core/message.ts';
import type { Instant } from '../core/time.ts';

/** An enquiry with the words that it began with. */
export interface AskedRow {
  id: EnquiryId;
  number: number;
  roomId: RoomId;
  channelKind: string;
  customerId: CustomerId;
  /** What the customer is called, and what they write from. */
  name: string | null;
  address: string;
  reason: string | null;
  subject: string | null;
  text: string;
  kind: MessageKind | 'unreadable';
  /** The message was judged, and is nothing to be shielded from; null: it was not judged. */
  fine: boolean | null;
}

export interface AskedReads {
  /**
   * Enquiries that began in each of these spans, the first `each` of a span, with what was written first. Those that are
   * practice, spam, merged or erased are left out. `rooms`: only what is in these now; null: in all.
   */
  askedIn(
    spans: readonly { from: Instant; to: Instant }[],
    each: number,
    rooms: readonly RoomId[] | null,
  ): Promise<AskedRow[]>;
}
