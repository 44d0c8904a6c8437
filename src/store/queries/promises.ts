/** Reads of what somebody promised a customer. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { PromiseReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

export function promiseReads(engine: Engine, ws: WorkspaceId): PromiseReads {
  const { one } = makeRowReads(engine, ws);
  return { reminder: id => one('reminders', { id }) };
}
