/** The tables of what is to be done, by when, and by which process. */
import type { Json } from '../ports/json.ts';
import type { Kit } from './kit.ts';

export function jobTables({ table, id, primaryKey, secondId, text, int, ms, json, seq, index }: Kit) {
  return {
    jobs: table(
      'jobs',
      {
        seq: seq(),
        id: secondId(),
        workspaceId: text().notNull(),
        kind: text().notNull(),
        slot: text().notNull().default('rest'),
        key: text().notNull(),
        lane: text(),
        ref: text(),
        payload: json<Json>().notNull(),
        state: text().$type<'ready' | 'dead'>().notNull(),
        runAt: ms().notNull(),
        attempts: int().notNull(),
        attemptsMax: int().notNull(),
        lockedBy: text(),
        lockedUntil: ms(),
        lastError: text(),
      },
      t => [
        index('jobs_due').on(t.workspaceId, t.state, t.runAt, t.seq),
        index('jobs_slot').on(t.workspaceId, t.state, t.slot, t.runAt, t.seq),
        index('jobs_key').on(t.workspaceId, t.key, t.seq),
        index('jobs_ref').on(t.workspaceId, t.ref),
      ],
    ),
    // Two workspaces may have a lane of one name: each has its own pace.
    lanes: table('lanes', { id: text().notNull(), workspaceId: text().notNull(), nextAt: ms().notNull() }, t => [
      primaryKey({ columns: [t.workspaceId, t.id] }),
    ]),
    leases: table('leases', {
      id: id(),
      workspaceId: text().notNull(),
      owner: text().notNull(),
      until: ms().notNull(),
      term: int().notNull(),
    }),
  };
}
