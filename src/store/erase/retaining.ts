/** What is older than it is kept, found by its enquiry and its age; it is emptied by the steps that erase a customer. */

import type { AttachmentId, ChannelId, EnquiryId, MessageId, RawId, WorkspaceId } from '../../core/ids.ts';
import type { KeepDays } from '../../core/retention.ts';
import type { Cutoffs, Retaining } from '../../ports/retaining.ts';
import type { Engine } from '../engine.ts';
import { notPractice } from '../tables.ts';
import { emptyFile, emptySome } from './words.ts';

/** So many messages say whether our clock is near those of customers. */
const NEWEST = 20;
/** Nothing was before it. */
const NEVER = -1;

export function makeRetaining(engine: Engine, ws: WorkspaceId): Retaining {
  const found = foundBy(ws);
  return {
    numbers: cutoffs => numbersOf(engine, found, cutoffs),
    raws: async (cutoffs, after, limit) => {
      const { sql, values } = found.raws(cutoffs);
      const rows = await engine.slowRows<{ id: RawId; n: number }>(
        `select r.id, length(r.bytes) as n ${sql} and r.id > ? order by r.id limit ?`,
        [...values, after, limit],
      );
      return rows.map(each => ({ id: each.id, bytes: Number(each.n) }));
    },
    files: async (cutoffs, after, limit) => {
      const { sql, values } = found.files(cutoffs);
      const rows = await engine.slowRows<RawFile>(
        `select a.id, a.bytes, a.message_id, e.id as enquiry_id, e.channel_id ${sql} and a.id > ? order by a.id limit ?`,
        [...values, after, limit],
      );
      return rows.map(each => ({
        id: each.id,
        bytes: Number(each.bytes),
        messageId: each.message_id,
        enquiryId: each.enquiry_id,
        channelId: each.channel_id,
      }));
    },
    texts: async (cutoffs, after, limit) => {
      const { sql, values } = found.texts(cutoffs);
      const rows = await engine.slowRows<{ id: EnquiryId; channel_id: ChannelId }>(
        `select e.id, e.channel_id ${sql} and e.id > ? order by e.id limit ?`,
        [...values, after, limit],
      );
      return rows.map(each => ({ id: each.id, channelId: each.channel_id }));
    },
    changedAt: async id => {
      const [row] = await engine.rows<{ at: number }>(
        'select at from events where workspace_id = ? and enquiry_id = ? order by version desc limit 1',
        [ws, id],
      );
      return Number(row?.at ?? 0);
    },
    withoutBytes: ids => ids.map(id => ({ do: 'update', table: 'raws', id, set: { bytes: new Uint8Array() } })),
    withoutContent: (ids, instead) => ids.map(id => emptyFile(id, instead)),
    empty: ({ id, after }, at, instead) => emptySome(engine, ws, { enquiryId: id, after, at, instead }),
    newestMessages: async () => {
      const rows = await engine.rows<{ received_at: number; written_at: number; kind: string }>(
        `select r.received_at, m.written_at, e.channel_kind as kind
         from messages m join raws r on r.workspace_id = m.workspace_id and r.id = m.raw_id
           join enquiries e on e.workspace_id = m.workspace_id and e.id = m.enquiry_id
         where m.workspace_id = ? and m.direction = 'in' order by m.seq desc limit ?`,
        [ws, NEWEST],
      );
      return rows.map(({ kind, ...each }) => ({
        kind,
        receivedAt: Number(each.received_at),
        writtenAt: Number(each.written_at),
      }));
    },
    clean: () => engine.clean(),
  };
}

interface RawFile {
  id: AttachmentId;
  bytes: number;
  message_id: MessageId;
  enquiry_id: EnquiryId;
  channel_id: ChannelId;
}

interface Sql {
  sql: string;
  values: string[];
}

/** Each from its table, with the conditions; the rows are then read in the order of their ids. */
function foundBy(ws: WorkspaceId): Record<keyof KeepDays, (cutoffs: Cutoffs) => Sql> {
  return {
    texts: cutoffs => {
      const due = dueBy(cutoffs, 'texts');
      return { sql: `from enquiries e where e.workspace_id = ? and ${due.sql}`, values: [ws, ...due.values] };
    },
    // What a practice is made of goes with it.
    files: cutoffs => {
      const due = dueBy(cutoffs, 'files');
      return {
        sql: `from attachments a join messages m on m.workspace_id = a.workspace_id and m.id = a.message_id
          join enquiries e on e.workspace_id = m.workspace_id and e.id = m.enquiry_id
          where a.workspace_id = ? and a.content is not null and ${due.sql}`,
        values: [ws, ...due.values],
      };
    },
    // One without a message (a bounce, a receipt) has only its own age.
    raws: cutoffs => {
      const due = dueBy(cutoffs, 'raws');
      const own = beforeOf(cutoffs, 'raws', 'r.channel_id');
      return {
        sql: `from raws r where r.workspace_id = ? and length(r.bytes) > 0 and r.received_at < ${own.sql}
          and not exists (select 1 from messages m join enquiries e on e.workspace_id = m.workspace_id and e.id = m.enquiry_id
            where m.workspace_id = r.workspace_id and m.raw_id = r.id and e.erased_at is null and not (${due.sql}))`,
        values: [ws, ...own.values, ...due.values],
      };
    },
  };
}

/**
 * Ended, and nothing happened in it since: one that is open, waits or was touched again is never found. Neither is one in which
 * somebody promised something that is still to come, or whose customer is to be told when a finding or an incident ends; a
 * promise and a finding that are as old themselves hold nothing.
 */
function dueBy(cutoffs: Cutoffs, kept: keyof KeepDays): Sql {
  const before = beforeOf(cutoffs, kept, 'e.channel_id');
  return {
    sql: `e.status in ('resolved', 'spam', 'merged') and e.erased_at is null and ${notPractice('e.')}
      and coalesce(e.resolved_at, e.last_customer_at) < ${before.sql}
      and (select v.at from events v where v.workspace_id = e.workspace_id and v.enquiry_id = e.id
           order by v.version desc limit 1) < ${before.sql}
      and not exists (select 1 from reminders p where p.workspace_id = e.workspace_id and p.enquiry_id = e.id
           and p.done_at is null and p.due_at >= ${before.sql})
      and not exists (select 1 from gathered g join gatherings f on f.workspace_id = g.workspace_id and f.id = g.gathering_id
           where g.workspace_id = e.workspace_id and g.enquiry_id = e.id
           and f.ended_at is null and f.changed_at >= ${before.sql})`,
    values: Array.from({ length: 4 }, () => before.values).flat(),
  };
}

/** The moment as a number in the statement: ours, and in whole ms. */
function beforeOf({ channels, others }: Cutoffs, kept: keyof KeepDays, column: string): Sql {
  const at = (before: number | null) => String(Math.trunc(before ?? NEVER));
  if (channels.length === 0) return { sql: at(others[kept]), values: [] };
  const cases = channels.map(each => `when ? then ${at(each.before[kept])}`);
  return {
    sql: `(case ${column} ${cases.join(' ')} else ${at(others[kept])} end)`,
    values: channels.map(each => each.id),
  };
}

async function numbersOf(engine: Engine, found: ReturnType<typeof foundBy>, cutoffs: Cutoffs) {
  const count = async (kept: keyof KeepDays, bytes: string) => {
    const { sql, values } = found[kept](cutoffs);
    const [row] = await engine.slowRows<{ n: number; bytes: number | null }>(
      `select count(*) as n, sum(${bytes}) as bytes ${sql}`,
      values,
    );
    return { n: Number(row?.n ?? 0), bytes: Number(row?.bytes ?? 0) };
  };
  const [texts, files, raws] = await Promise.all([
    count('texts', '0'),
    count('files', 'a.bytes'),
    count('raws', 'length(r.bytes)'),
  ]);
  return { enquiries: texts.n, files: files.n, raws: raws.n, bytes: files.bytes + raws.bytes };
}
