/** X's prices and windows, and what an admin's own file makes of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  billable,
  costOfText,
  meterOf,
  type ReadToday,
  readTerms,
  type Terms,
} from '../../../../adapters/channels/x/rules/terms.ts';
import { amountOf, costOf } from '../../../../src/core/budget.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'deskhand-terms-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

let files = 0;
function written(content: unknown): string {
  const path = join(FOLDER, `terms-${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const X: Terms = readTerms(null).terms;

test('a month of a small team costs what X lists: $4.30 by polling, $5.10 by events', () => {
  const meter = meterOf(X, { monthBudget: 10 });
  const out = [
    { what: 'post', n: 150 },
    { what: 'message', n: 120 },
    { what: 'message.read', n: 80 },
  ];
  expect(costOf(meter, [...out, { what: 'mention.read', n: 200 }])).toBe(4_300_000);
  expect(costOf(meter, [...out, { what: 'event.mention', n: 200 }])).toBe(5_100_000);
});

test('a post and one with a link share their window, and a private message takes of two', () => {
  const meter = meterOf(X, { monthBudget: 2.5 });
  const taken = (steps: { what: string; n: number }[]) =>
    Object.fromEntries(
      meter.budgets.flatMap(each => {
        const n = amountOf(meter, each, steps);
        return n ? [[each.name, n]] : [];
      }),
    );
  expect(
    taken([
      { what: 'post', n: 2 },
      { what: 'post.link', n: 1 },
    ]),
  ).toEqual({ month: 220_000, posts: 3 });
  expect(taken([{ what: 'message', n: 1 }])).toEqual({ month: 15_000, messages: 1, 'messages.day': 1 });
  expect(taken([{ what: 'ask.mentions', n: 1 }])).toEqual({ mentions: 1 });
  expect(meter.budgets.find(each => each.name === 'month')?.max).toBe(2_500_000);
});

test('a link makes a post dear', () => {
  expect(costOfText(X, 'On its way')).toEqual({ step: 'post', usd: 0.01 });
  expect(costOfText(X, 'See https://www.example.com/a?b')).toEqual({ step: 'post.link', usd: 0.2 });
});

test('single values are replaced, the others stay', () => {
  const path = written({ asOf: '2027-01-15', prices: { 'post.link': 0.3 }, windows: { posts: { max: 200 } } });
  const { terms, problems } = readTerms(path);
  expect(problems).toEqual([]);
  expect(terms).toEqual({
    ...X,
    ...{ asOf: '2027-01-15', prices: { ...X.prices, 'post.link': 0.3 } },
    windows: { ...X.windows, posts: { max: 200, minutes: 15 } },
  });
});

test('an app of somebody else reads at the full price, and without the rule of summons a reply costs as any post', () => {
  const { terms } = readTerms(written({ rules: { ownedReads: false, summon: false } }));
  const { prices } = meterOf(terms, { monthBudget: 10 });
  expect(prices).toMatchObject({ 'mention.read': 5_000, 'own.read': 5_000, post: 15_000 });
  expect(costOfText(terms, 'Hello').usd).toBe(0.015);
});

test('every problem of a file is said, and then nothing of it is taken', () => {
  const path = written({
    ...{ asOf: 'yesterday', prices: { pots: 1, post: -1, message: '0.01' }, window: {} },
    ...{ windows: { posts: 5, own: { minutes: 0.5 } }, rules: { summon: 'yes' } },
  });
  const { terms, problems } = readTerms(path);
  expect(terms).toEqual(X);
  expect(problems.map(each => each.replace(`${path}: `, '')).sort()).toEqual([
    '"asOf" must be a date such as 2026-11-29.',
    '"prices > message" must be a price in dollars, from 0 to 1000.',
    '"prices > post" must be a price in dollars, from 0 to 1000.',
    '"prices > pots" is not known. Did you mean "post"?',
    '"rules > summon" must be true or false.',
    '"window" is not known. Did you mean "windows"?',
    '"windows > own > minutes" must be minutes, from 1 to 1440.',
    '"windows > posts" must have the shape of terms.json, { ... }.',
  ]);
});

test.each([
  ['{ "prices": ', /is not JSON: .*Correct it/],
  ['[]', /the file must have the shape of terms\.json/],
  ['7', /the file must have the shape of terms\.json/],
  ['{"__proto__": {"x": 1}, "constructor": 1}', /"__proto__" is not known/],
])('a file with %s is refused in words', (content, words) => {
  const { terms, problems } = readTerms(written(content));
  expect([terms, problems[0]]).toEqual([X, expect.stringMatching(words)]);
});

test('a file that is not there is named', () => {
  const { problems } = readTerms(join(FOLDER, 'none.json'));
  expect(problems).toEqual([expect.stringMatching(/none\.json, cannot be read: .*Put it there/)]);
});

test('what is read again on the same day of UTC is billed once', () => {
  const evening = Date.UTC(2026, 10, 29, 23, 59);
  let read: ReadToday | null = null;
  const billed = (ids: string[], at: number) => {
    const now = billable(ids, read, at);
    read = now.read;
    return now.billed;
  };
  expect(billed(['1', '2', '2'], evening)).toEqual(['1', '2']);
  expect(billed(['2', '3'], evening + 30_000)).toEqual(['3']);
  expect(billed(['1', '3'], evening + 90_000)).toEqual(['1', '3']);
});
