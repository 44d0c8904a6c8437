/** Reads of enquiries in the order in which they came, for what is rising. Beside the event loop where they are many. */
import { asc, gt, gte, or } from 'drizzle-orm';
import { IMPORTED } from '../../core/customer.ts';
import type { EnquiryId, RoomId, WorkspaceId } from '../../core/ids.ts';
import type { ArrivalReads, ArrivalRow } from '../../ports/rising.ts';
import type { Engine } from '../engine.ts';
import { notPractice } from '../tables.ts';
import { makeRowReads } from './rows.ts';

/** Of a text: what somebody asks stands in its first pages. */
const CHARS_READ_MAX = 6_000;
/** Alerts that are looked at: a day has few, and what is quiet is quiet for a while. */
const ALERTS_MAX = 1_000;
/** So few are read at once without a reader of their own. */
const FEW = 8;

const COLUMNS = `e.id, e.number, e.version, e.opened_at, e.room_id, e.channel_kind, e.contact_reason, e.status, e.subject,
  case when i.channel_kind = '${IMPORTED}' then e.id else e.customer_id end as customer, i.standing,
  substr(m.text, 1, ${CHARS_READ_MAX}) as text, m.kind`;
/** Its first message, with who wrote it. */
const FROM = `from enquiries e
  left join identities i on i.workspace_id = e.workspace_id and i.id = e.identity_id
  left join messages m on m.workspace_id = e.workspace_id and m.seq = (select min(f.seq) from messages f
    where f.workspace_id = e.workspace_id and f.enquiry_id = e.id and f.direction = 'in' and f.kind <> 'bystander')`;

interface Raw {
  id: string;
  number: number;
  version: number;
  opened_at: number;
  room_id: string;
  channel_kind: string;
  contact_reason: string | null;
  status: string;
  subject: string | null;
  customer: string;
  standing: string | null;
  text: string | null;
  kind: string | null;
}

export function arrivalReads(engine: Engine, ws: WorkspaceId): ArrivalReads {
  const { alerts } = engine.tables;
  const { one, those } = makeRowReads(engine, ws);
  return {
    alert: id => one('alerts', { id }),
    standingAlerts: (since, now) =>
      those(
        'alerts',
        [or(gte(alerts.at, since), gt(alerts.quietUntil, now))!],
        [asc(alerts.at), asc(alerts.id)],
        ALERTS_MAX,
      ),
    arrivals: async (after, to, limit) => {
      const rows = await engine.slowRows<Raw>(
        `select ${COLUMNS} ${FROM} where e.workspace_id = ? and ${notPractice('e.')}
         and e.opened_at >= ? and (e.opened_at > ? or e.number > ?) and e.opened_at < ?
         order by e.opened_at, e.number limit ?`,
        [ws, after.at, after.at, after.number, to, limit],
      );
      return rows.map(toArrival);
    },
    arrivalsById: async ids => {
      if (ids.length === 0) return [];
      const sql = `select ${COLUMNS} ${FROM} where e.workspace_id = ? and ${notPractice('e.')}
        and e.id in (${ids.map(() => '?').join(', ')}) order by e.opened_at, e.number`;
      const rows =
        ids.length <= FEW ? await engine.rows<Raw>(sql, [ws, ...ids]) : await engine.slowRows<Raw>(sql, [ws, ...ids]);
      return rows.map(toArrival);
    },
  };
}

function toArrival(row: Raw): ArrivalRow {
  return {
    id: row.id as EnquiryId,
    number: Number(row.number),
    version: Number(row.version),
    at: Number(row.opened_at),
    customer: row.customer,
    roomId: row.room_id as RoomId,
    channelKind: row.channel_kind,
    reason: row.contact_reason,
    subject: row.subject,
    text: row.text,
    counts:
      row.status !== 'spam' &&
      row.status !== 'merged' &&
      row.standing === null &&
      (row.kind === null || row.kind === 'human' || row.kind === 'unreadable'),
  };
}
