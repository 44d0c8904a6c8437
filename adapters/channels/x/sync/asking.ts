/** One request for reading: not while X is closed, within its windows, and counted by what it brought. */
import { costOf, type Meter } from '../../../../src/core/budget.ts';
import { makeTurns } from '../../../../src/core/in-turn.ts';
import type { Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Answer, Failed } from '../connection/api.ts';
import { billable, type ReadToday } from '../rules/terms.ts';
import type { Records } from './records.ts';
import type { Part, Troubles } from './troubles.ts';

export type Asked<T> = { ok: true; value: T } | NotAsked;

/** It was not asked, or brought nothing: when to ask again. */
export interface NotAsked {
  ok: false;
  until: Instant;
  failed: Failed | null;
}

export interface Asking {
  /** @param step what the request itself counts as; null where X counts nothing */
  ask<T>(part: Part, step: string | null, call: () => Promise<Answer<T>>): Promise<Asked<T>>;
  /** Bills what a request brought, once a UTC day each. */
  brought(step: string, ids: readonly string[]): Promise<void>;
  /** What it would cost to read these, in millionths: those that were read today cost nothing. */
  costOf(step: string, ids: readonly string[]): Promise<number>;
}

interface AskingParts {
  context: ChannelContext;
  meter: Meter;
  records: Records;
  troubles: Troubles;
}

export function makeAsking({ context, meter, records, troubles }: AskingParts): Asking {
  const { clock } = context;
  const inTurn = makeTurns();
  return {
    ask: async (part, step, call) => {
      const closed = await troubles.closedUntil(part);
      if (closed !== null) return { ok: false, until: closed, failed: null };
      const taken = step ? await context.take(meter, [{ what: step, n: 1 }]) : ({ ok: true } as const);
      if (!taken.ok) return { ok: false, until: taken.opensAt, failed: null };
      const answer = await call();
      if (!answer.ok) return { ok: false, until: await troubles.failed(part, answer), failed: answer };
      await troubles.worked(part);
      return answer;
    },
    brought: async (step, ids) => {
      if (ids.length === 0) return;
      await inTurn('bill', async () => {
        const before = await records.note<ReadToday>('read');
        const { billed, read } = billable(
          ids.map(id => `${step}:${id}`),
          before,
          clock.now(),
        );
        if (billed.length === 0) return;
        await context.add(meter, [{ what: step, n: billed.length }]);
        await records.setNote('read', read);
      });
    },
    costOf: async (step, ids) => {
      const before = await records.note<ReadToday>('read');
      const { billed } = billable(
        ids.map(id => `${step}:${id}`),
        before,
        clock.now(),
      );
      return costOf(meter, [{ what: step, n: billed.length }]);
    },
  };
}
