/** `deskhand explain thanks`: the judgement from outside, and the same one when a customer really writes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXPLAINERS } from '../../src/cli/explain.ts';
import { JUDGES } from '../../src/cli/judge.ts';
import { EXPLAINED, JUDGED } from '../../src/cli/kinds.ts';
import { runCli } from '../kit/cli.ts';
import { openMailHouse } from '../kit/mail-house.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-thanks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one line of JSON for each, in order; a line that cannot be used says why and keeps its place', async () => {
  const lines = [
    JSON.stringify({ text: 'Thank you, Maya. Best, Tom', names: ['Maya', 'Tom'] }),
    'no json',
    JSON.stringify({ text: 'Thanks, when will it arrive' }),
    JSON.stringify({ names: ['Maya'] }),
    JSON.stringify({ text: '👍', names: 'Maya' }),
    JSON.stringify({ text: 'Спасибо!' }),
  ];
  writeFileSync(join(folder, 'a.jsonl'), `${lines.join('\r\n')}\r\n`);
  const { code, out, err } = await runCli(['explain', 'thanks', 'a.jsonl'], folder, {});
  const said = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  expect(said.map(each => each.thanks ?? null)).toEqual([true, null, false, null, null, true]);
  expect(err).toMatch(/line 2: this is not JSON[\s\S]*line 4: "text" must be[\s\S]*line 5: "names" must be/);
  expect(code).toBe(1);
  expect((await runCli(['explain', 'thanks', 'none.jsonl'], folder, {})).code).toBe(1);
});

test('thanks with the names of those who answered leave it resolved; with a file or a wish they reopen it', async () => {
  const house = await openMailHouse();
  await house.mail({ id: 'one@example.com', from: 'Tom Hill <tom@example.com>' });
  await house.answer(1, 'A new lid is on its way.');
  const resolve = async () => house.as('Ann').press('enquiry.resolve', (await house.enquiry(1)).id);
  const answers = async (id: string, text: string, headers: string[] = []) => {
    await house.mail({
      id,
      from: 'Tom Hill <tom@example.com>',
      text,
      headers: ['In-Reply-To: <one@example.com>', ...headers],
    });
    return (await house.enquiry(1)).status;
  };
  await resolve();
  expect(await answers('two@example.com', 'Thank you, Ann. That fixed it!\n\nBest,\nTom Hill')).toBe('resolved');
  expect(await answers('three@example.com', 'Thank you Ann, and when does it come')).toBe('open');
  await resolve();
  const mixed = 'Content-Type: multipart/mixed; boundary=b';
  const body =
    '--b\nContent-Type: text/plain\n\nThanks!\n--b\nContent-Type: application/pdf; name=form.pdf\nContent-Disposition: attachment; filename=form.pdf\n\nx\n--b--';
  expect(await answers('four@example.com', body, ['MIME-Version: 1.0', mixed])).toBe('open');
  await house.close();
});

test('the help names everything that can be explained', () => {
  expect([...EXPLAINED]).toEqual(EXPLAINERS.map(each => each.kind));
  expect([...JUDGED]).toEqual(Object.keys(JUDGES));
});
