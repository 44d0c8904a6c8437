/** Empties what was written in a customer's enquiries, a few messages at a time; what is counted stays. */
import type { AttachmentId, EnquiryId, MessageId, RawId, WorkspaceId } from '../../core/ids.ts';
import type { Erasing, Stepped } from '../../ports/erasure.ts';
import type { ErasureRow } from '../../ports/erasure-rows.ts';
import type { MessageRow } from '../../ports/rows.ts';
import type { Op } from '../../ports/store.ts';
import type { Engine, SqlValue } from '../engine.ts';
import { erasedName } from './erased-name.ts';
import { lettersQuoting } from './letters.ts';

/** Messages of one step: with their files and raw bytes it is one commit, of a few ms where nothing is large. */
const MESSAGES_AT_ONCE = 50;
/** Jobs about an enquiry that show what it became; every other one has nothing to do any more. */
const STAYING_JOBS = ['card.%', 'thread.%', 'mark.%', 'insight.%'];

/** Events with what a far side said in its own words, for a condition in SQL. */
export const REASONED = `'ReplyReturned', 'ReplyBounced', 'ReplyDelayed', 'ReplyFailed'`;

const NO_WORDS: Partial<MessageRow> = {
  from: null,
  text: '',
  folded: [],
  warnings: [],
  names: [],
  subject: null,
  others: null,
  writtenTo: null,
  forwardOf: null,
  details: null,
  echo: null,
  shield: null,
};

/** Place: `<enquiry> <message>`, or `<enquiry> -` where all of its messages are done. */
export function wordsStep(
  engine: Engine,
  ws: WorkspaceId,
  next: Erasing['enquiriesAfter'],
): (row: ErasureRow) => Promise<Stepped> {
  return async ({ customerId, place, askedAt }) => {
    const [last = '', at = '-'] = place.split(' ');
    const [enquiryId] = at === '-' ? await next(customerId, last, 1) : [last as EnquiryId];
    if (!enquiryId) return { done: true };
    const more = await emptySome(engine, ws, { enquiryId, after: at === '-' ? 0 : Number(at), at: askedAt });
    return { place: `${enquiryId} ${more ?? '-'}` };
  };
}

/**
 * Empties some messages of an enquiry, and after the last of them all that is beside them.
 * @param instead what is said of a file; absent where its customer is erased
 * @returns after which message it goes on; null when all of it is empty
 */
export async function emptySome(
  engine: Engine,
  ws: WorkspaceId,
  { enquiryId, after, at, instead }: { enquiryId: EnquiryId; after: number; at: number; instead?: string },
): Promise<number | null> {
  const rows = await engine.rows<Emptied>(
    `select seq, id, raw_id, text, names, written_at from messages
     where workspace_id = ? and enquiry_id = ? and seq > ? order by seq limit ?`,
    [ws, enquiryId, after, MESSAGES_AT_ONCE],
  );
  const ops = await emptied(engine, ws, rows, instead);
  ops.push(...(await lettersQuoting(engine, ws, rows)));
  if (rows.length < MESSAGES_AT_ONCE) ops.push(...(await besidesMessages(engine, ws, enquiryId, at, instead)));
  if (ops.length) await engine.commit(ops, ws);
  if (rows.length === MESSAGES_AT_ONCE) return Number(rows.at(-1)!.seq);
  await sweptAway(engine, ws, enquiryId, instead !== undefined);
  return null;
}

interface Emptied {
  seq: number;
  id: MessageId;
  raw_id: RawId | null;
  text: string;
  names: unknown;
  written_at: number;
}

/** Messages without their words, files and raw bytes. */
export async function emptied(
  engine: Engine,
  ws: WorkspaceId,
  rows: readonly Pick<Emptied, 'id' | 'raw_id'>[],
  instead?: string,
): Promise<Op[]> {
  const ops: Op[] = rows.map(({ id }) => ({ do: 'update', table: 'messages', id, set: NO_WORDS }));
  ops.push(
    ...(await emptyFiles(
      engine,
      ws,
      rows.map(each => each.id),
      instead,
    )),
  );
  ops.push(
    ...(await emptyRaws(
      engine,
      ws,
      rows.flatMap(each => each.raw_id ?? []),
    )),
  );
  return ops;
}

async function emptyFiles(
  engine: Engine,
  ws: WorkspaceId,
  messageIds: readonly string[],
  instead?: string,
): Promise<Op[]> {
  const rows = await among<{ id: AttachmentId }>(
    engine,
    'select id from attachments where workspace_id = ?',
    ws,
    'message_id',
    messageIds,
  );
  return rows.map(({ id }) => emptyFile(id, instead));
}

export function emptyFile(id: AttachmentId, instead?: string): Op {
  const name = instead === undefined ? 'erased' : 'removed';
  const set = { name, type: 'application/octet-stream', bytes: 0, sha256: '', content: null };
  return { do: 'update', table: 'attachments', id, set: { ...set, withheld: instead ?? 'Erased.' } };
}

/** What came once is still recognised when it comes again, by a digest of its name. */
export async function emptyRaws(engine: Engine, ws: WorkspaceId, ids: readonly RawId[]): Promise<Op[]> {
  const rows = await among<{ id: RawId; external_id: string; content_key: string | null }>(
    engine,
    'select id, external_id, content_key from raws where workspace_id = ?',
    ws,
    'id',
    ids,
  );
  return rows.map(({ id, external_id, content_key }) => ({
    do: 'update',
    table: 'raws',
    id,
    set: {
      bytes: new Uint8Array(),
      externalId: erasedName(external_id),
      contentKey: content_key === null ? null : erasedName(content_key),
    },
  }));
}

/** Replies, team talk, promises and questions of an enquiry, and the files that staff put beside their words. */
async function besidesMessages(
  engine: Engine,
  ws: WorkspaceId,
  enquiryId: EnquiryId,
  at: number,
  instead?: string,
): Promise<Op[]> {
  const of = <T>(columns: string, table: string) =>
    engine.rows<T>(`select ${columns} from ${table} where workspace_id = ? and enquiry_id = ?`, [ws, enquiryId]);
  const [replies, remarks, reminders, asks] = await Promise.all([
    of<{ id: string; post_ref: string | null }>('id, post_ref', 'replies'),
    of<{ id: string; post_ref: string; lane: string }>('id, post_ref, lane', 'remarks'),
    of<{ id: string; done_at: number | null }>('id, done_at', 'reminders'),
    of<{ id: string }>('id', 'asks'),
  ]);
  const posts = [...new Set([...replies, ...remarks].flatMap(each => each.post_ref ?? []))];
  return [
    ...replies.map(
      ({ id }): Op => ({
        do: 'update',
        table: 'replies',
        id,
        set: { text: '', formatted: null, copies: null, failure: null, externalId: null },
      }),
    ),
    ...remarks.map(
      ({ id, lane }): Op => ({
        do: 'update',
        table: 'remarks',
        id,
        set: { text: '', formatted: null, leftOut: null, ...(lane === 'reply' ? {} : { lane: 'deleted' }) },
      }),
    ),
    ...reminders.map(
      ({ id, done_at }): Op => ({
        do: 'update',
        table: 'reminders',
        id,
        set: { words: '', doneAt: done_at ?? at },
      }),
    ),
    ...asks.map(({ id }): Op => ({ do: 'update', table: 'asks', id, set: { note: null } })),
    ...(await emptyFiles(
      engine,
      ws,
      posts.map(each => `post:${each}`),
      instead,
    )),
    { do: 'delete', table: 'participants', where: { enquiryId } },
    { do: 'delete', table: 'unlike', where: { enquiryId } },
    { do: 'delete', table: 'unlike', where: { otherId: enquiryId } },
    { do: 'delete', table: 'articleQuestions', where: { enquiryId } },
  ];
}

/**
 * Names of messages, reasons that a far side gave in its own words, and work that has nothing to do any more.
 * @param isKnown its customer stays: by the names of its messages a later one is known to follow it
 */
async function sweptAway(engine: Engine, ws: WorkspaceId, enquiryId: EnquiryId, isKnown: boolean): Promise<void> {
  const run = (sql: string, values: SqlValue[]) => engine.rows(sql, values);
  if (!isKnown)
    await run(`delete from refs where workspace_id = ? and enquiry_id = ? and kind <> 'thread'`, [ws, enquiryId]);
  const lite = engine.kind === 'sqlite';
  await run(
    `update events set data = ${lite ? `json_set(data, '$.reason', 'erased')` : `jsonb_set(data, '{reason}', '"erased"')`}
     where workspace_id = ? and enquiry_id = ? and type in (${REASONED})`,
    [ws, enquiryId],
  );
  await run(
    `delete from jobs where workspace_id = ? and ${lite ? `json_extract(payload, '$.enquiryId')` : `payload->>'enquiryId'`} = ?
     and ${STAYING_JOBS.map(() => 'kind not like ?').join(' and ')}`,
    [ws, enquiryId, ...STAYING_JOBS],
  );
}

/** Rows whose column has one of these values; none for none. */
function among<T>(
  engine: Engine,
  select: string,
  ws: WorkspaceId,
  column: string,
  values: readonly string[],
): Promise<T[]> {
  if (values.length === 0) return Promise.resolve([]);
  return engine.rows<T>(`${select} and ${column} in (${values.map(() => '?').join(', ')})`, [ws, ...values]);
}
