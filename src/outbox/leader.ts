/** Runs work in one process at a time, such as reading a mailbox, under a lease that is renewed and can be lost. */
import { type DurationMs, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { LeaseStore } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';

/** Another process takes over this long after the one that led died. */
const LEADER_LEASE: DurationMs = 15 * SECOND;
/** What runs under a lease is told so long before it ends, and has that time to leave. */
const ENDS_BEFORE: DurationMs = 2 * SECOND;
/** Why a wait ends early; nobody reads it. */
const OVER = 'It was answered.';
/** A holder that died loses its turn after this; what is done in it takes seconds. */
const TURN_LEASE: DurationMs = 30 * SECOND;
const TURN_STEP: DurationMs = 100;

interface LeadParts {
  leases: Pick<LeaseStore, 'take' | 'release'>;
  clock: Clock;
  log: Log;
  /** This process's name. */
  owner: string;
}

/** Runs `work` while this process holds the lease; takes it up again whenever it ended or the lease was lost. */
export function lead(
  { leases, clock, log, owner }: LeadParts,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
): () => Promise<void> {
  const stopped = new AbortController();
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      const began = clock.elapsed();
      const term = await leases.take(name, owner, clock.now(), LEADER_LEASE).catch(() => null);
      if (term === null) {
        await clock.sleep(LEADER_LEASE / 3, stopped.signal);
        continue;
      }
      // Told to stop while it was being asked for: whoever listens from now on would never hear of it.
      if (stopped.signal.aborted) break;
      const turn = new AbortController();
      const end = () => turn.abort();
      stopped.signal.addEventListener('abort', end, { once: true });
      const renewal = keepUp({ clock, turn, heldSince: began }, async () => {
        const kept = await leases.take(name, owner, clock.now(), LEADER_LEASE);
        return kept === term;
      });
      await work(turn.signal).catch(error =>
        log.warn({ lease: name, error: String(error) }, 'A channel stopped listening and starts again.'),
      );
      turn.abort();
      await renewal;
      stopped.signal.removeEventListener('abort', end);
      if (!stopped.signal.aborted) await clock.sleep(SECOND, stopped.signal);
    }
    await leases.release(name, owner).catch(() => {});
  })();
  return async () => {
    stopped.abort();
    await loop;
  };
}

/**
 * Asks again and again for what is held; ends the turn when somebody else has it. A database that fails or says nothing for a
 * moment is asked again, for as long as the lease certainly lasts: a hiccup would close every mailbox of a process at once.
 */
async function keepUp(
  { clock, turn, heldSince }: { clock: Clock; turn: AbortController; heldSince: number },
  ask: () => Promise<boolean>,
): Promise<void> {
  let [since, failed] = [heldSince, false];
  while (!turn.signal.aborted) {
    await clock.sleep(failed ? SECOND : LEADER_LEASE / 3, turn.signal);
    if (turn.signal.aborted) return;
    const asked = clock.elapsed();
    const late = new AbortController();
    // After a machine slept, or was busy for as long, the lease may be over: who has it is asked before all is closed.
    const left = Math.max(SECOND, since + LEADER_LEASE - ENDS_BEFORE - asked);
    const answer = await Promise.race([
      ask().catch(() => null),
      clock.sleep(left, late.signal).then(() => 'late' as const),
    ]);
    late.abort(OVER);
    failed = answer === null;
    if (answer === true) since = asked;
    else if (!failed || clock.elapsed() >= since + LEADER_LEASE - ENDS_BEFORE) turn.abort();
  }
}

/** Runs `work` while nobody else runs work of this name, here or in another process. Waits for its turn. */
export async function takeTurns<T>(
  { leases, clock, owner }: Pick<LeadParts, 'leases' | 'clock' | 'owner'>,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  while ((await leases.take(name, owner, clock.now(), TURN_LEASE)) === null) await clock.sleep(TURN_STEP);
  try {
    return await work();
  } finally {
    await leases.release(name, owner).catch(() => {});
  }
}
