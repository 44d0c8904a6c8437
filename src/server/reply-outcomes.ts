/** Counts what became of replies since this process started, for monitoring; nothing about who wrote them. */
import type { StoredEvent } from '../core/enquiry.ts';

/** What becomes of a reply, in the words of its status; a reply may be `sent` first and `bounced` later. */
const OUTCOME = {
  ReplySent: 'sent',
  ReplyDelivered: 'delivered',
  ReplyBounced: 'bounced',
  ReplyWithdrawn: 'withdrawn',
  ReplyFailed: 'failed',
  ReplyUnsure: 'unsure',
} as const;
export const REPLY_OUTCOMES = Object.values(OUTCOME);

export interface ReplyCount {
  /** The kind of the enquiry's channel. */
  kind: string;
  outcome: (typeof REPLY_OUTCOMES)[number];
  n: number;
}

export interface ReplyOutcomes {
  /** @param kind the kind of channel that the enquiry of these events is on */
  note(kind: string, events: readonly Pick<StoredEvent, 'event'>[]): void;
  /** Only what has happened. */
  counts(): ReplyCount[];
}

export function makeReplyOutcomes(): ReplyOutcomes {
  const seen = new Map<string, ReplyCount>();
  return {
    note: (kind, events) => {
      for (const { event } of events) {
        const outcome = OUTCOME[event.type as keyof typeof OUTCOME];
        if (!outcome) continue;
        const key = `${kind} ${outcome}`;
        const known = seen.get(key) ?? { kind, outcome, n: 0 };
        seen.set(key, { ...known, n: known.n + 1 });
      }
    },
    counts: () => [...seen.values()],
  };
}
