/** Reads of experts: topics, what people let be asked of them, and who was asked. */
import { asc, gte, inArray } from 'drizzle-orm';
import type { EnquiryId, StaffId, WorkspaceId } from '../../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../../core/time.ts';
import type { ExpertReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

/** A customer who is asked how it went has answered by then; who was asked is remembered no longer. */
const ASKS_FOR: DurationMs = 60 * DAY;

export function expertReads(engine: Engine, ws: WorkspaceId): ExpertReads {
  const t = engine.tables.asks;
  const { one, all, those } = makeRowReads(engine, ws);
  return {
    topics: staffId => all('topics', staffId ? { staffId } : {}, { order: ['topic'] }),
    volunteers: () => all('volunteers', {}, { order: ['id'] }),
    volunteer: id => one('volunteers', { id }),
    asksOf: enquiryId => all('asks', { enquiryId }, { order: ['askedAt'] }),
    asksOfAll: async ids => (ids.length ? those('asks', [inArray(t.enquiryId, [...ids])], [asc(t.askedAt)]) : []),
    // One that went along with a merge has the name it was given before.
    askOf: (enquiryId: EnquiryId, staffId: StaffId) => one('asks', { enquiryId, staffId }),
    asksSince: since => those('asks', [gte(t.askedAt, since)], [asc(t.askedAt)]),
  };
}

/** Forgets who was asked long ago. */
export async function forgetAsks(engine: Engine, now: Instant): Promise<void> {
  await engine.rows('delete from asks where asked_at < ?', [now - ASKS_FOR]);
}
