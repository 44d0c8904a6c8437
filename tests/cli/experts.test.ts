/** `deskhand experts`: who knows about texts from outside, as programs ask it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCAL_WORKSPACE } from '../../src/app/workspaces.ts';
import { parseHours } from '../../src/core/hours.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { runCli } from '../kit/cli.ts';
import { openHouse } from '../kit/house.ts';
import { putMigrated } from '../kit/migrated.ts';
import { testClock } from '../kit/world.ts';

const hours = { timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] } };
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-experts-'));
  const file = join(folder, 'd.db');
  await putMigrated(file);
  const engine = await openSqlite(file);
  const workspaceId = LOCAL_WORKSPACE;
  const shop = await openHouse({ engine, workspaceId, hours: parseHours(hours).hours, clock: testClock() });
  const resolves = async (who: string, customer: string, asks: string, reply: string) => {
    const id = (await shop.provider.write(customer, asks, { name: customer }))!;
    await shop.settle();
    await shop.as(who).write(id, reply);
    await shop.as(who).choose(id, 'Send and resolve');
    await shop.pass(60_000);
  };
  for (const [i, stove] of ['oak', 'iron', 'garden'].entries()) {
    await resolves(
      'Ben',
      `b${i}`,
      `Which flue fits the ${stove} stove?`,
      'The flue of 15 cm fits it, with the adapter.',
    );
    await resolves(
      'Chidi',
      `c${i}`,
      `My ${stove} parcel has not arrived`,
      'The parcel is on its way, it comes on Friday.',
    );
  }
  await shop.as('Zoë Martín').command('expert add chimneys');
  await shop.as('Ben').command('expert hours 9-12 mon-fri');
  await shop.close();
  await engine.close();
  writeFileSync(join(folder, 'deskhand.yaml'), `hours: ${JSON.stringify(hours)}\n`);
  env = { DATABASE_URL: `sqlite:${file}`, MAIL_RECEIVER_PORT: '0' };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = async (texts: unknown[], ...more: string[]) => {
  const input = texts.map(each => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
  const ended = await runCli(['experts', '--file', '-', '--json', ...more], folder, env, input);
  const found = ended.out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as { people?: { staff: string; name: string; score: number }[]; error?: string });
  return { ...ended, found, names: found.map(each => each.people?.map(({ name }) => name)) };
};

test('whoever resolved the nearest enquiries, and whoever volunteered, are named for each line, in order', async () => {
  const { names, found, code } = await ask([
    { text: 'Does a flue of 15 cm fit my stove?' },
    { text: 'Where is my parcel?' },
    { text: 'Do you sweep chimneys?' },
    { text: 'Do you sell bicycles?' },
    { text: '' },
  ]);
  expect(names).toEqual([['Ben'], ['Chidi'], ['Zoë Martín'], [], []]);
  expect(found[0]!.people![0]).toMatchObject({ staff: expect.stringMatching(/^staff_/), score: expect.any(Number) });
  expect(code).toBe(0);
});

test('at a moment only those who may be asked then are', async () => {
  const texts = [{ text: 'Does a flue of 15 cm fit my stove?' }, { text: 'Where is my parcel?' }];
  const at = async (moment: string) => (await ask(texts, '--at', moment)).names;
  expect(await at('2026-11-16T10:00:00Z')).toEqual([['Ben'], ['Chidi']]);
  expect(await at('2026-11-16T14:00:00Z')).toEqual([[], ['Chidi']]);
  expect(await at('2026-11-15T10:00:00Z')).toEqual([[], []]);
});

test('what cannot be used is told in its place, and a moment that is none in a sentence', async () => {
  const { found, code, err } = await ask(['{"text":5}', 'nonsense', { text: 'Where is my parcel?' }]);
  expect(found).toMatchObject([{ error: expect.any(String) }, { error: expect.any(String) }, { people: [{}] }]);
  expect(code).toBe(1);
  expect(err).toMatch(/line 2/);
  const wrong = await runCli(['experts', '--file', '-', '--at', 'noon'], folder, env, '');
  expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/"noon" is no moment/) });
});
