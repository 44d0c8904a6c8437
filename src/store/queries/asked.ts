/** Reads what customers asked, a sample of bounded size. Beside the event loop. */
import type { CustomerId, EnquiryId, RoomId, WorkspaceId } from '../../core/ids.ts';
import type { Shielded } from '../../core/message.ts';
import type { AskedReads, AskedRow } from '../../ports/asked.ts';
import type { Engine } from '../engine.ts';
import { notPractice } from '../tables.ts';
import { figureReads } from './figures.ts';

/** Of one text: what somebody asks stands at its beginning. */
const CHARS_READ_MAX = 1_200;

export function askedReads(engine: Engine, ws: WorkspaceId): AskedReads {
  return {
    askedIn: async (spans, each, rooms) => {
      if (spans.length === 0 || rooms?.length === 0) return [];
      const inRooms = rooms ? ` and e.room_id in (${rooms.map(() => '?').join(', ')})` : '';
      // Each span ends at the index where it has enough.
      const one = `select * from (select m.enquiry_id from measures m
        where m.workspace_id = ? and m.at >= ? and m.at < ? and m.what = 'opened' order by m.at, m.seq limit ?) s`;
      const rows = await figureReads(engine)<RawAsked>(
        `with sample as (${spans.map(() => one).join(' union all ')})
         select e.id, e.number, e.room_id, e.channel_kind, e.customer_id, e.contact_reason, e.subject, c.name, i.address,
           m.kind, m.shield, sm.abuse, substr(m.text, 1, ${CHARS_READ_MAX}) as text
         from sample s join enquiries e on e.id = s.enquiry_id and e.workspace_id = ?
           join customers c on c.workspace_id = e.workspace_id and c.id = e.customer_id
           join identities i on i.workspace_id = e.workspace_id and i.id = e.identity_id
           join messages m on m.workspace_id = e.workspace_id and m.id = (select f.id from messages f where f.workspace_id = ? and f.enquiry_id = e.id
             and f.direction = 'in' order by f.seq limit 1)
           left join shield_marks sm on sm.workspace_id = m.workspace_id and sm.id = m.id
         where e.status not in ('spam', 'merged') and ${notPractice('e.')}${inRooms} order by e.number`,
        [...spans.flatMap(({ from, to }) => [ws, from, to, each]), ws, ws, ...(rooms ?? [])],
      );
      return rows.map(toAsked);
    },
  };
}

type Judged = Pick<Shielded, 'level' | 'score'>;

interface RawAsked {
  id: string;
  number: number;
  room_id: string;
  channel_kind: string;
  customer_id: string;
  contact_reason: string | null;
  subject: string | null;
  name: string | null;
  address: string;
  kind: AskedRow['kind'];
  shield: string | Judged | null;
  abuse: boolean | number | null;
  text: string;
}

/** So little is nothing that any team would fold. */
const SCORE_MAX = 300;

function toAsked(row: RawAsked): AskedRow {
  const shield: Judged | null = typeof row.shield === 'string' ? JSON.parse(row.shield) : row.shield;
  return {
    id: row.id as EnquiryId,
    number: Number(row.number),
    roomId: row.room_id as RoomId,
    channelKind: row.channel_kind,
    customerId: row.customer_id as CustomerId,
    name: row.name,
    address: row.address,
    reason: row.contact_reason,
    subject: row.subject,
    text: row.text,
    kind: row.kind,
    fine: row.abuse ? false : shield === null ? null : shield.level === 'none' && shield.score <= SCORE_MAX,
  };
}
