/** Time, ids and randomness as they are handed in: nothing inside reads the machine's own. */
import type { Id, IdKind } from '../core/ids.ts';
import type { DurationMs, Instant } from '../core/time.ts';

export interface Clock {
  now(): Instant;
  /** Milliseconds since some moment, by a clock that only goes forward: for measuring, never for dates. */
  elapsed(): number;
  /** Resolves after `ms`; early when `signal` is aborted. Never rejects. 0 lets everything else have its turn. */
  sleep(ms: DurationMs, signal?: AbortSignal): Promise<void>;
  /**
   * Has this process stood still since then, for so long that others may have taken over what it had in hand? Asked just before
   * something is sent or shown. Absent: it never stands still.
   * @param since by `elapsed`
   */
  stoodStill?(since: number): boolean;
}

export interface Ids {
  /** A new id that sorts by the time it was made. */
  make<K extends IdKind>(kind: K): Id<K>;
  /** `bytes` random bytes as lower-case hexadecimal: for tokens that must not be guessed. */
  secret(bytes: number): string;
  /** A number in [0, 1): for jitter only, never for secrets. */
  fraction(): number;
}
