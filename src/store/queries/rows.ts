/** Rows of one workspace by their columns; the brands of ids and unions are put on here, where rows come in. */
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { WorkspaceId } from '../../core/ids.ts';
import { PRACTICE_ROOMS } from '../../core/practice.ts';
import type { Rows, TableName } from '../../ports/rows.ts';
import type { Engine } from '../engine.ts';
import { LIVING_STATUSES, notPractice, ON_ITS_WAY } from '../tables.ts';

type Values<T extends TableName> = { [K in keyof Rows[T]]?: string | number };
/** A column to sort by; `-` before it: the highest first. */
type Order<T extends TableName> = Column<T> | `-${Column<T>}`;
/** Most tables number their rows as they come. */
type Column<T extends TableName> = (keyof Rows[T] & string) | 'seq';
/** Conditions that hold whatever is asked. */
const ALWAYS = {
  living: sql.raw(`${LIVING_STATUSES} and ${notPractice()}`),
  onItsWay: ON_ITS_WAY,
  // Those that are not one person's alone.
  rooms: sql.raw(`id not like '${PRACTICE_ROOMS}'`),
};

interface Which<T extends TableName> {
  always?: keyof typeof ALWAYS;
  order?: readonly Order<T>[];
  limit?: number | undefined;
}

/** A query that was built once; building it again takes twice as long as running it. */
interface Prepared {
  execute(values: Record<string, unknown>): Promise<unknown[]>;
}

interface RowReads {
  /** The row that has these values; null when there is none. */
  one<T extends TableName>(table: T, where: Values<T>): Promise<Rows[T] | null>;
  /** Every row that has these values. */
  all<T extends TableName>(table: T, where: Values<T>, which?: Which<T>): Promise<Rows[T][]>;
  /** Rows by conditions that are built anew each time, as those over lists are. */
  those<T extends TableName>(table: T, where: SQL[], order?: SQL[], limit?: number): Promise<Rows[T][]>;
}

const prepared = new WeakMap<Engine['db'], Map<string, Prepared>>();

/** @param columns whose values are handed in when it is run, beside the workspace's id and, where there is one, the limit */
function preparedFor<T extends TableName>(engine: Engine, name: T, columns: string[], which: Which<T> = {}): Prepared {
  const ofEngine = prepared.get(engine.db) ?? new Map<string, Prepared>();
  prepared.set(engine.db, ofEngine);
  const { always, order = [], limit } = which;
  const key = [name, ...columns, always, ...order, limit === undefined ? '' : 'limit'].join();
  const known = ofEngine.get(key);
  if (known) return known;
  const table = engine.tables[name] as SQLiteTable & object as SQLiteTable & Record<string, SQLiteColumn>;
  const conditions = ['workspaceId', ...columns].map(each => eq(table[each]!, sql.placeholder(each)));
  const sorted = order.map(each => (each.startsWith('-') ? desc(table[each.slice(1)]!) : asc(table[each]!)));
  const query = engine.db
    .select()
    .from(table)
    .where(and(...conditions, always && ALWAYS[always]))
    .orderBy(...sorted);
  const made = (limit === undefined ? query : query.limit(sql.placeholder('limit'))).prepare() as unknown as Prepared;
  ofEngine.set(key, made);
  return made;
}

export function makeRowReads(engine: Engine, ws: WorkspaceId): RowReads {
  const { db, tables } = engine;
  const run = <T extends TableName>(name: T, where: Values<T>, which: Which<T> = {}) =>
    preparedFor(engine, name, Object.keys(where), which).execute({ ...where, workspaceId: ws, limit: which.limit });
  return {
    one: async <T extends TableName>(name: T, where: Values<T>) =>
      ((await run(name, where))[0] as Rows[T] | undefined) ?? null,
    all: async <T extends TableName>(name: T, where: Values<T>, which: Which<T> = {}) =>
      (await run(name, where, which)) as Rows[T][],
    those: async <T extends TableName>(name: T, where: SQL[], order: SQL[] = [], limit?: number) => {
      const table = tables[name] as SQLiteTable & { workspaceId: SQLiteColumn };
      const query = db
        .select()
        .from(table)
        .where(and(eq(table.workspaceId, ws), ...where))
        .orderBy(...order);
      return (await (limit === undefined ? query : query.limit(limit))) as unknown as Rows[T][];
    },
  };
}
