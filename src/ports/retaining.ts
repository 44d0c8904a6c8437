/** What the store does to remove what is older than it is kept: it finds it by age, and empties it as an erasure does. */

import type { Day } from '../core/days.ts';
import type { AttachmentId, ChannelId, EnquiryId, MessageId, RawId } from '../core/ids.ts';
import type { ClockDoubt, KeepDays, Witness } from '../core/retention.ts';
import type { Instant } from '../core/time.ts';
import type { Op } from './store.ts';

/** The setting that holds now, and the one that an admin has yet to see the effect of. */
export const RETENTION_RULES = 'retention';
export const RETENTION_PROPOSED = 'retention-proposed';

/** Before which moment something goes, on each channel; null: never. */
export interface Cutoffs {
  channels: { id: ChannelId; before: Record<keyof KeepDays, Instant | null> }[];
  /** Of channels that are not there any more, and of those that only we write to. */
  others: Record<keyof KeepDays, Instant | null>;
}

/** What is older than it is kept. */
export interface RetentionNumbers {
  /** Enquiries whose texts go. */
  enquiries: number;
  files: number;
  /** Mails as they came. */
  raws: number;
  /** Of files and of these mails. */
  bytes: number;
}

/** In this order: what goes earlier goes first. */
export const NIGHT_STEPS = ['raws', 'files', 'texts', 'clean', 'done'] as const;

/** The last night, and how far it came: kept as a setting, so that whoever dies is followed. */
export interface NightState {
  night: Day | null;
  step: (typeof NIGHT_STEPS)[number];
  /** How far the step has come; empty at its beginning. */
  place: string;
  /** An enquiry that is being emptied, and after which of its messages it goes on. */
  under: { id: EnquiryId; after: number; days: number } | null;
  removed: RetentionNumbers;
  beganAt: Instant | null;
  endedAt: Instant | null;
  /** When a night was last begun with a clock that was believed. */
  seen: Instant | null;
  doubt: ClockDoubt | null;
  /** The rules that admins were shown before anything went by them, as text. */
  shown: string | null;
  /** What a night's bounds left for the following ones. */
  left: boolean;
}

/** What is found by its age, some at a time, in the order of the ids. */
export interface Retaining {
  numbers(cutoffs: Cutoffs): Promise<RetentionNumbers>;
  raws(cutoffs: Cutoffs, after: string, limit: number): Promise<{ id: RawId; bytes: number }[]>;
  files(cutoffs: Cutoffs, after: string, limit: number): Promise<FoundFile[]>;
  texts(cutoffs: Cutoffs, after: string, limit: number): Promise<{ id: EnquiryId; channelId: ChannelId }[]>;
  /** When the last event of an enquiry was. */
  changedAt(id: EnquiryId): Promise<Instant>;
  /** Without their bytes; their names stay, so that they are not taken in again. */
  withoutBytes(ids: readonly RawId[]): Op[];
  withoutContent(ids: readonly AttachmentId[], instead: string): Op[];
  /** @returns after which message it goes on; null when all of it is empty */
  empty(under: { id: EnquiryId; after: number }, at: Instant, instead: string): Promise<number | null>;
  newestMessages(): Promise<(Witness['messages'][number] & { kind: string })[]>;
  clean(): Promise<'done' | 'busy' | 'later'>;
}

export interface FoundFile {
  id: AttachmentId;
  bytes: number;
  messageId: MessageId;
  enquiryId: EnquiryId;
  channelId: ChannelId;
}
