import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Engine } from '../../src/store/engine.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { importFolder } from '../../src/transfer/take-in.ts';
import { exportFolder } from '../../src/transfer/write-out.ts';
import { runCli } from '../kit/cli.ts';
import { openFreshPostgres } from '../kit/engines.ts';
import { writeHistories } from '../kit/history.ts';
import { openHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { openShop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-transfer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A shop in which all kinds of things happened. */
async function livelyShop(): Promise<string> {
  const shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
  await shop.mail({
    from: 'Maya Pätel <maya@example.com>',
    subject: '=SUM(A1), "quoted"',
    text: 'Grüße 👋\n\u2028It rattles.',
  });
  await shop.mail({ from: 'ben@example.com', subject: 'Second', text: 'Hello' });
  const chat = await shop.chat();
  await chat.send('Is anybody there?');
  const cards = await shop.cards(3);
  await shop.act('Ann', { do: 'command', room: null, text: 'name Annie' });
  await shop.reply('Ann', cards[0]!.thread, 'An answer');
  await until(async () => (await shop.mailbox()).length === 1, 'sent');
  await shop.press('Ann', cards[0]!.thread, { id: 'enquiry.resolve', value: cards[0]!.card.enquiryId });
  await shop.press('Ben', cards[1]!.thread, { id: 'enquiry.spam', value: cards[1]!.card.enquiryId });
  await until(async () => (await shop.cards()).some(each => each.card.status === 'spam'), 'spam');
  const out = join(folder, 'out');
  await exportFolder(shop.running.engine, shop.running.house.parts.workspaceId, out, {
    workspace: 'x',
    timezone: 'UTC',
    exportedAt: '2026-06-01T00:00:00.000Z',
  });
  await shop.stop();
  return out;
}

const sumsOf = (at: string) => {
  const { tables } = JSON.parse(readFileSync(join(at, 'manifest.json'), 'utf8'));
  // The settings have a mark that every enquiry was measured.
  delete tables.settings;
  // The audit trail has lines of this place beside those that were brought.
  delete tables.audit;
  return tables;
};
const trailOf = (at: string) => readFileSync(join(at, 'data/audit.jsonl'), 'utf8').trim().split('\n');

async function takeIn(engine: Engine, from: string) {
  const { house } = await openHouse({ engine });
  await house.loadSettings();
  const told = await importFolder({
    engine,
    parts: house.parts,
    ids: house.parts.ids,
    folder: from,
    progress: undefined,
    moving: true,
  });
  return { parts: house.parts, told };
}

describe('export and import', () => {
  test('bring everything to SQLite, to PostgreSQL and back without a difference, and no secret', async () => {
    const first = await livelyShop();
    const sqlite = await openSqlite(join(folder, 'second.db'));
    const { parts, told } = await takeIn(sqlite, first);
    expect(told).toMatchObject({ enquiries: 3, same: true });
    const second = join(folder, 'second');
    const options = { workspace: 'y', timezone: 'UTC', exportedAt: '2026-06-02T00:00:00.000Z' };
    await exportFolder(sqlite, parts.workspaceId, second, options);
    expect(sumsOf(second)).toEqual(sumsOf(first));
    expect(trailOf(first).length).toBeGreaterThan(0);
    expect(trailOf(second)).toEqual(expect.arrayContaining(trailOf(first)));
    expect(trailOf(second).length).toBeGreaterThan(trailOf(first).length);
    for (const file of ['enquiries.csv', 'enquiries.jsonl'])
      expect(readFileSync(join(second, file), 'utf8')).toBe(readFileSync(join(first, file), 'utf8'));
    await sqlite.close();
    const all = readdirSync(join(first, 'data')).map(file => readFileSync(join(first, 'data', file), 'utf8'));
    expect(all.join('')).not.toMatch(/"sealed"|vault:|v1:[\w-]+:/);
    // How customers see Ann, and the name that stood on her reply.
    expect(all.join('')).toContain('"shownAs":{"as":"chosen","name":"Annie"}');
    expect(all.join('')).toContain('"shownAs":"Annie"');
    if (inject('postgres') === null) return;
    const { engine, close } = await openFreshPostgres();
    const there = await takeIn(engine, second);
    expect(there.told.same).toBe(true);
    const third = join(folder, 'third');
    await exportFolder(engine, there.parts.workspaceId, third, options);
    expect(sumsOf(third)).toEqual(sumsOf(first));
    expect(trailOf(third)).toEqual(expect.arrayContaining(trailOf(second)));
    expect(readFileSync(join(third, 'enquiries.jsonl'), 'utf8')).toBe(
      readFileSync(join(first, 'enquiries.jsonl'), 'utf8'),
    );
    await close();
  });

  test.each([
    ['staff', { id: 'staff_1', shownAs: { as: 'chosen', name: 'Ann\nBcc: eve@example.net' } }],
    ['staff', { id: 'staff_1', shownAs: 'Ann' }],
    ['replies', { id: 'rep_1', shownAs: 'ann@shop.example' }],
  ])('a name for customers that the desk would refuse is refused in %s', async (table, row) => {
    writeHistories(folder, []);
    writeFileSync(join(folder, 'data', `${table}.jsonl`), `${JSON.stringify(row)}\n`);
    const engine = await openMemory();
    await expect(takeIn(engine, folder)).rejects.toThrow(new RegExp(`${table}.jsonl.*line 1.*"shownAs" must be`));
    await engine.close();
  });

  test('a spreadsheet runs nothing that a customer wrote, and reads quotes, commas and lines as they are', async () => {
    const out = await livelyShop();
    const csv = readFileSync(join(out, 'enquiries.csv'), 'utf8');
    expect(csv).toContain(`,"'=SUM(A1), ""quoted""",`);
    const [head, ...rows] = csv.trimEnd().split('\r\n');
    expect(head?.split(',')).toHaveLength(40);
    expect(head?.startsWith('\uFEFFnumber,')).toBe(true);
    expect(rows).toHaveLength(3);
    const [row] = readFileSync(join(out, 'enquiries.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(row!)).toMatchObject({
      number: 1,
      status: 'resolved',
      channel: 'help',
      customer: 'Maya Pätel',
      subject: '=SUM(A1), "quoted"',
      answers: 1,
      resolutions: 1,
      first_contact: true,
    });
  });

  test.each([
    [
      'a changed line',
      (at: string) => edit(at, 'events', text => text.replace('ReplySent', 'ReplySemt')),
      /not as it was written/,
    ],
    [
      'a lost line',
      (at: string) => edit(at, 'messages', text => text.split('\n').slice(1).join('\n')),
      /not as it was written/,
    ],
    [
      'half a line',
      (at: string) => edit(at, 'events', text => text.slice(0, -20)),
      /events\.jsonl, line \d+: this is not JSON/,
    ],
    [
      'a key of nobody',
      (at: string) => edit(at, 'staff', text => text.replace('"name"', '"nmae"')),
      /"nmae" is not known here/,
    ],
    ['a missing file', (at: string) => rmSync(join(at, 'data', 'enquiries.jsonl')), /enquiries\.jsonl is not there/],
    ['another format', (at: string) => writeFileSync(join(at, 'manifest.json'), '{"format":9}'), /says format 9/],
  ])(
    '%s is refused in a sentence, and nothing of it stays',
    async (_name, damage, words) => {
      const out = await livelyShop();
      damage(out);
      const engine = await openSqlite(join(folder, 'into.db'));
      await expect(takeIn(engine, out)).rejects.toThrow(words);
      for (const table of ['enquiries', 'events', 'measures', 'customers'])
        expect(await engine.rows(`select 1 from ${table}`, []), table).toEqual([]);
      await engine.close();
    },
    30_000,
  );

  test('histories of other programs come in by three files, and stats counts them, on the command line', async () => {
    const into = join(folder, 'history');
    writeHistories(into, [
      {
        id: 'a',
        channel: 'help',
        opened: '2026-06-01T09:00:00Z',
        reason: 'Delivery',
        events: [
          ['2026-06-01T10:30:00Z', 'ReplySent', { reply: 'r1', by: 'ann' }],
          ['2026-06-01T12:00:00Z', 'EnquiryResolved', { by: 'ann', reason: null }],
        ],
      },
    ]);
    const env = { DATABASE_URL: `sqlite:${join(folder, 'cli.db')}` };
    const taken = await runCli(['import', into], folder, env);
    expect([taken.code, taken.err]).toEqual([0, expect.stringContaining('1 enquiry is here')]);
    const told = await runCli(['stats', '--from', '2026-06-01', '--to', '2026-06-07', '--json'], folder, env);
    expect(JSON.parse(told.out)).toMatchObject({
      period: { from: '2026-06-01T00:00:00.000Z', to: '2026-06-08T00:00:00.000Z' },
      figures: { opened: 1, firstResponse: { calendar: { n: 1, median: 5_400_000 } }, resolutions: 1 },
      reasons: [{ reason: 'Delivery', n: 1 }],
    });
    expect((await runCli(['stats', '1', 'jun', '7', 'jun', '2026'], folder, env)).out).toContain('New: 1, answered 1');
    const drawn = await runCli(
      ['stats', '1', 'jun', '7', 'jun', '2026', '--picture', join(folder, 'june.png')],
      folder,
      env,
    );
    expect([drawn.code, drawn.err]).toEqual([0, expect.stringMatching(/june\.png: Bars of new enquiries by day/)]);
    expect([...readFileSync(join(folder, 'june.png')).subarray(1, 4)]).toEqual(
      [...'PNG'].map(each => each.charCodeAt(0)),
    );
    const nowhere = await runCli(
      ['stats', '1', 'jun', '7', 'jun', '2026', '--picture', join(folder, 'no', 'june.png')],
      folder,
      env,
    );
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('could not be written')]);
    expect((await runCli(['stats', 'yesteday'], folder, env)).code).toBe(2);
    const two = await runCli(['stats', 'by', 'channel', 'by', 'reason'], folder, env);
    expect([two.code, two.err]).toEqual([2, expect.stringContaining('by channel and by reason are two.')]);
    // A trend of one room is as long as that of all.
    const head = (given: string) => given.split('\n')[0];
    const trend = await runCli(['stats', 'by', 'week'], folder, env);
    const { err } = await runCli(['stats', '--room', 'nowhere'], folder, env);
    const room = /Rooms: ([\w-]+)/.exec(err)![1]!;
    const ofRoom = await runCli(['stats', 'by', 'week', '--room', room], folder, env);
    expect([head(ofRoom.out), ofRoom.out.includes('By week (medians')]).toEqual([head(trend.out), true]);
    // Where nothing was, nothing is withheld.
    const empty = await runCli(['stats', '1', 'jul', '31', 'jul', '2026', 'by', 'channel'], folder, env);
    expect(empty.out).toContain('New: 0');
    expect(empty.out).not.toContain('By channel');
    const again = await runCli(['import', into], folder, env);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('Import into an empty one')]);
    const out = await runCli(['export', join(folder, 'cli-out')], folder, env);
    expect([out.code, out.err]).toEqual([0, expect.stringContaining('100 %')]);
    expect((await runCli(['export', join(folder, 'cli-out')], folder, env)).err).toContain('is not empty');
  });
});

function edit(at: string, table: string, change: (text: string) => string): void {
  const file = join(at, 'data', `${table}.jsonl`);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
