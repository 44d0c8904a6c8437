/** The rows of the audit trail, and how they are read. */
import type { Change } from '../core/audit.ts';
import type { StaffId, WorkspaceId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';

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
