/** Clock, ids and randomness that a test holds in its hand; a log that keeps what was said. */
import { makeId } from '../../src/core/ids.ts';
import type { Instant } from '../../src/core/time.ts';
import type { Clock, Ids } from '../../src/ports/clock.ts';
import type { Log } from '../../src/ports/log.ts';

/** A Monday morning. */
export const MONDAY_9: Instant = Date.UTC(2026, 5, 1, 9, 0);
/** Sleeps this short are steps between rivals: they pass by themselves. */
const SHORT_MS = 200;

export interface TestClock extends Clock {
  /** Moves time on and wakes whoever slept until then. */
  advance(ms: number): void;
  /** Ends every sleep, so that loops can see that they were told to stop. */
  wakeAll(): void;
}

export function testClock(start: Instant = MONDAY_9): TestClock {
  let now = start;
  const sleepers = new Set<{ at: Instant; wake: () => void }>();
  return {
    now: () => now,
    elapsed: () => now - start,
    sleep: (ms, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve();
        if (ms <= SHORT_MS && !signal) return void setImmediate(resolve);
        const sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    advance: ms => {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
    },
    wakeAll: () => {
      for (const sleeper of [...sleepers]) sleeper.wake();
    },
  };
}

/** Small, fast and the same on every machine: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Ids that count up, so that a failure reads the same twice. */
export function testIds(clock: Clock, random: () => number = randomFrom(1)): Ids {
  return {
    make: kind =>
      makeId(
        kind,
        clock.now(),
        Uint8Array.from({ length: 10 }, () => Math.floor(random() * 256)),
      ),
    secret: bytes =>
      Array.from({ length: bytes }, () =>
        Math.floor(random() * 256)
          .toString(16)
          .padStart(2, '0'),
      ).join(''),
    fraction: random,
  };
}

export interface TestLog extends Log {
  lines: { level: string; fields: object; sentence: string }[];
}

export function testLog(): TestLog {
  const lines: TestLog['lines'] = [];
  const at = (level: string) => (fields: object, sentence: string) => void lines.push({ level, fields, sentence });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const [LOOK_AGAIN_MS_MIN, LOOK_AGAIN_MS_MAX] = [15, 100];

/** Looks again and again until it holds; for what really happens elsewhere, with a real clock. */
export async function until<T>(look: () => Promise<T> | T, what: string, withinMs = 30_000): Promise<NonNullable<T>> {
  const began = Date.now();
  for (;;) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    const waited = Date.now() - began;
    if (waited > withinMs) throw new Error(`It did not happen within ${withinMs} ms: ${what}`);
    // What takes long is asked for less often: a look may be a query, or a question to a browser.
    await new Promise(resolve => setTimeout(resolve, Math.min(LOOK_AGAIN_MS_MIN + waited / 10, LOOK_AGAIN_MS_MAX)));
  }
}

/** Seals nothing; what is tested with it is not the sealing. */
export const openSealer = {
  seal: (_place: string, text: string) => text,
  unseal: (_place: string, text: string) => text,
};
