/** Reads of saved replies and of the files that go out with them. */
import { and, asc, eq, getTableColumns } from 'drizzle-orm';
import type { WorkspaceId } from '../../core/ids.ts';
import type { SavedOffer, SavedReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

/** Offered at most: 500 are found in a few ms, and nobody keeps more up to date. */
const OFFERED_MAX = 2_000;
/** Characters of each that are looked through: what it is about stands in its first paragraphs. */
const BEGINNING_CHARS = 1_000;
/** Edits of one that are looked at: alike ones are near each other in time. */
const EDITS_MAX = 500;

export function savedReads(engine: Engine, ws: WorkspaceId): SavedReads {
  const { one, all } = makeRowReads(engine, ws);
  const files = engine.tables.savedFiles;
  return {
    savedReply: id => one('savedReplies', { id }),
    savedOffered: async () => {
      const rows = await engine.rows<Record<string, unknown>>(
        `select id, title, substr(text, 1, ${BEGINNING_CHARS}) as text, room_id, owner_id, review_at
         from saved_replies where workspace_id = ? and retired_at is null limit ${OFFERED_MAX}`,
        [ws],
      );
      const offers = rows.map(each => ({
        id: each.id,
        title: each.title,
        text: each.text,
        roomId: each.room_id,
        ownerId: each.owner_id,
        reviewAt: each.review_at === null ? null : Number(each.review_at),
      })) as SavedOffer[];
      // Here, for the two databases sort texts differently.
      return offers.sort((a, b) => order(a.title, b.title) || order(a.id, b.id));
    },
    savedFilesOf: async id => {
      const { content: _, ...light } = getTableColumns(files);
      const rows = await engine.db
        .select(light)
        .from(files)
        .where(and(eq(files.workspaceId, ws), eq(files.savedId, id)))
        .orderBy(asc(files.position));
      return rows as unknown as Awaited<ReturnType<SavedReads['savedFilesOf']>>;
    },
    savedFile: id => one('savedFiles', { id }),
    savedEditsOf: id => all('savedEdits', { savedId: id }, { order: ['-at'], limit: EDITS_MAX }),
  };
}

function order(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}
