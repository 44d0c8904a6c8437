/** `deskhand audit`: what admins and managers did, from the desk, the command line and the provisioning file. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { AUDIT, auditAsked } from '../desk/audit-words.ts';
import { auditLinesOf, auditRows } from '../handling/audit.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { UsageError } from './stats.ts';

/** Lines printed at most: years of a large team. */
const LINES_MAX = 100_000;

export interface AuditOptions {
  json?: boolean;
  workspace?: string;
}

/** @param words as behind `audit` on the desk: days, what, and whose */
export async function audit(env: Env, words: string[], { json = false, workspace }: AuditOptions): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const { house, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    const asked = auditAsked(words.join(' '), {});
    const rows = await auditRows(parts, asked, LINES_MAX, null);
    if (rows === null) throw new UsageError(AUDIT.nobody(asked.who));
    const names = new Map<string, string>((await parts.store.allStaff()).map(each => [each.id, each.name]));
    const lines = json
      ? rows.map(({ at, byId, via, act, about, change }) =>
          JSON.stringify({
            at: new Date(at).toISOString(),
            by: byId && { id: byId, name: names.get(byId) ?? null },
            ...{ via, act, about, change },
          }),
        )
      : await auditLinesOf(parts, rows);
    for (const line of lines) console.log(line);
    if (lines.length === 0 && !json) console.log(AUDIT.none);
  } finally {
    await close();
  }
}
