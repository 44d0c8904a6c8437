/** Makes the row of a job: in its kind's slot, or behind what is new; due at once unless it says otherwise. */
import type { WorkspaceId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import { ATTEMPTS_MAX } from '../ports/jobs.ts';
import type { JobRow } from '../ports/rows.ts';
import type { NewJob } from '../ports/store.ts';
import { slotOf, slotOfOld } from './slots.ts';

/** @param old what is shown of it may wait */
export function jobRow(newJob: NewJob, id: string, workspaceId: WorkspaceId, now: Instant, old = false): JobRow {
  return {
    id,
    workspaceId,
    kind: newJob.kind,
    slot: old ? slotOfOld(newJob.kind) : slotOf(newJob.kind),
    key: newJob.key,
    lane: newJob.lane ?? null,
    ref: newJob.ref ?? null,
    payload: newJob.payload,
    state: 'ready',
    runAt: newJob.runAt ?? now,
    attempts: 0,
    attemptsMax: newJob.attemptsMax ?? ATTEMPTS_MAX,
    lockedBy: null,
    lockedUntil: null,
    lastError: null,
  };
}
