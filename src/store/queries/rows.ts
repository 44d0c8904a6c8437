/** Rows of one workspace by their columns; the brands of ids and unions are put on here, where rows come in. */
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { WorkspaceId } from '../../core/ids.ts';
import type { Rows, TableName } from '../../ports/rows.ts';
import type { Engine } from '../engine.ts';

type Where = (SQL | undefined)[];
type Values<T extends TableName> = { [K in keyof Rows[T]]?: string | number };
/** A query that was built once; building it again takes twice as long as running it. */
interface Prepared {
  execute(values: Record<string, unknown>): Promise<unknown[]>;
}

interface RowReads {
  /** The row that has these values; null when there is none. */
  one<T extends TableName>(table: T, where: Values<T>): Promise<Rows[T] | null>;
  all<T extends TableName>(table: T, where: Where, order?: SQL[], limit?: number): Promise<Rows[T][]>;
}

const prepared = new WeakMap<Engine['db'], Map<string, Prepared>>();

/** @param columns whose values are handed in when it is run, beside the workspace's id */
function preparedFor(engine: Engine, name: TableName, columns: string[]): Prepared {
  const ofEngine = prepared.get(engine.db) ?? new Map<string, Prepared>();
  prepared.set(engine.db, ofEngine);
  const key = [name, ...columns].join();
  const known = ofEngine.get(key);
  if (known) return known;
  const table = engine.tables[name] as SQLiteTable & object as SQLiteTable & Record<string, SQLiteColumn>;
  const conditions = ['workspaceId', ...columns].map(each => eq(table[each]!, sql.placeholder(each)));
  const made = engine.db
    .select()
    .from(table)
    .where(and(...conditions))
    .prepare() as unknown as Prepared;
  ofEngine.set(key, made);
  return made;
}

export function makeRowReads(engine: Engine, ws: WorkspaceId): RowReads {
  const { db, tables } = engine;
  const select = (name: TableName, where: Where) => {
    const table = tables[name] as SQLiteTable & { workspaceId: SQLiteColumn };
    return db
      .select()
      .from(table)
      .where(and(eq(table.workspaceId, ws), ...where));
  };
  return {
    one: async <T extends TableName>(name: T, where: Values<T>) => {
      const query = preparedFor(engine, name, Object.keys(where));
      return ((await query.execute({ ...where, workspaceId: ws }))[0] as Rows[T] | undefined) ?? null;
    },
    all: async <T extends TableName>(name: T, where: Where, order: SQL[] = [], limit?: number) => {
      const query = select(name, where).orderBy(...order);
      return (await (limit === undefined ? query : query.limit(limit))) as unknown as Rows[T][];
    },
  };
}
