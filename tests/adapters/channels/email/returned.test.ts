/** Mail that came back, as servers and mailing lists of many makes write it, and mail that merely sounds like it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explainMail } from '../../../../adapters/channels/email/read/explain.ts';
import type { JsonObject } from '../../../../src/ports/json.ts';

/** One file of mails, each below a line `===== name`; `expect:` says what it is. */
function mails(file: string): [name: string, expected: string, raw: string][] {
  const text = readFileSync(new URL(`../../../fixtures/email/${file}`, import.meta.url), 'utf8');
  return text
    .split(/^===== /m)
    .slice(1)
    .map(block => {
      const [name = '', ...lines] = block.split('\n');
      const raw = lines.filter(line => !line.startsWith('expect: ')).join('\n');
      return [name, /^expect: (.*)$/m.exec(block)?.[1] ?? '', raw];
    });
}

const explained = async (raw: string) => (await explainMail(Buffer.from(raw))) as JsonObject;

describe('mail that came back is known as a bounce', () => {
  test.each(mails('returned.txt'))('%s', async (_name, expected, raw) => {
    const said = await explained(raw);
    expect(said.kind).toBe('bounce');
    expect((said.bounce as JsonObject).permanent).toBe(expected !== 'temporary');
    const throughGateways = await explained(raw.replaceAll('\n', '\r\n'));
    expect(throughGateways.kind).toBe('bounce');
  });

  test('the failed address is found in nearly all of them', async () => {
    const all = mails('returned.txt').filter(([, , raw]) => /\bann@/.test(raw.slice(raw.indexOf('\n\n'))));
    const missed: string[] = [];
    for (const [name, , raw] of all) {
      const said = await explained(raw);
      if (!/^ann@/.test(String((said.bounce as JsonObject).recipient))) missed.push(name);
    }
    expect(all.length).toBeGreaterThan(90);
    expect(missed.length).toBeLessThanOrEqual(3);
  });
});

describe('what people, lists, parcel services and absence notes write is none', () => {
  test.each(mails('not-returned.txt'))('%s', async (_name, expected, raw) => {
    expect(expected.split(',')).toContain((await explained(raw)).kind);
  });
});

test('a sender without an address is none, and its name is kept', async () => {
  const said = await explained(
    'From: MAILER-DAEMON <>\nTo: help@shop.example\nSubject: Undelivered\n\nann@example.net',
  );
  expect(said.from).toBe('MAILER-DAEMON <>');
});
