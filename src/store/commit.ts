/** Turns a commit's steps, which are data, into SQL for either engine; the statements are made once per shape. */
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { TableName } from '../ports/rows.ts';
import { NEXT_NUMBER, type Op } from '../ports/store.ts';
import type { Engine, SqlValue } from './engine.ts';
import type { Tables } from './tables.ts';

interface Statement {
  sql: string;
  values: SqlValue[];
  /** The commit conflicts when no row was changed. */
  mustChange: boolean;
}

/** `holdUntil` -> `hold_until`: the same rule as the `casing` of the schema. */
export function columnName(key: string): string {
  return key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

/**
 * @param mark the engine's placeholder for the n-th value (from 1)
 * @param key the columns of the engine's keys
 */
export function makeToStatement(tables: Tables, mark: (n: number) => string, key: Engine['key']) {
  const columns = Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, getTableColumns(table)]),
  ) as Record<string, Record<string, SQLiteColumn>>;
  const texts = new Map<string, string>();
  const once = (shape: string, make: () => string) => {
    const known = texts.get(shape);
    if (known) return known;
    const made = make();
    texts.set(shape, made);
    return made;
  };
  const quoted = (key: string) => `"${columnName(key)}"`;
  const table = (name: TableName) => `"${getTableName(tables[name])}"`;
  const valuesOf = (name: TableName, row: object): SqlValue[] =>
    Object.entries(row).map(([key, value]) => {
      if (value === null || value === undefined) return null;
      const column = columns[name]?.[key];
      if (!column) throw new Error(`The table ${name} has no column ${key}.`);
      return column.mapToDriverValue(value) as SqlValue;
    });

  const insertNumbered = ({ row }: NumberedOp, workspaceId: string): Statement => {
    const { number: _next, ...given } = row;
    const keys = Object.keys(given);
    const sql = once(`numbered ${keys}`, () => {
      const next = `(select coalesce(max("number"), 0) + 1 from "enquiries" where "workspace_id" = ${mark(keys.length + 1)})`;
      return `insert into "enquiries" (${keys.map(quoted).join(', ')}, "number") values (${keys.map((_, i) => mark(i + 1)).join(', ')}, ${next})`;
    });
    return { sql, values: [...valuesOf('enquiries', given), workspaceId], mustChange: false };
  };

  return function toStatement(op: Op, workspaceId: string): Statement {
    // Also where a caller's types were bent.
    if ((op.table as TableName) === 'audit' && op.do !== 'insert')
      throw new Error('The audit trail only takes new lines; what stands in it is never changed.');
    if (op.do === 'insert' || op.do === 'put') {
      if (op.row.workspaceId !== workspaceId) throw new Error(`A row of ${op.table} belongs to another workspace.`);
      if (takesNumber(op)) return insertNumbered(op, workspaceId);
      const keys = Object.keys(op.row);
      const sql = once(`${op.do} ${op.table} ${keys}`, () => {
        const marks = keys.map((_, i) => mark(i + 1));
        const insert = `insert into ${table(op.table)} (${keys.map(quoted).join(', ')}) values (${marks.join(', ')})`;
        if (op.do === 'insert') return insert;
        const sets = keys.filter(key => key !== 'id').map(key => `${quoted(key)} = excluded.${quoted(key)}`);
        return `${insert} on conflict (${key}) do update set ${sets.join(', ')}`;
      });
      return { sql, values: valuesOf(op.table, op.row), mustChange: false };
    }
    if (op.do === 'update') {
      const keys = Object.keys(op.set);
      const expects = op.expect !== undefined;
      const sql = once(`u ${op.table} ${expects} ${keys}`, () => {
        const sets = keys.map((key, i) => `${quoted(key)} = ${mark(i + 1)}`).join(', ');
        const n = keys.length;
        const version = expects ? ` and "version" = ${mark(n + 3)}` : '';
        return `update ${table(op.table)} set ${sets} where "workspace_id" = ${mark(n + 1)} and "id" = ${mark(n + 2)}${version}`;
      });
      const values = [...valuesOf(op.table, op.set), workspaceId, op.id];
      if (op.expect !== undefined) values.push(op.expect);
      return { sql, values, mustChange: expects };
    }
    const keys = Object.keys(op.where);
    const sql = once(`d ${op.table} ${keys}`, () => {
      const tests = keys.map((key, i) => `${quoted(key)} = ${mark(i + 2)}`);
      return `delete from ${table(op.table)} where ${['"workspace_id" = ' + mark(1), ...tests].join(' and ')}`;
    });
    return { sql, values: [workspaceId, ...valuesOf(op.table, op.where)], mustChange: false };
  };
}

type NumberedOp = Extract<Op, { do: 'insert'; table: 'enquiries' }>;

/** A new enquiry, which gets the next number. */
export function takesNumber(op: Op): op is NumberedOp {
  return op.do === 'insert' && op.table === 'enquiries' && op.row.number === NEXT_NUMBER;
}

/** Thrown inside a transaction to roll it back when a versioned update met another version. */
export class VersionConflict extends Error {}
