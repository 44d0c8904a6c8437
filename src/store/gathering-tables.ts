/**
 * The tables of findings and incidents. Nobody's fault is recorded: beside who looks after one, and who sends an answer, no
 * column names anybody of the team.
 */
import type { GatheringState, LeftWhy } from '../core/gathering.ts';
import type { ChannelId, CustomerId } from '../core/ids.ts';
import type { GatheringRow, RoundPerson, RoundRow } from '../ports/gathering-rows.ts';
import type { Kit } from './kit.ts';

export function gatheringTables({ table, id, text, int, ms, json, index, uniqueIndex }: Kit) {
  return {
    gatherings: table(
      'gatherings',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        what: text().$type<GatheringRow['what']>().notNull(),
        number: int().notNull(),
        title: text(),
        ownerId: text(),
        nextStep: text(),
        state: text().$type<GatheringState>().notNull(),
        notice: text(),
        sites: json<ChannelId[]>(),
        createdAt: ms().notNull(),
        changedAt: ms().notNull(),
        endedAt: ms(),
      },
      t => [uniqueIndex('gatherings_number').on(t.workspaceId, t.what, t.number)],
    ),
    gathered: table(
      'gathered',
      {
        id: id(),
        workspaceId: text().notNull(),
        gatheringId: text().notNull(),
        enquiryId: text().notNull(),
        at: ms().notNull(),
      },
      t => [
        index('gathered_gathering').on(t.workspaceId, t.gatheringId),
        index('gathered_enquiry').on(t.workspaceId, t.enquiryId),
      ],
    ),
    rounds: table(
      'rounds',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        gatheringId: text().notNull(),
        byId: text().notNull(),
        text: text().notNull(),
        state: text().$type<RoundRow['state']>().notNull(),
        people: json<RoundPerson[]>().notNull(),
        out: json<CustomerId[]>().notNull(),
        holdUntil: ms(),
        createdAt: ms().notNull(),
        changedAt: ms().notNull(),
      },
      t => [index('rounds_gathering').on(t.workspaceId, t.gatheringId)],
    ),
    roundCustomers: table(
      'round_customers',
      {
        id: id(),
        workspaceId: text().notNull(),
        roundId: text().notNull(),
        enquiryId: text().notNull(),
        replyId: text(),
        why: text().$type<LeftWhy>(),
        at: ms().notNull(),
      },
      t => [index('round_customers_round').on(t.workspaceId, t.roundId)],
    ),
  };
}
