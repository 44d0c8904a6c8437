/** A database of every released state of the tables, upgraded on both engines: every row is there after, and a day goes on. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { checkCopy } from '../../src/store/backup.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { freshPostgres } from '../kit/engines.ts';
import { openHouse } from '../kit/house.ts';
import {
  differences,
  fillState,
  putState,
  type Snapshot,
  snapshotPostgres,
  snapshotSqlite,
  stateFile,
  statesOf,
} from '../kit/upgrade-states.ts';
import { randomFrom, testClock, testIds } from '../kit/world.ts';

/** A day that was played before ends within it. */
const DAY_LATER_MS = 86_400_000;
const SEED = 77;
/** Longer than a reply is held. */
const HOLD_MS = 20_000;
/** Each kept state is a few pages; more would make every clone slow. */
const STATE_BYTES_MAX = 64_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-upgrades-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The next day: somebody from before writes again and is answered in the old thread, somebody new comes, words are found. */
async function goOn(engine: Engine): Promise<void> {
  const clock = testClock();
  clock.advance(DAY_LATER_MS);
  const house = await openHouse({ engine, clock, ids: testIds(clock, randomFrom(SEED)) });
  const { provider } = house;
  const known = await engine.rows<{ id: string }>(`select id from enquiries where workspace_id = 'ws_test'`, []);
  const old = (await provider.write('lee-before@example.com', 'And in blue?', { id: 'after-1' }))!;
  await house.settle();
  expect(known.map(each => each.id)).toContain(old);
  const ben = house.as('Ben');
  await ben.write(old, 'In blue, too.');
  await ben.choose(old, 'Send and resolve');
  const fresh = (await provider.write('new@example.com', 'Do you ship to Ghent?', { id: 'after-2' }))!;
  await house.settle();
  expect(known.map(each => each.id)).not.toContain(fresh);
  await house.as('Cleo').press('enquiry.claim', fresh);
  await house.pass(HOLD_MS);
  expect(provider.delivered).toMatchObject([{ to: 'lee-before@example.com', text: 'In blue, too.' }]);
  expect(await house.as('Ann').command('find parcel')).toContain('#1 Maya Patel');
  const rows = await engine.rows<{ status: string; owner: string | null }>(
    'select status, owner_id as owner from enquiries where id in (?, ?) order by number',
    [old, fresh],
  );
  expect(rows).toMatchObject([{ status: 'resolved' }, { status: 'open', owner: expect.any(String) }]);
  expect(house.log.lines.filter(each => each.level === 'error')).toEqual([]);
  await house.close();
}

describe('every released state of the tables is kept', () => {
  test.each(['sqlite', 'postgres'] as const)('for %s, and small; a new one is made by: npm run upgrade-state', kind => {
    const lacking = statesOf(kind).filter(tag => !existsSync(stateFile(kind, tag)));
    expect(lacking, 'run: npm run upgrade-state').toEqual([]);
    for (const tag of statesOf(kind)) expect(statSync(stateFile(kind, tag)).size).toBeLessThan(STATE_BYTES_MAX);
  });

  test('with rows in every table that a state has', () => {
    const file = join(folder, 'newest.db');
    putState(statesOf('sqlite').at(-1)!, file);
    for (const [table, rows] of snapshotSqlite(file)) expect(`${table} ${rows.length > 0}`).toBe(`${table} true`);
  });
});

describe('a row that an upgrade loses or changes is seen', () => {
  const before: Snapshot = new Map([
    [
      'customers',
      [
        { id: '1', name: 'Maya' },
        { id: '2', name: 'NULL' },
      ],
    ],
  ]);
  test.each([
    ['a table that is gone', new Map(), /customers is gone/],
    ['a row that is gone', new Map([['customers', [{ id: '1', name: 'Maya' }]]]), /has 1 rows, and had 2/],
    [
      'a value that is another',
      new Map([
        [
          'customers',
          [
            { id: '1', name: 'Maia' },
            { id: '2', name: 'NULL' },
          ],
        ],
      ]),
      /lacks .*Maya/,
    ],
    [
      'a new column that holds something',
      new Map([['customers', before.get('customers')!.map(row => ({ ...row, rank: '3' }))]]),
      /customers\.rank is new and holds 3/,
    ],
  ])('%s', (_, after, words) => {
    expect(differences(before, after as Snapshot).join('\n')).toMatch(words);
    expect(differences(before, before)).toEqual([]);
  });
});

describe('an upgrade of a SQLite file', () => {
  test.each(
    statesOf('sqlite'),
  )('from %s keeps every row and value, with a copy from before; the day goes on', async tag => {
    const file = join(folder, 'd.db');
    putState(tag, file);
    const before = snapshotSqlite(file);
    const told: string[] = [];
    const service = { onDamage: () => {}, onChange: (words: string) => void told.push(words) };
    await (await openSqlite(file, { service, synchronous: 'OFF' })).close();
    expect(differences(leftBehind(before), leftBehind(snapshotSqlite(file)))).toEqual([]);
    const copies = readdirSync(folder).filter(each => each.includes('.before-'));
    const isNewest = tag === statesOf('sqlite').at(-1);
    expect(copies).toHaveLength(isNewest ? 0 : 1);
    expect(told).toHaveLength(isNewest ? 0 : 1);
    if (!isNewest) {
      expect(told[0]).toContain(copies[0]);
      checkCopy(join(folder, copies[0]!));
      expect(differences(before, snapshotSqlite(join(folder, copies[0]!)))).toEqual([]);
    }
    const engine = await openSqlite(file, { synchronous: 'OFF' });
    await goOn(engine);
    await engine.close();
  });
});

describe.skipIf(inject('postgres') === null)('an upgrade of a PostgreSQL database', () => {
  test.each(statesOf('postgres'))('from %s keeps every row and value; the day goes on', async tag => {
    const { url, drop } = await freshPostgres();
    await fillState(tag, url);
    const before = await snapshotPostgres(url);
    const told: string[] = [];
    const engine = await openPostgres(url, 'test:upgrade', words => told.push(words));
    expect(differences(before, await snapshotPostgres(url))).toEqual([]);
    expect(told).toHaveLength(tag === statesOf('postgres').at(-1) ? 0 : 1);
    await goOn(engine);
    await engine.close();
    await drop();
  });
});

/** A service that starts frees what a dead one held: of these two tables only that is another. */
function leftBehind(all: Snapshot): Snapshot {
  const without = (table: string, ...columns: string[]) =>
    (all.get(table) ?? []).map(row =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name))),
    );
  return new Map(all)
    .set('jobs', without('jobs', 'locked_by', 'locked_until'))
    .set('leases', without('leases', 'until'));
}
