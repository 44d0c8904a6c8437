/** Reads of messages, their files, and what came in byte for byte. */
import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import type { WorkspaceId } from '../../core/ids.ts';
import type { MessageReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { erasedName } from '../erase/erased-name.ts';
import { makeRowReads } from './rows.ts';

/** Messages of one enquiry that are read at once: past that it is no longer a conversation. */
const MESSAGES_MAX = 2_000;

export function messageReads(engine: Engine, ws: WorkspaceId): MessageReads {
  const { db, tables: t } = engine;
  const { one, all } = makeRowReads(engine, ws);
  return {
    messages: enquiryId => all('messages', { enquiryId }, { order: ['seq'], limit: MESSAGES_MAX }),
    message: id => one('messages', { id }),
    messageOfReply: replyId => one('messages', { replyId }),
    messageByContent: async contentKey => {
      const rows = await db
        .select({ message: t.messages, channelId: t.raws.channelId })
        .from(t.raws)
        .innerJoin(t.messages, and(eq(t.messages.workspaceId, ws), eq(t.messages.rawId, t.raws.id)))
        .where(and(eq(t.raws.workspaceId, ws), eq(t.raws.contentKey, contentKey)))
        .limit(1);
      return (rows[0] as Awaited<ReturnType<MessageReads['messageByContent']>> | undefined) ?? null;
    },
    attachmentsOf: async messageId => {
      const { content: _, ...light } = getTableColumns(t.attachments);
      const rows = await db
        .select(light)
        .from(t.attachments)
        .where(and(eq(t.attachments.workspaceId, ws), eq(t.attachments.messageId, messageId)))
        .orderBy(asc(t.attachments.position));
      return rows as unknown as Awaited<ReturnType<MessageReads['attachmentsOf']>>;
    },
    attachment: id => one('attachments', { id }),
    raw: id => one('raws', { id }),
    rawKnown: async (channelId, externalId, contentKey) => {
      // What was erased is recognised by a digest, and is not taken in once more.
      const names = [externalId, erasedName(externalId)];
      const contents = contentKey === null ? [] : [contentKey, erasedName(contentKey)];
      const sameContent = contents.length ? 'or content_key in (?, ?)' : '';
      const rows = await engine.rows(
        `select id from raws where workspace_id = ? and ((channel_id = ? and external_id in (?, ?)) ${sameContent}) limit 1`,
        [ws, channelId, ...names, ...contents],
      );
      return rows.length > 0;
    },
  };
}
