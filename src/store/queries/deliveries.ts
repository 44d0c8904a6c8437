/** Queries on taken-in deliveries: what was taken in, and what is still pending. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { Json } from '../../ports/json.ts';
import type { DeliveryReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

/** More acts of one thread than people can do while one of them is being worked on. */
const ACTS_MAX = 50;
/** Both engines take many more. */
const IDS_AT_ONCE = 1_000;

export function deliveryReads(engine: Engine, workspaceId: WorkspaceId): DeliveryReads {
  const { one } = makeRowReads(engine, workspaceId);
  // By the beginning of the key an index of SQLite leads there, past all the jobs of a long backlog.
  const begins = (prefix: string) =>
    engine.kind === 'sqlite' ? `j.key glob '${prefix}:*'` : `j.key like '${prefix}:%'`;
  return {
    seen: async id => (await one('seen', { id })) !== null,
    seenAt: async id => (await one('seen', { id }))?.at ?? null,
    seenAmong: async ids => {
      const found = new Set<string>();
      for (let i = 0; i < ids.length; i += IDS_AT_ONCE) {
        const some = ids.slice(i, i + IDS_AT_ONCE);
        const rows = await engine.slowRows<{ id: string }>(
          `select id from seen where workspace_id = ? and id in (${some.map(() => '?').join(', ')})`,
          [workspaceId, ...some],
        );
        for (const { id } of rows) found.add(id);
      }
      return found;
    },
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
      return rows.map(actOf);
    },
    actsAbout: async name => {
      const rows = await engine.rows<{ kind: string; payload: Json }>(
        `select j.kind, j.payload from jobs j
         where j.workspace_id = ? and j.state = 'ready' and j.kind in ('desk.act', 'desk.event')
           and (${begins('act')} or ${begins('event')}) and cast(j.payload as text) like ?
         order by j.seq limit ${ACTS_MAX}`,
        [workspaceId, `%${name}%`],
      );
      return rows.map(actOf);
    },
  };
}

function actOf({ kind, payload }: { kind: string; payload: Json }) {
  const read = (typeof payload === 'string' ? JSON.parse(payload) : payload) as Record<string, { id?: string }>;
  const as = kind === 'desk.act' ? 'act' : 'delivery';
  return { as, actionId: (as === 'act' ? read.action : read.payload)?.id ?? '' } as const;
}
