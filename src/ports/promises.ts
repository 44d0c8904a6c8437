/** By when most people hear back, for whoever tells a customer; and what that is read from. */
import type { ChannelId, EnquiryId, RoomId } from '../core/ids.ts';
import type { Told, Waited } from '../core/promise.ts';
import type { Instant } from '../core/time.ts';

export interface Promises {
  /** What may be told now to a customer of this channel; from a record that is at most ten seconds old. */
  told(channel: { id: ChannelId; kind: string }): Promise<Told>;
}

/** A customer who waits, and was told until when. */
export interface ToldRow {
  id: EnquiryId;
  roomId: RoomId;
  by: Instant;
}

/** Reads of how long customers waited for a person; without practice, and away from the event loop. */
export interface WaitReads {
  /** The newest enquiries of a channel that are answered, ended without an answer, or waiting; the newest first. */
  waits(channelId: ChannelId, limit: number): Promise<Waited[]>;
  /**
   * All of some channels in the order in which they were opened, a page at a time: also those that ended as spam or
   * merged, up to when they did. `after`: the position to go on after.
   */
  allWaits(
    channelIds: readonly ChannelId[],
    after: { openedAt: Instant; id: string } | null,
    limit: number,
  ): Promise<(Waited & { id: EnquiryId; channelId: ChannelId })[]>;
  /** Customers who still wait for a first answer and were told a time, which is over. */
  toldBefore(now: Instant, limit: number): Promise<ToldRow[]>;
  /** Whether the last promises were kept, the newest first, since then. */
  lastKept(since: Instant, limit: number): Promise<boolean[]>;
}
