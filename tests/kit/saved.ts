/** Saved replies put into a running shop, as if somebody had written them. */
import { makeId, type SavedId } from '../../src/core/ids.ts';
import type { SavedReplyRow } from '../../src/ports/help-rows.ts';
import type { Shop } from './shop.ts';

let made = 0;

/** @returns its id, by which it is found again */
export async function putSaved(
  { running }: Pick<Shop, 'running'>,
  saved: Partial<SavedReplyRow> & { title: string; text: string; files?: { name: string; text: string }[] },
): Promise<SavedId> {
  const { files = [], ...given } = saved;
  const { store, workspaceId } = running.house.parts;
  const now = Date.now();
  const id = makeId('saved', now, new Uint8Array(10).fill(++made));
  const row: SavedReplyRow = {
    ...{ id, workspaceId, version: 1, formatted: null, roomId: null, ownerId: null, reviewAt: null, retiredAt: null },
    ...{ proposed: null, createdAt: now, changedAt: now },
    ...given,
  };
  const stored = await store.commit([
    { do: 'insert', table: 'savedReplies', row },
    ...files.map(({ name, text }, position) => {
      const content = new TextEncoder().encode(text);
      const file = { name, type: 'text/plain', bytes: content.length, sha256: '', content };
      return {
        do: 'insert' as const,
        table: 'savedFiles' as const,
        row: { id: `${id}:${position}`, workspaceId, savedId: id, position, ...file },
      };
    }),
  ]);
  if (!stored.ok) throw new Error('It was not stored.');
  return id;
}
