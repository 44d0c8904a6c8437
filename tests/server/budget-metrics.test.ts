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

async function metrics(): Promise<string> {
  const route = metricsRoute({
    houses: () => houses.map(each => each.house),
    ...{ shared: false, hub: () => [], clock: houses[0]!.clock, may: () => true },
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
