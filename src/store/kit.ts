/**
 * The column kit: tables are declared once with it and made twice, for SQLite and for PostgreSQL. Everything outside
 * sees the SQLite types; `Kit` is the promise that the Postgres kit, in a file of its own, has the same shape.
 */
import * as lite from 'drizzle-orm/sqlite-core';

export const sqliteKit = {
  table: lite.sqliteTable,
  text: () => lite.text(),
  int: () => lite.integer(),
  /** An instant in milliseconds: beyond 32 bits, so bigint on Postgres. */
  ms: () => lite.integer(),
  bool: () => lite.integer({ mode: 'boolean' }),
  json: <T>() => lite.text({ mode: 'json' }).$type<T>(),
  bytes: () => lite.blob({ mode: 'buffer' }).$type<Uint8Array>(),
  /**
   * What a row is called. A file of SQLite is never divided, so there it is unique by itself; in PostgreSQL together with the
   * workspace, see `kit.postgres.ts`.
   */
  id: () => lite.text().primaryKey(),
  /** The same, where rows are numbered as well. */
  secondId: () => lite.text().notNull().unique(),
  /** A number given by the database in the order of the commits. */
  seq: () => lite.integer().primaryKey({ autoIncrement: true }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
};
export type Kit = typeof sqliteKit;
