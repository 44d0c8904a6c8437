/**
 * Answers on time: says quietly in the room when a customer has waited for three quarters of what the team wants, and when
 * the time has passed. Waiting is counted while the business is open. One line for all that are due, and no names of staff.
 */
import type { EnquiryId, RoomId } from '../core/ids.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op, WaitingRow } from '../ports/store.ts';

/** Customers who wait at once that are looked at, the longest waiting first. */
const WAITING_MAX = 5_000;
/** "At 75 %": while there is still time to do something. */
export const NEAR_SHARE = 0.75;
/** Enquiries in one reminder; the rest comes a minute later. */
const IN_ONE_MAX = 50;

type Step = 'near' | 'passed';

/** What is to be said, by room; and the marks by which it is said once. */
export interface Reminders {
  rooms: { roomId: RoomId; at: Instant; near: EnquiryId[]; passed: EnquiryId[] }[];
  marks: Op[];
}

/** Looks once; called every minute. Whoever was reminded of is remembered, by whichever process. */
export async function remindersDue(parts: Parts): Promise<Reminders> {
  const { store, clock, workspaceId } = parts;
  const now = clock.now();
  const rooms = new Map<RoomId, Record<Step, EnquiryId[]>>();
  const marks: Op[] = [];
  for (const row of await store.waiting(WAITING_MAX)) {
    const target = parts.answerWithin(row.channelKind);
    const step = target === null ? null : stepOf(parts, row, target, now);
    if (!step || marks.length >= IN_ONE_MAX) continue;
    const id = markOf(workspaceId, row, step);
    if (await store.seen(id)) continue;
    marks.push({ do: 'insert', table: 'seen', row: { id, workspaceId, at: now } });
    const due = rooms.get(row.roomId) ?? { near: [], passed: [] };
    due[step].push(row.id);
    rooms.set(row.roomId, due);
  }
  return { rooms: [...rooms].map(([roomId, due]) => ({ roomId, at: now, ...due })), marks };
}

function stepOf(parts: Parts, row: WaitingRow, target: DurationMs, now: Instant): Step | null {
  const { calendar } = parts;
  // Closed: nobody is there to read it, and no time goes by.
  if (calendar.openBetween(row.channelKind, now, now + 1) === 0) return null;
  const waited = calendar.openBetween(row.channelKind, row.waitingSince, now);
  if (waited >= target) return 'passed';
  return waited >= target * NEAR_SHARE ? 'near' : null;
}

function markOf(workspaceId: string, row: WaitingRow, step: Step): string {
  return `${workspaceId}:remind:${row.id}:${row.waitingSince}:${step}`;
}
