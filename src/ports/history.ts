/** Past enquiries and how they were answered: what is read of them, and what may be asked. */
import type { EnquiryId, RoomId, StaffId } from '../core/ids.ts';
import type { DurationMs } from '../core/time.ts';

/** A message of a past enquiry. */
export interface PastMessage {
  direction: 'in' | 'out';
  kind: string;
  subject: string | null;
  text: string;
  /** Our side answered the customer with it, here or with another program, as far as anybody knows. */
  answers: boolean;
  /** Who wrote it; null where nobody here did. */
  by: StaffId | null;
}

/** A resolved enquiry, with what was written in it. */
export interface PastRow {
  id: EnquiryId;
  number: number;
  version: number;
  subject: string | null;
  reason: string | null;
  channelKind: string;
  roomId: RoomId;
  /** In their order. */
  messages: PastMessage[];
}

export interface PastReads {
  /** Resolved enquiries with lower numbers, the highest first; null: from the highest of all. */
  pastBefore(number: number | null, limit: number): Promise<PastRow[]>;
  /** Those of these that are resolved. */
  pastById(ids: readonly EnquiryId[]): Promise<PastRow[]>;
  /** The place of the last event, of all workspaces; 0 where there is none. */
  lastEvent(): Promise<number>;
  /** What happened after that place, in order. On PostgreSQL an event can still come to stand before the last one. */
  changedAfter(seq: number, limit: number): Promise<{ seq: number; enquiryId: EnquiryId; version: number }[]>;
  /** Of which enquiries somebody said that one of these is not like them. */
  unlikesOf(ids: readonly EnquiryId[]): Promise<{ enquiryId: EnquiryId; otherId: EnquiryId }[]>;
}

/** A past enquiry that is like a question. */
export interface Likeness {
  enquiryId: EnquiryId;
  number: number;
  /** Who wrote the reply that resolved it. */
  by: StaffId | null;
  reason: string | null;
  /** How like it is by its words alone, from 0 to 1. */
  likeness: number;
  /** How sure it is that its answer helps, from 0 to 1. */
  sure: number;
  /** Sure enough to be offered unasked. */
  near: boolean;
}

export interface Question {
  /** Sentences of its gist: see `src/knowledge/question.ts`. Read only where there is something to compare them with. */
  readonly sentences: readonly string[];
  /** The enquiry that it is asked in, which is never an answer to itself. */
  of?: EnquiryId;
  /** Whoever asks: only what they can read is found. Absent, or without rooms: everything. */
  by?: { rooms?: readonly RoomId[] | null };
}

/**
 * What a team answered before. Built when it is first asked for, a little at a time, and kept up with the store by whoever
 * asks: what was resolved a moment ago, in any process, is found. Until it is there, and when it cannot be built, it finds
 * nothing.
 */
export interface History {
  /** The likest first, whatever they are about, for weighing who knows something. `sure` and `near` say nothing here. */
  nearest(question: Question, limit: number): Promise<Likeness[]>;
  /** Those whose answers may help, each saying something else than those before it; none where nothing is near. */
  similar(question: Question, limit: number): Promise<Likeness[]>;
  /** Waits until it is built, at most this long. @returns whether it is */
  ready(withinMs: DurationMs): Promise<boolean>;
  /** In how many past enquiries customers wrote each of these words. */
  holding(words: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Forgets the words of these at once, in this process; others do so when they next look at the store. */
  forget(ids: readonly EnquiryId[]): void;
}
