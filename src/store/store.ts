/** Opens the store of `DATABASE_URL` and binds it to workspaces: nobody reads or writes without naming one. */
import { and, desc, eq } from 'drizzle-orm';
import type { WorkspaceId } from '../core/ids.ts';
import type { JobRow } from '../ports/rows.ts';
import type { WorkspaceStore } from '../ports/store.ts';
import { type Engine, StoreError } from './engine.ts';
import { actReads } from './queries/acts.ts';
import { enquiryReads } from './queries/enquiries.ts';
import { figureReads } from './queries/figures.ts';
import { peopleReads } from './queries/people.ts';
import { search } from './search.ts';
import { makeShelf } from './shelf.ts';
import { openSqlite, type SqliteOptions } from './sqlite.ts';

/**
 * @param url `sqlite:<path>` or `postgres://...`
 * @param service given by the service itself; a SQLite file is for one service at a time
 */
export async function openEngine(url: string, instance: string, service?: SqliteOptions['service']): Promise<Engine> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length), service ? { service } : {});
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { openPostgres } = await import('./postgres.ts');
    return openPostgres(url, instance);
  }
  throw new StoreError(
    `DATABASE_URL "${url}" is of no known kind. Write sqlite:<path> or postgres://user:password@host/name.`,
  );
}

export function workspaceStore(engine: Engine, workspaceId: WorkspaceId): WorkspaceStore {
  const { db, tables: t } = engine;
  return {
    workspaceId,
    commit: ops => engine.commit(ops, workspaceId),
    ...enquiryReads(engine, workspaceId),
    ...peopleReads(engine, workspaceId),
    ...figureReads(engine, workspaceId),
    ...actReads(engine, workspaceId),
    search: (words, limit) => search(engine, workspaceId, words, limit),
    shelf: owner => makeShelf(engine, workspaceId, owner),
    deadJobs: async limit =>
      (await db
        .select()
        .from(t.jobs)
        .where(and(eq(t.jobs.workspaceId, workspaceId), eq(t.jobs.state, 'dead')))
        .orderBy(desc(t.jobs.seq))
        .limit(limit)) as unknown as JobRow[],
    counts: async () => {
      const [row] = await engine.rows<Record<'open' | 'unclaimed' | 'jobs' | 'dead', number>>(
        `select
           (select count(*) from enquiries where workspace_id = ? and status in ('open', 'waiting', 'snoozed')) as open,
           (select count(*) from enquiries where workspace_id = ? and status in ('open', 'waiting', 'snoozed') and owner_id is null) as unclaimed,
           (select count(*) from jobs where workspace_id = ? and state = 'ready') as jobs,
           (select count(*) from jobs where workspace_id = ? and state = 'dead') as dead`,
        [workspaceId, workspaceId, workspaceId, workspaceId],
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
