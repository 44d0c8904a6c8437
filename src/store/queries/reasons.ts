/** Reads of the contact reasons of a workspace, and of which are chosen. */
import type { WorkspaceId } from '../../core/ids.ts';
import { reasonEntriesIn, reasonListId } from '../../core/reasons.ts';
import type { ReasonReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { notPractice } from '../tables.ts';
import { makeRowReads } from './rows.ts';

/** The newest enquiries, with a reason or without: what was chosen in them is "of late". */
const OF_LATE = 400;
/** The same, for reasons that nobody listed, such as after an import. So many are read in 3 ms. */
const NAMED_IN = 2_000;

export function reasonReads(engine: Engine, ws: WorkspaceId): ReasonReads {
  const { one } = makeRowReads(engine, ws);
  const chosenIn = async (enquiries: number) => {
    const found = await engine.rows<{ reason: string; n: number }>(
      `select contact_reason as reason, count(*) as n from
         (select contact_reason from enquiries where workspace_id = ? and ${notPractice()}
          order by number desc limit ${enquiries}) recent
       where contact_reason is not null group by contact_reason`,
      [ws],
    );
    // Here, for the two databases sort texts differently.
    return found
      .map(({ reason, n }) => ({ reason, n: Number(n) }))
      .sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1));
  };
  return {
    reasonList: async () => {
      const row = await one('reasonLists', { id: reasonListId(ws) });
      return row ? { version: row.version, entries: reasonEntriesIn(row.entries) } : null;
    },
    usedReasons: () => chosenIn(OF_LATE),
    namedReasons: () => chosenIn(NAMED_IN),
  };
}
