/** Stores one setting of a workspace, replacing the old value. */
import type { Json } from '../ports/json.ts';
import type { Commits, Op } from '../ports/store.ts';

/** @param also what belongs into the same commit */
export async function keepSetting(store: Commits, name: string, value: Json, also: readonly Op[] = []): Promise<void> {
  const { workspaceId } = store;
  const id = `${workspaceId}:${name}`;
  await store.commit([{ do: 'put', table: 'settings', row: { id, workspaceId, value } }, ...also]);
}
