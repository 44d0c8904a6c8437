/** `deskhand promise`: what would have been told at moments of a history from another program. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIRST = Date.parse('2026-06-01T09:00:00Z');
const MOMENTS = ['2026-06-10T09:00:00Z', '2026-06-29T09:00:00Z', '2026-07-03T15:30:00Z', '2026-07-03T17:30:00+01:00'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-promise-'));
  writeFileSync(
    join(folder, 'deskhand.yaml'),
    'hours: { timezone: Europe/London, weekly: { mon-fri: ["09:00-17:00"] }, closed: ["2026-07-06"] }\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Monday to Friday at 10:00, answered after one hour or two, and what counts for nothing beside it. */
const OPENED = Array.from({ length: 25 }, (_, i) => FIRST + Math.floor(i / 5) * 7 * DAY + (i % 5) * DAY);
const answeredAt = (i: number) => OPENED[i]! + (1 + (i % 2)) * HOUR;

/** The first half with events, the others with messages alone, and a call that counts for nothing. */
function write() {
  mkdirSync(join(folder, 'in', 'data'), { recursive: true });
  const file = (table: string, rows: object[]) =>
    writeFileSync(join(folder, 'in', 'data', `${table}.jsonl`), rows.map(each => JSON.stringify(each)).join('\n'));
  file('channels', [
    { id: 'chan_help', name: 'help', kind: 'email' },
    { id: 'chan_calls', name: 'calls', kind: 'log' },
  ]);
  const all = OPENED.map((openedAt, i) => ({ i, openedAt, id: `e${i}`, channelId: 'chan_help' }));
  const [first, rest] = [all.slice(0, 12), all.slice(12)];
  const ended = ({ i, openedAt }: { i: number; openedAt: number }) => ({
    ...{ status: 'resolved', resolvedAt: answeredAt(i), version: 1, customerMessages: 1, lastCustomerAt: openedAt },
  });
  file('enquiries', [
    ...first.map(({ i: _, ...each }) => each),
    ...rest.map(({ i, ...each }) => ({ ...each, ...ended({ i, ...each }) })),
    { id: 'call', channelId: 'chan_calls', openedAt: FIRST },
  ]);
  file(
    'events',
    first.map(({ i, id }) => ({ enquiryId: id, at: answeredAt(i), type: 'ReplySent', data: { reply: id, by: 'ann' } })),
  );
  const message = { kind: 'human', text: 'Hello', folded: [], warnings: [], names: [] };
  file(
    'messages',
    rest.flatMap(({ i, id, openedAt }) => [
      { id: `i${i}`, enquiryId: id, direction: 'in', writtenAt: openedAt, ...message },
      { id: `o${i}`, enquiryId: id, direction: 'out', writtenAt: answeredAt(i), ...message },
    ]),
  );
}

test('one line for each moment, from events as from messages alone, in the calendar of the file', async () => {
  write();
  const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}` };
  expect((await runCli(['import', 'in'], folder, env)).code).toBe(0);
  const { err, out } = await runCli(['promise', '--at', '-', '--json'], folder, env, MOMENTS.join('\n'));
  expect(err).toBe('');
  const lines = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  expect(lines).toEqual([
    { at: MOMENTS[0], by: null, n: 7 },
    { at: MOMENTS[1], by: '2026-06-29T11:00:00.000Z', n: 20 },
    // Half an hour is left on Friday; Monday is a day off.
    { at: MOMENTS[2], by: '2026-07-07T09:30:00.000Z', n: 25 },
    { at: MOMENTS[3], by: '2026-07-07T10:00:00.000Z', n: 25 },
  ]);
  const wrong = await runCli(['promise', '--at', '2026-07-03T15:30'], folder, env);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('Write it with its zone')]);
});
