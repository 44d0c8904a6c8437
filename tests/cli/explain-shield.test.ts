/** `deskhand explain shield`: the judgement from outside. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-shield-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('level and gist of each text, in order; a line that cannot be used says why and keeps its place', async () => {
  const lines = [
    JSON.stringify({ text: 'You useless idiots, where is my refund for order 4471?' }),
    JSON.stringify({ text: 'This is fucking ridiculous.' }),
    JSON.stringify({ text: 12 }),
    JSON.stringify({ text: 'Do you have Moby Dick?' }),
  ];
  writeFileSync(join(folder, 'a.jsonl'), lines.join('\n'));
  const { code, out, err } = await runCli(['explain', 'shield', 'a.jsonl'], folder, {});
  expect(
    out
      .trim()
      .split('\n')
      .map(each => JSON.parse(each)),
  ).toEqual([
    { level: 'aimed', gist: 'where is my refund for order 4471?' },
    { level: 'strong', gist: null },
    { error: expect.stringContaining('"text" must be a text') },
    { level: 'none', gist: 'Do you have Moby Dick?' },
  ]);
  expect(err).toContain('line 3: "text" must be a text');
  expect(code).toBe(1);
});
