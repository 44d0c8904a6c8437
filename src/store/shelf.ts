/** The adapters' own records: numbered streams without gaps, so that a reader who saw number 7 next asks for 8. */
import type { WorkspaceId } from '../core/ids.ts';
import type { Json } from '../ports/json.ts';
import type { Shelf, ShelfEntry } from '../ports/shelf.ts';
import type { Engine } from './engine.ts';

/** Writers that want the same number at once: each round one of them gets it. */
const APPEND_TRIES_MAX = 200;
/** Names in one statement: of some ms, and far below what either engine takes. */
const REMOVED_AT_ONCE = 500;

interface Row {
  n: number;
  key: string;
  value: Json | string;
}

export function makeShelf(engine: Engine, ws: WorkspaceId, owner: string): Shelf {
  const place = [ws, owner];
  const where = 'workspace_id = ? and owner = ? and stream = ?';
  const toEntry = (row: Row): ShelfEntry => ({
    n: Number(row.n),
    key: row.key,
    value: engine.kind === 'sqlite' ? JSON.parse(row.value as string) : (row.value as Json),
  });
  const json = engine.kind === 'sqlite' ? '?' : '?::jsonb';
  /** One statement that finds the next number and takes it; a rival who was faster makes it insert nothing. */
  const insert = async (stream: string, key: string, value: Json, version: number): Promise<number | null> => {
    const rows = await engine.rows<Row>(
      `insert into shelf (id, workspace_id, owner, stream, n, key, version, value)
       select ?, ?, ?, ?, coalesce(max(n), 0) + 1, ?, ?, ${json} from shelf where ${where}
       on conflict do nothing returning n`,
      [`${ws}:${owner}:${stream}:${key}`, ...place, stream, key, version, JSON.stringify(value), ...place, stream],
    );
    return rows[0] ? Number(rows[0].n) : null;
  };
  const tooMany = (stream: string) =>
    new Error(`The stream ${stream} of ${owner} is being written to by too many at once. It is tried again.`);
  const shelf: Shelf = {
    append: async (stream, key, value) => {
      for (let i = 0; i < APPEND_TRIES_MAX; i++) {
        const n = await insert(stream, key, value, 0);
        if (n !== null) return { n, fresh: true };
        const there = await shelf.get(stream, key);
        if (there) return { n: there.n, fresh: false };
      }
      throw tooMany(stream);
    },
    put: async (stream, key, value, version = 0) => {
      for (let i = 0; i < APPEND_TRIES_MAX; i++) {
        if (await shelf.replace(stream, key, value, version)) return true;
        if ((await insert(stream, key, value, version)) !== null) return true;
        const [newer] = await engine.rows(`select n from shelf where ${where} and key = ? and version > ?`, [
          ...place,
          stream,
          key,
          version,
        ]);
        if (newer) return false;
      }
      throw tooMany(stream);
    },
    replace: async (stream, key, value, version = 0) => {
      const rows = await engine.rows<Row>(
        `update shelf set value = ${json}, version = ?
         where ${where} and key = ? and version <= ? returning n`,
        [JSON.stringify(value), version, ...place, stream, key, version],
      );
      return rows.length > 0;
    },
    get: async (stream, key) => {
      const rows = await engine.rows<Row>(`select n, key, value from shelf where ${where} and key = ?`, [
        ...place,
        stream,
        key,
      ]);
      return rows[0] ? toEntry(rows[0]) : null;
    },
    read: async (stream, after, limit) => {
      const rows = await engine.rows<Row>(
        `select n, key, value from shelf where ${where} and n > ? order by n limit ?`,
        [...place, stream, after, limit],
      );
      return rows.map(toEntry);
    },
    latest: async (stream, limit) => {
      const rows = await engine.rows<Row>(`select n, key, value from shelf where ${where} order by n desc limit ?`, [
        ...place,
        stream,
        limit,
      ]);
      return rows.map(toEntry);
    },
    remove: (stream, ...keys) => removeAll(engine, where, [...place, stream], keys),
    drop: async stream => {
      await engine.rows(`delete from shelf where ${where}`, [...place, stream]);
    },
  };
  return shelf;
}

async function removeAll(engine: Engine, where: string, place: string[], keys: readonly string[]): Promise<void> {
  for (let i = 0; i < keys.length; i += REMOVED_AT_ONCE) {
    const some = keys.slice(i, i + REMOVED_AT_ONCE);
    const marks = some.map(() => '?').join(', ');
    await engine.rows(`delete from shelf where ${where} and key in (${marks})`, [...place, ...some]);
  }
}
