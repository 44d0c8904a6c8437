/** Stores one setting of a workspace, replacing the old value. */
import type { Json } from '../ports/json.ts';
import type { Commits } from '../ports/store.ts';

export async function keepSetting(store: Commits, name: string, value: Json): Promise<void> {
  const { workspaceId } = store;
  const id = `${workspaceId}:${name}`;
  const made = await store.commit([{ do: 'insert', table: 'settings', row: { id, workspaceId, value } }]);
  if (!made.ok) await store.commit([{ do: 'update', table: 'settings', id, set: { value } }]);
}
