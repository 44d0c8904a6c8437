/**
 * Posts under an answer of ours of which X did not say whom that answer was for: a stranger's would open an enquiry, so
 * they wait on the shelf until the look-up works. The lists and events go on meanwhile.
 */
import { DAY, type DurationMs, type Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json, JsonObject } from '../../../../src/ports/json.ts';
import { onlyItem } from '../read/only.ts';
import { field } from '../shapes.ts';
import type { Entry } from './entries.ts';

/** Longer than X is ever away. Past it a post is taken for its author's own question: too much shown is better than lost. */
const WAITS_MAX_MS: DurationMs = DAY;
/** Taken again in one round. */
const BATCH = 200;
/** Stands in stored rows. */
const STREAM = 'undecided';

interface UndecidedPost {
  /** A payload with this post alone. */
  payload: Json;
  isMention: boolean;
  /** It has waited long enough: it is taken in as far as it is known. */
  isOverdue: boolean;
  /** It was taken in. */
  done(): Promise<void>;
}

export interface Undecided {
  keep(entry: Entry, isMention: boolean): Promise<void>;
  /** Oldest first. */
  all(): Promise<UndecidedPost[]>;
}

export function makeUndecided({ shelf, clock }: Pick<ChannelContext, 'shelf' | 'clock'>): Undecided {
  return {
    keep: async ({ item, payload, us }, isMention) => {
      const kept: JsonObject = { payload: onlyItem(payload, item, us), isMention, since: clock.now() };
      // Seen again, it waits since it came first.
      await shelf.append(STREAM, item.messageId ?? '', kept);
    },
    all: async () => {
      const now: Instant = clock.now();
      const entries = (await shelf.latest(STREAM, BATCH)).toReversed();
      return entries.map(({ key, value }) => ({
        payload: field(value, 'payload') as Json,
        isMention: field(value, 'isMention') === true,
        isOverdue: now - Number(field(value, 'since')) >= WAITS_MAX_MS,
        done: () => shelf.remove(STREAM, key),
      }));
    },
  };
}
