/** Reads of what the team said of messages that were folded, or were not. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { ShieldReads } from '../../ports/reads.ts';
import type { Engine } from '../engine.ts';
import { makeRowReads } from './rows.ts';

export function shieldReads(engine: Engine, ws: WorkspaceId): ShieldReads {
  const { one } = makeRowReads(engine, ws);
  return {
    shieldMark: id => one('shieldMarks', { id }),
    shieldTally: async (before = Number.MAX_SAFE_INTEGER) => {
      const rows = await engine.rows<{ abuse: boolean | number; n: number | string }>(
        'select abuse, count(*) as n from shield_marks where workspace_id = ? and at < ? group by abuse',
        [ws, before],
      );
      const of = (abuse: boolean) => Number(rows.find(each => Boolean(each.abuse) === abuse)?.n ?? 0);
      return { fine: of(false), abuse: of(true) };
    },
  };
}
