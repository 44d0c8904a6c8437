/**
 * The audit trail: what admins and managers did, from a desk, from the command line or by the provisioning file. Lines are
 * added in the commit of the act itself and never change. They name staff, ids and settings, and never a customer's words or
 * addresses.
 */
import type { Change } from '../core/audit.ts';
import type { StaffId, WorkspaceId } from '../core/ids.ts';
import type { AuditRow, AuditVia } from './audit-rows.ts';
import type { Clock } from './clock.ts';
import type { Op } from './store.ts';

interface AuditParts {
  workspaceId: WorkspaceId;
  clock: Pick<Clock, 'now'>;
}

/** An act as its author tells it; `change` is made by `changeOf` of src/core/audit.ts. */
export interface AuditLine {
  act: AuditRow['act'];
  by: StaffId | null;
  via: AuditVia;
  about?: string | null;
  change?: Change;
}

/** What writes an act down, for the commit of the act itself; nothing for a change that changed nothing. */
export function auditOps({ workspaceId, clock }: AuditParts, line: AuditLine): Op[] {
  const { act, by, via, about = null, change } = line;
  if (change && Object.keys(change).length === 0) return [];
  const row = { workspaceId, at: clock.now(), byId: by, via, act, about, change: change ?? {} };
  return [{ do: 'insert', table: 'audit', row }];
}
