/** Budgets per window: one versioned row each, so that many processes together never exceed them. */
import {
  amountOf,
  type Budget,
  type BudgetWindow,
  costOf,
  type Meter,
  opensAt,
  type Step,
  type UsedUp,
  usedUpWords,
  windowAt,
} from '../core/budget.ts';
import type { ChannelId, ReplyId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Budgets } from '../ports/budget.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { BudgetRow } from '../ports/rows.ts';
import type { Op, WorkspaceStore } from '../ports/store.ts';
import { budgetItems } from './budget-items.ts';

/** Decisions against rivals; each round one of them gets through. */
const ROUNDS_MAX = 100;
const STEP_APART_MS = 15;

interface BudgetParts {
  store: Pick<WorkspaceStore, 'workspaceId' | 'commit' | 'budgets' | 'spentSince' | 'firstSpentAt'>;
  clock: Clock;
  ids: Ids;
}

export function makeBudgets({ store, clock, ids }: BudgetParts): Budgets {
  const { workspaceId } = store;
  const idOf = (channel: ChannelId, { name }: Pick<Budget, 'name'>) => `${channel}:${name}`;

  const windowsOf = async (channel: ChannelId, budgets: readonly Budget[], now: Instant) => {
    const rows = budgets.length ? await store.budgets(budgets.map(each => idOf(channel, each))) : [];
    return budgets.map(budget => {
      const id = idOf(channel, budget);
      const row = rows.find(each => each.id === id) ?? null;
      return { budget, id, row, at: windowAt(budget, row, now) };
    });
  };
  const write = (id: string, row: BudgetRow | null, set: BudgetWindow): Op =>
    row
      ? { do: 'update', table: 'budgets', id, expect: row.version, set: { ...set, version: row.version + 1 } }
      : { do: 'insert', table: 'budgets', row: { id, workspaceId, version: 1, ...set } };

  const plan = async (
    channel: ChannelId,
    meter: Meter,
    steps: readonly Step[],
    { replyId = null, anyway = false }: { replyId?: ReplyId | null; anyway?: boolean } = {},
  ): Promise<{ ok: true; ops: Op[] } | UsedUp> => {
    const now = clock.now();
    const touched = meter.budgets.filter(each => amountOf(meter, each, steps) !== 0);
    const windows = await windowsOf(channel, touched, now);
    let closed: UsedUp | null = null;
    for (const { budget, at } of anyway ? [] : windows) {
      const opens = opensAt(budget, at, amountOf(meter, budget, steps), now);
      // Of several that are used up the last one to open counts.
      if (opens !== null && opens > (closed?.opensAt ?? 0))
        closed = { ok: false, opensAt: opens, words: usedUpWords(meter, budget, at, now) };
    }
    if (closed) return closed;
    // In the order of their ids: two commits that take from several cannot wait for each other.
    const inOrder = windows.sort((a, b) => (a.id < b.id ? -1 : 1));
    const taken = inOrder.map(({ budget, id, row, at }) =>
      write(id, row, { ...at, used: Math.max(0, at.used + amountOf(meter, budget, steps)) }),
    );
    const paid = steps.flatMap(({ what, n }): Op[] => {
      const cost = costOf(meter, [{ what, n }]);
      const row = { workspaceId, channelId: channel, at: now, step: what, n, cost, replyId };
      return cost !== 0 ? [{ do: 'insert', table: 'ledger', row }] : [];
    });
    return { ok: true, ops: [...taken, ...paid] };
  };

  const spend = async (channel: ChannelId, meter: Meter, steps: readonly Step[], anyway: boolean) => {
    for (let i = 0; i < ROUNDS_MAX; i++) {
      const planned = await plan(channel, meter, steps, { anyway });
      if (!planned.ok) return planned;
      if (planned.ops.length === 0 || (await store.commit(planned.ops)).ok) return { ok: true as const };
      await clock.sleep(ids.fraction() * STEP_APART_MS);
    }
    throw new Error('Too many processes take from one budget at once. It is tried again.');
  };

  return {
    plan: (channel, meter, steps, replyId) => plan(channel, meter, steps, replyId ? { replyId } : {}),
    take: (channel, meter, steps) => spend(channel, meter, steps, false),
    add: async (channel, meter, steps) => {
      await spend(channel, meter, steps, true);
    },
    close: async (channel, meter, name, until) => {
      const named = meter.budgets.filter(each => each.name === name);
      const windows = await windowsOf(channel, named, clock.now());
      return windows.map(({ id, row, at }) => write(id, row, { ...at, closedUntil: until }));
    },
    used: async (channel, meter) =>
      (await windowsOf(channel, meter.budgets, clock.now())).map(({ budget: { name, max }, at: { used, until } }) => ({
        ...{ name, used, max, until },
      })),
    check: async (id, { meter }) => {
      const now = clock.now();
      return meter ? budgetItems(store, id, meter, await windowsOf(id, meter.budgets, now), now) : [];
    },
  };
}
