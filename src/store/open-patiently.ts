/** Opens the database, waiting while it is unavailable: machines start in any order, and databases come back. */
import { type DurationMs, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { causesOf } from './database-words.ts';
import type { Beside, Engine } from './engine.ts';
import { openEngine } from './store.ts';

const TRIED_EVERY: DurationMs = 2 * SECOND;
/** Said at once, then this often. */
const SAID_EVERY: DurationMs = 30 * SECOND;

/** Nobody answers, or the server is starting, stopping, full, or not the leader yet. */
const AWAY =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|08\d|57P0[123]|53300|25006)/;
const AWAY_WORDS = /timeout expired|connection timeout|terminated unexpectedly|connection terminated|connection error/i;

/** A wrong password, a name that is not there, a database of a newer version: waiting mends none of these. */
export function isUnreachable(error: unknown): boolean {
  return causesOf(error).some(({ code, message }) => AWAY.test(code) || AWAY_WORDS.test(message));
}

/**
 * `wait` false: fails at once.
 * @throws a sentence, when waiting does not help
 */
export async function openPatiently(
  url: string,
  instance: string,
  { clock, log, wait, beside }: { clock: Clock; log: Log; wait: boolean; beside?: Beside | undefined },
): Promise<Engine> {
  const began = clock.elapsed();
  let saidAt: number | null = null;
  for (;;) {
    try {
      const service = {
        onDamage: (words: string) => log.error({}, words),
        onChange: (words: string) => log.info({}, words),
      };
      const onNotice = (words: string) => log.warn({}, words);
      const engine = await openEngine(url, instance, service, 'FULL', { ...beside, onNotice });
      if (saidAt !== null) log.info({}, 'The database is there. Starting.');
      return engine;
    } catch (error) {
      if (!wait || !isUnreachable(error)) throw error;
      const now = clock.elapsed();
      if (saidAt === null || now - saidAt >= SAID_EVERY) {
        saidAt = now;
        const seconds = Math.round((now - began) / SECOND);
        log.warn(
          { waitedSeconds: seconds },
          `${(error as Error).message} Deskhand waits for it and starts as soon as it is there.`,
        );
      }
      await clock.sleep(TRIED_EVERY);
    }
  }
}
