/** Opens the store of `DATABASE_URL` and binds it to workspaces: nobody reads or writes without naming one. */
import { inArray } from 'drizzle-orm';
import type { WorkspaceId } from '../core/ids.ts';
import type { BudgetReads, JobReads } from '../ports/reads.ts';
import type { WorkspaceStore } from '../ports/store.ts';
import { type Beside, type Engine, StoreError } from './engine.ts';
import { arrivalReads } from './queries/arrivals.ts';
import { articleReads } from './queries/articles.ts';
import { askedReads } from './queries/asked.ts';
import { auditReads } from './queries/audit.ts';
import { deliveryReads } from './queries/deliveries.ts';
import { enquiryReads, eventReads, remarkReads, replyReads, threadReads } from './queries/enquiries.ts';
import { expertReads } from './queries/experts.ts';
import { backlogReads, measureReads } from './queries/figures.ts';
import { gatheringReads } from './queries/gatherings.ts';
import { letterReads } from './queries/letters.ts';
import { messageReads } from './queries/messages.ts';
import { pastReads } from './queries/past.ts';
import { customerReads, roomReads, settingReads, staffReads } from './queries/people.ts';
import { practiceReads } from './queries/practices.ts';
import { promiseReads } from './queries/promises.ts';
import { reasonReads } from './queries/reasons.ts';
import { makeRowReads } from './queries/rows.ts';
import { savedReads } from './queries/saved.ts';
import { shieldReads } from './queries/shield.ts';
import { togetherReads } from './queries/together.ts';
import { waitReads } from './queries/waits.ts';
import { makeShelf } from './shelf.ts';
import { openSqlite, type SqliteOptions } from './sqlite.ts';
import { LIVING_STATUSES, notPractice } from './tables.ts';

/**
 * @param url `sqlite:<path>` or `postgres://...`
 * @param service given by the service itself; a SQLite file is for one service at a time
 * @param synchronous `OFF`: SQLite waits for no disk, for what can be made again after a power cut
 * @param beside for PostgreSQL
 */
export async function openEngine(
  url: string,
  instance: string,
  service?: SqliteOptions['service'],
  synchronous: SqliteOptions['synchronous'] = 'FULL',
  beside: Beside = {},
): Promise<Engine> {
  if (url.startsWith('sqlite:'))
    return openSqlite(url.slice('sqlite:'.length), { synchronous, ...(service ? { service } : {}) });
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(url, instance, service?.onChange, beside);
  }
  throw new StoreError(
    `DATABASE_URL "${url}" is of no known kind. Write sqlite:<path> or postgres://user:password@host/name.`,
  );
}

export function workspaceStore(engine: Engine, workspaceId: WorkspaceId): WorkspaceStore {
  return {
    workspaceId,
    commit: ops => engine.commit(ops, workspaceId),
    ...enquiryReads(engine, workspaceId),
    ...eventReads(engine, workspaceId),
    ...messageReads(engine, workspaceId),
    ...replyReads(engine, workspaceId),
    ...remarkReads(engine, workspaceId),
    ...practiceReads(engine, workspaceId),
    ...promiseReads(engine, workspaceId),
    ...waitReads(engine, workspaceId),
    ...customerReads(engine, workspaceId),
    ...staffReads(engine, workspaceId),
    ...expertReads(engine, workspaceId),
    ...roomReads(engine, workspaceId),
    ...threadReads(engine, workspaceId),
    ...deliveryReads(engine, workspaceId),
    ...measureReads(engine, workspaceId),
    ...backlogReads(engine, workspaceId),
    ...reasonReads(engine, workspaceId),
    ...settingReads(engine, workspaceId),
    ...savedReads(engine, workspaceId),
    ...articleReads(engine, workspaceId),
    ...togetherReads(engine, workspaceId),
    ...gatheringReads(engine, workspaceId),
    ...arrivalReads(engine, workspaceId),
    ...pastReads(engine, workspaceId),
    ...askedReads(engine, workspaceId),
    ...letterReads(engine, workspaceId),
    ...auditReads(engine, workspaceId),
    ...shieldReads(engine, workspaceId),
    ...jobReads(engine, workspaceId),
    ...budgetReads(engine, workspaceId),
    shelf: owner => makeShelf(engine, workspaceId, owner),
  };
}

function budgetReads(engine: Engine, ws: WorkspaceId): BudgetReads {
  const t = engine.tables.budgets;
  return {
    budgets: ids => makeRowReads(engine, ws).those('budgets', [inArray(t.id, ids)]),
    spentSince: async (channelId, since) => {
      const rows = await engine.rows<{ step: string; n: number; cost: number }>(
        `select step, sum(n) as n, sum(cost) as cost from ledger where workspace_id = ? and channel_id = ? and at >= ?
         group by step order by sum(cost) desc, step`,
        [ws, channelId, since],
      );
      return rows.map(({ step, n, cost }) => ({ step, n: Number(n), cost: Number(cost) }));
    },
    firstSpentAt: async channelId => {
      const [row] = await engine.rows<{ at: number | null }>(
        'select min(at) as at from ledger where workspace_id = ? and channel_id = ?',
        [ws, channelId],
      );
      return row && row.at !== null ? Number(row.at) : null;
    },
  };
}

function jobReads(engine: Engine, ws: WorkspaceId): JobReads {
  return {
    deadJobs: limit => makeRowReads(engine, ws).all('jobs', { state: 'dead' }, { order: ['-seq'], limit }),
    counts: async () => {
      const [row] = await engine.rows<Record<'open' | 'unclaimed' | 'jobs' | 'dead', number>>(
        `select
           (select count(*) from enquiries where workspace_id = ? and ${LIVING_STATUSES} and ${notPractice()}) as open,
           (select count(*) from enquiries where workspace_id = ? and ${LIVING_STATUSES} and ${notPractice()} and owner_id is null) as unclaimed,
           (select count(*) from jobs where workspace_id = ? and state = 'ready') as jobs,
           (select count(*) from jobs where workspace_id = ? and state = 'dead') as dead`,
        [ws, ws, ws, ws],
      );
      return {
        open: Number(row?.open),
        unclaimed: Number(row?.unclaimed),
        jobs: Number(row?.jobs),
        dead: Number(row?.dead),
      };
    },
  };
}
