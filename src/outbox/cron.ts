/** Recurring work: of many processes exactly one enqueues the job. */
import type { DurationMs } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { SettingReads } from '../ports/reads.ts';
import type { Commits, NewJob, Recorder } from '../ports/store.ts';

/**
 * When the schedule is due, moves it on and leaves its job in one commit that expects the time it saw: whoever comes
 * second meets another time and leaves nothing. The first sight of a schedule only writes it down.
 * @returns whether this call left the job
 */
export async function fireDue(
  { store, clock, recorder }: { store: SettingReads & Commits; clock: Clock; recorder: Recorder },
  name: string,
  every: DurationMs,
  due: NewJob,
): Promise<boolean> {
  const id = `${store.workspaceId}:${name}`;
  const now = clock.now();
  const schedule = await store.schedule(id);
  const version = now + every;
  if (!schedule) {
    await store.commit([{ do: 'insert', table: 'schedules', row: { id, workspaceId: store.workspaceId, version } }]);
    return false;
  }
  if (schedule.version > now) return false;
  const moved = await recorder.enqueue(
    [due],
    [{ do: 'update', table: 'schedules', id, expect: schedule.version, set: { version } }],
  );
  return moved.ok;
}
