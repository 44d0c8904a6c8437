/**
 * The audit trail: what admins and managers did, from a desk, from the command line or by the provisioning file. Lines are
 * added in the commit of the act itself and never change. They name staff, ids and settings, and never a customer's words or
 * addresses.
 */
import type { Change } from '../core/audit.ts';
import type { StaffId, WorkspaceId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Clock } from './clock.ts';
import type { Op } from './store.ts';

/** What is written down; src/desk/audit-words.ts has the words of each. */
type Audited =
  | 'settings'
  | 'room'
  | 'channel'
  | 'channel.removed'
  | 'rights.given'
  | 'rights.taken'
  | 'letter'
  | 'reasons'
  | 'customer'
  | 'erase'
  | 'export'
  | 'export.customer'
  | 'import'
  | 'restore'
  | 'retention'
  | 'key';

/** From where: a desk, the command line, the provisioning file and environment at a start, or by itself. */
export type AuditVia = 'desk' | 'cli' | 'file' | 'service';

export interface AuditRow {
  workspaceId: WorkspaceId;
  at: Instant;
  /** Null: nobody of the desk, as on the command line. */
  byId: StaffId | null;
  via: AuditVia;
  act: Audited;
  /** What of: the name of a setting, a room, a channel or a reason, or the id of a customer; null for the whole. */
  about: string | null;
  /** What it was and what it is, masked; empty where nothing is told of it. */
  change: Change;
}

export interface AuditRows {
  audit: AuditRow;
}

export interface AuditReads {
  /** The newest first; of these acts where they are named, by one person where that is asked. */
  auditLines(which: AuditWhich): Promise<AuditRow[]>;
}

export interface AuditWhich {
  since?: Instant;
  byId?: StaffId | null;
  acts?: readonly Audited[];
  limit: number;
}

interface AuditParts {
  workspaceId: WorkspaceId;
  clock: Pick<Clock, 'now'>;
}

/** An act as its author tells it; `change` is made by `changeOf` of src/core/audit.ts. */
export interface AuditLine {
  act: Audited;
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
