/** Troubles of a desk, in sentences: admins are told once, and queued work resumes when it is fixed. */
import { type DurationMs, HOUR, SECOND } from '../core/time.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import { FarRefusal } from './far-side.ts';

/** A trouble that comes and goes is told again after this. */
const TOLD_AGAIN: DurationMs = 6 * HOUR;
const TELL = 'admins';
const TOLD_MAX = 20;
/** Of admins who never used Deskhand: enough that one of them looks, few enough not to be a nuisance. */
const ADMINS_TOLD_MAX = 3;
/** Tries of an alarm, each a few seconds after the one before: about four minutes in all. */
const ALARMS_MAX = 10;
const ALARM_AGAIN: DurationMs = 5 * SECOND;
/** Nobody can be told through a desk that we are signed out of. */
export const SIGN_IN = 'sign-in';

export interface Troubles {
  /** Something does not work, by a key: a place, or what is missing. */
  say(key: string, words: string): void;
  /** It works again: what waited for the rooms goes on. */
  mended(key: string): void;
  /** These are over, and nothing waited for them. */
  forget(of: (key: string) => boolean): void;
  has(key: string): boolean;
  /** What is wrong now, but for places that are no longer rooms. */
  living(): [key: string, words: string][];
  /** Remembers somebody who is told when something breaks. */
  tellFromNow(user: string): Promise<void>;
  stop(): void;
}

interface TroublesParts {
  /** Whose troubles these are, for the log: the desk, and the team where there are several. */
  about(): object;
  context: Pick<DeskContext, 'clock' | 'log' | 'shelf' | 'resume'>;
  /** Does this key still trouble somebody? */
  counts(key: string): boolean;
  /** Whoever installed us; null where nobody knows. */
  installer(): string | null;
  /** The admins of the far side, those first who should be told first. */
  admins(): Promise<string[]>;
  /** Tells one person directly, once for a key; rejects when it could not. */
  tell(user: string, words: string, key: string): Promise<void>;
}

export function makeTroubles(parts: TroublesParts): Troubles {
  const { context, counts, about } = parts;
  const { clock, log, shelf } = context;
  const troubles = new Map<string, string>();
  const told = new Map<string, number>();
  const stopped = new AbortController();

  const alarm = makeAlarm(parts, stopped.signal);

  return {
    say: (key, words) => {
      if (troubles.get(key) === words) return;
      troubles.set(key, words);
      if ((told.get(key) ?? Number.NEGATIVE_INFINITY) > clock.now() - TOLD_AGAIN) return;
      told.set(key, clock.now());
      log.error({ ...about(), what: key }, words);
      void alarm(key, words);
    },
    mended: key => {
      if (!troubles.delete(key)) return;
      log.info({ ...about(), what: key }, 'Posting works again.');
      context.resume().catch(() => {});
    },
    forget: of => {
      for (const key of [...troubles.keys()]) if (of(key)) troubles.delete(key);
    },
    has: key => troubles.has(key),
    living: () => [...troubles].filter(([key]) => counts(key)),
    tellFromNow: async user => void (await shelf.append(TELL, user, true)),
    stop: () => stopped.abort(),
  };
}

/** Tells admins of one trouble, and goes on trying while the far side cannot be reached. */
function makeAlarm(parts: TroublesParts, stop: AbortSignal): (key: string, words: string) => Promise<void> {
  const { about } = parts;
  const { clock, log, shelf } = parts.context;

  /** Whoever installed it and the admins who have used it. */
  const peopleToTell = async (): Promise<Set<string>> => {
    const used = (await shelf.read(TELL, 0, TOLD_MAX)).map(each => each.key);
    const installer = parts.installer();
    return new Set([...(installer ? [installer] : []), ...used]);
  };

  /**
   * Tells each of them; an account that is closed keeps it from nobody else.
   * @returns those who were told, or refuse to be
   */
  const tellAll = async (users: Iterable<string>, done: Map<string, boolean>, words: string, key: string) => {
    let failure: unknown = null;
    for (const user of users) {
      if (done.has(user)) continue;
      try {
        await parts.tell(user, words, key.replace('*', user));
        done.set(user, true);
      } catch (error) {
        if (error instanceof FarRefusal && !error.signedOut) done.set(user, false);
        else failure = error;
      }
    }
    if (failure) throw failure;
  };

  /** Right after a start the far side may not be connected yet: then when it is. */
  return async (key, words) => {
    if (key === SIGN_IN) return;
    const name = `alarm:${key}:*:${Math.floor(clock.now() / SECOND)}`;
    const done = new Map<string, boolean>();
    for (let attempt = 1; attempt <= ALARMS_MAX && !stop.aborted; attempt++) {
      try {
        await tellAll(await peopleToTell(), done, words, name);
        // Nobody is known who can still be told: then the admins of the far side.
        if (![...done.values()].includes(true))
          await tellAll((await parts.admins()).slice(0, ADMINS_TOLD_MAX), done, words, name);
        return;
      } catch (error) {
        const what = { ...about(), error: String(error), attempt };
        log.warn(what, 'An admin could not be told about a trouble yet.');
        await clock.sleep(attempt * ALARM_AGAIN, stop);
      }
    }
  };
}
