/** Looks, for each enquiry that came or got a reason, whether something is rising, and keeps the alert: once, in whatever process. */
import type { AlertId, EnquiryId, RoomId } from '../../core/ids.ts';
import { DAY, type DurationMs, type Instant, SECOND } from '../../core/time.ts';
import type { AlertRow } from '../../ports/insight-rows.ts';
import { job, roomLane } from '../../ports/jobs.ts';
import type { Parts } from '../../ports/parts.ts';
import type { RoomRow } from '../../ports/rows.ts';
import type { NewJob, Op } from '../../ports/store.ts';
import { ONE_ALERT, type Standing, type Verdict, verdictOn } from './book.ts';
import type { Detector, Topic } from './detector.ts';
import { detectorNow } from './live.ts';

/** What joins within this time is drawn together. */
const DRAWN_AFTER: DurationMs = 10 * SECOND;
/** A drawing that is due so soon may have begun: it may miss what joins now. */
const UNDER_WAY: DurationMs = 3 * SECOND;
/** Others change alerts at the same time seldom: their jobs run one after another. */
const TRIES_MAX = 10;

/** Of the row that each change of an alert passes: of two processes that look at once, one looks again. */
function gateId({ workspaceId }: Pick<Parts, 'workspaceId'>): string {
  return `${workspaceId}:rising`;
}

/** The room that an admin named for it; null for none. */
async function risingRoom({ store, risingRoom: named }: Pick<Parts, 'store' | 'risingRoom'>) {
  const name = named();
  return name === null ? null : ((await store.rooms()).find(each => each.name === name) ?? null);
}

export async function watchRising(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store, clock, recorder } = parts;
  const room = await risingRoom(parts);
  if (!room) return;
  const detector = await detectorNow(parts);
  const [row] = await store.arrivalsById([enquiryId]);
  if (!row || !detector.has(row.number)) return;
  for (let i = 0; i < TRIES_MAX; i++) {
    const gate = await store.schedule(gateId(parts));
    const now = clock.now();
    const rows = await store.standingAlerts(now - ONE_ALERT, now);
    const { number } = row;
    const verdict = verdictOn(detector, { number, reason: detector.reasonOf(number) }, now, rows.map(asStanding));
    if (!verdict) return;
    const { ops, jobs } = await changes(parts, { verdict, rows, room, detector, now });
    const passed: Op = gate
      ? { do: 'update', table: 'schedules', id: gate.id, expect: gate.version, set: { version: gate.version + 1 } }
      : { do: 'insert', table: 'schedules', row: { id: gateId(parts), workspaceId: parts.workspaceId, version: 1 } };
    if ((await recorder.enqueue(jobs, [passed, ...ops])).ok) return;
  }
  throw new Error('Alerts are changed by too many at once. It is tried again.');
}

interface Change {
  verdict: NonNullable<Verdict>;
  rows: readonly AlertRow[];
  room: RoomRow;
  detector: Detector;
  now: Instant;
}

async function changes(parts: Parts, { verdict, rows, room, detector, now }: Change) {
  const { ids, workspaceId } = parts;
  if (verdict.as === 'new') {
    const { topic, numbers, since, usual } = verdict.rise;
    const row: AlertRow = {
      id: ids.make('alert'),
      workspaceId,
      version: 1,
      what: topic.as,
      reason: topic.as === 'reason' ? topic.reason : topic.as === 'everything' ? topic.ledBy : null,
      words: topic.as === 'words' ? await wordsFor(parts, detector, numbers, room.id) : [],
      enquiries: [...numbers].reverse(),
      usual: Math.round(usual * 1_000),
      since,
      at: now,
      roomId: room.id,
      state: 'open',
      quietUntil: null,
      drawnAt: null,
    };
    const ops: Op[] = [{ do: 'insert', table: 'alerts', row }];
    return { ops, jobs: [drawing(row.id, row.roomId)] };
  }
  const row = rows.find(each => each.id === verdict.id)!;
  const waits = row.drawnAt !== null && row.drawnAt > now + UNDER_WAY;
  const drawnAt = waits ? row.drawnAt : now + DRAWN_AFTER;
  const set = { version: row.version + 1, enquiries: [...row.enquiries, ...verdict.numbers], drawnAt };
  const ops: Op[] = [{ do: 'update', table: 'alerts', id: row.id, expect: row.version, set }];
  return { ops, jobs: waits ? [] : [drawing(row.id, row.roomId, now + DRAWN_AFTER)] };
}

/** Shows an alert in its room, as it is by then. */
function drawing(alertId: AlertId, roomId: RoomId, runAt?: Instant): NewJob {
  const more = runAt === undefined ? {} : { runAt };
  return job('room.alert', `alert:${alertId}`, { alertId }, { lane: roomLane(roomId), ...more });
}

/** In the words of customers whom everybody in that room can read. */
async function wordsFor({ store }: Parts, detector: Detector, numbers: readonly number[], roomId: RoomId) {
  const here: number[] = [];
  for (const number of numbers) if ((await store.enquiryByNumber(number))?.roomId === roomId) here.push(number);
  return here.length >= 2 ? detector.wordsOf(here) : [];
}

function asStanding({ id, what, reason, words, enquiries, at, quietUntil }: AlertRow): Standing {
  const topic: Topic =
    what === 'reason'
      ? { as: 'reason', reason: reason ?? '' }
      : what === 'words'
        ? { as: 'words', words }
        : { as: 'everything', ledBy: reason };
  return { id, topic, numbers: enquiries, at, quietUntil };
}

/** The team knows about it. What came is usual by tomorrow; a week is as long as such a thing lasts. */
const NOT_NEW_FOR: DurationMs = 7 * DAY;
/** Nobody wants to hear of it: a season. */
const MUTED_FOR: DurationMs = 90 * DAY;

/** Marks an alert, or takes that back. @returns false where it is not there any more */
export async function markAlert(parts: Parts, alertId: AlertId, state: AlertRow['state']): Promise<boolean> {
  const { store, clock, recorder } = parts;
  for (let i = 0; i < TRIES_MAX; i++) {
    const row = await store.alert(alertId);
    if (!row) return false;
    if (row.state === state) return true;
    const forMs = { open: null, 'not-new': NOT_NEW_FOR, muted: MUTED_FOR }[state];
    const quietUntil = forMs === null ? null : clock.now() + forMs;
    const set = { version: row.version + 1, state, quietUntil };
    const op: Op = { do: 'update', table: 'alerts', id: row.id, expect: row.version, set };
    if ((await recorder.enqueue([drawing(row.id, row.roomId)], [op])).ok) return true;
  }
  throw new Error('An alert is changed by too many at once. It is tried again.');
}

/** Something else became of its enquiries, such as an incident: it is drawn again. @param at when; absent: at once */
export async function redrawAlert(parts: Parts, alertId: AlertId, at?: Instant): Promise<void> {
  for (let i = 0; i < TRIES_MAX; i++) {
    const row = await parts.store.alert(alertId);
    if (!row) return;
    const op: Op = {
      do: 'update',
      table: 'alerts',
      id: row.id,
      expect: row.version,
      set: { version: row.version + 1 },
    };
    if ((await parts.recorder.enqueue([drawing(row.id, row.roomId, at)], [op])).ok) return;
  }
  throw new Error('An alert is changed by too many at once. It is tried again.');
}
