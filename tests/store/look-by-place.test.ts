/** Rows are found by their place, however much a workspace has: on SQLite by its plans, on the first day as after years. */
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openLife } from '../../bench/life/shop.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { pastReads } from '../../src/store/queries/past.ts';
import { openMemory } from '../kit/migrated.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('the events after a place are read from there on, and not from an index of all of them', async () => {
  const engine = await openMemory();
  const asked: string[] = [];
  const listening = {
    ...engine,
    rows: async <T>(sql: string, values: Parameters<typeof engine.rows>[1]) => {
      asked.push(sql);
      return engine.rows<T>(sql, values);
    },
  };
  await pastReads(listening, 'ws_test' as WorkspaceId).changedAfter(5, 10);
  expect(asked).toHaveLength(1);
  const plan = await engine.rows<{ detail: string }>(`explain query plan ${asked[0]}`, [5, 'ws_test', 10]);
  const steps = plan.map(each => each.detail).join('; ');
  expect(steps).toContain('INTEGER PRIMARY KEY (rowid>?)');
  expect(steps).not.toContain('TEMP B-TREE');
  await engine.close();
});

/** Tables that grow for as long as a shop lives. */
const GROWING = [
  ...['enquiries', 'events', 'messages', 'replies', 'remarks', 'raws', 'refs', 'participants', 'identities'],
  ...['customers', 'threads', 'measures', 'shelf', 'attachments'],
];
/** Asked once in a while, of all there is, and in small steps where it may be much; each with what tells it apart. */
const OF_ALL: [RegExp, string][] = [
  [/order by (e\.|"enquiries"\.)?"?number"? desc limit/, 'the newest, from the end of the index'],
  [/order by m\.seq desc limit/, 'the newest, from the end of the table'],
  [/select \?, .*coalesce\(max\(n\), 0\) \+ 1/, 'the newest of a stream, from the end of the index'],
  [/and stream = \? order by n desc limit/, 'the newest of a stream, from the end of the index'],
  [/from measures where workspace_id = \? order by at limit 1/, 'the first of all'],
  [/"status" = \? and .* order by "enquiries"\."opened_at" desc limit/, 'the newest, from the end of the index'],
  [/coalesce\(max\("number"\), 0\) \+ 1/, 'the next number, from the end of the index'],
  [/and status = 'resolved' limit 9$/, 'whether there are some; most are resolved'],
  [/like \? escape .* limit \?$/, '`find` by a part of a name or address: no index has that'],
  [/^delete from shelf where workspace_id = \? and owner = \? and stream = \?$/, 'all of a stream goes'],
  [/erased_at is null and .*\(case e\.channel_id/, 'by night, what retention takes'],
  [/length\(r\.bytes\) > 0 and r\.received_at </, 'by night, what retention takes'],
  [/a\.content is not null and e\.status in/, 'by night, what retention takes'],
];

describe('a shop that lives', () => {
  test('asks nothing for which everything that it ever had is read', async () => {
    const asked = new Set<string>();
    const prepare = Database.prototype.prepare;
    vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (this: Database.Database, sql: string) {
      asked.add(sql);
      return prepare.call(this, sql) as Database.Statement;
    } as never);
    const engine = await openMemory();
    const shop = await openLife({ engine, perDay: 12 });
    for (let i = 0; i < 8; i++) await shop.day();
    await shop.act();
    await shop.close();
    const ours = [...asked].filter(
      sql => /^\s*(select|update|delete|with|insert)\b/i.test(sql) && /workspace_id/.test(sql),
    );
    const wrong: string[] = [];
    for (const sql of ours) {
      const values = Array.from(sql.matchAll(/\?/g), () => null);
      const plan = await engine.rows<{ detail: string }>(`explain query plan ${sql}`, values);
      const tables = aliasesIn(sql);
      for (const { detail } of plan) {
        const [, how, name = '', by = ''] = /^(SEARCH|SCAN) (\S+)(?: USING .*?(\(.*\)))?/.exec(detail) ?? [];
        if (!how || !GROWING.includes(tables.get(name) ?? name) || /enquiries_living|on_their_way/.test(detail))
          continue;
        const isAll = how === 'SCAN' || /^\(workspace_id=\?( AND owner=\?)?( AND stream=\?)?\)$/.test(by);
        const words = sql.replace(/\s+/g, ' ');
        if (isAll && !OF_ALL.some(([which]) => which.test(words))) wrong.push(`${detail}: ${words.slice(0, 900)}`);
      }
    }
    expect(ours.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
    await engine.close();
  });
});

/** What a statement calls its tables. */
function aliasesIn(sql: string): Map<string, string> {
  return new Map(
    [...sql.matchAll(/\b(?:from|join|update|into)\s+"?([a-z_]+)"?\s+(?:as\s+)?([a-z_]+)\b/gi)].map(found => [
      found[2]!,
      found[1]!,
    ]),
  );
}
