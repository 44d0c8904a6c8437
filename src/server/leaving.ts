/**
 * A process that stops tells whoever asks whether it is ready, and keeps its door open until they have heard it: a load
 * balancer that learns it from a refused connection has already lost somebody's request.
 */
import type { IncomingMessage } from 'node:http';
import { type DurationMs, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';

/** A balancer takes a process out after two or three refusals (HAProxy: `fall 3`). */
const REFUSALS = 3;
/** Whoever asks less often than every three seconds is not waited for; Docker kills after ten seconds in all. */
const HEARD_WITHIN: DurationMs = 8 * SECOND;
/** One that has missed its next question has stopped asking; on a busy machine a question may be half a second late. */
const [GAPS_MAX, LATE_MAX] = [2.5, SECOND / 2];
const LOOK_EVERY: DurationMs = 20;
/** Balancers and monitors that are remembered: a handful; strangers may ask, too. */
const ASKERS_MAX = 32;

interface Asker {
  at: number;
  /** Since it asked before; null after its first question. */
  gapMs: DurationMs | null;
  refused: number;
}

interface Leaving {
  /** True from the moment at which the process began to stop. */
  isLeaving(): boolean;
  /** Somebody asked, and was told no where the process is leaving. */
  asked(request: IncomingMessage): void;
  /** Resolves when everybody who asks again and again was told no, or after eight seconds. */
  leave(): Promise<void>;
}

export function makeLeaving(clock: Clock): Leaving {
  const askers = new Map<string, Asker>();
  let leaving = false;
  const isWaitedFor = ({ at, gapMs, refused }: Asker) =>
    gapMs !== null && refused < REFUSALS && clock.elapsed() - at <= Math.max(gapMs * GAPS_MAX, LATE_MAX);
  return {
    isLeaving: () => leaving,
    asked: request => {
      const name = `${request.socket.remoteAddress} ${request.headers['user-agent'] ?? ''}`;
      const before = askers.get(name);
      const now = clock.elapsed();
      askers.delete(name);
      askers.set(name, {
        at: now,
        gapMs: before ? now - before.at : null,
        refused: leaving ? (before?.refused ?? 0) + 1 : 0,
      });
      if (askers.size > ASKERS_MAX) askers.delete(askers.keys().next().value!);
    },
    leave: async () => {
      leaving = true;
      const until = clock.elapsed() + HEARD_WITHIN;
      while ([...askers.values()].some(isWaitedFor) && clock.elapsed() < until) await clock.sleep(LOOK_EVERY);
    },
  };
}
