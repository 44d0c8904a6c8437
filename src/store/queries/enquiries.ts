/** Reads of enquiries and what hangs on them: events, replies, remarks, threads, references. */
import { asc, desc, eq, gt, inArray, notLike } from 'drizzle-orm';
import type { EnquiryEvent, StoredEvent } from '../../core/enquiry.ts';
import type { EnquiryId, WorkspaceId } from '../../core/ids.ts';
import { REFERENCES_MAX } from '../../core/message.ts';
import { PRACTICE_ROOMS } from '../../core/practice.ts';
import type { EnquiryReads, EventReads, RemarkReads, ReplyReads, ThreadReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { search, searchSubjects } from '../search.ts';
import { makeRowReads } from './rows.ts';

/** The column of PostgreSQL holds 32 bits, and refuses what is larger, a fraction or none at all. */
const NUMBER_MAX = 2 ** 31 - 1;

export function enquiryReads(engine: Engine, ws: WorkspaceId): EnquiryReads {
  const t = engine.tables.enquiries;
  const { one, all, those } = makeRowReads(engine, ws);
  const newest = ['-openedAt', '-number'] as const;
  return {
    enquiry: id => one('enquiries', { id }),
    enquiryByNumber: async number =>
      Number.isInteger(number) && number >= 1 && number <= NUMBER_MAX ? one('enquiries', { number }) : null,
    newestEnquiryOf: async (identityId, channelId, visibility) => {
      const of = { identityId, channelId, ...(visibility ? { visibility } : {}) };
      return (await all('enquiries', of, { order: newest, limit: 1 }))[0] ?? null;
    },
    enquiriesOfCustomer: (customerId, limit) => all('enquiries', { customerId }, { order: newest, limit }),
    openEnquiries: (limit, ownerId) =>
      all('enquiries', ownerId ? { ownerId } : {}, { always: 'living', order: ['openedAt'], limit }),
    highestNumber: async () => {
      const rows = await engine.db
        .select({ number: t.number })
        .from(t)
        .where(eq(t.workspaceId, ws))
        .orderBy(desc(t.number))
        .limit(1);
      return rows[0]?.number ?? 0;
    },
    enquiriesAfter: (id, limit) =>
      those('enquiries', [gt(t.id, id), notLike(t.roomId, PRACTICE_ROOMS)], [asc(t.id)], limit),
    enquiriesById: async ids => (ids.length ? those('enquiries', [inArray(t.id, ids)]) : []),
    search: (words, limit) => search(engine, ws, words, limit),
    enquiriesAbout: (words, limit) => searchSubjects(engine, ws, words, limit),
  };
}

export function eventReads(engine: Engine, ws: WorkspaceId): EventReads {
  const t = engine.tables.events;
  const { one, all, those } = makeRowReads(engine, ws);
  return {
    event: async (enquiryId, version) => {
      const row = await one('events', { enquiryId, version });
      return row && toEvent(row);
    },
    events: async enquiryId => (await all('events', { enquiryId }, { order: ['version'] })).map(toEvent),
    eventsOf: async ids =>
      ids.length === 0
        ? []
        : (await those('events', [inArray(t.enquiryId, ids)], [asc(t.enquiryId), asc(t.version)])).map(toEvent),
  };
}

function toEvent(row: { enquiryId: string; version: number; at: number; type: string; data: unknown }): StoredEvent {
  const event = { type: row.type, ...(row.data as object) } as EnquiryEvent;
  return { enquiryId: row.enquiryId as EnquiryId, version: row.version, at: row.at, event };
}

export function replyReads(engine: Engine, ws: WorkspaceId): ReplyReads {
  const { one, all } = makeRowReads(engine, ws);
  return {
    reply: id => one('replies', { id }),
    liveReplies: enquiryId => all('replies', { enquiryId }, { always: 'onItsWay', order: ['heldAt', 'id'] }),
  };
}

export function remarkReads(engine: Engine, ws: WorkspaceId): RemarkReads {
  const { one, all } = makeRowReads(engine, ws);
  return {
    remark: id => one('remarks', { id }),
    remarkByPost: post => one('remarks', { postRef: post }),
    remarkOfReply: reply => one('remarks', { replyId: reply }),
    drafts: (staffId, limit) => all('remarks', { staffId, lane: 'preview' }, { order: ['-writtenAt'], limit }),
    lastRemark: async (enquiryId, staffId) =>
      (await all('remarks', { enquiryId, staffId }, { order: ['-writtenAt'], limit: 1 }))[0] ?? null,
    repliesOf: (staffId, limit) => all('remarks', { staffId, lane: 'reply' }, { limit }),
    draftsIn: (enquiryId, limit) => all('remarks', { enquiryId, lane: 'preview' }, { order: ['-writtenAt'], limit }),
  };
}

export function threadReads(engine: Engine, ws: WorkspaceId): ThreadReads {
  const { refs } = engine.tables;
  const { one, all, those } = makeRowReads(engine, ws);
  return {
    thread: id => one('threads', { id }),
    threadByRef: ref => one('threads', { ref }),
    refs: async (kind, names) => {
      if (names.length === 0) return [];
      const asked = names.slice(0, REFERENCES_MAX);
      const found = await those('refs', [eq(refs.kind, kind), inArray(refs.ref, asked)]);
      // A name that a whole thread goes by leads to where it was last. Ids sort by their time.
      return found.sort((a, b) => asked.indexOf(a.ref) - asked.indexOf(b.ref) || (a.id < b.id ? 1 : -1));
    },
    isParticipant: async (enquiryId, address) => {
      return (await all('participants', { enquiryId, address }, { limit: 1 })).length > 0;
    },
  };
}
