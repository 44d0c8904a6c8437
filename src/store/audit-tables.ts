/** The table of the audit trail: it only takes new rows. */
import type { AuditRow } from '../ports/audit-rows.ts';
import type { Kit } from './kit.ts';

export function auditTables({ table, text, ms, json, seq, index }: Kit) {
  return {
    audit: table(
      'audit',
      {
        seq: seq(),
        workspaceId: text().notNull(),
        at: ms().notNull(),
        byId: text(),
        via: text().$type<AuditRow['via']>().notNull(),
        act: text().$type<AuditRow['act']>().notNull(),
        about: text(),
        change: json<AuditRow['change']>().notNull(),
      },
      t => [index('audit_at').on(t.workspaceId, t.at)],
    ),
  };
}
