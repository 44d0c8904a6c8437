/** Articles put into a running shop, as if somebody had published them. */
import { type ArticleId, type EnquiryId, makeId } from '../../src/core/ids.ts';
import type { ArticleRow } from '../../src/ports/insight-rows.ts';
import type { Shop } from './shop.ts';

let made = 0;

/** @param questions enquiries that led to it */
export async function putArticle(
  { running }: Pick<Shop, 'running'>,
  { questions = [], ...given }: Partial<ArticleRow> & { title: string; text: string; questions?: EnquiryId[] },
): Promise<ArticleId> {
  const { store, workspaceId } = running.house.parts;
  const now = Date.now();
  const id = makeId('article', now, new Uint8Array(10).fill(++made));
  const row: ArticleRow = {
    ...{ id, workspaceId, version: 1, roomId: null, channelId: null, ownerId: null, reviewAt: null, retiredAt: null },
    ...{ createdAt: now, changedAt: now },
    ...given,
  };
  const stored = await store.commit([
    { do: 'insert', table: 'articles', row },
    ...questions.map(enquiryId => ({
      do: 'insert' as const,
      table: 'articleQuestions' as const,
      row: { id: `${id}:${enquiryId}`, workspaceId, articleId: id, enquiryId, at: now },
    })),
  ]);
  if (!stored.ok) throw new Error('It was not stored.');
  return id;
}
