/** Reads of enquiries and what hangs on them: replies, messages, events, threads, references. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Enquiry, EnquiryEvent, StoredEvent } from '../../core/enquiry.ts';
import type { EnquiryId, WorkspaceId } from '../../core/ids.ts';
import { REFERENCES_MAX } from '../../core/message.ts';
import type { Reply } from '../../core/reply.ts';
import type { RemarkRow } from '../../ports/rows.ts';
import type { WorkspaceStore } from '../../ports/store.ts';
import type { Engine } from '../engine.ts';
import { LIVING, ON_ITS_WAY } from '../tables.ts';

/** Messages of one enquiry that are read at once: past that it is no conversation any more. */
const MESSAGES_MAX = 2_000;

const NUMBER_MAX = 2 ** 31 - 1;

/** Enquiries whose reasons count as "of late". */
const REASONS_LOOKED_AT = 200;

type Reads = Pick<
  WorkspaceStore,
  | 'enquiry'
  | 'enquiryByNumber'
  | 'newestEnquiryOf'
  | 'enquiriesOfCustomer'
  | 'openEnquiries'
  | 'highestNumber'
  | 'usedReasons'
  | 'firstResponses'
  | 'drafts'
  | 'liveReplies'
  | 'reply'
  | 'messages'
  | 'message'
  | 'messageOfReply'
  | 'thread'
  | 'threadByRef'
  | 'refs'
  | 'isParticipant'
  | 'remark'
  | 'remarkByPost'
  | 'remarkOfReply'
  | 'event'
  | 'events'
>;

export function enquiryReads(engine: Engine, ws: WorkspaceId): Reads {
  const { db, tables: t } = engine;
  const first = async <T>(rows: Promise<T[]>): Promise<T | null> => (await rows)[0] ?? null;
  // The tables hold plain text; the brands of ids and unions are put on here, where rows come in.
  const enquiries = (rows: PromiseLike<unknown[]>) => rows as Promise<Enquiry[]>;
  const replies = (rows: PromiseLike<unknown[]>) => rows as Promise<Reply[]>;
  const as = <T>(rows: PromiseLike<unknown[]>) => rows as Promise<T[]>;
  const mine = (table: { workspaceId: SQLiteColumn }) => eq(table.workspaceId, ws);
  type Row<K extends keyof Reads> = NonNullable<Awaited<ReturnType<Reads[K]>>>;
  return {
    enquiry: id =>
      first(
        enquiries(
          db
            .select()
            .from(t.enquiries)
            .where(and(mine(t.enquiries), eq(t.enquiries.id, id))),
        ),
      ),
    enquiryByNumber: async number =>
      // The column of PostgreSQL holds 32 bits, and refuses what is larger, a fraction or none at all.
      !Number.isInteger(number) || number < 1 || number > NUMBER_MAX
        ? null
        : first(
            enquiries(
              db
                .select()
                .from(t.enquiries)
                .where(and(mine(t.enquiries), eq(t.enquiries.number, number))),
            ),
          ),
    newestEnquiryOf: (identityId, channelId) =>
      first(
        enquiries(
          db
            .select()
            .from(t.enquiries)
            .where(and(mine(t.enquiries), eq(t.enquiries.identityId, identityId), eq(t.enquiries.channelId, channelId)))
            .orderBy(desc(t.enquiries.openedAt), desc(t.enquiries.number))
            .limit(1),
        ),
      ),
    enquiriesOfCustomer: (customerId, limit) =>
      enquiries(
        db
          .select()
          .from(t.enquiries)
          .where(and(mine(t.enquiries), eq(t.enquiries.customerId, customerId)))
          .orderBy(desc(t.enquiries.openedAt), desc(t.enquiries.number))
          .limit(limit),
      ),
    openEnquiries: (limit, ownerId) =>
      enquiries(
        db
          .select()
          .from(t.enquiries)
          .where(and(mine(t.enquiries), sql`${LIVING}`, ownerId ? eq(t.enquiries.ownerId, ownerId) : undefined))
          .orderBy(asc(t.enquiries.openedAt))
          .limit(limit),
      ),
    highestNumber: async () => {
      const rows = await db
        .select({ number: t.enquiries.number })
        .from(t.enquiries)
        .where(mine(t.enquiries))
        .orderBy(desc(t.enquiries.number))
        .limit(1);
      return rows[0]?.number ?? 0;
    },
    usedReasons: async limit => {
      const found = await engine.rows<{ reason: string }>(
        `select contact_reason as reason from
           (select contact_reason from enquiries where workspace_id = ? and contact_reason is not null
            order by number desc limit ${REASONS_LOOKED_AT}) recent
         group by contact_reason order by count(*) desc, contact_reason limit ?`,
        [ws, limit],
      );
      return found.map(each => each.reason);
    },
    firstResponses: async (channelId, since, limit) => {
      const found = await engine.slowRows<{ opened: number; answered: number }>(
        `select opened_at as opened, first_response_at as answered from enquiries
         where workspace_id = ? and channel_id = ? and opened_at >= ? and first_response_at is not null
         order by opened_at desc limit ?`,
        [ws, channelId, since, limit],
      );
      return found.map(each => ({ openedAt: Number(each.opened), firstResponseAt: Number(each.answered) }));
    },
    drafts: async (staffId, limit) =>
      (await db
        .select()
        .from(t.remarks)
        .where(and(eq(t.remarks.workspaceId, ws), eq(t.remarks.staffId, staffId), eq(t.remarks.lane, 'preview')))
        .orderBy(desc(t.remarks.writtenAt))
        .limit(limit)) as unknown as RemarkRow[],
    liveReplies: enquiryId =>
      replies(
        db
          .select()
          .from(t.replies)
          .where(and(mine(t.replies), eq(t.replies.enquiryId, enquiryId), sql`${ON_ITS_WAY}`))
          .orderBy(asc(t.replies.heldAt), asc(t.replies.id)),
      ),
    reply: id =>
      first(
        replies(
          db
            .select()
            .from(t.replies)
            .where(and(mine(t.replies), eq(t.replies.id, id))),
        ),
      ),
    messages: enquiryId =>
      as<Awaited<ReturnType<Reads['messages']>>[number]>(
        db
          .select()
          .from(t.messages)
          .where(and(mine(t.messages), eq(t.messages.enquiryId, enquiryId)))
          .orderBy(asc(t.messages.seq))
          .limit(MESSAGES_MAX),
      ),
    message: id =>
      first(
        as<Row<'message'>>(
          db
            .select()
            .from(t.messages)
            .where(and(mine(t.messages), eq(t.messages.id, id))),
        ),
      ),
    messageOfReply: replyId =>
      first(
        as<Row<'message'>>(
          db
            .select()
            .from(t.messages)
            .where(and(mine(t.messages), eq(t.messages.replyId, replyId))),
        ),
      ),
    thread: id =>
      first(
        as<Row<'thread'>>(
          db
            .select()
            .from(t.threads)
            .where(and(mine(t.threads), eq(t.threads.id, id))),
        ),
      ),
    threadByRef: ref =>
      first(
        as<Row<'threadByRef'>>(
          db
            .select()
            .from(t.threads)
            .where(and(mine(t.threads), eq(t.threads.ref, ref))),
        ),
      ),
    refs: async (kind, names) => {
      if (names.length === 0) return [];
      const asked = names.slice(0, REFERENCES_MAX);
      const found = await as<Awaited<ReturnType<Reads['refs']>>[number]>(
        db
          .select()
          .from(t.refs)
          .where(and(mine(t.refs), eq(t.refs.kind, kind), inArray(t.refs.ref, asked))),
      );
      return found.sort((a, b) => asked.indexOf(a.ref) - asked.indexOf(b.ref));
    },
    isParticipant: async (enquiryId, address) => {
      const rows = await db
        .select({ id: t.participants.id })
        .from(t.participants)
        .where(and(mine(t.participants), eq(t.participants.enquiryId, enquiryId), eq(t.participants.address, address)))
        .limit(1);
      return rows.length > 0;
    },
    remark: id =>
      first(
        as<Row<'remark'>>(
          db
            .select()
            .from(t.remarks)
            .where(and(mine(t.remarks), eq(t.remarks.id, id))),
        ),
      ),
    remarkByPost: post =>
      first(
        as<Row<'remark'>>(
          db
            .select()
            .from(t.remarks)
            .where(and(mine(t.remarks), eq(t.remarks.postRef, post))),
        ),
      ),
    remarkOfReply: reply =>
      first(
        as<Row<'remark'>>(
          db
            .select()
            .from(t.remarks)
            .where(and(mine(t.remarks), eq(t.remarks.replyId, reply))),
        ),
      ),
    event: async (enquiryId, version) => {
      const rows = await db
        .select()
        .from(t.events)
        .where(and(mine(t.events), eq(t.events.enquiryId, enquiryId), eq(t.events.version, version)));
      return rows[0] ? toEvent(rows[0]) : null;
    },
    events: async enquiryId => {
      const rows = await db
        .select()
        .from(t.events)
        .where(and(mine(t.events), eq(t.events.enquiryId, enquiryId)))
        .orderBy(asc(t.events.version));
      return rows.map(toEvent);
    },
  };
}

export function toEvent(row: {
  enquiryId: string;
  version: number;
  at: number;
  type: string;
  data: unknown;
}): StoredEvent {
  const event = { type: row.type, ...(row.data as object) } as EnquiryEvent;
  return { enquiryId: row.enquiryId as EnquiryId, version: row.version, at: row.at, event };
}
