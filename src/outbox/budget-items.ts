/** What health says of a channel's budgets: how far each is used, what a month will cost, what the last 30 days did. */
import {
  type Budget,
  type BudgetWindow,
  budgetLabel,
  type Meter,
  moneyWords,
  opensAt,
  usedWords,
} from '../core/budget.ts';
import { monthWords, type Pace, RATE_OF } from '../core/forecast.ts';
import type { ChannelId } from '../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { BudgetReads } from '../ports/reads.ts';

/** What an admin is told of costs. */
const COST_OF: DurationMs = 30 * DAY;

type Spent = Pick<BudgetReads, 'spentSince' | 'firstSpentAt'>;

export async function budgetItems(
  store: Spent,
  channel: ChannelId,
  meter: Meter,
  windows: readonly { budget: Budget; at: BudgetWindow }[],
  now: Instant,
): Promise<HealthItem[]> {
  const pace = await paceOf(store, channel, now);
  const items = windows.map(({ budget, at }): HealthItem => {
    const ok = opensAt(budget, at, 1, now) === null;
    const isMonth = budget.counts === 'money' && budget.window === 'month';
    const words = isMonth ? monthWords(meter, budget, at, pace, now) : usedWords(meter, budget, at, now);
    const what = budgetLabel(budget);
    return { what, ok, words, ...(isMonth ? {} : { detail: true }), ...(ok ? {} : { stops: false }) };
  });
  const spent = await store.spentSince(channel, now - COST_OF);
  if (spent.length === 0) return items;
  const money = (cost: number) => moneyWords(meter.currency, cost);
  const each = spent.map(({ step, n, cost }) => `${n} of "${step}" ${money(cost)}`).join(', ');
  const total = money(spent.reduce((sum, { cost }) => sum + cost, 0));
  return [...items, { what: 'cost', ok: true, detail: true, words: `${total} in the last 30 days: ${each}.` }];
}

async function paceOf(store: Spent, channel: ChannelId, now: Instant): Promise<Pace> {
  const from = Math.max(now - RATE_OF, (await store.firstSpentAt(channel)) ?? now);
  const spent = await store.spentSince(channel, from);
  return { cost: spent.reduce((sum, { cost }) => sum + cost, 0), overMs: now - from };
}
