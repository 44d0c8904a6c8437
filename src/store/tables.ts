/**
 * Every table, once. Each carries `workspaceId`, first in every index that a read uses. No cascades: erasing and moving
 * are written out, so that a migration that rebuilds a table cannot take its children along.
 */
import { sql } from 'drizzle-orm';
import type { Standing } from '../core/customer.ts';
import type { EnquiryStatus } from '../core/enquiry.ts';
import type { Passage } from '../core/formatted.ts';
import type { Detail, Echo, FoldedText, InboundSender, Shielded } from '../core/message.ts';
import type { NameChoice } from '../core/name-shown.ts';
import { PRACTICE_ROOMS } from '../core/practice.ts';
import type { ReplyStatus } from '../core/reply.ts';
import type { Json, JsonObject } from '../ports/json.ts';
import type { MeasureRow, MessageRow, RawRow, RemarkRow } from '../ports/rows.ts';
import { auditTables } from './audit-tables.ts';
import { erasureTables } from './erase/tables.ts';
import { helpTables } from './help-tables.ts';
import { insightTables } from './insight-tables.ts';
import { jobTables } from './job-tables.ts';
import type { Kit } from './kit.ts';

/** Repeated word for word in the queries: SQLite uses a partial index only then. */
export const LIVING_STATUSES = `status in ('open', 'waiting', 'snoozed')`;
/** What is made up for practice is in no list, no search and no count. @param table such as `e.` */
export function notPractice(table: '' | 'e.' = ''): string {
  return `${table}room_id not like '${PRACTICE_ROOMS}'`;
}
export const LIVING = sql.raw(LIVING_STATUSES);
export const ON_ITS_WAY = sql.raw(`status in ('held', 'leaving', 'unsure')`);

/** Every table, for one of the two engines. */
export function makeTables(kit: Kit) {
  return {
    ...placeTables(kit),
    ...enquiryTables(kit),
    ...staffTables(kit),
    ...messageTables(kit),
    ...shownTables(kit),
    ...figureTables(kit),
    ...runningTables(kit),
    ...jobTables(kit),
    ...helpTables(kit),
    ...insightTables(kit),
    ...erasureTables(kit),
    ...auditTables(kit),
  };
}

export type Tables = ReturnType<typeof makeTables>;

/** Who works where: rooms, channels and staff. */
function placeTables(kit: Kit) {
  const { table, text, ms, bool, json, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    workspaces: table('workspaces', { id: id(), workspaceId: ws(), name: text().notNull(), createdAt: ms().notNull() }),
    rooms: table(
      'rooms',
      {
        id: id(),
        workspaceId: ws(),
        name: text().notNull(),
        deskKind: text().notNull(),
        deskRef: text(),
        replyMode: text().$type<'preview' | 'direct'>().notNull(),
      },
      t => [uniqueIndex('rooms_name').on(t.workspaceId, t.name)],
    ),
    channels: table(
      'channels',
      {
        id: id(),
        workspaceId: ws(),
        name: text().notNull(),
        kind: text().notNull(),
        roomId: text().notNull(),
        settings: json<JsonObject>().notNull(),
        sealed: text(),
        cursor: json<JsonObject>(),
      },
      t => [uniqueIndex('channels_name').on(t.workspaceId, t.name)],
    ),
    staff: table(
      'staff',
      {
        id: id(),
        workspaceId: ws(),
        deskRef: text().notNull(),
        name: text().notNull(),
        admin: bool().notNull(),
        createdAt: ms().notNull(),
        awaySince: ms(),
        awayUntil: ms(),
        shownAs: json<NameChoice>(),
        nameToldAt: ms(),
        hintsOff: json<string[]>(),
        quietUntil: ms(),
        lessonOfferedAt: ms(),
      },
      t => [uniqueIndex('staff_desk_ref').on(t.workspaceId, t.deskRef)],
    ),
  };
}

/** Customers, their enquiries, and what happened to them. */
function enquiryTables(kit: Kit) {
  const { table, text, int, ms, json, seq, index, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    customers: table('customers', { id: id(), workspaceId: ws(), name: text(), createdAt: ms().notNull() }, t => [
      index('customers_name').on(t.workspaceId, t.name),
    ]),
    identities: table(
      'identities',
      {
        id: id(),
        workspaceId: ws(),
        customerId: text().notNull(),
        channelKind: text().notNull(),
        address: text().notNull(),
        createdAt: ms().notNull(),
        standing: text().$type<Standing>(),
        pausedUntil: ms(),
      },
      t => [
        uniqueIndex('identities_address').on(t.workspaceId, t.channelKind, t.address),
        index('identities_customer').on(t.workspaceId, t.customerId),
      ],
    ),
    enquiries: table(
      'enquiries',
      {
        id: id(),
        workspaceId: ws(),
        number: int().notNull(),
        version: int().notNull(),
        status: text().$type<EnquiryStatus>().notNull(),
        ownerId: text(),
        channelId: text().notNull(),
        channelKind: text().notNull(),
        roomId: text().notNull(),
        customerId: text().notNull(),
        identityId: text().notNull(),
        visibility: text().$type<'private' | 'public'>().notNull(),
        subject: text(),
        contactReason: text(),
        openedAt: ms().notNull(),
        customerMessages: int().notNull(),
        lastCustomerAt: ms().notNull(),
        waitingSince: ms(),
        firstResponseAt: ms(),
        snoozedUntil: ms(),
        offeredAt: ms(),
        resolveAt: ms(),
        resolvedAt: ms(),
        mergedInto: text(),
        linkedTo: text(),
        erasedAt: ms(),
        keptDays: int(),
      },
      t => [
        uniqueIndex('enquiries_number').on(t.workspaceId, t.number),
        index('enquiries_identity').on(t.workspaceId, t.identityId, t.channelId, t.openedAt),
        index('enquiries_customer').on(t.workspaceId, t.customerId, t.openedAt),
        index('enquiries_channel').on(t.workspaceId, t.channelId, t.openedAt),
        index('enquiries_opened').on(t.workspaceId, t.openedAt),
        index('enquiries_living').on(t.workspaceId, t.openedAt).where(LIVING),
      ],
    ),
    events: table(
      'events',
      {
        seq: seq(),
        workspaceId: ws(),
        enquiryId: text().notNull(),
        version: int().notNull(),
        type: text().notNull(),
        at: ms().notNull(),
        data: json<Json>().notNull(),
      },
      t => [uniqueIndex('events_version').on(t.workspaceId, t.enquiryId, t.version)],
    ),
  };
}

/** What staff wrote: in threads, and to customers. */
function staffTables(kit: Kit) {
  const { table, text, int, ms, bool, json, index, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    replies: table(
      'replies',
      {
        id: id(),
        workspaceId: ws(),
        enquiryId: text().notNull(),
        authorId: text().notNull(),
        channelId: text().notNull(),
        identityId: text().notNull(),
        copies: json<string[]>(),
        text: text().notNull(),
        formatted: json<Passage[]>(),
        status: text().$type<ReplyStatus>().notNull(),
        holdUntil: ms(),
        andResolve: bool().notNull(),
        attempt: int().notNull(),
        seenCustomerMessages: int().notNull(),
        postRef: text(),
        externalId: text(),
        failure: text(),
        heldAt: ms().notNull(),
        sentAt: ms(),
        shownAs: text(),
        roundId: text(),
      },
      t => [index('replies_on_their_way').on(t.workspaceId, t.enquiryId).where(ON_ITS_WAY)],
    ),
    remarks: table(
      'remarks',
      {
        id: id(),
        workspaceId: ws(),
        enquiryId: text().notNull(),
        staffId: text().notNull(),
        postRef: text().notNull(),
        text: text().notNull(),
        formatted: json<Passage[]>(),
        leftOut: json<string[]>(),
        lane: text().$type<RemarkRow['lane']>().notNull(),
        replyId: text(),
        seenCustomerMessages: int().notNull(),
        onlyCustomer: bool(),
        writtenAt: ms().notNull(),
      },
      t => [
        uniqueIndex('remarks_post').on(t.workspaceId, t.postRef),
        index('remarks_reply').on(t.workspaceId, t.replyId),
        index('remarks_enquiry').on(t.workspaceId, t.enquiryId),
        index('remarks_staff').on(t.workspaceId, t.staffId, t.lane, t.writtenAt),
      ],
    ),
  };
}

/** What came in and went out. */
function messageTables(kit: Kit) {
  const { table, secondId, text, int, ms, json, bytes, seq, index, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    raws: table(
      'raws',
      {
        id: id(),
        workspaceId: ws(),
        channelId: text().notNull(),
        externalId: text().notNull(),
        contentKey: text(),
        type: text().notNull(),
        bytes: bytes().notNull(),
        status: text().$type<RawRow['status']>().notNull(),
        receivedAt: ms().notNull(),
      },
      t => [
        uniqueIndex('raws_external').on(t.workspaceId, t.channelId, t.externalId),
        uniqueIndex('raws_content').on(t.workspaceId, t.contentKey),
      ],
    ),
    messages: table(
      'messages',
      {
        seq: seq(),
        id: secondId(),
        workspaceId: ws(),
        enquiryId: text().notNull(),
        direction: text().$type<'in' | 'out'>().notNull(),
        kind: text().$type<MessageRow['kind']>().notNull(),
        from: json<InboundSender>(),
        text: text().notNull(),
        folded: json<FoldedText[]>().notNull(),
        warnings: json<string[]>().notNull(),
        names: json<string[]>().notNull(),
        rawId: text(),
        replyId: text(),
        writtenAt: ms().notNull(),
        subject: text(),
        others: json<string[]>(),
        writtenTo: text(),
        forwardOf: json<{ address: string; name: string | null }>(),
        details: json<Detail[]>(),
        echo: json<Echo>(),
        shield: json<Shielded>(),
      },
      t => [
        index('messages_enquiry').on(t.workspaceId, t.enquiryId, t.seq),
        uniqueIndex('messages_reply').on(t.workspaceId, t.replyId),
        index('messages_raw').on(t.workspaceId, t.rawId),
      ],
    ),
    attachments: table(
      'attachments',
      {
        id: id(),
        workspaceId: ws(),
        messageId: text().notNull(),
        position: int().notNull(),
        name: text().notNull(),
        type: text().notNull(),
        bytes: int().notNull(),
        sha256: text().notNull(),
        content: bytes(),
        withheld: text(),
      },
      t => [index('attachments_message').on(t.workspaceId, t.messageId)],
    ),
  };
}

/** Who takes part, and where it is shown. */
function shownTables(kit: Kit) {
  const { table, text, int, ms, index, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    participants: table(
      'participants',
      { id: id(), workspaceId: ws(), enquiryId: text().notNull(), address: text().notNull() },
      t => [index('participants_address').on(t.workspaceId, t.enquiryId, t.address)],
    ),
    threads: table(
      'threads',
      {
        id: id(),
        workspaceId: ws(),
        roomId: text().notNull(),
        ref: text().notNull(),
        shownVersion: int().notNull(),
        saidAt: ms(),
      },
      t => [uniqueIndex('threads_ref').on(t.workspaceId, t.ref)],
    ),
    refs: table(
      'refs',
      {
        id: id(),
        workspaceId: ws(),
        kind: text().notNull(),
        ref: text().notNull(),
        enquiryId: text().notNull(),
        replyId: text(),
      },
      t => [index('refs_ref').on(t.workspaceId, t.kind, t.ref), index('refs_enquiry').on(t.workspaceId, t.enquiryId)],
    ),
  };
}

/** What is measured. */
function figureTables(kit: Kit) {
  const { table, text, int, ms, bool, bytes, seq, index, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    measures: table(
      'measures',
      {
        seq: seq(),
        workspaceId: ws(),
        enquiryId: text().notNull(),
        n: int().notNull(),
        what: text().$type<MeasureRow['what']>().notNull(),
        at: ms().notNull(),
        channelId: text().notNull(),
        reason: text(),
        staffId: text(),
        calendarMs: ms(),
        openMs: ms(),
        previousAt: ms(),
        lasting: bool(),
        cameBack: bool(),
        cameBackAt: ms(),
        firstContact: bool(),
        asked: bool(),
        score: int(),
        kept: bool(),
      },
      t => [
        uniqueIndex('measures_enquiry').on(t.workspaceId, t.enquiryId, t.n),
        index('measures_at').on(t.workspaceId, t.at, t.seq),
      ],
    ),
    tallies: table(
      'tallies',
      {
        id: id(),
        workspaceId: ws(),
        day: text().notNull(),
        zone: text().notNull(),
        version: ms().notNull(),
        content: bytes(),
      },
      t => [index('tallies_day').on(t.workspaceId, t.day)],
    ),
  };
}

/** What is kept beside enquiries. */
function runningTables(kit: Kit) {
  const { table, text, int, ms, json, seq, index, uniqueIndex } = kit;
  const { id, ws } = keys(kit);
  return {
    budgets: table('budgets', {
      id: id(),
      workspaceId: ws(),
      version: ms().notNull(),
      used: ms().notNull(),
      until: ms().notNull(),
      closedUntil: ms(),
    }),
    ledger: table(
      'ledger',
      {
        seq: seq(),
        workspaceId: ws(),
        channelId: text().notNull(),
        at: ms().notNull(),
        step: text().notNull(),
        n: int().notNull(),
        cost: ms().notNull(),
        replyId: text(),
      },
      t => [index('ledger_channel').on(t.workspaceId, t.channelId, t.at)],
    ),
    schedules: table('schedules', { id: id(), workspaceId: ws(), version: ms().notNull() }),
    seen: table('seen', { id: id(), workspaceId: ws(), at: ms().notNull() }, t => [index('seen_at').on(t.at)]),
    settings: table('settings', { id: id(), workspaceId: ws(), value: json<Json>().notNull() }),
    shelf: table(
      'shelf',
      {
        id: id(),
        workspaceId: ws(),
        owner: text().notNull(),
        stream: text().notNull(),
        n: int().notNull(),
        key: text().notNull(),
        version: ms().notNull(),
        value: json<Json>().notNull(),
      },
      t => [
        uniqueIndex('shelf_n').on(t.workspaceId, t.owner, t.stream, t.n),
        uniqueIndex('shelf_key').on(t.workspaceId, t.owner, t.stream, t.key),
      ],
    ),
  };
}

/** The columns that begin every table. */
function keys({ id, text }: Kit) {
  return { id, ws: () => text().notNull() };
}
