/** Reads of the audit trail. */
import { desc, eq, gte, inArray, isNull } from 'drizzle-orm';
import type { WorkspaceId } from '../../core/ids.ts';
import type { AuditReads } from '../../ports/audit-rows.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

export function auditReads(engine: Engine, ws: WorkspaceId): AuditReads {
  const t = engine.tables.audit;
  return {
    auditLines: ({ since, byId, acts, limit }) =>
      makeRowReads(engine, ws).those(
        'audit',
        [
          ...(since === undefined ? [] : [gte(t.at, since)]),
          ...(byId === undefined ? [] : [byId === null ? isNull(t.byId) : eq(t.byId, byId)]),
          ...(acts === undefined ? [] : [inArray(t.act, [...acts])]),
        ],
        [desc(t.at), desc(t.seq)],
        limit,
      ),
  };
}
