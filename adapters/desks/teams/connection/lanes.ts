/** How fast a bot may speak: Teams counts what it posts into each conversation, a channel with all its threads being one. */
import { type DurationMs, HOUR, type Instant, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';

interface Window {
  n: number;
  per: DurationMs;
}

/** Of one conversation, as Microsoft's page on rate limiting has them. */
const CONVERSATION: Window[] = [
  { n: 7, per: SECOND },
  { n: 8, per: 2 * SECOND },
  { n: 60, per: 30 * SECOND },
  { n: 1_800, per: HOUR },
];
/** Of an app in one tenant: all calls together. */
const TENANT: Window[] = [{ n: 30, per: SECOND }];
/** Of reactions, over all conversations. */
const REACTIONS: Window[] = [{ n: 2, per: SECOND }];
/** A wait that short is waited; a longer one is handed back, so that nothing else stands behind it. */
const WAITED_MAX: DurationMs = 2 * SECOND;
/** Reactions are a decoration: of more than these the oldest are never made. */
const REACTIONS_WAITING_MAX = 40;

export interface Lanes {
  /** Waits for a turn in a conversation. @throws TryLater when that takes longer; the whole room waits with it */
  turn(conversation: string): Promise<void>;
  /** Does it when there is room on the one lane of reactions, or never. Resolves at once. */
  decorate(work: () => Promise<unknown>): void;
  stop(): void;
}

/** @param paced false only where a far side of the tests counts nothing */
export function makeLanes(clock: Clock, paced: boolean): Lanes {
  const taken = new Map<string, Instant[]>();
  const waiting: (() => Promise<unknown>)[] = [];
  const stopped = new AbortController();
  let decorating = false;

  /** When the next one fits into every window. */
  const nextAt = (key: string, windows: Window[], now: Instant): Instant => {
    const longest = windows.at(-1)!.per;
    const times = (taken.get(key) ?? []).filter(each => each > now - longest);
    taken.set(key, times);
    return Math.max(now, ...windows.map(({ n, per }) => (times.length < n ? now : times[times.length - n]! + per)));
  };
  const take = (key: string, at: Instant) => void taken.get(key)!.push(at);

  const decorateAll = async () => {
    for (let work = waiting.shift(); work; work = waiting.shift()) {
      const now = clock.now();
      const at = nextAt('reactions', REACTIONS, now);
      take('reactions', at);
      if (at > now) await clock.sleep(at - now, stopped.signal);
      if (stopped.signal.aborted) return;
      await work().catch(() => {});
    }
  };

  return {
    turn: async conversation => {
      if (!paced) return;
      const now = clock.now();
      const at = Math.max(nextAt(conversation, CONVERSATION, now), nextAt('tenant', TENANT, now));
      if (at - now > WAITED_MAX) throw new TryLater(at, 'Teams takes no more posts into this channel just now.', true);
      take(conversation, at);
      take('tenant', at);
      if (at > now) await clock.sleep(at - now);
    },
    decorate: work => {
      waiting.push(work);
      if (waiting.length > REACTIONS_WAITING_MAX) waiting.shift();
      if (decorating) return;
      decorating = true;
      void decorateAll().finally(() => {
        decorating = false;
      });
    },
    stop: () => {
      stopped.abort();
      waiting.length = 0;
    },
  };
}
