/** The record of erasures: ids, dates and numbers. What a person is recognised by stands in it only while it runs. */
import type { ErasureRow } from '../../ports/erasure-rows.ts';
import type { Kit } from '../kit.ts';

export function erasureTables({ table, id, text, int, ms, json, index }: Kit) {
  return {
    erasures: table(
      'erasures',
      {
        id: id(),
        workspaceId: text().notNull(),
        version: int().notNull(),
        customerId: text().notNull(),
        identities: json<ErasureRow['identities']>().notNull(),
        byId: text(),
        step: text().$type<ErasureRow['step']>().notNull(),
        place: text().notNull(),
        marks: json<ErasureRow['marks']>(),
        numbers: json<ErasureRow['numbers']>().notNull(),
        stays: json<ErasureRow['stays']>().notNull(),
        askedAt: ms().notNull(),
        doneAt: ms(),
      },
      t => [index('erasures_customer').on(t.workspaceId, t.customerId)],
    ),
  };
}
