/** What a database holds: rows of each table, records of each kind on the shelf, and bytes on the disk. */
import { statSync } from 'node:fs';
import { getTableName } from 'drizzle-orm';
import type { Engine } from '../../src/store/engine.ts';

export interface Weight {
  /** By table; of the shelf by owner and kind of stream. */
  rows: Map<string, number>;
  bytes: number;
  /** Of SQLite, beside the file. */
  logBytes: number;
  heapMb: number;
  residentMb: number;
}

const MB = 1024 * 1024;

/** @param swept what nobody needs is thrown away first, so that the heap is what is needed; costs a second or two */
export async function weigh(engine: Engine, swept = false): Promise<Weight> {
  const rows = new Map<string, number>();
  for (const table of Object.values(engine.tables)) {
    const name = getTableName(table);
    if (name === 'shelf') continue;
    const [row] = await engine.slowRows<{ n: number }>(`select count(*) as n from ${name}`, []);
    rows.set(name, Number(row!.n));
  }
  for (const [name, n] of await onShelf(engine)) rows.set(name, n);
  const gc = swept ? globalThis.gc : undefined;
  if (gc) for (let i = 0; i < 3; i++) gc();
  const { heapUsed, rss } = process.memoryUsage();
  return { rows, ...(await onDisk(engine)), heapMb: heapUsed / MB, residentMb: rss / MB };
}

/** Kinds of streams: without the person, thread or day that a name goes on with. */
async function onShelf(engine: Engine): Promise<Map<string, number>> {
  const kind =
    engine.kind === 'sqlite'
      ? `case instr(stream, ':') when 0 then stream else substr(stream, 1, instr(stream, ':') - 1) end`
      : `split_part(stream, ':', 1)`;
  const found = await engine.slowRows<{ owner: string; kind: string; n: number }>(
    `select owner, ${kind} as kind, count(*) as n from shelf group by 1, 2`,
    [],
  );
  return new Map(found.map(({ owner, kind, n }) => [`shelf ${owner} ${kind}`, Number(n)]));
}

async function onDisk({ kind, file, rows }: Engine): Promise<{ bytes: number; logBytes: number }> {
  if (kind === 'postgres') {
    const [row] = await rows<{ n: number }>('select pg_database_size(current_database()) as n', []);
    return { bytes: Number(row!.n), logBytes: 0 };
  }
  if (!file) {
    const [row] = await rows<{ n: number }>(
      'select page_count * page_size as n from pragma_page_count(), pragma_page_size()',
      [],
    );
    return { bytes: Number(row!.n), logBytes: 0 };
  }
  const size = (name: string) => statSync(name, { throwIfNoEntry: false })?.size ?? 0;
  return { bytes: size(file), logBytes: size(`${file}-wal`) };
}
