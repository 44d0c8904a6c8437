/**
 * Every statement that is sent to PostgreSQL, heard on the wire, stays within one workspace, or is known by name: by what the
 * planner makes of it a distributed database would send it to one machine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import type { WantedItem } from '../../adapters/desks/practice/records.ts';
import type { EnquiryId, WorkspaceId } from '../../src/core/ids.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { formOf } from '../../src/desk/actions.ts';
import { COMMANDS } from '../../src/desk/commands.ts';
import type { ButtonView } from '../../src/ports/button.ts';
import { job } from '../../src/ports/jobs.ts';
import { formFor } from '../../src/posting/forms.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeRetaining } from '../../src/store/erase/retaining.ts';
import { everyWorkspace, installedWorkspaces } from '../../src/store/queries/installation.ts';
import { makeJobStore, makeLeaseStore } from '../../src/store/queries/jobs.ts';
import { makeTimeStore } from '../../src/store/queries/shift.ts';
import { beginRotation, endRotation } from '../../src/store/rotate-keys.ts';
import { parseKeys } from '../../src/store/secrets.ts';
import { exportPerson } from '../../src/transfer/person.ts';
import { measureAll } from '../../src/transfer/remeasure.ts';
import { importFolder } from '../../src/transfer/take-in.ts';
import { exportFolder } from '../../src/transfer/write-out.ts';
import { storeContract } from '../contracts/store.ts';
import { openFreshPostgres } from '../kit/engines.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';
import { crossings, type Sent, tablesOf } from '../kit/one-workspace.ts';
import { putPastWeeks } from '../kit/past-weeks.ts';
import { playDay } from '../kit/played-day.ts';
import { type Overheard, openOverheard } from '../kit/sent-statements.ts';
import { testIds } from '../kit/world.ts';

const WS = 'ws_test' as WorkspaceId;
/** Fewer are heard only where one of the parts was not walked. */
const STATEMENTS_MIN = 400;
/** Kinds of buttons that such a shop meets. */
const KINDS_MIN = 30;
const ANN = { deskRef: 'practice:ann', name: 'Ann', admin: true };

/** Statements that are about more than one workspace, or none; on a distributed database each is asked of every machine. */
const ACROSS: [beginning: RegExp, why: string][] = [
  [/^delete from (seen|ledger|asks) where (at|asked_at) < /, 'housekeeping: what is old goes, whoever it belongs to'],
  [/^select id(, name)? from workspaces /, 'the list of workspaces'],
  [
    /^(with mine as \(\s+insert into leases|update (jobs|replies) set (run_at|hold_until) = )/,
    'a jump of the clock moves what waits',
  ],
  [/^select id, workspace_id, name, sealed from channels/, 'a change of key: everything that is sealed'],
  [/^select id, workspace_id, owner, key, .* from shelf\s+where owner like 'vault:%'/, 'a change of key'],
  [/^select count\(\*\) as n from jobs$/, 'asked by a test of the contract'],
];

/** Of each kind of button: the first for what it does, the second for what it does when that was done. */
const PRESSES_OF_A_KIND = 2;

/** Everything that can be typed, pressed and filled in, by somebody who does all of it. */
async function doEverything(house: TestHouse, pressed: Map<string, number>): Promise<void> {
  const ann = house.as('Ann');
  for (const { example } of COMMANDS) await pressAll(house, ann, (await ann.asks(example)).buttons, pressed);
  for (const { enquiryId } of await house.cards()) {
    const card = await house.card(enquiryId);
    const { ref, posts } = await house.thread(enquiryId);
    const entries = posts.flatMap(({ post, mark }) => [
      ...(post.as === 'entry' && 'buttons' in post.entry ? (post.entry.buttons ?? []) : []),
      ...(mark?.buttons ?? []),
    ]);
    const shown = (await ann.privates(enquiryId)).flatMap(each => each.buttons);
    const help = (card.help ?? []).flatMap(each => each.buttons);
    const all = [...card.buttons, ...card.menu, ...help, ...entries, ...shown];
    await pressAll(house, ann, all, pressed, { id: enquiryId, ref });
  }
}

async function pressAll(
  house: TestHouse,
  ann: Person,
  buttons: readonly Pick<ButtonView, 'id' | 'value'>[],
  pressed: Map<string, number>,
  at?: { id: EnquiryId; ref: string },
): Promise<void> {
  for (const { id, value } of buttons) {
    const times = pressed.get(id) ?? 0;
    if (times >= PRESSES_OF_A_KIND) continue;
    pressed.set(id, times + 1);
    const form = at && formOf(id) ? await formFor(house.house.parts, id, at.id, ANN) : null;
    if (!form || 'refusal' in form) await ann.press(id, value, at?.ref ?? null);
    else {
      const filled = form.fields.map(each => [each.name, each.value || (each.choices?.[0]?.value ?? 'words')]);
      await ann.submit(form.id, at!.id, form.submit[0]!.id, Object.fromEntries(filled));
    }
  }
}

describe.skipIf(inject('postgres') === null)('what is sent to PostgreSQL', () => {
  const sent = new Map<string, Sent>();
  /** A database whose statements are kept until the last test. */
  const open = async (): Promise<Overheard> => {
    const overheard = await openOverheard();
    const close = async () => {
      for (const each of overheard.sent()) if (!sent.has(each.text)) sent.set(each.text, each);
      await overheard.close();
    };
    return { ...overheard, close };
  };
  storeContract({ name: 'postgres', there: inject('postgres') !== null, open });

  test('while a shop does everything that can be typed, pressed and filled in, is heard', async () => {
    const overheard = await open();
    const house = await openHouse({ engine: overheard.engine });
    await putPastWeeks(house.house.parts.store, house.clock.now());
    const pressed = new Map<string, number>();
    for (const day of ['one', 'two']) {
      await playDay(house, day);
      await doEverything(house, pressed);
      await house.pass(DAY);
    }
    for (const look of ['remind', 'greet', 'letter', 'retain', 'loadSettings'] as const) await house.house[look]();
    await house.pass(2 * HOUR);
    expect(pressed.size).toBeGreaterThan(KINDS_MIN);
    await house.close();
    await overheard.close();
  });

  test('while it is exported, imported, measured again and tidied, and its key is changed, is heard', async () => {
    const overheard = await open();
    const { engine } = overheard;
    const house = await openHouse({ engine });
    await playDay(house, 'one');
    const { parts } = house.house;
    const now = house.clock.now();
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-statements-'));
    try {
      await exportFolder(engine, WS, join(folder, 'all'), { workspace: 'Test', timezone: 'UTC', exportedAt: 'now' });
      const [person] = await parts.store.findCustomers('maya', 1);
      await exportPerson(engine, parts, person!.customer.id, join(folder, 'person'));
      await takeInElsewhere(engine, house, join(folder, 'all'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    await measureAll(engine, parts, () => {}, 1);
    // As the hourly job does it: whatever is added there is heard, too.
    await parts.recorder.enqueue([job('housekeeping', 'housekeeping', {})]);
    await house.settle();
    expect((await everyWorkspace(engine)).map(each => each.id)).toContain(WS);
    expect(await installedWorkspaces(engine, WS)).not.toContainEqual({ id: WS });
    const time = makeTimeStore(engine);
    await time.setNote('a note');
    await time.move(HOUR, now, await time.moved());
    await time.capHolds(now);
    const keys = ['a', 'b'].flatMap(each => parseKeys(Buffer.alloc(32, each).toString('base64')));
    const rotating = { engine, nonce: () => Buffer.alloc(12, 1), now: () => 0 };
    const change = await beginRotation(rotating, { from: keys[0]!, to: keys[1]!, leaked: false });
    await endRotation(rotating, change, keys);
    await house.close();
    await overheard.close();
  });

  test('while jobs are taken, put back, buried and held up, is heard', async () => {
    const overheard = await open();
    const { engine } = overheard;
    const house = await openHouse({ engine });
    const jobs = makeJobStore(engine, WS);
    const now = house.clock.now();
    await house.house.parts.recorder.enqueue(
      ['one', 'two', 'three', 'four'].map(key => job('retention.run', key, { night: '' }, { lane: `room:${key}` })),
    );
    const [slot] = (await engine.rows<{ slot: string }>('select slot from jobs where workspace_id = ?', [WS])).map(
      each => each.slot,
    );
    const free = [
      {
        slot: slot!,
        jobs: 4,
        ofLane: 2,
        lanes: [
          { lane: 'room:x', jobs: 1 },
          { lane: 'room:y', jobs: 0 },
        ],
      },
      { slot: 'another', jobs: 0, ofLane: 1, lanes: [] },
    ];
    await jobs.oldestDue(now, free);
    const [first, second, third] = await jobs.claim('me', now, now + HOUR, free);
    await jobs.extend(first!, now + HOUR);
    await jobs.putBack(first!, now, 'Not yet.', true);
    await jobs.bury(second!, 'Never.');
    await jobs.complete(third!);
    await jobs.holdLane('room:one', now + HOUR);
    await jobs.nextDue(now, free);
    await jobs.free('room:', now);
    await engine.rows(`update jobs set slot = 'rest' where workspace_id = ?`, [WS]);
    await jobs.sortIn(() => 'act');
    const leases = makeLeaseStore(engine);
    expect(await leases.take('channel:x', 'me', now, HOUR)).toBe(1);
    await leases.release('channel:x', 'me');
    await house.close();
    await overheard.close();
  });

  test('while what is old is removed, a customer is erased, and what rises is looked for, is heard', async () => {
    const overheard = await open();
    const { engine } = overheard;
    const house = await openHouse({ engine });
    await playDay(house, 'one');
    const { store } = house.house.parts;
    const now = house.clock.now() + DAY;
    const [enquiry] = await store.enquiriesAfter('' as EnquiryId, 1);
    const retaining = makeRetaining(engine, WS);
    const everything = { texts: now, files: now, raws: now };
    const cutoffs = { channels: [{ id: enquiry!.channelId, before: everything }], others: everything };
    await retaining.numbers(cutoffs);
    for (const old of [retaining.raws, retaining.files, retaining.texts]) await old(cutoffs, '', 10);
    await retaining.newestMessages();
    await store.commit(retaining.withoutBytes([]));
    await retaining.changedAt(enquiry!.id);
    expect(await retaining.empty({ id: enquiry!.id, after: 0 }, now, 'Removed.')).toBeNull();
    const ann = house.as('Ann');
    await ann.command('erase maya-one@example.com');
    const shown = await store.shelf('desk:practice').latest('wanted:practice:ann', 20);
    const buttons = shown.flatMap(each => (each.value as unknown as WantedItem | null)?.buttons ?? []);
    const yes = buttons.find(each => each.id === 'customer.erase');
    await ann.press(yes!.id, yes!.value);
    await house.pass(HOUR);
    expect(await store.findCustomers('maya', 1)).toEqual([]);
    await store.lastEvent();
    await store.changedAfter(0, 10);
    await store.unlikesOf([enquiry!.id]);
    await store.standingAlerts(0, now);
    expect(await store.arrivals({ at: 0, number: 0 }, now, 10)).not.toEqual([]);
    await store.arrivalsById([enquiry!.id]);
    await house.close();
    await overheard.close();
  });

  test('stays within one workspace, or is known by name', async () => {
    const { judge, close } = await openJudge();
    const wrong: string[] = [];
    for (const each of sent.values())
      if (!ACROSS.some(([beginning]) => beginning.test(each.text))) wrong.push(...(await judge(each)));
    await close();
    expect(wrong).toEqual([]);
    expect(sent.size).toBeGreaterThan(STATEMENTS_MIN);
    const unheard = ACROSS.filter(([beginning]) => ![...sent.keys()].some(text => beginning.test(text)));
    expect(unheard).toEqual([]);
  });

  test.each<[string, string, string[], RegExp]>([
    [
      'a read without a workspace',
      'select * from enquiries where id = $1',
      ['e'],
      /reads enquiries of every workspace/,
    ],
    [
      'a join by the id alone',
      'select 1 from messages m left join replies r on r.id = m.reply_id where m.workspace_id = $1',
      ['w'],
      /reads replies of every workspace/,
    ],
    [
      'two workspaces at once',
      'select 1 from rooms r where r.workspace_id = $1 and exists (select 1 from staff where workspace_id = $2)',
      ['v', 'w'],
      /is about v and w/,
    ],
    [
      'one of two workspaces',
      'select 1 from rooms where workspace_id = $1 or name = $2',
      ['w', 'x'],
      /reads rooms of every workspace/,
    ],
    ['a list of workspaces', 'select 1 from rooms where workspace_id in ($1, $2)', ['v', 'w'], /reads rooms of every/],
    ['a change by the id alone', 'update staff set name = $1 where id = $2', ['n', 's'], /reads staff of every/],
    ['a row that goes by its id alone', 'delete from jobs where seq = $1', ['1'], /reads jobs of every workspace/],
    [
      'a row that is made of those of others',
      `insert into lanes (id, workspace_id, next_at) select id, workspace_id, 0 from lanes where id = $1`,
      ['l'],
      /inserts into lanes for a workspace that is not named/,
    ],
    [
      'rows of two workspaces',
      'insert into lanes (id, workspace_id, next_at) values ($1, $2, $3), ($4, $5, $6)',
      ['a', 'v', '0', 'b', 'w', '0'],
      /is about v and w/,
    ],
  ])('%s is seen', async (_, text, values, words) => {
    const { judge, close } = await openJudge();
    const found = (await judge({ text, values })).join('\n');
    await close();
    expect(found).toMatch(words);
  });
});

/** Into a workspace that has nothing yet, in the same database: on a distributed one it may lie on another machine. */
async function takeInElsewhere(engine: Engine, house: TestHouse, folder: string): Promise<void> {
  const other = await openHouse({ engine, workspaceId: 'ws_other' as WorkspaceId, clock: house.clock });
  const taken = await importFolder({
    ...{ engine, parts: other.house.parts, ids: testIds(house.clock), folder, progress: undefined },
  });
  expect(taken.enquiries).toBeGreaterThan(1);
  await other.close();
}

/** Says what is wrong with a statement, by a database with the same tables, on which nothing is run. */
async function openJudge() {
  const fresh = await openFreshPostgres();
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  const tables = await tablesOf(client);
  return {
    judge: async (sent: Sent) => (await crossings(client, sent, tables)).map(why => `${sent.text}\n${why}`),
    close: async () => {
      await client.end();
      await fresh.close();
    },
  };
}
