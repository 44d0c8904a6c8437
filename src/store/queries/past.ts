/** Reads of resolved enquiries with the replies that resolved them, in steps, and of what changed since. Beside the event loop. */
import type { EnquiryId, RoomId, StaffId, WorkspaceId } from '../../core/ids.ts';
import type { ReplyStatus } from '../../core/reply.ts';
import type { PastReads, PastRow } from '../../ports/history.ts';
import type { Engine } from '../engine.ts';
import { notPractice } from '../tables.ts';

/** The column of PostgreSQL holds 32 bits. */
const NUMBER_MAX = 2 ** 31 - 1;
/** Of one text: more is looked at by nobody. */
const CHARS_READ_MAX = 6_000;
/** Messages of one enquiry: the matter stands in the first ones, the answer in the last. */
const MESSAGES_MAX = 200;

/** So few are read at once: to start a reader for them would take longer, and 30 MB. */
const FEW = 8;

const COLUMNS = 'e.id, e.number, e.version, e.subject, e.contact_reason, e.channel_kind, e.room_id';

export function pastReads(engine: Engine, ws: WorkspaceId): PastReads {
  type Read = Engine['slowRows'];
  const rowsOf = (read: Read, where: string, values: (string | number)[]) =>
    read<RawEnquiry>(
      `select ${COLUMNS} from enquiries e where e.workspace_id = ? and e.status = 'resolved' and ${notPractice('e.')} and ${where}`,
      [ws, ...values],
    );
  const withMessages = async (read: Read, enquiries: RawEnquiry[]): Promise<PastRow[]> => {
    if (enquiries.length === 0) return [];
    const messages = await read<RawMessage>(
      `select * from (
         select m.enquiry_id, m.direction, m.kind, m.subject, m.seq, substr(m.text, 1, ${CHARS_READ_MAX}) as text,
           m.written_at, r.author_id, r.status,
           row_number() over (partition by m.enquiry_id order by m.seq desc) as back,
           row_number() over (partition by m.enquiry_id order by m.seq) as n
         from messages m left join replies r on r.workspace_id = m.workspace_id and r.id = m.reply_id
         where m.workspace_id = ? and m.enquiry_id in (${enquiries.map(() => '?').join(', ')})) x
       where n <= ${MESSAGES_MAX} or back <= ${MESSAGES_MAX} order by enquiry_id, seq`,
      [ws, ...enquiries.map(each => each.id)],
    );
    const byEnquiry = Map.groupBy(messages, each => each.enquiry_id);
    return enquiries.map(each => toPast(each, byEnquiry.get(each.id) ?? []));
  };
  const quick: Read = (sql, values) => engine.rows(sql, values);
  const slow: Read = (sql, values) => engine.slowRows(sql, values);
  const hasFew = async (): Promise<boolean> => {
    const first = `select id from enquiries where workspace_id = ? and status = 'resolved' limit ${FEW + 1}`;
    return (await engine.rows(first, [ws])).length <= FEW;
  };
  return {
    pastBefore: async (number, limit) => {
      const few = number === null && (await hasFew());
      const read: Read = few ? quick : slow;
      const found = await rowsOf(read, 'e.number < ? order by e.number desc limit ?', [number ?? NUMBER_MAX, limit]);
      return withMessages(read, found);
    },
    pastById: async ids => {
      if (ids.length === 0) return [];
      const read: Read = ids.length <= FEW ? quick : slow;
      const found = await rowsOf(read, `e.id in (${ids.map(() => '?').join(', ')}) order by e.number`, [...ids]);
      return withMessages(read, found);
    },
    lastEvent: async () => {
      // SQLite has it at hand for all workspaces only, and those of others harm nobody.
      const [row] = await (engine.kind === 'sqlite'
        ? engine.rows<{ seq: number | null }>('select max(seq) as seq from events', [])
        : engine.rows<{ seq: number | null }>('select max(seq) as seq from events where workspace_id = ?', [ws]));
      return Number(row?.seq ?? 0);
    },
    changedAfter: (seq, limit) => changedAfter(engine, ws, seq, limit),
    unlikesOf: async ids => {
      if (ids.length === 0) return [];
      const rows = await engine.rows<{ enquiry_id: string; other_id: string }>(
        `select enquiry_id, other_id from unlike where workspace_id = ? and other_id in (${ids.map(() => '?').join(', ')})`,
        [ws, ...ids],
      );
      return rows.map(each => ({ enquiryId: each.enquiry_id as EnquiryId, otherId: each.other_id as EnquiryId }));
    },
  };
}

async function changedAfter(engine: Engine, ws: WorkspaceId, seq: number, limit: number) {
  // Without the plus SQLite reads the index of the whole workspace and sorts it: 190 ms at 280,000 events.
  const own = engine.kind === 'sqlite' ? '+workspace_id' : 'workspace_id';
  const rows = await engine.rows<{ seq: number; enquiry_id: string; version: number }>(
    `select seq, enquiry_id, version from events where seq > ? and ${own} = ? order by seq limit ?`,
    [seq, ws, limit],
  );
  return rows.map(each => ({
    seq: Number(each.seq),
    enquiryId: each.enquiry_id as EnquiryId,
    version: Number(each.version),
  }));
}

const ARRIVED: readonly ReplyStatus[] = ['sent', 'delivered'];

interface RawEnquiry {
  id: string;
  number: number;
  version: number;
  subject: string | null;
  contact_reason: string | null;
  channel_kind: string;
  room_id: string;
}

interface RawMessage {
  enquiry_id: string;
  direction: 'in' | 'out';
  kind: string;
  subject: string | null;
  text: string;
  author_id: string | null;
  status: ReplyStatus | null;
}

function toPast(row: RawEnquiry, messages: RawMessage[]): PastRow {
  return {
    id: row.id as EnquiryId,
    number: Number(row.number),
    version: Number(row.version),
    subject: row.subject,
    reason: row.contact_reason,
    channelKind: row.channel_kind,
    roomId: row.room_id as RoomId,
    messages: messages.map(({ direction, kind, subject, text, author_id, status }) => ({
      direction,
      kind,
      subject,
      text,
      // A reply that never arrived resolved nothing. What was answered elsewhere, or came with an import, has none.
      answers: direction === 'out' && kind === 'human' && (status === null || ARRIVED.includes(status)),
      by: author_id as StaffId | null,
    })),
  };
}
