/** What an enquiry may be about, guessed from what the team chose before. */
import type { EnquiryId } from '../core/ids.ts';
import type { DurationMs } from '../core/time.ts';

export interface ReasonGuess {
  /** By what they are called today, the likeliest first; together 1. */
  reasons: { reason: string; p: number }[];
  /** So sure that of such guesses at least 95 of 100 were right. */
  sure: boolean;
}

/**
 * Learns by itself, in moments when nothing else is to be done, from every choice in any process. It stores nothing: what it
 * knows is made again from the enquiries whenever it is not there.
 */
export interface ReasonGuesser {
  /** @param sentences of its matter: see `matterOf` @returns null until anything can be said */
  guess(sentences: readonly string[], of?: EnquiryId): Promise<ReasonGuess | null>;
  /** Waits until earlier choices are looked through, at most this long. @returns whether they are */
  ready(withinMs: DurationMs): Promise<boolean>;
  /** Waits until it has learnt from all of them, however long that takes. @returns whether it has */
  learnt(withinMs: DurationMs): Promise<boolean>;
}
