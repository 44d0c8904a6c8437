/**
 * A message from staff to the customer, with a life of its own.
 *
 *                         edit, customer writes (holdUntil = null: waits for its author)
 *                            ┌──┐
 *                            ▼  │   job at holdUntil          channel accepted
 *   Send ────────────────▶  held ──────────▶ leaving ──────────────────▶ sent ──▶ delivered
 *                            │ ▲               │ │ └─ silence ─▶ unsure ──▲  └──▶ bounced
 *                       undo │ └── not sent ───┘ │                 │
 *                            ▼                   └─ refused ─▶ failed     └─ retry by a person ─▶ held
 *                        withdrawn
 *
 *   sent ──▶ held   when nobody was there to read it (a web chat that was left) and it goes on by another channel
 *
 * Undo is decided by the state, never by a clock: it is refused only once the reply is `leaving`.
 */
import type { Passage } from './formatted.ts';
import type { ChannelId, EnquiryId, IdentityId, ReplyId, RoundId, StaffId, WorkspaceId } from './ids.ts';
import type { DurationMs, Instant } from './time.ts';

export type ReplyStatus = 'held' | 'leaving' | 'sent' | 'delivered' | 'bounced' | 'withdrawn' | 'failed' | 'unsure';

export interface Reply {
  id: ReplyId;
  workspaceId: WorkspaceId;
  enquiryId: EnquiryId;
  authorId: StaffId;
  /**
   * The name the customer sees, as the preview showed it: empty for the team's own. Null for a reply from before names
   * were chosen.
   */
  shownAs?: string | null;
  channelId: ChannelId;
  identityId: IdentityId;
  /** Others who took part and get it too; null for none. */
  copies: string[] | null;
  text: string;
  /** Its look, for channels that can show it; used only while it says exactly the text. */
  formatted?: Passage[] | null;
  status: ReplyStatus;
  /** When the hold ends; null while a held reply waits for its author ("the customer wrote again"). */
  holdUntil: Instant | null;
  andResolve: boolean;
  /** How often it was handed to the channel, apart from those times when the far side told it to wait. */
  attempt: number;
  /** How many messages of the customer the author had seen; kept as `decided` makes it where no later one stops it. */
  seenCustomerMessages: number;
  /** The desk's own reference of the staff message this reply came from; null for a form. */
  postRef: string | null;
  /** The channel's id of what was sent, fixed before the first attempt where the channel allows it. */
  externalId: string | null;
  /** Why it failed or bounced, in plain words. */
  failure: string | null;
  heldAt: Instant;
  sentAt: Instant | null;
  /** The answer to many of which it is one; null or absent for a reply to this customer alone. */
  roundId?: RoundId | null;
}

/** How a channel ended an attempt, in the words of the decision. */
export type Outcome =
  /** `missed`: people in copy who did not get it, each with the reason in words. */
  | { as: 'sent'; missed?: string[] }
  /** `untried`: the far side told it to wait: no try that failed. `signIn`: it waits for credentials of the channel. */
  | { as: 'not-sent'; retryAt: Instant; reason: string; untried?: true; signIn?: true }
  | { as: 'refused'; reason: string }
  | { as: 'unsure' };

export type ReplyCommand =
  | {
      do: 'hold';
      reply: ReplyId;
      by: StaffId;
      text: string;
      /** Files go along: the words may be missing. */
      hasFiles?: boolean;
      /** Its author saw exactly this in a preview, on the side where it goes, and pressed Send there. */
      confirmed?: boolean;
      /** Longer than its channel carries. */
      tooLong?: boolean;
      holdMs: DurationMs;
      andResolve: boolean;
      seenCustomerMessages: number;
    }
  /** `wroteIt`: the words are theirs, whoever sent them off. */
  | { do: 'edit'; by: StaffId; text: string; tooLong?: boolean; wroteIt?: boolean; hasFiles?: boolean }
  | { do: 'withdraw'; by: StaffId; because: 'undo' | 'deleted'; wroteIt?: boolean }
  | { do: 'sendAnyway'; by: StaffId; holdMs: DurationMs }
  | { do: 'depart' }
  /** Nothing is left of what its channel may take; until then. `dueAt`: behind another one, and when it is to leave itself. */
  | { do: 'wait'; until: Instant; reason: string; dueAt?: Instant | undefined }
  | { do: 'settle'; outcome: Outcome }
  | { do: 'deliver' }
  | { do: 'bounce'; ended: boolean; reason: string }
  | { do: 'retry'; by: StaffId; holdMs: DurationMs }
  | { do: 'confirmArrived'; by: StaffId }
  /** Another channel carries it on. */
  | { do: 'goOn'; channel: ChannelId; identity: IdentityId }
  | { do: 'stayUnread'; because: 'no-address' | 'no-mailbox' };

/** Far more than a customer ever writes in one enquiry. */
const DECIDED = 1_000_000;

/** Its author sends it whatever comes: what is written between the press and its leaving does not stop it. */
export function decided(seenCustomerMessages: number): number {
  return DECIDED + seenCustomerMessages;
}

export function isDecided({ seenCustomerMessages }: Reply): boolean {
  return seenCustomerMessages >= DECIDED;
}

/** How many messages of the customer the author had seen. */
export function seenBy({ seenCustomerMessages }: Reply): number {
  return seenCustomerMessages % DECIDED;
}
