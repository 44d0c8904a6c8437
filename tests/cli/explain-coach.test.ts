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

test('replies that were meant for somebody else are seen, in the words of several languages; good ones are not', async () => {
  const line = (name: string, text: string, reply: string) =>
    JSON.stringify({ customer: { name, text }, staff: { name: 'Ann Lee' }, reply, thread: [] });
  const lines: [string, string | null][] = [
    [
      line('Jürgen Weiß', 'Wann kommt mein Regal?', 'Guten Tag Frau Schneider,\n\nam Freitag.\n\nViele Grüße\nAnn'),
      'name',
    ],
    [line('Jürgen Weiß', 'Wann kommt mein Regal?', 'Guten Tag Herr Weiß,\n\nam Freitag.\n\nViele Grüße\nAnn'), null],
    [line('Maya Patel', 'Where is #A-10023?', 'Hello Maya, #A-10077 left us today.'), 'other-customer'],
    [
      line('Maya Patel', 'JD0002233445566 stands still.', 'Hello Maya, JD0002233449999 comes on Friday.'),
      'other-customer',
    ],
    [line('Maya Patel', 'My refund for INV-2041?', 'Hello Maya, INV-2077 went out today.'), 'other-customer'],
    [line('Maya Patel', 'My refund for INV-2041?', 'Hello Maya, INV-2077 went out today, INV-2041 on Monday.'), null],
    [line('Maya Patel', 'RMA-20391 is here.', 'Hello Maya, use the new number RMA-20392 from today.'), null],
    [
      line(
        'Lucía',
        'Buenos días, ¿tienen la tetera azul? Un saludo, Lucía',
        'Sí, la tenemos. Puede recogerla el viernes.',
      ),
      'greeting',
    ],
    [
      line('Sanne', 'Goedemorgen, heeft u de ketel? Groetjes, Sanne', 'Ja, die hebben we. U kunt hem vrijdag ophalen.'),
      'greeting',
    ],
    [line('Maya', 'Hi, is the blue one in stock? Thanks', 'Yes, it is. You can pick it up on Friday.'), null],
  ];
  writeFileSync(join(folder, 'b.jsonl'), lines.map(([each]) => each).join('\n'));
  const { out } = await runCli(['explain', 'coach', 'b.jsonl'], folder, {});
  const said = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as { hints: { check: string }[] });
  expect(said.map(each => each.hints[0]?.check ?? null)).toEqual(lines.map(([, check]) => check));
});
