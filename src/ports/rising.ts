/** What is read to find what is rising, and the alerts that were posted. */
import type { AlertId, EnquiryId, RoomId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { AlertRow } from './insight-rows.ts';

/** An enquiry as it came, with the reason that it has now. */
export interface ArrivalRow {
  id: EnquiryId;
  number: number;
  version: number;
  at: Instant;
  /** Each its own where nobody knows who wrote, as in an import without customers. */
  customer: string;
  roomId: RoomId;
  channelKind: string;
  reason: string | null;
  subject: string | null;
  /** How its first message begins; null where there is none. */
  text: string | null;
  /** It counts: no spam, not merged, of nobody who is blocked, and written by a person. */
  counts: boolean;
}

/** A place in the order of arrivals. */
export interface ArrivalPlace {
  at: Instant;
  number: number;
}

export interface ArrivalReads {
  /** In the order in which they came, from `after` on (without it) until before `to`. */
  arrivals(after: ArrivalPlace, to: Instant, limit: number): Promise<ArrivalRow[]>;
  arrivalsById(ids: readonly EnquiryId[]): Promise<ArrivalRow[]>;
  alert(id: AlertId): Promise<AlertRow | null>;
  /** Alerts that were posted since a moment, and those that keep their matter quiet now; the oldest first. */
  standingAlerts(since: Instant, now: Instant): Promise<AlertRow[]>;
}
