/** What staff did in a thread that was taken in, and acknowledged, and is not done yet. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { Json } from '../../ports/json.ts';
import type { WorkspaceStore } from '../../ports/store.ts';
import type { Engine } from '../engine.ts';

/** More acts of one thread than people can do while one of them is being worked on. */
const ACTS_MAX = 50;

export function actReads(engine: Engine, workspaceId: WorkspaceId): Pick<WorkspaceStore, 'actsUnderWay'> {
  // By the beginning of the key an index of SQLite leads there, past all the jobs of a long backlog.
  const begins = (prefix: string) =>
    engine.kind === 'sqlite' ? `j.key glob '${prefix}:*'` : `j.key like '${prefix}:%'`;
  return {
    actsUnderWay: async ({ id, enquiryId, postRef }) => {
      const rows = await engine.rows<{ kind: string; payload: Json }>(
        `with places (ref) as (
           select ref from threads where workspace_id = ? and id = ?
           union all select ref from refs where workspace_id = ? and kind = 'thread' and enquiry_id = ?
           union all select cast(? as text))
         select j.kind, j.payload from jobs j
         where j.workspace_id = ? and j.state = 'ready' and j.kind in ('desk.act', 'desk.event')
           and (${begins('act')} or ${begins('event')})
           and (j.key in (select 'act:' || ref from places union all select 'event:' || ref from places)
             or cast(j.payload as text) like ?)
         order by j.seq limit ${ACTS_MAX}`,
        [workspaceId, enquiryId, workspaceId, enquiryId, postRef ?? '', workspaceId, `%${id}%`],
      );
      return rows.map(({ kind, payload }) => {
        const read = (typeof payload === 'string' ? JSON.parse(payload) : payload) as Record<string, { id?: string }>;
        const as = kind === 'desk.act' ? 'act' : 'delivery';
        return { as, actionId: (as === 'act' ? read.action : read.payload)?.id ?? '' } as const;
      });
    },
  };
}
