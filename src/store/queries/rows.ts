/** Rows of one workspace by their columns; the brands of ids and unions are put on here, where rows come in. */
import { and, eq, type SQL } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { WorkspaceId } from '../../core/ids.ts';
import type { Rows, TableName } from '../../ports/rows.ts';
import type { Engine } from '../engine.ts';

type Where = (SQL | undefined)[];

interface RowReads {
  /** The row that meets all conditions; null when there is none. */
  one<T extends TableName>(table: T, ...where: Where): Promise<Rows[T] | null>;
  all<T extends TableName>(table: T, where: Where, order?: SQL[], limit?: number): Promise<Rows[T][]>;
}

export function makeRowReads({ db, tables }: Engine, ws: WorkspaceId): RowReads {
  const select = (name: TableName, where: Where) => {
    const table = tables[name] as SQLiteTable & { workspaceId: SQLiteColumn };
    return db
      .select()
      .from(table)
      .where(and(eq(table.workspaceId, ws), ...where));
  };
  return {
    one: async <T extends TableName>(name: T, ...where: Where) =>
      ((await select(name, where))[0] as unknown as Rows[T] | undefined) ?? null,
    all: async <T extends TableName>(name: T, where: Where, order: SQL[] = [], limit?: number) => {
      const query = select(name, where).orderBy(...order);
      return (await (limit === undefined ? query : query.limit(limit))) as unknown as Rows[T][];
    },
  };
}
