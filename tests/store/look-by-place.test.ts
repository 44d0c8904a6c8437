/** What changed since a place is found by that place, however much a workspace has: on SQLite by its plan, without statistics. */
import { expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { pastReads } from '../../src/store/queries/past.ts';
import { openMemory } from '../kit/migrated.ts';

test('the events after a place are read from there on, and not from an index of all of them', async () => {
  const engine = await openMemory();
  const asked: string[] = [];
  const listening = {
    ...engine,
    rows: async <T>(sql: string, values: Parameters<typeof engine.rows>[1]) => {
      asked.push(sql);
      return engine.rows<T>(sql, values);
    },
  };
  await pastReads(listening, 'ws_test' as WorkspaceId).changedAfter(5, 10);
  expect(asked).toHaveLength(1);
  const plan = await engine.rows<{ detail: string }>(`explain query plan ${asked[0]}`, [5, 'ws_test', 10]);
  const steps = plan.map(each => each.detail).join('; ');
  expect(steps).toContain('INTEGER PRIMARY KEY (rowid>?)');
  expect(steps).not.toContain('TEMP B-TREE');
  await engine.close();
});
