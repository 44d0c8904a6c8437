/** Reads behind the figures: measures, tallies, and what is unfinished. Away from the event loop where they may be slow. */
import type { EnquiryId, RoomId, WorkspaceId } from '../../core/ids.ts';
import type { BacklogCount, BacklogReads, MeasurePosition, MeasureReads } from '../../ports/reads.ts';
import type { MeasureRow, TallyRow } from '../../ports/rows.ts';
import type { Engine } from '../engine.ts';
import { LIVING_STATUSES, notPractice } from '../tables.ts';

const MEASURE_COLUMNS = `seq, enquiry_id, n, what, at, channel_id, reason, staff_id, calendar_ms, open_ms, previous_at, lasting,
  came_back, came_back_at, first_contact, asked, score, kept`;

/** By a replica, where there is one. */
export function figureReads(engine: Engine): Engine['slowRows'] {
  return (sql, values) => (engine.figureRows ?? engine.slowRows)(sql, values);
}

export function measureReads(engine: Engine, ws: WorkspaceId): MeasureReads {
  const read = figureReads(engine);
  return {
    measuresOf: async enquiryId => {
      const rows = await engine.rows<RawMeasure>(
        `select ${MEASURE_COLUMNS} from measures where workspace_id = ? and enquiry_id = ? order by n`,
        [ws, enquiryId],
      );
      return rows.map(row => toMeasure(row, ws));
    },
    measuresBetween: async (from, to, limit, after) => {
      const start: MeasurePosition = after ?? { at: from, seq: -1 };
      const rows = await read<RawMeasure & { room_id: RoomId }>(
        `select m.*, e.room_id from (select ${MEASURE_COLUMNS} from measures
         where workspace_id = ? and at >= ? and at < ? and (at, seq) > (?, ?) order by at, seq limit ?) m
         join enquiries e on e.workspace_id = ? and e.id = m.enquiry_id order by m.at, m.seq`,
        [ws, start.at, to, start.at, start.seq, limit, ws],
      );
      const last = rows.at(-1);
      return {
        rows: rows.map(row => ({ ...toMeasure(row, ws), roomId: row.room_id })),
        next: rows.length === limit && last ? { at: Number(last.at), seq: Number(last.seq) } : null,
      };
    },
    firstMeasureAt: async (rooms = null) => {
      // The first of all is at hand; of some rooms each enquiry is looked at.
      const rows = await (rooms === null
        ? engine.rows<{ at: number }>('select at from measures where workspace_id = ? order by at limit 1', [ws])
        : read<{ at: number }>(
            `select min(m.at) as at from enquiries e join measures m on m.workspace_id = e.workspace_id
               and m.enquiry_id = e.id and m.n = 0
             where e.workspace_id = ?${inRooms('e.', rooms)} having min(m.at) is not null`,
            [ws, ...rooms],
          ));
      return rows[0] ? Number(rows[0].at) : null;
    },
    tallies: async ids => {
      if (ids.length === 0) return [];
      // PostgreSQL's driver takes everything as text. Of its own accord the server writes bytes in hex, half as long again.
      const content = engine.kind === 'postgres' ? `encode(content, 'base64') as content` : 'content';
      const rows = await read<Omit<TallyRow, 'content'> & { content: Uint8Array | string | null }>(
        `select id, day, zone, version, ${content} from tallies
         where workspace_id = ? and id in (${ids.map(() => '?').join(', ')})`,
        [ws, ...ids],
      );
      return rows.map(row => ({
        ...row,
        workspaceId: ws,
        version: Number(row.version),
        content: typeof row.content === 'string' ? Buffer.from(row.content, 'base64') : row.content,
      }));
    },
  };
}

/** Those of customers who were erased: found by the record of that, which is short. */
const ERASED = `enquiries e join erasures x on x.workspace_id = e.workspace_id and x.customer_id = e.customer_id
  where e.workspace_id = ?`;

export function backlogReads(engine: Engine, ws: WorkspaceId): BacklogReads {
  const read = figureReads(engine);
  return {
    backlog: async (now, ages, notCounted, rooms = null) => {
      const age = `case ${ages.map((end, i) => `when ${now} - opened_at < ${end} then ${i}`).join(' ')} else ${ages.length} end`;
      const rows = await read<RawBacklog>(
        `select status, channel_id, contact_reason, ${age} as age, count(*) as n, count(waiting_since) as waiting,
           min(waiting_since) as waiting_since, min(opened_at) as opened_at
         from enquiries where workspace_id = ? and ${LIVING_STATUSES} and ${notPractice()} ${notCounted.map(() => 'and channel_kind <> ?').join(' ')}
           ${inRooms('', rooms)}
         group by status, channel_id, contact_reason, ${age}`,
        [ws, ...notCounted, ...(rooms ?? [])],
      );
      return rows.map(
        (row): BacklogCount => ({
          status: row.status,
          channelId: row.channel_id,
          reason: row.contact_reason,
          age: Number(row.age),
          n: Number(row.n),
          waiting: Number(row.waiting),
          waitingSince: row.waiting_since === null ? null : Number(row.waiting_since),
          openedAt: Number(row.opened_at),
        }),
      );
    },
    livingAt: async (at, rooms = null) => {
      // Unfinished then: resolved since, or unfinished now. Few of very many; the plus keeps SQLite without statistics from `at`.
      const own = 'm.workspace_id = ? and m.enquiry_id = c.enquiry_id and +m.at < ?';
      const rows = await read<{ enquiry_id: string; opened: number }>(
        `with c as (
           select enquiry_id from measures where workspace_id = ? and at >= ? and what = 'resolved' and at - calendar_ms < ?
           union select id from enquiries where workspace_id = ? and ${LIVING_STATUSES} and opened_at < ?
           union select e.id from ${ERASED} and e.erased_at >= ? and e.opened_at < ?)
         select enquiry_id, opened from (
           select c.enquiry_id,
             (select min(m.at) from measures m where ${own}) as opened,
             (select sum(case m.what when 'opened' then 1 when 'reopened' then 1 when 'resolved' then -1 else 0 end)
              from measures m where ${own}) as living
           from c) each_one
         where living > 0${rooms ? ` and exists (select 1 from enquiries e where e.id = enquiry_id${inRooms('e.', rooms)})` : ''} order by enquiry_id`,
        [ws, at, at, ws, at, ws, at, at, ws, at, ws, at, ...(rooms ?? [])],
      );
      return rows.map(row => ({ enquiryId: row.enquiry_id as EnquiryId, openedAt: Number(row.opened) }));
    },
    erasedUnfinished: async (from, until, rooms = null) => {
      const [row] = await read<{ n: number }>(
        `select count(*) as n from ${ERASED} and e.erased_at >= ? and e.erased_at < ? and e.resolved_at = e.erased_at
           and exists (select 1 from measures m where m.workspace_id = e.workspace_id and m.enquiry_id = e.id)${inRooms('e.', rooms)}`,
        [ws, from, until, ...(rooms ?? [])],
      );
      return Number(row?.n ?? 0);
    },
    waiting: async limit => {
      const rows = await engine.slowRows<{ id: EnquiryId; room: string; kind: string; since: number }>(
        `select id, room_id as room, channel_kind as kind, waiting_since as since from enquiries
         where workspace_id = ? and ${LIVING_STATUSES} and status = 'open' and waiting_since is not null and ${notPractice()}
         order by waiting_since limit ?`,
        [ws, limit],
      );
      return rows.map(row => ({
        id: row.id,
        roomId: row.room as RoomId,
        channelKind: row.kind,
        waitingSince: Number(row.since),
      }));
    },
  };
}

/** A condition on the room of an enquiry, with a mark for each; in no room there is nothing. */
function inRooms(table: '' | 'e.', rooms: readonly RoomId[] | null): string {
  if (rooms === null) return '';
  return rooms.length ? ` and ${table}room_id in (${rooms.map(() => '?').join(', ')})` : ' and 1 = 0';
}

interface RawMeasure {
  seq: number;
  enquiry_id: EnquiryId;
  n: number;
  what: MeasureRow['what'];
  at: number;
  channel_id: MeasureRow['channelId'];
  reason: string | null;
  staff_id: MeasureRow['staffId'];
  calendar_ms: number | null;
  open_ms: number | null;
  previous_at: number | null;
  /** True and false are 1 and 0 on SQLite. */
  lasting: boolean | number | null;
  came_back: boolean | number | null;
  came_back_at: number | null;
  first_contact: boolean | number | null;
  asked: boolean | number | null;
  score: number | null;
  kept: boolean | number | null;
}
interface RawBacklog {
  status: BacklogCount['status'];
  channel_id: BacklogCount['channelId'];
  contact_reason: string | null;
  age: number;
  n: number;
  waiting: number;
  waiting_since: number | null;
  opened_at: number;
}

function toMeasure(row: RawMeasure, workspaceId: WorkspaceId): MeasureRow {
  const bool = (value: boolean | number | null) => (value === null ? null : Boolean(value));
  return {
    workspaceId,
    enquiryId: row.enquiry_id,
    n: row.n,
    what: row.what,
    at: row.at,
    channelId: row.channel_id,
    reason: row.reason,
    staffId: row.staff_id,
    calendarMs: row.calendar_ms,
    openMs: row.open_ms,
    previousAt: row.previous_at,
    lasting: bool(row.lasting),
    cameBack: bool(row.came_back),
    cameBackAt: row.came_back_at,
    firstContact: bool(row.first_contact),
    asked: bool(row.asked),
    score: row.score,
    kept: bool(row.kept),
  };
}
