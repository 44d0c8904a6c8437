/** `deskhand reasons`: from outside, after an import, with choices that say something and enquiries nobody named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-reasons-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const THINGS = ['card', 'kettle', 'order', 'account', 'parcel', 'lamp'];
const ASKED: Record<string, (thing: string) => string> = {
  'Lost card': thing => `I lost my ${thing}, please block it at once`,
  'Where is it': thing => `When will my ${thing} finally arrive?`,
  'Money back': thing => `Please refund what I paid for the ${thing}`,
};

test('suggests three, right after an import; a bad line keeps its place; nothing is preselected by so few', async () => {
  const data = join(folder, 'in', 'data');
  mkdirSync(data, { recursive: true });
  const rows = Object.entries(ASKED).flatMap(([reason, text]) =>
    THINGS.map((thing, i) => ({ id: `enq_${reason.length}${i}`, reason, text: text(thing) })),
  );
  rows.push({ id: 'enq_none', reason: '', text: 'Just saying hello to all of you there' });
  const file = (name: string, lines: object[]) =>
    writeFileSync(join(data, `${name}.jsonl`), lines.map(each => `${JSON.stringify(each)}\n`).join(''));
  const at = '2026-06-01T09:00:00Z';
  file('channels', [{ id: 'chan_help', name: 'help', kind: 'email' }]);
  file(
    'enquiries',
    rows.map(({ id, reason }) => ({
      ...{ id, channelId: 'chan_help', openedAt: at },
      ...(reason ? { contactReason: reason } : {}),
    })),
  );
  file(
    'events',
    rows.map(({ id }) => ({ enquiryId: id, at: '2026-06-01T10:00:00Z', type: 'EnquiryResolved', data: { by: 'ann' } })),
  );
  file(
    'messages',
    rows.map(({ id, text }, i) => ({
      ...{ id: `msg_${i}`, enquiryId: id, direction: 'in', kind: 'human', text, folded: [], warnings: [], names: [] },
      ...{ writtenAt: at },
    })),
  );
  const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}` };
  const imported = await runCli(['import', join(folder, 'in')], folder, env);
  expect({ code: imported.code, err: imported.err }).toMatchObject({ code: 0 });
  const asked = join(folder, 'asked.jsonl');
  const lines = [
    { text: 'Hello,\nI lost my card yesterday, block it!\nThanks, Jo' },
    { words: 1 },
    { text: '' },
    { text: '🙂' },
  ];
  writeFileSync(asked, lines.map(each => JSON.stringify(each)).join('\n'));
  const { code, out, err } = await runCli(['reasons', '--file', asked, '--json'], folder, env);
  const answers = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  expect(answers).toHaveLength(4);
  const [lost, bad, empty, emoji] = answers;
  expect(lost.suggestions).toHaveLength(3);
  expect(lost.suggestions[0]).toEqual({ reason: 'Lost card', p: expect.any(Number) });
  expect(lost.suggestions[0].p).toBeGreaterThan(0.5);
  expect(lost.preselected).toBeNull();
  expect(bad).toEqual({ error: expect.stringMatching(/"text" must be a text/) });
  for (const each of [empty, emoji]) expect(each).toMatchObject({ suggestions: { length: 3 }, preselected: null });
  expect(code).toBe(1);
  expect(err).toMatch(/line 2/);
});
