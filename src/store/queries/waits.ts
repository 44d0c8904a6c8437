/** Reads of how long customers waited for a person, and of what they were told meanwhile. */
import type { ChannelId, EnquiryId, RoomId, WorkspaceId } from '../../core/ids.ts';
import type { Waited } from '../../core/promise.ts';
import type { WaitReads } from '../../ports/promises.ts';
import type { Engine } from '../engine.ts';
import { LIVING_STATUSES, notPractice } from '../tables.ts';

interface RawWait {
  id: EnquiryId;
  channel_id: ChannelId;
  opened_at: number;
  first_response_at: number | null;
  ended_at: number | null;
  void: number | boolean;
}

const VOID = `status in ('spam', 'merged')`;

export function waitReads(engine: Engine, ws: WorkspaceId): WaitReads {
  return {
    waits: async (channelId, limit) => {
      // What nobody waits for any more, and is neither answered nor ended, is no wait: a colleague began it.
      const rows = await engine.slowRows<RawWait>(
        `select id, channel_id, opened_at, first_response_at, resolved_at as ended_at, 0 as void from enquiries
         where workspace_id = ? and channel_id = ? and ${notPractice()}
           and (first_response_at is not null or status = 'resolved' or (${LIVING_STATUSES} and waiting_since is not null))
         order by opened_at desc limit ?`,
        [ws, channelId, limit],
      );
      return rows.map(toWaited);
    },
    allWaits: async (channelIds, after, limit) => {
      if (channelIds.length === 0) return [];
      const rows = await engine.slowRows<RawWait>(
        `select id, channel_id, opened_at, first_response_at,
           case when first_response_at is null and ${VOID} then
             (select min(v.at) from events v where v.workspace_id = e.workspace_id and v.enquiry_id = e.id
                and v.type in ('EnquiryMarkedSpam', 'EnquiryMerged'))
             else resolved_at end as ended_at,
           case when first_response_at is null and ${VOID} then 1 else 0 end as void
         from enquiries e
         where workspace_id = ? and channel_id in (${channelIds.map(() => '?').join(', ')}) and ${notPractice()}
           and (opened_at, id) > (?, ?)
           and (first_response_at is not null or not (${LIVING_STATUSES}) or waiting_since is not null)
         order by opened_at, id limit ?`,
        [ws, ...channelIds, after?.openedAt ?? -1, after?.id ?? '', limit],
      );
      return rows.map(row => ({ ...toWaited(row), id: row.id, channelId: row.channel_id }));
    },
    toldBefore: async (now, limit) => {
      const rows = await engine.slowRows<{ id: EnquiryId; room: RoomId; data: string | { by?: number } }>(
        `select e.id, e.room_id as room, v.data from enquiries e
         join events v on v.workspace_id = e.workspace_id and v.enquiry_id = e.id and v.type = 'AnsweredByMachine'
         where e.workspace_id = ? and e.${LIVING_STATUSES} and e.first_response_at is null
           and e.waiting_since is not null and ${notPractice('e.')}
         order by e.opened_at limit ?`,
        [ws, limit],
      );
      return rows.flatMap(({ id, room, data }) => {
        const { by } = (typeof data === 'string' ? JSON.parse(data) : data) as { by?: number };
        return by !== undefined && by < now ? [{ id, roomId: room, by }] : [];
      });
    },
    lastKept: async (since, limit) => {
      const rows = await engine.slowRows<{ kept: boolean | number }>(
        `select kept from measures where workspace_id = ? and at >= ? and kept is not null order by at desc, seq desc limit ?`,
        [ws, since, limit],
      );
      return rows.map(each => Boolean(each.kept));
    },
  };
}

function toWaited(row: RawWait): Waited {
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    openedAt: Number(row.opened_at),
    answeredAt: number(row.first_response_at),
    endedAt: row.first_response_at === null ? number(row.ended_at) : null,
    ...(row.void ? { void: true } : {}),
  };
}
