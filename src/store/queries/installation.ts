/** What concerns all workspaces of an installation. */
import type { WorkspaceId } from '../../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../../core/time.ts';
import type { Engine } from '../engine.ts';

/** Deliveries are recognised for this long; chats repeat within hours, mail within days. */
const SEEN_FOR: DurationMs = 7 * DAY;
/** What channels cost is known for two years. */
const COSTS_FOR: DurationMs = 730 * DAY;
/** As long: a year and the one before it can be compared. Each visitor who types in a chat may leave a row. */
const USES_FOR: DurationMs = 730 * DAY;
/** Its thread, the log and `health` have said it, and somebody had a season to look at it. It may hold somebody's words. */
const DEAD_FOR: DurationMs = 90 * DAY;

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

/** What became of showing articles. */
export async function forgetUses(engine: Engine, ws: WorkspaceId, now: Instant): Promise<void> {
  await engine.rows('delete from article_uses where workspace_id = ? and at < ?', [ws, now - USES_FOR]);
}

/** Jobs that were given up; what they were about is said in its thread. */
export async function forgetDead(engine: Engine, ws: WorkspaceId, now: Instant): Promise<void> {
  await engine.rows(`delete from jobs where workspace_id = ? and state = 'dead' and run_at < ?`, [ws, now - DEAD_FOR]);
}
