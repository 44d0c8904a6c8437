/** Scheduled work: housekeeping, and reminders about waiting customers. */
import { type DurationMs, HOUR, MINUTE } from '../core/time.ts';
import { remindOfArticles } from '../handling/article-due.ts';
import { lookForRetention } from '../handling/retention.ts';
import { remindOfReviews } from '../handling/saved-due.ts';
import { fireDue } from '../outbox/cron.ts';
import type { Desk } from '../ports/desk.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { remind } from '../waiting/due.ts';
import { lookForLetter } from '../waiting/letters.ts';
import { greetRooms } from '../waiting/morning.ts';
import { watchPromises } from '../waiting/slipping.ts';

const HOUSEKEEPING_EVERY: DurationMs = HOUR;
const REMIND_EVERY: DurationMs = MINUTE;
const REVIEW_EVERY: DurationMs = 10 * MINUTE;
/** Of a night's hours it takes the first minutes. */
const NIGHT_EVERY: DurationMs = 10 * MINUTE;
const PROMISES_EVERY: DurationMs = 10 * MINUTE;

interface Looking {
  signal: AbortSignal;
  /** One of many: each begins at a moment of its own, so that not all of a thousand look at once. */
  spread: boolean;
}

/** Goes on until it is told to stop; what fails is tried again the next time. */
export async function runSchedules(parts: Parts, desk: Desk, { signal, spread }: Looking): Promise<void> {
  const { clock, log } = parts;
  const every = async (pause: DurationMs, failed: string, work: () => Promise<unknown>) => {
    if (spread) await clock.sleep(pause * parts.ids.fraction(), signal);
    while (!signal.aborted) {
      await work().catch(error => log.warn({ error: String(error) }, failed));
      await clock.sleep(pause, signal);
    }
  };
  await Promise.all([
    // Every process looks whether it is due; one of them puts it in the table.
    every(HOUSEKEEPING_EVERY / 4, 'Housekeeping could not be scheduled.', () =>
      fireDue(parts, 'housekeeping', HOUSEKEEPING_EVERY, job('housekeeping', 'housekeeping', {})),
    ),
    every(REMIND_EVERY, 'Who waits long could not be looked up. It is tried again in a minute.', () =>
      remind(parts, desk),
    ),
    every(REVIEW_EVERY, 'Which saved replies are due for a look could not be found. It is tried again later.', () =>
      remindOfReviews(parts),
    ),
    every(REVIEW_EVERY, 'Which answers are due for a look could not be found. It is tried again later.', () =>
      remindOfArticles(parts),
    ),
    every(REMIND_EVERY, 'What the day begins with could not be looked up. It is tried again in a minute.', () =>
      greetRooms(parts),
    ),
    every(PROMISES_EVERY, 'Whether promises are kept could not be looked up. It is tried again in ten minutes.', () =>
      watchPromises(parts),
    ),
    every(REMIND_EVERY, 'Whether the weekly letter is due could not be looked up. It is tried again in a minute.', () =>
      lookForLetter(parts),
    ),
    every(
      NIGHT_EVERY,
      'Whether it is night, for how long things are kept, could not be looked up. It is tried again later.',
      () => lookForRetention(parts),
    ),
  ]);
}
