/** Writes down what was done to a whole installation, in the trail of each of its workspaces. */
import { systemClock } from '../app/world.ts';
import { type AuditLine, auditOps } from '../ports/audit.ts';
import type { Engine } from '../store/engine.ts';
import { everyWorkspace } from '../store/queries/installation.ts';

export async function auditEverywhere(engine: Engine, line: Pick<AuditLine, 'act' | 'about'>): Promise<void> {
  for (const { id } of await everyWorkspace(engine))
    await engine.commit(auditOps({ workspaceId: id, clock: systemClock }, { ...line, by: null, via: 'cli' }), id);
}
