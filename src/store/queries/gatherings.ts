/** Reads of findings and incidents, of their enquiries, and of the answers that go to many. */
import { inArray, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { WorkspaceId } from '../../core/ids.ts';
import type { GatheringReads } from '../../ports/reads.ts';
import type { Rows, TableName } from '../../ports/rows.ts';
import type { Engine } from '../engine.ts';
import { ON_ITS_WAY } from '../tables.ts';
import { makeRowReads } from './rows.ts';

/** Both engines take more in one list. */
const IDS_AT_ONCE = 500;

export function gatheringReads(engine: Engine, ws: WorkspaceId): GatheringReads {
  const { one, all, those } = makeRowReads(engine, ws);
  const t = engine.tables;
  /** Rows with one of these ids, some at a time. */
  const many = async <T extends TableName>(
    table: T,
    column: SQLiteColumn,
    ids: readonly string[],
    also: SQL[] = [],
  ): Promise<Rows[T][]> => {
    const found: Rows[T][] = [];
    for (let i = 0; i < ids.length; i += IDS_AT_ONCE)
      found.push(...(await those(table, [inArray(column, ids.slice(i, i + IDS_AT_ONCE)), ...also])));
    return found;
  };
  return {
    gathering: id => one('gatherings', { id }),
    gatheringByNumber: (what, number) => one('gatherings', { what, number }),
    gatherings: (what, limit) => all('gatherings', { what }, { order: ['-number'], limit }),
    highestGathering: async what =>
      (await all('gatherings', { what }, { order: ['-number'], limit: 1 }))[0]?.number ?? 0,
    gathered: (gatheringId, limit) => all('gathered', { gatheringId }, { order: ['at', 'id'], limit }),
    gatheredCounts: async ids => {
      if (ids.length === 0) return new Map();
      const rows = await engine.rows<{ id: string; n: number }>(
        `select gathering_id as id, count(*) as n from gathered
         where workspace_id = ? and gathering_id in (${ids.map(() => '?').join(', ')}) group by gathering_id`,
        [ws, ...ids],
      );
      return new Map(rows.map(({ id, n }) => [id, Number(n)]));
    },
    gatheringsOf: enquiryId => all('gathered', { enquiryId }, { order: ['at', 'id'] }),
    round: id => one('rounds', { id }),
    roundsOf: gatheringId => all('rounds', { gatheringId }, { order: ['createdAt', 'id'] }),
    roundCustomer: id => one('roundCustomers', { id }),
    roundCustomers: roundId => all('roundCustomers', { roundId }, { order: ['at', 'id'] }),
    repliesOfRound: async roundId => {
      const ids = (await all('roundCustomers', { roundId })).flatMap(each => each.replyId ?? []);
      return (await many('replies', t.replies.id, ids)).map(({ id, enquiryId, status, holdUntil }) => ({
        id,
        enquiryId,
        status,
        holdUntil,
      }));
    },
    onTheirWay: async ids => {
      const rows = await many('replies', t.replies.enquiryId, ids, [ON_ITS_WAY]);
      return new Set(rows.map(each => each.enquiryId as string));
    },
    identitiesById: ids => many('identities', t.identities.id, ids),
    customersById: ids => many('customers', t.customers.id, ids),
  };
}
