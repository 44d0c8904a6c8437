/** Reads for what colleagues do for each other: who wants to be told, what is due, what came while nobody was there. */
import { and, asc, gte, isNull, lt, sql } from 'drizzle-orm';
import type { EnquiryId, WorkspaceId } from '../../core/ids.ts';
import type { TogetherReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { LIVING, notPractice } from '../tables.ts';
import { makeRowReads } from './rows.ts';

/** People who want to be told of one enquiry: more are not in a room of this size. */
const FOLLOWERS_MAX = 100;

export function togetherReads(engine: Engine, ws: WorkspaceId): TogetherReads {
  const { reminders, enquiries } = engine.tables;
  const { one, all, those } = makeRowReads(engine, ws);
  const due = sql`coalesce(${enquiries.resolveAt}, ${enquiries.snoozedUntil})`;
  return {
    followers: (enquiryId, what) =>
      all('followers', { enquiryId, what }, { order: ['at', 'id'], limit: FOLLOWERS_MAX }),
    follower: id => one('followers', { id }),
    shieldedSince: async since => {
      const rows = await engine.slowRows<{ id: EnquiryId }>(
        `select distinct m.enquiry_id as id from messages m join enquiries e on e.workspace_id = m.workspace_id and e.id = m.enquiry_id and ${notPractice('e.')}
         where m.workspace_id = ? and m.written_at >= ? and (cast(m.shield as text) like ? or cast(m.shield as text) like ?)`,
        [ws, since, '%"aimed"%', '%"strong"%'],
      );
      return rows.map(row => row.id);
    },
    dueBetween: (roomId, from, to, limit) =>
      those(
        'enquiries',
        [LIVING, sql`${enquiries.roomId} = ${roomId}`, and(sql`${due} >= ${from}`, sql`${due} < ${to}`)!],
        [sql`${due}`, asc(enquiries.number)],
        limit,
      ),
    promisesBefore: (to, limit) =>
      those('reminders', [lt(reminders.dueAt, to), isNull(reminders.doneAt)], [asc(reminders.dueAt)], limit),
    writtenSince: (roomId, since, limit) =>
      those(
        'enquiries',
        [LIVING, sql`${enquiries.roomId} = ${roomId}`, gte(enquiries.lastCustomerAt, since)],
        [asc(enquiries.number)],
        limit,
      ),
  };
}
