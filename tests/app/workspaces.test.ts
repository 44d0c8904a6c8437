/** Many teams in one program: what one of them does, or suffers, is nothing to the others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { EnquiryId, WorkspaceId } from '../../src/core/ids.ts';
import { MINUTE } from '../../src/core/time.ts';
import { jobRow } from '../../src/outbox/job-row.ts';
import { job } from '../../src/ports/jobs.ts';
import type { Engine } from '../../src/store/engine.ts';
import { cutOffMark } from '../../src/transfer/take-in.ts';
import { engineKinds, freshPostgres } from '../kit/engines.ts';
import { openSlack } from '../kit/far-sides/slack/server.ts';
import { type Installed, installTeam, openManyTeams, tryOut } from '../kit/many-teams.ts';
import { pushedTime } from '../kit/pushed-time.ts';
import { testClock, testIds, until } from '../kit/world.ts';

let close: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  const all = close.reverse();
  close = [];
  for (const each of all) await each();
});

/** Jobs of a workspace that is very busy. */
const MANY = 10_000;
/** Of them are done, at the most, while another workspace waits for a card: a few for each step on its way. */
const BETWEEN_MAX = 500;

test('an installation asks Slack about nobody but whoever installs', async () => {
  const { slack, shop, stop } = await openManyTeams();
  close.push(stop);
  const first = await installTeam(slack, shop, 'T0000FIRST');
  await slack.quiet();
  const asked = () =>
    slack.requests.filter(each => each.token === first.team.botToken && each.method === 'auth.test').length;
  const before = asked();
  const others = ['T0000000B1', 'T0000000B2', 'T0000000B3'];
  for (const id of others) await installTeam(slack, shop, id);
  // One of its own start may come late; what each of the others caused would be as many as they are.
  expect(asked() - before).toBeLessThan(others.length);
  await tryOut(first);
});

test('one that cannot be started is said, keeps no other from starting, and goes on when it is mended', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-many-'));
  const time = pushedTime();
  const slack = await openSlack({ now: time.measure.now });
  close.push(
    async () => rmSync(folder, { recursive: true, force: true }),
    async () => slack.close(),
  );
  const before = await openManyTeams({ folder, slack, time });
  const broken = await installTeam(slack, before.shop, 'T00BROKEN1');
  const well = await installTeam(slack, before.shop, 'T00000WELL');
  const id = idOf(before.shop.running.workspaces, broken);
  // As an import leaves it that was cut off.
  await before.shop.running.engine.rows('insert into schedules (id, workspace_id, version) values (?, ?, 1)', [
    cutOffMark(id),
    id,
  ]);
  await before.stop();

  const { shop, stop } = await openManyTeams({ folder, slack, time });
  close.push(stop);
  await tryOut(well);
  expect(shop.running.workspaces.all()).toHaveLength(1);
  const readyz = await fetch(`${shop.url}/readyz`);
  expect([readyz.status, await readyz.text()]).toEqual([
    200,
    expect.stringContaining('1 of 2 could not be started; the log says which, and why'),
  ]);
  // What arrives for it meanwhile is not taken: Slack delivers it again.
  expect((await broken.ann.press(broken.ann.dms()[0]!, 'trial.start')).status).toBeGreaterThanOrEqual(500);
  await shop.running.engine.rows('delete from schedules where id = ?', [cutOffMark(id)]);
  time.push(MINUTE);
  await until(() => shop.running.workspaces.all().length === 2, 'it is started');
  await tryOut(broken);
  expect(await (await fetch(`${shop.url}/readyz`)).text()).not.toContain('could not be started');
});

test(`a workspace with ${MANY} jobs keeps no other from its card`, async () => {
  const { slack, shop, stop } = await openManyTeams();
  close.push(stop);
  const { engine, workspaces } = shop.running;
  const busy = await installTeam(slack, shop, 'T00000BUSY');
  const calm = await installTeam(slack, shop, 'T00000CALM');
  await tryOut(busy);
  const ws = idOf(workspaces, busy);
  await fill(engine, ws);
  const left = async () => {
    const [row] = await engine.rows<{ n: number }>('select count(*) as n from jobs where workspace_id = ?', [ws]);
    return Number(row!.n);
  };
  await until(async () => (await left()) < MANY - 20, 'it is at them');
  const before = await left();
  await tryOut(calm);
  expect(before - (await left())).toBeLessThan(BETWEEN_MAX);
  expect(await left()).toBeGreaterThan(MANY / 2);
  await engine.rows('delete from jobs where workspace_id = ? and locked_by is null', [ws]);
});

/** Workspaces that are busy at once: one of them has 10,000 jobs, each other one 200. */
const BUSY = 50;
const EACH_HAS = 200;
const NEVER = Date.UTC(2100, 0, 1);
const NO_ENQUIRY = 'enq_none' as EnquiryId;

for (const kind of engineKinds()) {
  test.skipIf(!kind.there)(`${BUSY} very busy workspaces keep another one from nothing, on ${kind.name}`, async () => {
    const database = kind.name === 'postgres' ? await freshPostgres() : null;
    const { slack, shop, stop } = await openManyTeams({
      env: database ? { DATABASE_URL: database.url, DESKHAND_SECRET_KEY: Buffer.alloc(32, 5).toString('base64') } : {},
    });
    close.push(async () => database?.drop(), stop);
    const { engine, workspaces } = shop.running;
    const busy: Installed[] = [];
    for (let i = 0; i < BUSY; i++) busy.push(await installTeam(slack, shop, `T0000BUSY${10 + i}`));
    const calm = await installTeam(slack, shop, 'T00000CALM');
    // The others' jobs find no card to draw: they cost the database what others cost.
    for (const each of busy.filter((_, i) => i % 5 === 0)) await tryOut(each);
    const ids = busy.map(each => idOf(workspaces, each));
    for (const [i, ws] of ids.entries()) await fill(engine, ws, i === 0 ? MANY : EACH_HAS);
    const all = MANY + (BUSY - 1) * EACH_HAS;
    const left = async () => {
      const [row] = await engine.rows<{ n: number }>(`select count(*) as n from jobs where key like 'again:%'`, []);
      return Number(row!.n);
    };
    await until(async () => (await left()) < all - 100, 'they are at them');
    const before = await left();
    await tryOut(calm);
    expect(before - (await left())).toBeLessThan(BETWEEN_MAX);
    await engine.rows(`delete from jobs where key like 'again:%' and locked_by is null`, []);
  });
}

/** Cards to be drawn again, each behind nobody. */
async function fill(engine: Engine, ws: WorkspaceId, many = MANY): Promise<void> {
  const [enquiry] = await engine.rows<{ id: never }>('select id from enquiries where workspace_id = ?', [ws]);
  const id = testIds(testClock(), Math.random).make('job');
  // Never due itself; those that are made of it, in one statement, are.
  const model = job('card.update', 'again:0', { enquiryId: enquiry?.id ?? NO_ENQUIRY, anew: true }, { runAt: NEVER });
  await engine.commit([{ do: 'insert', table: 'jobs', row: jobRow(model, id, ws, 0) }], ws);
  const same = ['workspace_id', 'kind', 'slot', 'lane', 'ref', 'payload', 'state', 'attempts', 'attempts_max'];
  await engine.rows(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < cast(? as integer))
     insert into jobs (id, key, run_at, ${same.join(', ')})
     select j.id || '_' || n.i, 'again:' || n.i, 0, ${same.map(each => `j.${each}`).join(', ')}
     from n join jobs j on j.workspace_id = ? and j.id = ?`,
    [many - 1, ws, id],
  );
}

function idOf(workspaces: { all(): { house: { parts: { workspaceId: WorkspaceId } } }[] }, { team }: Installed) {
  const found = workspaces
    .all()
    .find(each => each.house.parts.workspaceId.toLowerCase().includes(team.id.toLowerCase()));
  if (!found) throw new Error(`${team.id} is not open.`);
  return found.house.parts.workspaceId;
}
