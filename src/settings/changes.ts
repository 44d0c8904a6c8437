/**
 * Takes up what was changed in the files of the settings while the service runs, as far as it is a credential: each new one is
 * tried before the old one is let go. What does not work is said, and tried again later.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hush } from '../core/hush.ts';
import { type DurationMs, type Instant, MINUTE, SECOND } from '../core/time.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { SettingsError, type Start } from './start.ts';

/** Whoever has just saved a file waits a moment; to read three small ones takes a fraction of a millisecond. */
const LOOK_EVERY: DurationMs = 10 * SECOND;
/** What a far side refused is not tried more often: providers lock accounts. Saved again, it is tried at once. */
const AGAIN_AFTER: DurationMs = 15 * MINUTE;
/** How long a stop waits for a credential that is being tried. */
const STOP_WITHIN: DurationMs = SECOND;
const WHAT = 'Changed settings';

/** How the settings are read again. */
interface Again {
  /** Everything as it is written now. @throws SettingsError */
  read(): Start;
  /** Where the environment is written down. */
  file: string;
}

interface ChangesParts {
  clock: Clock;
  log: Log;
  /** As it was read at the start. */
  start: Start;
  /** Null where the settings are read once. */
  again: Again | null;
  /** Tries what is another credential than the one in use; a line for each. */
  takeUp(now: Start): Promise<HealthItem[]>;
}

export interface Changes {
  /** @returns what stops it */
  start(): () => Promise<void>;
  /** What became of the last change; nothing where there was none. */
  items(): HealthItem[];
}

export function watchChanges(parts: ChangesParts): Changes {
  const { clock, log, again } = parts;
  if (!again) return { start: () => async () => {}, items: () => [] };
  const stopping = new AbortController();
  let items: HealthItem[] = [];
  let files = [again.file, ...parts.start.files];
  let print = printOf(files);
  let next: Instant | null = null;

  const look = async () => {
    const now = printOf(files);
    if (now === print && (next === null || clock.now() < next)) return;
    // Where it breaks off in the middle, nothing is offered to a far side again at once.
    print = now;
    next = clock.now() + AGAIN_AFTER;
    const read = readAgain(again);
    const found = Array.isArray(read) ? read : await parts.takeUp(read);
    // A file that is named since is looked at as well.
    if (!Array.isArray(read)) files = [again.file, ...read.files];
    next = found.some(each => !each.ok) ? clock.now() + AGAIN_AFTER : null;
    const before = JSON.stringify(items);
    // What was taken up is told until something else is.
    items = found.length ? found.map(toldOf) : items.filter(each => each.ok);
    if (JSON.stringify(items) !== before) for (const each of found.map(toldOf)) say(log, each);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(LOOK_EVERY, stopping.signal);
      if (stopping.signal.aborted) return;
      await look().catch(error =>
        log.warn(
          { error: String(error) },
          'The settings files could not be checked for changes. It is tried again in ten seconds.',
        ),
      );
    }
  };
  return {
    start: () => {
      const running = run();
      return async () => {
        stopping.abort();
        // A far side that is just being tried, and says nothing, holds up nobody who stops.
        const late = new AbortController();
        await Promise.race([running, clock.sleep(STOP_WITHIN, late.signal)]);
        late.abort();
      };
    },
    items: () => items,
  };
}

/** One credential that does not work stops nothing: the one of before is in use. */
function toldOf(item: HealthItem): HealthItem {
  return { ...item, words: hush(item.words), stops: false };
}

function say(log: Log, { what, ok, words }: HealthItem): void {
  if (ok) log.info({ what }, words);
  else log.error({ what }, words);
}

/** What is written now, or why it cannot be used. */
function readAgain({ read }: Again): Start | HealthItem[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const words = `The changed settings cannot be used, so Deskhand keeps the ones it has. ${error.problems.join(' ')}`;
    return [{ what: WHAT, ok: false, words }];
  }
}

/** Of what is in the files: a time or a size may be the same when they are replaced. */
function printOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`\0${file}\0`);
    try {
      hash.update(readFileSync(file));
    } catch {
      hash.update('\0none');
    }
  }
  return hash.digest('base64');
}
