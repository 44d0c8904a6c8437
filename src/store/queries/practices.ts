/** Reads of who practises, and of the past enquiries to practise with. */
import { asc, desc, eq, isNotNull, lt, notLike } from 'drizzle-orm';
import type { WorkspaceId } from '../../core/ids.ts';
import { PRACTICE_ROOMS } from '../../core/practice.ts';
import type { PracticeReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

export function practiceReads(engine: Engine, ws: WorkspaceId): PracticeReads {
  const { enquiries, practices } = engine.tables;
  const { one, those } = makeRowReads(engine, ws);
  return {
    practice: id => one('practices', { id }),
    practicesBefore: (at, limit) =>
      those('practices', [lt(practices.startedAt, at)], [asc(practices.startedAt)], limit),
    lastResolved: limit =>
      those(
        'enquiries',
        [
          eq(enquiries.status, 'resolved'),
          isNotNull(enquiries.firstResponseAt),
          notLike(enquiries.roomId, PRACTICE_ROOMS),
        ],
        [desc(enquiries.openedAt)],
        limit,
      ),
  };
}
