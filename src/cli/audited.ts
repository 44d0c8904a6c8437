/** Writes down what was done to a whole installation, in the trail of each of its workspaces. */
import { systemClock } from '../app/world.ts';
import type { WorkspaceId } from '../core/ids.ts';
import { type AuditLine, auditOps } from '../ports/audit.ts';
import type { Engine } from '../store/engine.ts';
import { everyWorkspace } from '../store/queries/installation.ts';
import { workspaceStore } from '../store/store.ts';

/** For an act that is done again where somebody died before its last step: no crash keeps it from the trail, and it stands there once. */
export async function auditOnceEverywhere(engine: Engine, line: Pick<AuditLine, 'act' | 'about'>): Promise<void> {
  for (const { id } of await everyWorkspace(engine)) {
    const [last] = await workspaceStore(engine, id).auditLines({ acts: [line.act], limit: 1 });
    if (last?.about !== line.about) await auditIn(engine, id, line);
  }
}

export async function auditEverywhere(engine: Engine, line: Pick<AuditLine, 'act' | 'about'>): Promise<void> {
  for (const { id } of await everyWorkspace(engine)) await auditIn(engine, id, line);
}

async function auditIn(engine: Engine, id: WorkspaceId, line: Pick<AuditLine, 'act' | 'about'>): Promise<void> {
  await engine.commit(auditOps({ workspaceId: id, clock: systemClock }, { ...line, by: null, via: 'cli' }), id);
}
