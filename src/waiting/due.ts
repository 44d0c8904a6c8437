/**
 * Reminds the room quietly when a customer has waited three quarters of the target time, and when they are overdue. Waits
 * count opening hours only. One notice covers all that are due, and names no staff.
 */
import type { EnquiryId, RoomId } from '../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import type { Desk } from '../ports/desk.ts';
import { job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { WaitingRow } from '../ports/reads.ts';
import type { Op } from '../ports/store.ts';
import { peopleToTell } from './say.ts';

/** Customers who wait at once that are looked at, the longest waiting first. */
const WAITING_MAX = 5_000;
/** Looked at in one go: a few ms. */
const ROWS_AT_ONCE = 500;
/** "At 75 %": while there is still time to do something. */
const NEAR_SHARE = 0.75;
/** Marks are kept for a week; what was due before that has been said. */
const SAID_WITHIN: DurationMs = 6 * DAY;
/** More at once are an old backlog: said in one notice, and not again one by one. */
const MANY = 200;
/** Enquiries that go along with a notice, of which it names a few. */
const ALONG_MAX = 20;

/** Workspaces, as this process has them open, of which it is known that the first look of all was taken. */
const begunIn = new WeakSet<Parts>();

type Step = 'near' | 'passed';

interface DueEnquiry {
  id: EnquiryId;
  /** Since when its customer waits; another wait is another matter. */
  since: Instant;
}
interface DueRoom {
  roomId: RoomId;
  /** When it was found. */
  at: Instant;
  near: DueEnquiry[];
  passed: DueEnquiry[];
  /** How many there are besides, of each. */
  more: { near: number; passed: number };
}
/** What is to be said, by room; and the steps by which one process says it once. */
interface Reminders {
  rooms: DueRoom[];
  marks: Op[];
}

/** Looks once; called every minute. The first look of all begins from now: nobody is told of what is long past. */
export async function remindersDue(parts: Parts): Promise<Reminders> {
  const { store, clock, workspaceId } = parts;
  const now = clock.now();
  const id = `${workspaceId}:reminders`;
  const waiting = await store.waiting(WAITING_MAX);
  // A thousand workspaces look each minute, and in most of them nobody waits.
  if (waiting.length === 0 && begunIn.has(parts)) return { rooms: [], marks: [] };
  const begun = await store.schedule(id);
  if (begun) begunIn.add(parts);
  else return { rooms: [], marks: [{ do: 'insert', table: 'schedules', row: { id, workspaceId, version: now } }] };
  const crossed: { row: WaitingRow; step: Step }[] = [];
  for (const [i, row] of waiting.entries()) {
    const step = stepOf(parts, row, now);
    if (step && step.at >= begun.version && now - step.at < SAID_WITHIN) crossed.push({ row, step: step.step });
    // Others have their turn in between.
    if (i % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await clock.sleep(0);
  }
  if (crossed.length === 0) return { rooms: [], marks: [] };
  const said = await store.seenAmong(crossed.map(each => markOf(workspaceId, each.row, each.step)));
  const due = crossed.filter(each => !said.has(markOf(workspaceId, each.row, each.step)));
  const marks: Op[] =
    due.length > MANY
      ? [{ do: 'update', table: 'schedules', id, expect: begun.version, set: { version: now } }]
      : due.map(({ row, step }) => ({
          do: 'insert',
          table: 'seen',
          row: { id: markOf(workspaceId, row, step), workspaceId, at: now },
        }));
  return { rooms: byRoom(due, now), marks };
}

function byRoom(due: { row: WaitingRow; step: Step }[], at: Instant): DueRoom[] {
  const rooms = new Map<RoomId, DueRoom>();
  for (const { row, step } of due) {
    const room = rooms.get(row.roomId) ?? {
      roomId: row.roomId,
      at,
      near: [],
      passed: [],
      more: { near: 0, passed: 0 },
    };
    rooms.set(row.roomId, room);
    if (room[step].length < ALONG_MAX) room[step].push({ id: row.id, since: row.waitingSince });
    else room.more[step]++;
  }
  return [...rooms.values()];
}

/** Which line a wait has crossed, and when. */
function stepOf({ answerWithin, calendar }: Parts, row: WaitingRow, now: Instant): { step: Step; at: Instant } | null {
  const { channelKind, waitingSince } = row;
  const target = answerWithin(channelKind);
  // Closed: nobody is there to read it, and no time goes by.
  if (target === null || calendar.openBetween(channelKind, now, now + 1) === 0) return null;
  const waited = calendar.openBetween(channelKind, waitingSince, now);
  const step: Step | null = waited >= target ? 'passed' : waited >= target * NEAR_SHARE ? 'near' : null;
  if (!step) return null;
  const at = calendar.openAfter(channelKind, waitingSince, step === 'passed' ? target : target * NEAR_SHARE);
  return at === null ? null : { step, at };
}

function markOf(workspaceId: string, row: WaitingRow, step: Step): string {
  return `${workspaceId}:remind:${row.id}:${row.waitingSince}:${step}`;
}

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
