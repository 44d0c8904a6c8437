/** What happens by the clock: housekeeping, and reminders of customers who wait. */

import { type DurationMs, HOUR, MINUTE } from '../core/time.ts';
import { fireDue } from '../outbox/cron.ts';
import type { Desk } from '../ports/desk.ts';
import { job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { remindersDue } from '../waiting/due.ts';
import { peopleToTell } from '../waiting/say.ts';

const HOUSEKEEPING_EVERY: DurationMs = HOUR;
const REMIND_EVERY: DurationMs = MINUTE;

/** Says in the rooms who waits long. Of two processes that leave the same marks, one has its commit refused. */
export async function remind(parts: Parts, desk: Desk): Promise<void> {
  const { rooms, marks } = await remindersDue(parts);
  if (marks.length === 0) return;
  const people = rooms.some(due => due.passed.length) ? (await peopleToTell(parts, desk)).found : [];
  const jobs = rooms.flatMap(due => [
    job('room.remind', `remind:${due.roomId}`, due, { lane: roomLane(due.roomId) }),
    // One each: whoever cannot be reached keeps nobody else from being told.
    ...people.map(person => job('person.remind', `remind:${person}`, { ...due, person })),
  ]);
  await parts.recorder.enqueue(jobs, marks);
}

/** Goes on until it is told to stop; what fails is tried again the next time. */
export async function runSchedules(parts: Parts, desk: Desk, signal: AbortSignal): Promise<void> {
  const { clock, log } = parts;
  const every = async (pause: DurationMs, failed: string, work: () => Promise<unknown>) => {
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
  ]);
}
