/**
 * What was not said in a room one by one is said in one line: after a night, after an outage, when much comes at once. Two
 * moments are kept for each room: since when something is held back, and when that was last.
 */
import { isAlerting } from '../core/alerting.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { nextOpening } from '../core/hours.ts';
import type { RoomId, WorkspaceId } from '../core/ids.ts';
import { oneMore } from '../core/pace.ts';
import { isPractice } from '../core/practice.ts';
import { HOUR, type Instant, MINUTE } from '../core/time.ts';
import { button } from '../desk/cards.ts';
import { dateWords } from '../desk/dates.ts';
import { MORNING } from '../desk/together.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import { job, roomLane } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';

/** Nothing more has come for so long: the burst is over. */
const SETTLED_AFTER = 2 * MINUTE;
/** Not longer than this, however much still comes. */
const SAID_WITHIN = HOUR / 2;
/** Enquiries that are counted; more is "many". */
const COUNTED_MAX = 2_000;

const names = (ws: WorkspaceId, roomId: RoomId) => ({
  /** Since when something is held back; 0 for nothing. */
  since: `${ws}:held-back:${roomId}`,
  last: `${ws}:held-back-last:${roomId}`,
  pace: `${ws}:pace:${roomId}`,
});

/** May the room be given one more sign? While something is held back, everything is. */
export async function hasRoomFor({ store, clock, workspaceId }: Parts, roomId: RoomId): Promise<boolean> {
  // One person alone is never flooded.
  if (isPractice({ roomId })) return true;
  const { since, pace } = names(workspaceId, roomId);
  if ((await store.schedule(since))?.version) return false;
  const next = oneMore((await store.schedule(pace))?.version ?? 0, clock.now());
  if (next === null) return false;
  // Of two processes the later one counts: a sign more or less is no harm.
  await store.commit([{ do: 'put', table: 'schedules', row: { id: pace, workspaceId, version: next } }]);
  return true;
}

/** Keeps in mind that there is something to say. @param at since when there has been */
export async function holdBack(parts: Parts, { roomId }: Pick<Enquiry, 'roomId'>, at: Instant): Promise<void> {
  if (isPractice({ roomId })) return;
  const { store, clock, workspaceId, recorder } = parts;
  const { since, last } = names(workspaceId, roomId);
  const noted: Op = { do: 'put', table: 'schedules', row: { id: last, workspaceId, version: clock.now() } };
  const row = await store.schedule(since);
  if (row?.version) {
    // What is older than the first that was held back counts from then.
    const earlier: Op[] =
      at < row.version
        ? [{ do: 'update', table: 'schedules', id: since, expect: row.version, set: { version: at } }]
        : [];
    return void (await store.commit([...earlier, noted]));
  }
  const begins: Op = row
    ? { do: 'update', table: 'schedules', id: since, expect: 0, set: { version: at } }
    : { do: 'insert', table: 'schedules', row: { id: since, workspaceId, version: at } };
  // Who comes second finds that it is kept in mind.
  const due = job(
    'room.summary',
    `summary:${roomId}`,
    { roomId },
    { runAt: clock.now() + SETTLED_AFTER, lane: roomLane(roomId) },
  );
  await recorder.enqueue([due], [begins, noted]);
}

/** Since when something is held back in a room; null for nothing. */
export async function heldBackSince({ store, workspaceId }: Parts, roomId: RoomId): Promise<Instant | null> {
  return (await store.schedule(names(workspaceId, roomId).since))?.version || null;
}

/** In the commit of whoever says it: nothing is held back any more. */
export function saidNow(workspaceId: WorkspaceId, roomId: RoomId, since: Instant): Op {
  const id = names(workspaceId, roomId).since;
  return { do: 'update', table: 'schedules', id, expect: since, set: { version: 0 } };
}

/** Says it once it has settled, in opening hours. @returns when to look again; null when it is done */
export async function showSummary(parts: Parts, roomId: RoomId): Promise<Instant | null> {
  const { store, clock, hours, workspaceId } = parts;
  const now = clock.now();
  const since = await heldBackSince(parts, roomId);
  const room = await store.room(roomId);
  if (since === null || !room) return null;
  const opens = nextOpening(hours, now);
  // The morning line has the first word.
  if (opens === null || opens > now) return opens === null ? null : opens + SETTLED_AFTER;
  const last = (await store.schedule(names(workspaceId, roomId).last))?.version ?? now;
  if (now - last < SETTLED_AFTER && now - since < SAID_WITHIN) return last + SETTLED_AFTER;
  const words = await summaryOf(parts, roomId, since);
  const key = `summary:${roomId}:${since}`;
  if (words) {
    const desk = await parts.desk(roomId);
    const view = { ...plainAnswer(words), buttons: [openButton(roomId)] };
    await desk.show(room, view, key);
  }
  await store.commit([saidNow(workspaceId, roomId, since)]);
  return null;
}

/** Lists what is open to whoever presses it, and to nobody else. */
export function openButton(roomId: RoomId): ButtonView {
  return button('command.run', MORNING.open, `${roomId} open`);
}

/** What customers wrote in a room since a moment, in one sentence; null when nobody waits because of it. */
export async function summaryOf(parts: Parts, roomId: RoomId, since: Instant): Promise<string | null> {
  const { store, clock, hours } = parts;
  const found = (await store.writtenSince(roomId, since, COUNTED_MAX)).filter(each => each.waitingSince !== null);
  const heard = await Promise.all(
    found.map(async each => {
      const identity = await store.identity(each.identityId);
      return identity === null || isAlerting(identity, clock.now()) ? [each] : [];
    }),
  );
  const wrote = heard.flat();
  if (wrote.length === 0) return null;
  const fresh = wrote.filter(each => each.openedAt >= since).length;
  const unclaimed = wrote.filter(each => each.ownerId === null).length;
  return MORNING.since(dateWords(hours, since), wrote.length, fresh, unclaimed);
}
