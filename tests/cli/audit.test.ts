import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('deskhand audit tells what was done on the command line, also after a restore, in words and as JSON', async () => {
  const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}`, MAIL_RECEIVER_PORT: '0' };
  const cli = (...words: string[]) => runCli(words, folder, env);
  expect((await cli('export', 'out')).code).toBe(0);
  expect((await cli('backup', 'copy.db')).code).toBe(0);
  expect((await cli('restore', 'copy.db', '--force')).code).toBe(0);
  const { out } = await cli('audit', '--json', '30');
  const lines = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  // The newest first; what set the installation up is before them.
  expect(lines.slice(0, 2)).toEqual([
    { at: expect.stringMatching(/^\d{4}-.*Z$/), by: null, via: 'cli', act: 'restore', about: null, change: {} },
    { at: expect.stringMatching(/^\d{4}-.*Z$/), by: null, via: 'cli', act: 'export', about: null, change: {} },
  ]);
  const told = await cli('audit', 'exports');
  expect(told.out).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}exported everything \(on the command line\)\n$/);
  expect((await cli('audit', 'zebra')).code).toBe(2);
});
