/** `deskhand explain coach`: what would be said of a reply, from outside; the same function speaks in the preview. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-coach-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('hints of each reply in order; what is absent is not needed, what cannot be used says why', async () => {
  const customer = { name: 'Maya Patel', text: 'Where is my order 4471?' };
  const staff = { name: 'Ann' };
  const lines = [
    { customer, staff, reply: 'Hi Maya, your order 4471 left today.', thread: [customer.text] },
    { customer, staff, reply: 'Hi [Customer Name], your order 4471 left today.', thread: [] },
    { reply: "We'll get back to you soon." },
    { customer: null, staff: {}, reply: '', thread: null },
    { customer, staff, thread: [] },
    { customer: 'Maya', staff, reply: 'Hi' },
    { customer: { name: 7 }, reply: 'Hi' },
    { customer, reply: 'Hi', thread: 'x' },
    { customer, reply: 'Hi', form: 'post' },
  ].map(each => JSON.stringify(each));
  writeFileSync(join(folder, 'a.jsonl'), `${[...lines, '[]'].join('\n')}\n`);
  const { code, out, err } = await runCli(['explain', 'coach', 'a.jsonl'], folder, {});
  const said = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  expect(
    said.map(each => each.hints?.map(({ check, stops }: { check: string; stops: boolean }) => [check, stops]) ?? null),
  ).toEqual([[], [['placeholder', true]], [['promise', false]], [], ...[null, null, null, null, null, null]]);
  expect(said[1].hints[0].words).toContain('"[Customer Name]"');
  expect(err).toMatch(
    /line 5: "reply" must be a text[\s\S]*line 6: "customer" must be[\s\S]*line 7: "name" of "customer"/,
  );
  expect(err).toMatch(/line 8: "thread" must be a list[\s\S]*line 9: "form" must be/);
  expect(code).toBe(1);
});
