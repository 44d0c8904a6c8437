/** What concerns all workspaces of an installation. */
import type { WorkspaceId } from '../../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../../core/time.ts';
import type { Engine } from '../engine.ts';

/** Deliveries are recognised for this long; chats repeat within hours, mail within days. */
const SEEN_FOR: DurationMs = 7 * DAY;
/** What channels cost is known for two years. */
const COSTS_FOR: DurationMs = 730 * DAY;

/** In the order in which they installed Deskhand. @param besides one that nobody installed */
export function installedWorkspaces(
  engine: Engine,
  besides: WorkspaceId,
): Promise<{ id: WorkspaceId; name: string }[]> {
  return engine.rows('select id, name from workspaces where id <> ? order by created_at, id', [besides]);
}

/** Also the one that nobody installed. */
export function everyWorkspace(engine: Engine): Promise<{ id: WorkspaceId }[]> {
  return engine.rows('select id from workspaces order by created_at, id', []);
}

export async function forgetSeen(engine: Engine, now: Instant): Promise<void> {
  await engine.rows('delete from seen where at < ?', [now - SEEN_FOR]);
}

export async function forgetCosts(engine: Engine, now: Instant): Promise<void> {
  await engine.rows('delete from ledger where at < ?', [now - COSTS_FOR]);
}
