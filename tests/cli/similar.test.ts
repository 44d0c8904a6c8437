/** `deskhand similar`: what the desk would offer, asked from outside, beside the service and after an import. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../kit/cli.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

let shop: Shop;
let elsewhere: string;
beforeEach(async () => {
  shop = await openShop({ yaml: 'hold_seconds: { email: 0 }\n' });
  elsewhere = mkdtempSync(join(tmpdir(), 'deskhand-similar-'));
});
afterEach(async () => {
  await shop.stop();
  rmSync(elsewhere, { recursive: true, force: true });
});

test('the same while the service runs and after an import; a bad line keeps its place', async () => {
  await shop.mail({ from: 'Maya <maya@example.com>', subject: 'Refund', text: 'Where is my refund for the kettle?' });
  const { card, thread } = (await shop.cards(1))[0]!;
  const values = { text: 'Hi Maya, it takes three working days.', seen: '1' };
  await shop.act('Ann', {
    ...{ do: 'submit', form: 'reply.form', enquiryId: card.enquiryId, submit: 'reply.send_and_resolve' },
    ...{ values, thread },
  });
  await until(async () => (await shop.cards(1))[0]!.card.status === 'resolved', 'it is resolved');
  const file = join(elsewhere, 'questions.jsonl');
  const lines = [{ text: 'Hello, where is my refund?\nTom' }, { text: 'Do you fix bicycles on Sundays' }, { words: 1 }];
  writeFileSync(file, lines.map(each => JSON.stringify(each)).join('\n'));
  const asked = async (folder: string) => {
    const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}` };
    const { code, out, err } = await runCli(['similar', '--file', file, '--json'], folder, env);
    return {
      code,
      err,
      lines: out
        .trim()
        .split('\n')
        .map(each => JSON.parse(each)),
    };
  };
  const beside = await asked(shop.folder);
  expect(beside.lines[0]).toEqual({
    results: [
      {
        number: 1,
        score: expect.any(Number),
        question: expect.stringContaining('Where is my refund for the kettle?'),
        answer: 'Hi Maya, it takes three working days.',
      },
    ],
  });
  expect(beside.lines.slice(1)).toEqual([{ results: [] }, { error: expect.stringMatching(/"text" must be a text/) }]);
  expect(beside).toMatchObject({ code: 1, err: expect.stringMatching(/line 3/) });
  const source = { DATABASE_URL: `sqlite:${join(shop.folder, 'd.db')}` };
  const target = { DATABASE_URL: `sqlite:${join(elsewhere, 'd.db')}` };
  expect((await runCli(['export', join(elsewhere, 'out')], shop.folder, source)).code).toBe(0);
  expect((await runCli(['import', join(elsewhere, 'out')], elsewhere, target)).code).toBe(0);
  expect((await asked(elsewhere)).lines).toEqual(beside.lines);
}, 180_000);
