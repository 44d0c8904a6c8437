/** Drafts by a model: what it is asked, what comes back, and what is remembered of it for a while. */
import type { EnquiryId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { HealthItem } from './channel.ts';

export interface DraftMessage {
  role: 'system' | 'user';
  content: string;
}

/** Why a model gave nothing. */
export type NoDraft =
  /** As many as this process asks for at once are being written. */
  | 'busy'
  | 'slow'
  | 'unreachable'
  | 'key'
  /** It pointed to another address: nothing was sent there. */
  | 'redirect'
  | 'failed'
  | 'too-long'
  /** It answered something that is no answer of a model. */
  | 'malformed'
  | 'empty'
  /** It said that it will not. */
  | 'refused';

export type Drafted = { ok: true; text: string } | { ok: false; why: NoDraft };

/** A model behind an address. */
export interface DraftModel {
  /** The host that it is asked at, for people: "127.0.0.1:11434". */
  readonly where: string;
  /** Its name, as its server knows it. */
  readonly model: string;
  /** Never rejects, and answers within 20 s. What is sent and what comes back is in no log. */
  draft(messages: readonly DraftMessage[]): Promise<Drafted>;
  /** Does it answer? Nothing of anybody is sent. */
  check(): Promise<HealthItem>;
  /** Another key for the same model: used from now on when its server takes it. @returns nothing where it is in use already */
  takeUp?(key: string | null): Promise<HealthItem[]>;
}

/** A draft, as it goes into a Reply form. */
export interface MadeDraft {
  ok: true;
  text: string;
  /** What is to be known of it, in sentences. */
  notes: string[];
}

export type DraftOutcome = MadeDraft | { ok: false; words: string };

/** One draft of one person for one enquiry. */
export interface KeptDraft {
  id: string;
  enquiryId: EnquiryId;
  number: number;
  /** Whose it is, by the desk's own name for them. */
  by: string;
  at: Instant;
  /** Exactly what left; null where nothing did. */
  sent: readonly DraftMessage[] | null;
  /** What its sources are, in their order: `#12`, or the title of a saved reply in quotes. */
  sources: readonly string[];
  outcome: Promise<DraftOutcome>;
  /** The same, once it is there. */
  settled: DraftOutcome | null;
}

/** Drafts of the last hour, in the memory of this process alone. */
export interface DraftMemory {
  /** One that was asked for under the same key, and is being written or is still good; null for none. */
  find(key: string): KeptDraft | null;
  /** @param make writes down what leaves before it leaves */
  begin(
    key: string,
    about: Pick<KeptDraft, 'enquiryId' | 'number' | 'by'>,
    make: (kept: KeptDraft) => Promise<DraftOutcome>,
  ): KeptDraft;
  /** It is not given again under its key; what was sent for it stays. */
  release(id: string): void;
  /** Everything about an enquiry, in this process; elsewhere it ends by itself within an hour. */
  forget(enquiryId: EnquiryId): void;
  byId(id: string): KeptDraft | null;
  /** The newest first. */
  of(by: string): KeptDraft[];
}

export interface Drafting {
  model: DraftModel;
  memory: DraftMemory;
}
