import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { Meter } from '../../src/core/budget.ts';
import { HOUR } from '../../src/core/time.ts';
import { metricsRoute } from '../../src/server/metrics.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const meter: Meter = {
  budgets: [
    { name: 'hour', what: 'letters', counts: ['letter'], max: 40, window: HOUR },
    { name: 'month', what: 'the post', counts: 'money', max: 25_000_000, window: 'month' },
  ],
  prices: { letter: 850_000 },
  currency: '£',
};

const houses: TestHouse[] = [];
afterEach(async () => {
  for (const each of houses.splice(0)) await each.close();
});

async function metrics(shared = false): Promise<string> {
  const route = metricsRoute({
    houses: () => houses.map(each => each.house),
    ...{ shared, hub: () => [], clock: houses[0]!.clock, may: () => true },
    database: { kind: 'sqlite', check: async () => {}, words: String },
  });
  const server = createServer((request, response) => void route.handle(request, response, {} as never));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as { port: number }).port}/metrics`);
  const text = await answer.text();
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  return text;
}

test('/metrics tells how far budgets are used, of several channels the fullest, money in its currency', async () => {
  for (let n = 0; n < 2; n++) {
    const provider = makeProvider({ holdMs: 0 }, { meter, stepsOf: () => [{ what: 'letter', n: 1 }] });
    const shop = await openHouse({ provider });
    houses.push(shop);
    for (let i = 0; i <= n * 2; i++) {
      const enquiry = (await provider.write(`c${i}`, 'Hello'))!;
      await shop.settle();
      await shop.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: `Answer ${i}`, seen: '1' });
    }
  }
  const text = await metrics();
  expect(text.split('\n').filter(each => each.includes('deskhand_budget_used'))).toEqual([
    '# HELP deskhand_budget_used How much of a budget of a channel is used; money in its currency.',
    '# TYPE deskhand_budget_used gauge',
    'deskhand_budget_used{kind="post",budget="hour"} 3',
    'deskhand_budget_used{kind="post",budget="month"} 2.55',
  ]);
  expect(text).toMatch(/^deskhand_budget_max\{kind="post",budget="hour"\} 40$/m);
  expect(text).toMatch(/^deskhand_budget_max\{kind="post",budget="month"\} 25$/m);
  for (const each of houses) expect(text).not.toContain(each.house.parts.workspaceId);
});

test('/metrics says nothing of budgets where no channel has any', async () => {
  houses.push(await openHouse());
  expect(await metrics()).not.toContain('budget');
});

test('/metrics counts what became of replies, from zero, and says which mailboxes are in trouble', async () => {
  const state = { trouble: null as string | null };
  const more = { trouble: () => state.trouble, readAt: () => shop.clock.now() - 90_000 };
  const provider = makeProvider({ holdMs: 5_000 }, more);
  const strange = { name: 'a "b\\c"', kind: 'post', room: 'customers', schema: [], settings: {} };
  const shop = await openHouse({ provider, channels: [strange] });
  houses.push(shop);
  const start = await metrics();
  expect(start).toContain(
    '# TYPE deskhand_replies_total counter\ndeskhand_replies_total{kind="post",outcome="sent"} 0\n',
  );
  expect(start).toContain('deskhand_channel_up{kind="post",channel="a \\"b\\\\c\\""} 1\n');
  expect(start).toContain('deskhand_channel_last_read_age_seconds{kind="post",channel="a \\"b\\\\c\\""} 90\n');
  expect(start).toContain('deskhand_channels_down{kind="post"} 0\n');
  const outcomes = async () =>
    [...(await metrics()).matchAll(/replies_total\{kind="post",outcome="(\w+)"\} (\d+)/g)]
      .map(([, outcome, n]) => `${outcome} ${n}`)
      .join(', ');
  for (const mood of ['takes', 'takes', 'refuses', 'is-silent-before-taking'] as const) {
    const enquiry = (await provider.write(`c-${mood}`, 'Hello'))!;
    await shop.settle();
    await shop.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: `Answer ${mood}`, seen: '9' });
    await shop.settle();
    provider.mood = mood;
    await shop.pass(6_000);
  }
  await provider.bounce(`post:${provider.delivered[0]!.replyId}`);
  await shop.settle();
  expect(await outcomes()).toBe('sent 2, delivered 0, bounced 1, withdrawn 0, failed 1, unsure 1');
  state.trouble = 'The mail server does not answer.';
  const bad = await metrics();
  expect(bad).toContain('deskhand_channel_up{kind="post",channel="a \\"b\\\\c\\""} 0\n');
  expect(bad).not.toContain('does not answer');
  // Of many tenants nobody is named.
  const many = await metrics(true);
  expect(many).toContain('deskhand_channels{kind="post"} 2\n');
  expect(many).toContain('deskhand_channels_down{kind="post"} 2\n');
  expect(many).not.toContain('channel="');
  // Each line is as Prometheus reads it.
  for (const line of bad.trimEnd().split('\n'))
    expect(line).toMatch(
      /^(# HELP [a-z_]+ .*\.|# TYPE [a-z_]+ (gauge|counter)|[a-z_]+(\{[a-z]+="([^"\\\n]|\\[\\"n])*"(,[a-z]+="([^"\\\n]|\\[\\"n])*")*\})? -?[0-9.e+]+)$/,
    );
});
