/** The column kit for PostgreSQL; loaded only where a Postgres database is used, since it costs 60 MB while it loads. */
import { is } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import type { Kit } from './kit.ts';

const bytea = pg.customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' });

/** The columns of a table that stand in its keys. */
type Keyed = Record<'workspaceId' | 'id' | 'seq', pg.AnyPgColumn>;

/**
 * A distributed PostgreSQL keeps each workspace on one of its machines, and knows a key to be unique only where the workspace
 * is part of it: every key begins with it.
 */
function table(
  name: string,
  columns: Record<string, pg.PgColumnBuilderBase>,
  more: (t: Keyed) => pg.PgTableExtraConfigValue[] = () => [],
) {
  return pg.pgTable(name, columns, self => {
    const t = self as unknown as Keyed;
    const others = more(t);
    const keys = [
      ...(others.some(each => is(each, pg.PrimaryKeyBuilder))
        ? []
        : [pg.primaryKey({ columns: [t.workspaceId, t.seq ?? t.id] })]),
      ...(t.seq && t.id ? [pg.uniqueIndex(`${name}_id`).on(t.workspaceId, t.id)] : []),
    ];
    return [...keys, ...others];
  });
}

export const postgresKit = {
  table,
  text: () => pg.text(),
  int: () => pg.integer(),
  ms: () => pg.bigint({ mode: 'number' }),
  bool: () => pg.boolean(),
  json: <T>() => pg.jsonb().$type<T>(),
  bytes: () => bytea(),
  id: () => pg.text().notNull(),
  secondId: () => pg.text().notNull(),
  seq: () => pg.bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
} as unknown as Kit;
