/** What adapters remember of an erased person: a channel's record of them goes, a desk's loses the name in it. */

import type { WorkspaceId } from '../../core/ids.ts';
import { allMarks, hasMark } from '../../core/marks.ts';
import type { Stepped } from '../../ports/erasure.ts';
import type { ErasureRow } from '../../ports/erasure-rows.ts';
import type { Engine } from '../engine.ts';
import { scrubbed } from './others.ts';
import { anyOf } from './patterns.ts';

const ROWS_AT_ONCE = 200;
const COLUMNS = [
  { name: 'stream', json: false },
  { name: 'key', json: false },
  { name: 'value', json: true },
];

/** Place: after which row. */
export function shelfStep(engine: Engine, ws: WorkspaceId): (row: ErasureRow) => Promise<Stepped> {
  return async ({ place, marks }) => {
    const sought = marks ? allMarks(marks) : [];
    if (sought.length === 0) return { done: true };
    const { sql, values } = anyOf(engine, COLUMNS, sought);
    const rows = await engine.slowRows<Row>(
      `select id, owner, stream, key, value from shelf
       where workspace_id = ? and id > ? and owner not like 'vault:%' and ${sql} order by id limit ?`,
      [ws, place, ...values, ROWS_AT_ONCE],
    );
    for (const row of rows) await forgotten(engine, ws, row, sought);
    return rows.length < ROWS_AT_ONCE ? { done: true } : { place: rows.at(-1)!.id };
  };
}

interface Row {
  id: string;
  owner: string;
  stream: string;
  key: string;
  value: unknown;
}

async function forgotten(
  engine: Engine,
  ws: WorkspaceId,
  { id, owner, stream, key, value: kept }: Row,
  marks: readonly string[],
): Promise<void> {
  const value = typeof kept === 'string' && engine.kind === 'sqlite' ? JSON.parse(kept) : kept;
  const named = hasMark(`${stream}\n${key}`, marks);
  if (!named && !hasMark(value, marks)) return;
  if (named || !owner.startsWith('desk:')) {
    await engine.rows('delete from shelf where workspace_id = ? and id = ?', [ws, id]);
    return;
  }
  const json = engine.kind === 'sqlite' ? '?' : '?::jsonb';
  await engine.rows(`update shelf set value = ${json} where workspace_id = ? and id = ?`, [
    JSON.stringify(scrubbed(value, marks)),
    ws,
    id,
  ]);
}
