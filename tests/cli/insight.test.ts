/** `deskhand insight`: what customers taught, in words, as JSON and as a picture; and the alerts that would have been posted. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { runCli } from '../kit/cli.ts';
import { BEGINS, traffic } from '../kit/traffic.ts';

let folder: string;
const env = () => ({ DATABASE_URL: `sqlite:${join(folder, 'd.db')}` });
const USUAL = ['Do you have rye bread', 'When do you open', 'Can I change the cake', 'Where is my invoice'];
const TUESDAY = BEGINS + 36 * DAY + 10 * HOUR;

/** Reasons alone, without a customer; of one week also words, without reasons; and forty times the same customer. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-insight-'));
  const data = join(folder, 'in', 'data');
  mkdirSync(data, { recursive: true });
  const file = (name: string, rows: object[]) =>
    writeFileSync(join(data, `${name}.jsonl`), rows.map(row => `${JSON.stringify(row)}\n`).join(''));
  const usual = traffic(1, { perDay: 20, size: 0, hours: 4, incidents: 0, weeks: 6 }).written.map((each, i) => ({
    ...each,
    text: `${USUAL[i % USUAL.length]}, for my order`,
  }));
  const incident = Array.from({ length: 6 }, (_, i) => ({ at: TUESDAY + i * 10 * MINUTE, reason: 'Reason 9 ' }));
  const words = Array.from({ length: 6 }, (_, i) => ({
    at: TUESDAY + DAY + i * 10 * MINUTE,
    text: `the checkout is down ${i}`,
  }));
  const spam = Array.from({ length: 6 }, (_, i) => ({
    at: TUESDAY + 2 * DAY + i * MINUTE,
    reason: 'reason 8',
    status: 'spam',
  }));
  const same = Array.from({ length: 40 }, (_, i) => ({
    at: TUESDAY + 2 * DAY + i * MINUTE,
    reason: 'reason 10',
    mine: true,
  }));
  const all: { at: number; reason?: string; text?: string; status?: string; mine?: boolean }[] = [
    ...usual,
    ...incident,
    ...words,
    ...spam,
    ...same,
  ];
  all.sort((a, b) => a.at - b.at);
  file('channels', [{ id: 'chan_help', name: 'help', kind: 'email' }]);
  file('customers', [{ id: 'cust_maya', name: 'Maya', createdAt: 0 }]);
  file('identities', [
    { id: 'idn_maya', customerId: 'cust_maya', channelKind: 'email', address: 'maya@example.com', createdAt: 0 },
  ]);
  file('reasonLists', [
    { id: '~:reasons', version: 1, entries: [{ name: 'reason 9', state: 'offered' }], changedAt: 0 },
  ]);
  file(
    'enquiries',
    all.map(({ at, reason, mine }, i) => ({
      ...{ id: `enq_${i}`, channelId: 'chan_help', openedAt: at },
      ...(reason ? { contactReason: reason } : {}),
      ...(mine ? { customerId: 'cust_maya', identityId: 'idn_maya' } : {}),
    })),
  );
  file(
    'events',
    all.flatMap(({ at, status }, i) =>
      status ? [{ enquiryId: `enq_${i}`, at: at + 1, type: 'EnquiryMarkedSpam', data: { by: 'staff_ann' } }] : [],
    ),
  );
  file(
    'messages',
    all.flatMap(({ at, text }, i) =>
      text
        ? [
            {
              id: `msg_${i}`,
              enquiryId: `enq_${i}`,
              direction: 'in',
              kind: 'human',
              text,
              folded: [],
              warnings: [],
              names: [],
              writtenAt: at,
            },
          ]
        : [],
    ),
  );
  const { code, err } = await runCli(['import', join(folder, 'in')], folder, env());
  expect(code === 0 ? '' : err).toBe('');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a reason and words are alerts, one line each, at the moment of the post; spam and one customer are none', async () => {
  const { code, out } = await runCli(['insight', '--replay', '2026-02-01', '2026-03-01', '--json'], folder, env());
  expect(code).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  expect(lines).toMatchObject([
    { reason: 'reason 9', enquiries: expect.any(Array), usual: expect.any(Number) },
    { words: expect.arrayContaining([expect.stringContaining('checkout')]), enquiries: expect.any(Array) },
  ]);
  expect(Date.parse(lines[0].at)).toBeGreaterThan(TUESDAY);
  expect(Date.parse(lines[0].at)).toBeLessThan(TUESDAY + HOUR);
  expect(Object.keys(lines[0])).toEqual(['at', 'reason', 'enquiries', 'usual']);
});

test('the end of a replay changes nothing of what was posted before it', async () => {
  const { out } = await runCli(['insight', '--replay', '2026-02-10T00:00:00Z', '2026-02-11', '--json'], folder, env());
  expect(out.trim().split('\n')).toHaveLength(1);
});

test('what is no span of time is said in a sentence, with exit code 2', async () => {
  const { code, err } = await runCli(['insight', '--replay', '2026-02-10', 'yesterdy'], folder, env());
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/"yesterdy" is no day and no moment/) });
  expect(await runCli(['insight', '--replay', '2026-02-10'], folder, env())).toMatchObject({
    ...{ code: 2, err: expect.stringMatching(/from when until when/) },
  });
});

const WEEK = ['--from', '2026-02-09', '--to', '2026-02-15'];

test('a week is told in words, with what changed and what they said', async () => {
  const { code, out, err } = await runCli(['insight', ...WEEK], folder, env());
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^What customers taught us\. Mon 9 Feb to Sun 15 Feb 2026|^What customers taught us\. /);
  expect(out).toMatch(/\nAsked: \d+ new enquiries, \d+ before \(/);
  expect(out).toMatch(/\nAbout: .*Reason 9|\nAbout: .*reason \d/);
  expect(out).toMatch(/• “[^”]+” #\d+/);
});

test('as JSON it has every field that is described, and the numbers of stats for the same time', async () => {
  const [insight, stats] = await Promise.all([
    runCli(['insight', ...WEEK, '--json'], folder, env()),
    runCli(['stats', ...WEEK, '--json'], folder, env()),
  ]);
  expect([insight.code, stats.code]).toEqual([0, 0]);
  const told = JSON.parse(insight.out);
  expect(Object.keys(told).sort()).toEqual(
    ['answers', 'fresh', 'groups', 'others', 'reasons', 'sample', 'stats', 'topics', 'total', 'unnamed'].sort(),
  );
  expect(told.stats).toEqual(JSON.parse(stats.out));
  expect(told.total.now).toBe(told.stats.figures.opened);
  const named = told.reasons.reduce((sum: number, each: { n: number }) => sum + each.n, 0);
  expect(named + told.unnamed + told.others).toBe(told.total.now);
  expect(told.others).toBe(0);
  for (const { text, number } of told.topics.flatMap((each: { quotes: object[] }) => each.quotes)) {
    expect(text.length).toBeGreaterThan(20);
    expect(number).toBeGreaterThan(0);
  }
});

test('the picture is a PNG, and what it shows is said', async () => {
  const file = join(folder, 'insight.png');
  const { code, err } = await runCli(['insight', ...WEEK, '--picture', file], folder, env());
  expect(code).toBe(0);
  expect(err).toMatch(/insight\.png: Bars of contact reasons/);
  expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
});

test('a time or a room that is none, and two times at once, are said in a sentence, with exit code 2', async () => {
  const ends = async (...args: string[]) => {
    const { code, err } = await runCli(['insight', ...args], folder, env());
    expect(code).toBe(2);
    return err;
  };
  expect(await ends('blurb')).toMatch(/"?blurb"? is not a day I know/);
  expect(await ends('week', '--room', 'nowhere')).toMatch(/^There is no room "nowhere"\. Rooms: customers\.$/m);
  expect(await ends('week', ...WEEK)).toMatch(/Give words \(week\) or --from and --to, not both/);
  expect(await ends('--to', '2026-02-15')).toMatch(/Say from when, too/);
});
