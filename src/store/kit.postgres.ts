/** The column kit for PostgreSQL; loaded only where a Postgres database is used, since it costs 60 MB while it loads. */
import * as pg from 'drizzle-orm/pg-core';
import type { Kit } from './kit.ts';

const bytea = pg.customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });

export const postgresKit = {
  table: pg.pgTable,
  text: () => pg.text(),
  int: () => pg.integer(),
  ms: () => pg.bigint({ mode: 'number' }),
  bool: () => pg.boolean(),
  json: <T>() => pg.jsonb().$type<T>(),
  bytes: () => bytea(),
  seq: () => pg.bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
} as unknown as Kit;
